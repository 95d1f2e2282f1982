"""A small site that shows every part of the look, for the tests of the look alone. Its own addresses stand in for the real ones."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from gongkai.law import Application, Article, Asked, Correction, Due, Extension, Fee, Pause, answer_due, due, national
from gongkai.law.clocks.fixed import fixed_due
from gongkai.look import errors
from gongkai.look.charts import Bars, Part, Series
from gongkai.look.forms import Explained, Worded

PAGES = Path(__file__).parent / "pages"
CHINA = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 10, 16)


class Body(SimpleNamespace):
    """What a frame reads of a body."""

    def __str__(self) -> str:
        return str(self.name)


AGENCY = Body(
    name="云岭县商务局",
    office="局办公室",
    address="云岭县文昌路18号",
    postcode="463900",
    phone="0399-555 0126",
    fax="",
    email="",
    hours="工作日8:30–12:00，14:30–17:30",
)
NAV = [
    ("首页", "portal:home", False),
    ("公开指南", "/guide/", False),
    ("公开制度", "/rules/", False),
    ("法定主动公开内容", "portal:search", False),
    ("公开年报", "no:such", False),
    ("依申请公开", "portal:ask", True),
]
RAIL = [
    ("今天", "/desk/", 6, False),
    ("申请", "/desk/applications/", 14, True),
    ("审批", "/desk/approvals/", 2, False),
    ("文书", "/desk/letters/", None, False),
    ("收费", "/desk/fees/", None, False),
    ("救济", "/desk/disputes/", 1, False),
    ("年报", "/desk/report/", None, False),
    ("设置", "/desk/settings/", None, False),
]


class Ask(Worded):
    """Every kind of field."""

    what = forms.CharField(
        label="名称、文号，或者能让我们找到它的说明", widget=forms.Textarea, help_text="写得越具体，找得越快。"
    )
    way = forms.ChoiceField(
        label="怎样给您",
        widget=forms.RadioSelect,
        choices=[
            ("net", Explained("电子文件", "在进度页下载，最快")),
            ("post", Explained("纸质，邮寄", "免费，中国邮政挂号")),
            ("visit", "到办公地点查阅、抄录"),
        ],
    )
    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.RegexField(
        r"^1\d{10}$", label="手机号码", error_messages={"invalid": "手机号码少一位，请补全11位数字"}
    )
    born = forms.DateField(label="成文日期", required=False)
    kind = forms.ChoiceField(label="申请人类型", choices=[("", "请选择"), ("person", "自然人"), ("firm", "商业企业")])
    address = forms.CharField(label="通信地址", required=False)
    proof = forms.FileField(label="身份证明", help_text="PDF、JPG或者PNG，最大20MB。")
    topics = forms.MultipleChoiceField(
        label="通知我", widget=forms.CheckboxSelectMultiple, required=False, choices=[("sms", "短信"), ("mail", "邮件")]
    )
    help = forms.BooleanField(
        label="我阅读、视听有困难，请提供帮助", required=False, help_text="例如大字文本、电话说明、当面代填"
    )


def show(request: HttpRequest, name: str, status: int = 200, **values: object) -> HttpResponse:
    template = engines["django"].from_string((PAGES / name).read_text(encoding="utf-8"))
    frame = {"agency": AGENCY, "nav": NAV, "rail": RAIL, "county": "云岭县", "today": TODAY}
    frame["user"] = SimpleNamespace(is_authenticated=True, name="李文静")
    frame["post"] = "局办公室"
    frame["labels"] = ["先找一找", "写下申请", "拿到查询码"]
    frame["rows"] = [
        ("结果", "部分公开"),
        ("依据", "《条例》第三十七条"),
        ("空的", None),
        ("给", "企业名单、补贴金额（7家）"),
        ("不给", "评审会议纪要"),
    ]
    return HttpResponse(template.render(frame | values, request), status=status)


def answered() -> Due:
    """The case of the look's own example: a consultation from 21 to 29 September."""
    pause = Pause(date(2026, 9, 21), date(2026, 9, 29), date(2026, 9, 21))
    return answer_due(Application(date(2026, 9, 11), pauses=(pause,)), national())


