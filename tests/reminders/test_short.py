"""Short messages over a gateway that a file describes: what is sent, how an answer is read, what never stands in a log."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings

import factories
from gongkai.cli.doctor import _ways
from gongkai.people import clock
from gongkai.reminders import tasks
from gongkai.reminders.models import BodySetting, Clock, Delivery, Reminder
from gongkai.reminders.sending import composing, outbox, trying
from gongkai.reminders.sending.describing import at, read
from gongkai.reminders.sending.transport import WrongSetting
from reminders.conftest import MONDAY, Bureau, contact
from reminders.gateway import FarGateway
from reminders.papers import Authority
from reminders.post_office import PostOffice

LAST = datetime(2026, 10, 26, 9)
MOBILE, SECRET = "13900001111", "k-5f1e-geheim"
TEXT = "云商公开申〔2026〕1号答复期限今天到期，请登录公开工作台办理。"
BODY = '[body]\nmobile = "{to}"\ncontent = "{text}"\nid = "{key}"\n'
SUCCESS = (
    '[success]\npointer = "/code"\nequals = ["0"]\nlater = ["BUSY"]\nnumber = ["NO_NUMBER"]\nreason = "/message"\n'
)
HEADERS = '[headers]\nAuthorization = "Bearer {secret}"\n'


@pytest.fixture
def far() -> Iterator[FarGateway]:
    with FarGateway() as gateway:
        yield gateway


Describe = Callable[..., Path]


@pytest.fixture
def describe(tmp_path: Path, settings: LazySettings) -> Describe:
    """``describe(url, *tables, **top)``: the installation uses a gateway described so."""
    (tmp_path / "secret").write_text(f"{SECRET}\n")

    def write(url: str, *tables: str, **top: object) -> Path:
        given = {"url": url, "plain": True, "secret_file": str(tmp_path / "secret"), **top}
        lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in given.items()]
        place = tmp_path / "gateway.toml"
        place.write_text("\n".join([*lines, *(tables or (HEADERS, BODY, SUCCESS))]), encoding="utf-8")
        settings.SMS = str(place)
        settings.PRIVATE_NETWORKS = ["127.0.0.0/8"]
        return place

    return write


@pytest.fixture
def due(bureau: Bureau) -> Bureau:
    """A clerk with a telephone and no mailbox, to whom something is due today."""
    factories.application(bureau.agency, bureau.clerk, on=MONDAY)
    BodySetting.objects.create(agency=bureau.agency, sms=True)
    contact(bureau.clerk, "none", mobile=MOBILE, sms=True)
    with clock.at(LAST):
        tasks.planned()
    return bureau


def post(after: timedelta = timedelta()) -> Delivery:
    with clock.at(LAST + after):
        tasks.posted()
    return Delivery.objects.get()


def test_one_is_sent_as_the_file_says_and_the_log_shows_no_number(
    due: Bureau, far: FarGateway, describe: Describe
) -> None:
    describe(far.url)
    log = post()
    (asked,) = far.asked
    assert (asked.method, asked.path, asked.headers["authorization"]) == ("POST", "/send", f"Bearer {SECRET}")
    assert json.loads(asked.body) == {"mobile": MOBILE, "content": TEXT, "id": log.message_id.strip("<>")}
    assert (log.state, log.shown, log.error) == ("sent", "139****1111", "")


@pytest.mark.parametrize(("method", "form"), [("POST", "form"), ("PUT", "form"), ("GET", "query")])
def test_fields_of_a_form_or_an_address_are_escaped(
    far: FarGateway, describe: Describe, method: str, form: str
) -> None:
    from gongkai.reminders.sending.short import HttpGateway

    place = describe(far.url, BODY + 'kind = "notice"\n', method=method, format=form)
    HttpGateway(read(str(place))).send(MOBILE, '甲&mobile=1 "{secret}" {to}', "k")
    (asked,) = far.asked
    given = urlsplit(asked.path).query if method == "GET" else asked.body
    assert parse_qs(given) == {
        "mobile": [MOBILE], "content": ['甲&mobile=1 "{secret}" {to}'], "id": ["k"], "kind": ["notice"],
    }  # fmt: skip


def test_a_body_may_be_nested_and_the_code_a_number(due: Bureau, far: FarGateway, describe: Describe) -> None:
    far.answers = [(200, {}, '{"result": [{"code": 0}]}')]
    describe(
        far.url,
        '[body]\nto = ["{to}"]\nversion = 2\n[body.message]\ntext = "{text}"\n',
        '[success]\npointer = "/result/0/code"\nequals = [0]\n',
    )
    assert post().state == "sent"
    assert json.loads(far.asked[0].body) == {"to": [MOBILE], "version": 2, "message": {"text": TEXT}}


@pytest.mark.parametrize(
    ("answer", "state", "error", "calls"),
    [
        ((200, {}, '{"code": "E7", "message": "余额不足"}'), "failed", "短信网关没有接收（E7：余额不足）。请核对设置。", 1),
        ((200, {}, '{"code": "NO_NUMBER"}'), "bounced", "手机号码收不到短信（NO_NUMBER）。请本人核对号码。", 1),
        ((200, {}, '{"code": "BUSY"}'), "queued", "短信网关请稍后再发（BUSY）。程序会自己再试。", 8),
        ((404, {}, ""), "failed", "短信网关没有接收（404）。请核对手机号码和设置。", 1),
        ((401, {}, ""), "queued", "短信网关不接受凭证（401）。请核对设置。", 1),
        ((200, {}, "<html>ok</html>"), "failed", "短信网关的答复看不懂，不知道收到没有。请核对 GONGKAI_SMS 的 success。", 3),
        ((200, {}, '{"other": 1}'), "failed", "短信网关的答复看不懂，不知道收到没有。请核对 GONGKAI_SMS 的 success。", 3),
        ((200, {}, "[" * 9000), "failed", "短信网关的答复看不懂，不知道收到没有。请核对 GONGKAI_SMS 的 success。", 3),
        ((502, {}, "bad"), "failed", "短信网关暂时不能用（502）。程序会自己再试。", 3),
        ((0, {}, ""), "failed", "短信网关没有答复，不知道收到没有。", 3),
    ],
)  # fmt: skip
def test_what_is_not_taken_is_said_in_words_and_what_nobody_knows_is_not_tried_for_ever(
    due: Bureau, far: FarGateway, describe: Describe, answer: tuple[int, dict[str, str], str], state: str, error: str,
    calls: int,
) -> None:  # fmt: skip
    far.answers = [answer]
    describe(far.url)
    for minute in range(0, 48, 6):
        log = post(timedelta(minutes=minute))
    assert (log.state, log.error, len(far.asked)) == (state, error, calls)


def test_an_answer_that_does_not_come_in_time_is_not_waited_for(
    due: Bureau, far: FarGateway, describe: Describe
) -> None:
    far.slow = 1.6
    describe(far.url, seconds=1)
    log = post()
    assert (log.state, log.error, log.tries) == ("queued", "短信网关没有答复，不知道收到没有。", 1)


def test_a_gateway_that_is_down_costs_no_try(due: Bureau, describe: Describe) -> None:
    with FarGateway() as gone:
        describe(gone.url)
    log = post()
    assert (log.state, log.tries, "连不上127.0.0.1" in log.error) == ("queued", 0, True)


@pytest.mark.parametrize(
    ("status", "given", "again"),
    [
        (429, "1800", 30),
        (503, "Mon, 26 Oct 2026 01:20:00 GMT", 20),
        (429, "0", 1),
        (429, "soon", 5),
        (503, "99999999", 24 * 60),
    ],
)
def test_a_pause_that_is_asked_for_holds_everything_that_waits(
    due: Bureau, far: FarGateway, describe: Describe, status: int, given: str, again: int
) -> None:
    far.answers = [(status, {"Retry-After": given}, ""), (200, {}, '{"code": "0"}')]
    describe(far.url)
    second = Clock.objects.create(key="answer:99", agency=due.agency, kind="answer", subject="applications.application:0",
                                  number="云商公开申〔2026〕99号", path="/", since=MONDAY, due_on=LAST.date(),
                                  changed_at=LAST.astimezone())  # fmt: skip
    with clock.at(LAST):
        Reminder.objects.create(clock=second, agency=due.agency, due_on=LAST.date(), step=0, account=due.clerk,
                                at=clock.now(), made_at=clock.now())  # fmt: skip
        from gongkai.reminders.actions import tell

        assert tell() == 2
        outbox.deliver()
        waits = {round((each.next_try_at - clock.now()).total_seconds() / 60) for each in Delivery.objects.all()}
        assert (waits, {each.tries for each in Delivery.objects.all()}) == ({again}, {0})
    with clock.at(LAST + timedelta(minutes=again) - timedelta(seconds=30)):
        outbox.deliver()
        assert len(far.asked) == 1
    with clock.at(LAST + timedelta(minutes=again)):
        outbox.deliver()
    assert (len(far.asked), {each.state for each in Delivery.objects.all()}) == (3, {"sent"})


def test_neither_number_nor_secret_nor_text_stands_in_a_log(
    due: Bureau, far: FarGateway, describe: Describe, caplog: pytest.LogCaptureFixture
) -> None:
    echo = {"code": f"E {SECRET}", "message": f"{MOBILE} {SECRET} {TEXT} 15000002222"}
    far.answers = [(200, {}, json.dumps(echo, ensure_ascii=False))]
    describe(far.url)
    with caplog.at_level(logging.DEBUG):
        log = post()
    assert log.error == "短信网关没有接收（E …：… … … …）。请核对设置。"
    assert [
        each for each in (SECRET, MOBILE, TEXT) if each in caplog.text or each in repr(read(due_file(describe)))
    ] == []


def due_file(describe: Describe) -> str:
    from django.conf import settings

    return str(settings.SMS)


def test_https_is_verified_by_the_authority_of_the_house(due: Bureau, describe: Describe, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with FarGateway(tls=authority.server()) as far:
        describe(far.url, plain=False, ca=str(Authority(tmp_path, "Another").file))
        log = post()
        assert ("安全证书不对" in log.error, log.state, far.asked) == (True, "queued", [])
        describe(far.url, plain=False, ca=str(authority.file))
        assert (post(timedelta(hours=1)).state, len(far.asked)) == ("sent", 1)


@pytest.mark.parametrize(
    ("tables", "top", "why"),
    [
        ((BODY,), {"url": "http://127.0.0.1/", "plain": False}, "网址不加密。确实只在内部网络的，写上 plain = true"),
        ((BODY,), {"url": "ftp://127.0.0.1/"}, "没有写 url，或者不是网址"),
        ((BODY,), {"methode": "POST"}, "不认识“methode”"),
        ((BODY,), {"method": "GET", "format": "json"}, "method 和 format 不相配：GET 配 query，POST 和 PUT 配 json 或者 form"),
        (('[body]\nto = "{to}"\n',), {}, "body 里没有{to}或者{text}"),
        (('[body]\nto = "{to}{text}{name}"\n',), {}, "不认识“{name}”"),
        ((BODY, "[body.x]\ny = 1\n"), {"format": "form"}, "format 是 form 或者 query 的，body 里只能是文字"),
        ((HEADERS, BODY), {"secret_file": ""}, "用到了密钥，却没有写 secret_file 或者 secret_env，或者它是空的"),
        ((BODY, '[success]\npointer = "code"\nequals = [0]\n'), {}, "pointer 应当以“/”开头，例如 /code"),
        ((BODY, '[success]\npointer = "/code"\n'), {}, "pointer 和 equals 要写就都写"),
        ((BODY,), {"parts": 9}, "parts 应当是1到4，added 应当是0到30"),
    ],
)  # fmt: skip
def test_a_description_that_cannot_be_used_says_why_and_keeps_no_mail_back(
    due: Bureau, describe: Describe, tables: tuple[str, ...], top: dict[str, object], why: str
) -> None:
    place = describe(str(top.pop("url", "http://127.0.0.1/")), *tables, **top)
    with pytest.raises(WrongSetting) as told:
        read(str(place))
    assert str(told.value) == f"GONGKAI_SMS 指的文件“{place}”不能用：{why}。没有发短信，请改正。"
    assert (post().state, post().error) == ("queued", str(told.value))


def test_a_text_fits_into_one_message() -> None:
    row = Clock(kind="answer", number="云商公开申〔2026〕1号", path="/", due_on=LAST.date(), since=MONDAY)
    long = Clock(
        kind="complaint_undated",
        number="云岭县人民政府办公室公开投诉举报" * 6,
        path="/",
        due_on=LAST.date(),
        since=MONDAY,
    )
    made = [
        composing.short(Reminder(clock=each, due_on=LAST.date(), step=0), date(2026, 10, 26)) for each in (row, long)
    ]
    assert made[0] == TEXT
    assert (composing.units(made[1]), made[1].endswith("…所管机关的投诉举报（没有定日期）今天到期。")) == (70, True)
    less = composing.short(Reminder(clock=row, due_on=LAST.date(), step=0), date(2026, 10, 26), 26)
    assert less == "云商公开申〔2026〕1号答复期限今天到期。"


def test_longer_ones_are_allowed_by_the_file_and_what_the_gateway_adds_counts(describe: Describe) -> None:
    assert read(str(describe("https://sms.yunling.example/", BODY, added=8))).most == 62
    assert read(str(describe("https://sms.yunling.example/", BODY, parts=2))).most == 134


@pytest.mark.parametrize(("pointer", "value"), [("/a/0", 1), ("/b~1c", 2), ("/d~0e", 3), ("/", 4), ("/a/1/x", "y")])
def test_a_pointer_finds_its_place(pointer: str, value: object) -> None:
    assert at({"a": [1, {"x": "y"}], "b/c": 2, "d~e": 3, "": 4}, pointer) == value


def test_one_of_each_way_is_tried_and_what_came_back_is_said(
    bureau: Bureau, far: FarGateway, describe: Describe, settings: LazySettings
) -> None:
    describe(far.url)
    tried = trying.sms(MOBILE)
    assert (tried.well, tried.says) == (True, "网关收下了发往139****1111的一条。")
    assert composing.units(json.loads(far.asked[0].body)["content"]) <= 70
    far.answers = [(200, {}, '{"code": "E7", "message": "余额不足"}')]
    assert trying.sms(MOBILE).says == "短信网关没有接收（E7：余额不足）。请核对设置。"
    before = len(far.asked)
    assert [(each.name, each.bad) for each in _ways()] == [("短信网关", "")]
    describe("ftp://127.0.0.1/")
    assert ["没有写 url" in each.bad for each in _ways()] == [True]
    assert len(far.asked) == before


def test_a_mail_is_tried_over_the_server(bureau: Bureau, post_office: PostOffice, settings: LazySettings) -> None:
    tried = trying.mail("he@yunling.example")
    (taken,) = post_office.taken
    assert (tried.well, tried.says, taken.recipients) == (
        True, "没有加密，不用登录。服务器收下了发往h****@yunling.example的一封；是否送到，请看邮箱。", ["he@yunling.example"],
    )  # fmt: skip
    post_office.refuses["no@yunling.example"] = "550 no such user"
    assert trying.mail("no@yunling.example").says == "收件地址不存在（550：no such user）。请本人核对邮箱地址。"
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "gongkai", "right"
    post_office.taken.clear()
    assert (trying.mail("he@yunling.example").well, post_office.taken) == (False, [])
