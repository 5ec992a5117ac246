"""The way through as a person goes it: what is dropped, asked and settled stands in plain files afterwards."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path
from threading import Event
from typing import Any

import openpyxl
import pytest
import yaml

from compliance.desk import state
from tests.command_line import CHINA, CLEAN, HEADER, OPEN, fleet
from tests.desk.client import ORIGIN, Browser, text_of


@pytest.fixture
def browser(here: Path) -> Browser:
    return Browser(here)


def inventory(*rows: str, header: str = HEADER) -> bytes:
    return ("\n".join((header, *rows)) + "\n").encode()


def test_an_empty_folder_asks_for_a_spreadsheet(browser: Browser) -> None:
    page = browser.ask("GET", "/")
    assert page.headers["location"] == "/fleet"
    assert "Nothing is checked yet." in text_of(browser.get("/fleet"))
    answer = browser.ask("GET", "/answer")
    assert answer.status_code == 422
    assert "there is no answer yet. Drop an inventory on the page Fleet." in text_of(answer.text)
    assert browser.ask("GET", "/nothing").status_code == 404
    assert "There is no such page." in text_of(browser.ask("GET", "/nothing").text)
    assert browser.ask("POST", "/answer", {"origin": ORIGIN}).status_code == 405


def test_a_dropped_spreadsheet_is_kept_chosen_and_checked(browser: Browser, here: Path) -> None:
    page = browser.post("/fleet/files", files=[("machines.csv", inventory(CHINA)), ("waivers.yaml", b"waivers: []\n")])
    assert "Kept machines.csv, waivers.yaml." in text_of(page)
    assert tomllib.loads((here / "compliance.toml").read_text()) == {"inventories": ["machines.csv"]}
    assert "machines.csv inventory 1" in text_of(browser.get("/fleet"))
    assert "2 units" in text_of(browser.get("/fleet"))
    missing = text_of(browser.get("/missing"))
    assert "partial bundled:us-ofac-sdn: " in missing
    assert "What would let a check say more" in missing
    page = browser.post("/fleet/files", files=[("second [1].csv", inventory(CLEAN))])
    assert tomllib.loads((here / "compliance.toml").read_text())["inventories"] == ["machines.csv", "second [[]1].csv"]
    assert "6 units" in text_of(browser.get("/fleet"))
    text = browser.post("/fleet/files", files=[("machines.csv", b"model\nS21\n")], code=422)
    assert "another file of this name" in text_of(text)
    page = browser.post("/fleet/files", {"replace": "yes"}, [("machines.csv", inventory(OPEN))])
    assert "5 units" in text_of(browser.get("/fleet"))
    assert "No file was chosen." in text_of(browser.post("/fleet/files", {"replace": ""}))


def test_a_file_that_is_no_inventory_says_so_and_the_rest_can_be_chosen(browser: Browser, here: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Machines"
    for row in (["Model", "Made in"], ["Antminer S21", "CN"]):
        sheet.append(row)
    other = book.create_sheet("Old")
    for row in (["Model", "Made in"], ["Antminer S19", "MY"], ["Antminer S19", "MY"]):
        other.append(row)
    out = io.BytesIO()
    book.save(out)
    browser.post("/fleet/files", files=[("book.xlsx", out.getvalue()), ("words.txt", b"just words\nand more\n")])
    page = text_of(browser.get("/fleet"))
    assert "What keeps the check from an answer" in page
    assert "book.xlsx" in page
    browser.post("/fleet/inventories", {"inventory": ["book.xlsx"], "sheet book.xlsx": "Machines"})
    assert tomllib.loads((here / "compliance.toml").read_text())["inventories"] == ["book.xlsx#Machines"]
    page = browser.get("/fleet")
    assert "1 unit" in text_of(page)
    assert 'value="Machines"' in page
    text = browser.post("/fleet/inventories", {"inventory": ["../x.csv"]}, code=422)
    assert "is not in the folder of this desk" in text_of(text)


def test_columns_are_mapped_by_a_form_and_undone(browser: Browser, here: Path) -> None:
    header = "asset_id,manufacturer,model,Wozu,Egal"
    browser.post(
        "/fleet/files", files=[("fleet.csv", inventory("1,Bitmain,Antminer S21,Hall 7,x,y", header=f"{header},"))]
    )
    page = browser.get("/fleet")
    assert "5 columns, 2 not recognised" in text_of(page)
    assert "Hall 7" in page
    columns = {"header": header.split(","), "native": ["asset_id", "manufacturer", "model", "location", "ignore"]}
    page = browser.post("/fleet/columns", columns)
    assert "Saved in map.yaml." in text_of(page)
    assert yaml.safe_load((here / "map.yaml").read_text()) == {
        "columns": {"asset_id": "asset_id", "manufacturer": "manufacturer", "model": "model", "location": "Wozu"},
        "ignore": ["Egal"],
    }
    assert tomllib.loads((here / "compliance.toml").read_text())["map"] == "map.yaml"
    assert "5 columns, 0 not recognised" in text_of(browser.get("/fleet"))
    columns["native"] = ["asset_id", "manufacturer", "model", "", "location"]
    browser.post("/fleet/columns", columns)
    assert yaml.safe_load((here / "map.yaml").read_text())["columns"]["location"] == "Egal"
    page = browser.post("/undo", {"from": "/fleet"})
    assert "Undone: columns in map.yaml." in text_of(page)
    assert yaml.safe_load((here / "map.yaml").read_text())["columns"]["location"] == "Wozu"
    columns["native"] = ["model", "manufacturer", "model", "", ""]
    assert "are both said to be model" in text_of(browser.post("/fleet/columns", columns, code=422))


def test_an_unknown_site_is_settled(browser: Browser, here: Path) -> None:
    (here / "compliance.toml").write_text('policies = ["cleanspark-mineone"]\n')
    rows = "A-1,Bitmain,Antminer S21,CN,Hall Q\nA-2,Bitmain,Antminer S21,CN,Hall R\n"
    (here / "fleet.csv").write_text(f"asset_id,manufacturer,model,country_of_origin,site\n{rows}")
    browser.check()
    page = text_of(browser.get("/fleet"))
    assert "Sites that nobody described" in page
    assert "Hall Q (1 unit, first in fleet.csv, row 2)" in page
    page = browser.post("/fleet/site", {"text": "Hall Q", "address": "100 West Road, Pecos, TX", "operator": "Ex LLC"})
    assert "Saved in sites.yaml. Undo: site Hall Q" in text_of(page)
    page = browser.get("/fleet")
    assert "Hall R (1 unit" in text_of(page)
    browser.post("/fleet/site", {"text": "Hall R", "site": "Hall Q"})
    (site,) = yaml.safe_load((here / "sites.yaml").read_text())["sites"]
    assert site == {
        "id": "Hall Q", "aliases": ["Hall R"], "address": "100 West Road, Pecos, TX", "operator": "Ex LLC",
    }  # fmt: skip
    assert "Sites that nobody described" not in text_of(browser.get("/fleet"))
    assert "nothing describes the site" in text_of(browser.post("/fleet/site", {"text": "Hall S"}, code=422))
    assert "The text is not filled in" in text_of(browser.post("/fleet/site", {}, code=422))


def test_the_question_is_saved_in_the_settings(browser: Browser, here: Path) -> None:
    fleet(CHINA)
    (here / "mine").mkdir()
    (here / "compliance.toml").write_text('policies = ["us-ear"]\n')
    page = browser.get("/question")
    assert "Economic sanctions of the United States" in text_of(page)
    assert "us-bis-entity-list" in page
    field = "parameter supply-concentration/maker limit"
    form = {
        "policy": ["riot-us-made", "supply-concentration"], "fail_on": "never", "as_of": "2026-10-01", field: "70",
        "parameter supply-concentration/origin limit": "60", "parameter riot-us-made/made-in-us produced": "assembly",
    }  # fmt: skip
    page = browser.post("/question", form)
    assert "Saved in compliance.toml." in text_of(page)
    assert tomllib.loads((here / "compliance.toml").read_text()) == {
        "policies": ["riot-us-made", "supply-concentration"],
        "fail-on": "never",
        "parameters": {
            "supply-concentration/maker": {"limit": 70},
            "supply-concentration/origin": {"limit": 60},
            "riot-us-made/made-in-us": {"produced": "assembly"},
        },
    }
    page = browser.get("/question")
    assert 'value="70"' in page
    assert 'value="2026-10-01"' in page
    assert "as of 2026-10-01" in text_of(page)
    assert browser.desk.last is not None
    assert browser.desk.last.result is not None
    assert "Saved" in text_of(browser.post("/question", {"policy": ["us-ofac"]}))
    assert "no policy is ticked" in text_of(browser.post("/question", {}, code=422))
    assert "there is no policy 'x'" in text_of(browser.post("/question", {"policy": ["x"]}, code=422))
    text = browser.post("/question", {"policy": ["us-ear"], "as_of": "tomorrow"}, code=422)
    assert "'tomorrow' is not a day written YYYY-MM-DD" in text_of(text)
    browser.post("/question", {"policy": ["supply-concentration"], field: "most"}, back="/fleet")
    assert "'limit' of supply-concentration/maker" in text_of(browser.get("/fleet"))
    assert 'value="most"' in browser.get("/question")
    browser.post("/question", {"policy": ["us-ear"]})
    long = browser.post("/question", {"policy": ["us-ear"], "fail_on": "x" * 5000}, code=422)
    assert "must be one line of at most 4,000 characters" in text_of(long)


def test_a_policy_of_ones_own_keeps_its_folder(browser: Browser, here: Path) -> None:
    fleet(CHINA)
    rules = Path(__file__).resolve().parents[2] / "rules" / "policies" / "riot-us-made"
    (here / "law" / "ours").mkdir(parents=True)
    for path in rules.glob("*.yaml"):
        (here / "law" / "ours" / path.name).write_text(path.read_text("utf-8").replace("riot-us-made", "ours"), "utf-8")
    (here / "compliance.toml").write_text('policies = ["law/ours"]\n')
    page = browser.get("/question")
    assert 'value="ours" checked' in page
    browser.post("/question", {"policy": ["ours", "us-ear"]})
    assert tomllib.loads((here / "compliance.toml").read_text())["policies"] == ["law/ours", "us-ear"]


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("false", False), ("2", 2), ("2.5", 2.5), ("a, b", ["a", "b"]), ("a", "a")]
)
def test_values_as_settings_have_them(text: str, value: object) -> None:
    from compliance.desk.pages.question import _setting

    assert _setting(text) == value


def test_lists_are_downloaded_because_a_person_asks(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(state.Desk, "update_lists", lambda self, names: asked.append(names))
    page = browser.post("/question/lists", {"list": ["us-ofac-sdn", "nonsense; rm"]})
    assert "The lists are being downloaded." in text_of(page)
    assert asked == [["us-ofac-sdn"]]


def test_the_answer_opens_units_and_a_unit_its_explanation(browser: Browser, here: Path) -> None:
    (here / "compliance.toml").write_text('policies = ["cleanspark-mineone"]\n')
    fleet(CHINA, CLEAN, *(f"B-{number},Bitmain,Antminer S21,MY,,,,,,1" for number in range(150)))
    browser.check()
    page = browser.get("/answer")
    assert "Violation: at least one rule is broken for certain" in text_of(page)
    assert page.count('class="finding ') == 3
    assert "The recorded country of origin is China" in text_of(page)
    assert 'href="/units?verdict=violation"' in page
    units = browser.get("/units?verdict=violation")
    assert "1 row, 2 units" in text_of(units)
    assert "A-2" in units
    assert "page 2 of 2" in text_of(browser.get("/units?page=2"))
    part = browser.get("/units?maker=MicroBT", **{"hx-target": "units"})
    assert part.startswith("<p>1 row, 4 units</p>")
    assert "152 rows" in text_of(browser.get("/units?page=x"))
    unit = text_of(browser.get("/unit?name=fleet.csv:2"))
    assert "cleanspark-mineone/origin" in unit
    assert "Reads: " in unit
    assert "no unit 'Q'" in text_of(browser.ask("GET", "/unit?name=Q").text)


def test_progress_calling_off_and_checking_again(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    fleet(CHINA)
    browser.check()
    on = Event()
    from compliance.workflows.check import check as real

    def slow(*given: Any, progress: Any, **options: Any) -> Any:
        progress("fleet.csv", "1 row")
        on.wait(60)
        return real(*given, progress=progress, **options)

    monkeypatch.setattr(state, "check", slow)
    job = browser.desk.start()
    page = browser.ask("GET", "/progress")
    assert "hx-refresh" not in page.headers
    assert "Call it off" in page.text
    job.cancelled.set()
    on.set()
    browser.wait()
    assert browser.ask("GET", "/progress").headers["hx-refresh"] == "true"
    assert "The last check was called off." in text_of(browser.get("/fleet"))
    assert "Which laws and contracts" in text_of(browser.post("/check", {"from": "/question"}))
    job = browser.desk.start()
    assert "The check was called off." in text_of(browser.post("/cancel", {"from": "//evil.example"}))
    assert job.cancelled.is_set() or job.done.is_set()
    browser.post("/cancel", {})
    Path("fleet.csv").write_text("x\n")
    assert "Something has changed since the last check." in text_of(browser.get("/fleet")) or browser.desk.last
    assert "there is nothing to undo" in text_of(browser.post("/undo", {}, code=422))


def test_a_bug_is_said_on_a_page_with_the_headers_of_safety(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compliance.desk.folder.Folder.files", lambda self: 1 / 0)
    answer = browser.ask("GET", "/fleet")
    assert answer.status_code == 500
    assert "this is a bug in compliance, not in your files: ZeroDivisionError" in text_of(answer.text)
    assert "content-security-policy" in answer.headers
