"""How well listed parties are found behind their disguises, and how often others are alerted; beside two yardsticks.

    python -m tests.bench.screening /path/to/data [--nomenklatura PYTHON] [--write]

``PYTHON`` is that of an environment with nomenklatura (it scores every pair, some 25 minutes). ``--write`` puts the table into
docs/screening-quality.md and the errors into tests/bench/errors.md. A query finds its party if any alert is on an entry of the name
expected; any alert on an unlisted name counts against us.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import NamedTuple

from compliance.screening.list_formats import load_edition
from compliance.screening.listings import PartyList
from compliance.screening.matching import MAX_SIMILAR_SCORE, screen
from compliance.screening.names.likeness import MIN_LIKENESS, likeness
from compliance.screening.names.tokens import parse
from tests.bench.disguises import DISGUISES

ROOT = Path(__file__).resolve().parents[2]
ORGANISATIONS = ("Company", "Organization", "LegalEntity")
HELD_OUT, EACH = 1, 150
"""The half of the entries that nothing was tuned on; so many names for each disguise."""

Alerts = Callable[[str], set[str]]
"""A query -> the names of the entries alerted."""


class Asked(NamedTuple):
    """A query, and the name of the entry that should be found ("" for an unlisted name)."""

    query: str
    listed: str


@dataclass(frozen=True)
class Counted:
    """How many of how many, and which were missed or wrongly alerted."""

    right: int
    asked: int
    alerts: int
    errors: tuple[Asked, ...]

    def __str__(self) -> str:
        return f"{self.right / self.asked:.3f} ({self.right} of {self.asked})"


def counted(cases: Iterable[Asked], alerts: Alerts) -> Counted:
    """Listed parties that were found, or unlisted names that were let be."""
    right = asked = all_alerts = 0
    errors = []
    for case in cases:
        found = alerts(case.query)
        all_alerts += len(found)
        asked += 1
        if (case.listed in found) if case.listed else not found:
            right += 1
        else:
            errors.append(case)
    return Counted(right, asked, all_alerts, tuple(errors))


def probe(path: Path, column: str) -> list[tuple[str, Asked]]:
    """Kind and case of each row."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [(row["kind"], Asked(row["query"], row[column])) for row in csv.DictReader(lines)]


def disguised(held: PartyList, half: int | None = None) -> list[tuple[str, Asked]]:
    """Names of companies, disguised: of one half of the entries, or of all."""
    chance = Random(3)
    companies = re.compile(
        r"(?i)ltd|limited|llc|corp|company|technolog|electronic|group|institute|gmbh|ooo|jsc|trading|industr"
    )
    entries = [
        entry for place, entry in enumerate(held.listings) if half in (None, place % 2) and entry.kind in ("", "entity")
    ]
    names = [
        (name, entry.name)
        for entry in entries
        for name, _ in entry.names()
        if companies.search(name) and len(name) < 90
    ]
    cases = []
    for kind, disguise in DISGUISES.items():
        made = (
            (disguise(name.title() if name.isupper() else name, chance), listed)
            for name, listed in chance.sample(names, len(names))
        )
        cases += [(kind, Asked(text, listed)) for text, listed in made if text][:EACH]
    return cases


