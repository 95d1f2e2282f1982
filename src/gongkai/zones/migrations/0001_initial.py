"""0001_initial: what crosses between the public zone and the inner one, and what became of it.

Data: none. Back: drops the tables.
"""

import django.db.models.deletion
import gongkai.people.sealing
from django.db import migrations, models

from gongkai.migrating import ManyTables


class Migration(ManyTables):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("applications", "0001_initial"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pulled",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("counter", models.PositiveBigIntegerField(unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(verbose_name="对方制作")),
                ("at", models.DateTimeField(verbose_name="收取")),
                ("kind", models.CharField(max_length=12)),
                ("told_in", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="在哪个包里告诉了对方")),
            ],
            options={
                "ordering": ("counter",),
            },
        ),
        migrations.CreateModel(
            name="Sent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("counter", models.PositiveBigIntegerField(unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=12)),
                ("data", models.BinaryField()),
                ("written_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("counter",),
            },
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="文件")),
                ("counter", models.PositiveBigIntegerField(blank=True, null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_why", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sha256", ""), _negated=True),
                        fields=("code", "sha256"),
                        name="alarm_once_a_file",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("counter__isnull", False)),
                        fields=("code", "counter"),
                        name="alarm_once_a_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stamped",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("serial", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="回执编号")),
                ("form", models.CharField(max_length=64, unique=True)),
                ("at", models.DateTimeField(verbose_name="收到时间")),
                ("query_code", gongkai.people.sealing.SealedField(verbose_name="查询码")),
                ("query_index", models.CharField(max_length=64, unique=True)),
                ("tail_index", models.CharField(max_length=64)),
                ("payload", gongkai.people.sealing.SealedField(blank=True)),
                ("digest", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
                ("signer", models.CharField(max_length=8)),
                ("counter", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="所在的包")),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True, verbose_name="内网收到")),
                ("erased_at", models.DateTimeField(blank=True, null=True, verbose_name="个人信息已删除")),
                ("told", models.JSONField(default=dict)),
                ("told_counter", models.PositiveBigIntegerField(default=0)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stamped", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["counter"], name="stamped_by_counter")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year", "serial"), name="stamped_serial_once_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="Crossing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="回执编号")),
                ("stamped_at", models.DateTimeField(verbose_name="公共区收到")),
                ("pulled_at", models.DateTimeField(verbose_name="内网收取")),
                ("digest", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
                ("told", models.CharField(blank=True, max_length=64)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="crossing",
                        to="applications.application",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True), name="crossing_has_a_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Act",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("correct", "补正"), ("reasons", "说明理由"), ("withdraw", "撤回")], max_length=10
                    ),
                ),
                ("words", gongkai.people.sealing.SealedField(blank=True)),
                ("at", models.DateTimeField()),
                ("counter", models.PositiveBigIntegerField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "stamped",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="zones.stamped"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [models.UniqueConstraint(fields=("stamped", "kind"), name="act_once_a_kind")],
            },
        ),
        migrations.CreateModel(
            name="StampedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150)),
                ("purpose", models.CharField(max_length=12)),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="zones.act",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "stamped",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="zones.stamped"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
    ]
