"""What programs on the same machine may ask of the desk, over the public interface; and what that is, as OpenAPI."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from pydantic import ValidationError

from compliance import __version__
from compliance.core.errors import ComplianceError, Problem
from compliance.core.record import NonEmpty, Record, Text
from compliance.desk.state import Desk
from compliance.reports.json_text import json_text
from compliance.reports.write_report import Result, write_report
from compliance.workflows.check import check
from compliance.workflows.decide import decide
from compliance.workflows.inputs.options import InventoryOptions
from compliance.workflows.screen import screen
from compliance.workflows.trace import DEFAULT_REGIME, trace

Answer = str
"""A JSON document."""


class CheckQuestion(Record):
    """What is to be checked: the inventories of the folder, or ``lots`` that are about to be bought.

    ``lots`` are those of the native form (docs/reference/inventory.md); parties and sites of the folder are read with them.
    """

    as_of: date | None = None
    policies: tuple[Text, ...] = ()
    lots: tuple[dict[str, Any], ...] = ()


class ScreenQuestion(Record):
    """Names to compare with the lists."""

    names: NonEmpty[Text]
    as_of: date | None = None


class TraceQuestion(Record):
    """Parties of the folder's files whose owners are to be followed; without names, all of them."""

    names: tuple[Text, ...] = ()
    regime: Text = DEFAULT_REGIME
    as_of: date | None = None


class ExplainQuestion(Record):
    """A unit of the last check, by asset id, serial number or FILE:ROW."""

    unit: Text


class DecideQuestion(Record):
    """A decision on a name match: ``listing`` is ``list:entry``."""

    party: Text
    listing: Text
    decision: Literal["same-party", "not-the-same-party"]
    reason: Text
    decided_by: Text
    expires: date
    country: Text | None = None


def _check(desk: Desk, asked: CheckQuestion) -> Answer:
    day = asked.as_of or desk.day
    options: InventoryOptions = {"settings": desk.folder.root}
    if asked.policies:
        options["policies"] = asked.policies
    if not asked.lots:
        return _written(check(desk.inventories(), as_of=day, allow_not_covered=True, **options))
    options |= _companions(desk)
    with TemporaryDirectory() as place:
        path = Path(place) / "fleet.json"
        path.write_text(json.dumps({"schema_version": 1, "lots": asked.lots}), "utf-8")
        return _written(check(path, as_of=day, allow_not_covered=True, **options))


def _companions(desk: Desk) -> InventoryOptions:
    """What is read with the inventories of the folder."""
    from compliance.workflows.inputs.finding import find_files

    files = find_files(desk.inventories())
    options: InventoryOptions = {}
    for kind in ("parties", "sites", "decisions"):
        if paths := files.companions(kind, ()):
            options[kind] = tuple(paths)
    return options


def _screen(desk: Desk, asked: ScreenQuestion) -> Answer:
    return _written(screen(asked.names, as_of=asked.as_of or desk.day, settings=desk.folder.root))


def _trace(desk: Desk, asked: TraceQuestion) -> Answer:
    parties = _companions(desk).get("parties", ())
    return _written(
        trace(
            asked.names,
            everything=not asked.names,
            as_of=asked.as_of or desk.day,
            parties=parties,
            regimes=asked.regime,
            settings=desk.folder.root,
        )
    )


def _explain(desk: Desk, asked: ExplainQuestion) -> Answer:
    last = desk.last
    if last is None or last.units is None:
        problems = () if last is None else last.problems
        raise ComplianceError(problems or (Problem("there is no answer yet", "Ask /api/check first."),))
    lines = last.units.explained(asked.unit)
    return json_text({"format": "compliance-explanation/1", "as_of": last.day, "lines": lines})


def _decide(desk: Desk, asked: DecideQuestion) -> Answer:
    result = decide(
        party=asked.party,
        country=asked.country,
        listing=asked.listing,
        same_party=asked.decision == "same-party",
        reason=asked.reason,
        decided_by=asked.decided_by,
        decided_on=desk.day,
        expires=asked.expires,
        as_of=desk.day,
        decisions=desk.companion("decisions"),
        settings=desk.folder.root,
    )
    return json_text({"format": "compliance-decision/1", "decisions": [str(decision) for decision in result.decisions]})


def _written(result: Result) -> Answer:
    out = io.StringIO()
    write_report(result, out, "json")
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Question:
    """What may be asked at a path: what it is, its model, and who answers it."""

    title: str
    model: type[Record]
    answer: Callable[[Desk, Any], Answer]


QUESTIONS: Mapping[str, Question] = {
    "/api/check": Question("The report compliance-report/1 on the folder, or on lots", CheckQuestion, _check),
    "/api/screen": Question("Names against the lists: compliance-screen/1", ScreenQuestion, _screen),
    "/api/trace": Question("Owners followed: compliance-trace/1", TraceQuestion, _trace),
    "/api/explain": Question("One unit of the last check, seen by every rule", ExplainQuestion, _explain),
    "/api/decide": Question("A decision on a name match, written into decisions.yaml", DecideQuestion, _decide),
}


def answered(desk: Desk, path: str, body: bytes) -> tuple[int, Answer]:
    """The answer to a question, with its status: 422 where the question is wrong, or cannot be answered."""
    question = QUESTIONS[path]
    try:
        asked = question.model.model_validate_json(body or b"{}")
        return 200, question.answer(desk, asked)
    except ValidationError as error:
        whats = [f"{'.'.join(map(str, one['loc'])) or 'the body'}: {one['msg']}" for one in error.errors()]
        return 422, _problems([Problem(what, "See /api/docs.") for what in whats])
    except ComplianceError as error:
        return 422, _problems(error.problems)


def _problems(problems: Any) -> Answer:
    rows = [{"what": one.what, "advice": one.advice, "file": one.file, "row": one.row} for one in problems]
    return json_text({"format": "compliance-problems/1", "problems": rows})


def openapi() -> dict[str, Any]:
    """What programs may ask, as OpenAPI 3.1."""
    answer = {"200": {"description": "the answer"}, "422": {"description": "what is wrong, and what to do"}}
    paths = {
        path: {
            "post": {
                "operationId": path.rpartition("/")[2],
                "summary": question.title,
                "requestBody": {"content": {"application/json": {"schema": _schema(question.model)}}},
                "responses": answer,
            }
        }
        for path, question in QUESTIONS.items()
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "mining-compliance desk", "version": __version__},
        "security": [{"token": []}],
        "paths": paths,
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _schema(model: type[Record]) -> dict[str, Any]:
    return model.model_json_schema()


def openapi_text() -> str:
    """As ``openapi``, as JSON."""
    return json_text(openapi())
