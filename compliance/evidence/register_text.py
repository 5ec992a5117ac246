"""The register continued as text: proposals of parsers added at its end, and proposals that a person confirms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from compliance.core.errors import fail
from compliance.core.record import validate
from compliance.evidence.documents import Document, DocumentFile
from compliance.io.yaml import decoded, parse
from compliance.io.yaml_list import quoted, with_entry

KEY = "documents"
_ADVICE = "See the schema: compliance rules schema documents"


def with_documents(content: bytes | None, name: str, documents: Iterable[Document]) -> bytes:
    """The content of the file with these documents added at the end. Raises ComplianceError."""
    for document in documents:
        content = with_entry(content, name, KEY, _entry(document), lambda text: _parsed(text, name), document)
    return content or b""


def confirmed(content: bytes | None, name: str, digests: Mapping[str, str]) -> bytes:
    """The content of the file with the documents of these ids confirmed, and the SHA-256 of their files recorded.

    Raises ComplianceError for an id that is no proposal in the file.
    """
    text = decoded(content or b"", name)
    for document_id, digest in digests.items():
        pattern = rf"^([ \t]*)- id: {re.escape(quoted(document_id))}[ \t]*\r?\n(?:\1[ \t]+.*\r?\n)*?\1[ \t]+confirmed: (false)"
        match = re.search(pattern, text, re.MULTILINE)
        if not match:
            what = f"document {document_id!r} is no proposal of this file"
            raise fail(what, "Write confirmed: true in its entry.", file=name)
        known = f"true\n{match[1]}  sha256: {quoted(digest)}" if digest else "true"
        text = text[: match.start(2)] + known + text[match.end(2) :]
    _parsed(text, name)
    return text.encode()


def _parsed(text: str, name: str) -> tuple[Document, ...]:
    return validate(DocumentFile, parse(text, file=name), advice=_ADVICE).documents


def _entry(document: Document) -> Iterator[str]:
    """The document as lines of YAML."""
    data = document.model_dump(by_alias=True, exclude_defaults=True)
    lines = data.pop("lines", ())
    first = "- "
    for key, value in ({**data, "confirmed": document.confirmed}).items():
        yield f"{first}{key}: {_value(value)}"
        first = "  "
    if lines:
        yield "  lines:"
        yield from (f"  - {_value(line)}" for line in lines)


def _value(value: Any) -> str:
    """A value in one line of YAML."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_value(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | date):
        return str(value)
    return quoted(str(value) if isinstance(value, Decimal) else value)
