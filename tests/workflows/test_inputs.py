"""From files to facts: what lies beside an inventory is found, what is named twice is read once, every error is said."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from compliance.core.errors import ComplianceError
from compliance.core.party import Known
from compliance.core.possible import one
from compliance.inventory.units import Lot
from compliance.io.paths import display_path
from compliance.io.resources import bundled
from compliance.workflows.inputs import Inputs, Request, find_policy, needed, read_inputs
from compliance.workflows.inputs.inventories import MAP_THEM
from compliance.workflows.reference import Reference
from tests.command_line import ROOT

DATA = ROOT.parent / "shared" / "data" / "fleets"
real = pytest.mark.skipif(not DATA.is_dir(), reason="the collected inventories are not here")

DAY = date(2026, 11, 22)
WAIVER = "waivers: [{rule: us-ofac/x, subject: {serial: '2'}, reason: r, approved_by: a, approved_on: 2026-01-01, expires: 2026-12-31}]\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def put(folder: Path, **files: str) -> Path:
    """Files by their names, ``_`` for a dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("_", ".").replace("fleet.b", "fleet-b")).write_text(content, "utf-8")
    return folder


def request(*fleets: Path | str, policies: Sequence[str] = ("origin-claims",), **more: Any) -> Request:
    return Request(tuple(map(Path, fleets)), DAY, policies, **more)


def read(*fleets: Path | str, **more: Any) -> Inputs:
    return read_inputs(request(*fleets, **more))


def wrong(*fleets: Path | str, **more: Any) -> list[str]:
    with pytest.raises(ComplianceError) as caught:
        read(*fleets, **more)
    return [str(problem) for problem in caught.value.problems]


def lots(inputs: Inputs) -> list[tuple[Any, ...]]:
    def told(lot: Lot) -> tuple[Any, ...]:
        return lot.unit, lot.units, lot.rows, tuple(lot.locations)

    return [told(lot) for lot in inputs.facts.fleet.lots]


@pytest.fixture
def folder(here: Path) -> Path:
    """A folder of an operator."""
    return put(
        here / "op",
        fleet_csv="model,serial_number,site,owner\nS19,1,Hall 1,Foo Ltd\nS19,2,Hall 1,Foo Ltd\n",
        fleet_b_csv="model;qty;site;Remarks\nS21;5;Hall 1;x\n\nS19;1;;y\n",
        parties_yaml="parties: [{id: foo, name: Foo Limited}]\n",
        sites_yaml="sites: [{id: one, name: Hall 1, operator: Foo Ltd}]\n",
        waivers_yaml=WAIVER,
        notes_csv="not,an,inventory\n",
    )


def test_a_folder_and_its_file_give_the_same_lots(folder: Path) -> None:
    whole = read(folder)
    assert whole.facts.fleet.units == 8
    assert lots(whole) == lots(read(folder / "fleet-b.csv", folder / "fleet.csv")) == lots(read("op"))
    alone = read(folder / "fleet.csv")
    assert [lot[1] for lot in lots(alone)] == [1, 1]
    for lot in alone.facts.fleet.lots:
        assert lot.unit.operator == one(Known("foo"))
        assert lot.unit.site.names == {"one", "hall1"}
    assert [lot.unit.serial_number for lot in alone.facts.fleet.lots] == ["", "2"]


def test_what_nobody_understands_is_counted_over_all_files(here: Path) -> None:
    header = "model,qty,country of origin\n"
    put(here, fleet_csv=f"{header}S19,2,Atlantis\n", fleet_b_csv=f"{header}S21,4,Lemuria\nS19,3,Atlantis\n")
    unknown = read("fleet.csv", "fleet-b.csv").facts.fleet.unknown
    assert [(text.text, text.units, text.file, text.row) for text in unknown] == [
        ("Atlantis", 5, "fleet.csv", 2),
        ("Lemuria", 4, "fleet-b.csv", 2),
    ]