def pairs(path: Path) -> list[tuple[str, str, bool]]:
    """The labelled pairs of names of organisations."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["schema"] in ORGANISATIONS]
    return [(row["name1"], row["name2"], row["is_match"] == "true") for row in rows]


def f1(scored: Sequence[tuple[float, bool]], least: float) -> str:
    """F1 of the pairs that score ``least`` or more."""
    hits = sum(score >= least and same for score, same in scored)
    wrong = sum(score >= least and not same for score, same in scored)
    missed = sum(score < least and same for score, same in scored)
    return f"{2 * hits / (2 * hits + wrong + missed):.3f}"


def score(one: str, other: str) -> float:
    """Our score of two names."""
    best = max((likeness(a, b).score for a in parse(one) for b in parse(other)), default=0.0)
    return best if best < 1 else MAX_SIMILAR_SCORE


def main() -> None:
    """Measures, prints, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--nomenklatura", type=Path, metavar="PYTHON")
    parser.add_argument(
        "--answers", type=Path, metavar="FILE", help="what logic_v2.py wrote before, perhaps of a part of the queries"
    )
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    held = load_edition("us-bis-entity-list", given.data / "lists/us-2026-07/bis_entity_list.json")
    named = [(name, listing.name) for listing in held.listings for name, _ in listing.names()]
    ours: Alerts = lambda query: {match.listing.name for match in screen([query], None, held, None)}  # noqa: E731
    engines: dict[str, Alerts] = {
        "mining-compliance": ours,
        "rapidfuzz WRatio ≥ 86": wratio(named, 86),
        "rapidfuzz WRatio ≥ 90": wratio(named, 90),
    }
    rows = probe(ROOT / "tests/bench/probe.csv", "listed")
    mining = probe(given.data / "matching/mining_probe.csv", "expected_entity_list_name")
    labelled = pairs(given.data / "matching/name_bench_cases.csv")
    import rapidfuzz

    by_pair = {
        "mining-compliance": f1([(score(one, other), same) for one, other, same in labelled], MIN_LIKENESS),
        **{
            f"rapidfuzz WRatio ≥ {least}": f1([(rapidfuzz.fuzz.WRatio(one, other, processor=rapidfuzz.utils.default_process), same) for one, other, same in labelled], least)
            for least in (86, 90)
        },
    }  # fmt: skip
    answers = answered(given, [case.query for _, case in (*rows, *mining)], [name for name, _ in named], labelled)
    if answers:
        entry = dict(named)
        found = dict(zip(answers["queries"], answers["found"], strict=True))
        engines["nomenklatura logic-v2 ≥ 0.7"] = lambda query: {entry[name] for name, _ in found[query]}
        by_score = list(zip(answers["pairs"], [same for *_, same in labelled], strict=True))
        by_pair["nomenklatura logic-v2 ≥ 0.7"] = f1(by_score, 0.7)
    partly = {
        engine
        for engine in engines
        if answers and "logic" in engine and not {case.query for _, case in rows} <= {*found}
    }
    table = [
        "| engine | probe: Latin | probe: Han | probe: unlisted, alerted | alerts per query | mining probe: found, alerted | labelled pairs: F1 |",
        "|---|---|---|---|---|---|---|",
    ]
    for engine, alerts in engines.items():
        known, others = (
            counted([case for _, case in mining if bool(case.listed) is listed], alerts) for listed in (True, False)
        )
        table.append(
            f"| {engine} | {probed(rows, alerts) if engine not in partly else '— | — | — | —'} "
            f"| {known.right} of {known.asked}, {others.asked - others.right} of {others.asked} | {by_pair[engine]} |"
        )
    disguises = disguised(held, HELD_OUT)
    by_kind = {kind: counted([case for each, case in disguises if each == kind], ours) for kind in DISGUISES}
    whole = counted([case for kind, case in disguises if kind != "acronym"], ours)
    told = [
        f"Disguises of the half of the list that was held out, found by mining-compliance: {whole}; initials alone {by_kind['acronym']}.",
        "; ".join(f"{kind.replace('_', ' ')} {found.right / found.asked:.3f}" for kind, found in by_kind.items()) + ".",
    ]
    other = load_edition("sdn", given.data / "lists/us-ofac/sdn.2021-07.csv")
    theirs: Alerts = lambda query: {match.listing.name for match in screen([query], None, other, None)}  # noqa: E731
    found_there = counted([case for kind, case in disguised(other) if kind != "acronym"], theirs)
    clean = counted([case for kind, case in rows if kind == "clean"], theirs)
    told.append(
        f"The same on another list, the SDN List of July 2021: {found_there}; alerted {clean.asked - clean.right} of the "
        f"{clean.asked} unlisted names."
    )
    print("\n".join((*table, "", *told)))
    if given.write:
        write("\n".join((*table, "", *told)), errors([*rows, *mining], disguises, labelled, ours))


def probed(rows: Sequence[tuple[str, Asked]], alerts: Alerts) -> str:
    """The cells that tell of the probe."""
    latin, han, clean = (
        counted([case for kind, case in rows if kind == wanted], alerts) for wanted in ("latin", "han", "clean")
    )
    each = (latin.alerts + han.alerts + clean.alerts) / len(rows)
    return f"{latin} | {han} | {clean.asked - clean.right} of {clean.asked} | {each:.1f}"


