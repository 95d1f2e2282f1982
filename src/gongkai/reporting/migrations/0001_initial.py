"""0001_initial: drafts, words, typed figures, explanations, approvals and frozen reports.

Why: decisions 0070 to 0075; four eyes and "approved means frozen" are constraints of the database.
Data: none. Back: drops the tables.
"""

import django.core.serializers.json
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
            name="TypedFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("table", models.CharField(max_length=16)),
                ("row", models.CharField(max_length=40)),
                ("column", models.CharField(max_length=20)),
                ("value", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="数")),
                ("why", models.CharField(max_length=200, verbose_name="来源和理由")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="typed_figures", to="agencies.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("agency", "year", "table", "row", "column"),
                        name="one_typed_figure_a_cell",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="typed_figure_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveIntegerField()),
                ("step", models.PositiveSmallIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("contributor", "科室经办"),
                            ("section_head", "科室负责人"),
                            ("clerk", "公开工作机构经办人"),
                            ("office_head", "公开工作机构负责人"),
                            ("leader", "分管领导"),
                            ("chief", "主要领导"),
                            ("supervisor", "主管部门"),
                            ("auditor", "审计查阅"),
                            ("administrator", "系统管理员"),
                        ],
                        max_length=20,
                        verbose_name="审批角色",
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("acting_for", models.CharField(blank=True, max_length=40, verbose_name="代行")),
                ("at", models.DateTimeField(blank=True, null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("approved", "同意"), ("returned", "退回")],
                        max_length=8,
                        verbose_name="意见",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="批注")),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("voided_why", models.CharField(blank=True, max_length=200)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
            ],
            options={
                "ordering": ("draft", "round", "step"),
                "indexes": [models.Index(fields=["verdict", "voided_at"], name="report_approval_waiting")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by", None), models.Q(("by", models.F("author")), _negated=True), _connector="OR"
                        ),
                        name="report_approval_never_by_the_author",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("at", None), ("by", None), ("verdict", "")),
                            models.Q(
                                ("at__isnull", False), ("by__isnull", False), models.Q(("verdict", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="report_approval_by_a_person_with_a_verdict",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("edition", models.CharField(max_length=8, verbose_name="格式版本")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafting", "起草"),
                            ("approving", "审批中"),
                            ("approved", "已批准"),
                            ("published", "已公开"),
                        ],
                        default="drafting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("round", models.PositiveIntegerField(default=0)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="公开日")),
                ("published_at", models.URLField(blank=True, verbose_name="公开的网址")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="report_drafts", to="agencies.agency"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-year", "agency"),
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year"), name="report_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("published_on__isnull", False),
                            _connector="OR",
                        ),
                        name="report_published_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "drafting"), models.Q(("digest", ""), _negated=True), _connector="OR"
                        ),
                        name="report_approval_binds_to_a_digest",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Frozen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="第几次")),
                ("body", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("digest", models.CharField(max_length=64)),
                ("approved_on", models.DateField(verbose_name="批准日")),
                ("at", models.DateTimeField()),
                ("replaced_why", models.CharField(blank=True, max_length=200, verbose_name="重新打开的原因")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="reporting.draft"
                    ),
                ),
            ],
            options={
                "ordering": ("draft", "number"),
                "constraints": [models.UniqueConstraint(fields=("draft", "number"), name="frozen_report_number_once")],
            },
        ),
        migrations.CreateModel(
            name="SectionText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=20)),
                ("text", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="reporting.draft"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [models.UniqueConstraint(fields=("draft", "key"), name="section_once_a_report")],
            },
        ),
        migrations.CreateModel(
            name="Explanation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("text", models.CharField(max_length=300, verbose_name="说明")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="explanations", to="reporting.draft"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("draft", "code"), name="one_explanation_a_finding"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="explanation_says_something"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="approval",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to="reporting.draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(fields=("draft", "round", "step"), name="approval_step_once_a_round"),
        ),
        migrations.AddField(
            model_name="draft",
            name="frozen",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reporting.frozen",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("frozen__isnull", False), ("state__in", ("approved", "published"))),
                    models.Q(models.Q(("state__in", ("approved", "published")), _negated=True), ("frozen", None)),
                    _connector="OR",
                ),
                name="report_approved_when_frozen",
            ),
        ),
    ]
