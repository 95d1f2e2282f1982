"""审核 and 保密审查: who looked at which text, asked what, and said what."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.agencies.models import Section
from gongkai.disclosures.models.drafts import Draft
from gongkai.people.models import Account, Role


class Review(models.Model):
    """One step of the review of one revision of a draft. Steps of one number run in parallel. The author never reviews, nor does
    one person take two steps: the database holds that, too.

    ``total``: how many places the whole round has, so that the database can tell a full set of approvals. ``days``: working days
    that the step may take; ``asked_at`` and ``due_on`` are set when its turn comes.
    ``digest``: what the person had before them; a step dies (``voided_at``) with any edit of text, fields or files. ``seen``:
    the fields, text and files the verdict was given on. ``checklist``: ``[{key, label, ok}]`` as ticked.
    """

    class Verdict(models.TextChoices):
        APPROVED = "approved", "同意"
        RETURNED = "returned", "退回"

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="reviews")
    revision = models.PositiveIntegerField()
    step = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField(default=1, help_text="同一步中的第几位")
    total = models.PositiveSmallIntegerField(default=1)
    days = models.PositiveSmallIntegerField(default=2)
    label = models.CharField("步骤", max_length=30)
    role = models.CharField("审核角色", max_length=20, choices=Role.choices)
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="+")
    secrecy = models.BooleanField("含保密审查", default=False)
    author = models.ForeignKey(Account, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    due_on = models.DateField("最晚", null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    acting_for = models.CharField("代行", max_length=40, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField("意见", max_length=8, choices=Verdict.choices, blank=True)
    comment = models.TextField("批注", blank=True)
    checklist = models.JSONField(default=list, blank=True)
    seen = models.JSONField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("draft", "revision", "step", "place", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("draft", "revision", "step", "place"),
                condition=Q(voided_at=None),
                name="publication_review_once_a_step",
            ),
            models.UniqueConstraint(
                fields=("draft", "revision", "by"),
                condition=Q(voided_at=None, by__isnull=False),
                name="publication_review_once_a_person",
            ),
            models.CheckConstraint(
                condition=Q(by=None) | ~Q(by=F("author")), name="publication_review_never_by_the_author"
            ),
            models.CheckConstraint(
                condition=Q(by=None, verdict="", at=None) | Q(by__isnull=False, at__isnull=False) & ~Q(verdict=""),
                name="publication_review_by_a_person_with_a_verdict",
            ),
        )
        indexes = (models.Index(fields=("verdict", "voided_at"), name="publication_review_waiting"),)

    def __str__(self) -> str:
        return f"{self.draft} {self.label}"


class SecrecyReview(models.Model):
    """保密审查: 先审查、后公开, item by item (保守国家秘密法 art. 35, 条例 art. 17). One record a review step that asks for it.

    ``questions``: ``[{key, question, answer, note}]``, every one answered yes or no. A doubt goes to the competent department or
    the secrecy administration (art. 17 ¶3), whose reply ends it.
    """

    class Conclusion(models.TextChoices):
        PUBLISH = "publish", "可以公开"
        PART = "part", "遮盖有关内容后可以公开"
        NOT = "not", "不得公开"
        DOUBT = "doubt", "不能确定，报请确定"

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="secrecy_reviews")
    review = models.ForeignKey(Review, models.PROTECT, related_name="secrecy_reviews")
    digest = models.CharField(max_length=64)
    questions = models.JSONField(default=list)
    conclusion = models.CharField("结论", max_length=8, choices=Conclusion.choices)
    ground = models.CharField("依据和理由", max_length=300, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    acting_for = models.CharField("代行", max_length=40, blank=True)
    at = models.DateTimeField()
    referred_to = models.CharField("报请何机关确定", max_length=80, blank=True)
    referred_on = models.DateField(null=True, blank=True)
    reply = models.CharField("确定的意见", max_length=8, choices=Conclusion.choices, blank=True)
    reply_text = models.CharField("答复文号或者内容", max_length=300, blank=True)
    replied_on = models.DateField(null=True, blank=True)
    reply_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("draft", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(conclusion__in=("part", "not", "doubt")) | ~Q(ground=""),
                name="secrecy_review_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(conclusion="doubt") | ~Q(referred_to=""), name="secrecy_doubt_goes_to_somebody"
            ),
        )

    def __str__(self) -> str:
        return f"{self.draft} {self.get_conclusion_display()}"
