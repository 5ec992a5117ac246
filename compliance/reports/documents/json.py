"""The tie-out for programs: ``compliance-documents/1``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, TextIO

from compliance.core.finding import Location
from compliance.evidence.documents import Registered
from compliance.reports.documents.tables import quantity
from compliance.reports.json_text import json_text
from compliance.reports.style import Style
from compliance.workflows.documents import DocumentsResult


def write(result: DocumentsResult, out: TextIO, style: Style) -> None:
    """The whole answer; the same answer gives the same bytes."""
    out.write(
        json_text(
            {
                "format": "compliance-documents/1",
                "tool": asdict(result.tool),
                "as_of": result.as_of,
                "inputs": [asdict(source) for source in result.inputs],
                "documents": [_document(result, entry) for entry in result.register.documents],
                "claims": [
                    {**_without_places(asdict(claim)), "locations": _places(claim.locations)}
                    for claim in result.papers.tied.claims
                ],
                "over_uses": [
                    {
                        "documents": over_use.documents,
                        "lines": over_use.lines,
                        "claimed": over_use.claimed,
                        "covered": over_use.covered,
                        "excess": over_use.excess,
                        "locations": _places(over_use.locations),
                    }
                    for over_use in result.papers.tied.over_uses
                ],
                "lots": [
                    {
                        "machine": lot.machine,
                        "origin": lot.origin,
                        "units": lot.units,
                        "vouched": sorted(lot.vouching.vouched),
                        "named": sorted(lot.vouching.named),
                        "contradictions": sorted(lot.vouching.contradictions),
                        "locations": _places(lot.locations),
                    }
                    for lot in result.papers.lots
                ],
                "unregistered": result.unregistered,
                "proposed": result.proposed,
                "unreadable": result.unreadable,
                "notes": result.papers.tied.notes,
            }
        )
    )


def _document(result: DocumentsResult, entry: Registered) -> dict[str, Any]:
    document = entry.document
    return {
        "id": entry.id,
        "class": document.class_,
        "reference": document.reference,
        "issuer": document.issuer.name,
        "issued_on": document.issued_on,
        "file": document.file or None,
        "sha256": entry.sha256 or None,
        "file_state": entry.file_state or None,
        "read_by": document.read_by,
        "confirmed": document.is_fact,
        "register": entry.register,
        "row": entry.row,
        "units": quantity(entry),
        "used": result.papers.tied.used.get(entry.id, 0),
        "states": dict(sorted(result.papers.tied.states(entry.id).items())),
        "doubts": entry.doubts,
    }


def _without_places(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != "locations"}


def _places(locations: tuple[Location, ...]) -> list[dict[str, Any]]:
    return [asdict(place) for place in locations]
