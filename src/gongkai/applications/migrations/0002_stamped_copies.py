"""0002_stamped_copies: an approved letter with its seal, and how it compares with the approved text.

Why: what goes out is the letter with the seal on it, and a paper that came back may say something else than was approved.
Data: none is touched. Back: drops the table; the files stay in their cases.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StampedCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[("paper", "纸质盖章后扫描"), ("file", "电子印章")],
                        max_length=8,
                        verbose_name="用印方式",
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("number", models.CharField(max_length=60)),
                ("dated", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("same", "与批准的文本一致"),
                            ("look", "有不同，请逐处核对"),
                            ("unread", "没有读出文字，请人工核对"),
                        ],
                        max_length=8,
                        verbose_name="比对结果",
                    ),
                ),
                ("share", models.FloatField()),
                ("differences", models.JSONField(default=list)),
                ("hidden", models.JSONField(default=list)),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="核对说明")),
                ("added_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="applications.casefile"
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stamped", to="applications.letter"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("letter",),
                        name="stamped_copy_once_a_letter",
                    )
                ],
            },
        ),
    ]
