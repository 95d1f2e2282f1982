"""The parts of the look as tags and filters, built in to every template. docs/reference/screens.md shows each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.shortcuts import resolve_url
from django.template import Context, TemplateSyntaxError
from django.template.base import FilterExpression, Node, Parser, Token, token_kwargs
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import smart_split, unescape_string_literal

from gongkai import language
from gongkai.language import say
from gongkai.law import Due, Mark, Source, WorkCalendar
from gongkai.law.calendar import weekday_name
from gongkai.law.calendar.workdays import WEEKDAYS
from gongkai.look import charts, clockface, forms, words
from gongkai.look.articles import wording

register = template.Library()

register.filter("day", words.day)
register.filter("longday", words.longday)
register.filter("isoday", words.isoday)
register.filter("moment", words.moment)
register.filter("money", words.money)
register.filter("articles", words.articles)
register.filter("daykind", words.daykind)
register.simple_tag(words.days_left)
register.simple_tag(words.nearness)
register.simple_tag(words.count_line)


class Say(Node):
    """``{% t %}``: a sentence of the catalogue, with values escaped and put in."""

    def __init__(self, message: str, values: dict[str, FilterExpression], name: str):
        self.message, self.values, self.name = message, values, name

    def render(self, context: Context) -> str:
        values: dict[str, object] = {key: value.resolve(context) for key, value in self.values.items()}
        if context.autoescape:
            values = {key: conditional_escape(value) for key, value in values.items()}
        # The literal stands in a template, where tools/messages.py finds it.
        text = mark_safe(language.say(self.message, **values))
        if not self.name:
            return text
        context[self.name] = text
        return ""


@register.tag
def t(parser: Parser, token: Token) -> Say:
    """``{% t "收到{n}件" n=count %}``, or ``… as name %}``."""
    tag, *bits = smart_split(token.contents)
    if not bits or bits[0][0] not in "\"'" or bits[0][-1] != bits[0][0]:
        raise TemplateSyntaxError(f"{{% {tag} %}} takes a literal sentence first, so that the catalogue can hold it")
    message, bits = unescape_string_literal(bits[0]), bits[1:]
    name = ""
    if len(bits) >= 2 and bits[-2] == "as":
        name, bits = bits[-1], bits[:-2]
    values = token_kwargs(bits, parser)
    if bits:
        raise TemplateSyntaxError(f"{{% {tag} %}} does not understand {bits[0]!r}: values are given as name=value")
    return Say(message, values, name)


@register.filter("t")
def said(message: Any) -> SafeString:
    """``"办理中"|t``: a literal sentence without values, as an argument of another tag."""
    return mark_safe(language.say(message))


# Time


@register.inclusion_tag("look/_leaf.html")
def leaf(due: Due | date | None, today: date | None = None, calendar: WorkCalendar | None = None) -> dict[str, object]:
    """A leaf of the tear-off calendar. With ``today`` it is coloured when the day is near or past."""
    on = words.last_day(due)
    if on is None:
        return {}
    how = words.nearness(due, today, calendar) if today else ""
    return {"on": on, "how": how, "month": say("{month}月", month=on.month), "weekday": weekday_name(on)}


@register.inclusion_tag("look/_ticks.html")
def ticks(used: int, total: int, how: str = "", words: str = "") -> dict[str, object]:
    """``used`` of ``total`` as marks in a row. ``how``: "", "near", "late" or "paused"."""
    total, used = max(1, total), min(used, total)
    step = 120 / total
    width = min(step - 1.6, 40) if total < 60 else step * 0.73
    marks = [(f"{step * n:g}"[:7], f"{width:g}"[:7], n < used) for n in range(total)]
    told = words or say("已用{used}个工作日，共{total}个", used=used, total=total)
    return {"marks": marks, "how": how, "words": told}


@register.inclusion_tag("look/_ticks.html")
def due_ticks(due: Due, today: date, calendar: WorkCalendar | None = None) -> dict[str, object]:
    """The ticks of a period, coloured as it stands; nothing where it is not counted by days."""
    used, total = words.counted(due, today)
    if not total:
        return {}
    paused = any(step.on == today and step.mark is Mark.PAUSED for step in due.steps)
    how = "paused" if paused else words.nearness(due, today, calendar)
    told = "" if words.in_working_days(due) else say("已用{used}天，共{total}天", used=used, total=total)
    return ticks(used, total, how, told)


@register.inclusion_tag("look/_clock.html")
def clock(
    due: Due,
    today: date,
    closed_on: date | None = None,
    notes: bool = False,
    id: str = "clock",
    calendar: WorkCalendar | None = None,
) -> dict[str, object]:
    """The calendar that shows its own arithmetic. At most one a page, or each with an ``id`` of its own."""
    return {
        "face": clockface.face(due, today, closed_on=closed_on, calendar=calendar),
        "due": due,
        "id": id,
        "weekdays": [(name[1:], 24 + 48 * n) for n, name in enumerate(WEEKDAYS)],
        "notes": notes,
        "provisional": due.not_before if due.provisional else None,
        # The first warning of a provisional date says what the notice above says already.
        "warnings": due.warnings[1:] if due.provisional else due.warnings,
    }


# Law


@register.inclusion_tag("look/_law.html")
def law(*sources: Source | str | Iterable[Source | str]) -> dict[str, object]:
    """Articles that decide something, with what they say. Never inside a ``p``."""
    cited = [text for source in sources for text in words.each(source)]
    texts = [found for text in cited if (found := wording(text)) is not None]
    return {"citation": words.articles(cited), "texts": texts, "several": len(cited) > 1}


# Blocks

STATES = frozenset({"none", "run", "paused", "near", "late", "done"})


@register.simple_tag
def state(kind: str, text: str) -> SafeString:
    """A state: shape and word first, colour third."""
    return format_html('<span class="st st-{}">{}</span>', _one_of(kind, STATES, "state"), text)


@register.simple_block_tag
def notice(content: str, kind: str = "", role: str | None = None) -> SafeString:
    """One fact that changes what the reader does. What is late is announced at once, what is done when there is time."""
    _one_of(kind, STATES | {""}, "notice")
    role = {"late": "alert", "done": "status"}.get(kind, "") if role is None else role
    return format_html(
        '<div class="notice{}"{}>{}</div>',
        f" notice-{kind}" if kind else "",
        format_html(' role="{}"', role) if role else "",
        mark_safe(content),
    )


@register.simple_block_tag
def find(content: str, number: int, kind: str, title: str, target: str = "", level: int = 3) -> SafeString:
    """What a check says: its number, the fact, the evidence and the ways out (the content)."""
    _one_of(kind, {"late", "near", "done"}, "find")
    key = format_html('<span class="key key-{}">{}</span>', kind, number)
    if target:
        key = format_html('<a class="key key-{} quiet" href="#{}">{}</a>', kind, target, number)
    return format_html(
        '<article class="find find-{0}" id="f{1}"><h{4}>{2}{3}</h{4}>{5}</article>',
        kind,
        number,
        key,
        title,
        level,
        mark_safe(content),
    )


@register.inclusion_tag("look/_meta.html")
def meta(rows: Iterable[tuple[str, object]], columns: int = 1, plain: bool = False) -> dict[str, object]:
    """Names and values. Rows whose value is None are left out."""
    return {"rows": [row for row in rows if row[1] is not None], "columns": columns, "plain": plain}


@register.inclusion_tag("look/_steps.html")
def steps(labels: Sequence[str], current: int, label: str = "") -> dict[str, object]:
    """The stages of a form or a review. ``current``: the stage that is now, from 1."""
    kinds = ["past" if n < current else "now" if n == current else "" for n in range(1, len(labels) + 1)]
    return {"steps": list(zip(kinds, labels, strict=True)), "label": label or say("步骤")}


@register.simple_block_tag
def tl(content: str) -> SafeString:
    """What happened, newest first: a list of ``tl_item``."""
    return format_html('<ol class="tl">{}</ol>', mark_safe(content))


@register.simple_block_tag
def tl_item(content: str, title: str, who: str = "", at: datetime | date | None = None, state: str = "") -> SafeString:
    """One event; the content stands under it. ``state``: "", "now", "todo" or "hold" (the period stood still)."""
    _one_of(state, {"", "now", "todo", "hold"}, "tl_item")
    when = words.moment(at) if isinstance(at, datetime) else words.isoday(at)
    beside = format_html("{}{}{}", who, "　" if who and when else "", when)
    return format_html(
        "<li{}><p><b>{}</b>{}</p>{}</li>",
        format_html(' class="{}"', state) if state else "",
        title,
        format_html('　<span class="mute">{}</span>', beside) if beside else "",
        mark_safe(content),
    )


@register.simple_block_tag
def nothing(content: str, title: str) -> SafeString:
    """Where there is nothing: what is true, and what comes next."""
    return format_html('<div class="empty"><p><b>{}</b></p>{}</div>', title, mark_safe(content))


@register.simple_block_tag
def scroll(content: str, label: str) -> SafeString:
    """Around every table: it scrolls in itself, and can be reached by the keyboard."""
    return format_html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>', label, mark_safe(content)
    )


@register.inclusion_tag("look/_progress.html")
def progress(done: int, total: int, words: str, id: str = "progress") -> dict[str, object]:
    """How far long work has come."""
    return {"done": done, "total": total, "words": words, "id": id}


@register.inclusion_tag("look/_pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], word: str = "", name: str = "page") -> dict[str, object]:
    """Where one is in a long list, and the way on. ``word``: what is counted, 件 unless told. ``name``: of the parameter."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[name] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "before": address(page.previous_page_number()) if page.has_previous() else "",
        "after": address(page.next_page_number()) if page.has_next() else "",
        "word": word or say("件"),
    }


