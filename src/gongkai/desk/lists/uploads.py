"""A field that takes several files at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from gongkai.language import say

TAKEN = say("能收PDF、Word、Excel、图片、OFD和文本文件。")
"""What may be handed in (`files.uploads.MEDIA_TYPES`), for a hint."""


class SeveralFiles(forms.ClearableFileInput):
    """The browser's own file chooser, for more than one."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class Uploads(forms.FileField):
    """Cleans to a list of uploads, [] for none. What they are is checked where they are kept (`files.keeping`)."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        # None at all is one that is missing: whether that is an error depends on the field.
        given = data if isinstance(data, list | tuple) and data else [data or None]
        cleaned = [super(Uploads, self).clean(each, initial) for each in given]
        return [file for file in cleaned if file]
