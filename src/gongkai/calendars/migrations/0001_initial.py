"""0001_initial: notices of years with their versions, the serial of what is held, recounts.

Why: the days off of next year are entered at the desk, and every open date follows them.
Data: none; without a row the tables of the software hold. Back: drops the tables.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.migrating import ManyTables


class Migration(ManyTables):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Holding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("serial", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="calendar_one_holding")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("version", models.PositiveSmallIntegerField(verbose_name="第几版")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "未启用"),
                            ("in_force", "使用中"),
                            ("former", "已被替换"),
                            ("discarded", "已弃用"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("text", "粘贴通知全文"),
                            ("file", "上传通知文件"),
                            ("hand", "逐日填写"),
                            ("restored", "恢复以前的安排"),
                        ],
                        max_length=10,
                        verbose_name="来源",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="通知标题")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("table", models.JSONField(null=True)),
                ("source_text", models.TextField(blank=True, verbose_name="通知全文")),
                ("source_name", models.CharField(blank=True, max_length=150, verbose_name="文件名")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="为什么改")),
                ("entered_at", models.DateTimeField()),
                ("installed_at", models.DateTimeField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "installed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "restores",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendars.notice",
                    ),
                ),
            ],
            options={
                "ordering": ("-year", "-version"),
                "constraints": [
                    models.UniqueConstraint(fields=("year", "version"), name="calendar_version_once_a_year"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_force")), fields=("year",), name="calendar_one_in_force_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("installed_at", None), ("state__in", ("draft", "discarded"))),
                            models.Q(("installed_at__isnull", False), ("state__in", ("in_force", "former"))),
                            _connector="OR",
                        ),
                        name="calendar_in_force_since_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("cases", "申请"),
                            ("disputes", "复议诉讼"),
                            ("rest", "审核和台账"),
                            ("done", "已完成"),
                        ],
                        default="cases",
                        max_length=10,
                        verbose_name="进度",
                    ),
                ),
                ("at_body", models.PositiveBigIntegerField(default=0)),
                ("at_case", models.PositiveBigIntegerField(default=0)),
                ("looked_at", models.PositiveIntegerField(default=0, verbose_name="看过的申请")),
                ("cases", models.PositiveIntegerField(default=0, verbose_name="申请总数")),
                ("expected", models.PositiveIntegerField(default=0, verbose_name="预计变动")),
                ("moved", models.PositiveIntegerField(default=0, verbose_name="已变动")),
                ("by_body", models.JSONField(default=dict)),
                ("told", models.JSONField(default=dict)),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recounts",
                        to="agencies.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "former",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendars.notice",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recounts",
                        to="calendars.notice",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agency", None), ("notice__isnull", False)),
                            models.Q(("agency__isnull", False), ("notice", None)),
                            _connector="OR",
                        ),
                        name="recount_of_a_notice_or_of_readings",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("stage", "done")),
                            models.Q(models.Q(("stage", "done"), _negated=True), ("ended_at", None)),
                            _connector="OR",
                        ),
                        name="recount_done_at_a_moment",
                    ),
                ],
            },
        ),
    ]
