"""Dossiers for tests: of the sample, and of small targets written on the spot."""

from __future__ import annotations

from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from compliance.reports.style import Style
from compliance.workflows.diligence.dossier import POLICIES, Dossier, dossier
from compliance.workflows.diligence.target import FACTS, Target, documents_in
from compliance.workflows.inputs import Request, read_inputs
from compliance.workflows.policy_test import reference

ROOT = Path(__file__).resolve().parents[1]
NORTHGATE = ROOT / "fleets" / "northgate"
LIMITS: Any = {"supply-concentration/maker": {"limit": 70}, "supply-concentration/origin": {"limit": 60}}


def read(folder: Path, name: str = "", policies: tuple[str, ...] = POLICIES, parameters: Any = LIMITS) -> Dossier:
    """The dossier of a folder as of the day of the samples."""
    chosen = {key: value for key, value in parameters.items() if key.split("/")[0] in policies}
    request = Request(
        fleets=[folder],
        as_of=date(2026, 11, 22),
        policies=policies,
        parameters=chosen,
        facts=FACTS,
        reference=reference(),
    )
    target = Target(name or folder.name, read_inputs(request), documents_in(folder))
    return dossier(target, reference().tariff("us-8543-70-99"), ["A policy is left out."])


@cache
def northgate() -> Dossier:
    """The dossier of the sample."""
    return read(NORTHGATE)


def written(write: Any, dossiers: list[Dossier]) -> str:
    """What a text format writes of the dossiers."""
    out = StringIO()
    write(dossiers, out, Style())
    return out.getvalue()
