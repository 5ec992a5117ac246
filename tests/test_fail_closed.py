"""Nothing that nobody knows clears anybody: every kind of ../shared/cases/fail-closed/CASES.md, on instances of our own."""

from __future__ import annotations

import csv
import json
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from compliance.core.errors import ComplianceError
from compliance.core.text import squeeze
from compliance.inventory.cells import DISPOSED
from compliance.workflows.check import check
from tests.command_line import Compliance, Ran, fleet
from tests.effort import examples

DAY = ("--as-of", "2026-11-30")
MINEONE = ("--policy", "cleanspark-mineone", *DAY)
SDN = ("--policy", "us-ofac", "--list", "us-ofac-sdn=sdn.2026-11-20.csv", *DAY)
VIOLATION, OPEN, UNUSABLE, CLEAN = 1, 3, 4, 0
VAGUE_SITES = ["Cheyene", "635 Logistics Dr", "Nort Range", "North Range Hall 2", "Hall A", "Wyoming", "N. Range"]


@cache
def sdn() -> str:
    names = [f"Ordinary Person {number}" for number in range(12_500)]
    return "\n".join(("name", *names, "Bitriver AG", "Garantex Europe OU", "Lazarus Group", ""))


def judged(compliance: Compliance, header: str, *rows: str, options: tuple[str, ...] = MINEONE) -> Ran:
    return compliance("check", fleet(*rows, header=header), *options, "--format", "json", "--all")


def verdicts(ran: Ran, rule: str) -> set[str]:
    return {finding["verdict"] for finding in ran.report["findings"] if finding["rule"] == rule}


# Parties


@pytest.mark.parametrize(
    "supplier",
    [
        "Bitriver AG, ABC", "formerly Bitriver AG", "Bitriver AG™", "1. Bitriver AG", "ABC & Bitriver AG", "Bitriver AG INV-2024-001",
        "c/o Garantex Europe OU", "Lazarus Group (broker)", "paid to: Bitriver AG / Zug",
    ],
)  # fmt: skip
def test_a_listed_name_among_other_words_is_at_least_a_candidate(
    compliance: Compliance, here: Path, supplier: str
) -> None:
    (here / "sdn.2026-11-20.csv").write_text(sdn(), "utf-8")
    ran = judged(compliance, "model,supplier,country_of_origin", f'Antminer S19,"{supplier}",MY', options=SDN)
    assert ran.code in (VIOLATION, OPEN)
    assert verdicts(ran, "us-ofac/sdn") <= {"violation", "undetermined"}


@pytest.mark.parametrize(
    "name",
    [
        "Parties.yaml",
        "PARTIES.yaml",
        "parties-2.yaml",
        "party.yaml",
        "partys.yaml",
        "parties (1).yaml",
        "parties.yaml.bak",
    ],
)
def test_a_companion_under_a_near_name_is_an_error(compliance: Compliance, here: Path, name: str) -> None:
    (here / "sdn.2026-11-20.csv").write_text(sdn(), "utf-8")
    (here / name).write_text(
        "parties: [{id: sub, name: Sub LLC}, {id: b, name: Bitriver AG}]\ninterests: [{owner: b, owned: sub, share: 100}]\n"
    )
    ran = judged(compliance, "model,supplier,country_of_origin", "Antminer S19,Sub LLC,MY", options=SDN)
    assert ran.code == UNUSABLE
    assert name in ran.err


