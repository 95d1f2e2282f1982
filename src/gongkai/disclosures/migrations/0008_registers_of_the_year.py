"""Registers behind the figures of the year: normative documents and their lives, decisions, matters, sums, purchases, proposals.

Why: 条例 arts. 20, 50; 国办公开办函〔2021〕30号. Until here 表二 was typed.
Data: none. Back: what the registers hold is lost.
"""

import django.db.models.deletion
import gongkai.people.sealing
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_site_mark_address"),
        ("disclosures", "0007_search"),
        ("files", "0001_stored_file_moves_here"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="collected", to="disclosures.matter"
                    ),
                ),
            ],
            options={
                "ordering": ("-last_on", "-pk"),
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
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on", None), ("removed_at", None)),
                fields=("agency", "what", "name"),
                name="matter_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gt", models.F("starts_on")), _connector="OR"),
                name="matter_ends_after_it_starts",
            ),
        ),
        migrations.AddIndex(
            model_name="collected",
            index=models.Index(fields=["agency", "last_on"], name="collected_by_year"),
        ),
        migrations.AddConstraint(
            model_name="collected",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)), name="collected_not_less_than_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="collected",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_on__gte", models.F("first_on"))), name="collected_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="normativedocument",
            index=models.Index(fields=["agency", "made_on"], name="document_by_year"),
        ),
        migrations.AddConstraint(
            model_name="normativedocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None), models.Q(("document_number", ""), _negated=True)),
                fields=("agency", "document_number"),
                name="document_number_once_an_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="normativedocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None), models.Q(("registration", ""), _negated=True)),
                fields=("agency", "registration"),
                name="registration_once_an_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="normativedocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_how", ""), ("ended_on", None)),
                    models.Q(("ended_on__isnull", False), models.Q(("ended_how", ""), _negated=True)),
                    _connector="OR",
                ),
                name="document_ended_somehow",
            ),
        ),
        migrations.AddConstraint(
            model_name="normativedocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("made_on")), _connector="OR"),
                name="document_ends_after_it_is_made",
            ),
        ),
        migrations.AddConstraint(
            model_name="lifeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", None),
                    models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="life_confirmed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="lifeevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirmed_at", None), ("dropped_at", None)),
                fields=("document",),
                name="one_proposal_a_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="lifeevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dropped_at", None), ("kind", "made")),
                fields=("document",),
                name="document_made_once",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["agency", "replied_on"], name="proposal_by_year"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)),
                fields=("agency", "category", "session", "number"),
                name="proposal_number_once_a_session",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("openness", "not"), _negated=True),
                    models.Q(("ground", ""), _negated=True),
                    _connector="OR",
                ),
                name="proposal_unpublished_with_a_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)), name="purchase_not_less_than_nothing"
            ),
        ),
    ]
