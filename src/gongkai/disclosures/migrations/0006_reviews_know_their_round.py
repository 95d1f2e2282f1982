"""How many places the round of a review has, how long each may take, and who has changed a draft beside its author.

Why: the database itself must be able to tell a full set of approvals (decision 0106), and whoever changed a text does not review it.
Data: none yet. Back: the three are lost.
"""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0005_mistakes_on_pages_and_closed_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("review", "total", models.PositiveSmallIntegerField(default=1)),
        migrations.AddField("review", "days", models.PositiveSmallIntegerField(default=2)),
        migrations.AddField(
            "draft", "hands", models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL)
        ),
    ]
