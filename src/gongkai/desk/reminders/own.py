"""提醒设置: where and how one wants to be told, when one is away, and the link that ends the mails."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Explained, Worded
from gongkai.people import clock
from gongkai.people import rules as people
from gongkai.people.access import holds, open_to_all, staff
from gongkai.people.models import Account
from gongkai.reminders import actions
from gongkai.reminders.actions.own import try_mail
from gongkai.reminders.models import Contact, Feed, Leave
from gongkai.reminders.sending import mailing
from gongkai.reminders.sending.composing import stopped
from gongkai.reminders.sending.short import standing


class ContactForm(Worded):
    """Addresses and ways."""

    mail = forms.ChoiceField(
        label=say("邮件"),
        widget=forms.RadioSelect,
        choices=[
            ("digest", Explained(say("每天一封汇总"), say("早上发一封；当天到期和逾期的，随时另发"))),
            ("each", Explained(say("每件一封"), say("每次提醒发一封"))),
            ("none", Explained(say("不发邮件"), say("只在工作台上提醒"))),
        ],
    )
    email = forms.CharField(label=say("电子邮箱"), required=False, max_length=120, widget=forms.EmailInput)
    sms = forms.BooleanField(label=say("当天到期和逾期的，发短信"), required=False)
    mobile = forms.CharField(label=say("手机号码"), required=False, max_length=20, help_text=say("11位，只用来发短信"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LeaveForm(Worded):
    """When one is away."""

    starts_on = forms.DateField(label=say("第一天"))
    ends_on = forms.DateField(label=say("最后一天"))
    note = forms.CharField(label=say("事由"), required=False, max_length=60)


def _page(
    request: HttpRequest, account: Account, form: ContactForm | None = None, leave: LeaveForm | None = None
) -> HttpResponse:
    contact = Contact.objects.filter(account=account).first() or Contact(account=account, version=0)
    start = {name: getattr(contact, name) for name in ("email", "mobile", "mail", "sms", "version")}
    wrong = form is not None or leave is not None
    context = {
        "form": form or ContactForm(initial=start),
        "leave_form": leave or LeaveForm(initial={"starts_on": clock.today()}),
        "leaves": Leave.objects.filter(account=account, ends_on__gte=clock.today()).order_by("starts_on"),
        "contact": contact,
        "feed": Feed.objects.filter(account=account).first(),
        "may_depute": holds(account, people.PEOPLE_DEPUTE.key),
        "mails": mailing.set_up(),
        "shorts": standing() is not None,
    }
    return render(request, "desk/reminders/settings.html", context, status=422 if wrong else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@staff
def reminder_settings(request: HttpRequest) -> HttpResponse:
    """One's own settings on one page."""
    account: Account = request.user  # type: ignore[assignment]
    if request.method != "POST":
        return _page(request, account)
    form = ContactForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.save_contact(
                account,
                email=given["email"],
                mobile=given["mobile"],
                mail=given["mail"],
                sms=given["sms"],
                # 0: nothing was stored when the page was drawn.
                version=given["version"] or None,
            )
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("提醒设置已经保存。"))
            return redirect("desk:reminder_settings")
    return _page(request, account, form)


@require_POST
@staff
def reminder_try(request: HttpRequest) -> HttpResponse:
    """Put a mail to oneself into the outbox."""
    account: Account = request.user  # type: ignore[assignment]
    try:
        sent = try_mail(account)
    except GongkaiError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            say("试发的邮件已排队，一两分钟内发到{to}。没有收到的，请看发送记录或者问系统管理员。", to=sent.shown),
        )
    return redirect("desk:reminder_settings")


@require_POST
@staff
def reminder_leave(request: HttpRequest) -> HttpResponse:
    """Note an absence."""
    account: Account = request.user  # type: ignore[assignment]
    form = LeaveForm(request.POST)
    if form.is_valid():
        try:
            leave = actions.take_leave(account, **form.cleaned_data)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            first, last = leave.starts_on.isoformat(), leave.ends_on.isoformat()
            messages.success(request, say("{first}至{last}的提醒发给其他同事。", first=first, last=last))
            return redirect("desk:reminder_settings")
    return _page(request, account, leave=form)


@require_POST
@staff
def reminder_leave_end(request: HttpRequest) -> HttpResponse:
    """Take an absence back."""
    account: Account = request.user  # type: ignore[assignment]
    given = request.POST.get("leave", "")
    key = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0
    leave = Leave.objects.filter(account=account, pk=key).first()
    if leave is None:
        raise Http404
    actions.end_leave(leave, by=account)
    messages.success(request, say("已撤销，提醒重新发给您。"))
    return redirect("desk:reminder_settings")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
@open_to_all
def reminder_stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the mails of whoever got this link. Reading it changes nothing, for programs follow links; one press does, also that of a
    mail program (RFC 8058), which brings no cookie: the signed link is the proof, so no form token is asked for."""
    key = stopped(token)
    account = Account.objects.filter(pk=key).first() if key is not None else None
    if account is None:
        raise Http404
    done = request.method == "POST"
    if done:
        actions.stop_mails(account)
    return render(request, "desk/reminders/stop.html", {"done": done})