def wratio(named: Sequence[tuple[str, str]], least: float) -> Alerts:
    """Every name scored by rapidfuzz."""
    from rapidfuzz import fuzz, process, utils

    names = [utils.default_process(name) for name, _ in named]

    def alerts(query: str) -> set[str]:
        asked = utils.default_process(query)
        return {
            named[place][1]
            for _, _, place in process.extract_iter(asked, names, scorer=fuzz.WRatio, score_cutoff=least)
        }

    return alerts


def answered(
    given: argparse.Namespace, queries: list[str], names: list[str], labelled: list[tuple[str, str, bool]]
) -> dict[str, list]:  # type: ignore[type-arg]
    """What logic-v2 finds, if its environment or its answers of before are given."""
    if given.answers:
        return dict(json.loads(given.answers.read_text("utf-8")))
    if not given.nomenklatura:
        return {}
    asked = json.dumps({"queries": queries, "names": names, "pairs": [pair[:2] for pair in labelled]})
    script = [str(given.nomenklatura), str(ROOT / "tests/bench/logic_v2.py")]
    return dict(json.loads(subprocess.run(script, input=asked, capture_output=True, text=True, check=True).stdout))


def errors(
    rows: Sequence[tuple[str, Asked]],
    disguises: Sequence[tuple[str, Asked]],
    labelled: Sequence[tuple[str, str, bool]],
    ours: Alerts,
) -> str:
    """Every error with the reason word by word."""
    lines = [
        "# What the screening gets wrong", "",
        "Written by `tests/bench/screening.py`. Each line is one error: what was asked, what was expected or alerted, and why, word by word.",
        "", "## Probes", "",
    ]  # fmt: skip
    for _, case in counted_errors(rows, ours):
        lines.append(explained(case.query, case.listed) if case.listed else alerted(case.query, ours))
    lines += ["", "## Disguises of the half that was held out (initials left out)", ""]
    lines += [
        f"{explained(case.query, case.listed)} ({kind})"
        for kind, case in counted_errors(disguises, ours)
        if kind != "acronym"
    ]
    lines += ["", f"## Labelled pairs (alike from {MIN_LIKENESS})", ""]
    for one, other, same in labelled:
        if (score(one, other) >= MIN_LIKENESS) is not same:
            lines.append(f"{explained(one, other)} ({'one party' if same else 'two parties'} by the label)")
    return "\n".join(lines) + "\n"


def counted_errors(cases: Iterable[tuple[str, Asked]], ours: Alerts) -> list[tuple[str, Asked]]:
    """The cases that go wrong."""
    return [(kind, case) for kind, case in cases if counted([case], ours).errors]


def explained(one: str, other: str) -> str:
    """Two names, their score and what is paired and left over."""
    likes = [likeness(a, b) for a in parse(one) for b in parse(other)]
    if not likes:
        return f"- *{one}* / *{other}*: no word to compare"
    best = max(likes, key=lambda like: like.score)
    paired = ", ".join(f"{pair.ours} = {pair.theirs}" if pair.ours != pair.theirs else pair.ours for pair in best.pairs)
    left = "; ".join(
        f"only {whose}: {' '.join(token.raw for token in over)}"
        for whose, over in (("asked", best.ours), ("listed", best.theirs))
        if over
    )
    return f"- *{one}* / *{other}*: {best.score:.2f}; paired: {paired or 'nothing'}{'; ' + left if left else ''}"


def alerted(query: str, ours: Alerts) -> str:
    """An unlisted name and the entries that it was alerted on."""
    return f"- *{query}* (unlisted) was alerted: {'; '.join(sorted(ours(query))[:3])}"


def write(table: str, told: str) -> None:
    """Puts the table into the manual and the errors beside this file."""
    page = ROOT / "docs/screening-quality.md"
    text = page.read_text("utf-8")
    marked = re.sub(
        r"(<!-- screening -->\n).*?(<!-- /screening -->)",
        lambda found: f"{found[1]}{table}\n{found[2]}",
        text,
        flags=re.S,
    )
    page.write_text(marked, "utf-8")
    (ROOT / "tests/bench/errors.md").write_text(told, "utf-8")


if __name__ == "__main__":
    main()