# Forms


@register.inclusion_tag("look/_field.html")
def field(bound: BoundField, **options: Any) -> dict[str, object]:
    """A field of a form: label, hint, error, control. Options as in `look.forms.drawn`."""
    return forms.drawn(bound, **options)


@register.inclusion_tag("look/_errors.html")
def error_summary(*named: BaseForm) -> dict[str, object]:
    """What is to be put right, with a link to each place. Nothing where there is nothing."""
    return {"errors": forms.summary(*named)}


register.simple_tag(forms.hidden)


# Pictures


@register.inclusion_tag("look/_bars.html")
def bars(chart: charts.Bars, id: str = "bars") -> dict[str, object]:
    """A chart of bars with its table."""
    return {"chart": chart, "id": id}


@register.inclusion_tag("look/_waffle.html")
def waffle(parts: Sequence[charts.Part], what: str) -> dict[str, object]:
    """One square for each body. ``what``: what they are, as in 43家单位."""
    return charts.waffle_of(parts, what)


@register.inclusion_tag("look/_age.html")
def age(share: float, how: str = "") -> dict[str, object]:
    """The thin bar under an entry. ``share`` of the time that it may take, 0 to 1."""
    return {"share": f"{100 * min(1.0, max(0.0, share)):.0f}", "kind": {"near": "b3", "late": "b4"}.get(how, "b")}


