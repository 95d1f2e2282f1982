"""A field that takes several files at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from gongkai.applications.storage import MEDIA_TYPES
from gongkai.language import say

TAKEN = say("能收的有：{kinds}。", kinds="、".join(sorted(kind[1:] for kind in MEDIA_TYPES)))
"""What may be handed in, for a hint."""


class SeveralFiles(forms.ClearableFileInput):
    """The browser's own file chooser, for more than one."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class Uploads(forms.FileField):
    """Cleans to a list of uploads, [] for none. What they are is checked where they are kept (`applications.storage`)."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(Uploads, self).clean(each, initial) for each in given]
        return [file for file in cleaned if file]
