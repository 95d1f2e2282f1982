"""0002_returned_mail: mail that could not be delivered is read, and whose mailbox takes none is told elsewhere.

Why: a mail that came back lay in a mailbox that nobody opened, and the log said sent. Data: none; an address counts as entered
before everything. Back: drops the table and the columns.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="email_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="contact",
            name="returned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="contact",
            name="returned_why",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="delivery",
            name="instead_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Returned",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("failed", "退回"),
                            ("expired", "暂时不能投递，已放弃"),
                            ("delayed", "推迟"),
                            ("other", "不是退信"),
                            ("unknown", "对不上发出的邮件"),
                            ("unreadable", "读不懂"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="returned",
                        to="reminders.delivery",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
    ]
