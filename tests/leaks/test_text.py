"""What is found in a text, what is not, and how it is masked."""

from __future__ import annotations

import pickle

import pytest

from gongkai.leaks import Kind, Mask, Severity, StaleLeak, mask_text, scan_text


def kinds(text: str) -> list[tuple[str, str]]:
    return [(leak.kind.value, leak.shown) for leak in scan_text(text)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("身份证号411399198503122811", "4113********2811"),
        ("身份证号４１１３９９１９８５０３１２２８１１。", "4113********2811"),
        ("（411399 19850312 2811）", "4113********2811"),
        ("411399-19850312-2811", "4113********2811"),
        ("4 1 1 3 9 9 1 9 8 5 0 3 1 2 2 8 1 1", "4113********2811"),
        ("编号12 411399198503122811", "4113********2811"),
        ("41139919850312\n2811", "4113********2811"),
        ("号码：41139919490101018x", "4113********018X"),
        ("https://example.gov.cn/?id=411399198503122811", "4113********2811"),
    ],
)
def test_an_identity_number_is_found_however_it_is_written(text: str, shown: str) -> None:
    assert kinds(text) == [("identity", shown)]


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码：12411399006034816A",
        "订单号411399198503122812345",
        "项目代码：2024-411399-52-01-123456",
        "索引号：005981234-2024-00012",
        "合计411399198503122819元",
        "序列号991399198503122811",
        "411399198513322811号图斑",
    ],
)
def test_a_number_that_only_looks_like_an_identity_number_is_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_a_wrong_checksum_asks_a_person_to_look() -> None:
    [leak] = scan_text("身份证号411399198503122812")
    assert (leak.kind, leak.severity, leak.shown) == (Kind.IDENTITY_WRONG, Severity.LOOK, "4113********2812")


def test_fifteen_digits_called_an_identity_number_must_be_mended_and_others_looked_at() -> None:
    called, alone = scan_text("身份证：411399850312281\n登记 411399850312281")
    assert (called.severity, alone.severity) == (Severity.MUST, Severity.LOOK)


@pytest.mark.parametrize(
    "text",
    [
        "手机13800138000",
        "１３８００１３８０００",
        "138-0013-8000",
        "电话：138 0013 8000",
        "+86 13800138000",
        "（+86）138-0013-8000",
        "8613800138000",
        "0399-5550131，13800138000",
        "微信号13800138000",
        "电话０３９９-5550131转13800138000",
        "tel:13800138000",
    ],
)
def test_a_mobile_is_found_however_it_is_written(text: str) -> None:
    assert kinds(text) == [("mobile", "138****8000")]


@pytest.mark.parametrize(
    "text",
    [
        "电话010-12345678",
        "办公电话0399-5550131",
        "订单号13800138000",
        "13800138000元",
        "金额13800138000",
        "2024138001380001",
        "编号：13800138000",
        "LY-13800138000",
        "https://www.example.gov.cn/art/13800138000.html",
        "合计 135 1200 1300 20",
        "1380.0138000万元",
        "12000138000",
        "138****8000",
    ],
)
def test_a_number_that_only_looks_like_a_mobile_is_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_the_mobile_of_staff_asks_a_person_to_look() -> None:
    [leak] = scan_text("咨询电话：孙倩，13900007710")
    assert (leak.severity, leak.says) == (
        Severity.LOOK,
        "疑似手机号码（139****7710）。如果是工作人员的手机，建议改用办公电话；如果是个人的，请遮蔽。",
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("卡号6222020000000003301", [("bank_card", "6222 **** **** 3301")]),
        ("6222 0200 0000 0003 301", [("bank_card", "6222 **** **** 3301")]),
        ("订单号6222020000000003301", []),
        ("流水号：6222020000000003301", []),
        ("6222020000000003302", []),
        ("卡号6222020000000003302", [("bank_account", "6222 **** **** 3302")]),
        ("缴入财政专户账号6222020000000003302", []),
        ("6222 **** **** 3301", []),
    ],
)
def test_bank_cards_are_told_from_other_long_numbers(text: str, found: list[tuple[str, str]]) -> None:
    assert kinds(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("家住云岭县城关镇东关村三组12号", "云岭县城关镇****"),
        ("陈某，住云岭县和平路3号院2号楼1单元501室", "云岭县****"),
        ("户籍地址：石门镇南坡村第二村民小组15号", "石门镇****"),
        ("幸福小区3栋2单元501", "****"),
        ("滨河花园12-2-501", "****"),
        ("现住白云街道办事处滨河花园12幢101室", "白云街道办事处****"),
        ("县政府家属院3号楼2单元101室", "县****"),
    ],
)
def test_a_household_is_kept_to_its_town(text: str, found: str) -> None:
    assert kinds(text) == [("address", found)]


