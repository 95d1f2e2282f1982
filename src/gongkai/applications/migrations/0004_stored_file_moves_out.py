"""What a case refers to is now the file of the room ``files``; the table stays the same.

Why: published items keep files, too, and their room lies below this one.
Data: none moves. Back: nothing to undo in the database.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_review_keeps_what_was_seen"), ("files", "0001_stored_file_moves_here")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "casefile",
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="files.storedfile"
                    ),
                ),
                migrations.AlterField(
                    "letter",
                    "copy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="发出时的版式文件",
                    ),
                ),
                migrations.DeleteModel("StoredFile"),
            ]
        )
    ]
