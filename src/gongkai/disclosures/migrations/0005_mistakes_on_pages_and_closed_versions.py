"""网站找错: mistakes that the public reports, and earlier versions that the public no longer reads.

Why: 国办发〔2017〕47号 asks for the entry on every page; a version that leaked must not stay readable beside its mended
successor. Data: both tables start empty. Back: both are lost.
"""

import django.db.models.deletion
import gongkai.people.sealing
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_site_mark_address"),
        ("disclosures", "0004_channel_settings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closed", to="disclosures.version"
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
    ]