def test_a_sellers_decision_clears_no_exact_match_in_silence(compliance: Compliance, here: Path) -> None:
    (here / "sdn.2026-11-20.csv").write_text(sdn(), "utf-8")
    header, row = "model,supplier,country_of_origin", "Antminer S19,Bitriver AG,MY"
    assert judged(compliance, header, row, options=SDN).code == VIOLATION
    (here / "compliance.toml").write_text('[lists]\nus-ofac-sdn = "sdn.2026-11-20.csv"\n')
    screened = compliance("screen", "Bitriver AG", *DAY, "--format", "json").report["results"][0]["matches"]
    (entry,) = [match["entry"] for match in screened if match["list"] == "us-ofac-sdn"]
    ran = compliance(
        "decide", "--party", "Bitriver AG", "--listing", f"us-ofac-sdn:{entry}", "--not-the-same-party",
        "--reason", "another one", "--decided-by", "the seller", "--decided-on", "2026-11-01", "--expires", "2027-11-01",
    )  # fmt: skip
    assert ran.code == CLEAN, ran.err
    cleared = judged(compliance, header, row, options=SDN)
    assert verdicts(cleared, "us-ofac/sdn") == {"compliant"}
    assert "An exact match with 'Bitriver AG' (us-ofac-sdn) is ruled out by a decision that lies beside" in "\n".join(
        cleared.report["notes"][:3]
    )
    assert verdicts(judged(compliance, header, row, options=(*SDN, "--no-waivers")), "us-ofac/sdn") == {"violation"}
    (here / "decisions.yaml").rename(here / "ours.yaml")
    ours = judged(compliance, header, row, options=(*SDN, "--decisions", "ours.yaml"))
    assert verdicts(ours, "us-ofac/sdn") == {"compliant"}
    assert not any("as if by the audited party" in note for note in ours.report["notes"])


@pytest.mark.parametrize("subject", ['purchase_lot: "?"', "serial: S-1", 'party: "n/a"', "party: Ex LLC"])
def test_a_waiver_waives_what_it_names_and_nothing_else(compliance: Compliance, here: Path, subject: str) -> None:
    (here / "waivers.yaml").write_text(
        f"waivers: [{{rule: us-ofac/sdn, subject: {{{subject}}}, reason: r, approved_by: a, approved_on: 2026-11-01, "
        "expires: 9999-12-31, evidence: a licence}]"
    )
    (here / "sdn.2026-11-20.csv").write_text(sdn(), "utf-8")
    ran = judged(
        compliance,
        "model,serial_number,quantity,purchase_lot,supplier,owner,country_of_origin",
        "Antminer S19,S-1,1000,?,Bitriver AG,Ex LLC,MY",
        options=SDN,
    )
    assert verdicts(ran, "us-ofac/sdn") == {"violation"}


# Sites


@pytest.mark.parametrize("site", VAGUE_SITES)
def test_a_site_that_nobody_describes_may_be_the_one_of_the_rule(compliance: Compliance, site: str) -> None:
    ran = judged(compliance, "model,country_of_origin,site", f"Antminer S19,CN,{site}")
    assert ran.code in (OPEN, VIOLATION)
    assert verdicts(ran, "cleanspark-mineone/origin") <= {"undetermined", "violation"}
    if site != "Wyoming":  # the policy itself says of it that it may be the place
        assert site in compliance("check", "fleet.csv", *MINEONE).out


@pytest.mark.parametrize("site", ["tbc", "unassigned", "n/a", "?", "TBD", "-", "unknown"])
def test_a_site_that_is_no_site_is_as_none(compliance: Compliance, site: str) -> None:
    ran = judged(compliance, "model,country_of_origin,site", f"Antminer S19,CN,{site}")
    assert verdicts(ran, "cleanspark-mineone/origin") == {"violation"}
    assert ran.code == VIOLATION


@pytest.mark.parametrize(
    "entry", ["{id: odessa, name: Odessa}", "{id: odessa, name: Odessa, aliases: [Texas hall], operator: Ex LLC}"]
)
def test_a_name_alone_describes_no_site(compliance: Compliance, here: Path, entry: str) -> None:
    (here / "sites.yaml").write_text(f"sites: [{entry}]\n")
    ran = judged(compliance, "model,country_of_origin,site", "Antminer S19,CN,Odessa")
    assert verdicts(ran, "cleanspark-mineone/origin") == {"undetermined"}


def test_who_is_known_to_be_elsewhere_is_not_covered_and_that_is_no_pass(compliance: Compliance, here: Path) -> None:
    (here / "sites.yaml").write_text(
        'sites: [{id: odessa, name: Odessa, address: "100 Main Street, Odessa, TX 79761"}]\n'
    )
    header, row = "model,country_of_origin,site", "Antminer S19,CN,Odessa"
    assert judged(compliance, header, row).code == UNUSABLE
    ran = judged(compliance, header, row, options=(*MINEONE, "--allow-not-covered"))
    assert (ran.code, verdicts(ran, "cleanspark-mineone/origin")) == (CLEAN, {"not-applicable"})


