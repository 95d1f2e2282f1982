"""词表: the body's own words for the check, and when they end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.agencies.models import Agency
from gongkai.disclosures import actions, rules
from gongkai.disclosures.actions.word_lists import BadWord
from gongkai.disclosures.models import LocalWord
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Explained, Worded
from gongkai.people import clock
from gongkai.people.access import allow, said
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with

Kind = LocalWord.Kind
HINTS = {
    Kind.WRONG: say("例如：云玲县，应为云岭县"),
    Kind.OUTDATED: say("例如：县商业局，现为县商务局"),
    Kind.FORBIDDEN: say("出现就不能发布，除非说明理由"),
    Kind.NAME: say("姓名和职务中间空一格；地名填两种写法"),
    Kind.ALLOWED: say("随软件的词表误报的词，本机关这样写是对的"),
}


class WordForm(Worded):
    """One entry."""

    kind = forms.ChoiceField(
        label=say("类别"), widget=forms.RadioSelect, choices=[(k.value, Explained(k.label, HINTS[k])) for k in Kind]
    )
    wrong = forms.CharField(label=say("要找的写法"), required=False, max_length=60)
    right = forms.CharField(label=say("正确写法"), required=False, max_length=60)
    reason = forms.CharField(label=say("说明"), required=False, max_length=200)
    expires_on = forms.DateField(label=say("有效至"), help_text=say("到这一天由您确认要不要接着用"))


def in_a_year(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, 28))


@allow(rules.WORDS)
@require_http_methods(["GET", "POST"])
def info_words(request: HttpRequest) -> HttpResponse:
    """The list, a form for one more, and what can be done to each."""
    account: Account = request.user  # type: ignore[assignment]
    agencies = agencies_with(account, rules.WORDS.key)
    own = LocalWord.objects.filter(agency__in=agencies, removed_at=None).select_related("owner", "agency")
    today = clock.today()
    form = WordForm(initial={"kind": Kind.WRONG.value, "expires_on": in_a_year(today)})
    if request.method == "POST":
        if request.POST.get("do") in ("renew", "remove"):
            return _one(request, own, account)
        form = WordForm(request.POST)
        agency = Agency.objects.filter(pk__in=agencies).first()
        if agency is None:
            raise Http404
        if form.is_valid():
            try:
                word = actions.add_word(agency, by=account, **form.cleaned_data)
            except BadWord as error:
                form.add_error(error.name, str(error))
            else:
                messages.success(request, say("“{word}”已列入词表，从下一次检查起用。", word=word))
                return redirect("desk:info_words")
    words: list[Any] = list(own)
    for word in words:
        word.over = word.expires_on is not None and word.expires_on < today
    context = {"form": form, "words": words, "next": in_a_year(today)}
    return render(request, "desk/publishing/words.html", context, status=422 if form.errors else 200)


def _one(request: HttpRequest, own: Any, account: Account) -> HttpResponse:
    given = request.POST.get("word", "")
    word = own.filter(pk=int(given[:18]) if given.isdecimal() else 0).first()
    if word is None:
        raise Http404
    try:
        if request.POST["do"] == "renew":
            actions.renew_word(word, in_a_year(clock.today()), by=account)
            messages.success(request, say("“{word}”接着用一年。", word=word))
        else:
            actions.remove_word(word, by=account)
            messages.success(request, say("“{word}”已从词表删去。", word=word))
    except GongkaiError as error:
        return said(request, error, "desk:info_words")
    return redirect("desk:info_words")