@pytest.mark.parametrize(
    "text",
    [
        "地址：云岭县人民路12号县政务服务中心3楼302室",
        "云岭县商务局（人民路12号）",
        "当事人：云岭县某商贸有限公司，住所：云岭县工业路12号2号楼",
        "东关村三组道路硬化项目",
        "李庄村3号桥",
        "五星花园酒店302室",
        "城关镇东关村",
        "第3号楼竣工验收",
        "云政办〔2024〕12号",
        "附件2第3号表",
        "云岭县城关镇****",
    ],
)
def test_the_address_of_an_office_and_a_village_are_no_household(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "机密★10年",
        "秘　密★1年",
        "绝密 ★ 长期",
        "★秘密",
        "秘密",
        "【机密】",
        "密级：秘密",
        "密级和保密期限：机密★3年",
        "份号：000012",
        "内部资料　注意保存",
        "内部文件，严禁外传",
        "（此件不公开）",
        "此件不公开",
        "阅后收回",
        "（内部资料）",
        "公开属性：不予公开",
        "仅供内部使用",
    ],
)
def test_a_mark_of_secrecy_is_found(text: str) -> None:
    [leak] = scan_text(f"云岭县商务局\n{text}\n关于印发方案的通知")
    assert (leak.kind, leak.masks) == (Kind.SECRECY, ())


@pytest.mark.parametrize(
    "text",
    [
        "涉及国家秘密的信息不得公开。",
        "国家秘密的密级分为绝密、机密、秘密三级。",
        "开展保密审查，防止泄露国家秘密、商业秘密。",
        "内部资料管理办法",
        "不予公开的理由：属于国家秘密。",
        "公开属性：主动公开",
        "不予公开",
        "（三）不予公开",
        "密级：无",
        "领取补贴的份额，号召群众参与。",
        "加强机密文件管理",
    ],
)
def test_words_about_secrecy_are_no_mark(text: str) -> None:
    assert kinds(f"云岭县商务局\n{text}\n") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("护照号码E12345678", [("passport", "E****678")]),
        ("港澳通行证 C12345678", [("passport", "C****678")]),
        ("型号E12345678", []),
        ("台胞证号12345678", [("passport", "1****678")]),
        ("残疾证号41139919850312281143", [("identity", "4113********1143")]),
        ("邮箱zhang@163.com", [("email", "z***@163.com")]),
        ("邮箱 swj@yunling.gov.cn", []),
    ],
)
def test_passports_need_their_word_and_mail_a_private_house(text: str, found: list[tuple[str, str]]) -> None:
    assert kinds(text) == found


def test_a_column_tells_what_its_cells_are() -> None:
    text = "姓名\t家庭住址\t银行账号\t单号\n陈桂兰\t东关村12号\t1234567890123\t13800138000\n马志远\t东关村\t\t"
    assert kinds(text) == [("address", "****"), ("bank_account", "1234 **** **** 0123")]


def test_a_list_of_names_beside_illness_asks_a_person_to_look_unless_the_names_are_masked() -> None:
    rows = "姓名\t病种\t金额\n{}\t慢性病\t800\n{}\t慢性病\t800"
    [leak] = scan_text(rows.format("陈桂兰", "马志远"))
    assert (leak.kind, leak.severity, leak.shown) == (Kind.PERSON_LIST, Severity.LOOK, "病种")
    assert scan_text(rows.format("陈**", "马*远")) == ()


def test_a_leak_never_tells_its_value() -> None:
    [leak] = scan_text("手机13800138000")
    told = repr(leak) + str(leak) + leak.says + str(pickle.dumps(leak))
    assert ("13800138000" in told, leak.fingerprint in repr(leak)) == (False, False)


def test_the_fingerprint_follows_the_value_and_the_key_not_the_place_or_the_writing() -> None:
    def prints(text: str, key: bytes = b"") -> str:
        return scan_text(text, key=key)[0].fingerprint

    assert prints("手机13800138000") == prints("联系：138-0013-8000")
    assert len({prints("手机13800138000"), prints("手机13800138001"), prints("手机13800138000", b"k")}) == 3


def test_masking_changes_what_was_chosen_and_finds_nothing_again() -> None:
    text = "陈桂兰，411399198503122811，138-0013-8000，家住城关镇东关村三组12号，卡号6222020000000003301，护照E12345678"
    masked = mask_text(text, scan_text(text))
    assert masked == "陈桂兰，4113********2811，138****8000，家住城关镇****，卡号6222 **** **** 3301，护照E****678"
    assert (scan_text(masked), mask_text(masked, scan_text(masked))) == ((), masked)


def test_each_leak_may_have_its_own_mask() -> None:
    text = "13800138000 13900139000 13700137000"
    first, second, _ = scan_text(text)
    assert mask_text(text, {first: Mask.REMOVE, second: Mask.LAST_FOUR}) == " ****9000 13700137000"


def test_masking_refuses_a_text_that_changed_since() -> None:
    leaks = scan_text("手机13800138000")
    with pytest.raises(StaleLeak, match="没有遮蔽任何内容"):
        mask_text("手机13800138001", leaks)
