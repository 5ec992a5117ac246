"""From files to an answer: who is asked about, who counts as listed, and what is said beside it."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance.core.errors import ComplianceError
from compliance.workflows.trace import Trace, TraceRequest, read_traces

DAY = date(2026, 11, 22)
PARTIES = """\
parties:
  - {id: x, name: Alphanor Holding, country: CN}
  - {id: a, name: A Ltd, aliases: [Aleph, Twin], country: SG}
  - {id: b, name: B Ltd, aliases: [Twin]}
interests:
  - {owner: x, owned: a, share: 60}
  - {owner: a, owned: c, share: {maximum: 70}}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.yaml").write_text(PARTIES, "utf-8")
    return tmp_path


def ask(*asked: str, **more: Any) -> Trace:
    return several(*asked, **more)[0]


def several(*asked: str, **more: Any) -> tuple[Trace, ...]:
    more = {"parties": [Path("p.yaml")], "everything": not asked, "as_of": DAY, **more}
    return read_traces(TraceRequest(asked=asked, **more))


def verdicts(trace: Trace) -> dict[str, str]:
    return {party: trace.answers[party].verdict for party in trace.asked}


def written(name: str, *rows: str) -> Path:
    Path(name).write_text("\n".join(("name,aliases,country", *rows, "")), "utf-8")
    return Path(name)


def eu_list(name: str, *rows: str) -> Path:
    """A list with these rows that is as long as the EU's, and has the name that every edition has."""
    return written(name, *rows, "Saddam Hussein Al-Tikriti,,", *(f"Filler {n},," for n in range(4_500)))


def test_everything_once_each() -> None:
    trace = ask(listed=["x"], parties=[Path("p.yaml"), Path("./p.yaml")])
    assert verdicts(trace) == {"a": "restricted", "b": "clear", "c": "possibly-restricted", "x": "restricted"}
    assert trace.worst == "restricted"
    assert trace.notes[-1] == "The parties named with --listed are treated as listed."


@pytest.mark.parametrize("text", ["a", "A LTD", "aleph"])
def test_by_id_name_or_alias(text: str) -> None:
    assert ask(text, "a", listed=["x"]).asked == ("a",)


def test_the_worst_counts_those_that_are_not_listed() -> None:
    assert ask("x", listed=["x"]).worst == "clear"
    assert ask("x", "c", listed=["x"]).worst == "possibly-restricted"
    assert ask("b", listed=["x"]).worst == "clear"


def test_every_problem_at_once() -> None:
    with pytest.raises(ComplianceError) as caught:
        several("nobody", "twin", listed=["y", "twin"])
    first, second, third, fourth = map(str, caught.value.problems)
    assert first == "no party 'nobody' is known. Give its id, its name or an alias, or its file with --parties."
    assert second == "'twin' names several parties. Give one id of a, b."
    assert third.startswith("--listed 'y' is not the id of a known party.")
    assert fourth.endswith("Did you mean a or b?")
    assert several("c", listed=["ALPHANOR Holding"])[0].listed == {"x"}
    with pytest.raises(ComplianceError) as caught:
        several(regimes=["no", "us-ofac-50"], parties=[Path("none.yaml")], lists={"l": Path("none.csv")})
    assert [str(each).split(".")[0] for each in caught.value.problems] == [
        "unknown ownership regime 'no'",
        "none",
        "none",
    ]


def test_bundled_parties_stay_out_where_files_are_given() -> None:
    assert "bitmain" not in ask(listed=["x"]).parties.ids
    assert "bitmain" in ask(parties=[]).asked


def test_several_files_make_one_graph() -> None:
    Path("more.csv").write_text("owner,owned,share\nc,d,80\nx,c,50\n", "utf-8")
    trace = ask("d", listed=["x"], parties=[Path("p.yaml"), Path("more.csv")])
    assert trace.answers["d"].verdict == "restricted"


def test_names_are_screened_where_nobody_is_named() -> None:
    rows = ["Alphanor Holding,,", "B Ltd,,DE"]
    trace = ask(regimes=["eu-50"], lists={"eu-sanctions": eu_list("eu.2026-11-01.csv", *rows)})
    assert (trace.listed, trace.possible) == (frozenset({"x", "b"}), frozenset())
    assert trace.answers["a"].verdict == "restricted"
    assert "Names were compared with eu-sanctions (edition 2026-11-01)." in trace.notes
    assert not any("No party can be ruled out" in note for note in trace.notes)
    assert not trace.uncleared


def test_a_candidate_only_may_be_listed() -> None:
    trace = ask("a", "x", regimes=["eu-50"], lists={"eu-sanctions": eu_list("eu.csv", "Alphanor Holding,,DE")})
    assert (trace.listed, trace.possible) == (frozenset(), frozenset({"x"}))
    assert verdicts(trace) == {"a": "possibly-restricted", "x": "possibly-restricted"}
    assert trace.worst == "possibly-restricted"
    assert trace.state("x") == "maybe-listed"


def test_a_name_in_a_script_that_nobody_compares_may_be_listed() -> None:
    Path("p.yaml").write_text("parties: [{id: thai, name: บริษัท ตัวอย่าง}, {id: latin, name: Example}]\n", "utf-8")
    trace = ask("thai", "latin", lists={"own": written("own.csv", "Alphanor Holding,,")})
    assert (trace.listed, trace.possible) == (frozenset(), frozenset({"thai"}))
    assert verdicts(trace) == {"thai": "possibly-restricted", "latin": "clear"}


