"""Numbers of persons in a text: identity numbers, mobiles, bank cards, passports, mail addresses."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from gongkai.leaks.digits import Number, Runs
from gongkai.leaks.found import Context, Covered, Found
from gongkai.leaks.identity import is_credit_code, is_identity, plausible
from gongkai.leaks.model import Kind, Severity

_IDENTITY_WORD = re.compile(r"身份证|身份号|身份证件|公民身份|证件号|身份编号|ID", re.IGNORECASE)
_CARD_WORD = re.compile(r"卡号|银行|账号|帐号|账户|帐户|存折|一卡通|社保卡|打款|打入|汇入|转入|开户|收款")
_OFFICE_ACCOUNT = re.compile(r"保证金|对公|国库|财政|缴款|非税|基本户|单位账户|投标")
_PHONE_WORD = re.compile(r"手机|电话|联系|移动|号码|tel|phone|微信|致电|拨打", re.IGNORECASE)
_OFFICE_PHONE = re.compile(r"咨询|监督电话|举报|投诉电话|值班|热线|请联系|工作人员|报名电话|受理电话|承办人|经办人")
# A number called by one of these is public: an order, a code, a file mark, money.
_OTHER_NUMBER = re.compile(
    r"(?:订单|单|单据|运单|快递|流水|发票|票据|合同|项目|招标|采购|备案|登记|注册|许可|批准|索引|文|编|序列|批次|批|产品|设备|资产|案件?"
    r"|文件|工单|受理|交易|回执|条形码|条码|校验)[编代]?[号码]+[^0-9]{0,4}$"
    r"|(?:信用|机构|项目|组织|行政区划|统计|物资|商品)代码[^0-9]{0,4}$|(?:N[Oo]\.?|SN|ISBN|ISSN|GB/?T?)[^0-9]{0,3}$"
)
_MONEY_BEFORE = re.compile(r"(?:[¥￥$€]|人民币|金额|共计|合计|总计|预算|投资|资金)[^0-9]{0,3}$")
_UNIT_AFTER = re.compile(
    r" ?(?:元|万|亿|千|吨|平方|立方|公里|公斤|克|米|亩|人次|人|户|件|次|份|册|条|台|%|美元|港元|欧元|kw|kwh)",
    re.IGNORECASE,
)
_ADDRESS_ON_THE_NET = re.compile(r"(?:https?://|www\.|ftp://)[^\s<>\"'，。；、）】》\u4e00-\u9fff]+", re.IGNORECASE)
_MOBILE = re.compile(r"1(?:3\d|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")
_GROUPED_MOBILE = {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (5, 6), (1,) * 11}
_COUNTRY = re.compile(r"(?:\+ ?86|\b0086|\b86|\(\+?86\)) ?-? ?$")
_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?:[EG]\d{8}|E[A-HJ-NP-Z]\d{7}|[DSPK]E?\d{7,8}|[CWTL]\d{8}|C[A-Z]\d{7}|[HM]\d{8}(?:\d{2})?)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_PASSPORT_WORD = re.compile(r"护照|通行证|台胞证|回乡证|出入境证件|旅行证|passport", re.IGNORECASE)
_MAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{1,20}){1,4}")
_MAIL_HOUSES = (
    "qq.com sina.com.cn vip.qq.com foxmail.com 163.com vip.163.com 126.com yeah.net 188.com sina.com sina.cn vip.sina.com sohu.com tom.com"
    " 139.com"
    " 189.cn wo.cn 21cn.com aliyun.com gmail.com outlook.com hotmail.com live.cn live.com msn.com icloud.com me.com yahoo.com"
    " yahoo.com.cn yahoo.cn 263.net eyou.com proton.me"
)
_PRIVATE_MAIL = frozenset(_MAIL_HOUSES.split())


def numbers(context: Context) -> list[Found]:
    """All finds, not overlapping: what is certain of a stretch of digits keeps it from being read as something else."""
    taken: list[Found] = []
    covered = Covered(len(context.text))
    runs = Runs(context.text)
    addresses = [match.span() for match in _ADDRESS_ON_THE_NET.finditer(context.text)] if "." in context.text else []
    if runs:
        for finder in (_identities, _cards, _mobiles):
            taken += [found for found in finder(context, runs, addresses) if covered.take(found)]
        taken += [found for found in _passports(context) if covered.take(found)]
    taken += [found for found in _spelled(context) if covered.take(found)]
    if "@" in context.text:
        taken += [found for found in _mails(context) if covered.take(found)]
    return sorted(taken, key=lambda found: found.start)


_DISABILITY = re.compile(r"(?<![0-9])([0-9]{17}[0-9Xx])[0-9]{2}(?![0-9])")
_COMPATRIOT = re.compile(r"(?:台胞证|台湾居民来往大陆通行证)[号码证:： ]{0,4}([0-9]{8})(?![0-9])")
_SPELLED = re.compile(r"[〇零○一二三四五六七八九幺两]{11,18}[xX]?")
_SPELLED_DIGITS = str.maketrans("〇零○一二三四五六七八九幺两", "000123456789" + "12")


def _spelled(context: Context) -> Iterator[Found]:
    """Numbers written out in Chinese."""
    for match in _SPELLED.finditer(context.text):
        value = match[0].translate(_SPELLED_DIGITS).upper()
        if len(value) == 11 and _MOBILE.fullmatch(value):
            yield Found(Kind.MOBILE, Severity.MUST, match.start(), match.end(), value)
        elif is_identity(value):
            yield Found(Kind.IDENTITY, Severity.MUST, match.start(), match.end(), value)


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    where = bisect_right(spans, (at, 1 << 62)) - 1
    return where >= 0 and at < spans[where][1]


def _identities(context: Context, runs: Runs, addresses: list[tuple[int, int]]) -> Iterator[Found]:
    text = context.text
    doubtful: list[Found] = []
    certain = Covered(len(text))
    for number in runs.numbers(15, 18):
        size = len(number.digits)
        start, end, value = number.start, number.end, number.digits
        if size == 17 and (last := re.match(r"[ \-]?[Xx](?![A-Za-z0-9])", text[end : end + 3])):
            end, value, size = end + last.end(), value + "X", 18
        if size == 18:
            before = context.before(start, 24)
            right, credit = is_identity(value), is_credit_code(value)
            if right and not (credit and "信用代码" in before):
                found = Found(Kind.IDENTITY, Severity.MUST, start, end, value)
                if certain.take(found):
                    yield found
            elif (
                not right
                and (not credit or _IDENTITY_WORD.search(before))
                and _doubtful_identity(number, value, before, start, addresses)
            ):
                doubtful.append(Found(Kind.IDENTITY_WRONG, Severity.LOOK, start, end, value))
        elif size == 15 and len(number.groups) <= 3 and "\n" not in number.gaps and plausible(value):
            before = context.before(start, 24)
            called = _IDENTITY_WORD.search(f"{before} {context.after(end, 9)}") is not None
            # Adjacent letters make it a code; without a word for it, 15 digits may be many things.
            if called or (
                len(number.groups) == 1
                and not _OTHER_NUMBER.search(before)
                and not _UNIT_AFTER.match(context.after(end))
                and not re.match(r"\.\d|[A-Za-z]", context.after(end, 2))
                and not re.search(r"[A-Za-z0-9.\-_/]$", before)
                and not _MONEY_BEFORE.search(before)
                and not _CARD_WORD.search(before)
            ):
                doubtful.append(Found(Kind.IDENTITY_OLD, Severity.MUST if called else Severity.LOOK, start, end, value))
    for match in _DISABILITY.finditer(text):
        # 残疾证号 is the identity number and two digits more.
        if "残疾" in context.before(match.start(), 16) and is_identity(match[1]):
            found = Found(Kind.IDENTITY, Severity.MUST, match.start(), match.end(), match[1].upper())
            if certain.take(found):
                yield found
    yield from (found for found in doubtful if certain.take(found))


def _doubtful_identity(number: Number, value: str, before: str, start: int, addresses: list[tuple[int, int]]) -> bool:
    if "\n" in number.gaps or len(number.groups) > 4 or _inside(start, addresses):
        return False
    if _OTHER_NUMBER.search(before) or "信用代码" in before or _MONEY_BEFORE.search(before):
        return False
    if _IDENTITY_WORD.search(before):
        return value[0] != "0"
    if _CARD_WORD.search(before) or re.search(r"[A-Za-z0-9]$", before):
        return False
    return number.groups in ((18,), (17,), (6, 8, 4), (6, 8, 3)) and plausible(value)


def _mobiles(context: Context, runs: Runs, addresses: list[tuple[int, int]]) -> Iterator[Found]:
    text = context.text
    for number in runs.numbers(11, 13):
        value, start, groups = number.digits, number.start, number.groups
        if len(value) == 13 and value.startswith("86"):  # 8613800138000, 86 138 0013 8000
            groups = groups[1:] if groups[0] == 2 else (groups[0] - 2, *groups[1:])
            value = value[2:]
            country = True
        else:
            country = _COUNTRY.search(text[max(0, start - 8) : start]) is not None
        if len(value) != 11 or groups not in _GROUPED_MOBILE or not _MOBILE.fullmatch(value) or "\n" in number.gaps:
            continue
        before = context.before(start, 20)
        after = context.after(number.end)
        if _inside(start, addresses) or re.match(r"\.\d|,\d{3}(?!\d)|/(?!1[3-9]\d{9})\d|[-_]\d|[A-Za-z_]", after):
            continue
        glued = re.search(
            r"[A-Za-z][-_./]?$|(?<![0-9]{11})[0-9][-_./]?$|(?<![0-9]{11})[/=_&]$",
            before.rstrip() if country else before,
        )
        called = _PHONE_WORD.search(before)
        # "0399-13812345678" is a mobile behind an area code; "LY-2024-13812345678" is a number of papers.
        leads = re.search(r"(?:tel|phone|mobile|sms|mp|sj|t)[:.=]?$|(?<![0-9A-Za-z])0\d{2,3}-$", before, re.IGNORECASE)
        if not country and glued and not leads:
            continue
        if not called and (_OTHER_NUMBER.search(before) or _MONEY_BEFORE.search(before) or _UNIT_AFTER.match(after)):
            continue
        if called and _UNIT_AFTER.match(after) and not re.match(r" ?[人户次]", after):
            continue
        if number.gaps and "-" not in number.gaps and not (country or called):
            # Three figures of a table in one line look the same.
            figures = re.search(r"\d $", before) or re.match(r" \d", after)
            if figures:
                continue
            yield Found(Kind.MOBILE, Severity.LOOK, start, number.end, value)
            continue
        office = _OFFICE_PHONE.search(context.before(start, 30)) is not None
        yield Found(Kind.MOBILE, Severity.LOOK if office else Severity.MUST, start, number.end, value)


def _cards(context: Context, runs: Runs, addresses: list[tuple[int, int]]) -> Iterator[Found]:
    for number in runs.numbers(9, 25):
        value, before = number.digits, context.before(number.start, 20)
        if "\n" in number.gaps or _inside(number.start, addresses) or re.search(r"[A-Za-z0-9][-_/]?$", before):
            continue
        after = context.after(number.end)
        if re.match(r"\.\d|,\d{3}(?!\d)|[A-Za-z_]", after) or _UNIT_AFTER.match(after):
            continue
        called = _CARD_WORD.search(before) is not None
        if not called and (
            _OTHER_NUMBER.search(before) or _IDENTITY_WORD.search(before) or _MONEY_BEFORE.search(before)
        ):
            continue
        if 16 <= len(value) <= 19 and luhn(value) and _grouped_as_card(number.groups):
            office = "卡" not in before and _OFFICE_ACCOUNT.search(context.before(number.start, 40)) is not None
            usual = value.startswith("62") and len(value) in (16, 19)
            if usual or (
                not office and (value.startswith(("62", "9558", "9559")) or (called and value[0] in "3456789"))
            ):
                yield Found(Kind.BANK_CARD, Severity.MUST, number.start, number.end, value)
                continue
            if value[0] in "45" and number.groups == (4, 4, 4, 4) and number.gaps == "---":
                yield Found(Kind.BANK_CARD, Severity.LOOK, number.start, number.end, value)
                continue
        if (
            12 <= len(value) <= 23
            and re.search(r"(?:卡号|账号|帐号|账户|帐户|存折)[^0-9]{0,6}$", before)
            and not _OFFICE_ACCOUNT.search(context.before(number.start, 40))
            and _grouped_as_card(number.groups)
        ):
            yield Found(Kind.BANK_ACCOUNT, Severity.LOOK, number.start, number.end, value)


def _grouped_as_card(groups: tuple[int, ...]) -> bool:
    """In one piece, in fours, or the first six apart."""
    return (
        len(groups) == 1
        or (all(size == 4 for size in groups[:-1]) and 1 <= groups[-1] <= 7)
        or (groups[0] == 6 and len(groups) <= 3)
    )


def luhn(number: str) -> bool:
    """Whether the last digit of a card fits the others.

    >>> luhn("6222020000000003301"), luhn("6222020000000003302")
    (True, False)
    """
    total = 0
    for at, digit in enumerate(reversed(number)):
        value = int(digit) << (at & 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(number)) > 1


def _passports(context: Context) -> Iterator[Found]:
    for match in _PASSPORT.finditer(context.text):
        if _PASSPORT_WORD.search(context.before(match.start(), 20)):
            yield Found(Kind.PASSPORT, Severity.MUST, match.start(), match.end(), match[0].upper())
    for match in _COMPATRIOT.finditer(context.text):
        yield Found(Kind.PASSPORT, Severity.MUST, match.start(1), match.end(1), match[1])


def _mails(context: Context) -> Iterator[Found]:
    for match in _MAIL.finditer(context.text):
        if (
            match[0].rsplit("@", 1)[1].lower() in _PRIVATE_MAIL
            and "*" not in context.text[match.start() - 1 : match.start()]
        ):
            yield Found(Kind.EMAIL, Severity.LOOK, match.start(), match.end(), match[0].lower())
