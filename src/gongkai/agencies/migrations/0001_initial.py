"""0001_initial: bodies, their sections and the settings of the site.

Why: 条例 arts. 4 and 10: who publishes, who answers, and who supervises whom.
Data: none. Back: drops the tables.
"""

import datetime
import django.db.models.deletion
from django.db import migrations, models

from gongkai.migrating import ManyTables


class Migration(ManyTables):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="全称")),
                ("short_name", models.CharField(max_length=40, verbose_name="简称")),
                ("slug", models.SlugField(max_length=40, unique=True, verbose_name="网址名")),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="机关代字")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("government", "人民政府"),
                            ("government_office", "政府办公室（主管部门）"),
                            ("department", "政府部门"),
                            ("township", "乡镇人民政府、街道办事处"),
                            ("agency", "派出机构、内设机构"),
                            ("authorised", "法律法规授权的组织"),
                        ],
                        default="department",
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                ("starts_on", models.DateField(default=datetime.date(2000, 1, 1), verbose_name="设立日")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="撤销日")),
                ("duties", models.TextField(blank=True, help_text="用于向申请人推荐合适的机关", verbose_name="职责")),
                (
                    "organisation_code",
                    models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码或者机构代码"),
                ),
                (
                    "index_pattern",
                    models.CharField(
                        default="{organisation}/{year}-{serial:05}",
                        help_text="{organisation}机构代码，{code}机关代字，{slug}网址名，{year}年份，{serial}流水号",
                        max_length=60,
                        verbose_name="索引号格式",
                    ),
                ),
                ("office", models.CharField(default="办公室", max_length=60, verbose_name="政府信息公开工作机构")),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="办公地址")),
                ("postcode", models.CharField(blank=True, max_length=6, verbose_name="邮政编码")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="联系电话")),
                ("fax", models.CharField(blank=True, max_length=40, verbose_name="传真")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="电子邮箱")),
                ("hours", models.CharField(blank=True, max_length=80, verbose_name="办公时间")),
                ("reconsideration", models.CharField(blank=True, max_length=80, verbose_name="行政复议机关")),
                ("court", models.CharField(blank=True, max_length=80, verbose_name="有管辖权的法院")),
                ("reconsideration_online", models.URLField(blank=True, verbose_name="网上申请行政复议的地址")),
                (
                    "confirms_online",
                    models.BooleanField(
                        default=False,
                        help_text="申请页面会写明这一例外（最高人民法院指导案例26号）",
                        verbose_name="网上申请以双方确认为准",
                    ),
                ),
                ("red_head", models.BooleanField(default=False, verbose_name="告知书使用红头")),
                ("payment", models.CharField(blank=True, max_length=200, verbose_name="缴费方式")),
                (
                    "chains",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="文书编号（或者P、S）到依次审批的角色；空表示用默认程序",
                        verbose_name="审批程序",
                    ),
                ),
                ("readings", models.JSONField(blank=True, default=dict, verbose_name="对规定的理解")),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="agencies.agency",
                        verbose_name="承接机关",
                    ),
                ),
                (
                    "supervised_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervises",
                        to="agencies.agency",
                        verbose_name="主管部门",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="agency_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="网站名称")),
                ("address", models.URLField(blank=True, verbose_name="网站地址")),
                ("identity_code", models.CharField(blank=True, max_length=10, verbose_name="网站标识码")),
                ("icp_number", models.CharField(blank=True, max_length=40, verbose_name="ICP备案号")),
                ("police_number", models.CharField(blank=True, max_length=40, verbose_name="公安备案号")),
                ("operator", models.CharField(blank=True, max_length=80, verbose_name="主办单位")),
                ("mark_address", models.URLField(blank=True, verbose_name="党政机关网站标识的链接")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_site")],
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("active", models.BooleanField(default=True, verbose_name="在用")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sections", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [models.UniqueConstraint(fields=("agency", "name"), name="section_name_once_an_agency")],
            },
        ),
    ]