def test_who_bears_a_listed_number_is_listed_whatever_it_is_called() -> None:
    Path("p.yaml").write_text("parties: [{id: x, name: Renamed Holding, identifiers: {LEI: 253400WSS48YWMBUA688}}]\n")
    Path("own.csv").write_text("name,identifiers\nAlphanor Holding,LEI 253400WSS48YWMBUA688\n")
    assert ask("x", lists={"own": Path("own.csv")}).listed == {"x"}


def test_a_part_of_a_list_clears_nobody() -> None:
    trace = ask("a")
    assert verdicts(trace) == {"a": "clear"}
    assert any(
        note.startswith("No party can be ruled out: we hold only part of us-ofac-sdn (28 entries, edition 2025-08-14).")
        and note.endswith("--list us-ofac-sdn=FILE.")
        for note in trace.notes
    )
    assert "The verdict clear means here: not found on the lists held." in trace.notes
    assert pickle.loads(pickle.dumps(trace)).uncleared
    asleep = ask("a", as_of=date(2025, 9, 1), regimes=["bis-affiliates"])
    assert not asleep.uncleared
    assert not any("means here" in note for note in asleep.notes)


def test_a_list_of_which_nothing_is_held_has_to_be_given() -> None:
    with pytest.raises(ComplianceError) as caught:
        several(regimes=["eu-50", "uk-50", "us-ofac-50"])
    first, second = map(str, caught.value.problems)
    assert first.startswith("eu-50 reads the list 'eu-sanctions', of which we hold no entries. Run compliance lists ")
    assert "give it with --list eu-sanctions=FILE, or say who" in first
    assert second.startswith("uk-50 reads the list 'uk-sanctions'")
    assert ask("a", regimes=["eu-50"], listed=["x"]).answers["a"].verdict == "restricted"


def test_own_lists_and_lists_of_others() -> None:
    own, entity = written("own.csv", "Alphanor Holding,,"), eu_list("eu.csv", "B Ltd,,")
    trace = ask(lists={"own": own, "eu-sanctions": entity})
    assert trace.listed == {"x"}
    assert "Parties on own are treated as listed, though us-ofac-50 does not name it." in trace.notes
    assert "Not read by us-ofac-50: eu-sanctions." in trace.notes
    both = ask(lists={"own": own}, listed=["c"])
    assert both.listed == {"x", "c"}


def test_a_regime_without_a_list(monkeypatch: pytest.MonkeyPatch) -> None:

    from compliance.ownership.regimes import DatedRegime

    usual = DatedRegime.on
    monkeypatch.setattr(DatedRegime, "on", lambda self, day: usual(self, day).model_copy(update={"lists": ()}))
    with pytest.raises(ComplianceError, match="us-ofac-50 names no list"):
        several("a")


def test_while_not_in_force_everybody_else_is_clear() -> None:
    trace = ask(regimes=["bis-affiliates"], as_of=date(2026, 11, 9), listed=["x"])
    assert verdicts(trace) == {"a": "clear", "b": "clear", "c": "clear", "x": "restricted"}
    assert trace.answers["x"].listed_owners == ("x",)
    assert any("is not in force on 2026-11-09: 90 FR 50857" in note for note in trace.notes)


def test_notes_say_what_an_answer_rests_on() -> None:
    announced = ask(regimes=["bis-affiliates"], as_of=date(2026, 11, 10), listed=["x"])
    assert any(
        note.startswith("Relies on a change that has only been announced: 90 FR 50857") for note in announced.notes
    )
    eu, uk = several(regimes=["eu-50", "uk-50"], listed=["x"])
    for trace in (eu, uk):
        assert any("undeclared control is not assessed" in note for note in trace.notes)
        assert any(note.startswith("Rests on ") and "which is secondary" in note for note in trace.notes)
    assert any("; verify: its wording" in note for note in uk.notes)


def test_only_some_programmes_count_and_terms_are_said() -> None:
    Path("sdn.yaml").write_text(
        "parties: [{id: bit, name: Bitriver AG, country: CH}, {id: laz, name: Lazarus Group, country: KP},"
        " {id: sub, country: AE}, {id: other, country: SG}]\n"
        "interests: [{owner: bit, owned: sub, share: 60}, {owner: laz, owned: other, share: 60}]\n",
        "utf-8",
    )
    trace = ask(regimes=["bis-affiliates"], as_of=date(2025, 10, 20), parties=[Path("sdn.yaml")])
    assert verdicts(trace) == {"bit": "restricted", "laz": "clear", "other": "clear", "sub": "restricted"}
    assert [note for note in trace.notes if note.startswith("Terms of")] == [
        "Terms of Bitriver AG (us-ofac-sdn, OFAC action of 2022-04-20): 15 CFR 744.8, all items subject to the EAR."
    ]
    named = ask(regimes=["bis-affiliates"], as_of=date(2025, 10, 20), parties=[Path("sdn.yaml")], listed=["bit"])
    assert not any(note.startswith("Terms of") for note in named.notes)


def test_what_is_held_of_a_party() -> None:
    Path("more.csv").write_text(
        "owner,owned,share,kind,until\nq,c,10,,\nr,c,20,,\ns,c,90,votes,\nt,c,5,,2020-01-01\n", "utf-8"
    )
    trace = ask("c", listed=["x"], parties=[Path("p.yaml"), Path("more.csv")])
    assert [each.owner for each in trace.into("c")] == ["r", "q", "a", "s"]
    assert trace.into("x") == []
