"""Mail that came back: read once, believed for its token alone, told in the log and to the person, and told elsewhere from then on."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

import factories
from gongkai.people import clock
from gongkai.people.models import Account, LogEntry
from gongkai.reminders import actions, tasks
from gongkai.reminders.models import BodySetting, Contact, Delivery, Returned
from gongkai.reminders.returning import mailboxes, reading, reports
from gongkai.reminders.sending import identity, outbox
from gongkai.reminders.sending.transport import WrongSetting
from reminders.conftest import MONDAY, Bureau, contact
from reminders.papers import Authority
from reminders.post_office import PostOffice

LAST = datetime(2026, 10, 26, 9)
SAMPLES = Path(__file__).parent / "returned"


@pytest.fixture
def box(tmp_path: Path, settings: LazySettings) -> Path:
    """A mailbox as a folder, into which returned mail comes under addresses of its own."""
    folder = tmp_path / "box"
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    settings.RETURNS = f"maildir:{folder}"
    settings.MAIL_RETURN = "returned+{token}@gk.yunling.example"
    return folder


@pytest.fixture
def sent(bureau: Bureau, post_office: PostOffice, box: Path) -> Delivery:
    """A mail to the clerk that the server has taken."""
    factories.application(bureau.agency, bureau.clerk, on=MONDAY)
    contact(bureau.clerk)
    with clock.at(LAST):
        tasks.planned()
        tasks.posted()
    return Delivery.objects.get()


def sample(name: str, delivery: Delivery, **more: str) -> bytes:
    """The sample ``name`` about ``delivery``."""
    token = identity.return_token(delivery.pk)
    values = {
        "token": token, "TOKEN": token.upper(), "message_id": delivery.message_id,
        "address": f"u{delivery.account_id}@yunling.example", **more,
    }  # fmt: skip
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], (SAMPLES / name).read_text()).encode()


def come(box: Path, *mails: bytes) -> dict[str, int]:
    """Put mails into the box and read it an hour later."""
    for n, mail in enumerate(mails):
        (box / "new" / f"{n}.{abs(hash(mail))}.host").write_bytes(mail)
    with clock.at(LAST + timedelta(hours=1)):
        return dict(reading.read())


def test_each_mail_has_an_envelope_of_its_own_without_anybodys_name(sent: Delivery, post_office: PostOffice) -> None:
    (taken,) = post_office.taken
    assert taken.sender == f"returned+{identity.return_token(sent.pk)}@gk.yunling.example"
    assert str(taken.message["From"]) == "gongkai@yunling.example"
    assert re.fullmatch(r"returned\+\d+x[0-9a-f]{20}@gk\.yunling\.example", taken.sender)


@pytest.mark.parametrize(
    ("name", "kind", "error", "marked"),
    [
        ("unknown-user.eml", "failed", "收件地址不存在（5.1.1：550 5.1.1 <…>: no such user）。请本人核对邮箱地址。", True),
        ("mailbox-full.eml", "failed", "收件人的邮箱已满（5.2.2）。请本人核对邮箱地址。", True),
        ("headers-only.eml", "failed", "收件人的服务器没有接收（5.0.0：550 5.1.1 unknown）。请本人核对邮箱地址。", True),
        ("policy.eml", "failed", "收件人的服务器不允许投递（5.7.1：554 5.7.1 client host blocked）。请本人核对邮箱地址。", False),
        ("gave-up.eml", "expired", "投递超过时限（4.4.7：delivery time expired）。没有送到，不再重发。", False),
    ],
)  # fmt: skip
def test_what_came_back_stands_in_the_log_in_words(
    sent: Delivery, box: Path, name: str, kind: str, error: str, marked: bool
) -> None:
    assert come(box, sample(name, sent)) == {kind: 1}
    sent.refresh_from_db()
    assert (sent.state, sent.error) == ("bounced", error)
    assert (Contact.objects.get(account=sent.account).returned_at is not None) is marked
    assert LogEntry.objects.filter(verb="reminder.mail_returned").count() == marked


@pytest.mark.parametrize(
    ("name", "kind"), [("delayed.eml", "delayed"), ("absence.eml", "other"), ("delivered.eml", "other")]
)
def test_what_is_no_failure_changes_nothing(sent: Delivery, box: Path, name: str, kind: str) -> None:
    assert come(box, sample(name, sent)) == {kind: 1}
    sent.refresh_from_db()
    assert (sent.state, Contact.objects.get(account=sent.account).returned_at) == ("sent", None)


def test_each_is_looked_at_once_wherever_it_is_found(sent: Delivery, box: Path) -> None:
    mail = sample("unknown-user.eml", sent)
    assert come(box, mail) == {"failed": 1}
    assert ([*(box / "new").iterdir()], len([*(box / "cur").iterdir()])) == ([], 1)
    Contact.objects.update(returned_at=None)
    assert come(box, mail) == {}
    assert (Returned.objects.count(), Contact.objects.get(account=sent.account).returned_at) == (1, None)


FORGED = "0123456789abcdef0123"


@pytest.mark.parametrize("message_id", ["", "<mail.1.0123456789abcdef@yunling.example>"])
def test_a_forged_token_is_counted_and_believed_in_nothing(sent: Delivery, box: Path, message_id: str) -> None:
    mail = sample("unknown-user.eml", sent, token=f"{sent.pk}x{FORGED}", message_id=message_id)
    assert come(box, mail) == {"unknown": 1}
    sent.refresh_from_db()
    assert (sent.state, Contact.objects.get(account=sent.account).returned_at) == ("sent", None)


def nested(depth: int) -> bytes:
    lines = ["Content-Type: multipart/report; report-type=delivery-status; boundary=b0", ""]
    for n in range(depth):
        lines += [f"--b{n}", f"Content-Type: multipart/mixed; boundary=b{n + 1}", ""]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    "mail",
    [
        nested(30),
        nested(3000),
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n" + b"--b\n\nx\n" * 50_000,
        b"\n".join(
            [
                b"Content-Type: multipart/report; report-type=delivery-status; boundary=b",
                b"",
                b"--b",
                b"Content-Type: message/delivery-status",
                b"",
                b"nothing that is a report",
                b"--b--",
            ]
        ),
        b"Content-Type: multipart/report; report-type*0*=x''%ff; boundary*=\xff\xfe'\n\n--\n",
        b"\x00" * 1000 + b"Content-Type: multipart/report\n\n",
        b"",
        b"To: " + b"1x" * 300_000,
    ],
    ids=["nested", "nested far", "parts", "no fields", "parameters", "zeros", "nothing", "a long line"],
)
def test_hostile_mail_is_counted_and_nothing_more(sent: Delivery, box: Path, mail: bytes) -> None:
    (kind,) = come(box, mail)
    assert kind in ("unreadable", "other")
    sent.refresh_from_db()
    assert (sent.state, [*(box / "new").iterdir()]) == ("sent", [])


def test_a_long_mail_is_read_as_far_as_the_bound_goes(sent: Delivery, box: Path) -> None:
    mail = sample("unknown-user.eml", sent).replace(b"text\n--b1--", b"x" * 5_000_000 + b"\n--b1--")
    assert come(box, mail) == {"failed": 1}


def test_a_link_in_the_folder_is_no_mail(sent: Delivery, box: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(sample("unknown-user.eml", sent))
    (box / "new" / "1.link").symlink_to(tmp_path / "secret")
    assert come(box) == {}


def test_an_address_that_was_put_right_is_not_marked_by_what_comes_back_of_the_old_one(
    sent: Delivery, box: Path, bureau: Bureau
) -> None:
    with clock.at(LAST + timedelta(minutes=30)):
        actions.save_contact(bureau.clerk, email="li@yunling.example", mobile="", mail="each", sms=False)
    assert come(box, sample("unknown-user.eml", sent)) == {"failed": 1}
    sent.refresh_from_db()
    assert (sent.state, Contact.objects.get(account=bureau.clerk).returned_at) == ("bounced", None)


def test_what_came_back_is_passed_on_to_the_head_of_the_office_and_so_is_what_follows(
    sent: Delivery, box: Path, bureau: Bureau, post_office: PostOffice
) -> None:
    contact(bureau.head)
    come(box, sample("unknown-user.eml", sent))
    other = Delivery.objects.get(instead_of=bureau.clerk)
    assert (other.account, other.state, other.lines.count()) == (bureau.head, "queued", 1)
    with clock.at(LAST + timedelta(hours=1)):
        outbox.deliver()
    mail = post_office.taken[-1]
    assert mail.recipients == [f"u{bureau.head.pk}@yunling.example"]
    assert "这封提醒本来发给另一位同事，其邮箱收不到邮件，请转告。" in mail.text()
    assert "李文静" not in mail.text() + mail.text("html")
    with clock.at(datetime(2026, 10, 27, 9)):
        tasks.planned()
        tasks.posted()
    late = Delivery.objects.filter(instead_of=bureau.clerk).exclude(pk=other.pk)
    assert [(each.account_id, each.state) for each in late] == [(bureau.head.pk, "sent")]
    assert not Delivery.objects.filter(account=bureau.clerk, means="mail").exclude(pk=sent.pk).exists()


def test_short_messages_take_the_place_of_the_mailbox_where_they_are_wanted(
    sent: Delivery, box: Path, bureau: Bureau
) -> None:
    BodySetting.objects.update(sms=True)
    contact(bureau.head)
    contact(bureau.clerk, mobile="13900001111", sms=True)
    come(box, sample("unknown-user.eml", sent))
    made = Delivery.objects.exclude(pk=sent.pk)
    assert [(each.account_id, each.means, each.instead_of) for each in made] == [(bureau.clerk.pk, "sms", None)]


def test_a_refusal_at_the_door_marks_the_address_too_and_one_of_policy_does_not(
    bureau: Bureau, post_office: PostOffice, box: Path
) -> None:
    factories.application(bureau.agency, bureau.clerk, on=MONDAY)
    for account, answer in ((bureau.clerk, "550 no such user"), (bureau.leader, "550 5.7.1 not from you")):
        post_office.refuses[contact(account).email] = answer
    with clock.at(datetime(2026, 10, 27, 9)):
        tasks.planned()
        tasks.posted()
    held = {each.account.name: each.returned_why for each in Contact.objects.filter(email__gt="")}
    assert held == {"李文静": "收件地址不存在（550：no such user）。请本人核对邮箱地址。", "赵建国": ""}


def test_whoever_tries_again_is_believed_until_it_comes_back(sent: Delivery, box: Path, bureau: Bureau) -> None:
    come(box, sample("unknown-user.eml", sent))
    with clock.at(LAST + timedelta(hours=2)):
        trial = actions.own.try_mail(bureau.clerk)
        assert Contact.objects.get(account=bureau.clerk).returned_at is None
        outbox.deliver()
    trial.refresh_from_db()
    assert trial.state == "sent"
    assert come(box, sample("unknown-user.eml", trial)) == {"failed": 1}
    assert Contact.objects.get(account=bureau.clerk).returned_at is not None


def test_person_and_administrator_see_it(sent: Delivery, box: Path, bureau: Bureau) -> None:
    from django.test import Client

    def page(account: Account, path: str) -> str:
        entered = Client()
        entered.force_login(account, "django.contrib.auth.backends.ModelBackend")
        return entered.get(f"/desk/reminders/{path}").content.decode()

    come(box, sample("mailbox-full.eml", sent))
    with clock.at(LAST + timedelta(hours=1)):
        assert "您的邮箱收不到邮件：收件人的邮箱已满（5.2.2）。" in page(bureau.clerk, "")
        assert "发一封试试，就重新发往这里" in page(bureau.clerk, "settings/")
        told = page(bureau.administrator, "log/")
        assert ("1人的邮箱收不到邮件" in told, "李文静" in told, sent.shown in told) == (True, True, True)
        assert "收不到邮件" not in page(bureau.head, "") + page(bureau.stranger, "log/")
        assert f"u{bureau.clerk.pk}@" not in told


def test_an_mbox_is_read_without_being_changed(
    sent: Delivery, box: Path, settings: LazySettings, tmp_path: Path
) -> None:
    file = tmp_path / "mbox"
    mails = [sample(name, sent) for name in ("absence.eml", "unknown-user.eml")]
    written = b"".join(b"From MAILER-DAEMON Mon Oct 26 10:00:00 2026\n" + mail + b"\n" for mail in mails)
    file.write_bytes(written)
    settings.RETURNS = f"mbox:{file}"
    with clock.at(LAST + timedelta(hours=1)):
        assert dict(reading.read()) == {"other": 1, "failed": 1}
        assert dict(reading.read()) == {}
    assert file.read_bytes() == written


def test_an_imap_server_is_read_over_tls_and_marked(
    sent: Delivery, box: Path, settings: LazySettings, tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    mail = sample("unknown-user.eml", sent).replace(b"\n", b"\r\n")
    far = Imap(authority.server(), mail)
    settings.RETURNS, settings.RETURNS_PASSWORD = f"imaps://gk%40yunling@127.0.0.1:{far.port}/INBOX", "right"
    settings.RETURNS_CA = str(Authority(tmp_path, "Another").file)
    with pytest.raises(mailboxes.Closed, match="连不上退信的邮箱"):
        reading.read()
    settings.RETURNS_CA = str(authority.file)
    with clock.at(LAST + timedelta(hours=1)):
        assert dict(reading.read()) == {"failed": 1}
    assert [line for line in far.asked if "STORE" in line or "LOGIN" in line] == [
        'LOGIN gk@yunling "right"', "UID STORE 7 +FLAGS.SILENT (\\Seen)",
    ]  # fmt: skip
    settings.RETURNS_PASSWORD = "wrong"
    with pytest.raises(mailboxes.Closed, match="不接受账号或者密码"):
        reading.read()


class Imap:
    """As much of an IMAP server as the reader asks for; one unseen mail, uid 7."""

    def __init__(self, tls: ssl.SSLContext, mail: bytes) -> None:
        self.mail, self.asked, self.tls = mail, list[str](), tls
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            plain, _ = self.listening.accept()
            try:
                with self.tls.wrap_socket(plain, server_side=True) as line:
                    self._talk(line.makefile("rwb"))
            except OSError:
                continue

    def _talk(self, line: object) -> None:
        def say(text: bytes) -> None:
            line.write(text + b"\r\n")  # type: ignore[attr-defined]
            line.flush()  # type: ignore[attr-defined]

        say(b"* OK ready")
        while asked := line.readline().decode().strip():  # type: ignore[attr-defined]
            tag, _, command = asked.partition(" ")
            self.asked.append(command)
            word = command.upper()
            if word.startswith("CAPABILITY"):
                say(b"* CAPABILITY IMAP4rev1")
            elif word.startswith("LOGIN") and "right" not in command:
                say(f"{tag} NO no".encode())
                continue
            elif word.startswith("SELECT"):
                say(b"* 1 EXISTS")
            elif word.startswith("UID SEARCH"):
                say(b"* SEARCH 7")
            elif word.startswith("UID FETCH"):
                say(b"* 1 FETCH (UID 7 BODY[]<0> {%d}" % len(self.mail))
                say(self.mail + b")")
            elif word.startswith("LOGOUT"):
                say(b"* BYE")
            say(f"{tag} OK done".encode())


@pytest.mark.parametrize(
    ("given", "kind", "sentence"),
    [
        ("pop3://x", WrongSetting, "GONGKAI_RETURNS 应当是 maildir:文件夹、mbox:文件或者 imaps://账号@服务器/INBOX。请改正。"),
        ("imap://x@y/INBOX", WrongSetting, "GONGKAI_RETURNS 应当是 maildir:文件夹、mbox:文件或者 imaps://账号@服务器/INBOX。请改正。"),
        ("maildir:/nowhere", mailboxes.Closed, "退信的邮箱“/nowhere”打不开。请核对 GONGKAI_RETURNS 和权限。"),
        ("mbox:/nowhere", mailboxes.Closed, "退信的邮箱“/nowhere”打不开。请核对 GONGKAI_RETURNS 和权限。"),
    ],
)  # fmt: skip
def test_a_mailbox_that_cannot_be_read_is_named(
    bureau: Bureau, settings: LazySettings, given: str, kind: type[Exception], sentence: str
) -> None:
    from gongkai.cli.doctor import _ways

    settings.RETURNS = given
    with pytest.raises(kind) as told:
        reading.read()
    assert str(told.value) == sentence
    assert [(each.name, each.bad) for each in _ways()] == [("退信的邮箱", sentence)]
    tasks.planned()


def test_a_token_cannot_be_made_from_another(settings: LazySettings) -> None:
    one = identity.return_token(1)
    assert identity.returned(f"<returned+{one.upper()}@gk.example>") == 1
    assert [identity.returned(text) for text in (one.replace("1x", "2x", 1), one[:-1], f"{one}0", "", "x" * 9)] == [
        None
    ] * 5
    settings.SECRET_KEY = "another"
    assert identity.returned(one) is None


@pytest.mark.parametrize(
    ("status", "so"),
    [
        ("5.1.1", True),
        ("5.2.2", True),
        ("5.4.4", True),
        ("", True),
        ("5.3.4", False),
        ("5.6.0", False),
        ("5.7.1", False),
    ],
)
def test_which_refusals_speak_of_the_address(status: str, so: bool) -> None:
    assert reports.of_the_address(status) is so
