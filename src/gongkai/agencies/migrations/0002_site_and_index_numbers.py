"""Bodies get their code and the pattern of their index numbers; the site gets its name, address and marks.

Why: 目录系统实施指引 (索引号), 国办发〔2017〕47号 (page tags).
Data: both blank until filled in. Back: drops them.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="index_pattern",
            field=models.CharField(
                default="{organisation}/{year}-{serial:05}",
                help_text="{organisation}机构代码，{code}机关代字，{slug}网址名，{year}年份，{serial}流水号",
                max_length=60,
                verbose_name="索引号格式",
            ),
        ),
        migrations.AddField(
            model_name="agency",
            name="organisation_code",
            field=models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码或者机构代码"),
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="网站名称")),
                ("address", models.URLField(blank=True, verbose_name="网站地址")),
                ("identity_code", models.CharField(blank=True, max_length=10, verbose_name="网站标识码")),
                ("icp_number", models.CharField(blank=True, max_length=40, verbose_name="ICP备案号")),
                ("police_number", models.CharField(blank=True, max_length=40, verbose_name="公安备案号")),
                ("operator", models.CharField(blank=True, max_length=80, verbose_name="主办单位")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_site")],
            },
        ),
    ]
