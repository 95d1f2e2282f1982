"""0001_initial: files of bodies with what each brought, and how bodies ended.

Why: a county of fifty bodies and a province of ten thousand are set up from a list, and bodies are merged.
Data: none; a body that had ended before keeps its day and its successor. Back: drops the tables.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


from gongkai.migrating import ManyTables


class Migration(ManyTables):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="文件名")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checked", "等待确认"),
                            ("taken", "已导入"),
                            ("discarded", "没有导入"),
                            ("undone", "已撤销"),
                        ],
                        default="checked",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("rows", models.JSONField(default=list)),
                ("warnings", models.JSONField(default=list)),
                ("total", models.PositiveIntegerField(verbose_name="行数")),
                ("faulty", models.PositiveIntegerField(default=0, verbose_name="有问题的行")),
                ("taken", models.PositiveIntegerField(default=0, verbose_name="导入的机关")),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("passwords_at", models.DateTimeField(blank=True, null=True)),
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
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Listed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listed", to="agencies.agency"
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listed", to="roster.intake"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Ending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ends_on", models.DateField(verbose_name="撤销日")),
                ("basis", models.CharField(max_length=120, verbose_name="依据")),
                ("moved", models.JSONField(default=list)),
                ("appointed", models.JSONField(default=list)),
                ("facts", models.JSONField(default=dict)),
                ("sequence", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                ("restored_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="endings", to="agencies.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "restored_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "successor",
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
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("restored_at", None)),
                        fields=("agency",),
                        name="one_ending_of_a_body_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("restored_at", None), ("restored_by", None)),
                            models.Q(("restored_at__isnull", False), ("restored_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="ending_taken_back_by_somebody",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state", "checked")),
                    models.Q(models.Q(("state", "checked"), _negated=True), ("ended_at__isnull", False), ("rows", [])),
                    _connector="OR",
                ),
                name="intake_keeps_its_rows_only_while_it_waits",
            ),
        ),
    ]
