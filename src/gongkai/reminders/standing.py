"""How sending goes, for whoever looks after the installation."""

from __future__ import annotations

from datetime import datetime, timedelta

from gongkai.language import say
from gongkai.people import clock
from gongkai.reminders.models import Delivery
from gongkai.reminders.sending import mailing

LATE_AFTER = timedelta(hours=2)
"""How long a message that may go out can wait before somebody should look."""
LATELY = timedelta(days=3)


def stuck(now: datetime | None = None) -> int:
    """Messages that have waited too long."""
    moment = now or clock.now()
    queued = Delivery.objects.filter(state=Delivery.State.QUEUED, next_try_at__lt=moment + LATE_AFTER)
    return queued.filter(made_at__lt=moment - LATE_AFTER).count()


def trouble(now: datetime | None = None) -> str:
    """What is wrong with sending, in a sentence; "" where nothing is."""
    moment = now or clock.now()
    waiting = stuck(moment)
    if waiting and not mailing.set_up():
        return say("有{n}封提醒发不出去：没有设置发信服务器。请设置 GONGKAI_SMTP_HOST。", n=waiting)
    if waiting:
        why = (
            Delivery.objects.filter(state=Delivery.State.QUEUED)
            .exclude(error="")
            .values_list("error", flat=True)
            .first()
        )
        return say("有{n}封提醒等了两小时以上还没有发出。{why}", n=waiting, why=why or say("请确认后台在运行。"))
    refused = Delivery.objects.filter(
        state__in=(Delivery.State.BOUNCED, Delivery.State.FAILED), made_at__gte=moment - LATELY
    ).count()
    if refused:
        return say("三天内有{n}封提醒被退回或者没有发出。请在工作台的发送记录中查看原因。", n=refused)
    return ""
