"""0001_initial: old ledgers that come in: files, sheets, rows, what was said of their columns, and what was taken.

Data: none. Back: drops the tables.
"""

import django.db.models.deletion
import gongkai.ledgers.models
from django.conf import settings
from django.db import migrations, models

from gongkai.migrating import ManyTables


class Migration(ManyTables):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("applications", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="文件名")),
                ("digest", models.CharField(max_length=64)),
                ("sheets", models.JSONField(default=list)),
                ("warnings", models.JSONField(default=list)),
                ("words", models.JSONField(default=dict)),
                ("whole", models.JSONField(default=dict)),
                ("asks", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("mapping", "核对各列"),
                            ("checking", "正在检查"),
                            ("checked", "检查完毕"),
                            ("taking", "正在导入"),
                            ("taken", "已导入"),
                            ("undoing", "正在撤销"),
                            ("discarded", "已弃置"),
                        ],
                        default="mapping",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("beat_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ledger_batches", to="agencies.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "indexes": [models.Index(fields=["agency", "-id"], name="ledger_batch_newest")],
            },
        ),
        migrations.CreateModel(
            name="Mapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shape", models.CharField(max_length=16)),
                ("heads", models.JSONField(default=list)),
                ("columns", models.JSONField(default=dict)),
                ("words", models.JSONField(default=dict)),
                ("whole", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger_mappings",
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
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "shape"), name="ledger_mapping_once_a_shape")
                ],
            },
        ),
        migrations.CreateModel(
            name="ShownColumns",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ledger", models.CharField(max_length=12, verbose_name="台账")),
                ("hidden", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ledger_columns", to="agencies.agency"
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
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "ledger"), name="ledger_columns_once_an_agency")
                ],
            },
        ),
        migrations.CreateModel(
            name="Imported",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet", models.CharField(blank=True, max_length=60, verbose_name="工作表")),
                ("row", models.PositiveIntegerField(verbose_name="表中第几行")),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="原编号")),
                ("key", models.CharField(max_length=70)),
                ("digest", models.CharField(max_length=64)),
                ("original", gongkai.ledgers.models.SealedJSON()),
                ("extra", gongkai.ledgers.models.SealedJSON()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imported",
                        to="applications.application",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imported", to="ledgers.batch"
                    ),
                ),
                (
                    "remedy",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imported",
                        to="applications.remedycase",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "key"), name="imported_case_once_an_agency"),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="imported_case_has_a_key"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveIntegerField()),
                ("sheet", models.PositiveSmallIntegerField()),
                ("row", models.PositiveIntegerField(verbose_name="表中第几行")),
                ("cells", gongkai.ledgers.models.SealedJSON()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("read", "还没有检查"),
                            ("clean", "可以导入"),
                            ("faulty", "有问题"),
                            ("known", "登记簿里已有"),
                            ("taken", "已导入"),
                        ],
                        default="read",
                        max_length=6,
                        verbose_name="状态",
                    ),
                ),
                ("faults", gongkai.ledgers.models.SealedJSON(blank=True, null=True)),
                ("notes", gongkai.ledgers.models.SealedJSON(blank=True, null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="ledgers.batch"
                    ),
                ),
            ],
            options={
                "ordering": ("order",),
                "indexes": [models.Index(fields=["batch", "state", "order"], name="ledger_line_by_state")],
                "constraints": [models.UniqueConstraint(fields=("batch", "order"), name="ledger_line_once_a_batch")],
            },
        ),
    ]
