"""Log-in: the password, the lock after wrong ones, the second factor, and what the session may do in between."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.people import actions, clock, second_factor
from gongkai.people.models import Account, LogEntry, SignIn
from people.conftest import FRIDAY, Bureau, client_of, logged

PASSWORD = "每天 八点半 准时开门"


pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.fixture
def clerk(bureau: Bureau) -> Account:
    bureau.clerk.set_password(PASSWORD)
    bureau.clerk.save()
    return bureau.clerk


@pytest.fixture
def no_throttle(settings: LazySettings) -> None:
    """Codes may be tried one after the other; that they otherwise may not has a test of its own."""
    settings.OTP_TOTP_THROTTLE_FACTOR = settings.OTP_STATIC_THROTTLE_FACTOR = 0


def log_in(client: Client, account: Account, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post("/account/login/", {"username": account.username, "password": password, **more})


def code_of(account: Account) -> str:
    """What the app shows now; used ones may be used again."""
    TOTPDevice.objects.filter(user=account).update(last_t=-1)
    return f"{totp(TOTPDevice.objects.get(user=account).bin_key):06d}"


def secured(account: Account) -> list[str]:
    """Set up the second factor of ``account``; its recovery codes."""
    return actions.confirm_second_factor(account, second_factor.device_to_set_up(account))


def whoami(client: Client) -> str | None:
    key = client.session.get("_auth_user_id")
    return Account.objects.get(pk=key).name if key else None


def test_the_right_password_leads_to_the_page_that_was_asked_for(clerk: Account) -> None:
    client = Client()
    asked = client.get("/account/sessions/")
    assert asked.headers["Location"] == "/account/login/?next=/account/sessions/"
    answer = log_in(client, clerk, next="/account/sessions/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/sessions/")
    assert whoami(client) == "李文静"


def test_log_in_does_not_lead_to_another_site(clerk: Account) -> None:
    answer = log_in(Client(), clerk, next="https://elsewhere.example/")
    assert answer.headers["Location"] == "/desk/"


def test_the_session_has_a_new_key_after_log_in(clerk: Account) -> None:
    client = Client()
    client.get("/account/login/")
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = session.session_key
    log_in(client, clerk)
    assert client.session.session_key not in (None, before)


@pytest.mark.parametrize("username", ["user", "nobody"])
def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(clerk: Account, username: str) -> None:
    name = clerk.username if username == "user" else "nobody"
    answer = Client().post("/account/login/", {"username": name, "password": "wrong"})
    assert answer.status_code == 422
    assert "账号或者密码不对，没有登录。请核对大小写后再试；连续错5次会锁定半小时。" in answer.content.decode()
    assert "出错：登录公开工作台" in answer.content.decode()


def test_a_deactivated_account_gets_the_answer_of_a_wrong_password(clerk: Account, bureau: Bureau) -> None:
    actions.deactivate(clerk, by=bureau.admin)
    answer = log_in(Client(), clerk)
    assert (answer.status_code, "账号或者密码不对" in answer.content.decode()) == (422, True)


def test_the_page_for_log_in_is_under_the_strict_policy_and_is_not_cached(clerk: Account) -> None:
    answer = Client().get("/account/login/")
    assert sorted(answer.headers["Content-Security-Policy"].split("; ")) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
    ]
    assert "no-store" in answer.headers["Cache-Control"]
    assert (answer.headers["X-Frame-Options"], answer.headers["X-Content-Type-Options"]) == ("DENY", "nosniff")


def fail(client: Client, account: Account, times: int) -> HttpResponse:
    answer = HttpResponse()
    for _ in range(times):
        answer = log_in(client, account, "wrong")
    return answer


def test_five_wrong_passwords_lock_the_account_and_the_page_says_until_when(clerk: Account) -> None:
    client = Client()
    assert fail(client, clerk, 4).status_code == 422
    answer = fail(client, clerk, 1)
    last = AccessAttempt.objects.get().attempt_time
    with clock.at(last):
        answer = log_in(client, clerk)
    until = (last + timedelta(minutes=30)).astimezone(clock.moment(FRIDAY).tzinfo)
    words = re.sub(r"<[^>]+>", "", answer.content.decode())
    assert answer.status_code == 429
    assert f"在{until:%m-%d %H:%M}以前不能登录" in words
    assert "请本机关的系统管理员在“账号”中解除锁定" in words
    assert whoami(client) is None
    assert [entry.data for entry in logged("account.locked_out")] == [{"address": "127.0.0.1"}]


def test_knocking_on_while_locked_does_not_make_the_lock_longer(clerk: Account) -> None:
    client = Client()
    fail(client, clerk, 5)
    before = AccessAttempt.objects.values().get()
    fail(client, clerk, 3)
    assert AccessAttempt.objects.values().get() == before
    assert len(logged("account.locked_out")) == 1


def test_the_lock_ends_by_itself_after_half_an_hour(clerk: Account) -> None:
    client = Client()
    fail(client, clerk, 5)
    attempt = AccessAttempt.objects.get()
    attempt.attempt_time -= timedelta(minutes=31)
    attempt.save()
    assert log_in(client, clerk).status_code == 302
    assert whoami(client) == "李文静"


def test_the_administrator_lifts_the_lock(clerk: Account, bureau: Bureau) -> None:
    client = Client()
    fail(client, clerk, 5)
    with clock.at(AccessAttempt.objects.get().attempt_time):
        boss = client_of(bureau.admin)
        page = boss.get(f"/account/people/{clerk.pk}/").content.decode()
        assert "密码输错，已锁定" in page
        assert boss.post(f"/account/people/{clerk.pk}/unlock/").status_code == 302
        assert "密码输错，已锁定" not in boss.get(f"/account/people/{clerk.pk}/").content.decode()
    log_in(client, clerk)
    assert whoami(client) == "李文静"


def test_a_lock_on_one_account_leaves_the_others_alone(clerk: Account, bureau: Bureau) -> None:
    client = Client()
    fail(client, bureau.leader, 5)
    assert log_in(client, clerk).status_code == 302


def test_wrong_passwords_are_not_kept(clerk: Account) -> None:
    log_in(Client(), clerk, "almost-my-secret-word")
    kept = str(list(AccessAttempt.objects.values())) + str(list(LogEntry.objects.values()))
    assert clerk.username in kept
    assert "almost-my-secret-word" not in kept


def test_with_a_second_factor_the_password_alone_logs_nobody_in(clerk: Account) -> None:
    secured(clerk)
    client = Client()
    answer = log_in(client, clerk, next="/account/sessions/")
    assert answer.headers["Location"] == "/account/login/code/"
    assert whoami(client) is None
    assert client.get("/account/").headers["Location"] == "/account/login/?next=/account/"
    assert SignIn.objects.count() == 0


def test_the_right_code_logs_in_and_leads_on(clerk: Account) -> None:
    secured(clerk)
    client = Client()
    log_in(client, clerk, next="/account/sessions/")
    before = client.session.session_key
    answer = client.post("/account/login/code/", {"code": code_of(clerk)})
    assert answer.headers["Location"] == "/account/sessions/"
    assert whoami(client) == "李文静"
    assert client.session.session_key != before
    assert client.get("/account/sessions/").status_code == 200


def test_a_wrong_code_is_refused_and_makes_the_next_one_wait(clerk: Account) -> None:
    secured(clerk)
    client = Client()
    log_in(client, clerk)
    wrong = client.post("/account/login/code/", {"code": "000000"})
    assert (wrong.status_code, "动态口令不对。请核对手机的时间是否准确" in wrong.content.decode()) == (422, True)
    TOTPDevice.objects.update(throttling_failure_count=10)
    at_once = client.post("/account/login/code/", {"code": code_of(clerk)})
    assert (at_once.status_code, "请等几秒钟" in at_once.content.decode()) == (422, True)
    assert whoami(client) is None
    assert len(logged("account.code_refused")) == 1


def test_a_code_is_good_once(clerk: Account, no_throttle: None) -> None:
    secured(clerk)
    code = code_of(clerk)
    for _, status in ((1, 302), (2, 422)):
        client = Client()
        log_in(client, clerk)
        assert client.post("/account/login/code/", {"code": code}).status_code == status


def test_a_recovery_code_is_good_once(clerk: Account, no_throttle: None) -> None:
    codes = secured(clerk)
    for typed, status, left in ((codes[0], 302, 9), (codes[0], 422, 9), (codes[1].upper().replace("-", " "), 302, 8)):
        client = Client()
        log_in(client, clerk)
        assert client.post("/account/login/code/", {"code": typed}).status_code == status
        assert second_factor.codes_left(clerk) == left


def test_recovery_codes_are_kept_only_as_fingerprints(clerk: Account) -> None:
    codes = secured(clerk)
    kept = [token.token for token in StaticToken.objects.all()]
    assert (len(codes), len(set(codes)), len(kept)) == (10, 10, 10)
    assert set(kept).isdisjoint({code.replace("-", "") for code in codes})
    everything = str(list(LogEntry.objects.values()))
    assert [code for code in codes if code in everything] == []


def test_another_accounts_code_is_no_good(clerk: Account, bureau: Bureau) -> None:
    secured(clerk)
    codes = secured(bureau.leader)
    client = Client()
    log_in(client, clerk)
    assert client.post("/account/login/code/", {"code": codes[0]}).status_code == 422
    assert second_factor.codes_left(bureau.leader) == 10


def test_the_password_is_good_for_ten_minutes_of_looking_for_the_telephone(clerk: Account) -> None:
    secured(clerk)
    client = Client()
    start = clock.moment(datetime(2026, 9, 11, 9, 0))
    for minutes, status in ((10, 200), (11, 302)):
        with clock.at(start):
            log_in(client, clerk)
        with clock.at(start + timedelta(minutes=minutes)):
            assert client.get("/account/login/code/").status_code == status


def test_nobody_enters_a_code_without_a_password(clerk: Account) -> None:
    secured(clerk)
    answer = Client().post("/account/login/code/", {"code": code_of(clerk)})
    assert answer.headers["Location"] == "/account/login/"


def test_whoever_must_have_a_second_factor_sets_it_up_at_the_next_log_in(clerk: Account, bureau: Bureau) -> None:
    actions.need_second_factor(clerk, needed=True, by=bureau.admin)
    client = Client()
    log_in(client, clerk, next="/account/sessions/")
    page = client.get("/account/login/code/").content.decode()
    device = TOTPDevice.objects.get(user=clerk)
    assert second_factor.secret(device) in page
    assert 'role="img" aria-label="二维码，用手机上的动态口令应用扫描"' in page
    assert "style=" not in page
    assert client.get("/account/login/code/").content.decode().count(second_factor.secret(device)) == 1
    answer = client.post("/account/login/code/", {"code": code_of(clerk)})
    shown = re.findall(r'<li class="code">([a-z0-9]{4}-[a-z0-9]{4})</li>', answer.content.decode())
    assert len(shown) == 10
    assert 'href="/account/sessions/"' in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert whoami(client) == "李文静"
    assert not re.search(shown[0], client.get("/account/second-factor/").content.decode())


def test_whoever_comes_to_owe_the_second_factor_during_a_session_gives_it_first(clerk: Account, bureau: Bureau) -> None:
    client = client_of(clerk)
    actions.need_second_factor(clerk, needed=True, by=bureau.admin)
    assert client.get("/account/").headers["Location"] == "/account/login/code/"
    before = client.session.session_key
    client.get("/account/login/code/")
    client.post("/account/login/code/", {"code": code_of(clerk)})
    assert client.session.session_key != before
    assert client.get("/account/").status_code == 200


def test_the_address_in_the_picture_is_what_the_apps_read(clerk: Account) -> None:
    device = second_factor.device_to_set_up(clerk)
    secret = second_factor.secret(device).replace(" ", "")
    issuer = "%E5%85%AC%E5%BC%80%E5%B7%A5%E4%BD%9C%E5%8F%B0"
    assert second_factor.address(device) == (
        f"otpauth://totp/{issuer}%3A{clerk.username}?secret={secret}&issuer={issuer}&digits=6&period=30"
    )


def test_the_second_factor_is_dropped_after_the_password_unless_it_is_required(clerk: Account, bureau: Bureau) -> None:
    secured(clerk)
    client = client_of(clerk)
    assert client.post("/account/second-factor/off/", {"password": "wrong"}).status_code == 422
    assert second_factor.device_of(clerk) is not None
    assert client.post("/account/second-factor/off/", {"password": PASSWORD}).status_code == 302
    assert (second_factor.device_of(clerk), second_factor.codes_left(clerk)) == (None, 0)


def test_a_required_second_factor_stays(clerk: Account, no_throttle: None) -> None:
    clerk.needs_second_factor = True
    clerk.save()
    secured(clerk)
    client = Client()
    log_in(client, clerk)
    client.post("/account/login/code/", {"code": code_of(clerk)})
    answer = client.post("/account/second-factor/off/", {"password": PASSWORD})
    assert answer.status_code == 409
    assert "这个账号按规定必须使用动态口令，不能停用。换手机请找系统管理员重置。" in answer.content.decode()


def test_new_recovery_codes_make_the_old_ones_void(clerk: Account, no_throttle: None) -> None:
    old = secured(clerk)
    answer = client_of(clerk).post("/account/second-factor/codes/", {"password": PASSWORD})
    assert "请抄下备用码" in answer.content.decode()
    assert second_factor.check(clerk, old[0]).device is None
    assert second_factor.codes_left(clerk) == 10


def test_a_password_for_one_use_must_be_changed_first(clerk: Account, bureau: Bureau) -> None:
    given = actions.reset_password(clerk, by=bureau.admin)
    client = Client()
    log_in(client, clerk, given)
    for path in ("/account/", "/account/rights/", "/account/deputies/"):
        assert client.get(path).headers["Location"] == "/account/password/"
    page = client.get("/account/password/")
    assert "请先换掉一次性密码" in page.content.decode()
    new = "三月 的 雨水 落在屋顶"
    answer = client.post("/account/password/", {"old": given, "new": new, "again": new})
    assert answer.headers["Location"] == "/desk/"
    assert client.get("/account/").status_code == 200
    assert Account.objects.get(pk=clerk.pk).check_password(new)


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("wrong", "三月 的 雨水 落下", "三月 的 雨水 落下", "现在的密码不对，请核对大小写"),
        (PASSWORD, "短", "短", "密码太短，至少要10个字符"),
        (PASSWORD, "83749204857", "83749204857", "密码不能全是数字，请加上字母或者汉字"),
        (PASSWORD, "passwordpassword1", "x", "两次填的新密码不一样，请重新填写"),
        (PASSWORD, PASSWORD, PASSWORD, "新密码与现在的密码相同，请换一个"),
        (PASSWORD, "", "", "请填写新密码"),
    ],
)
def test_a_new_password_is_refused(clerk: Account, old: str, new: str, again: str, sentence: str) -> None:
    answer = client_of(clerk).post("/account/password/", {"old": old, "new": new, "again": again})
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert Account.objects.get(pk=clerk.pk).check_password(PASSWORD)


def test_log_out_needs_a_post_and_ends_the_session(clerk: Account) -> None:
    client = client_of(clerk)
    assert client.get("/account/logout/").status_code == 405
    assert client.post("/account/logout/").headers["Location"] == "/account/login/"
    assert whoami(client) is None
    assert SignIn.objects.get().ended_at == clock.now()
    assert [entry.verb for entry in LogEntry.objects.filter(chain__agency__isnull=False)] == [
        "session.begun",
        "session.left",
    ]


def test_the_demonstration_lists_its_people_and_lets_each_in_by_one_click(
    clerk: Account, bureau: Bureau, settings: LazySettings
) -> None:
    settings.DEMO = True
    page = Client().get("/account/login/").content.decode()
    assert re.findall(r">以([^<>]+)登录</button>", page) == ["陈思远", "李文静", "王立成", "赵建国", "何志远"]
    client = Client()
    assert client.post("/account/login/demo/", {"account": bureau.leader.pk}).status_code == 302
    assert whoami(client) == "赵建国"


def test_the_demonstration_lets_in_nobody_who_is_not_listed(
    clerk: Account, bureau: Bureau, other: Bureau, settings: LazySettings
) -> None:
    settings.DEMO = True
    client = Client()
    for pk in (other.leader.pk, bureau.second_admin.pk, "", "x"):
        assert client.post("/account/login/demo/", {"account": pk}).status_code == 404
    assert whoami(client) is None


def test_outside_the_demonstration_there_is_no_list_and_no_such_address(clerk: Account, bureau: Bureau) -> None:
    client = Client()
    assert "演示" not in client.get("/account/login/").content.decode()
    assert client.post("/account/login/demo/", {"account": bureau.leader.pk}).status_code == 404
    assert whoami(client) is None


def test_every_log_in_is_in_the_log_of_the_body(clerk: Account, bureau: Bureau) -> None:
    with clock.at(date(2026, 9, 14)):
        log_in(Client(), clerk)
    entry = logged("session.begun")[0]
    assert (entry.actor, entry.chain.agency, entry.data) == ("李文静", bureau.agency, {"address": "127.0.0.1"})
