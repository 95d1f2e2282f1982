"""0001_initial: what was seen in a file, cuts in the making, severed copies with the report on each.

Why: 条例 art. 37, and nothing leaves the house that was not looked at. Data: none. Back: drops the three tables.
"""

import django.db.models.deletion
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
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("findings", models.JSONField(default=list)),
                ("scanner", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="look", to="files.storedfile"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Marking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=60)),
                ("cuts", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("subject", "original"), name="marking_once_a_file")],
            },
        ),
        migrations.CreateModel(
            name="Severance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=150, verbose_name="原件的扩展名")),
                ("version", models.PositiveIntegerField()),
                ("cuts", models.JSONField()),
                ("index", models.JSONField(default=list)),
                ("severed_name", models.CharField(max_length=150, verbose_name="副本")),
                ("media_type", models.CharField(max_length=100)),
                ("report", models.JSONField()),
                ("notes", models.JSONField(default=list)),
                ("passed", models.BooleanField(verbose_name="核验通过")),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                ("taken_back_why", models.CharField(blank=True, max_length=200)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="severances", to="agencies.agency"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="severances", to="files.storedfile"
                    ),
                ),
                (
                    "severed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="severed_from", to="files.storedfile"
                    ),
                ),
                (
                    "taken_back_by",
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
                "ordering": ("subject", "original", "version"),
                "indexes": [models.Index(fields=["subject"], name="severance_by_subject")],
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "original", "version"), name="severance_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("passed", True), ("replaced_at", None), ("taken_back_at", None)),
                        fields=("subject", "original"),
                        name="one_severed_copy_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_back_at", None), ("taken_back_by", None)),
                            models.Q(("taken_back_at__isnull", False), ("taken_back_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="severance_taken_back_by_somebody",
                    ),
                ],
            },
        ),
    ]
