"""Programs ask over the public interface, and learn what is wrong with a question."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from compliance.desk.api import QUESTIONS, openapi
from tests.command_line import CHINA, fleet
from tests.desk.client import TOKEN, Browser, text_of

PARTIES = "parties:\n  - {id: maker, name: Ex Maker LLC, country: US}\n"


class Program:
    """A program that has the token."""

    def __init__(self, folder: Path) -> None:
        self.browser = Browser(folder, inside=False)

    def ask(self, path: str, question: object, code: int = 200) -> Any:
        answer = self.browser.ask("POST", path, {"authorization": f"Bearer {TOKEN}"}, json=question)
        assert answer.status_code == code, answer.text
        assert answer.headers["content-type"] == "application/json"
        return answer.json()


@pytest.fixture
def program(here: Path) -> Program:
    fleet(CHINA)
    (here / "compliance.toml").write_text('policies = ["cleanspark-mineone"]\n')
    (here / "parties.yaml").write_text(PARTIES)
    return Program(here)


def test_check_the_folder_or_what_is_about_to_be_bought(program: Program) -> None:
    report = program.ask("/api/check", {})
    assert (report["format"], report["verdict"], report["as_of"]) == ("compliance-report/1", "violation", "2026-11-22")
    lots = [{"manufacturer": "Bitmain", "model": "Antminer S21", "quantity": 40, "country_of_origin": "MY"}]
    report = program.ask("/api/check", {"lots": lots, "policies": ["us-ofac"], "as_of": "2026-10-01"})
    assert (report["summary"]["units"], report["as_of"]) == (40, "2026-10-01")
    assert {entry["path"] for entry in report["inputs"] if entry["kind"] in ("fleet", "parties")} == {
        "fleet.json",
        "parties.yaml",
    }
    problems = program.ask("/api/check", {"lots": [{"colour": "red"}]}, 422)
    assert problems["format"] == "compliance-problems/1"


def test_screen_and_trace(program: Program) -> None:
    (result,) = program.ask("/api/screen", {"names": ["Sophgo Technologies Ltd."]})["results"]
    assert result["matches"]
    (party,) = program.ask("/api/trace", {})["parties"]
    assert (party["id"], party["verdict"]) == ("maker", "clear")
    assert program.ask("/api/trace", {"names": ["maker"], "regime": "bis-affiliates"})["regime"] == "bis-affiliates"


def test_explain_a_unit_of_the_last_check(program: Program) -> None:
    assert "Ask /api/check first." in program.ask("/api/explain", {"unit": "A-2"}, 422)["problems"][0]["advice"]
    program.browser.check()
    lines = program.ask("/api/explain", {"unit": "A-2"})["lines"]
    assert "A-2 (fleet.csv, row 2, 2 units): violation on 2026-11-22" in lines
    Path("fleet.csv").write_text("words\n")
    program.browser.check()
    assert program.ask("/api/explain", {"unit": "A-2"}, 422)["problems"][0]["file"] == "fleet.csv"


def test_decide(program: Program) -> None:
    question = {
        "party": "Sophgo Technologie", "listing": "us-bis-90fr4621:sophgo-technologies-ltd", "decision": "not-the-same-party",
        "reason": "another address", "decided_by": "CCO", "expires": "2027-10-31",
    }  # fmt: skip
    (decision,) = program.ask("/api/decide", question)["decisions"]
    assert "decision by CCO" in decision
    assert "Sophgo Technologie" in Path("decisions.yaml").read_text()


@pytest.mark.parametrize(
    ("path", "body", "what"),
    [
        ("/api/screen", b"", "names: Field required"),
        ("/api/screen", b"[1", "the body: "),
        ("/api/screen", b'{"names": []}', "names: "),
        ("/api/check", b'{"colour": 1}', "colour: Extra inputs"),
        ("/api/trace", b'{"regime": "no-such"}', "no-such"),
    ],
)
def test_what_is_wrong_with_a_question(path: str, body: bytes, what: str, program: Program) -> None:
    answer = program.browser.ask("POST", path, {"authorization": f"Bearer {TOKEN}"}, content=body)
    assert answer.status_code == 422
    assert what in json.loads(answer.text)["problems"][0]["what"]


def test_it_is_described_for_programs_and_for_people(here: Path) -> None:
    browser = Browser(here)
    document = json.loads(browser.get("/api/openapi.json"))
    assert document == json.loads(json.dumps(openapi()))
    assert set(document["paths"]) == set(QUESTIONS)
    page = text_of(browser.get("/api/docs"))
    assert "/api/decide" in page
    assert "decision string: same-party or not-the-same-party" in page
