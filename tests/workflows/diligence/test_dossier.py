"""What a dossier says of the sample and of small targets."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from compliance.core.bounds import exactly
from compliance.core.finding import Verdict
from compliance.reports.dossier.summaries import site_lines
from compliance.workflows.diligence.deciding_facts import MAX_FACTS
from tests.command_line import fleet
from tests.dossiers import northgate, read

V = Verdict


def test_the_facts_that_decide() -> None:
    found = northgate()
    assert len(found.decisive) == MAX_FACTS
    first, second, third = found.decisive
    assert first.endswith(
        "90 units of 3,041 (3.0%), bought for USD 297,000.00, fall under us-ear/affiliates (red-flag)."
    )
    assert "Xiamen Sophgo Technologies Limited (listed) holds 50 % of Jade Gate Components Limited" in first
    assert second.startswith("Bitmain made 79.0 %")
    assert second.endswith("The fleet breaks supply-concentration/maker (contract-condition).")
    assert third.startswith("If customs hold the machines to be of another origin (CN), more duty is due")


def test_the_fleet() -> None:
    found = northgate()
    assert (found.whole.units, found.whole.hashrate, found.efficiency) == (3041, Decimal(644150), Decimal("17.0"))
    makers = found.composition["maker"]
    assert list(makers) == ["Bitmain", "MicroBT", "Canaan Inc.", "Bitdeer Technologies Group"]
    assert makers["Bitmain"].by_verdict == {V.UNDETERMINED: 2401}
    assert list(found.composition["origin"])[-1] == "unknown"
    assert set(found.composition["year"]) == {"2022", "2024", "2025", "2026"}
    assert {name: part.amount.units for name, part in found.composition["site"].items()} == {
        "Northgate": 2620,
        "Sandersville": 421,
    }
    for parts in found.composition.values():
        assert sum(part.amount.units for part in parts.values()) == 3041
        assert sum((part.amount.value for part in parts.values()), exactly(0)) == found.whole.value


def test_documents_to_request_by_how_many_machines_each_settles() -> None:
    found = northgate().requests
    assert [each.units for each in found] == sorted((each.units for each in found), reverse=True)
    by_text = {each.what: each for each in found}
    entry = by_text["Hand over customs entry EXAMPLE-7501-17, to which the inventory refers."]
    assert (entry.units, entry.rules, [place.row for place in entry.locations]) == (180, (), [8])
    assert not any("EXAMPLE-7501-12" in what for what in by_text), "that one lies in the folder"
    origin = by_text["Record the origin from the customs entry (CBP 7501) or the factory record of the purchase lot."]
    assert (origin.units, origin.rules) == (40, ("us-ofac/origin",))
    (site,) = (
        request for what, request in by_text.items() if what.startswith("site northgate: Have the distance from")
    )
    assert (site.units, site.settles) == (2620, 0)
    assert any(0 < request.settles < request.units for request in found)


def test_what_the_reader_has_to_prepare_is_no_request() -> None:
    found = northgate()
    installations, lists = found.preparation
    assert installations == "Give the complete list of installations with --installations FILE."
    assert "compliance lists update" in lists
    assert not any("lists update" in request.what for request in found.requests)
    assert not any("lists update" in fact for fact in found.decisive)


def test_sites_and_what_is_near() -> None:
    first, second = northgate().sites
    assert (first.site.id, first.units, second.site.id, second.units) == ("northgate", 2620, "sandersville", 421)
    assert first.near[0].installation.name == "Francis E. Warren Air Force Base"
    assert first.near[0].near is None
    assert {each.rule for each in first.findings} >= {"us-cfius-real-estate/proximity"}


def test_counterparties_and_pictures() -> None:
    found = northgate()
    assert [each.name for each in found.parties[:2]] == ["Northgate Compute LLC", "Northgate Land Holdings LLC"]
    by_id = {each.id: each for each in found.parties}
    assert by_id["northgate-compute"].roles == (
        "operator of a site",
        "owner of a site",
        "owner of machines",
        "operator",
    )
    assert by_id["jade-gate"].reached["bis-affiliates"].startswith("restricted: ")
    assert list(found.traces) == ["Operators and owners", "Sellers", "Makers"]
    assert found.traces["Sellers"].asked == ("jade-gate",)
    assert found.traces["Sellers"].state("jade-gate") == "restricted"
    assert found.traces["Sellers"].state("xiamen-sophgo") == "listed"


def test_what_comes_and_what_is_not_assessed() -> None:
    found = northgate()
    assert (str(found.ahead.first), str(found.ahead.last)) == ("2026-11-22", "2027-11-22")
    assert any(event.kind == "waiver" for moment in found.ahead.entries for event in moment.events)
    assert found.not_assessed[0] == "A policy is left out."
    assert any("eu-sanctions" in said for said in found.not_assessed)
    assert not any("supply-concentration" in said for said in found.not_assessed)
    assert found.documents
    assert found.documents[0].name == "EXAMPLE-7501-12.txt"


@pytest.fixture
def target(here: Path) -> Path:
    folder = here / "target"
    folder.mkdir()
    return folder


COLUMNS = "model,country_of_origin,origin_evidence,supplier,unit_price_usd,purchase_date,delivery_date,quantity"


def test_a_bare_target(target: Path) -> None:
    fleet("Antminer S21,MY,,,,,,3", name="target/fleet.csv", header=COLUMNS)
    found = read(target, policies=("cleanspark-mineone",))
    assert found.whole.value.most is None
    assert (found.efficiency, found.sites, found.traces, found.documents) == (None, (), {}, None)
    assert list(found.composition["year"]) == ["unknown"]
    assert found.decisive[0].startswith("If customs hold")
    assert found.decisive[1].endswith("3 units of 3 (100.0%) may break cleanspark-mineone/mineone-order (prohibition).")


def test_a_target_with_nothing_wrong(target: Path) -> None:
    papers = "customs_entry:EXAMPLE-1;factory_record:EXAMPLE-2"
    row = f"Antminer S21,US,{papers},,1000,2026-01-01,2026-02-01,3,US"
    fleet(row, name="target/fleet.csv", header=f"{COLUMNS},country_of_assembly")
    found = read(target, policies=("riot-us-made",))
    assert found.duty.total.exposure.most == 0
    assert found.decisive == ("No unit is known to break a rule.",)
    assert [each.what for each in found.requests] == [
        "Hand over customs entry EXAMPLE-1, to which the inventory refers.",
        "Hand over factory record EXAMPLE-2, to which the inventory refers.",
    ]


def test_a_site_that_breaks_a_rule_is_among_the_facts_that_decide(target: Path) -> None:
    fleet("Antminer S21,CN,,,,2024-01-01,,3", name="target/fleet.csv", header=COLUMNS)
    (target / "sites.yaml").write_text("sites: [{id: nr, name: North Range, operator: abroad}]\n", "utf-8")
    (target / "parties.yaml").write_text("parties: [{id: abroad, name: Abroad Ltd., country: CN}]\n", "utf-8")
    (target / "waivers.yaml").write_text(
        "waivers: [{rule: cleanspark-mineone/origin, subject: {site: North Range}, reason: r, approved_by: b,"
        " approved_on: 2027-01-01, expires: 2027-02-01}]\n",
        "utf-8",
    )
    found = read(target, policies=("us-cfius-real-estate", "cleanspark-mineone"))
    assert found.decisive[0].endswith("3 units of 3 (100.0%) break cleanspark-mineone/origin (contract-condition).")
    assert found.decisive[1].startswith("The site is near a listed")
    assert found.decisive[1].endswith("The site nr falls under us-cfius-real-estate/proximity (review).")


def test_a_change_ahead_is_told_where_nothing_else_decides(target: Path) -> None:
    papers = "customs_entry:EXAMPLE-1;factory_record:EXAMPLE-2"
    fleet(f"Antminer S21,US,{papers},,1000,2026-01-01,2026-02-01,3", name="target/fleet.csv", header=COLUMNS + ",site")
    (target / "fleet.csv").write_text(
        f"{COLUMNS},owner,site\nAntminer S21,CN,{papers},,1000,2026-01-01,2026-02-01,3,Hall LLC,North Range\n", "utf-8"
    )
    (target / "waivers.yaml").write_text(
        "waivers: [{rule: cleanspark-mineone/origin, subject: {site: North Range}, reason: r, approved_by: b,"
        " approved_on: 2026-01-01, expires: 2027-02-01}]\n",
        "utf-8",
    )
    found = read(target, policies=("cleanspark-mineone",))
    assert found.decisive[0].startswith(
        "On 2027-02-02 the answer changes: cleanspark-mineone/origin: no longer waived."
    )


def test_what_is_open_of_the_whole_fleet_and_of_a_site_without_a_place(target: Path) -> None:
    papers = "customs_entry:EXAMPLE-1;factory_record:EXAMPLE-2"
    fleet(
        f"Antminer S21,US,{papers},,1000,2026-01-01,2026-02-01,3", f"Foo 9000,US,{papers},,1000,2026-01-01,2026-02-01,3",
        name="target/fleet.csv", header=COLUMNS,
    )  # fmt: skip
    (target / "sites.yaml").write_text("sites: [{id: somewhere}]\n", "utf-8")
    found = read(target, policies=("supply-concentration", "us-cfius-real-estate"))
    texts = [each.what for each in found.requests]
    assert "Record the maker of the units where it is unknown." in texts
    assert any(what.startswith("site somewhere: Record latitude and longitude") for what in texts)
    (view,) = found.sites
    assert [line for line in site_lines(view) if "mi from" in line or "nobody knows" in line] == []
    assert "no coordinates are recorded" in next(site_lines(view))
