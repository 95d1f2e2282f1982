"""What a published report should not hold."""

import pytest

from gongkai.reports.checks import Settings, check
from gongkai.reports.checks.privacy import is_identity
from reports.making import OVERVIEW, codes, found, reading


def identity(birthday: str) -> str:
    """A number with a right check character in a region that does not exist."""
    body = "999999" + birthday + "999"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def test_identity_numbers_are_known_by_birthday_and_check_character() -> None:
    good = identity("19900307")
    assert is_identity(good)
    assert not is_identity(identity("19901307"))
    assert not is_identity(good[:-1] + ("0" if good[-1] != "0" else "1"))


def test_an_identity_number_is_an_error_and_never_repeated() -> None:
    number = identity("19900307")
    (one,) = found(reading(overview=OVERVIEW + f"\n申请人证件号{number}，已办结。"), "PRIVATE-ID")
    assert one.severity == "error"
    assert [e.quote for e in one.evidence] == ["999999" + "*" * 10 + number[-2:]]
    assert number not in one.message


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("联系电话：13900000000。", ["PRIVATE-MOBILE"]),
        ("联系电话：139-0000-0000。", ["PRIVATE-MOBILE"]),
        ("联系人：张示例，电话：0999-2000000。", ["PRIVATE-NAME", "PHONE"]),
        ("邮箱：example@126.com。", ["PRIVATE-EMAIL"]),
        ("邮箱：zwgk@example.gov.cn。", []),
        ("电话：0999-2000000。", ["PHONE"]),
        ("联系电话5000000。", ["PHONE"]),
        ("统一社会信用代码11999999MB00000000。", []),
        ("编号20231390000000012。", []),
        ("联系人：办公室，受理热线12345。", []),
        ("索引号014314799/2024-00002。", []),
    ],
)
def test_personal_contacts_are_found_and_numbers_of_other_kinds_are_not(words: str, expected: list[str]) -> None:
    preamble = "本报告统计期限为2023年1月1日至2023年12月31日。" + words
    assert sorted(codes(check(reading(preamble=preamble)))) == sorted(expected)


def test_office_telephones_can_be_left_out() -> None:
    assert codes(check(reading(preamble="电话：0999-2000000。"), settings=Settings(phones=False))) == []
