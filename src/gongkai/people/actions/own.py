"""What everybody does with the own account."""

from __future__ import annotations

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock, queries, second_factor
from gongkai.people.journal import log
from gongkai.people.models import Account, SignIn


@transaction.atomic
def change_password(account: Account, password: str, *, keep: str = "") -> None:
    """Give oneself a new password. Every session ends but the one with key ``keep``."""
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    SignIn.objects.filter(account=account, ended_at=None).exclude(session_key=keep).update(ended_at=clock.now())
    log("account.password_changed", account, by=account, agency=queries.home(account))


@transaction.atomic
def end_session(sign_in: SignIn, *, by: Account) -> None:
    """End one of one's own sessions: its next request is logged out."""
    if sign_in.account_id != by.pk:
        raise GongkaiError(say("只能结束自己的登录。"))
    SignIn.objects.filter(pk=sign_in.pk, ended_at=None).update(ended_at=clock.now())
    log("session.ended", by, by=by, agency=queries.home(by), address=sign_in.address)


@transaction.atomic
def end_other_sessions(account: Account, *, keep: str) -> int:
    """End all of one's own sessions but the one with key ``keep``; how many there were."""
    others = queries.open_sign_ins(account).exclude(session_key=keep)
    count = others.update(ended_at=clock.now())
    if count:
        log("session.others_ended", account, by=account, agency=queries.home(account), count=count)
    return count


@transaction.atomic
def confirm_second_factor(account: Account, device: TOTPDevice) -> list[str]:
    """Put a device into use whose first code was right; the recovery codes, shown once."""
    TOTPDevice.objects.filter(user=account).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    codes = second_factor.new_recovery_codes(account)
    log("account.second_factor_set_up", account, by=account, agency=queries.home(account))
    return codes


@transaction.atomic
def renew_recovery_codes(account: Account) -> list[str]:
    """New recovery codes, shown once; the old ones are void."""
    if second_factor.device_of(account) is None:
        raise GongkaiError(say("还没有设置动态口令，不需要备用码。"))
    codes = second_factor.new_recovery_codes(account)
    log("account.recovery_codes_renewed", account, by=account, agency=queries.home(account))
    return codes


@transaction.atomic
def drop_second_factor(account: Account) -> None:
    """Do without the second factor again, where it is not required."""
    if account.needs_second_factor:
        raise GongkaiError(say("这个账号按规定必须使用动态口令，不能停用。换手机请找系统管理员重置。"))
    second_factor.forget(account)
    log("account.second_factor_dropped", account, by=account, agency=queries.home(account))