# Evidence, kinds, statuses


@pytest.mark.parametrize(
    "evidence",
    [
        "customs_entry:(pending);factory_record:tbc", "customs_entry;factory_record", "customs_entry:not received;factory_record:0",
        "customs_entry:rejected by CBP;factory_record:forged", "customs_ruling:CF 28;factory_record:无",
        "customs_ruling:HQ 301619 China;certificate:C-1", "customs_entry:lol;factory_record:seller",
        "customs_entry:113-3478-4 withdrawn;factory_record:SMT-1 missing",
    ],
)  # fmt: skip
def test_what_is_no_document_is_no_evidence(compliance: Compliance, evidence: str) -> None:
    row = f'Antminer S19,MY,North Range,2025-03-04,Ex LLC,"{evidence}"'
    ran = judged(compliance, "model,country_of_origin,site,delivery_date,owner,origin_evidence", row)
    assert verdicts(ran, "cleanspark-mineone/evidence") == {"undetermined"}
    assert ran.code == OPEN


@pytest.mark.parametrize("category", ["Cooling", "Other", "Container", "Network", "Miscellaneous", "psu?"])
def test_a_category_does_not_take_a_known_machine_out(compliance: Compliance, category: str) -> None:
    row = f"{category},Antminer S19,CN,North Range,2025-03-04"
    ran = judged(compliance, "Category,model,country_of_origin,site,delivery_date", row)
    assert verdicts(ran, "cleanspark-mineone/origin") <= {"undetermined", "violation"}
    assert ran.code in (VIOLATION, OPEN)


@pytest.mark.parametrize(
    "status", ["sold?", "disposed ?", "Sold (tbc)", "scrapped?", "maybe sold", "sold*", "written off (to be confirmed)"]
)
def test_a_mark_of_doubt_disposes_of_nothing(compliance: Compliance, status: str) -> None:
    ran = judged(compliance, "model,country_of_origin,site,status", f"Antminer S19,CN,North Range,{status}")
    assert verdicts(ran, "cleanspark-mineone/origin") <= {"undetermined", "violation"}
    assert ran.code in (OPEN, VIOLATION)


@pytest.mark.parametrize(
    "origin",
    [
        "to be manufactured in USA",
        "of which made in USA",
        "Made in Malaysia by China",
        "planned: US",
        "Made in USA (expected)",
    ],
)
def test_a_promise_or_a_part_is_no_origin(compliance: Compliance, origin: str) -> None:
    ran = judged(
        compliance,
        "model,country_of_origin,delivery_date",
        f"Whatsminer M60S,{origin},2025-01-01",
        options=("--policy", "riot-us-made", *DAY),
    )
    assert ran.code in (OPEN, VIOLATION)


# Baselines, answers of services, settings, folders


def test_a_baseline_knows_all_ids(compliance: Compliance, here: Path) -> None:
    header = "asset_id,model,country_of_origin,site,delivery_date"
    row = "{},Antminer S19,CN,North Range,2025-03-04"
    first = compliance(
        "check", fleet(*(row.format(n) for n in range(150)), header=header), *MINEONE, "--format", "json"
    )
    (here / "base.json").write_text(first.out)
    fleet(*(row.format(n + 1000) for n in range(150)), header=header)
    assert compliance("check", "fleet.csv", *MINEONE, "--baseline", "base.json", "--fail-on-new").code == VIOLATION
    fleet(*(row.format(n) for n in (*range(149), 7000)), header=header)
    assert compliance("check", "fleet.csv", *MINEONE, "--baseline", "base.json", "--fail-on-new").code == VIOLATION


