"""What a form of the desk sends."""

from __future__ import annotations

from datetime import date

from starlette.datastructures import FormData, UploadFile

from compliance.core.errors import fail

MAX_FILES, MAX_FIELDS = 200, 5_000
"""So many files and fields a form may have."""
MAX_TEXT = 4_000
"""Characters of a field."""


class Form:
    """The fields of a form as texts, and its files."""

    def __init__(self, data: FormData) -> None:
        self._data = data

    def text(self, name: str) -> str:
        """A field, without blanks around it; "" where it is not there. Raises ComplianceError."""
        value = self._data.get(name, "")
        text = value.strip() if isinstance(value, str) else ""
        if len(text) > MAX_TEXT or not text.isprintable():
            raise fail(f"{name} must be one line of at most {MAX_TEXT:,} characters")
        return text

    def needed(self, name: str, title: str) -> str:
        """A field that must be filled in, called ``title`` in messages. Raises ComplianceError."""
        text = self.text(name)
        if not text:
            raise fail(f"{title} is not filled in", "Go back and fill it in.")
        return text

    def texts(self, name: str) -> list[str]:
        """A field that may be there several times."""
        return [value for value in self._data.getlist(name) if isinstance(value, str)]

    def day(self, name: str, title: str) -> date | None:
        """A day, None where the field is empty. Raises ComplianceError."""
        text = self.text(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise fail(f"{title}: {text!r} is not a day written YYYY-MM-DD", "Go back and correct it.") from None

    def files(self, name: str) -> list[tuple[str, UploadFile]]:
        """The files of a field, with their names."""
        files = [value for value in self._data.getlist(name) if isinstance(value, UploadFile)]
        return [(file.filename, file) for file in files if file.filename]
