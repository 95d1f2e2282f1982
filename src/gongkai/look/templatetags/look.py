"""The parts of the look as tags and filters, built in to every template. docs/reference/screens.md shows each."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context, TemplateSyntaxError
from django.template.base import FilterExpression, Node, Parser, Token, token_kwargs
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import smart_split, unescape_string_literal

from gongkai.language import say
from gongkai.look import words

register = template.Library()

register.filter("day", words.day)
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
        text = mark_safe(say(self.message, **values))
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
    return mark_safe(say(message))
