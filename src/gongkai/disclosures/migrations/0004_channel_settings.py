"""How bodies reach their channels; who has a release in hand; what should come down again.

Why: issue 4, part 3: several channels an item, each with its receipt, tried again by itself and never twice.
Data: releases so far stay as they are. Back: the settings and their secrets are lost.
"""

import django.db.models.deletion
from django.db import migrations, models

import gongkai.people.sealing


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_site_and_index_numbers"),
        ("disclosures", "0003_drafts_keep_their_saves"),
    ]

    operations = [
        migrations.AddField(
            model_name="release",
            name="claim",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name="release",
            name="claimed_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="release",
            name="down_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="撤下时间"),
        ),
        migrations.AddField(
            model_name="release",
            name="down_wanted_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="要求撤下"),
        ),
        migrations.CreateModel(
            name="ChannelSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "本网站"),
                            ("package", "县政府门户网站"),
                            ("wechat", "微信公众号"),
                            ("platform", "上级公开平台"),
                            ("poster", "公示栏"),
                            ("screen", "电子屏"),
                            ("gazette", "政府公报"),
                            ("reading", "档案馆、图书馆等查阅点"),
                            ("press", "发布会、广播电视、报刊"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="渠道",
                    ),
                ),
                ("active", models.BooleanField(default=False, verbose_name="使用这个渠道")),
                (
                    "shared",
                    models.BooleanField(default=False, verbose_name="所主管的单位没有自己的设置时也用这个设置"),
                ),
                ("values", models.JSONField(blank=True, default=dict)),
                ("secret", gongkai.people.sealing.SealedField(blank=True, default="")),
                ("tried_at", models.DateTimeField(blank=True, null=True, verbose_name="最近试连")),
                ("tried_says", models.CharField(blank=True, max_length=300, verbose_name="试连的结果")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="channel_settings",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "ordering": ("agency", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "channel"), name="channel_setting_once_an_agency")
                ],
            },
        ),
    ]