@pytest.mark.parametrize(
    "page",
    [
        {"total": 500, "rows": [{"model": "Antminer S19"}]},
        {"count": 2, "next": "https://x/?offset=1", "previous": None, "results": [{"model": "Antminer S19"}]},
        {"meta": {"total": 40}, "data": [{"model": "Antminer S19"}]},
        {"total_count": 3, "items": [{"model": "Antminer S19"}]},
        {"results": [{"model": "Antminer S19"}], "pagination": {"total": 9, "page": 1}},
        {"has_more": True, "data": [{"model": "Antminer S19"}]},
    ],
)
def test_one_page_is_not_the_fleet(compliance: Compliance, here: Path, page: dict[str, object]) -> None:
    (here / "fleet.json").write_text(json.dumps(page))
    ran = compliance("check", "fleet.json", *MINEONE)
    assert ran.code == UNUSABLE


@pytest.mark.parametrize(
    "name",
    [
        "fleet_2.csv",
        "fleet (1).csv",
        "fleet2.csv",
        "machines.csv",
        "Inventory.xlsx.csv",
        "copy of fleet.csv",
        "FLEET-old.csv.gz",
        "fleet.numbers",
    ],
)
def test_another_inventory_in_the_folder_is_read_or_named(compliance: Compliance, here: Path, name: str) -> None:
    header = "model,country_of_origin,site"
    fleet("Antminer S21,MY,North Range", name="f/fleet.csv", header=header)
    other = here / "f" / name
    text = f"{header}\nAntminer S19,CN,North Range\n"
    if name.endswith(".gz"):
        import gzip

        other.write_bytes(gzip.compress(text.encode()))
    else:
        other.write_text(text)
    ran = compliance("check", "f", *MINEONE)
    assert ran.code == UNUSABLE
    assert name in ran.err
    read = compliance("check", "f", *MINEONE, "--all-inventories")
    assert read.code in (
        (UNUSABLE,) if name.endswith(".numbers") else (VIOLATION, UNUSABLE) if name.endswith(".gz") else (VIOLATION,)
    )


def test_settings_outside_are_not_taken_and_those_that_are_are_named(
    compliance: Compliance, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "compliance.toml").write_text('fail-on = "never"\n')
    inner = here / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    ran = judged(compliance, "model,country_of_origin", "Antminer S19,CN")
    assert ran.code == VIOLATION
    assert any("compliance.toml" in note for note in ran.report["notes"])
    assert not any(record["kind"] == "settings" for record in ran.report["inputs"])
    (here / ".git").mkdir()
    ran = judged(compliance, "model,country_of_origin", "Antminer S19,CN")
    assert ran.code == CLEAN
    (record,) = [record for record in ran.report["inputs"] if record["kind"] == "settings"]
    assert len(record["sha256"]) == 64


def test_facts_that_the_settings_state_hold_where_nothing_is_recorded(compliance: Compliance, here: Path) -> None:
    (here / "compliance.toml").write_text('[defaults]\nsite = "Odessa"\nowner = "Ex LLC"\n')
    (here / "sites.yaml").write_text(
        'sites: [{id: odessa, name: Odessa, address: "100 Main Street, Odessa, TX 79761"}]\n'
    )
    header = "model,country_of_origin,site"
    ran = judged(compliance, header, "Antminer S19,CN,", "Antminer S19,CN,tbc", "Antminer S21,CN,North Range")
    assert {(finding["verdict"], finding["units"]) for finding in ran.report["findings"] if finding["rule"] == "cleanspark-mineone/origin"} == {
        ("not-applicable", 2), ("violation", 1),
    }  # fmt: skip
    said = "The settings say of every unit of which the inventory records nothing else: owner Ex LLC; site Odessa."
    assert said in ran.report["notes"]


# Who bought it


def test_a_buyers_own_machine_does_not_break_the_order_on_the_parcel(compliance: Compliance) -> None:
    header = "model,country_of_origin,site,delivery_date,owner,supplier"
    ran = judged(compliance, header, 'Antminer S19,MY,North Range,2022-05-01,"CleanSpark, Inc.",Bitmain')
    assert verdicts(ran, "cleanspark-mineone/mineone-order") <= {"compliant", "undetermined", "not-applicable"}


# No unknown text clears

