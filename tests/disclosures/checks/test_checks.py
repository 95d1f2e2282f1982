"""Each check alone, over made-up facts: what it finds, and that it leaves alone what is right."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from gongkai.disclosures import checks, kinds
from gongkai.disclosures.checks import fields, foreign, gate, interpretation, late, links, twins, wording
from gongkai.disclosures.checks.facts import Facts, FileFacts, LocalEntry, Twin
from gongkai.leaks import page_text

PHONE, IDENTITY = "13800138000", "411399198503122811"
GOOD = Facts(
    title="云岭县商务局关于开展家电以旧换新活动的通知",
    html="<p>现将有关事项通知如下。</p><p>云岭县商务局</p>",
    text="现将有关事项通知如下。\n云岭县商务局\n",
    made_on=date(2026, 10, 12),
    summary="活动的范围、标准和时间",
    body="云岭县商务局",
    others=("云岭县农业农村局", "云岭县人民政府", "云岭县人民政府办公室"),
    today=date(2026, 10, 16),
    due=date(2026, 11, 10),
    left_days=17,
)


def with_text(html: str, **values: object) -> Facts:
    return replace(GOOD, html=html, text=page_text(html), **values)  # type: ignore[arg-type]


def codes(facts: Facts) -> list[str]:
    return [finding.code for finding in checks.all_of(facts)]


def test_a_text_without_fault_has_no_findings() -> None:
    assert checks.all_of(GOOD) == ()


def test_a_number_in_the_text_must_be_masked_and_is_shown_masked() -> None:
    html = f"<p>申请人的身份证号{IDENTITY}，手机{PHONE}。</p>"
    found = [
        (f.code, f.severity.value, f.shown, f.place["start"], [w.value for w in f.ways])
        for f in gate.check(with_text(html))
    ]
    assert found == [
        ("leak.identity", "must", "4113********2811", 8, ["mask", "excuse"]),
        ("leak.mobile", "must", "138****8000", 29, ["mask", "excuse"]),
    ]
    assert IDENTITY not in str(found) + str([f.data() for f in gate.check(with_text(html))])


def test_a_column_of_numbers_can_be_dropped() -> None:
    html = f"<table><tr><th>姓名</th><th>手机号码</th></tr><tr><td>陈桂兰</td><td>{PHONE}</td></tr></table>"
    found = [f for f in gate.check(with_text(html)) if f.code == "leak.mobile"]
    assert [(f.place["table"], f.place["column"], [w.value for w in f.ways]) for f in found] == [
        (1, 2, ["mask", "drop_column", "excuse"])
    ]


def test_a_number_in_the_title_is_found_and_cannot_be_masked_there() -> None:
    found = list(gate.check(replace(GOOD, title=f"关于{PHONE}的通知")))
    assert [(f.code, f.place, [w.value for w in f.ways]) for f in found] == [
        ("leak.mobile", {"source": "field:title"}, ["excuse"])
    ]


def test_the_same_number_has_the_same_fingerprint_and_another_key_another() -> None:
    first, again = (
        next(iter(gate.check(with_text(f"<p>{words}{PHONE}</p>", key=b"k")))) for words in ("手机", "联系手机：")
    )
    other = next(iter(gate.check(with_text(f"<p>手机{PHONE}</p>", key=b"other"))))
    assert (first.fingerprint == again.fingerprint, first.fingerprint == other.fingerprint) == (True, False)


def test_the_hash_of_a_picture_is_nobodys_number() -> None:
    html = f'<p><img src="files/{PHONE}{"a" * 53}" alt="活动现场"></p>'
    assert list(gate.check(with_text(html))) == []


def test_what_stays_inside_may_name_whom_it_must() -> None:
    assert list(gate.check(with_text(f"<p>{IDENTITY}</p>", proactive=False))) == []


def test_what_was_found_in_a_public_file_is_told_and_in_a_kept_one_not() -> None:
    stored = {
        "code": "leak.comments", "severity": "must", "label": "批注", "says": "文件里还有批注", "fingerprint": "f" * 32,
        "shown": "2条", "place": {"words": "批注"}, "ways": ["clean", "excuse"],
    }  # fmt: skip
    file = FileFacts(7, "attachment", "名单.docx", findings=(stored,))
    found = list(gate.check(replace(GOOD, files=(file,))))
    assert [(f.code, f.place["source"], [w.value for w in f.ways]) for f in found] == [
        ("leak.comments", "file:7", ["clean", "excuse"])
    ]
    assert list(gate.check(replace(GOOD, files=(replace(file, public=False),)))) == []


def test_a_file_that_nobody_looked_into_holds_up_the_release() -> None:
    file = FileFacts(7, "attachment", "名单.ofd", looked=False)
    assert [(f.code, f.severity.value) for f in gate.check(replace(GOOD, files=(file,)))] == [
        ("leak.unreadable", "must")
    ]


@pytest.mark.parametrize(
    ("values", "code", "source"),
    [
        ({"title": " "}, "fields.title", "field:title"),
        ({"html": "", "text": ""}, "fields.text", "field:html"),
        ({"has_column": False}, "fields.column", "field:column"),
        ({"has_section": False}, "fields.section", "field:section"),
        ({"made_on": None}, "fields.made_on", "field:made_on"),
        ({"made_on": date(2026, 10, 17)}, "fields.made_later", "field:made_on"),
        ({"effective_on": date(2026, 11, 1), "valid_until": date(2026, 10, 1)}, "fields.validity", "field:valid_until"),
        ({"problems": ("“收费标准”没有填写。",)}, "fields.kind", "field:details"),
        ({"guessed": ("made_on",)}, "fields.guessed", "field:guessed"),
    ],
)
def test_what_is_missing_must_be_filled_in_and_no_reason_answers_it(
    values: dict[str, object], code: str, source: str
) -> None:
    found = list(fields.check(replace(GOOD, **values)))  # type: ignore[arg-type]
    assert [(f.code, f.severity.value, f.place["source"], [w.value for w in f.ways]) for f in found] == [
        (code, "must", source, ["field"])
    ]


def test_a_missing_summary_is_only_looked_at() -> None:
    assert [(f.code, f.severity.value) for f in fields.check(replace(GOOD, summary=""))] == [("fields.summary", "look")]


def test_an_attachment_stands_for_a_text() -> None:
    assert list(fields.check(replace(GOOD, html="", text="", files=(FileFacts(1, "attachment", "名单.xlsx"),)))) == []


def test_what_is_not_proactive_names_its_ground_and_its_next_evaluation() -> None:
    inside = replace(GOOD, proactive=False, summary="")
    assert [f.code for f in fields.check(inside)] == [
        "fields.ground", "fields.ground_note", "fields.review_again_on",
    ]  # fmt: skip
    stated = replace(
        inside, ground="withheld.process", ground_note="讨论记录，尚未定稿", review_again_on=date(2026, 10, 16)
    )
    assert [f.code for f in fields.check(stated)] == ["fields.review_past"]
    assert list(fields.check(replace(stated, review_again_on=date(2027, 10, 16)))) == []


def test_a_picture_without_a_description_is_to_be_described_and_one_that_is_not_shown_is_not() -> None:
    picture = FileFacts(3, "picture", "图片1.png")
    assert [(f.code, f.place["source"]) for f in fields.check(replace(GOOD, files=(picture,)))] == [
        ("fields.alt", "file:3")
    ]
    assert (
        list(fields.check(replace(GOOD, files=(replace(picture, alt="活动现场"), replace(picture, used=False))))) == []
    )


@pytest.mark.parametrize(
    ("link", "good"),
    [
        ("https://www.gov.cn/zhengce/", True),
        ("mailto:bangongshi@example.org", True),
        ("tel:0399-5550126", True),
        ("http://localhost/a", False),
        ("http://10.1.2.3/oa/", False),
        ("http://192.168.0.8:8080/", False),
        ("http://oa/news", False),
        ("https://neiwang.yunling.lan/a", False),
        ("mailto:", False),
        ("ftp://example.org/a", False),
        ("/info", False),
        ("http://[::1", False),
    ],
)
def test_an_outside_link_is_judged_by_its_form_alone(link: str, good: bool) -> None:
    assert (links.wrong_by_form(link) == "") is good


def test_a_dead_link_must_be_mended_or_excused() -> None:
    found = list(
        links.check(
            replace(GOOD, links={"/info/2026-00001/": "链接的信息没有公开，或者已经撤下", "https://www.gov.cn/": ""})
        )
    )
    assert [(f.code, f.severity.value, f.shown) for f in found] == [("links.dead", "must", "/info/2026-00001/")]


def test_links_are_read_once_each_and_not_those_to_notes() -> None:
    html = '<p><a href="https://a.example/?a=1&amp;b=2">甲</a><a href="#note-1">1</a><a href="https://a.example/?a=1&amp;b=2">乙</a></p>'
    assert links.links_in(html) == ["https://a.example/?a=1&b=2"]


def test_another_bodys_name_in_title_or_signature_is_shown() -> None:
    title = replace(GOOD, title="云岭县农业农村局关于开展活动的通知")
    assert [(f.code, f.shown) for f in foreign.check(title)] == [("foreign.title", "云岭县农业农村局")]
    signed = with_text("<p>请各乡镇、云岭县农业农村局支持。</p><p>云岭县农业农村局</p><p>2026年10月12日</p>")
    assert [(f.code, f.shown, f.place["start"]) for f in foreign.check(signed)] == [
        ("foreign.signature", "云岭县农业农村局", 17)
    ]


def test_the_longest_name_is_the_one_that_is_meant() -> None:
    signed = with_text("<p>通知如下。</p><p>云岭县人民政府办公室</p>")
    assert [f.shown for f in foreign.check(signed)] == ["云岭县人民政府办公室"]


def test_a_joint_signature_and_a_name_in_the_text_are_nothing_unusual() -> None:
    assert list(foreign.check(with_text("<p>通知如下。</p><p>云岭县商务局　云岭县农业农村局</p>"))) == []
    assert (
        list(
            foreign.check(
                with_text("<p>请云岭县农业农村局于2026年10月20日前报送，其他事项另行通知，联系人和电话见附件。</p>")
            )
        )
        == []
    )


def test_a_policy_without_interpretation_is_asked_for_one() -> None:
    policy = replace(GOOD, kind=kinds.KINDS["normative"], has_interpretation=False)
    assert [(f.code, f.severity.value) for f in interpretation.check(policy)] == [("interpretation.missing", "look")]
    assert list(interpretation.check(GOOD)) == []


def test_the_same_title_and_the_same_number_are_told() -> None:
    twin = (Twin("通知", "title", "已经公开", "item:1"), Twin("旧通知", "number", "已经公开", "item:2"))
    assert [(f.code, f.shown) for f in twins.check(replace(GOOD, twins=twin))] == [
        ("twins.title", "通知"),
        ("twins.number", "旧通知"),
    ]


def test_a_text_that_is_late_is_told_with_the_day_and_never_held_up() -> None:
    past = replace(GOOD, due=date(2026, 10, 9), due_rule="条例第二十六条，20个工作日", late_days=4, left_days=0)
    found = list(late.check(past))
    assert [(f.code, f.severity.value, f.says) for f in found] == [
        (
            "late.past",
            "look",
            "2026-10-12形成，最晚应当在2026-10-09公开（条例第二十六条，20个工作日），今天已经超过4个工作日。请尽快公开，并核对成文日期。",
        )
    ]
    near = replace(GOOD, due=date(2026, 10, 20), left_days=2)
    assert [f.code for f in late.check(near)] == ["late.near"]
    assert list(late.check(replace(GOOD, left_days=4))) == []


def test_what_must_be_mended_stands_before_what_is_only_looked_at() -> None:
    facts = with_text(f"<p>手机{PHONE}</p>", summary="", has_column=False)
    assert codes(facts) == ["leak.mobile", "fields.column", "fields.summary"]


def test_a_finding_that_can_be_excused_is_open_until_it_is() -> None:
    found = [f.data() for f in checks.all_of(with_text(f"<p>手机{PHONE}</p>", has_column=False))]
    mark = str(found[0]["fingerprint"])
    assert [f["code"] for f in checks.still_open(found, ())] == ["leak.mobile", "fields.column"]
    assert [f["code"] for f in checks.still_open(found, {mark, str(found[1]["fingerprint"])})] == ["fields.column"]


def test_three_pages_are_checked_in_a_moment() -> None:
    paragraph = "<p>为落实促消费政策，各乡镇要组织家电销售企业开展以旧换新，严格审核凭证，按月报送情况。</p>"
    html = paragraph * 60 + f"<p>联系人：王磊，手机{PHONE}</p>"
    facts = with_text(html)
    checks.all_of(facts)
    began = time.perf_counter()
    checks.all_of(facts)
    # Ten times what is measured on the slowest machine we have, so that a busy one does not fail.
    assert (len(facts.text) > 2000, time.perf_counter() - began < 0.5) == (True, True)


@pytest.mark.parametrize(
    "hostile",
    ["1" * 200_000, "身份证号" * 50_000, "<p>" * 20_000, '<a href="//">' * 10_000, "4113" * 50_000, "★" * 100_000],
    ids=["digits", "labels", "tags", "links", "almost", "stars"],
)
def test_a_hostile_text_is_checked_in_bounded_time(hostile: str) -> None:
    began = time.perf_counter()
    checks.all_of(with_text(hostile, links=dict.fromkeys(links.links_in(hostile), "")))
    assert time.perf_counter() - began < 20


def test_wrong_words_are_told_with_their_places_and_the_bodys_own_list_has_the_last_word() -> None:
    facts = with_text("<p>请认真布署，建立台帐。</p><p>云岭县商务局</p>")
    assert [(f.code, f.severity.value, f.shown, f.place["start"]) for f in wording.check(facts)] == [
        ("words.word", "look", "布署", 3),
        ("words.word", "look", "台帐", 8),
    ]
    own = (
        LocalEntry("allowed", "台帐"),
        LocalEntry("outdated", "县商业局", "县商务局"),
        LocalEntry("forbidden", "首家"),
        LocalEntry("name", "", "孙立平 县长"),
        LocalEntry("name", "", "周正明 副县长"),
    )
    local = with_text("<p>县商业局首家建立台帐，孙立平副县长到场。</p><p>云岭县商务局</p>", words=own)
    assert [(f.code, f.severity.value, f.shown) for f in wording.check(local)] == [
        ("words.outdated", "look", "县商业局"),
        ("words.forbidden", "must", "首家"),
        ("words.leader", "must", "孙立平副县长"),
    ]


def test_a_wrong_word_in_the_title_is_told_there() -> None:
    found = list(wording.check(replace(GOOD, title="关于布署工作的通知")))
    assert [(f.code, f.place) for f in found] == [("words.word", {"source": "field:title"})]
