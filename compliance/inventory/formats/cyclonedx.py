"""CycloneDX JSON, in and out: hardware components as units, supplier and manufacturer kept apart.

``cdx:device:`` names are CycloneDX's own property taxonomy; ``cdx:device:countryOfOrigin`` is its proposal
(CycloneDX/specification#265); what has no home there stands in ``compliance:<native column>``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.core.located import ParsedFile
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.columns import layout
from compliance.inventory.facts import NATIVE
from compliance.inventory.facts.base import fold_header
from compliance.inventory.formats.json_records import cells, flat, numbered
from compliance.inventory.formats.source import Source
from compliance.inventory.formats.table import Table, with_units
from compliance.io.tables import Chunk
from compliance.reference.unit_kinds import unit_kind

OWN = "compliance:"
PROPERTIES = {
    "cdx:device:quantity": "quantity",
    "cdx:device:serialNumber": "serial_number",
    "cdx:device:macAddress": "mac_address",
    "cdx:device:location": "location",
    "cdx:device:lotNumber": "purchase_lot",
    "cdx:device:countryOfOrigin": "country_of_origin",
}
_HOMES = {*PROPERTIES.values(), "model", "variant", "manufacturer", "supplier", "supplier_country"}
_PARTS = ("type", "bom-ref", "name", "version", "properties", "components")


def recognises(source: Source) -> bool:
    """A JSON object that says it is a CycloneDX BOM."""
    data = source.json.data if source.json else None
    return isinstance(data, dict) and data.get("bomFormat") == "CycloneDX"


def read(source: Source, mapping: ColumnMap) -> Table:
    """The devices of a BOM (see ``table``). Raises ComplianceError."""
    assert source.json is not None
    return table(source, mapping, source.json, "CycloneDX")


def table(source: Source, mapping: ColumnMap, document: ParsedFile, form: str) -> Table:
    """The devices of a BOM, nested ones with their ``parent_id``. A row's number is the line of its outermost
    component, or its place where several stand on one line.

    Raises ComplianceError where no device is in it, or where a component cannot be read.
    """
    file = source.file
    if mapping.columns:
        raise fail("is a CycloneDX BOM, it needs no --map", "Leave --map out for this file.", file=file)
    data = document.data
    reader = _Reader(file)
    metadata = data.get("metadata")
    whole = metadata.get("component") if isinstance(metadata, dict) else None
    parent = ""
    if isinstance(whole, dict) and whole.get("type") == "device":
        parent = reader.component({**whole, "components": []}, document.place(("metadata",))[0] or 1, "")
    reader.components(data.get("components") or [], parent, lambda index: document.place(("components", index))[0] or 1)
    if reader.problems:
        raise ComplianceError(reader.problems)
    if not reader.rows:
        raise fail("holds no component of type device", "Export a hardware BOM.", file=file, row=1)
    names = {name for _, row in reader.rows for name in row}
    header = [*(name for name in NATIVE if name in names), *sorted(names - set(NATIVE))]
    columns = layout(header, {}, file=file, profile={fold_header(name): "" for name in names - set(NATIVE)})

    lines, notes = numbered([line for line, _ in reader.rows], file)

    def chunks() -> Iterator[Chunk]:
        for number, (_, row) in zip(lines, reader.rows, strict=True):
            yield number, [cells(row, header)]

    if reader.others:
        notes = (*notes, f"{file}: {reader.others} components were ignored: they are not devices.")
    version = f"{form} {data.get('specVersion', '')}".strip()
    return Table(source.path, file, version, columns, with_units(chunks, columns), notes)


class _Reader:
    """Collects devices as rows; those of no interest are counted."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.rows: list[tuple[int, dict[str, str]]] = []
        self.problems: list[Problem] = []
        self.others = 0

    def components(self, components: Any, parent: str, line: Any) -> None:
        """Reads a list of components; ``line`` says where each stands."""
        if not isinstance(components, list):
            self._wrong("components is not a list", line(0))
            return
        for index, component in enumerate(components):
            if not isinstance(component, dict):
                self._wrong("a component is not an object", line(index))
            elif component.get("type") == "device":
                self.component(component, line(index), parent)
            else:
                self.others += 1
                self.components(component.get("components") or [], parent, lambda _, at=line(index): at)

    def component(self, component: Mapping[str, Any], line: int, parent: str) -> str:
        """Reads one device and what is in it; returns the id by which its parts name it."""
        row = self._properties(component.get("properties") or [], line)
        row = {**self._fields(component, line), **row}
        row.setdefault("asset_id", _text(component.get("bom-ref")))
        if parent:
            row.setdefault("parent_id", parent)
        kinds = (row.get("cdx:device:deviceType", ""), row.get("cdx:device:function", ""))
        if kind := next((kind for kind in kinds if kind and not unit_kind(kind).unknown), ""):
            row.setdefault("kind", kind)
        self.rows.append((line, row))
        own = row.get("asset_id") or row.get("serial_number") or ""
        inner = component.get("components") or []
        firmware = (
            [part for part in inner if isinstance(part, dict) and part.get("type") == "firmware"]
            if isinstance(inner, list)
            else []
        )
        if len(firmware) == 1:
            row.setdefault(
                "firmware", " ".join(filter(None, (_text(firmware[0].get("name")), _text(firmware[0].get("version")))))
            )
        self.components(inner, own, lambda _: line)
        return own

    def _fields(self, component: Mapping[str, Any], line: int) -> dict[str, str]:
        row = {"model": _text(component.get("name")), "variant": _text(component.get("version"))}
        for field in ("manufacturer", "supplier"):
            party = component.get(field) or {}
            if not isinstance(party, dict):
                self._wrong(f"{field} is not an object", line)
                continue
            row[field] = _text(party.get("name"))
            address = party.get("address")
            if isinstance(address, dict) and (country := _text(address.get("country"))):
                row["supplier_country" if field == "supplier" else "manufacturer.address.country"] = country
        kept = {name: value for name, value in component.items() if name not in (*_PARTS, "manufacturer", "supplier")}
        return {name: text for name, text in (row | flat(kept, "cyclonedx.")).items() if text}

    def _properties(self, properties: Any, line: int) -> dict[str, str]:
        row: dict[str, str] = {}
        if not isinstance(properties, list) or not all(isinstance(entry, dict) for entry in properties):
            self._wrong("properties is not a list of objects", line)
            return row
        for entry in properties:
            name, text = _text(entry.get("name")), _text(entry.get("value"))
            name = PROPERTIES.get(name) or name.removeprefix(OWN)
            if name in row and row[name] != text:
                if name in ("country_of_origin", "quantity"):
                    self._wrong(f"{name} has two values: {row[name]!r} and {text!r}", line)
                text = f"{row[name]}; {text}"
            row[name] = text
        return {name: text for name, text in row.items() if name}

    def _wrong(self, what: str, line: int) -> None:
        self.problems.append(Problem(what, "See the CycloneDX specification.", self.file, line))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def write(rows: Iterable[Mapping[str, str]]) -> str:
    """Native rows as a CycloneDX 1.6 BOM. The same rows give the same text; empty cells are left out."""
    import json
    from uuid import NAMESPACE_URL, uuid5

    components = [_component(number, row) for number, row in enumerate(rows, 1)]
    body = json.dumps(components, ensure_ascii=False)
    bom = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, body)}",
        "version": 1,
        "components": components,
    }
    return json.dumps(bom, ensure_ascii=False, indent=2) + "\n"


def _component(number: int, row: Mapping[str, str]) -> dict[str, Any]:
    filled = {name: text for name, text in row.items() if text}
    component: dict[str, Any] = {"type": "device", "bom-ref": f"row-{number}"}
    if "manufacturer" in filled:
        component["manufacturer"] = {"name": filled["manufacturer"]}
    supplier: dict[str, Any] = {"name": filled["supplier"]} if "supplier" in filled else {}
    if "supplier_country" in filled:
        supplier["address"] = {"country": filled["supplier_country"]}
    if supplier:
        component["supplier"] = supplier
    # A name is required; the empty property says that it is none.
    component["name"] = filled.get("model", "unknown")
    if "variant" in filled:
        component["version"] = filled["variant"]
    properties = [{"name": name, "value": filled[native]} for name, native in PROPERTIES.items() if native in filled]
    properties += [{"name": f"{OWN}{name}", "value": text} for name, text in filled.items() if name not in _HOMES]
    if "model" not in filled:
        properties.append({"name": f"{OWN}model", "value": ""})
    # Its own reference must not be taken for an id of the unit when it is read again.
    if "asset_id" not in filled:
        properties.append({"name": f"{OWN}asset_id", "value": ""})
    return {**component, "properties": properties}
