"""The site keeps what the 党政机关网站标识 leads to.

Why: 国办发〔2017〕47号, the mark stands in the footer of every page. Data: blank. Back: the address is lost.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_site_and_index_numbers"),
    ]

    operations = [
        migrations.AddField(
            model_name="site",
            name="mark_address",
            field=models.URLField(blank=True, verbose_name="党政机关网站标识的链接"),
        ),
    ]
