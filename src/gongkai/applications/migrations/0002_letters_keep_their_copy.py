"""0002_letters_keep_their_copy: the PDF of a letter as it went out.

Why: a later change of software or layout must not reach back to what was served. Data: earlier letters have none; they are
rendered when asked for. Back: drops the column, the files stay.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="copy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="applications.storedfile",
                verbose_name="发出时的版式文件",
            ),
        ),
    ]
