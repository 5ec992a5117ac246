"""Lists that are published together, and the short ids that select one of them.

The Consolidated Screening List, supplements to 15 CFR part 744 and OFAC's ``cons_*`` files each hold several lists. A code
identifies one of them: the abbreviation in the field ``source`` of the Consolidated Screening List (as in the editions of
December 2019 and June 2025).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_MEMBERS: dict[str, tuple[str, str]] = {
    "EL": ("entity-list", "the Entity List"),
    "MEU": ("meu", "the Military End-User List"),
    "UVL": ("uvl", "the Unverified List"),
    "DPL": ("dpl", "the Denied Persons List"),
    "SDN": ("sdn", "the SDN List"),
    "SSI": ("ssi", "the Sectoral Sanctions Identifications List"),
    "CMIC": ("ns-cmic", "the NS-CMIC List"),
    "NS-MBS": ("ns-mbs", "the NS-MBS List"),
    "FSE": ("fse", "the Foreign Sanctions Evaders List"),
    "PLC": ("plc", "the NS-PLC List"),
    "CAP": ("cap", "the CAPTA List"),
    "ISN": ("isn", "the nonproliferation sanctions of the State Department"),
    "DTC": ("dtc", "the debarments under ITAR"),
    "EU": ("eu-sanctions", "the consolidated list of EU financial sanctions"),
    "UK": ("uk-sanctions", "the UK Sanctions List"),
    "UN": ("un-sanctions", "the consolidated list of the UN Security Council"),
}
CODES = frozenset(_MEMBERS)
_US_CODES = CODES - {"EU", "UK", "UN"}
OFAC = frozenset({"SDN", "SSI", "CMIC", "NS-MBS", "FSE", "PLC", "CAP"})
_BY_ID = {short: code for code, (short, _) in _MEMBERS.items()}
_IN_BRACKETS = re.compile(r"\(([A-Z-]+)(?: List)?\)")


def code_for_id(list_id: str) -> str:
    """The code of a short id such as ``entity-list``, else ""."""
    return _BY_ID.get(list_id, "")


def code_in(text: str) -> str:
    """The code of a US list in brackets in ``text``, as in ``Entity List (EL) - Bureau of Industry and Security``; or ""."""
    return next((code for code in _IN_BRACKETS.findall(text) if code in _US_CODES), "")


def describe_codes(codes: Iterable[str]) -> str:
    """The titles of the lists of these codes, each with its short id; unknown codes as they are."""
    wanted = set(codes)
    titles = [f"{title} ({short})" for code, (short, title) in _MEMBERS.items() if code in wanted]
    return ", ".join([*titles, *sorted(wanted - _MEMBERS.keys())])
