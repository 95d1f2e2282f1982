"""The columns of a file of bodies: what each is called, in which words it may also stand there, what is written in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongkai.agencies.models import Agency, AgencyKind
from gongkai.language import say
from gongkai.ledgers.reading.heads import even


@dataclass(frozen=True, slots=True)
class Column:
    """``key``: the field of the body, or ``above``, ``administrator``, ``username``. ``others``: further heads it is known by."""

    key: str
    label: str
    others: tuple[str, ...] = ()
    needed: bool = False
    sample: str = ""


def _own(key: str, *others: str, needed: bool = False, sample: str = "") -> Column:
    return Column(key, str(Agency._meta.get_field(key).verbose_name), others, needed, sample)


COLUMNS: tuple[Column, ...] = (
    _own("name", "机关名称", "单位名称", "单位全称", "机关全称", "名称", needed=True, sample=say("示例县商务局")),
    _own("short_name", "机关简称", "单位简称", sample=say("县商务局")),
    _own("code", "代字", "发文代字", needed=True, sample=say("示商")),
    _own("slug", "网址", "网址段", "地址名", needed=True, sample="shangwu"),
    _own("kind", "机关类别", "单位类别", "机关类型", "单位类型", "类型", sample=AgencyKind.DEPARTMENT.label),
    Column(
        "above", say("主管部门"), ("主管机关", "主管单位", "上级机关", "上级单位"), sample=say("示例县人民政府办公室")
    ),
    _own("starts_on", "成立日", "设立日期", "成立日期", sample="2019-03-01"),
    _own("organisation_code", "统一社会信用代码", "信用代码", "机构代码", "组织机构代码"),
    _own("duties", "主要职责", "机关职责"),
    _own("office", "公开工作机构", "工作机构", sample=say("办公室")),
    _own("address", "地址", "单位地址"),
    _own("postcode", "邮编"),
    _own("phone", "电话", "咨询电话"),
    _own("fax", "传真号码"),
    _own("email", "邮箱", "电子邮件"),
    _own("hours", "工作时间"),
    _own("reconsideration", "复议机关", sample=say("示例县人民政府")),
    _own("court", "管辖法院", "法院", sample=say("示例县人民法院")),
    Column("administrator", say("管理员姓名"), ("系统管理员", "管理员", "系统管理员姓名")),
    Column("username", say("管理员账号"), ("账号", "系统管理员账号", "登录名")),
)
BY_KEY: Mapping[str, Column] = {column.key: column for column in COLUMNS}
LABELS: Mapping[str, str] = {column.key: column.label for column in COLUMNS}
OWN_FIELDS: tuple[str, ...] = tuple(
    column.key for column in COLUMNS if column.key not in ("above", "administrator", "username")
)
"""Those that are fields of the body as they are."""

_KNOWN = {even(word): column.key for column in COLUMNS for word in (column.label, *column.others)}
_FEWEST = 3
_DEEPEST = 12


def head_of(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, dict[str, int]] | None:
    """(place of the head among ``rows``, key → column, from 0); None where no row names 全称 and two more."""
    for at, (_, cells) in enumerate(rows[:_DEEPEST]):
        found: dict[str, int] = {}
        for column, cell in enumerate(cells):
            key = _KNOWN.get(even(cell))
            if key is not None:
                found.setdefault(key, column)
        if "name" in found and len(found) >= _FEWEST:
            return at, found
    return None


_KIND_WORDS = {
    AgencyKind.GOVERNMENT: ("人民政府", "政府", "本级政府"),
    AgencyKind.GOVERNMENT_OFFICE: ("政府办公室", "政府办公厅", "办公室", "办公厅", "政府办"),
    AgencyKind.DEPARTMENT: ("政府部门", "部门", "工作部门"),
    AgencyKind.TOWNSHIP: ("乡镇人民政府", "街道办事处", "乡镇", "街道", "乡", "镇", "乡镇街道"),
    AgencyKind.AGENCY: ("派出机构", "内设机构", "派出机关"),
    AgencyKind.AUTHORISED: ("法律法规授权的组织", "授权组织", "授权的组织"),
}
_KINDS = {even(word): kind for kind, words in _KIND_WORDS.items() for word in (kind.value, kind.label, *words)}


def kind_of(text: str) -> AgencyKind | None:
    """The kind that ``text`` names, in one of the usual words or by our own code."""
    return _KINDS.get(even(text))