# Frames


@register.simple_tag(takes_context=True)
def prefer(context: Context, name: str, choice: str) -> str:
    """The address that sets a choice of look (size or theme) and comes back to this page."""
    query = urlencode({name: choice, "next": context["request"].get_full_path()})
    return f"{reverse('look:prefer')}?{query}"


@register.simple_block_tag
def crumbs(content: str, name: str = "crumbs") -> SafeString:
    """Where one is: the content's ``li`` in a navigation, or nothing at all where there are none."""
    if not content.strip():
        return SafeString()
    return format_html('<nav class="{}" aria-label="{}"><ol>{}</ol></nav>', name, say("当前位置"), mark_safe(content))


@register.simple_tag
def reachable(entries: Iterable[tuple[str, str, bool]] | None) -> list[tuple[str, str, bool]]:
    """The entries whose address exists; names of addresses become addresses."""
    found = []
    for label, to, current in entries or ():
        try:
            found.append((label, resolve_url(to), current))
        except NoReverseMatch:
            continue
    return found


def _one_of(kind: str, known: Iterable[str], tag: str) -> str:
    """``kind``, if it is known: a slip in a template must not pass as a class that means nothing."""
    if kind not in known:
        raise TemplateSyntaxError(f"{{% {tag} %}} does not know {kind!r}; it knows {sorted(known)}")
    return kind
