"""Search: an entry and the text of each public item, and the table of tokens behind them.

Why: 条例 art. 24 asks for a platform that finds; the text and the files of an item are searched, not its title alone.
Data: the pairs behind suggestions go, the index takes their place; ``gongkai reindex`` (or the next tick) fills the index. Back: drops it, nothing else is lost.
"""

import django.db.models.deletion
from django.db import migrations, models

from gongkai.disclosures.search.engines import engine


def install(apps, schema_editor):
    engine(schema_editor.connection).install(schema_editor.connection)


def uninstall(apps, schema_editor):
    engine(schema_editor.connection).uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0006_reviews_know_their_round"),
    ]

    operations = [
        # Until here suggestions had a table of pairs: two gigabytes for 200,000 items, and ten minutes to fill.
        migrations.DeleteModel("Gram"),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("published_on", models.DateField()),
                ("year", models.PositiveSmallIntegerField()),
                ("validity", models.CharField(blank=True, max_length=10)),
                ("clause", models.CharField(blank=True, max_length=8)),
                ("kind", models.CharField(max_length=32)),
                ("files", models.BooleanField(default=False)),
                ("table", models.BooleanField(default=False)),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "column",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="disclosures.column",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="search_entry", to="disclosures.item"
                    ),
                ),
            ],
            options={"ordering": ("-id",)},
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="disclosures.searchentry",
                    ),
                ),
                ("title", models.TextField()),
                ("lead", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
            ],
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(fields=["agency", "id"], name="search_of_body"),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(fields=["column", "id"], name="search_of_column"),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(
                fields=["agency", "year", "validity", "clause", "kind", "column", "files", "table", "expires_at"],
                name="search_counted",
            ),
        ),
        migrations.RunPython(install, uninstall),
    ]
