"""The answer for programs: the contract that scripts rely on (design section 9). One match is one line."""

from __future__ import annotations

import json
from typing import Any, TextIO

from compliance.reports.json_text import escape_controls
from compliance.reports.style import Style
from compliance.screening.decision_file import fingerprint
from compliance.screening.matching import Match
from compliance.workflows.screen import Result, ScreenResult

FORMAT = "compliance-screen/1"


def write(answer: ScreenResult, out: TextIO, style: Style) -> None:
    """The whole answer; the same answer gives the same bytes.

    Beyond the contract each match has the fingerprint of its entry, which a decision names, and the reasons for its
    probability: what each feature adds to the logarithm of the odds.
    """
    del style
    head = {
        "format": FORMAT,
        "as_of": str(answer.as_of),
        "notes": answer.notes,
        "lists": [
            {
                "id": party_list.id,
                "edition": str(party_list.edition),
                "entries": party_list.entry_count,
            }
            for party_list in answer.lists
        ],
    }
    parts = [f'  "{name}": {_encoded(value)}' for name, value in head.items()]
    results = ",\n    ".join(map(_result, answer.results))
    parts.append(f'  "results": [\n    {results}\n  ]')
    out.write(escape_controls("{\n" + ",\n".join(parts) + "\n}") + "\n")


def _result(result: Result) -> str:
    matches, namesakes = (
        ",".join(f"\n      {_encoded(_match(match))}" for match in drawer)
        for drawer in (result.matches, result.namesakes)
    )
    fields = [
        f'"query": {_encoded(result.query.name)}',
        f'"country": {_encoded(result.query.country)}',
        f'"matches": [{matches}]',
        f'"namesakes": [{namesakes}]',
    ]
    if result.dismissed:
        dismissed = [
            {**_match(match), "decided_by": decision.decided_by, "reason": decision.reason}
            for match, decision in result.dismissed
        ]
        fields.append(f'"dismissed": {_encoded(dismissed)}')
    return f"{{{', '.join(fields)}}}"


def _match(match: Match) -> dict[str, Any]:
    return {
        "list": match.list,
        "entry": match.entry,
        "name": match.name,
        "score": match.score,
        "probability": match.probability,
        "strength": match.strength,
        "because": match.because,
        "fingerprint": fingerprint(match.listing),
        "reasons": [
            {"feature": reason.feature, "value": round(reason.value, 2), "adds": reason.adds, "words": reason.words}
            for reason in match.reasons
        ],
    }


def _encoded(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
