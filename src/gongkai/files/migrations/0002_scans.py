"""0002_scans: what a virus scanner said about the bytes that came from outside.

Why: an installation may have a scanner (``GONGKAI_CLAMD``), and what it has not seen stays shut.
Data: none is touched; files that are there count as not scanned. Back: drops the columns.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="scan",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "没有查毒"),
                    ("waiting", "等待查毒"),
                    ("clean", "查毒没有发现问题"),
                    ("infected", "发现病毒，已隔离"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="scan_note",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="scanned_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(condition=models.Q(("scan", "waiting")), fields=["id"], name="file_waiting_for_scan"),
        ),
    ]
