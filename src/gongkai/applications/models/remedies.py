"""行政复议、行政诉讼: the register behind table 4. A case, its rounds (instances), what it taught, and how a body counts results."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.agencies.models import Agency
from gongkai.applications.models.application import Application
from gongkai.law.disputes import BUCKET_NAMES, COUNTED, LEVEL_NAMES, RESULTS, Level
from gongkai.law.disputes import Round as RoundFacts
from gongkai.people.models import Account

RESULT_NAMES = [(result.code, result.name) for result in RESULTS.values()]


class RemedyCase(models.Model):
    """One reconsideration or suit, through all its rounds. ``result`` and ``concluded_on`` repeat how it stands now: those of the
    latest round, "" and None while that is pending. What counts in a year is told by the rounds (decision 0152)."""

    class Kind(models.TextChoices):
        RECONSIDERATION = "reconsideration", "行政复议"
        SUIT_DIRECT = "suit_direct", "未经复议直接起诉"
        SUIT_AFTER = "suit_after_reconsideration", "复议后起诉"

    class Result(models.TextChoices):
        UPHELD = "upheld", "结果维持"
        CORRECTED = "corrected", "结果纠正"
        OTHER = "other", "其他结果"

    class Capacity(models.TextChoices):
        ACTOR = "actor", "作出原行为的机关"
        REVIEWER = "reviewer", "只因作出复议决定而成为被告"

    class Against(models.TextChoices):
        ANSWER = "answer", "答复"
        SILENCE = "silence", "逾期不答复"
        DISCLOSURE = "disclosure", "决定公开"
        OTHER = "other", "其他"

    class By(models.TextChoices):
        APPLICANT = "applicant", "申请人"
        THIRD_PARTY = "third_party", "第三方"
        OTHER = "other", "其他人"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="remedies")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="remedies")
    kind = models.CharField("种类", max_length=30, choices=Kind.choices)
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    capacity = models.CharField("本机关的地位", max_length=10, choices=Capacity.choices, default=Capacity.ACTOR)
    against = models.CharField("针对什么", max_length=10, choices=Against.choices, default=Against.ANSWER)
    brought_by = models.CharField("谁提出", max_length=12, choices=By.choices, default=By.APPLICANT)
    claimant = models.CharField("提出人", max_length=80, blank=True)
    counsel = models.CharField("代理人", max_length=80, blank=True)
    filed_on = models.DateField("受理、立案日")
    authority = models.CharField("复议机关、法院", max_length=80)
    number = models.CharField("案号", max_length=80)
    result = models.CharField("结果", max_length=10, choices=Result.choices, blank=True)
    concluded_on = models.DateField("审结日", null=True, blank=True)
    hold_on = models.DateField("停止公开之日", null=True, blank=True)
    hold_why = models.CharField("停止公开的依据", max_length=200, blank=True)
    hold_lifted_on = models.DateField("解除停止之日", null=True, blank=True)
    note = models.TextField("说明", blank=True)
    recorded_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-filed_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("agency", "kind", "number"), name="remedy_case_once_an_agency"),
            models.CheckConstraint(
                condition=Q(result="", concluded_on=None) | ~Q(result="") & Q(concluded_on__isnull=False),
                name="remedy_concluded_with_a_result",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on=None) | Q(concluded_on__gte=F("filed_on")), name="remedy_concluded_after_filed"
            ),
            models.CheckConstraint(
                condition=Q(follows=None) | Q(kind="suit_after_reconsideration"), name="remedy_only_a_suit_follows"
            ),
            models.CheckConstraint(
                condition=Q(hold_lifted_on=None) | Q(hold_on__isnull=False), name="remedy_hold_lifted_after_it_began"
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_suit(self) -> bool:
        return self.kind != self.Kind.RECONSIDERATION

    @property
    def held(self) -> bool:
        """Whether a disclosure is stopped on its account (法释〔2025〕8号 art. 13)."""
        return self.hold_on is not None and self.hold_lifted_on is None

    @property
    def rounds_in_order(self) -> list[Round]:
        """The rounds, the first one first. No query where they are prefetched."""
        return sorted(self.rounds.all(), key=lambda each: (each.filed_on, each.pk))

    @property
    def latest(self) -> Round:
        """The round it now stands at."""
        return self.rounds_in_order[-1]


class Round(models.Model):
    """One hearing of a case: the reconsideration itself, an instance of a suit, a suit sent back, a retrial.

    ``result``: a code of `gongkai.law.disputes.RESULTS`; ``bucket``: the column of table 4 it gives the whole case, kept as it was
    chosen on that day, "" where nothing is decided (pending, or sent back).
    """

    case = models.ForeignKey(RemedyCase, models.PROTECT, related_name="rounds")
    level = models.CharField("审级", max_length=16, choices=[(level.value, LEVEL_NAMES[level]) for level in Level])
    number = models.CharField("案号", max_length=80)
    authority = models.CharField("复议机关、法院", max_length=80)
    filed_on = models.DateField("受理、立案日")
    appellant = models.CharField("谁上诉、申请再审", max_length=80, blank=True)
    copy_on = models.DateField("收到副本日", null=True, blank=True)
    simplified = models.BooleanField("简易程序", default=False)
    extended = models.BooleanField("延长审理期限", default=False)
    answered_on = models.DateField("答复、答辩日", null=True, blank=True)
    result = models.CharField("结果", max_length=24, choices=RESULT_NAMES, blank=True)
    bucket = models.CharField("表四的栏目", max_length=10, choices=RemedyCase.Result.choices, blank=True)
    concluded_on = models.DateField("审结日", null=True, blank=True)
    served_on = models.DateField("收到决定书、裁判文书之日", null=True, blank=True)
    redo_days = models.PositiveSmallIntegerField("责令重新办理的期限（工作日）", null=True, blank=True)
    note = models.TextField("说明", blank=True)

    class Meta:
        ordering = ("filed_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(result="", bucket="", concluded_on=None) | ~Q(result="") & Q(concluded_on__isnull=False),
                name="round_concluded_with_a_result",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on=None) | Q(concluded_on__gte=F("filed_on")), name="round_concluded_after_filed"
            ),
            models.UniqueConstraint(fields=("case",), condition=Q(result=""), name="one_pending_round_a_case"),
        )
        indexes = (models.Index(fields=("case", "filed_on"), name="round_of_a_case"),)

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.number}"

    @property
    def facts(self) -> RoundFacts:
        """What the clocks are counted from."""
        return RoundFacts(
            Level(self.level),
            self.filed_on,
            copy_on=self.copy_on,
            simplified=self.simplified,
            extended=self.extended,
            answered_on=self.answered_on,
            concluded_on=self.concluded_on,
            served_on=self.served_on,
            result=self.result,
        )


class ResultReading(models.Model):
    """The column of table 4 a body counts a result in, where it is not the shipped one. The last row of a result holds; earlier ones
    are kept. Results already entered keep their column."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="result_readings")
    code = models.CharField("结果", max_length=24, choices=RESULT_NAMES)
    bucket = models.CharField("栏目", max_length=10, choices=[(b.value, BUCKET_NAMES[b]) for b in COUNTED])
    why = models.CharField("依据", max_length=200)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_code_display()} → {self.get_bucket_display()}"


class Lesson(models.Model):
    """What a corrected answer taught. Shown on later cases with the same outcome or the same articles; ``shared``: also to the other
    bodies under the same supervising department."""

    case = models.OneToOneField(RemedyCase, models.PROTECT, related_name="lesson")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="lessons")
    outcome = models.CharField("原办理结果", max_length=40, blank=True)
    leaf = models.CharField(max_length=40, blank=True)
    articles = models.JSONField("原依据", default=list)
    text = models.TextField("教训")
    shared = models.BooleanField("让同一主管部门下的机关也看到", default=False)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("outcome",), name="lesson_by_outcome"),)

    def __str__(self) -> str:
        return self.text[:40]
