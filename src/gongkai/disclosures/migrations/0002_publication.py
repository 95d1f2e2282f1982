"""Publication: columns, drafts and their review, versions, releases and their proof.

Why: 条例 arts. 12, 17, 19-26. Until here an item was a line that an applicant was shown before asking.
Data: items stay public; those of the old kind ``published`` become ``other``. Back: what only the new tables hold is lost.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def rename_the_kind(apps, schema_editor):
    apps.get_model("disclosures", "Item").objects.filter(kind="published").update(kind="other")


def name_it_back(apps, schema_editor):
    apps.get_model("disclosures", "Item").objects.exclude(kind="answer").update(kind="published")


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_site_and_index_numbers"),
        ("disclosures", "0001_initial"),
        ("files", "0001_stored_file_moves_here"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
            ],
            options={
                "ordering": ("agency", "position", "pk"),
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
            ],
            options={
                "ordering": ("-saved_at", "-pk"),
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
            ],
            options={
                "ordering": ("draft", "position", "pk"),
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
            ],
            options={
                "ordering": ("pk",),
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
            ],
            options={
                "ordering": ("-at",),
            },
        ),
        migrations.CreateModel(
            name="ItemNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
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
            ],
            options={
                "ordering": ("kind", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Pairing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(blank=True, max_length=12, verbose_name="解读形式")),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("pk",),
            },
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
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="最近核对")),
                ("stands", models.BooleanField(null=True, verbose_name="核对时还在")),
            ],
            options={
                "ordering": ("-due_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("step", models.PositiveSmallIntegerField()),
                ("place", models.PositiveSmallIntegerField(default=1, help_text="同一步中的第几位")),
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
            ],
            options={
                "ordering": ("draft", "revision", "step", "place", "pk"),
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
            ],
            options={
                "ordering": ("draft", "pk"),
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
            ],
            options={
                "ordering": ("item", "number"),
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
            ],
            options={
                "ordering": ("version", "position", "pk"),
            },
        ),
        migrations.RenameIndex(
            model_name="item",
            new_name="item_of_body_newest",
            old_name="disclosures_agency__ab04ca_idx",
        ),
        migrations.AddField(
            model_name="item",
            name="attribute",
            field=models.CharField(
                choices=[("proactive", "主动公开"), ("on_application", "依申请公开"), ("withheld", "不予公开")],
                default="proactive",
                max_length=16,
                verbose_name="公开方式",
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="最近更新"),
        ),
        migrations.AddField(
            model_name="item",
            name="clause",
            field=models.CharField(blank=True, max_length=8, verbose_name="公开依据"),
        ),
        migrations.AddField(
            model_name="item",
            name="details",
            field=models.JSONField(blank=True, default=dict, verbose_name="专门字段"),
        ),
        migrations.AddField(
            model_name="item",
            name="effective_on",
            field=models.DateField(blank=True, null=True, verbose_name="生效日期"),
        ),
        migrations.AddField(
            model_name="item",
            name="expires_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="下架时间"),
        ),
        migrations.AddField(
            model_name="item",
            name="genre",
            field=models.CharField(blank=True, max_length=12, verbose_name="体裁"),
        ),
        migrations.AddField(
            model_name="item",
            name="ground",
            field=models.CharField(blank=True, max_length=40, verbose_name="不主动公开的理由"),
        ),
        migrations.AddField(
            model_name="item",
            name="ground_note",
            field=models.CharField(blank=True, max_length=200, verbose_name="理由说明"),
        ),
        migrations.AddField(
            model_name="item",
            name="html",
            field=models.TextField(blank=True, verbose_name="正文"),
        ),
        migrations.AddField(
            model_name="item",
            name="keywords",
            field=models.CharField(blank=True, max_length=100, verbose_name="关键词"),
        ),
        migrations.AddField(
            model_name="item",
            name="made_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="item",
            name="made_on",
            field=models.DateField(blank=True, null=True, verbose_name="成文日期"),
        ),
        migrations.AddField(
            model_name="item",
            name="origin",
            field=models.CharField(blank=True, max_length=60, verbose_name="来自申请"),
        ),
        migrations.AddField(
            model_name="item",
            name="permanent",
            field=models.CharField(blank=True, max_length=12, verbose_name="固定地址"),
        ),
        migrations.AddField(
            model_name="item",
            name="released_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="首次公开"),
        ),
        migrations.AddField(
            model_name="item",
            name="review_again_on",
            field=models.DateField(blank=True, null=True, verbose_name="再次评估日"),
        ),
        migrations.AddField(
            model_name="item",
            name="section",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="agencies.section",
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="source",
            field=models.CharField(blank=True, max_length=80, verbose_name="来源"),
        ),
        migrations.AddField(
            model_name="item",
            name="topic",
            field=models.CharField(blank=True, max_length=40, verbose_name="主题分类"),
        ),
        migrations.AddField(
            model_name="item",
            name="valid_until",
            field=models.DateField(blank=True, null=True, verbose_name="有效期至"),
        ),
        migrations.AddField(
            model_name="item",
            name="validity",
            field=models.CharField(
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
        migrations.AddField(
            model_name="item",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="item",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="撤下时间"),
        ),
        migrations.AddField(
            model_name="item",
            name="withdrawn_why",
            field=models.CharField(blank=True, max_length=200, verbose_name="撤下的原因"),
        ),
        migrations.AlterField(
            model_name="item",
            name="kind",
            field=models.CharField(default="other", max_length=32, verbose_name="信息种类"),
        ),
        migrations.AlterField(
            model_name="item",
            name="published_on",
            field=models.DateField(blank=True, null=True, verbose_name="公开日期"),
        ),
        migrations.AddField(
            model_name="column",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="columns", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="column",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="disclosures.column",
            ),
        ),
        migrations.AddField(
            model_name="column",
            name="section",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="columns",
                to="agencies.section",
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="column",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="disclosures.column",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="column",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="disclosures.column",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="disclosures.item"
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="section",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="agencies.section",
            ),
        ),
        migrations.AddField(
            model_name="draftfile",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="draftfile",
            name="cleaned_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="draftfile",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="disclosures.draft"
            ),
        ),
        migrations.AddField(
            model_name="draftfile",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="excuse",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="excuse",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="excuses", to="disclosures.draft"
            ),
        ),
        migrations.AddField(
            model_name="forcedrelease",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="forcedrelease",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="forced_releases", to="disclosures.draft"
            ),
        ),
        migrations.AddField(
            model_name="forcedrelease",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="forced_releases", to="disclosures.item"
            ),
        ),
        migrations.AddField(
            model_name="itemnumber",
            name="agency",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="localword",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="words", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="localword",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="pairing",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="pairing",
            name="interpretation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="interprets", to="disclosures.item"
            ),
        ),
        migrations.AddField(
            model_name="pairing",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="interpreted_by", to="disclosures.item"
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="disclosures.item"
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="photo",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="disclosures.draft"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="section",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.section",
            ),
        ),
        migrations.AddField(
            model_name="secrecyreview",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="secrecyreview",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="secrecy_reviews", to="disclosures.draft"
            ),
        ),
        migrations.AddField(
            model_name="secrecyreview",
            name="reply_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="secrecyreview",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="secrecy_reviews", to="disclosures.review"
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="draft",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="disclosures.draft",
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="disclosures.item"
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="disclosures.version"
            ),
        ),
        migrations.AddField(
            model_name="forcedrelease",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="disclosures.version"
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
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["column", "-published_on"], name="item_of_column_newest"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(
                condition=models.Q(("permanent", ""), _negated=True),
                fields=("permanent",),
                name="item_permanent_address_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(
                condition=models.Q(("index_number", ""), _negated=True),
                fields=("index_number",),
                name="item_index_number_once",
            ),
        ),
        migrations.AddField(
            model_name="versionfile",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="versionfile",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="disclosures.version"
            ),
        ),
        migrations.AddConstraint(
            model_name="column",
            constraint=models.UniqueConstraint(fields=("agency", "slug"), name="column_slug_once_an_agency"),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(fields=["agency", "stage"], name="draft_by_stage"),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage__in", ("draft", "reviewing", "doubt", "approved"))),
                fields=("item",),
                name="one_open_draft_an_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="excuse",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_at", None)),
                fields=("draft", "fingerprint"),
                name="excuse_once_a_finding",
            ),
        ),
        migrations.AddConstraint(
            model_name="excuse",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="excuse_with_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemnumber",
            constraint=models.UniqueConstraint(fields=("agency", "year"), name="item_number_once_an_agency_and_year"),
        ),
        migrations.AddConstraint(
            model_name="itemnumber",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agency", None)), fields=("year",), name="item_number_once_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="pairing",
            constraint=models.UniqueConstraint(fields=("policy", "interpretation"), name="pairing_once"),
        ),
        migrations.AddConstraint(
            model_name="pairing",
            constraint=models.CheckConstraint(
                condition=models.Q(("policy", models.F("interpretation")), _negated=True),
                name="pairing_of_two_different_items",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["verdict", "voided_at"], name="publication_review_waiting"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at", None)),
                fields=("draft", "revision", "step", "place"),
                name="publication_review_once_a_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("by__isnull", False), ("voided_at", None)),
                fields=("draft", "revision", "by"),
                name="publication_review_once_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("by", None), models.Q(("by", models.F("author")), _negated=True), _connector="OR"),
                name="publication_review_never_by_the_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("at", None), ("by", None), ("verdict", "")),
                    models.Q(("at__isnull", False), ("by__isnull", False), models.Q(("verdict", ""), _negated=True)),
                    _connector="OR",
                ),
                name="publication_review_by_a_person_with_a_verdict",
            ),
        ),
        migrations.AddConstraint(
            model_name="secrecyreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("conclusion__in", ("part", "not", "doubt")), _negated=True),
                    models.Q(("ground", ""), _negated=True),
                    _connector="OR",
                ),
                name="secrecy_review_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="secrecyreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("conclusion", "doubt"), _negated=True),
                    models.Q(("referred_to", ""), _negated=True),
                    _connector="OR",
                ),
                name="secrecy_doubt_goes_to_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(fields=("item", "number"), name="version_number_once_an_item"),
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(fields=["state", "due_at"], name="release_waiting"),
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(fields=["agency", "channel", "done_at"], name="release_by_channel"),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "taken_down"), _negated=True),
                fields=("version", "channel"),
                name="release_once_a_channel",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True), ("done_at__isnull", False), _connector="OR"
                ),
                name="release_done_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="forcedrelease",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="forced_release_with_a_reason"
            ),
        ),
        migrations.RunPython(rename_the_kind, name_it_back),
    ]
