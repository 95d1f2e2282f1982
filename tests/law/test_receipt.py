"""The day of receipt for every channel, and the refusal that names the missing fact."""

from datetime import date

import pytest

from gongkai.law.receipt import Arrival, ArrivalContradicts, Channel, Fact, ReceiptUnknown, receipt_of

FRI, SAT, MON = date(2026, 9, 18), date(2026, 9, 19), date(2026, 9, 21)


@pytest.mark.parametrize(
    ("facts", "on", "source"),
    [
        (Arrival(Channel.IN_PERSON, submitted_on=FRI), FRI, "《条例》第三十一条第（一）项"),
        (Arrival(Channel.ORAL, submitted_on=FRI), FRI, "《条例》第三十一条第（一）项"),
        (Arrival(Channel.SIGNED_MAIL, submitted_on=FRI, signed_on=MON), MON, "《条例》第三十一条第（二）项"),
        (Arrival(Channel.ORDINARY_MAIL, arrived_on=FRI, confirmed_on=FRI), FRI, "《条例》第三十一条第（二）项"),
        (Arrival(Channel.ONLINE, submitted_on=SAT), SAT, "最高人民法院指导案例26号"),
        (
            Arrival(Channel.ONLINE, submitted_on=SAT, confirmed_on=MON, exception_announced=True),
            MON,
            "《条例》第三十一条第（三）项",
        ),
        (Arrival(Channel.FAX, arrived_on=FRI, confirmed_on=MON), MON, "《条例》第三十一条第（三）项"),
        (Arrival(Channel.EMAIL, arrived_on=FRI, confirmed_on=MON), MON, "《条例》第三十一条第（三）项"),
        (Arrival(Channel.PASSED_ON, arrived_on=MON, confirmed_on=MON), MON, "国办公开办函〔2015〕207号"),
        (Arrival(Channel.WRONG_OFFICE, arrived_on=MON, confirmed_on=MON), MON, "国办公开办函〔2015〕207号"),
        (Arrival(Channel.OTHER, laid_down_on=MON), MON, "国办公开办函〔2015〕207号"),
        (Arrival(Channel.OTHER, confirmed_on=MON), MON, "国办公开办函〔2015〕207号"),
    ],
)
def test_each_channel_has_its_own_day_of_receipt(facts, on, source):
    found = receipt_of(facts)
    assert (found.on, str(found.source), found.warnings) == (on, source, ())


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (Arrival(Channel.IN_PERSON), Fact.SUBMITTED),
        (Arrival(Channel.ORAL), Fact.SUBMITTED),
        (Arrival(Channel.SIGNED_MAIL, submitted_on=FRI, arrived_on=MON), Fact.SIGNED),
        (Arrival(Channel.ORDINARY_MAIL, arrived_on=FRI), Fact.CONFIRMED),
        (Arrival(Channel.ONLINE), Fact.SUBMITTED),
        (Arrival(Channel.ONLINE, submitted_on=FRI, exception_announced=True), Fact.CONFIRMED),
        (Arrival(Channel.FAX, arrived_on=FRI), Fact.CONFIRMED),
        (Arrival(Channel.EMAIL, arrived_on=FRI), Fact.CONFIRMED),
        (Arrival(Channel.PASSED_ON, arrived_on=FRI), Fact.CONFIRMED),
        (Arrival(Channel.WRONG_OFFICE, arrived_on=FRI), Fact.CONFIRMED),
        (Arrival(Channel.OTHER, arrived_on=FRI), Fact.CONFIRMED),
    ],
)
def test_without_the_deciding_fact_the_refusal_names_it(facts, missing):
    with pytest.raises(ReceiptUnknown) as raised:
        receipt_of(facts)
    assert raised.value.missing is missing


def test_the_refusal_is_a_sentence_that_says_what_to_do():
    with pytest.raises(ReceiptUnknown) as raised:
        receipt_of(Arrival(Channel.EMAIL, arrived_on=FRI))
    assert str(raised.value) == (
        "电子邮件的申请还不能确定收到之日：没有登记与申请人确认之日，答复期限无从起算。"
        "请当日与申请人联系确认并登记；联系不上的先行登记，恢复联系后起算。"
    )


def test_an_online_form_without_exception_counts_from_its_own_message_even_when_confirmed_later():
    found = receipt_of(Arrival(Channel.ONLINE, submitted_on=SAT, confirmed_on=MON))
    assert found.on == SAT
    assert len(found.warnings) == 1
    assert "2026-09-21" in found.warnings[0]


def test_an_online_form_confirmed_the_same_day_needs_no_warning():
    assert receipt_of(Arrival(Channel.ONLINE, submitted_on=SAT, confirmed_on=SAT)).warnings == ()


def test_ordinary_mail_confirmed_later_than_it_came_is_reported():
    found = receipt_of(Arrival(Channel.ORDINARY_MAIL, arrived_on=FRI, confirmed_on=MON))
    assert found.on == MON
    assert found.warnings == ("2026-09-18到达，2026-09-21才与申请人确认：应当在收到当日确认。",)


def test_days_that_contradict_each_other_are_refused():
    with pytest.raises(ArrivalContradicts, match="签收日（2026-09-18）早于提交日（2026-09-21）"):
        receipt_of(Arrival(Channel.SIGNED_MAIL, submitted_on=MON, signed_on=FRI))
