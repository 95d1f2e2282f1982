"""0001_initial: clocks as last seen, reminders, the outbox, contacts, absences, private calendars, the beat of the background.

Why: periods are told of in time, once, and what went out is on record. Data: none; the first round of the background plans.
Back: drops the tables.
"""

import datetime
import django.db.models.deletion
import gongkai.people.sealing
import gongkai.reminders.models
from django.conf import settings
from django.db import migrations, models

from gongkai.migrating import ManyTables


class Migration(ManyTables):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Beat",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("host", models.CharField(blank=True, max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="BodySetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clerk_days",
                    models.JSONField(default=gongkai.reminders.models._clerk_days, verbose_name="公开工作机构"),
                ),
                ("section_days", models.JSONField(default=gongkai.reminders.models._section_days, verbose_name="科室")),
                ("leader_days", models.JSONField(default=gongkai.reminders.models._leader_days, verbose_name="领导")),
                ("leader_after", models.PositiveSmallIntegerField(default=1, verbose_name="逾期几个工作日报分管领导")),
                ("county_after", models.PositiveSmallIntegerField(default=3, verbose_name="逾期几个工作日报主管部门")),
                ("quiet_from", models.TimeField(default=datetime.time(20, 0), verbose_name="免打扰自")),
                ("quiet_until", models.TimeField(default=datetime.time(8, 0), verbose_name="免打扰至")),
                ("quiet_days_off", models.BooleanField(default=True, verbose_name="休息日不打扰")),
                ("sms", models.BooleanField(default=False, verbose_name="可以发短信")),
                ("planned_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminder_setting",
                        to="agencies.agency",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60, unique=True)),
                ("kind", models.CharField(max_length=24, verbose_name="期限")),
                ("subject", models.CharField(max_length=80)),
                ("number", models.CharField(max_length=100, verbose_name="编号")),
                ("path", models.CharField(max_length=200)),
                ("since", models.DateField(verbose_name="自")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="期限")),
                ("certain", models.BooleanField(default=True)),
                ("paused", models.BooleanField(default=False, verbose_name="暂停")),
                ("tiers", models.JSONField(default=list)),
                ("sections", models.JSONField(default=list)),
                ("excluded", models.JSONField(default=list)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clocks", to="agencies.agency"
                    ),
                ),
                (
                    "handler",
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
                "ordering": (models.OrderBy(models.F("due_on"), nulls_last=True), "pk"),
                "indexes": [models.Index(fields=["agency", "ended_at", "due_on"], name="clock_running")],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", gongkai.people.sealing.SealedField(blank=True, verbose_name="电子邮箱")),
                ("mobile", gongkai.people.sealing.SealedField(blank=True, verbose_name="手机号码")),
                (
                    "mail",
                    models.CharField(
                        choices=[("each", "每件一封"), ("digest", "每天一封汇总"), ("none", "不发邮件")],
                        default="digest",
                        max_length=6,
                        verbose_name="邮件",
                    ),
                ),
                ("sms", models.BooleanField(default=False, verbose_name="短信")),
                ("mail_since", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contact", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60, unique=True)),
                ("message_id", models.CharField(max_length=120, unique=True)),
                (
                    "means",
                    models.CharField(choices=[("mail", "邮件"), ("sms", "短信")], max_length=4, verbose_name="方式"),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[("single", "单件"), ("digest", "每日汇总"), ("trial", "试发")],
                        max_length=6,
                        verbose_name="种类",
                    ),
                ),
                ("shown", models.CharField(blank=True, max_length=80, verbose_name="发往")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "待发"),
                            ("sent", "已发"),
                            ("bounced", "退回"),
                            ("failed", "没有发出"),
                            ("dropped", "不用再发"),
                        ],
                        default="queued",
                        max_length=7,
                        verbose_name="状态",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("next_try_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="次数")),
                ("token", models.CharField(blank=True, max_length=22)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "queued")), fields=["next_try_at"], name="delivery_to_send"
                    ),
                    models.Index(fields=["agency", "-id"], name="delivery_log"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", gongkai.people.sealing.SealedField()),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminder_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="自")),
                ("ends_on", models.DateField(verbose_name="至")),
                ("note", models.CharField(blank=True, max_length=60, verbose_name="事由")),
                ("made_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="leaves", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-starts_on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="leave_ends_after_it_starts"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField()),
                ("step", models.SmallIntegerField()),
                ("acting_for", models.CharField(blank=True, max_length=40, verbose_name="代")),
                ("escalated", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_why", models.CharField(blank=True, max_length=100)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="reminders.clock"
                    ),
                ),
            ],
            options={
                "ordering": ("-told_at", "-pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("cancelled_at", None), ("told_at", None)),
                        fields=["at"],
                        name="reminder_to_tell",
                    ),
                    models.Index(fields=["account", "-told_at"], name="reminder_of_a_person"),
                    models.Index(fields=["agency", "told_at"], name="reminder_of_a_body"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clock", "due_on", "step", "account"), name="reminder_once_a_step_and_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("means", models.CharField(choices=[("mail", "邮件"), ("sms", "短信")], max_length=4)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="reminders.delivery"
                    ),
                ),
                (
                    "reminder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="reminders.reminder"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [models.UniqueConstraint(fields=("reminder", "means"), name="reminder_once_each_way")],
            },
        ),
    ]