def clocks() -> list[tuple[str, Due, date, date | None]]:
    """(name, due, today, closed on) of every kind of clock."""
    calendar = national()
    long = Application(
        date(2026, 3, 2),
        correction=Correction(date(2026, 3, 9), date(2026, 3, 30)),
        pauses=(Pause(date(2026, 4, 8), date(2026, 4, 29), date(2026, 4, 8)),),
        extension=Extension(20, date(2026, 5, 8)),
    )
    return [
        ("plain", answer_due(Application(date(2026, 9, 11)), calendar), date(2026, 9, 11), None),
        ("long", answer_due(long, calendar), date(2026, 5, 20), None),
        ("late", answer_due(Application(date(2026, 6, 1)), calendar), date(2026, 7, 10), None),
        ("very-late", answer_due(Application(date(2026, 3, 2)), calendar), date(2026, 7, 10), None),
        ("closed", answer_due(Application(date(2026, 6, 1)), calendar), date(2026, 9, 1), date(2026, 6, 18)),
        ("provisional", answer_due(Application(date(2026, 12, 15)), calendar), date(2026, 12, 22), None),
        (
            "waiting",
            answer_due(Application(date(2026, 9, 1), correction=Correction(date(2026, 9, 8))), calendar),
            TODAY,
            None,
        ),
        (
            "agency",
            answer_due(Application(date(2026, 9, 1), pauses=(Pause(date(2026, 9, 8), asked=Asked.AGENCY),)), calendar),
            date(2026, 9, 10),
            None,
        ),
        ("days", due("reconsideration", date(2026, 3, 2), calendar), date(2026, 3, 20), None),
        ("months", due("suit", date(2026, 1, 15), calendar), date(2026, 3, 20), None),
        ("year", due("reconsideration_untold", date(2025, 5, 1), calendar), date(2026, 3, 20), None),
        ("fixed", fixed_due("annual_report", 2025), date(2026, 1, 20), None),
        ("short", due("correction_notice", date(2026, 10, 9), calendar), TODAY, None),
        ("fee", answer_due(Application(date(2026, 9, 1), fee=Fee(date(2026, 9, 8))), calendar), TODAY, None),
    ]


def parts(request: HttpRequest) -> HttpResponse:
    page = Paginator(range(312), 20).get_page(request.GET.get("page", 3))
    months = tuple(str(n) for n in range(1, 11))
    two = Bars(
        "2026年1至10月每月收到和答复的申请件数",
        months,
        (Series("收到", (1, 1, 3, 2, 4, 2, 3, 2, 4, 2)), Series("答复", (0, 1, 2, 2, 3, 3, 2, 2, 3, 1))),
        unit="件，横轴为月份",
    )
    load = Bars(
        "未来十个工作日每天到期的件数",
        ("16", "19", "20", "21", "22", "23", "26", "27", "28", "29"),
        (Series("到期", (2, 1, 2, 0, 1, 2, 0, 1, 3, 1)),),
        unit="件",
        sublabels=("五", "一", "二", "三", "四", "五", "一", "二", "三", "四"),
        marks=frozenset({0}),
    )
    return show(
        request,
        "kit.html",
        due=answered(),
        page=page,
        two=two,
        load=load,
        parts=[
            Part(22, "done", "已报，通过"),
            Part(4, "late", "要改"),
            Part(9, "run", "起草中"),
            Part(8, "none", "没有开始"),
        ],
        articles=[Article("条例", 31, item=3), Article("条例", 33, 2)],
        gist=Article("法释〔2025〕8号", 11),
        unknown="安徽省规定（地方规定，可另设）",
        at=datetime(2026, 10, 16, 10, 2, tzinfo=CHINA),
        before=datetime(2025, 10, 16, 10, 2, tzinfo=CHINA),
        hostile="<script>alert(1)</script>",
    )


def case(request: HttpRequest) -> HttpResponse:
    return show(request, "case.html", due=answered(), at=datetime(2026, 10, 16, 10, 2, tzinfo=CHINA))


def all_clocks(request: HttpRequest) -> HttpResponse:
    return show(request, "clocks.html", clocks=[one for one in clocks() if one[0] == request.GET.get("only", one[0])])


def form(request: HttpRequest) -> HttpResponse:
    data = {"what": "2025年度外贸稳增长专项资金支持的企业名单", "way": "net", "name": "周清源", "phone": "1390000123"}
    found = Ask(request.POST or (None if "empty" in request.GET else data), request.FILES or None)
    return show(request, "form.html", 422 if found.errors else 200, form=found)


def suggestions(request: HttpRequest) -> HttpResponse:
    return show(request, "suggestions.html", q=request.GET["q"])


def phone(request: HttpRequest) -> HttpResponse:
    return show(request, "phone.html", back=("待批2件", "/desk/approvals/"), post="分管领导")


def broken(request: HttpRequest) -> HttpResponse:
    return errors.failed(request)


def slow(request: HttpRequest) -> HttpResponse:
    return errors.slow_down(request, 600)


def blank(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


portal = (
    [
        path("", parts, name="home"),
        path("search/", blank, name="search"),
        path("ask/", form, name="ask"),
        path("progress/", blank, name="progress"),
        path("errors/", blank, name="mistake"),
    ],
    "portal",
)
desk = ([path("", case, name="today"), path("applications/", blank, name="applications")], "desk")
people = ([path("", blank, name="account"), path("logout/", blank, name="logout")], "people")
urlpatterns = [
    path("look/", include("gongkai.look.urls")),
    path("desk/phone/", phone),
    path("desk/", include(desk)),
    path("account/", include(people)),
    path("clocks/", all_clocks),
    path("suggestions/", suggestions),
    path("broken/", broken),
    path("slow/", slow),
    path("stale/", errors.stale),
    path("", include(portal)),
]
handler404 = "gongkai.look.errors.not_found"
handler500 = "gongkai.look.errors.failed"
