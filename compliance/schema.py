"""JSON Schemas of the files that are read and written, so that editors complete them and scripts check them."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from compliance.config import Config
from compliance.finding import Report
from compliance.fleet import SiteFile
from compliance.party_formats.native import PartiesFile
from compliance.policy import PolicyFile, Rule
from compliance.waiver import WaiverFile

KINDS: dict[str, Any] = {
    "report": Report,
    "policy": PolicyFile,
    "rule": Rule,
    "parties": PartiesFile,
    "sites": SiteFile,
    "waivers": WaiverFile,
    "config": Config,
}


def schema(name: str) -> str:
    """The JSON Schema (draft 2020-12) called ``name``, as text."""
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", **TypeAdapter(KINDS[name]).json_schema()}
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"