WORDS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters='"'),
    min_size=1,
    max_size=18,
)
FACTS = {
    "site": "North Range",
    "kind": "miner",
    "status": "in service",
    "origin_evidence": "",
    "owner": "",
    "supplier": "",
}


def one_machine(column: str, text: str, beside: str = "") -> set[str]:
    """The verdicts of the origin rule on a Chinese machine at the site, with this text in one of its columns.

    Without any where the program asks what the column means: that clears nobody.
    """
    row = {**FACTS, column: text}
    with TemporaryDirectory() as folder:
        path = Path(folder, "fleet.csv")
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([["model", "country_of_origin", *row], ["Antminer S19", "CN", *row.values()]])
        if beside:
            Path(folder, beside).write_text("")
        try:
            report = check(path, policies=["cleanspark-mineone"], as_of=date(2026, 11, 30), everything=True).report
        except ComplianceError as error:
            if "cannot be judged without a map of its columns" not in str(error):
                raise
            return set()
    return {finding.verdict.value for finding in report.findings if finding.rule == "cleanspark-mineone/origin"}


@pytest.mark.parametrize("column", list(FACTS))
@given(text=WORDS)
@example(text="2")
@settings(max_examples=examples(25), deadline=None)
def test_no_unknown_text_clears(column: str, text: str) -> None:
    assume(squeeze(text) not in DISPOSED)
    assert one_machine(column, text) <= {"violation", "undetermined"}


@pytest.mark.parametrize("word", ["sold", "disposed", "psu", "cooling", "North Range", "customs_entry"])
@given(text=WORDS, after=st.booleans())
@settings(max_examples=examples(15), deadline=None)
def test_no_text_beside_a_known_word_clears(word: str, text: str, after: bool) -> None:
    column = {"sold": "status", "disposed": "status", "North Range": "site", "customs_entry": "origin_evidence"}.get(
        word, "kind"
    )
    whole = f"{word} {text}" if after else f"{text} {word}"
    assume(squeeze(whole) not in {*DISPOSED, squeeze(word)})
    verdicts = one_machine(column, whole)
    assert verdicts <= {"violation", "undetermined"}


@given(
    kind=st.sampled_from(["parties", "sites", "waivers", "decisions"]),
    more=st.text(alphabet="-_ ()0123456789", min_size=1, max_size=6),
    suffix=st.sampled_from([".yaml", ".csv", ".json"]),
)
@settings(max_examples=examples(20), deadline=None)
def test_a_name_that_is_near_a_companion_is_never_passed_over(kind: str, more: str, suffix: str) -> None:
    for name in (f"{kind}{more}{suffix}", f"{more}{kind}{suffix}", f"{kind.upper()}{suffix}"):
        with pytest.raises(ComplianceError):
            one_machine("site", "North Range", name)


# Lists of unknown day


def test_a_list_of_unknown_day_clears_nobody_until_it_is_said(compliance: Compliance, here: Path) -> None:
    (here / "mine.csv").write_text(sdn(), "utf-8")
    (here / "sdn.2026-11-20.csv").write_text(sdn(), "utf-8")
    (here / "sdn.2099-01-01.csv").write_text(sdn(), "utf-8")
    header, row = "model,supplier,country_of_origin", "Antminer S19,Nice Ltd,MY"

    def with_list(file: str) -> Ran:
        return judged(compliance, header, row, options=("--policy", "us-ofac", "--list", f"us-ofac-sdn={file}", *DAY))

    assert verdicts(with_list("mine.csv"), "us-ofac/sdn") == {"undetermined"}
    assert verdicts(with_list("mine.csv@2026-11-20"), "us-ofac/sdn") == {"compliant"}
    assert verdicts(with_list("sdn.2026-11-20.csv@2026-11-20"), "us-ofac/sdn") == {"compliant"}
    assert verdicts(with_list("sdn.2099-01-01.csv"), "us-ofac/sdn") == {"undetermined"}
    contradicted = with_list("sdn.2026-11-20.csv@2026-11-21")
    assert (contradicted.code, "is of 2026-11-20, not of 2026-11-21" in contradicted.err) == (UNUSABLE, True)
