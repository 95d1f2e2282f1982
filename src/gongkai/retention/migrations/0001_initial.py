"""0001_initial: schedules, holds, lists of destruction with their proof, and packages of a year.

Data: none. Back: drops the tables.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.migrating import ManyTables


class Migration(ManyTables):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("applications", "0001_initial"),
        ("files", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DestructionList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60, verbose_name="编号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "等待审批"),
                            ("returned", "已退回"),
                            ("pending", "待销毁"),
                            ("erasing", "正在销毁"),
                            ("done", "已销毁"),
                            ("withdrawn", "已撤销"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("schedule", models.JSONField()),
                ("schedule_digest", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("comment", models.CharField(blank=True, max_length=200, verbose_name="意见")),
                ("erase_from", models.DateField(blank=True, null=True, verbose_name="可以销毁的第一天")),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                ("storage", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destruction_lists",
                        to="agencies.agency",
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "number"), name="list_number_once_an_agency"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="list_never_approved_by_its_author",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("pending", "erasing", "done")), _negated=True),
                            models.Q(("decided_by__isnull", False), ("erase_from__isnull", False)),
                            _connector="OR",
                        ),
                        name="list_goes_only_when_approved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200, verbose_name="原因")),
                ("placed_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_why", models.CharField(blank=True, max_length=200, verbose_name="解除的原因")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="agencies.agency"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="applications.application",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("application__isnull", False), ("lifted_at", None)),
                        fields=("application",),
                        name="one_hold_of_a_case",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("application", None), ("lifted_at", None)),
                        fields=("agency",),
                        name="one_hold_of_a_body",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LengthSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="种类")),
                ("value", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="期限")),
                ("unit", models.CharField(default="years", max_length=6, verbose_name="单位")),
                ("note", models.CharField(max_length=200, verbose_name="依据或者理由")),
                ("set_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agency", "kind"), name="length_once_a_kind")],
            },
        ),
        migrations.CreateModel(
            name="ArchivePackage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
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
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("failure", models.TextField(blank=True, verbose_name="原因")),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="archive_packages",
                        to="agencies.agency",
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
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "working"))),
                        fields=("agency", "year"),
                        name="one_archive_under_way",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="种类")),
                ("thing", models.CharField(max_length=40)),
                ("thing_pk", models.PositiveBigIntegerField()),
                ("what", models.CharField(max_length=120, verbose_name="对象")),
                ("starts_on", models.DateField(verbose_name="起算")),
                ("due_on", models.DateField(verbose_name="期满")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待销毁"),
                            ("restored", "已撤出"),
                            ("held", "停止销毁"),
                            ("erased", "已销毁"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("state_why", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                ("fields", models.JSONField(default=list)),
                ("hashes", models.JSONField(default=dict)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applications.application",
                    ),
                ),
                (
                    "destruction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="retention.destructionlist",
                    ),
                ),
            ],
            options={
                "verbose_name": "清册条目",
                "ordering": ("pk",),
                "indexes": [
                    models.Index(fields=["destruction", "state"], name="entry_by_state"),
                    models.Index(fields=["kind", "thing_pk"], name="entry_by_thing"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("kind", "thing", "thing_pk"),
                        name="thing_on_one_list_at_a_time",
                    )
                ],
            },
        ),
    ]
