"""保密存疑: the answer of the department that was asked, noted by somebody who did not write the draft."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.desk.publishing.finding import draft_of
from gongkai.disclosures import actions, rules
from gongkai.disclosures.models import Draft, SecrecyReview
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account

ANSWERS = [(value, label) for value, label in SecrecyReview.Conclusion.choices if value != "doubt"]


class AnswerForm(Worded):
    """What was answered, by which paper, when."""

    conclusion = forms.ChoiceField(label=say("答复的结论"), choices=ANSWERS, widget=forms.RadioSelect)
    text = forms.CharField(label=say("答复的文号或者内容"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    on = forms.DateField(label=say("答复日期"))

    def clean_on(self) -> object:
        on = self.cleaned_data["on"]
        if on > clock.today():
            raise forms.ValidationError(say("答复日期晚于今天，请核对"))
        return on


@allow(rules.REVIEW)
@require_http_methods(["GET", "POST"])
def review_doubt(request: HttpRequest, pk: int) -> HttpResponse:
    """The open doubt of a draft, and the form for its answer."""
    account: Account = request.user  # type: ignore[assignment]
    draft = draft_of(account, pk)
    record = draft.secrecy_reviews.filter(conclusion="doubt", reply="").select_related("by").order_by("-pk").first()
    if draft.stage != Draft.Stage.DOUBT or record is None:
        raise Http404
    form = AnswerForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_doubt(record, by=account, **form.cleaned_data)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            draft.refresh_from_db()
            if draft.stage == Draft.Stage.REVIEWING:
                messages.success(request, say("已登记：可以公开。审核接着进行。"))
            else:
                messages.success(request, say("已登记：稿件已退回起草人。"))
            return redirect("desk:info_draft", pk)
    context = {"draft": draft, "record": record, "form": form, "wrong": bool(form.errors)}
    return render(request, "desk/reviewing/doubt.html", context, status=422 if form.errors else 200)
