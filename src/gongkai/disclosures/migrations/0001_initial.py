"""0001_initial: columns, drafts and versions, reviews, releases, channels and the registers of the year.

Why: 条例 arts. 5 to 26. What must never be wrong is a constraint here; triggers are put on after every migration.
Data: none. Back: drops the tables.
"""

import django.db.models.deletion
import gongkai.people.sealing
from django.conf import settings
from django.db import migrations, models

from gongkai.migrating import ManyTables


class Migration(ManyTables):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("files", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Column",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=40, verbose_name="网址名")),
                ("name", models.CharField(max_length=40, verbose_name="栏目名称")),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="栏目说明")),
                ("keywords", models.CharField(blank=True, max_length=100, verbose_name="关键词")),
                ("type", models.CharField(blank=True, max_length=20, verbose_name="栏目类别")),
                ("clause", models.CharField(blank=True, max_length=8, verbose_name="法定内容")),
                (
                    "freshness",
                    models.CharField(
                        choices=[
                            ("two_weeks", "两周内更新"),
                            ("six_months", "六个月内更新"),
                            ("one_year", "一年内更新"),
                            ("on_event", "有事项时更新"),
                        ],
                        default="on_event",
                        max_length=12,
                        verbose_name="更新要求",
                    ),
                ),
                ("chain", models.JSONField(blank=True, null=True, verbose_name="审核程序")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="顺序")),
                ("active", models.BooleanField(default=True, verbose_name="在用")),
                ("empty_reason", models.CharField(blank=True, max_length=200, verbose_name="没有内容的原因")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="columns", to="agencies.agency"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="disclosures.column",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="columns",
                        to="agencies.section",
                    ),
                ),
            ],
            options={
                "ordering": ("agency", "position", "pk"),
                "constraints": [models.UniqueConstraint(fields=("agency", "slug"), name="column_slug_once_an_agency")],
            },
        ),
        migrations.CreateModel(
            name="ImportedRows",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ledger",
                    models.CharField(
                        choices=[
                            ("documents", "规章、行政规范性文件"),
                            ("permits", "行政许可决定"),
                            ("services", "其他对外管理服务事项决定"),
                            ("penalties", "行政处罚决定"),
                            ("coercion", "行政强制决定"),
                            ("charges", "行政事业性收费"),
                            ("matters", "权责事项"),
                            ("procurement", "政府集中采购"),
                        ],
                        max_length=12,
                        verbose_name="台账",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="文件名")),
                ("mapping", models.JSONField(default=dict)),
                ("total", models.PositiveIntegerField(default=0)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="agencies.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.section",
                    ),
                ),
                (
                    "undone_by",
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
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="ItemNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year"), name="item_number_once_an_agency_and_year"),
                    models.UniqueConstraint(
                        condition=models.Q(("agency", None)), fields=("year",), name="item_number_once_a_year"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptLedger",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ledger",
                    models.CharField(
                        choices=[
                            ("documents", "规章、行政规范性文件"),
                            ("permits", "行政许可决定"),
                            ("services", "其他对外管理服务事项决定"),
                            ("penalties", "行政处罚决定"),
                            ("coercion", "行政强制决定"),
                            ("charges", "行政事业性收费"),
                            ("matters", "权责事项"),
                            ("procurement", "政府集中采购"),
                        ],
                        max_length=12,
                        verbose_name="台账",
                    ),
                ),
                ("from_year", models.PositiveSmallIntegerField(verbose_name="从哪一年起登记齐全")),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="kept_ledgers", to="agencies.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
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
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("agency", "ledger"),
                        name="ledger_kept_once_an_agency",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LocalWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("wrong", "错误写法"),
                            ("outdated", "过时的名称"),
                            ("forbidden", "不得出现"),
                            ("name", "领导姓名和职务、地名"),
                            ("allowed", "允许的例外"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("wrong", models.CharField(blank=True, max_length=60, verbose_name="错误写法")),
                ("right", models.CharField(blank=True, max_length=60, verbose_name="正确写法")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="有效至")),
                ("made_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="words", to="agencies.agency"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("kind", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ChannelSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "本网站"),
                            ("package", "县政府门户网站"),
                            ("wechat", "微信公众号"),
                            ("platform", "上级公开平台"),
                            ("poster", "公示栏"),
                            ("screen", "电子屏"),
                            ("gazette", "政府公报"),
                            ("reading", "档案馆、图书馆等查阅点"),
                            ("press", "发布会、广播电视、报刊"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="渠道",
                    ),
                ),
                ("active", models.BooleanField(default=False, verbose_name="使用这个渠道")),
                ("shared", models.BooleanField(default=False, verbose_name="所主管的单位没有自己的设置时也用这个设置")),
                ("values", models.JSONField(blank=True, default=dict)),
                ("secret", gongkai.people.sealing.SealedField(blank=True, default="")),
                ("tried_at", models.DateTimeField(blank=True, null=True, verbose_name="最近试连")),
                ("tried_says", models.CharField(blank=True, max_length=300, verbose_name="试连的结果")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="channel_settings",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "ordering": ("agency", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "channel"), name="channel_setting_once_an_agency")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosedVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.CharField(max_length=200, verbose_name="原因")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="closed_version_with_a_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="作废登记")),
                ("removed_why", models.CharField(blank=True, max_length=200, verbose_name="作废登记的原因")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("permits", "行政许可"),
                            ("services", "其他对外管理服务事项"),
                            ("penalties", "行政处罚"),
                            ("coercion", "行政强制"),
                        ],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                ("number", models.CharField(max_length=80, verbose_name="决定书文号")),
                ("decided_on", models.DateField(verbose_name="决定日期")),
                ("party", gongkai.people.sealing.SealedField(blank=True, verbose_name="当事人")),
                ("party_shown", models.CharField(max_length=80, verbose_name="当事人（公开用）")),
                ("party_is_person", models.BooleanField(default=False, verbose_name="自然人")),
                ("matter", models.CharField(max_length=300, verbose_name="事项")),
                ("result", models.CharField(max_length=300, verbose_name="决定内容")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="金额（元）"
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="依据")),
                ("public", models.BooleanField(default=True, verbose_name="公开")),
                ("ground", models.CharField(blank=True, max_length=200, verbose_name="不公开的理由")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="最晚公开日")),
                ("not_before", models.BooleanField(default=False)),
                ("changed_on", models.DateField(blank=True, null=True, verbose_name="变更、撤销之日")),
                (
                    "changed_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "没有"),
                            ("changed", "变更"),
                            ("annulled", "撤销"),
                            ("illegal", "确认违法"),
                            ("void", "确认无效"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="变更、撤销",
                    ),
                ),
                ("changed_why", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                ("withdraw_by", models.DateField(blank=True, null=True, verbose_name="最晚撤回日")),
                ("row", models.PositiveIntegerField(blank=True, null=True, verbose_name="表中第几行")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="agencies.agency"
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
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="agencies.section",
                    ),
                ),
                (
                    "imported",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="disclosures.importedrows",
                    ),
                ),
            ],
            options={
                "ordering": ("-decided_on", "-pk"),
                "indexes": [
                    models.Index(fields=["agency", "what", "decided_on"], name="decision_by_year"),
                    models.Index(fields=["agency", "due_on"], name="decision_by_due_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("agency", "what", "number"),
                        name="decision_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("public", True), models.Q(("ground", ""), _negated=True), _connector="OR"),
                        name="decision_unpublished_with_a_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("changed_how", ""), ("changed_on", None)),
                            models.Q(("changed_on__isnull", False), models.Q(("changed_how", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="decision_changed_somehow",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("kind", models.CharField(default="other", max_length=32, verbose_name="信息种类")),
                ("clause", models.CharField(blank=True, max_length=8, verbose_name="公开依据")),
                ("summary", models.TextField(blank=True, verbose_name="内容概述")),
                ("genre", models.CharField(blank=True, max_length=12, verbose_name="体裁")),
                ("topic", models.CharField(blank=True, max_length=40, verbose_name="主题分类")),
                ("keywords", models.CharField(blank=True, max_length=100, verbose_name="关键词")),
                ("source", models.CharField(blank=True, max_length=80, verbose_name="来源")),
                (
                    "attribute",
                    models.CharField(
                        choices=[("proactive", "主动公开"), ("on_application", "依申请公开"), ("withheld", "不予公开")],
                        default="proactive",
                        max_length=16,
                        verbose_name="公开方式",
                    ),
                ),
                ("ground", models.CharField(blank=True, max_length=40, verbose_name="不主动公开的理由")),
                ("ground_note", models.CharField(blank=True, max_length=200, verbose_name="理由说明")),
                ("review_again_on", models.DateField(blank=True, null=True, verbose_name="再次评估日")),
                ("made_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="生效日期")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                ("details", models.JSONField(blank=True, default=dict, verbose_name="专门字段")),
                ("html", models.TextField(blank=True, verbose_name="正文")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "起草"),
                            ("reviewing", "审核中"),
                            ("doubt", "保密存疑待确定"),
                            ("approved", "待发布"),
                            ("released", "已发布"),
                            ("decided", "已定不主动公开"),
                            ("discarded", "已弃用"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("version", models.PositiveIntegerField(default=1)),
                ("channels", models.JSONField(blank=True, default=list, verbose_name="发布渠道")),
                ("release_at", models.DateTimeField(blank=True, null=True, verbose_name="定时发布")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="下架时间")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="改了什么")),
                ("findings", models.JSONField(blank=True, default=list)),
                ("checked_digest", models.CharField(blank=True, max_length=64)),
                ("guessed", models.JSONField(blank=True, default=list)),
                ("returned_why", models.TextField(blank=True, verbose_name="退回的原因")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="agencies.agency"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "column",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="disclosures.column",
                    ),
                ),
                ("hands", models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="agencies.section",
                    ),
                ),
            ],
            options={
                "ordering": ("-saved_at", "-pk"),
                "indexes": [models.Index(fields=["agency", "stage"], name="draft_by_stage")],
            },
        ),
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("original", "原件"), ("attachment", "附件"), ("picture", "正文图片")],
                        max_length=12,
                        verbose_name="用途",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="文件名")),
                ("alt", models.CharField(blank=True, max_length=200, verbose_name="图片说明")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField(blank=True)),
                ("findings", models.JSONField(blank=True, default=list)),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cleaned_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="disclosures.draft"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ("draft", "position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="DraftSave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("html", models.TextField(blank=True)),
                ("why", models.CharField(max_length=4)),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="saves", to="disclosures.draft"
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Excuse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=32)),
                ("shown", models.CharField(max_length=200)),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="excuses", to="disclosures.draft"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)),
                        fields=("draft", "fingerprint"),
                        name="excuse_once_a_finding",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="excuse_with_a_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("step", models.PositiveSmallIntegerField()),
                ("place", models.PositiveSmallIntegerField(default=1, help_text="同一步中的第几位")),
                ("total", models.PositiveSmallIntegerField(default=1)),
                ("days", models.PositiveSmallIntegerField(default=2)),
                ("label", models.CharField(max_length=30, verbose_name="步骤")),
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
                        verbose_name="审核角色",
                    ),
                ),
                ("secrecy", models.BooleanField(default=False, verbose_name="含保密审查")),
                ("digest", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="最晚")),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
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
                ("checklist", models.JSONField(blank=True, default=list)),
                ("seen", models.JSONField(blank=True, null=True)),
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
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="disclosures.draft"
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.section",
                    ),
                ),
            ],
            options={
                "ordering": ("draft", "revision", "step", "place", "pk"),
                "indexes": [models.Index(fields=["verdict", "voided_at"], name="publication_review_waiting")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("draft", "revision", "step", "place"),
                        name="publication_review_once_a_step",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("by__isnull", False), ("voided_at", None)),
                        fields=("draft", "revision", "by"),
                        name="publication_review_once_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by", None), models.Q(("by", models.F("author")), _negated=True), _connector="OR"
                        ),
                        name="publication_review_never_by_the_author",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("at", None), ("by", None), ("verdict", "")),
                            models.Q(
                                ("at__isnull", False), ("by__isnull", False), models.Q(("verdict", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="publication_review_by_a_person_with_a_verdict",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecrecyReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("questions", models.JSONField(default=list)),
                (
                    "conclusion",
                    models.CharField(
                        choices=[
                            ("publish", "可以公开"),
                            ("part", "遮盖有关内容后可以公开"),
                            ("not", "不得公开"),
                            ("doubt", "不能确定，报请确定"),
                        ],
                        max_length=8,
                        verbose_name="结论",
                    ),
                ),
                ("ground", models.CharField(blank=True, max_length=300, verbose_name="依据和理由")),
                ("acting_for", models.CharField(blank=True, max_length=40, verbose_name="代行")),
                ("at", models.DateTimeField()),
                ("referred_to", models.CharField(blank=True, max_length=80, verbose_name="报请何机关确定")),
                ("referred_on", models.DateField(blank=True, null=True)),
                (
                    "reply",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("publish", "可以公开"),
                            ("part", "遮盖有关内容后可以公开"),
                            ("not", "不得公开"),
                            ("doubt", "不能确定，报请确定"),
                        ],
                        max_length=8,
                        verbose_name="确定的意见",
                    ),
                ),
                ("reply_text", models.CharField(blank=True, max_length=300, verbose_name="答复文号或者内容")),
                ("replied_on", models.DateField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secrecy_reviews",
                        to="disclosures.draft",
                    ),
                ),
                (
                    "reply_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secrecy_reviews",
                        to="disclosures.review",
                    ),
                ),
            ],
            options={
                "ordering": ("draft", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("conclusion__in", ("part", "not", "doubt")), _negated=True),
                            models.Q(("ground", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="secrecy_review_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("conclusion", "doubt"), _negated=True),
                            models.Q(("referred_to", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="secrecy_doubt_goes_to_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("kind", models.CharField(default="other", max_length=32, verbose_name="信息种类")),
                ("clause", models.CharField(blank=True, max_length=8, verbose_name="公开依据")),
                ("summary", models.TextField(blank=True, verbose_name="内容概述")),
                ("genre", models.CharField(blank=True, max_length=12, verbose_name="体裁")),
                ("topic", models.CharField(blank=True, max_length=40, verbose_name="主题分类")),
                ("keywords", models.CharField(blank=True, max_length=100, verbose_name="关键词")),
                ("source", models.CharField(blank=True, max_length=80, verbose_name="来源")),
                (
                    "attribute",
                    models.CharField(
                        choices=[("proactive", "主动公开"), ("on_application", "依申请公开"), ("withheld", "不予公开")],
                        default="proactive",
                        max_length=16,
                        verbose_name="公开方式",
                    ),
                ),
                ("ground", models.CharField(blank=True, max_length=40, verbose_name="不主动公开的理由")),
                ("ground_note", models.CharField(blank=True, max_length=200, verbose_name="理由说明")),
                ("review_again_on", models.DateField(blank=True, null=True, verbose_name="再次评估日")),
                ("made_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="生效日期")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                ("details", models.JSONField(blank=True, default=dict, verbose_name="专门字段")),
                ("html", models.TextField(blank=True, verbose_name="正文")),
                ("permanent", models.CharField(blank=True, db_index=True, max_length=12, verbose_name="固定地址")),
                ("index_number", models.CharField(blank=True, max_length=60, verbose_name="索引号")),
                ("number_key", models.CharField(blank=True, db_index=True, editable=False, max_length=60)),
                ("index_key", models.CharField(blank=True, db_index=True, editable=False, max_length=60)),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="公开日期")),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="首次公开")),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="最近更新")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="下架时间")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="撤下时间")),
                ("withdrawn_why", models.CharField(blank=True, max_length=200, verbose_name="撤下的原因")),
                (
                    "validity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "不适用"),
                            ("pending", "尚未生效"),
                            ("in_force", "有效"),
                            ("revised", "已修改"),
                            ("repealed", "废止"),
                            ("lapsed", "失效"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="有效性",
                    ),
                ),
                ("address", models.URLField(blank=True, verbose_name="网址")),
                ("origin", models.CharField(blank=True, max_length=60, verbose_name="来自申请")),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="agencies.agency"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "column",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="disclosures.column",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="agencies.section",
                    ),
                ),
            ],
            options={
                "ordering": ("-published_on", "-pk"),
                "indexes": [
                    models.Index(fields=["agency", "-published_on"], name="item_of_body_newest"),
                    models.Index(fields=["-published_on", "-id"], name="item_newest"),
                    models.Index(fields=["column", "-published_on"], name="item_of_column_newest"),
                    models.Index(
                        fields=["clause", "-published_on", "-id", "attribute", "withdrawn_at", "expires_at"],
                        name="item_of_clause_newest",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("permanent", ""), _negated=True),
                        fields=("permanent",),
                        name="item_permanent_address_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("index_number", ""), _negated=True),
                        fields=("index_number",),
                        name="item_index_number_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("published_on", models.DateField()),
                ("year", models.PositiveSmallIntegerField()),
                ("validity", models.CharField(blank=True, max_length=10)),
                ("clause", models.CharField(blank=True, max_length=8)),
                ("kind", models.CharField(max_length=32)),
                ("files", models.BooleanField(default=False)),
                ("table", models.BooleanField(default=False)),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "column",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="disclosures.column",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="search_entry", to="disclosures.item"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["agency", "id"], name="search_of_body"),
                    models.Index(fields=["column", "id"], name="search_of_column"),
                    models.Index(
                        fields=[
                            "agency",
                            "year",
                            "validity",
                            "clause",
                            "kind",
                            "column",
                            "files",
                            "table",
                            "expires_at",
                        ],
                        name="search_counted",
                    ),
                    models.Index(fields=["year", "expires_at"], name="search_by_year"),
                    models.Index(fields=["validity", "expires_at"], name="search_by_validity"),
                    models.Index(fields=["clause", "expires_at"], name="search_by_clause"),
                    models.Index(fields=["kind", "expires_at"], name="search_by_kind"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Matter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="作废登记")),
                ("removed_why", models.CharField(blank=True, max_length=200, verbose_name="作废登记的原因")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("permits", "行政许可"),
                            ("services", "其他对外管理服务事项"),
                            ("penalties", "行政处罚"),
                            ("coercion", "行政强制"),
                            ("charges", "行政事业性收费"),
                        ],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="事项名称")),
                ("basis", models.CharField(max_length=300, verbose_name="依据")),
                ("standard", models.CharField(blank=True, max_length=300, verbose_name="收费标准")),
                ("starts_on", models.DateField(verbose_name="从哪一天起")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="从哪一天起取消")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="agencies.agency"
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
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="disclosures.item",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="agencies.section",
                    ),
                ),
            ],
            options={
                "ordering": ("what", "name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None), ("removed_at", None)),
                        fields=("agency", "what", "name"),
                        name="matter_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gt", models.F("starts_on")), _connector="OR"),
                        name="matter_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NormativeDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[("rules", "规章"), ("normative", "行政规范性文件"), ("other", "其他政策文件")],
                        default="normative",
                        max_length=10,
                        verbose_name="层级",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("registration", models.CharField(blank=True, max_length=60, verbose_name="登记号")),
                ("legality_review", models.CharField(blank=True, max_length=80, verbose_name="合法性审核意见号")),
                (
                    "fair_competition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("passed", "已审查，通过"),
                            ("exception", "已审查，适用例外规定"),
                            ("not_needed", "不涉及经营者经济活动"),
                        ],
                        max_length=12,
                        verbose_name="公平竞争审查",
                    ),
                ),
                ("filing", models.CharField(blank=True, max_length=80, verbose_name="备案号")),
                ("made_on", models.DateField(verbose_name="制发日期")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="公布日期")),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="施行日期")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                ("revised_on", models.DateField(blank=True, null=True, verbose_name="最近修改")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="不再有效之日")),
                (
                    "ended_how",
                    models.CharField(
                        blank=True,
                        choices=[("", "没有"), ("repealed", "废止"), ("lapsed", "失效")],
                        default="",
                        max_length=10,
                        verbose_name="怎样失去效力",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="作废登记")),
                ("removed_why", models.CharField(blank=True, max_length=200, verbose_name="作废登记的原因")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="agencies.agency"
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
                    "item",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document",
                        to="disclosures.item",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="agencies.section",
                    ),
                ),
            ],
            options={
                "ordering": ("-made_on", "-pk"),
                "indexes": [models.Index(fields=["agency", "made_on"], name="document_by_year")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None), models.Q(("document_number", ""), _negated=True)),
                        fields=("agency", "document_number"),
                        name="document_number_once_an_agency",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None), models.Q(("registration", ""), _negated=True)),
                        fields=("agency", "registration"),
                        name="registration_once_an_agency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_how", ""), ("ended_on", None)),
                            models.Q(("ended_on__isnull", False), models.Q(("ended_how", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="document_ended_somehow",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("made_on")), _connector="OR"),
                        name="document_ends_after_it_is_made",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pairing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(blank=True, max_length=12, verbose_name="解读形式")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "interpretation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="interprets", to="disclosures.item"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interpreted_by",
                        to="disclosures.item",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "interpretation"), name="pairing_once"),
                    models.CheckConstraint(
                        condition=models.Q(("policy", models.F("interpretation")), _negated=True),
                        name="pairing_of_two_different_items",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="作废登记")),
                ("removed_why", models.CharField(blank=True, max_length=200, verbose_name="作废登记的原因")),
                ("version", models.PositiveIntegerField(default=1)),
                ("number", models.CharField(max_length=40, verbose_name="编号")),
                (
                    "category",
                    models.CharField(
                        choices=[("suggestion", "人大代表建议"), ("proposal", "政协提案")],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("session", models.CharField(blank=True, max_length=60, verbose_name="届次")),
                ("title", models.CharField(max_length=200, verbose_name="题目")),
                ("proposer", models.CharField(blank=True, max_length=80, verbose_name="提出人")),
                ("proposer_hidden", models.BooleanField(default=False, verbose_name="提出人不对外公开")),
                (
                    "part",
                    models.CharField(
                        choices=[("alone", "独办"), ("main", "主办"), ("joint", "会办")],
                        default="main",
                        max_length=8,
                        verbose_name="办理方式",
                    ),
                ),
                ("others", models.CharField(blank=True, max_length=200, verbose_name="会办单位")),
                ("received_on", models.DateField(verbose_name="交办日期")),
                ("reply_by", models.DateField(blank=True, null=True, verbose_name="答复期限")),
                ("replied_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                (
                    "completion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "还没有"),
                            ("a", "A类：已经解决或者采纳"),
                            ("b", "B类：正在解决或者列入计划"),
                            ("c", "C类：因条件限制以后解决，或者留作参考"),
                        ],
                        default="",
                        max_length=2,
                        verbose_name="办理结果",
                    ),
                ),
                (
                    "satisfaction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "还没有"),
                            ("satisfied", "满意"),
                            ("basically", "基本满意"),
                            ("unsatisfied", "不满意"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="满意度",
                    ),
                ),
                ("adopted", models.CharField(blank=True, max_length=300, verbose_name="采纳情况")),
                (
                    "openness",
                    models.CharField(
                        choices=[("full", "全文公开"), ("summary", "公开摘要"), ("not", "不公开")],
                        default="full",
                        max_length=8,
                        verbose_name="公开方式",
                    ),
                ),
                ("ground", models.CharField(blank=True, max_length=200, verbose_name="不公开的理由")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="最晚公开日")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="agencies.agency"
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
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="disclosures.item",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="agencies.section",
                    ),
                ),
            ],
            options={
                "ordering": ("-received_on", "-pk"),
                "indexes": [models.Index(fields=["agency", "replied_on"], name="proposal_by_year")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("agency", "category", "session", "number"),
                        name="proposal_number_once_a_session",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("openness", "not"), _negated=True),
                            models.Q(("ground", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_unpublished_with_a_ground",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Purchase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="作废登记")),
                ("removed_why", models.CharField(blank=True, max_length=200, verbose_name="作废登记的原因")),
                ("version", models.PositiveIntegerField(default=1)),
                ("project", models.CharField(max_length=200, verbose_name="采购项目")),
                ("on", models.DateField(verbose_name="合同日期")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="金额（元）")),
                ("supplier", models.CharField(blank=True, max_length=100, verbose_name="供应商")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="agencies.agency"
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
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="disclosures.item",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="agencies.section",
                    ),
                ),
            ],
            options={
                "ordering": ("-on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="purchase_not_less_than_nothing"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteError",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page", models.CharField(blank=True, max_length=300, verbose_name="页面")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("words", "文字错误"),
                            ("link", "链接打不开"),
                            ("leak", "泄露了个人信息"),
                            ("file", "附件打不开或者不对"),
                            ("stale", "内容过期"),
                            ("other", "其他"),
                        ],
                        max_length=8,
                        verbose_name="哪一类",
                    ),
                ),
                ("text", gongkai.people.sealing.SealedField(verbose_name="说明")),
                ("contact", gongkai.people.sealing.SealedField(blank=True, verbose_name="联系方式")),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="回执码")),
                ("source", models.CharField(blank=True, max_length=64)),
                ("hurried", models.BooleanField(default=False, verbose_name="同一地址来得很多")),
                ("received_at", models.DateTimeField(verbose_name="收到")),
                ("due_on", models.DateField(verbose_name="最晚")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mended", "已经改正"),
                            ("right", "核对后没有错误"),
                            ("passed", "不归本网站，已转告有关单位"),
                            ("unclear", "看不出指哪一处"),
                        ],
                        max_length=8,
                        verbose_name="结果",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="答复")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="site_errors", to="agencies.agency"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="site_errors",
                        to="disclosures.item",
                    ),
                ),
            ],
            options={
                "ordering": ("due_on", "pk"),
                "indexes": [
                    models.Index(fields=["agency", "answered_at", "due_on"], name="site_error_open"),
                    models.Index(fields=["source", "received_at"], name="site_error_by_source"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("answered_by", None), ("outcome", "")),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="site_error_answered_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("html", models.TextField(blank=True)),
                ("fields", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("forced", models.BooleanField(default=False, verbose_name="强制发布")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="disclosures.draft",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="disclosures.item"
                    ),
                ),
            ],
            options={
                "ordering": ("item", "number"),
                "constraints": [models.UniqueConstraint(fields=("item", "number"), name="version_number_once_an_item")],
            },
        ),
        migrations.CreateModel(
            name="Collected",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="作废登记")),
                ("removed_why", models.CharField(blank=True, max_length=200, verbose_name="作废登记的原因")),
                ("version", models.PositiveIntegerField(default=1)),
                ("first_on", models.DateField(verbose_name="从")),
                ("last_on", models.DateField(verbose_name="到")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="金额（元）")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="数据来源")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="agencies.agency"
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
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="agencies.section",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="disclosures.item",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="collected", to="disclosures.matter"
                    ),
                ),
            ],
            options={
                "ordering": ("-last_on", "-pk"),
                "indexes": [models.Index(fields=["agency", "last_on"], name="collected_by_year")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="collected_not_less_than_nothing"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))), name="collected_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LifeEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("made", "制发"),
                            ("revised", "修改"),
                            ("extended", "延长有效期"),
                            ("repealed", "废止"),
                            ("lapsed", "宣布失效"),
                            ("declared_valid", "清理后继续有效"),
                        ],
                        max_length=16,
                        verbose_name="事项",
                    ),
                ),
                ("on", models.DateField(verbose_name="自哪一天起")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据文件或者理由")),
                ("proposed_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("acting_for", models.CharField(blank=True, max_length=40, verbose_name="代行")),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_why", models.CharField(blank=True, max_length=200, verbose_name="撤回的原因")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dropped_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="life",
                        to="disclosures.normativedocument",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="disclosures.normativedocument",
                        verbose_name="替代它的文件",
                    ),
                ),
            ],
            options={
                "ordering": ("document", "on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", None),
                            models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="life_confirmed_by_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at", None), ("dropped_at", None)),
                        fields=("document",),
                        name="one_proposal_a_document",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at", None), ("kind", "made")),
                        fields=("document",),
                        name="document_made_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="disclosures.searchentry",
                    ),
                ),
                ("title", models.TextField()),
                ("lead", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "本网站"),
                            ("package", "县政府门户网站"),
                            ("wechat", "微信公众号"),
                            ("platform", "上级公开平台"),
                            ("poster", "公示栏"),
                            ("screen", "电子屏"),
                            ("gazette", "政府公报"),
                            ("reading", "档案馆、图书馆等查阅点"),
                            ("press", "发布会、广播电视、报刊"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="渠道",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等待发布"),
                            ("to_prove", "等待登记"),
                            ("done", "已发布"),
                            ("failed", "没有发出"),
                            ("taken_down", "已撤下"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="定于")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="发布时间")),
                ("proof", models.CharField(blank=True, max_length=300, verbose_name="网址或者地点")),
                ("detail", models.JSONField(blank=True, default=dict)),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="没有发出的原因")),
                ("tries", models.PositiveIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(blank=True, null=True)),
                ("claim", models.CharField(blank=True, max_length=32)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("down_wanted_at", models.DateTimeField(blank=True, null=True, verbose_name="要求撤下")),
                ("down_at", models.DateTimeField(blank=True, null=True, verbose_name="撤下时间")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="最近核对")),
                ("stands", models.BooleanField(null=True, verbose_name="核对时还在")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="agencies.agency"
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
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="disclosures.item"
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="disclosures.version"
                    ),
                ),
            ],
            options={
                "ordering": ("-due_at", "-pk"),
                "indexes": [
                    models.Index(fields=["state", "due_at"], name="release_waiting"),
                    models.Index(fields=["agency", "channel", "done_at"], name="release_by_channel"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "taken_down"), _negated=True),
                        fields=("version", "channel"),
                        name="release_once_a_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("done_at__isnull", False), _connector="OR"
                        ),
                        name="release_done_at_some_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ForcedRelease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("acting_for", models.CharField(blank=True, max_length=40, verbose_name="代行")),
                ("at", models.DateTimeField()),
                ("review_by", models.DateField(verbose_name="最晚补审")),
                ("open_findings", models.JSONField(default=list)),
                ("seen_by_supervisor_at", models.DateTimeField(blank=True, null=True)),
                ("reviewed_at", models.DateTimeField(blank=True, null=True, verbose_name="补审完成")),
                ("outcome", models.CharField(blank=True, max_length=300, verbose_name="补审结论")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forced_releases",
                        to="disclosures.draft",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forced_releases",
                        to="disclosures.item",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="disclosures.version"
                    ),
                ),
            ],
            options={
                "ordering": ("-at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="forced_release_with_a_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VersionFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=150, verbose_name="文件名")),
                ("alt", models.CharField(blank=True, max_length=200, verbose_name="图片说明")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField(blank=True)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="disclosures.version"
                    ),
                ),
            ],
            options={
                "ordering": ("version", "position", "pk"),
            },
        ),
        migrations.AddField(
            model_name="closedversion",
            name="version",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="closed", to="disclosures.version"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="disclosures.item",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="disclosures.item"
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage__in", ("draft", "reviewing", "doubt", "approved"))),
                fields=("item",),
                name="one_open_draft_an_item",
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="current",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="disclosures.version",
            ),
        ),
    ]
