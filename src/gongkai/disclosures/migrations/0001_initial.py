"""0001_initial: what is already public, as far as an applicant is shown it before asking.

Why: art. 36(1): nobody should wait 20 working days for what can be read today. Data: none yet. Back: drops the tables.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("published", "已公开"), ("answer", "对以往申请的答复")],
                        default="published",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("index_number", models.CharField(blank=True, max_length=60, verbose_name="索引号")),
                ("number_key", models.CharField(blank=True, db_index=True, editable=False, max_length=60)),
                ("index_key", models.CharField(blank=True, db_index=True, editable=False, max_length=60)),
                ("summary", models.TextField(blank=True, verbose_name="内容概述")),
                ("published_on", models.DateField(verbose_name="公开日期")),
                ("address", models.URLField(blank=True, verbose_name="网址")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "ordering": ("-published_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Gram",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=4)),
                ("weight", models.PositiveSmallIntegerField(default=1)),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grams",
                        to="disclosures.item",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["agency", "-published_on"], name="disclosures_agency__ab04ca_idx"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["-published_on", "-id"], name="item_newest"),
        ),
        migrations.AddIndex(
            model_name="gram",
            index=models.Index(fields=["text", "item", "weight"], name="gram_by_text"),
        ),
        migrations.AddConstraint(
            model_name="gram",
            constraint=models.UniqueConstraint(fields=("item", "text"), name="gram_once_an_item"),
        ),
    ]