def test_what_was_read_is_said(folder: Path) -> None:
    found = read(folder, policies=("origin-claims",))
    kinds = [(each.kind, each.path, each.rows) for each in found.read]
    assert kinds[:3] == [
        ("fleet", "op/fleet-b.csv", 2),
        ("fleet", "op/fleet.csv", 2),
        ("policy", "bundled:origin-claims", len(found.policies[0].rules)),
    ]
    assert [kind[:2] for kind in kinds[-3:]] == [
        ("parties", "op/parties.yaml"),
        ("sites", "op/sites.yaml"),
        ("waivers", "op/waivers.yaml"),
    ]
    assert found.read[1].sha256 == sha256((folder / "fleet.csv").read_bytes()).hexdigest()
    assert found.read[-1].sha256 == sha256(WAIVER.encode()).hexdigest()
    notes = found.facts.fleet.notes
    assert "op/fleet-b.csv: read as text table (semicolon, utf-8)." in notes
    assert "op/fleet-b.csv: columns read: qty as quantity." in notes
    assert "op/fleet-b.csv: we did not recognise these columns and ignored them: Remarks. " + MAP_THEM in notes
    assert [table.table.file for table in found.tables] == ["op/fleet-b.csv", "op/fleet.csv"]


def test_the_same_file_is_read_once_however_it_is_named(folder: Path) -> None:
    (folder / "link.csv").symlink_to(folder / "fleet.csv")
    twice = read(
        folder / "fleet.csv", "op/../op/fleet.csv", folder / "link.csv", folder, waivers=[folder / "waivers.yaml"]
    )
    assert twice.facts.fleet.units == 8
    assert [each.path for each in twice.read if each.kind in ("fleet", "waivers")] == [
        "op/fleet.csv", "op/fleet-b.csv", "op/waivers.yaml",
    ]  # fmt: skip


def test_lots_of_several_files_are_one(here: Path) -> None:
    put(here / "a", fleet_csv="model\nS19\n")
    put(here / "b", fleet_csv="Model Name\nS19\nS21\n")
    found = read("a", "b")
    assert [(lot.units, [(place.file, place.row) for place in lot.locations]) for lot in found.facts.fleet.lots] == [
        (2, [("a/fleet.csv", 2), ("b/fleet.csv", 2)]),
        (1, [("b/fleet.csv", 3)]),
    ]


def test_files_are_called_from_here_or_by_their_names_alone(here: Path, tmp_path: Path) -> None:
    put(tmp_path / "away", fleet_csv="model\nS19\n")
    assert display_path(here / "x" / ".." / "a" / "f.csv") == "a/f.csv"
    assert display_path(Path("a/f.csv")) == "a/f.csv"
    assert display_path(tmp_path / "away" / "fleet.csv") == "fleet.csv"
    found = read(tmp_path / "away")
    assert str(tmp_path) not in repr((found.read, found.facts.fleet, wrong(tmp_path / "none")))


def test_names_of_inventories_in_a_folder(here: Path) -> None:
    put(here / "op", fleet_csv="model\nS19\n", fleetings_csv="x", fleet="x", fleet_md="x")
    (here / "op" / "FLEET-North.CSV").write_text("model\nS21\n")
    assert [each.path for each in read("op").read if each.kind == "fleet"] == ["op/FLEET-North.CSV", "op/fleet.csv"]
    (here / "op" / "fleet-south.xlsx").write_bytes(b"PK\x03\x04")
    assert wrong("op") == [
        "op/fleet-south.xlsx: is a damaged workbook or archive: File is not a zip file. "
        "Save it again, or export the sheet as CSV."
    ]


def test_the_errors_of_all_files_are_said_together(here: Path) -> None:
    put(here / "empty")
    put(here, a_csv="serial\n1\n", sites_yaml="sites: 3\n", parties_yaml="parties: 3\n", waivers_yaml="x: 1\n")
    found = "\n".join(wrong("a.csv", "none.csv", policies=("nope", "us-ofac", "gone"), mapping=Path("m.yaml")))
    for part in (
        "policy 'nope' is neither bundled nor a folder", "policy 'gone'", "a.csv:1: is not an inventory", "none.csv: cannot be read",
        "sites.yaml:1:", "parties.yaml:1:", "waivers.yaml:1:", "m.yaml: cannot be read",
    ):  # fmt: skip
        assert part in found
    assert (
        wrong("empty", "empty/../empty", policies=("nope",))[1:]
        == ["empty: has no inventory. Put one there: fleet.csv, or any export with a column for the model."] * 2
    )


