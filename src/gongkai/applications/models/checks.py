"""教训转成的检查规则: rules that lessons left, in versions; on which letters they fired, and what was said to them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.applications.models.letters import Letter
from gongkai.applications.models.remedies import Lesson
from gongkai.language import say
from gongkai.law.letters import LETTERS
from gongkai.law.outcomes import MEANINGS, Outcome
from gongkai.law.tree import TREE
from gongkai.letters.linting.lessons import KIND_NAMES, LEVEL_NAMES, Kind, Level, Rule
from gongkai.people.models import Account


class LessonCheck(models.Model):
    """One version of one rule. Its words never change; a change is a new row that ``follows`` it, and the old one ends the day before.

    ``owner``: the body that decides on it; it holds there, or (``reach`` county) there and in every body that it supervises. ``origin``: of
    a county's rule, the body's own that was proposed. ``told``: the lesson as it was when this was written. ``ends_on``: the last day;
    before ``starts_on`` where it never held.
    """

    class Reach(models.TextChoices):
        OWN = "own", "本机关"
        COUNTY = "county", "主管部门所管的机关"

    class State(models.TextChoices):
        PROPOSED = "proposed", "等主管部门决定"
        CHANGED = "changed", "采纳，有改动"
        DECLINED = "declined", "不采纳"
        WITHDRAWN = "withdrawn", "已收回"
        IN_FORCE = "in_force", "施行"

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="checks")
    owner = models.ForeignKey(Agency, models.PROTECT, related_name="lesson_checks")
    reach = models.CharField("范围", max_length=6, choices=Reach.choices)
    state = models.CharField("状态", max_length=10, choices=State.choices)
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="proposals")
    follows = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    version = models.PositiveSmallIntegerField(default=1)

    kind = models.CharField("种类", max_length=12, choices=[(kind.value, KIND_NAMES[kind]) for kind in Kind])
    level = models.CharField("程度", max_length=4, choices=[(level.value, LEVEL_NAMES[level]) for level in Level])
    wordings = models.JSONField("写法", default=list)
    instead = models.CharField("应当怎么写", max_length=120, blank=True)
    fact = models.CharField("必须先登记的", max_length=20, blank=True)
    question = models.CharField("要回答的问题", max_length=120, blank=True)
    outcome = models.CharField("办理结果", max_length=40, blank=True)
    leaf = models.CharField("具体情形", max_length=40, blank=True)
    articles = models.JSONField("条款", default=list)
    told = models.TextField("教训")

    starts_on = models.DateField("施行日")
    ends_on = models.DateField("最后一天", null=True, blank=True)
    ended_why = models.CharField("停止的原因", max_length=200, blank=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_why = models.CharField("决定的理由", max_length=200, blank=True)

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(outcome="", leaf="", articles=[]), name="lesson_check_names_its_letters"
            ),
            models.CheckConstraint(
                condition=Q(state="in_force") | Q(reach="county"), name="only_a_county_is_proposed_to"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decided_why=""), name="lesson_check_declined_with_a_reason"
            ),
        )
        indexes = (models.Index(fields=("owner", "state", "starts_on"), name="lesson_check_in_force"),)

    def __str__(self) -> str:
        return self.rule.says

    @property
    def rule(self) -> Rule:
        """What it says, as `gongkai.letters.lint` takes it."""
        return Rule(
            Kind(self.kind), Level(self.level), tuple(self.wordings), self.instead, self.fact, self.question, self.outcome,
            self.leaf, tuple(self.articles), self.pk or 0, self.lesson_text,
        )  # fmt: skip

    @property
    def lesson_text(self) -> str:
        """The lesson: a body's own as it now is, a county's as it was accepted."""
        return self.lesson.text if self.reach == self.Reach.OWN else self.told

    @property
    def scope(self) -> str:
        """Which answers it is for, in words."""
        parts = []
        if self.outcome:
            parts.append(MEANINGS[Outcome(self.outcome)].name)
        if self.leaf in TREE.leaves:
            parts.append(leaf_name(self.leaf))
        if self.articles:
            parts.append(say("依据{articles}", articles="、".join(self.articles)))
        return "，".join(parts)

    def holds_on(self, day: date) -> bool:
        return (
            self.state == self.State.IN_FORCE
            and self.starts_on <= day
            and (self.ends_on is None or day <= self.ends_on)
        )

    def is_over(self, day: date) -> bool:
        return self.ends_on is not None and self.ends_on < day


def leaf_name(key: str) -> str:
    """An end of the decision tree in words: its letter and what it rests on.

    >>> leaf_name("partial.process")
    '部分公开告知书（《条例》第三十七条、《条例》第三十六条第（三）项、《条例》第十六条第二款）'
    """
    leaf = TREE.leaves[key]
    name = LETTERS[leaf.letter].name if leaf.letter else MEANINGS[leaf.outcome].name
    return f"{name}（{'、'.join(map(str, leaf.sources))}）" if leaf.sources else name


class CheckHit(models.Model):
    """A rule found something in a letter: once a letter and version (decision 0232)."""

    check_row = models.ForeignKey(LessonCheck, models.PROTECT, related_name="hits")
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="check_hits")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("check_row", "letter"), name="check_hit_once_a_letter"),)

    def __str__(self) -> str:
        return f"{self.check_row_id} {self.letter_id}"


class CheckWord(models.Model):
    """What was said to a rule on one letter. Kept for good; what is taken back or was said of another text counts no more.

    ``digest``: of a pass, the text and files it was given for.
    """

    class Kind(models.TextChoices):
        ANSWER = "answer", "说明"
        ASK = "ask", "提请放行"
        PASS = "pass", "放行"

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="check_words")
    check_row = models.ForeignKey(LessonCheck, models.PROTECT, related_name="words")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    text = models.CharField("说明", max_length=300)
    digest = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("letter", "check_row", "kind"), condition=Q(taken_back_at=None), name="check_word_once_a_letter"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="check_word_says_something"),
            models.CheckConstraint(condition=~Q(kind="pass") | ~Q(digest=""), name="check_pass_binds_to_a_text"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.letter_id}"
