"""0003_review_keeps_what_was_seen: text and files on which a verdict was given.

Why: whoever looks again is shown first what changed since. Data: earlier verdicts stay without it. Back: drops the column.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_letters_keep_their_copy")]

    operations = [
        migrations.AddField(
            model_name="review",
            name="seen",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
