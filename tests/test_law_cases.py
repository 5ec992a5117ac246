"""The kinds of ../shared/cases/law and ../shared/cases/diligence, through the command line, on instances of our own."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Compliance, fleet

DAY = ("--as-of", "2026-11-30")
VIOLATION, OPEN, CLEAN = 1, 3, 0


@cache
def rows_of_nobody() -> tuple[tuple[str, str, str, str], ...]:
    return tuple((f"Ordinary Person {number}", "", "", "") for number in range(12_500))


def sdn(path: Path, *entries: tuple[str, str, str, str]) -> tuple[str, ...]:
    """A whole SDN List with these entries (name, from, until, programmes), and how to use it."""
    sentinels = [(name, "2018-01-01", "", "CYBER2") for name in ("Bitriver AG", "Garantex Europe OU", "Lazarus Group")]
    mine = {entry[0] for entry in entries}
    with (path / "sdn.2026-11-20.csv").open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(("name", "listed_from", "listed_until", "programmes"))
        writer.writerows((*entries, *(entry for entry in sentinels if entry[0] not in mine), *rows_of_nobody()))
    return ("--policy", "us-ofac", "--list", "us-ofac-sdn=sdn.2026-11-20.csv")


def answers(compliance: Compliance, *arguments: str) -> dict[str, dict[str, str]]:
    """The verdict of each rule on each asset, or on each site."""
    ran = compliance("check", *arguments, "--format", "json", "--all")
    found: dict[str, dict[str, str]] = {}
    for finding in ran.report["findings"]:
        subjects = [place["id"] for place in finding["locations"]]
        if finding["subject"]["kind"] == "site":
            subjects = [finding["subject"]["id"]]
        found.setdefault(finding["rule"], {}).update(dict.fromkeys(subjects, finding["verdict"]))
    return found


def parties(text: str) -> None:
    Path("parties.yaml").write_text(text, "utf-8")


LISTED = ("Example Mixer", "2022-08-08", "2025-03-20", "CYBER2")
DEALINGS = "asset_id,model,control_board,country_of_origin,supplier,owner,hosting_client,purchase_date,delivery_date"


def test_a_dealing_is_judged_on_its_days_and_a_holding_today(compliance: Compliance, here: Path) -> None:
    policy = sdn(here, LISTED, ("Example Host", "2022-04-20", "", "RUSSIA-EO14024"))
    parties("parties: [{id: h, name: Holder Inc.}]\ninterests: [{owner: h, owned: s, share: 100}]\n")
    path = fleet(
        "before,Antminer S19,AML,MY,Example Host,Holder Inc.,,2021-05-01,2021-06-01",
        "delivered after,Antminer S19,AML,MY,Example Host,Holder Inc.,,2021-05-01,2022-05-01",
        "while,Antminer S19,AML,MY,Example Mixer,Holder Inc.,,2023-05-01,2023-06-01",
        "afterwards,Antminer S19,AML,MY,Example Mixer,Holder Inc.,,2025-05-01,2025-06-01",
        "across,Antminer S19,AML,MY,Example Mixer,Holder Inc.,,2022-01-01,2025-06-01",
        "no day,Antminer S19,AML,MY,Example Mixer,Holder Inc.,,,",
        "too early,Antminer S19,AML,MY,Example Mixer,Holder Inc.,,2009-05-01,",
        "hosted,Antminer S19,AML,MY,Seller Ltd,Holder Inc.,Example Host,2021-05-01,2021-06-01",
        "once hosted,Antminer S19,AML,MY,Seller Ltd,Holder Inc.,Example Mixer,2023-05-01,2023-06-01",
        "owned,Antminer S19,AML,MY,Seller Ltd,Example Host,,2021-05-01,2021-06-01",
        header=DEALINGS,
    )
    found = answers(compliance, path, *policy, *DAY)
    assert found["us-ofac/sdn"] == {
        "before": "compliant", "delivered after": "violation", "while": "violation", "afterwards": "compliant",
        "across": "undetermined", "no day": "undetermined", "too early": "undetermined",
        "hosted": "compliant", "once hosted": "compliant", "owned": "compliant",
    }  # fmt: skip
    assert found["us-ofac/counterparties"] == {
        **dict.fromkeys(found["us-ofac/sdn"], "compliant"), "hosted": "violation", "owned": "violation",
    }  # fmt: skip


def test_the_owner_of_a_party_is_the_owner_of_that_day(compliance: Compliance, here: Path) -> None:
    policy = sdn(here, ("Example Holding", "2020-01-01", "", "SDGT"))
    parties(
        "parties:\n- {id: zh, name: Example Holding}\n- {id: h, name: Holder Inc.}\n- {id: dv, name: Divested Ltd}\n"
        "- {id: lb, name: Later Ltd}\ninterests:\n- {owner: zh, owned: dv, share: 60, until: 2026-06-30}\n"
        "- {owner: zh, owned: lb, share: 60, from: 2026-08-01}\n- {owner: h, owned: lb, share: 100, until: 2026-07-31}\n"
    )
    path = fleet(
        "while owned,Antminer S21,AML,MY,Divested Ltd,Holder Inc.,,2026-05-02,2026-05-20",
        "after the sale,Antminer S21,AML,MY,Divested Ltd,Holder Inc.,,2026-07-02,2026-07-20",
        "before the purchase,Antminer S21,AML,MY,Later Ltd,Holder Inc.,,2024-05-02,2024-06-20",
        "owned today,Antminer S21,AML,MY,Seller Ltd,Later Ltd,,2024-05-02,2024-06-20",
        "hosted today,Antminer S21,AML,MY,Seller Ltd,Holder Inc.,Later Ltd,2024-05-02,2024-06-20",
        header=DEALINGS,
    )
    assert answers(compliance, path, *policy, *DAY)["us-ofac/fifty-percent"] == {
        "while owned": "violation", "after the sale": "compliant", "before the purchase": "compliant",
        "owned today": "violation", "hosted today": "violation",
    }  # fmt: skip
    ran = compliance("check", path, *policy, *DAY)
    assert "ends on 2036-05-20" in " ".join(ran.out.split())


def test_the_limitation_of_older_dealings_has_ended(compliance: Compliance, here: Path) -> None:
    policy = sdn(here, ("Example Host", "2017-04-20", "", "CYBER2"))
    for bought, ends in (
        ("2019-04-24", "5 years and ended on 2024-04-24"),
        ("2019-04-25", "10 years and ends on 2029-04-25"),
    ):
        path = fleet(f"A,Antminer S9,AML,MY,Example Host,Holder Inc.,,{bought},", header=DEALINGS)
        ran = compliance("check", path, *policy, *DAY)
        assert ran.code == VIOLATION
        assert ends in " ".join(ran.out.split())


def test_buying_from_a_listed_company_is_a_red_flag_and_sending_to_one_needs_a_licence(compliance: Compliance) -> None:
    path = fleet(
        "bought,Antminer S21,AML,MY,Sophgo Technologies Ltd.,2025-03-01,2025-03-20,,,",
        "sent,Antminer S21,AML,MY,Seller Ltd,2024-03-01,2024-03-20,Sophgo Technologies Ltd.,2026-01-05,",
        "in repair,Antminer S21,AML,MY,Seller Ltd,2024-03-01,2024-03-20,,,repair",
        header="asset_id,model,control_board,country_of_origin,supplier,purchase_date,delivery_date,consignee,export_date,status",
    )
    found = answers(compliance, path, "--policy", "us-ear", "--policy", "no-listed-vendors", *DAY)
    assert found["us-ear/sophgo"]["bought"] == "flagged"
    assert found["us-ear/consignees"] == {
        "bought": "not-applicable",
        "sent": "undetermined",
        "in repair": "not-applicable",
    }
    assert found["no-listed-vendors/vendors"]["bought"] == "violation"
    assert compliance("check", path, "--policy", "us-ear", *DAY, "--fail-on", "violation").code == CLEAN
    Path("documents.yaml").write_text(
        "documents: [{id: LIC-1, class: licence, file: licence.txt, lines: [{consignee: Somebody Else Ltd}]}]\n",
        "utf-8",
    )
    Path("licence.txt").write_text("a licence", "utf-8")
    assert answers(compliance, path, "--policy", "us-ear", *DAY)["us-ear/consignees"]["sent"] in (
        "violation",
        "undetermined",
    )


SITES = "sites: [{{id: north-range, name: North Range, operator: {operator}}}]\n"


@pytest.mark.parametrize(
    ("operator", "cfius", "order"),
    [
        ("US Mining LLC", "not-applicable", "not-applicable"),
        ("Foreign LLC", "flagged", "not-applicable"),
        ("Silent LLC", "undetermined", "undetermined"),
        ("MineOne Data Center LLC", "undetermined", "violation"),
    ],
)
def test_who_holds_a_site_near_an_installation(compliance: Compliance, operator: str, cfius: str, order: str) -> None:
    parties(
        "parties:\n- {id: u, name: US Mining LLC, country: US}\n- {id: f, name: Foreign LLC, country: US}\n"
        "- {id: s, name: Silent LLC, country: US}\n- {id: jane, name: Jane Roe, country: US}\n- {id: cn, name: A Beijing Co, country: CN}\n"
        "interests:\n- {owner: jane, owned: u, share: 100}\n- {owner: cn, owned: f, share: 51}\n- {owner: jane, owned: f, share: 49}\n"
    )
    Path("sites.yaml").write_text(SITES.format(operator=operator), "utf-8")
    path = fleet(
        "A,Antminer S21,MY,2026-03-04,North Range", header="asset_id,model,country_of_origin,delivery_date,site"
    )
    found = answers(compliance, path, "--policy", "us-cfius-real-estate", "--policy", "foreign-ownership", *DAY)
    assert found["us-cfius-real-estate/proximity"]["north-range"] == cfius
    assert found["foreign-ownership/mineone"]["north-range"] == order


def test_us_persons_on_a_site_near_an_installation_end_with_0(compliance: Compliance) -> None:
    parties("parties: [{id: u, name: US Mining LLC, country: US}, {id: jane, name: Jane Roe, country: US}]\n"
            "interests: [{owner: jane, owned: u, share: 100}]\n")  # fmt: skip
    Path("sites.yaml").write_text(SITES.format(operator="US Mining LLC"), "utf-8")
    path = fleet("A,Antminer S21,North Range", header="asset_id,model,site")
    assert compliance("check", path, "--policy", "us-cfius-real-estate", *DAY).code == CLEAN


@pytest.mark.parametrize(("day", "verdict"), [("2024-05-14", "flagged"), ("2024-08-12", "violation")])
@pytest.mark.parametrize(
    "owner", ["Terra Crypto, Inc.", "MineOne Data Center LLC", "Global Network of Business Consultants, Inc."]
)
def test_the_order_binds_whom_it_names_from_its_deadline(
    compliance: Compliance, owner: str, day: str, verdict: str
) -> None:
    path = fleet(
        f'T-1,Antminer S19,MY,"{owner}",2023-03-01,North Range',
        header="asset_id,model,country_of_origin,owner,delivery_date,site",
    )
    found = answers(compliance, path, "--policy", "cleanspark-mineone", "--as-of", day)
    assert found["cleanspark-mineone/mineone-order"]["T-1"] == verdict
    assert compliance("screen", owner, *DAY).code == VIOLATION


def test_a_programme_says_for_itself_which_goods_it_bars(compliance: Compliance) -> None:
    path = fleet(
        "S,Intel,Blockscale 1140,SD,2015-03-04", "Y,Intel,Blockscale 1140,SY,2024-03-04", "I,Intel,Blockscale 1140,IR,2024-03-04",
        header="asset_id,manufacturer,model,country_of_origin,delivery_date",
    )  # fmt: skip
    found = answers(compliance, path, "--policy", "us-ofac", *DAY)["us-ofac/origin"]
    assert (found["Y"], found["I"]) == ("compliant", "violation")
    assert found["S"] in ("violation", "undetermined")


def traced(compliance: Compliance, *arguments: str) -> dict[str, Any]:
    ran = compliance("trace", "--all", "--parties", "parties.yaml", *arguments, "--format", "json", *DAY)
    return {party["id"]: party for party in ran.report["parties"]}


def test_a_limb_that_the_law_has_never_ends_in_a_silent_clear(compliance: Compliance) -> None:
    parties(
        "parties: [{id: zh, name: Blocked Person}, {id: gp, name: A LP}, {id: board, name: B Ltd}, {id: some, name: C Ltd},"
        " {id: below, name: D Ltd}]\n"
        "interests:\n- {owner: zh, owned: gp, kind: general-partner}\n- {owner: zh, owned: board, kind: board, share: 80}\n"
        "- {owner: zh, owned: some, kind: control}\n- {owner: gp, owned: below, share: 100}\n"
    )
    eu = traced(compliance, "--regime", "eu-50", "--listed", "zh")
    assert {name: eu[name]["verdict"] for name in ("gp", "board", "some", "below")} == {
        "gp": "restricted", "board": "restricted", "some": "possibly-restricted", "below": "restricted",
    }  # fmt: skip
    uk = traced(compliance, "--regime", "uk-50", "--listed", "zh")
    assert uk["board"]["verdict"] == "restricted"
    ofac = traced(compliance, "--regime", "us-ofac-50", "--listed", "zh")
    assert {name: ofac[name]["verdict"] for name in ("gp", "board", "some", "below")} == dict.fromkeys(
        ("gp", "board", "some", "below"), "clear"
    )
    assert all("control-tie" in ofac[name]["flags"] for name in ("gp", "some", "below"))


def test_only_some_programmes_pass_on_under_the_affiliates_rule(compliance: Compliance) -> None:
    parties(
        "parties: [{id: laz, name: Lazarus Group, country: KP}, {id: sub, name: Sub Pte Ltd, country: SG},"
        " {id: bit, name: Bitriver AG, country: CH}, {id: sub2, name: Sub Two Ltd, country: AE}]\n"
        "interests: [{owner: laz, owned: sub, share: 60}, {owner: bit, owned: sub2, share: 60}]\n"
    )
    found = traced(compliance, "--regime", "bis-affiliates")
    assert (found["sub"]["verdict"], found["sub2"]["verdict"]) == ("clear", "restricted")


DUTY = "asset_id,model,country_of_origin,delivery_date,quantity,unit_price_usd"


def duty(compliance: Compliance, *rows: str, header: str = DUTY) -> dict[str, Any]:
    ran = compliance("duty", fleet(*rows, header=header), "--assert", "CN", *DAY, "--format", "json")
    assert ran.code == CLEAN
    answer: dict[str, Any] = ran.report
    return answer


@pytest.mark.parametrize(
    ("origin", "declared"),
    [("CN", "4010.00"), ("HK", "1510.00"), ("MY", "1260.00"), ("ID", "1260.00"), ("TH", "1510.00"), ("VN", "1510.00"), ("KZ", "1510.00"), ("TW", "1000.00"), ("MO", "260.00")],
)  # fmt: skip
def test_the_duty_since_july_2026_by_origin(compliance: Compliance, origin: str, declared: str) -> None:
    report = duty(compliance, f"A,Antminer S21,{origin},2026-09-10,1,10000")
    assert report["total"]["duty_usd"] == {"minimum": declared, "maximum": declared}


def test_what_hangs_on_the_day_of_loading_is_a_range_that_the_day_settles(compliance: Compliance) -> None:
    row = "A,Antminer S21 Pro,ID,2025-04-12,1000,4150"
    exposure = duty(compliance, row)["total"]["exposure_usd"]
    assert (exposure["minimum"], exposure["maximum"]) == ("1867500.00", "6640000.00")
    for loaded, settled in (("2025-03-20", "1867500.00"), ("2025-04-10", "6640000.00")):
        report = duty(compliance, f"{row},{loaded}", header=f"{DUTY},export_date")
        assert report["total"]["exposure_usd"] == {"minimum": settled, "maximum": settled}


def test_a_claim_is_told_by_debtor_state_and_duty(compliance: Compliance) -> None:
    report = duty(
        compliance,
        "old,Antminer S9,MY,2019-05-10,100,1000,Importer LLC,,Us LLC",
        "void,Antminer S21,MY,2025-09-10,100,1000,,,Us LLC",
        "theirs,Antminer S21,MY,2026-09-10,100,1000,,Client LLC,Client LLC",
        header=f"{DUTY},importer_of_record,hosting_client,owner",
    )
    total = report["total"]
    assert total["time_barred_usd"] == {"minimum": "25000.00", "maximum": "25000.00"}
    assert float(total["void_usd"]["minimum"]) > 0
    assert report["if_transshipped_usd"] if "if_transshipped_usd" in report else total["if_transshipped_usd"]
    assert [key for key in report if "refund" in key]
    text = " ".join(compliance("duty", "fleet.csv", "--assert", "CN", *DAY).out.split())
    assert "unknown (machines of the hosting client Client LLC)" in text
    assert "Rates last reviewed on" in text
    assert "time-barred" in text


def test_a_dossier_leaves_unknown_owners_open_unless_the_acquirer_chooses(compliance: Compliance, here: Path) -> None:
    policy = sdn(here)
    target = Path("target")
    target.mkdir()
    (target / "fleet.csv").write_text(
        "asset_id,model,control_board,country_of_origin,supplier,owner,purchase_date\n"
        "A,Antminer S21,AML,MY,Quiet Rigs Ltd,Holder Inc.,2026-05-02\n",
        "utf-8",
    )

    def verdict() -> str:
        report = compliance("diligence", "target", *policy, *DAY, "--format", "json").report
        found = [each for each in report["targets"][0]["findings"] if each["rule"] == "us-ofac/fifty-percent"]
        return found[0]["verdict"] if found else "compliant"

    assert verdict() == "undetermined"
    chosen = '[parameters."us-ofac/fifty-percent"]\nundisclosed = "note"\n'
    Path("target/compliance.toml").write_text(chosen, "utf-8")
    assert verdict() == "undetermined"
    Path("compliance.toml").write_text(chosen, "utf-8")
    assert verdict() == "compliant"


def test_who_is_sent_a_machine_or_lends_on_it_is_asked_too(compliance: Compliance, here: Path) -> None:
    policy = sdn(
        here, ("Example Mixer", "2022-08-08", "2025-03-20", "CYBER2"), ("Example Bank", "2022-04-20", "", "CYBER2")
    )
    path = fleet(
        "sent while listed,Antminer S21,AML,MY,Seller Ltd,Holder Inc.,2024-05-02,Example Mixer,2024-09-01,",
        "sent afterwards,Antminer S21,AML,MY,Seller Ltd,Holder Inc.,2024-05-02,Example Mixer,2025-09-01,",
        "sent on no day,Antminer S21,AML,MY,Seller Ltd,Holder Inc.,2024-05-02,Example Mixer,,",
        "lent on,Antminer S21,AML,MY,Seller Ltd,Holder Inc.,2021-05-02,,,Example Bank",
        "once lent on,Antminer S21,AML,MY,Seller Ltd,Holder Inc.,2021-05-02,,,Example Mixer",
        header="asset_id,model,control_board,country_of_origin,supplier,owner,purchase_date,consignee,export_date,lender",
    )  # fmt: skip
    found = answers(compliance, path, *policy, *DAY)
    sent = {"sent while listed": "violation", "sent afterwards": "compliant", "sent on no day": "undetermined"}
    assert found["us-ofac/sdn"] == {**sent, "lent on": "compliant", "once lent on": "compliant"}
    assert found["us-ofac/fifty-percent"] == {**sent, "lent on": "violation", "once lent on": "compliant"}
    assert found["us-ofac/counterparties"] == {
        **dict.fromkeys(sent, "compliant"), "lent on": "violation", "once lent on": "compliant",
    }  # fmt: skip
