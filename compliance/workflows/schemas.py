"""JSON Schemas of the files that are read and written, so that editors complete them and scripts check them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter

from compliance.core.finding import Report
from compliance.evidence.documents import DocumentFile
from compliance.inventory.facts import NATIVE
from compliance.inventory.sites import SiteFile
from compliance.ownership.formats.native import PartiesFile
from compliance.policies.policy import PolicyFile, Rule
from compliance.policies.waivers import WaiverFile
from compliance.screening.decision_file import DecisionFile
from compliance.workflows.settings import Config

Schema = dict[str, Any]

_CELL: Schema = {"type": ["string", "number", "boolean", "null"]}
_LOT: Schema = {
    "type": "object",
    "properties": {
        **dict.fromkeys(NATIVE, _CELL),
        "quantity": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string"}]},
    },
    "additionalProperties": _CELL,
}


def _of(kind: Any) -> Callable[[], Schema]:
    return lambda: TypeAdapter(kind).json_schema()


def _fleet() -> Schema:
    """The native inventory as YAML or JSON."""
    return {
        "description": "A native inventory: facts that hold for every lot in defaults, one lot per item.",
        "type": "object",
        "properties": {
            "schema_version": {"enum": [1, "1"]},
            "defaults": {"anyOf": [_LOT, {"type": "null"}]},
            "lots": {"type": "array", "items": _LOT, "minItems": 1},
        },
        "required": ["schema_version", "lots"],
        "additionalProperties": False,
    }


def _rule() -> Schema:
    """A rule as it is written: any value may be a timeline, and what the operator sets need not be there."""
    document = TypeAdapter(Rule).json_schema()
    for name, part in document["$defs"].items():
        if "kind" in part["properties"]:
            part["required"] = ["kind"]
        document["$defs"][name] = _dated(part)
    return _dated(document)


def _report() -> Schema:
    """A report as it is written: with every field, and no other; what must be read first stands in ``notes``."""
    document = TypeAdapter(Report).json_schema()
    for name in ("unknown", "warnings"):
        del document["properties"][name]
    del document["$defs"]["UnknownText"], document["$defs"]["Summary"]["properties"]["disposed"]
    for part in (document, *document["$defs"].values()):
        if "properties" in part:
            part.update(required=list(part["properties"]), additionalProperties=False)
    return document


_NEVER_DATED = ("id", "kind", "parameters")


def _dated(record: Schema) -> Schema:
    """``record`` with a timeline possible in place of each value (timeline.py)."""
    properties = {
        name: value if name in _NEVER_DATED else _or_timeline(value) for name, value in record["properties"].items()
    }
    return {**record, "properties": properties}


def _or_timeline(value: Schema) -> Schema:
    entry = {
        "type": "object",
        "properties": {
            "is": value,
            "by": {"type": "string", "minLength": 1},
            "status": {"enum": ["enacted", "announced"]},
            "verify": {"type": "string"},
        },
        "required": ["is", "by"],
        "additionalProperties": False,
    }
    timeline = {
        "type": "object",
        "patternProperties": {r"^\d{4}-\d{2}-\d{2}$": entry},
        "additionalProperties": False,
        "minProperties": 1,
    }
    return {"anyOf": [value, timeline]}


KINDS: dict[str, Callable[[], Schema]] = {
    "policy": _of(PolicyFile),
    "rule": _rule,
    "fleet": _fleet,
    "parties": _of(PartiesFile),
    "sites": _of(SiteFile),
    "waivers": _of(WaiverFile),
    "decisions": _of(DecisionFile),
    "documents": _of(DocumentFile),
    "report": _report,
    "config": _of(Config),
}


def schema(name: str) -> str:
    """The JSON Schema (draft 2020-12) called ``name``, as text."""
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name, **_plain(KINDS[name]())}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


_DAY = {"pattern": r"^\d{4}-\d{2}-\d{2}$"}
_NUMERIC = {"type": "string", "pattern": r"^\s*[-+]?\d+(\.\d*)?\s*$"}


def _plain(value: Any) -> Any:
    """``value`` without titles that repeat a field's name, and without defaults that no file would hold.

    Days and decimal numbers are told by their pattern too: many validators do not look at ``format``.
    """
    if isinstance(value, dict):
        noise = {name for name in ("title", "default") if isinstance(value.get(name), str if name == "title" else dict)}
        document = {name: _plain(inner) for name, inner in value.items() if name not in noise}
        return {**document, **_DAY} if document.get("format") == "date" else document
    if isinstance(value, list):
        decimal = len(value) == 2 and [part.get("type") for part in value if isinstance(part, dict)] == [
            "number",
            "string",
        ]
        return [_plain(value[0]), _NUMERIC] if decimal else [_plain(part) for part in value]
    return value
