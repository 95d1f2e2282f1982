"""0001_initial: the register of applications with all that hangs on one: handling, letters, reviews, service, remedies.

Why: 条例 arts. 27 to 44. What must never be wrong is a constraint here: four eyes, one decision, numbers, one tariff.
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
            name="Applicant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("natural_person", "自然人"),
                            ("enterprise", "商业企业"),
                            ("research", "科研机构"),
                            ("public_interest", "社会公益组织"),
                            ("legal_service", "法律服务机构"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="申请人类别",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="姓名或者名称")),
                (
                    "identity_kind",
                    models.CharField(
                        choices=[
                            ("id_card", "居民身份证"),
                            ("passport", "护照"),
                            ("permit", "港澳台居民居住证或通行证"),
                            ("credit_code", "统一社会信用代码"),
                            ("other", "其他证件"),
                        ],
                        default="id_card",
                        max_length=12,
                        verbose_name="证件种类",
                    ),
                ),
                ("identity_number", gongkai.people.sealing.SealedField(blank=True, verbose_name="证件号码")),
                ("phone", gongkai.people.sealing.SealedField(blank=True, verbose_name="联系电话")),
                ("email", gongkai.people.sealing.SealedField(blank=True, verbose_name="电子邮箱")),
                ("address", gongkai.people.sealing.SealedField(blank=True, verbose_name="通信地址")),
                ("postcode", models.CharField(blank=True, max_length=6, verbose_name="邮政编码")),
                ("representative", models.CharField(blank=True, max_length=40, verbose_name="法定代表人")),
                ("contact", models.CharField(blank=True, max_length=40, verbose_name="联系人")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applicants", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["agency", "key"], name="applicant_key")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "fingerprint"), name="applicant_once_an_agency")
                ],
            },
        ),
        migrations.CreateModel(
            name="ResultReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("maintained", "维持"),
                            ("claim_rejected", "驳回复议请求"),
                            ("annulled", "撤销"),
                            ("partly_annulled", "部分撤销"),
                            ("changed", "变更"),
                            ("illegal", "确认违法"),
                            ("void", "确认无效"),
                            ("ordered", "责令履行"),
                            ("not_accepted", "不予受理"),
                            ("application_rejected", "驳回复议申请"),
                            ("application_withdrawn", "撤回复议申请，终止"),
                            ("settled", "和解，终止"),
                            ("mediated", "调解"),
                            ("terminated", "终止、终结"),
                            ("claim_dismissed", "驳回诉讼请求"),
                            ("not_filed", "不予立案"),
                            ("suit_dismissed", "驳回起诉"),
                            ("suit_withdrawn", "准许撤诉"),
                            ("deemed_withdrawn", "按撤诉处理"),
                            ("appeal_dismissed", "驳回上诉，维持原判"),
                            ("appeal_withdrawn", "准许撤回上诉"),
                            ("retrial_refused", "驳回再审申请、维持原判"),
                            ("remanded", "发回重审、指令再审"),
                        ],
                        max_length=24,
                        verbose_name="结果",
                    ),
                ),
                (
                    "bucket",
                    models.CharField(
                        choices=[("upheld", "结果维持"), ("corrected", "结果纠正"), ("other", "其他结果")],
                        max_length=10,
                        verbose_name="栏目",
                    ),
                ),
                ("why", models.CharField(max_length=200, verbose_name="依据")),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result_readings",
                        to="agencies.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=8)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="series", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agency", "key", "year"), name="series_once_a_year")],
            },
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("P1", "申请登记表"),
                            ("P2", "接收回执"),
                            ("P3", "补正告知书"),
                            ("P4", "说明理由告知书"),
                            ("P5", "延期答复告知书"),
                            ("P6", "征求第三方意见书"),
                            ("P7", "征求意见告知书"),
                            ("P8", "依申请公开告知书"),
                            ("P9", "征求共同制作机关意见书"),
                            ("P10", "协办函"),
                            ("P11", "收费通知书"),
                            ("P12", "延迟答复告知书"),
                            ("S1", "已主动公开告知书"),
                            ("S2", "予以公开告知书"),
                            ("S3", "部分公开告知书"),
                            ("S4", "不予公开告知书（国家秘密）"),
                            ("S5", "不予公开告知书（法律、行政法规禁止）"),
                            ("S6", "不予公开告知书（三安全一稳定）"),
                            ("S7", "不予公开告知书（第三方合法权益）"),
                            ("S8", "不予公开告知书（内部事务信息）"),
                            ("S9", "不予公开告知书（过程性信息）"),
                            ("S10", "不予公开告知书（行政执法案卷信息）"),
                            ("S11", "行政查询事项告知书"),
                            ("S12", "政府信息不存在告知书"),
                            ("S13", "非本机关负责公开告知书"),
                            ("S14", "需另行制作不予提供告知书"),
                            ("S15", "补正后仍不明确无法提供告知书"),
                            ("S16", "信访投诉举报类告知书"),
                            ("S17", "重复申请不予重复处理告知书"),
                            ("S18", "公开出版物获取途径告知书"),
                            ("S19", "大量反复申请不予处理告知书"),
                            ("S20", "要求确认或者重新出具不予处理告知书"),
                            ("S21", "逾期不补正不再处理告知书"),
                            ("S22", "逾期未缴费不再处理告知书"),
                            ("S23", "更正、不予更正或者转送告知书"),
                            ("S24", "党务信息告知书"),
                        ],
                        max_length=4,
                        verbose_name="文书",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField(verbose_name="模板")),
                ("in_use", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("note", models.CharField(max_length=200, verbose_name="改了什么")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="templates", to="agencies.agency"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("code", "version"),
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "code", "version"), name="template_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("in_use", True)), fields=("agency", "code"), name="one_template_in_use"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("serial", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="申请编号")),
                (
                    "applicant_kind",
                    models.CharField(
                        choices=[
                            ("natural_person", "自然人"),
                            ("enterprise", "商业企业"),
                            ("research", "科研机构"),
                            ("public_interest", "社会公益组织"),
                            ("legal_service", "法律服务机构"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="申请人类别",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="事由")),
                ("content", models.TextField(verbose_name="所需信息")),
                ("clues", models.TextField(blank=True, verbose_name="申请人提供的线索")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="文号或者索引号")),
                ("carriers", models.JSONField(default=list, verbose_name="载体形式")),
                ("routes", models.JSONField(default=list, verbose_name="获取方式")),
                ("other_form_accepted", models.BooleanField(default=True, verbose_name="无法按要求提供时接受其他方式")),
                ("needs_help", models.BooleanField(default=False, verbose_name="存在阅读、视听困难，需要帮助")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("in_person", "当面提交"),
                            ("oral", "口头申请（代为填写）"),
                            ("signed_mail", "需签收的邮寄"),
                            ("ordinary_mail", "平常信函等无需签收的邮寄"),
                            ("online", "互联网在线提交"),
                            ("fax", "传真"),
                            ("email", "电子邮件"),
                            ("passed_on", "其他单位转来"),
                            ("wrong_office", "寄至本机关其他科室或个人"),
                            ("other", "其他已公布的渠道"),
                        ],
                        max_length=20,
                        verbose_name="来源渠道",
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交时间")),
                ("submitted_on", models.DateField(blank=True, null=True, verbose_name="提交日")),
                ("arrived_on", models.DateField(blank=True, null=True, verbose_name="到达日")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="签收日")),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="双方确认日")),
                ("confirmed_how", models.CharField(blank=True, max_length=80, verbose_name="确认方式")),
                ("laid_down_on", models.DateField(blank=True, null=True, verbose_name="公布的规则所定之日")),
                ("exception_announced", models.BooleanField(default=False, verbose_name="提交时页面已写明以确认为准")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="收到日")),
                ("created_at", models.DateTimeField(verbose_name="进入登记簿的时间")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="首次打开")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("submitted", "待登记"),
                            ("handling", "办理中"),
                            ("correcting", "等待补正"),
                            ("consulting", "征求意见"),
                            ("paying", "等待缴费"),
                            ("drafting", "起草答复"),
                            ("reviewing", "审批中"),
                            ("dispatching", "待送达"),
                            ("closed", "已办结"),
                        ],
                        default="submitted",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("units", models.PositiveSmallIntegerField(default=1, verbose_name="拆分件数")),
                ("split_reason", models.CharField(blank=True, max_length=200, verbose_name="拆分理由")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤回日")),
                ("withdrawal", models.TextField(blank=True, verbose_name="撤回的说明")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "予以公开"),
                            ("partial", "部分公开"),
                            ("withheld.state_secret", "属于国家秘密"),
                            ("withheld.law_forbids", "其他法律行政法规禁止公开"),
                            ("withheld.three_securities", "危及“三安全一稳定”"),
                            ("withheld.third_party", "保护第三方合法权益"),
                            ("withheld.internal_affairs", "属于三类内部事务信息"),
                            ("withheld.process", "属于四类过程性信息"),
                            ("withheld.enforcement_file", "属于行政执法案卷"),
                            ("withheld.administrative_inquiry", "属于行政查询事项"),
                            ("unable.not_held", "本机关不掌握相关政府信息"),
                            ("unable.needs_making", "没有现成信息需要另行制作"),
                            ("unable.unclear", "补正后申请内容仍不明确"),
                            ("unprocessed.petition", "信访举报投诉类申请"),
                            ("unprocessed.repeat", "重复申请"),
                            ("unprocessed.publication", "要求提供公开出版物"),
                            ("unprocessed.excessive", "无正当理由大量反复申请"),
                            ("unprocessed.reconfirm", "要求行政机关确认或重新出具已获取信息"),
                            (
                                "other.correction_lapsed",
                                "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                            ),
                            (
                                "other.fee_lapsed",
                                "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
                            ),
                            ("other.other", "其他"),
                        ],
                        max_length=40,
                        verbose_name="办理结果",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="答复日")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="答复期限")),
                ("due_certain", models.BooleanField(default=False)),
                ("query_code", gongkai.people.sealing.SealedField(verbose_name="查询码")),
                ("query_index", models.CharField(max_length=64, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="agencies.agency"
                    ),
                ),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="applications.applicant",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="applications.application",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "passed_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passed_to",
                        to="applications.application",
                    ),
                ),
                (
                    "registered_by",
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
                        related_name="applications",
                        to="agencies.section",
                    ),
                ),
                (
                    "split_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="split_into",
                        to="applications.application",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
                "indexes": [
                    models.Index(fields=["agency", "stage", "due_on"], name="application_to_do"),
                    models.Index(fields=["agency", "received_on"], name="application_received"),
                    models.Index(fields=["agency", "decided_on"], name="application_decided"),
                    models.Index(fields=["agency", "-id"], name="application_newest"),
                    models.Index(fields=["section", "stage"], name="application_section"),
                    models.Index(fields=["applicant", "received_on"], name="application_by_applicant"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year", "serial"), name="application_serial_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "closed"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="application_closed_with_an_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assistance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit", models.CharField(blank=True, max_length=80, verbose_name="协办单位")),
                ("question", models.TextField(verbose_name="请协助的事项")),
                ("due_on", models.DateField(verbose_name="请于此日前回复")),
                ("asked_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="最近一次催办")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "found",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "有，已交来"),
                            ("partly", "有一部分"),
                            ("no", "没有"),
                            ("not_ours", "不归本科室"),
                        ],
                        max_length=8,
                        verbose_name="有没有",
                    ),
                ),
                ("places", models.CharField(blank=True, max_length=200, verbose_name="查了哪里")),
                ("terms", models.CharField(blank=True, max_length=200, verbose_name="检索词")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
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
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assistances",
                        to="applications.application",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assistances",
                        to="agencies.section",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["section", "answered_at"], name="assistance_open")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("section__isnull", False), models.Q(("unit", ""), _negated=True), _connector="OR"
                        ),
                        name="assistance_names_whom_it_asks",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("submission", "申请材料"),
                            ("identity", "身份证明"),
                            ("correction", "补正材料"),
                            ("opinion", "第三方或者共同制作机关的意见"),
                            ("section", "科室交来的材料"),
                            ("evidence", "证据"),
                            ("reply", "拟提供的信息"),
                            ("proof", "送达凭证"),
                            ("signed", "签名或者盖章后的扫描件"),
                        ],
                        max_length=12,
                        verbose_name="用途",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="文件名")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("pages", models.PositiveIntegerField(blank=True, null=True, verbose_name="页数")),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="applications.application"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60, verbose_name="编号")),
                ("complainant", models.CharField(blank=True, max_length=80, verbose_name="投诉举报人")),
                ("received_by", models.CharField(max_length=80, verbose_name="收到的主管部门")),
                ("received_on", models.DateField(verbose_name="收到日")),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("late", "逾期不答复"),
                            ("answer", "对答复不满意"),
                            ("not_published", "应当主动公开而没有公开"),
                            ("wrong", "公开的内容不准确、没有更新"),
                            ("fee", "违规收费"),
                            ("leak", "公开了不应公开的信息"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="事由",
                    ),
                ),
                ("text", models.TextField(verbose_name="内容")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="要求反馈的日期")),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("founded", "属实，责令改正"),
                            ("partly", "部分属实"),
                            ("unfounded", "不属实"),
                            ("passed_on", "不属于本项职责，转有关机关"),
                            ("withdrawn", "撤回"),
                        ],
                        max_length=12,
                        verbose_name="处理结果",
                    ),
                ),
                ("concluded_on", models.DateField(blank=True, null=True, verbose_name="办结日")),
                ("done", models.TextField(blank=True, verbose_name="做了什么")),
                ("told_on", models.DateField(blank=True, null=True, verbose_name="告知投诉举报人之日")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="complaints", to="agencies.agency"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="applications.application",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-received_on", "-pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "number"), name="complaint_once_an_agency"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("concluded_on", None), ("finding", "")),
                            models.Q(models.Q(("finding", ""), _negated=True), ("concluded_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="complaint_concluded_with_a_finding",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("concluded_on", None), ("concluded_on__gte", models.F("received_on")), _connector="OR"
                        ),
                        name="complaint_concluded_after_it_came",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "asked",
                    models.CharField(
                        choices=[
                            ("third_party", "征求第三方意见"),
                            ("co_maker", "征求共同制作机关意见"),
                            ("agency", "征求其他机关意见"),
                        ],
                        max_length=12,
                    ),
                ),
                ("party", models.CharField(max_length=80, verbose_name="征求对象")),
                ("contact", models.CharField(blank=True, max_length=120, verbose_name="联系方式")),
                ("what", models.TextField(verbose_name="征求意见的内容")),
                ("interest", models.CharField(blank=True, max_length=200, verbose_name="涉及的权益")),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="发出日")),
                ("delivered_on", models.DateField(blank=True, null=True, verbose_name="对方收到日")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="意见收到日")),
                ("lapsed_on", models.DateField(blank=True, null=True, verbose_name="逾期未答复，期满日")),
                ("cancelled_on", models.DateField(blank=True, null=True, verbose_name="不再征求")),
                (
                    "opinion",
                    models.CharField(
                        blank=True,
                        choices=[("agrees", "同意公开"), ("partly", "同意部分公开"), ("objects", "不同意公开")],
                        max_length=8,
                        verbose_name="意见",
                    ),
                ),
                ("reasons", models.TextField(blank=True, verbose_name="理由")),
                ("told_of_release_on", models.DateField(blank=True, null=True, verbose_name="书面告知决定公开之日")),
                ("token", models.CharField(max_length=43, unique=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="applications.application",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on", None), models.Q(("opinion", ""), _negated=True), _connector="OR"
                        ),
                        name="consultation_answer_holds_an_opinion",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("defects", models.JSONField(default=list, verbose_name="需要补正的事项")),
                ("guidance", models.TextField(blank=True, verbose_name="指导和释明")),
                ("period_days", models.PositiveSmallIntegerField(verbose_name="补正期限（工作日）")),
                ("noticed_on", models.DateField(blank=True, null=True, verbose_name="告知日")),
                ("came_on", models.DateField(blank=True, null=True, verbose_name="补正材料收到日")),
                ("answer", models.TextField(blank=True, verbose_name="补正内容")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("clear", "已补正，内容明确"),
                            ("unclear", "已补正，仍不明确"),
                            ("lapsed", "逾期未补正"),
                        ],
                        max_length=8,
                        verbose_name="结果",
                    ),
                ),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="applications.application",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answers", models.JSONField(verbose_name="判断的经过")),
                ("leaf", models.CharField(max_length=40)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("granted", "予以公开"),
                            ("partial", "部分公开"),
                            ("withheld.state_secret", "属于国家秘密"),
                            ("withheld.law_forbids", "其他法律行政法规禁止公开"),
                            ("withheld.three_securities", "危及“三安全一稳定”"),
                            ("withheld.third_party", "保护第三方合法权益"),
                            ("withheld.internal_affairs", "属于三类内部事务信息"),
                            ("withheld.process", "属于四类过程性信息"),
                            ("withheld.enforcement_file", "属于行政执法案卷"),
                            ("withheld.administrative_inquiry", "属于行政查询事项"),
                            ("unable.not_held", "本机关不掌握相关政府信息"),
                            ("unable.needs_making", "没有现成信息需要另行制作"),
                            ("unable.unclear", "补正后申请内容仍不明确"),
                            ("unprocessed.petition", "信访举报投诉类申请"),
                            ("unprocessed.repeat", "重复申请"),
                            ("unprocessed.publication", "要求提供公开出版物"),
                            ("unprocessed.excessive", "无正当理由大量反复申请"),
                            ("unprocessed.reconfirm", "要求行政机关确认或重新出具已获取信息"),
                            (
                                "other.correction_lapsed",
                                "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                            ),
                            (
                                "other.fee_lapsed",
                                "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
                            ),
                            ("other.other", "其他"),
                        ],
                        max_length=40,
                        verbose_name="办理结果",
                    ),
                ),
                ("findings", models.TextField(blank=True, verbose_name="理由")),
                ("given", models.TextField(blank=True, verbose_name="公开的内容")),
                ("withheld", models.TextField(blank=True, verbose_name="不予公开的内容")),
                ("way", models.TextField(blank=True, verbose_name="获取的方式、途径和时间")),
                ("other_name", models.CharField(blank=True, max_length=80, verbose_name="负责公开的机关")),
                ("other_contact", models.CharField(blank=True, max_length=120, verbose_name="其联系方式")),
                ("earlier_number", models.CharField(blank=True, max_length=60, verbose_name="此前答复的文号")),
                ("earlier_on", models.DateField(blank=True, null=True, verbose_name="此前答复的日期")),
                ("special_rules", models.CharField(blank=True, max_length=200, verbose_name="适用的特别规定")),
                ("public_interest", models.TextField(blank=True, verbose_name="公共利益的衡量")),
                ("made_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="applications.application",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "other_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)), fields=("application",), name="one_decision_in_force"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField(verbose_name="延迟至")),
                ("reason", models.TextField(verbose_name="理由")),
                ("notified_on", models.DateField(blank=True, null=True, verbose_name="告知日")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="delay", to="applications.application"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("days", models.PositiveSmallIntegerField(verbose_name="延长工作日")),
                ("reason", models.TextField(verbose_name="延期的理由")),
                ("asked_on", models.DateField()),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="批准日")),
                ("notified_on", models.DateField(blank=True, null=True, verbose_name="告知日")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extension",
                        to="applications.application",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 20)),
                        name="extension_at_most_20_working_days",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tariff",
                    models.CharField(
                        choices=[("by_application", "按件计收"), ("by_page", "按量计收")],
                        max_length=16,
                        verbose_name="计收方式",
                    ),
                ),
                ("ordinal", models.PositiveIntegerField(blank=True, null=True, verbose_name="本月第几件")),
                ("pages", models.PositiveIntegerField(blank=True, null=True, verbose_name="页数")),
                ("amount", models.PositiveIntegerField(verbose_name="金额（元）")),
                ("notified_on", models.DateField(blank=True, null=True, verbose_name="通知日")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="缴费期限")),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="缴费日")),
                ("paid_amount", models.PositiveIntegerField(blank=True, null=True, verbose_name="实缴（元）")),
                ("receipt_number", models.CharField(blank=True, max_length=40, verbose_name="票据号")),
                ("refunded_on", models.DateField(blank=True, null=True, verbose_name="退费日")),
                ("refunded_amount", models.PositiveIntegerField(blank=True, null=True, verbose_name="退费（元）")),
                ("lapsed_on", models.DateField(blank=True, null=True, verbose_name="逾期未缴，期满日")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fee", to="applications.application"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ordinal", None), ("pages__isnull", False), ("tariff", "by_page")),
                            models.Q(("ordinal__isnull", False), ("pages", None), ("tariff", "by_application")),
                            _connector="OR",
                        ),
                        name="fee_by_one_tariff_only",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("refunded_amount", None),
                            ("refunded_amount__lte", models.F("paid_amount")),
                            _connector="OR",
                        ),
                        name="fee_refund_at_most_what_was_paid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReasonsCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.TextField(verbose_name="数量、频次明显超过合理范围的情形")),
                ("period_days", models.PositiveSmallIntegerField(default=10, verbose_name="说明理由的期限（工作日）")),
                ("noticed_on", models.DateField(blank=True, null=True, verbose_name="告知日")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="说明日")),
                ("reasons", models.TextField(blank=True, verbose_name="申请人说明的理由")),
                ("accepted", models.BooleanField(blank=True, null=True, verbose_name="理由合理")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reasons_call",
                        to="applications.application",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RemedyCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reconsideration", "行政复议"),
                            ("suit_direct", "未经复议直接起诉"),
                            ("suit_after_reconsideration", "复议后起诉"),
                        ],
                        max_length=30,
                        verbose_name="种类",
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        choices=[("actor", "作出原行为的机关"), ("reviewer", "只因作出复议决定而成为被告")],
                        default="actor",
                        max_length=10,
                        verbose_name="本机关的地位",
                    ),
                ),
                (
                    "against",
                    models.CharField(
                        choices=[
                            ("answer", "答复"),
                            ("silence", "逾期不答复"),
                            ("disclosure", "决定公开"),
                            ("other", "其他"),
                        ],
                        default="answer",
                        max_length=10,
                        verbose_name="针对什么",
                    ),
                ),
                (
                    "brought_by",
                    models.CharField(
                        choices=[("applicant", "申请人"), ("third_party", "第三方"), ("other", "其他人")],
                        default="applicant",
                        max_length=12,
                        verbose_name="谁提出",
                    ),
                ),
                ("claimant", models.CharField(blank=True, max_length=80, verbose_name="提出人")),
                ("counsel", models.CharField(blank=True, max_length=80, verbose_name="代理人")),
                ("filed_on", models.DateField(verbose_name="受理、立案日")),
                ("authority", models.CharField(max_length=80, verbose_name="复议机关、法院")),
                ("number", models.CharField(max_length=80, verbose_name="案号")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("upheld", "结果维持"), ("corrected", "结果纠正"), ("other", "其他结果")],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("concluded_on", models.DateField(blank=True, null=True, verbose_name="审结日")),
                ("hold_on", models.DateField(blank=True, null=True, verbose_name="停止公开之日")),
                ("hold_why", models.CharField(blank=True, max_length=200, verbose_name="停止公开的依据")),
                ("hold_lifted_on", models.DateField(blank=True, null=True, verbose_name="解除停止之日")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remedies", to="agencies.agency"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remedies",
                        to="applications.application",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="applications.remedycase",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-filed_on", "-pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "kind", "number"), name="remedy_case_once_an_agency"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("concluded_on", None), ("result", "")),
                            models.Q(models.Q(("result", ""), _negated=True), ("concluded_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="remedy_concluded_with_a_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("concluded_on", None), ("concluded_on__gte", models.F("filed_on")), _connector="OR"
                        ),
                        name="remedy_concluded_after_filed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("follows", None), ("kind", "suit_after_reconsideration"), _connector="OR"),
                        name="remedy_only_a_suit_follows",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hold_lifted_on", None), ("hold_on__isnull", False), _connector="OR"),
                        name="remedy_hold_lifted_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("P1", "申请登记表"),
                            ("P2", "接收回执"),
                            ("P3", "补正告知书"),
                            ("P4", "说明理由告知书"),
                            ("P5", "延期答复告知书"),
                            ("P6", "征求第三方意见书"),
                            ("P7", "征求意见告知书"),
                            ("P8", "依申请公开告知书"),
                            ("P9", "征求共同制作机关意见书"),
                            ("P10", "协办函"),
                            ("P11", "收费通知书"),
                            ("P12", "延迟答复告知书"),
                            ("S1", "已主动公开告知书"),
                            ("S2", "予以公开告知书"),
                            ("S3", "部分公开告知书"),
                            ("S4", "不予公开告知书（国家秘密）"),
                            ("S5", "不予公开告知书（法律、行政法规禁止）"),
                            ("S6", "不予公开告知书（三安全一稳定）"),
                            ("S7", "不予公开告知书（第三方合法权益）"),
                            ("S8", "不予公开告知书（内部事务信息）"),
                            ("S9", "不予公开告知书（过程性信息）"),
                            ("S10", "不予公开告知书（行政执法案卷信息）"),
                            ("S11", "行政查询事项告知书"),
                            ("S12", "政府信息不存在告知书"),
                            ("S13", "非本机关负责公开告知书"),
                            ("S14", "需另行制作不予提供告知书"),
                            ("S15", "补正后仍不明确无法提供告知书"),
                            ("S16", "信访投诉举报类告知书"),
                            ("S17", "重复申请不予重复处理告知书"),
                            ("S18", "公开出版物获取途径告知书"),
                            ("S19", "大量反复申请不予处理告知书"),
                            ("S20", "要求确认或者重新出具不予处理告知书"),
                            ("S21", "逾期不补正不再处理告知书"),
                            ("S22", "逾期未缴费不再处理告知书"),
                            ("S23", "更正、不予更正或者转送告知书"),
                            ("S24", "党务信息告知书"),
                        ],
                        max_length=4,
                        verbose_name="文书",
                    ),
                ),
                ("addressee", models.CharField(max_length=80, verbose_name="发给")),
                ("body", models.JSONField()),
                (
                    "template_version",
                    models.PositiveIntegerField(default=0, help_text="0为随软件提供的模板", verbose_name="模板版本"),
                ),
                ("digest", models.CharField(max_length=64)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "起草"),
                            ("reviewing", "审批中"),
                            ("approved", "待发出"),
                            ("issued", "已发出"),
                            ("cancelled", "已作废"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("dated", models.DateField(blank=True, null=True, verbose_name="落款日期")),
                ("made_at", models.DateTimeField()),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="发出日")),
                ("cancelled_why", models.CharField(blank=True, max_length=200, verbose_name="作废的原因")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="agencies.agency"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="applications.application",
                    ),
                ),
                (
                    "assistance",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="applications.assistance",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="applications.consultation",
                    ),
                ),
                (
                    "copy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="发出时的版式文件",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["agency", "state"], name="letter_by_state")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("agency", "number"),
                        name="letter_number_once_an_agency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("approved", "issued")), _negated=True),
                            models.Q(("number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="letter_approved_with_a_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(blank=True, max_length=40, verbose_name="原办理结果")),
                ("leaf", models.CharField(blank=True, max_length=40)),
                ("articles", models.JSONField(default=list, verbose_name="原依据")),
                ("text", models.TextField(verbose_name="教训")),
                ("shared", models.BooleanField(default=False, verbose_name="让同一主管部门下的机关也看到")),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lessons", to="agencies.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lesson", to="applications.remedycase"
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
                "indexes": [models.Index(fields=["outcome"], name="lesson_by_outcome")],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("reconsideration", "行政复议"),
                            ("first", "第一审"),
                            ("second", "第二审"),
                            ("again", "重审"),
                            ("retrial", "再审"),
                        ],
                        max_length=16,
                        verbose_name="审级",
                    ),
                ),
                ("number", models.CharField(max_length=80, verbose_name="案号")),
                ("authority", models.CharField(max_length=80, verbose_name="复议机关、法院")),
                ("filed_on", models.DateField(verbose_name="受理、立案日")),
                ("appellant", models.CharField(blank=True, max_length=80, verbose_name="谁上诉、申请再审")),
                ("copy_on", models.DateField(blank=True, null=True, verbose_name="收到副本日")),
                ("simplified", models.BooleanField(default=False, verbose_name="简易程序")),
                ("extended", models.BooleanField(default=False, verbose_name="延长审理期限")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复、答辩日")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("maintained", "维持"),
                            ("claim_rejected", "驳回复议请求"),
                            ("annulled", "撤销"),
                            ("partly_annulled", "部分撤销"),
                            ("changed", "变更"),
                            ("illegal", "确认违法"),
                            ("void", "确认无效"),
                            ("ordered", "责令履行"),
                            ("not_accepted", "不予受理"),
                            ("application_rejected", "驳回复议申请"),
                            ("application_withdrawn", "撤回复议申请，终止"),
                            ("settled", "和解，终止"),
                            ("mediated", "调解"),
                            ("terminated", "终止、终结"),
                            ("claim_dismissed", "驳回诉讼请求"),
                            ("not_filed", "不予立案"),
                            ("suit_dismissed", "驳回起诉"),
                            ("suit_withdrawn", "准许撤诉"),
                            ("deemed_withdrawn", "按撤诉处理"),
                            ("appeal_dismissed", "驳回上诉，维持原判"),
                            ("appeal_withdrawn", "准许撤回上诉"),
                            ("retrial_refused", "驳回再审申请、维持原判"),
                            ("remanded", "发回重审、指令再审"),
                        ],
                        max_length=24,
                        verbose_name="结果",
                    ),
                ),
                (
                    "bucket",
                    models.CharField(
                        blank=True,
                        choices=[("upheld", "结果维持"), ("corrected", "结果纠正"), ("other", "其他结果")],
                        max_length=10,
                        verbose_name="表四的栏目",
                    ),
                ),
                ("concluded_on", models.DateField(blank=True, null=True, verbose_name="审结日")),
                ("served_on", models.DateField(blank=True, null=True, verbose_name="收到决定书、裁判文书之日")),
                (
                    "redo_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="责令重新办理的期限（工作日）"
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="applications.remedycase"
                    ),
                ),
            ],
            options={
                "ordering": ("filed_on", "pk"),
                "indexes": [models.Index(fields=["case", "filed_on"], name="round_of_a_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bucket", ""), ("concluded_on", None), ("result", "")),
                            models.Q(models.Q(("result", ""), _negated=True), ("concluded_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="round_concluded_with_a_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("concluded_on", None), ("concluded_on__gte", models.F("filed_on")), _connector="OR"
                        ),
                        name="round_concluded_after_filed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("result", "")), fields=("case",), name="one_pending_round_a_case"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Search",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="检索日期")),
                ("places", models.CharField(max_length=200, verbose_name="检索范围")),
                ("terms", models.CharField(max_length=200, verbose_name="检索词")),
                ("found", models.PositiveIntegerField(default=0, verbose_name="查到件数")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="searches",
                        to="applications.application",
                    ),
                ),
                (
                    "assistance",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search",
                        to="applications.assistance",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="LetterAnswer",
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
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="applications.letter"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)),
                        fields=("letter", "fingerprint"),
                        name="answer_once_a_finding",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="answer_with_a_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="applications.casefile"
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="enclosures", to="applications.letter"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [models.UniqueConstraint(fields=("letter", "file"), name="enclosure_once_a_letter")],
            },
        ),
        migrations.CreateModel(
            name="Redo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.DateField(verbose_name="起算日")),
                ("days", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="工作日")),
                ("answer_due_on", models.DateField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "予以公开"),
                            ("partial", "部分公开"),
                            ("withheld.state_secret", "属于国家秘密"),
                            ("withheld.law_forbids", "其他法律行政法规禁止公开"),
                            ("withheld.three_securities", "危及“三安全一稳定”"),
                            ("withheld.third_party", "保护第三方合法权益"),
                            ("withheld.internal_affairs", "属于三类内部事务信息"),
                            ("withheld.process", "属于四类过程性信息"),
                            ("withheld.enforcement_file", "属于行政执法案卷"),
                            ("withheld.administrative_inquiry", "属于行政查询事项"),
                            ("unable.not_held", "本机关不掌握相关政府信息"),
                            ("unable.needs_making", "没有现成信息需要另行制作"),
                            ("unable.unclear", "补正后申请内容仍不明确"),
                            ("unprocessed.petition", "信访举报投诉类申请"),
                            ("unprocessed.repeat", "重复申请"),
                            ("unprocessed.publication", "要求提供公开出版物"),
                            ("unprocessed.excessive", "无正当理由大量反复申请"),
                            ("unprocessed.reconfirm", "要求行政机关确认或重新出具已获取信息"),
                            (
                                "other.correction_lapsed",
                                "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                            ),
                            (
                                "other.fee_lapsed",
                                "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
                            ),
                            ("other.other", "其他"),
                        ],
                        max_length=40,
                        verbose_name="重新办理的结果",
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="重新答复日")),
                ("called_off_on", models.DateField(blank=True, null=True, verbose_name="不再办理之日")),
                ("called_off_why", models.CharField(blank=True, max_length=200, verbose_name="不再办理的原因")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="redos", to="applications.application"
                    ),
                ),
                (
                    "letter",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redo",
                        to="applications.letter",
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="redo", to="applications.round"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("called_off_on", None), ("done_on", None)),
                        fields=("application",),
                        name="one_redo_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_on", None),
                            models.Q(("called_off_on", None), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="redo_done_with_an_outcome",
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
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="applications.letter"
                    ),
                ),
            ],
            options={
                "ordering": ("letter", "revision", "step"),
                "indexes": [models.Index(fields=["verdict", "voided_at"], name="review_waiting")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("letter", "revision", "step"),
                        name="review_step_once_a_revision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by", None), models.Q(("by", models.F("author")), _negated=True), _connector="OR"
                        ),
                        name="review_never_by_the_author",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("at", None), ("by", None), ("verdict", "")),
                            models.Q(
                                ("at__isnull", False), ("by__isnull", False), models.Q(("verdict", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="review_by_a_person_with_a_verdict",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "排队等候"),
                            ("working", "正在制作"),
                            ("ready", "已经制作"),
                            ("failed", "没有做成"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("pages", models.PositiveIntegerField(blank=True, null=True, verbose_name="页数")),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("missing", models.JSONField(default=list, verbose_name="还缺什么")),
                ("failure", models.TextField(blank=True, verbose_name="原因")),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dossiers", to="agencies.agency"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="applications.application",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "manifest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="applications.round",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True),
                            models.Q(("manifest__isnull", False), ("pdf__isnull", False)),
                            _connector="OR",
                        ),
                        name="dossier_ready_with_its_file",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Number",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("serial", models.PositiveIntegerField()),
                ("text", models.CharField(max_length=60)),
                ("taken_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_why", models.CharField(blank=True, max_length=200)),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="number_taken",
                        to="applications.letter",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="numbers", to="applications.series"
                    ),
                ),
            ],
            options={
                "ordering": ("series", "serial"),
                "constraints": [models.UniqueConstraint(fields=("series", "serial"), name="number_once_a_series")],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("direct", "直接送达、当面领取"),
                            ("delegated", "委托送达"),
                            ("post", "邮寄（邮政企业）"),
                            ("email", "电子邮件"),
                            ("online", "查询页面"),
                            ("fax", "传真"),
                        ],
                        max_length=10,
                        verbose_name="送达方式",
                    ),
                ),
                ("carrier", models.CharField(blank=True, max_length=40, verbose_name="承运")),
                ("tracking", models.CharField(blank=True, max_length=40, verbose_name="邮件编号")),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="交寄、发送日")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="签收日")),
                ("signed_by", models.CharField(blank=True, max_length=40, verbose_name="签收人")),
                ("counts_on", models.DateField(verbose_name="答复日")),
                ("proof_note", models.CharField(blank=True, max_length=200, verbose_name="凭证说明")),
                (
                    "result",
                    models.CharField(
                        choices=[("on_the_way", "在途"), ("served", "已送达"), ("failed", "未送达")],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("failed_on", models.DateField(blank=True, null=True, verbose_name="退回、失败日")),
                ("failed_why", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                ("recorded_at", models.DateTimeField()),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="applications.letter"
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applications.casefile",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method", "post"), _negated=True), ("sent_on__isnull", False), _connector="OR"
                        ),
                        name="service_by_post_has_a_day_of_posting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method__in", ("direct", "delegated")), _negated=True),
                            ("signed_on__isnull", False),
                            ("result", "failed"),
                            _connector="OR",
                        ),
                        name="service_by_hand_has_a_day_of_signature",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="application",
            name="redoing",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="applications.redo",
                verbose_name="正在重新办理",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_on__isnull", False), ("redoing", None), ("stage", "closed")),
                    models.Q(models.Q(("stage", "closed"), _negated=True), ("decided_on", None), ("redoing", None)),
                    models.Q(
                        models.Q(("stage", "closed"), _negated=True),
                        ("decided_on__isnull", False),
                        ("redoing__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="application_closed_when_decided",
            ),
        ),
    ]
