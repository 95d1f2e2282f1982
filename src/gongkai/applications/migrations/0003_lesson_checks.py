"""0003_lesson_checks: rules that lessons left, on which letters they fired, and what was said to them.

Why: a lesson was only shown; a rule made of it is checked, proposed to the supervising department, and let pass with a reason.
Data: none is touched. Back: drops the three tables; lessons stay.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("applications", "0002_stamped_copies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LessonCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reach",
                    models.CharField(
                        choices=[("own", "本机关"), ("county", "主管部门所管的机关")], max_length=6, verbose_name="范围"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "等主管部门决定"),
                            ("changed", "采纳，有改动"),
                            ("declined", "不采纳"),
                            ("withdrawn", "已收回"),
                            ("in_force", "施行"),
                        ],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("must_say", "必须写明"),
                            ("must_not_say", "不得出现"),
                            ("recorded", "必须先登记"),
                            ("answered", "必须说明"),
                        ],
                        max_length=12,
                        verbose_name="种类",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("must", "必须改"), ("look", "请看一眼")], max_length=4, verbose_name="程度"
                    ),
                ),
                ("wordings", models.JSONField(default=list, verbose_name="写法")),
                ("instead", models.CharField(blank=True, max_length=120, verbose_name="应当怎么写")),
                ("fact", models.CharField(blank=True, max_length=20, verbose_name="必须先登记的")),
                ("question", models.CharField(blank=True, max_length=120, verbose_name="要回答的问题")),
                ("outcome", models.CharField(blank=True, max_length=40, verbose_name="办理结果")),
                ("leaf", models.CharField(blank=True, max_length=40, verbose_name="具体情形")),
                ("articles", models.JSONField(default=list, verbose_name="条款")),
                ("told", models.TextField(verbose_name="教训")),
                ("starts_on", models.DateField(verbose_name="施行日")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="最后一天")),
                ("ended_why", models.CharField(blank=True, max_length=200, verbose_name="停止的原因")),
                ("at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_why", models.CharField(blank=True, max_length=200, verbose_name="决定的理由")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="applications.lessoncheck",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="applications.lesson"
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="applications.lessoncheck",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lesson_checks", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "ordering": ("-starts_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="CheckWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("answer", "说明"), ("ask", "提请放行"), ("pass", "放行")], max_length=6),
                ),
                ("text", models.CharField(max_length=300, verbose_name="说明")),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_words",
                        to="applications.letter",
                    ),
                ),
                (
                    "check_row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="words", to="applications.lessoncheck"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="CheckHit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="check_hits", to="applications.letter"
                    ),
                ),
                (
                    "check_row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hits", to="applications.lessoncheck"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.AddIndex(
            model_name="lessoncheck",
            index=models.Index(fields=["owner", "state", "starts_on"], name="lesson_check_in_force"),
        ),
        migrations.AddConstraint(
            model_name="lessoncheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("articles", []), ("leaf", ""), ("outcome", ""), _negated=True),
                name="lesson_check_names_its_letters",
            ),
        ),
        migrations.AddConstraint(
            model_name="lessoncheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "in_force"), ("reach", "county"), _connector="OR"),
                name="only_a_county_is_proposed_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="lessoncheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("decided_why", ""), _negated=True),
                    _connector="OR",
                ),
                name="lesson_check_declined_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkword",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_at", None)),
                fields=("letter", "check_row", "kind"),
                name="check_word_once_a_letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkword",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="check_word_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkword",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "pass"), _negated=True), models.Q(("digest", ""), _negated=True), _connector="OR"
                ),
                name="check_pass_binds_to_a_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkhit",
            constraint=models.UniqueConstraint(fields=("check_row", "letter"), name="check_hit_once_a_letter"),
        ),
    ]
