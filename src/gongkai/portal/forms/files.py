"""Forms with files: each file is looked at before it is taken, and the good ones outlive an error elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from gongkai.files.uploads import MEDIA_TYPES, FileRefused, Upload, checked, plain_name
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.portal import waiting


class Chooser(forms.FileInput):
    """Lets several files be chosen at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return files.getlist(name) if hasattr(files, "getlist") else []


class Files(forms.FileField):
    """Several files or none. What they are is looked at by the form."""

    widget = Chooser(attrs={"accept": ",".join(sorted(MEDIA_TYPES))})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [each for each in data or () if each]

    def bound_data(self, data: Any, initial: Any) -> None:
        return None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


class FilesForm(Worded):
    """A form with file fields (``file_fields``). ``hand``: see `waiting.hand_of`.

    After `is_valid`, `uploads` gives what was handed in by a field, now or at an earlier try. Where the form is shown again,
    `keep` lets the new ones wait; then ``waiting`` and ``token`` are what the page shows and carries.
    """

    file_fields: ClassVar[Sequence[str]] = ("files",)

    def __init__(self, *args: Any, hand: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hand = hand
        self.token = ""
        self.waiting: tuple[waiting.Waiting, ...] = ()
        self._new: dict[str, list[Upload]] = {name: [] for name in self.file_fields}
        if self.is_bound:
            dropped = set(self.data.getlist("drop"))
            before = waiting.named(hand, self.data.get("kept", ""))
            waiting.forget(hand, [file for file in before if file.key in dropped])
            self.waiting = tuple(file for file in before if file.key not in dropped)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name in self.file_fields:
            errors = []
            for given in found.get(name) or ():
                try:
                    self._new[name].append(_looked_at(given))
                except FileRefused as refused:
                    errors.append(str(refused))
            if errors:
                self.add_error(name, ValidationError([ValidationError(error) for error in errors]))
        self._at_most()
        return found

    def _at_most(self) -> None:
        """So many files at once; those beyond are refused by name, and the others stay."""
        most = settings.FILES_PER_SUBMISSION
        room = most - len(self.waiting)
        beyond: list[str] = []
        for name in self.file_fields:
            kept, rest = self._new[name][: max(0, room)], self._new[name][max(0, room) :]
            self._new[name], room = kept, room - len(kept)
            beyond += [plain_name(upload.name) for upload in rest]
        if beyond:
            self.add_error(
                next(name for name in reversed(self.file_fields)),
                say(
                    "一次最多交{most}个文件，{names}没有收下。请合并成一个文件，或者先去掉不要的，也可以邮寄、当面提交。",
                    most=most,
                    names="、".join(say("“{name}”", name=name) for name in beyond),
                ),
            )

    def has_files(self, name: str) -> bool:
        """Whether anything was handed in by a field, now or before."""
        return bool(self._new[name]) or any(file.field == name for file in self.waiting)

    def uploads(self, name: str) -> list[Upload]:
        """What was handed in by a field, the earlier first."""
        before = [waiting.upload_of(self.hand, file) for file in self.waiting if file.field == name]
        return [upload for upload in before if upload is not None] + self._new[name]

    def keep(self) -> None:
        """The form is shown again: its good files wait, and the page names them."""
        for name in self.file_fields:
            self.waiting += tuple(waiting.put(self.hand, name, upload) for upload in self._new[name])
            self._new[name] = []
        self.token = waiting.signed(self.hand, self.waiting)

    def done(self) -> None:
        """The form has gone through: nothing needs to wait any more."""
        waiting.forget(self.hand, self.waiting)


def _looked_at(given: Any) -> Upload:
    """A file as it came, read only where its size allows. Raises `FileRefused`."""
    if given.size > settings.FILE_MAX_BYTES:
        raise FileRefused(
            say(
                "“{name}”超过{most}MB，没有收下。请压缩图片、拆成几个文件，或者邮寄光盘、纸质材料。",
                name=plain_name(given.name),
                most=settings.FILE_MAX_BYTES // 1_000_000,
            )
        )
    upload = Upload(plain_name(given.name), given.read())
    checked(upload)
    return upload
