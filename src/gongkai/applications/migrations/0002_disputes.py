"""0002_disputes: rounds of reconsiderations and suits, handling again, lessons, complaints, dossiers.

Why: a suit goes through instances and counts once (decision 0152); an answer that was annulled is given again without touching the first
one (0153); what a result counts as is a body's choice (0150).
Data: none; nothing was released before. Back: drops the tables and fields.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("applications", "0001_initial"),
        ("files", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            ],
            options={
                "ordering": ("-received_on", "-pk"),
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
            ],
            options={
                "ordering": ("-pk",),
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
            ],
            options={
                "ordering": ("-pk",),
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
            ],
            options={
                "ordering": ("pk",),
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
            ],
            options={
                "ordering": ("pk",),
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
            ],
            options={
                "ordering": ("filed_on", "pk"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="application",
            name="application_closed_when_decided",
        ),
        migrations.RemoveField(
            model_name="remedycase",
            name="answered_on",
        ),
        migrations.RemoveField(
            model_name="remedycase",
            name="copy_on",
        ),
        migrations.RemoveField(
            model_name="remedycase",
            name="simplified",
        ),
        migrations.AddField(
            model_name="remedycase",
            name="against",
            field=models.CharField(
                choices=[("answer", "答复"), ("silence", "逾期不答复"), ("disclosure", "决定公开"), ("other", "其他")],
                default="answer",
                max_length=10,
                verbose_name="针对什么",
            ),
        ),
        migrations.AddField(
            model_name="remedycase",
            name="brought_by",
            field=models.CharField(
                choices=[("applicant", "申请人"), ("third_party", "第三方"), ("other", "其他人")],
                default="applicant",
                max_length=12,
                verbose_name="谁提出",
            ),
        ),
        migrations.AddField(
            model_name="remedycase",
            name="capacity",
            field=models.CharField(
                choices=[("actor", "作出原行为的机关"), ("reviewer", "只因作出复议决定而成为被告")],
                default="actor",
                max_length=10,
                verbose_name="本机关的地位",
            ),
        ),
        migrations.AddField(
            model_name="remedycase",
            name="claimant",
            field=models.CharField(blank=True, max_length=80, verbose_name="提出人"),
        ),
        migrations.AddField(
            model_name="remedycase",
            name="counsel",
            field=models.CharField(blank=True, max_length=80, verbose_name="代理人"),
        ),
        migrations.AddField(
            model_name="remedycase",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="applications.remedycase",
            ),
        ),
        migrations.AddField(
            model_name="remedycase",
            name="hold_lifted_on",
            field=models.DateField(blank=True, null=True, verbose_name="解除停止之日"),
        ),
        migrations.AddField(
            model_name="remedycase",
            name="hold_on",
            field=models.DateField(blank=True, null=True, verbose_name="停止公开之日"),
        ),
        migrations.AddField(
            model_name="remedycase",
            name="hold_why",
            field=models.CharField(blank=True, max_length=200, verbose_name="停止公开的依据"),
        ),
        migrations.AddConstraint(
            model_name="remedycase",
            constraint=models.CheckConstraint(
                condition=models.Q(("follows", None), ("kind", "suit_after_reconsideration"), _connector="OR"),
                name="remedy_only_a_suit_follows",
            ),
        ),
        migrations.AddConstraint(
            model_name="remedycase",
            constraint=models.CheckConstraint(
                condition=models.Q(("hold_lifted_on", None), ("hold_on__isnull", False), _connector="OR"),
                name="remedy_hold_lifted_after_it_began",
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="complaints", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="application",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="complaints",
                to="applications.application",
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="dossiers", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="dossiers", to="applications.application"
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="manifest",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="pdf",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="lesson",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lessons", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="lesson",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="lesson",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="lesson", to="applications.remedycase"
            ),
        ),
        migrations.AddField(
            model_name="redo",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="redos", to="applications.application"
            ),
        ),
        migrations.AddField(
            model_name="redo",
            name="letter",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="redo",
                to="applications.letter",
            ),
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
        migrations.AddField(
            model_name="resultreading",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="result_readings", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="resultreading",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="applications.remedycase"
            ),
        ),
        migrations.AddField(
            model_name="redo",
            name="round",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="redo", to="applications.round"
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="round",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dossiers",
                to="applications.round",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.UniqueConstraint(fields=("agency", "number"), name="complaint_once_an_agency"),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("concluded_on", None), ("finding", "")),
                    models.Q(models.Q(("finding", ""), _negated=True), ("concluded_on__isnull", False)),
                    _connector="OR",
                ),
                name="complaint_concluded_with_a_finding",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("concluded_on", None), ("concluded_on__gte", models.F("received_on")), _connector="OR"
                ),
                name="complaint_concluded_after_it_came",
            ),
        ),
        migrations.AddIndex(
            model_name="lesson",
            index=models.Index(fields=["outcome"], name="lesson_by_outcome"),
        ),
        migrations.AddIndex(
            model_name="round",
            index=models.Index(fields=["case", "filed_on"], name="round_of_a_case"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bucket", ""), ("concluded_on", None), ("result", "")),
                    models.Q(models.Q(("result", ""), _negated=True), ("concluded_on__isnull", False)),
                    _connector="OR",
                ),
                name="round_concluded_with_a_result",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("concluded_on", None), ("concluded_on__gte", models.F("filed_on")), _connector="OR"
                ),
                name="round_concluded_after_filed",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                condition=models.Q(("result", "")), fields=("case",), name="one_pending_round_a_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="redo",
            constraint=models.UniqueConstraint(
                condition=models.Q(("called_off_on", None), ("done_on", None)),
                fields=("application",),
                name="one_redo_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="redo",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_on", None),
                    models.Q(("called_off_on", None), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="redo_done_with_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ready"), _negated=True),
                    models.Q(("manifest__isnull", False), ("pdf__isnull", False)),
                    _connector="OR",
                ),
                name="dossier_ready_with_its_file",
            ),
        ),
    ]