def test_the_cells_of_all_files_are_said_together(here: Path) -> None:
    put(
        here,
        a_csv="model,qty\nS19,x\n",
        b_csv="model,quantity\nS19,0\n",
        c_csv="model\nS19,1\n",
        d_csv="model,qty\n,\n , \n",
    )
    found = wrong("a.csv", "b.csv", "c.csv", "d.csv")
    assert [each.split(": ")[0] for each in found] == [
        "a.csv:2:qty",
        "b.csv:2:quantity",
        "c.csv:2",
        "d.csv:3:model",
    ]


@pytest.mark.parametrize("rows", ["", "\n\n", ",\n,\n"])
def test_nothing_checked_is_never_a_pass(here: Path, rows: str) -> None:
    put(here, a_csv=f"model,qty\n{rows}")
    (found,) = wrong("a.csv")
    assert "has a header and no rows" in found


def test_a_map(here: Path) -> None:
    put(here, a_csv="Typ,Anz.\nS19,7\n", m_yaml="columns: {model: typ, quantity: Anz.}\n")
    found = read("a.csv", mapping=Path("m.yaml"))
    assert found.facts.fleet.units == 7
    assert "a.csv: columns read: Anz. as quantity, Typ as model." in found.facts.fleet.notes


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        ("- x\n", ["m.yaml:1: is not a column map"]),
        ("columns: {model: x}\nmore: 1\n", ["m.yaml:2:1: unknown field 'more'"]),
        ("ignore: Notes\n", ["m.yaml:1:1: ignore is not a list of headers"]),
        ("ignore: [[a]]\nsheet: [a]\nskip_rows: few\n", [
            "m.yaml:1:1: ignore is not", "m.yaml:2:1: sheet is not the name of a sheet", "m.yaml:3:1: skip_rows is not a number",
        ]),
        ("columns: {model: x}\nignore: [y, x]\n", ["m.yaml:2:1: 'x' is mapped and ignored"]),
        ("columns: [model]\n", ["m.yaml:1: is not a column map"]),
        (
            "columns:\n  models: x\n  model: [a]\n  owner: z\n  supplier: z\n  site: 3\n  kind:\n",
            [
                "m.yaml:2:3: 'models' is not a native column", "m.yaml:3:3: model is not mapped to one header",
                "m.yaml:5:3: 'z' is mapped twice", "m.yaml:6:3: site is not mapped", "m.yaml:7:3: kind is not mapped",
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_map(here: Path, content: str, problems: list[str]) -> None:
    put(here, a_csv="model\nS19\n", m_yaml=content)
    found = wrong("a.csv", mapping=Path("m.yaml"))
    assert len(found) == len(problems)
    for said, expected in zip(found, problems, strict=True):
        assert said.startswith(expected)


def test_policies(here: Path) -> None:
    folder = put(here / "own")
    source = bundled("policies")["origin-claims"]
    for path in source.iterdir():
        (folder / path.name).write_text(path.read_text("utf-8").replace("origin-claims", "own"), "utf-8")
    assert find_policy("own", here, None, Reference()).path == "own"
    assert find_policy("own", Path(), {}, Reference()).id == "own"
    assert find_policy("us-ear", here, {}, Reference()).path == "bundled:us-ear"
    with pytest.raises(ComplianceError, match=r"neither bundled nor a folder.*Bundled: .*us-ofac"):
        find_policy("own/none", here, None, Reference())


def test_what_the_policies_need_is_brought(here: Path) -> None:
    put(here, a_csv="model\nS19\n")
    found = read("a.csv", policies=("us-ear", "cleanspark-mineone"))
    assert set(found.facts.lists) >= set(needed(found.policies, "lists"))
    assert list(found.facts.country_sets) == needed(found.policies, "country_sets")
    assert list(found.facts.regimes) == needed(found.policies, "regimes") == ["bis-affiliates", "mineone-affiliates"]
    assert {name for regime in found.facts.regimes.values() for name in regime.lists} <= set(found.facts.lists)
    listed = [each for each in found.read if each.kind == "list"]
    assert [each.path for each in listed] == sorted(each.path for each in listed)
    assert all(each.edition and each.sha256 for each in listed)


def test_a_list_that_is_given_takes_the_bundled_ones_place(here: Path) -> None:
    name = "us-bis-90fr4621"
    content = (bundled("lists")[name] / "listings.csv").read_text("utf-8")
    put(here, a_csv="model\nS19\n", l_csv=content, short_csv="name\nFoo Ltd\n")
    policy = own_policy(here, f"{{kind: listed-party, lists: [{name}]}}")
    own = read("a.csv", policies=(policy,)).facts.lists[name]
    given = read("a.csv", policies=(policy,), lists={name: Path("l.csv")})
    assert (own.file, given.facts.lists[name].file) == (f"bundled:{name}", "l.csv")
    assert len(given.facts.lists[name].listings) == len(own.listings) == 16
    assert [each.path for each in given.read if each.kind == "list"] == ["l.csv"]
    assert "is incomplete" in wrong("a.csv", policies=(policy,), lists={name: Path("short.csv")})[0]
    (said,) = wrong("a.csv", policies=(policy,), lists={name: Path("none.csv")})
    assert said.startswith("none.csv: ")
    both = {name: Path("none.csv"), "my-list": Path("nor-this.csv")}
    assert [said.split(": ")[0] for said in wrong("a.csv", policies=(policy,), lists=both)] == [
        "nor-this.csv",
        "none.csv",
    ]


def own_policy(here: Path, constraint: str) -> str:
    put(
        here / "own",
        policy_yaml="id: own\ntitle: Own\nauthority: me\nwhy: to test\nsources: [{id: s, title: A source}]\n",
        r_yaml=f"id: own/r\ntitle: T\nbecause: B\nsources: [s]\neffect: prohibition\napplies_to: {{parties: [manufacturer]}}\nconstraint: {constraint}\n",
    )
    return "own"


@pytest.mark.parametrize(
    ("constraint", "said"),
    [
        ("{kind: listed-party, lists: [nowhere]}", "unknown list 'nowhere'"),
        ("{kind: country-of-origin, forbidden: {those: [nowhere]}}", "unknown country set 'nowhere'"),
        ("{kind: ownership-by-listed-parties, regime: nowhere}", "unknown ownership regime 'nowhere'"),
    ],
)
def test_what_is_not_bundled(here: Path, constraint: str, said: str) -> None:
    put(here, a_csv="model\nS19\n")
    (found,) = wrong("a.csv", policies=(own_policy(here, constraint),))
    assert said in found
    assert "Bundled" in found


@pytest.mark.parametrize(
    ("constraint", "said"),
    [
        ("{kind: country-of-origin, forbidden: {those: [QQ]}}", "own/r names country 'QQ', which is not known"),
        ("{kind: country-of-origin, required: {those: [US, cn]}}", "own/r names country 'cn', which is not known"),
        ("{kind: listed-component, vendors: [cvitec]}", "own/r names party 'cvitec', which is not known"),
    ],
)
def test_a_mistyped_name_in_a_rule_clears_nobody(here: Path, constraint: str, said: str) -> None:
    put(here, a_csv="model\nS19\n")
    (found,) = wrong("a.csv", policies=(own_policy(here, constraint),))
    assert said in found


# Inventories as they were found


@real
def test_five_thousand_rows_without_ids() -> None:
    found = read(DATA / "06_hashinsight_upload_5000.csv")
    assert found.facts.fleet.units == 52_449
    assert sum(lot.rows for lot in found.facts.fleet.lots) == 5_000
    assert found.read[0].rows == 5_000


@real
def test_a_newline_in_a_cell() -> None:
    found = read(DATA / "11_solar_bitcoin_miners.csv")
    assert [(lot.units, [place.row for place in lot.locations]) for lot in found.facts.fleet.lots] == [
        (1, [2]),
        (1, [3]),
        (1, [4]),
    ]


@real
def test_purchase_schedules_with_a_map(here: Path) -> None:
    put(here, m_yaml="columns: {supplier: seller_as_written, owner: purchaser}\n")
    found = read(DATA / "sec_purchase_schedules.csv", policies=("us-ear", "riot-us-made"), mapping=Path("m.yaml"))
    fleet = found.facts.fleet
    assert fleet.units == 341_446
    put(here, n_yaml="columns: {delivery_date: delivery_as_written}\n")
    unclear = read(DATA / "sec_purchase_schedules.csv", mapping=Path("n.yaml")).facts.fleet
    assert any(
        note.startswith("sec_purchase_schedules.csv:16: delivery_date 'monthly basis, between")
        for note in unclear.notes
    )
    by_origin: dict[str | None, int] = {}
    for lot in fleet.lots:
        origin = lot.unit.country_of_origin.only
        by_origin[origin] = by_origin.get(origin, 0) + lot.units
    assert (by_origin["US"], by_origin["TH"], by_origin[None]) == (66_560, 31_500, 341_446 - 66_560 - 31_500)
    assert not any(lot.unit.supplier.only is None for lot in fleet.lots if lot.written["supplier"][1])


@real
@pytest.mark.parametrize(
    ("name", "row", "what"),
    [
        ("02_hashinsight_html_saved_as.csv", 1, "is a web page"),
        ("09_mattk8_global_device_estimate.xlsx", None, "no column of any sheet names a manufacturer or a model"),
        ("14_cbeci_countries_fips.csv", 1, "no column names a manufacturer or a model"),
        ("headerless_semicolon_ip_worker.csv", 1, "no column names a manufacturer or a model"),
        ("tool_templates.csv", 1, "no column names a manufacturer or a model"),
    ],
)
def test_what_is_no_inventory_is_refused_with_advice(name: str, row: int | None, what: str) -> None:
    with pytest.raises(ComplianceError) as caught:
        read(DATA / name)
    (problem,) = caught.value.problems
    assert (problem.file, problem.row) == (name, row)
    assert what in problem.what
    assert problem.advice


@real
def test_an_export_with_old_line_ends_once_it_is_text(here: Path) -> None:
    content = (DATA / "01_snipeit_assets_blanks.csv").read_bytes()
    lines = content.split(b"\r")
    assert b"\n" not in content
    first = next(number for number, line in enumerate(lines, 1) if not line.isascii())
    assert first == 12
    (here / "a.csv").write_text(content.decode("mac-roman"), "utf-8", newline="")
    found = read("a.csv")
    assert found.facts.fleet.units == found.read[0].rows == 200
    assert found.facts.fleet.lots[0].unit.purchased.day == date(2016, 4, 5)


def test_decisions_that_lie_beside_an_inventory_are_read(here: Path) -> None:
    decision = (
        "{party: Foo, list: l, entry: e, fingerprint: '0', decision: not-the-same-party, reason: r, decided_by: d, "
        "decided_on: 2026-01-01, expires: 2026-12-31}"
    )
    put(here, a_csv="model\nS19\n", decisions_yaml=f"decisions: [{decision}]\n")
    found = read("a.csv")
    assert [each.party for each in found.facts.decisions.decisions] == ["Foo"]
    assert (found.read[-1].kind, found.read[-1].path) == ("decisions", "decisions.yaml")
    put(here, decisions_yaml="decisions: [{party: Foo}]\n")
    assert any("decisions.yaml" in each and "is missing" in each for each in wrong("a.csv"))


def test_a_pattern_stands_for_its_files(here: Path) -> None:
    for part in ("1", "2", "x"):
        put(here / "hall", **{f"part-{part}_csv": f"model\nS{part}\n"})
    (here / "hall" / "a[1].csv").write_text("model\nT1\n")
    assert [table.table.file for table in read("hall/part-[12].csv").tables] == ["hall/part-1.csv", "hall/part-2.csv"]
    assert [table.table.file for table in read("**/part-x.csv").tables] == ["hall/part-x.csv"]
    assert [table.table.file for table in read("hall/a[1].csv").tables] == ["hall/a[1].csv"]
    assert wrong("hall/none-*.csv") == ["hall/none-*.csv: cannot be read: No such file or directory. Check the path."]


def test_a_folder_of_parquet_parts(here: Path) -> None:
    import polars as pl

    for part in ("a", "b"):
        pl.DataFrame({"model": ["S19", "S21"], "qty": [1, 2]}).write_parquet(here / f"fleet-{part}.parquet")
    found = read(".")
    assert [table.table.file for table in found.tables] == ["fleet-a.parquet", "fleet-b.parquet"]
    assert found.facts.fleet.units == 6
    assert [each.rows for each in found.read[:2]] == [2, 2]


def test_progress_says_how_far_reading_has_come(here: Path) -> None:
    heard: list[tuple[str, str]] = []
    (here / "f.csv").write_text("model\nS19\n")
    read("f.csv", progress=lambda file, done: heard.append((file, done)))
    assert heard == [("f.csv", "3 rows")]


def test_serial_numbers_of_parquet_are_watched_too(here: Path) -> None:
    import polars as pl

    numbers = {"model": ["S19", "S21", "S9", "T9"], "serial_number": ["A1", "B2", "A1", "6.37702E+15"]}
    pl.DataFrame(numbers).write_parquet(here / "f.parquet")
    notes = "\n".join(read("f.parquet").facts.fleet.notes)
    assert "serial number 'A1' appears in 2 rows: f.parquet:2, f.parquet:4" in notes
    assert "f.parquet:5: serial number '6.37702E+15' was destroyed by a spreadsheet" in notes


def test_of_a_huge_file_the_first_numbers_are_compared(here: Path) -> None:
    import polars as pl

    pl.DataFrame({"model": ["S19"] * 3, "serial_number": ["A1", "B2", "A1"]}).write_parquet(here / "f.parquet")
    notes = "\n".join(read("f.parquet", max_serials=2).facts.fleet.notes)
    assert "only the first 2 serial numbers were compared" in notes
    assert "compares all 3" in notes
    assert "appears in 2 rows" in "\n".join(read("f.parquet", check_duplicates=True, max_serials=2).facts.fleet.notes)


ODD: dict[str, Callable[[Path], None]] = {
    "points to a missing file": lambda path: path.symlink_to("gone"),
    "Too many levels of symbolic links": lambda path: path.symlink_to(path.name),
    "is not a file": Path.mkdir,
    "is not a( regular)? file": os.mkfifo,
}


@pytest.mark.parametrize("message", ODD)
@pytest.mark.parametrize("name", ["parties.yaml", "parties.csv", "sites.json", "waivers.yml", "decisions.yaml"])
@pytest.mark.parametrize("given", ["op", "op/fleet.csv"])
def test_a_companion_that_is_no_file_is_never_passed_over(here: Path, given: str, name: str, message: str) -> None:
    put(here / "op", fleet_csv="model\nS19\n")
    ODD[message](here / "op" / name)
    (problem,) = wrong(given)
    assert re.search(message, problem)
    assert name in problem or "op/gone" in problem


@pytest.mark.parametrize("message", ODD)
def test_an_inventory_of_a_folder_that_is_no_file_is_never_passed_over(here: Path, message: str) -> None:
    put(here / "op", fleet_csv="model\nS19\n")
    ODD[message](here / "op" / "fleet-2.csv")
    (problem,) = wrong("op")
    assert re.search(f"{message}|cannot be read: (No such file|Is a directory)", problem)
    assert re.match(r"op/(fleet-2\.csv|gone): ", problem)


def test_a_fleet_that_leads_nowhere(here: Path) -> None:
    Path("ring.csv").symlink_to("ring.csv")
    Path("gone.csv").symlink_to("nothing.csv")
    put(here, file="x")
    assert wrong("ring.csv") == ["ring.csv: cannot be read: Too many levels of symbolic links. Check the path."]
    assert "the link gone.csv points to a missing file" in wrong("gone.csv")[0]
    assert "cannot be read: File name too long" in wrong("x" * 5000)[0]
    assert "cannot be read: Not a directory" in wrong("file/fleet.csv")[0]


def test_tables_that_are_given_are_files(here: Path) -> None:
    put(here, fleet_csv="model\nS19\n")
    Path("ring").symlink_to("ring")
    for more in ({"installations": [Path("ring")]}, {"lists": {"us-bis-meu": Path("ring")}}):
        assert wrong("fleet.csv", policies=["us-ear", "foreign-ownership"], **more) == [
            "ring: cannot be read: Too many levels of symbolic links. Check the path."
        ]
