"""How long ownership takes in large graphs, each as a whole process beside a plain networkx worklist in the same run.

    python tests/bench/ownership.py [--parties 1000000] [--interests 1500000] [--chain 200000] [--tangled 300000]

Run it where the package is installed. Each pair is run in turn, A B A B …; the medians of time and greatest memory and
their ratios are printed. Then, in one process: loading the graph, and a second question about it. Last, how long
regimes take that multiply percentages through so many tangled interests, half of which have a share of their own.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from multiprocessing import get_context
from pathlib import Path

TRACE = (sys.executable, "-m", "compliance", "trace")
TO_PARQUET = "import polars, sys; polars.scan_csv(sys.argv[1]).sink_parquet(sys.argv[2])"
YARDSTICK = """\
import csv, sys
from collections import deque
import networkx as nx
graph = nx.DiGraph()
with open(sys.argv[1], newline="") as rows:
    for row in csv.DictReader(rows):
        graph.add_edge(row["owner"], row["owned"], share=float(row["share"] or 0))
reached = set(sys.argv[2:])
queue, held = deque(reached), {}
while queue:
    for _, owned, share in graph.out_edges(queue.popleft(), data="share"):
        held[owned] = held.get(owned, 0) + share
        if held[owned] >= 50 and owned not in reached:
            reached.add(owned)
            queue.append(owned)
print(len(reached))
"""


def write_graph(path: Path, parties: int, interests: int) -> list[str]:
    """A random graph with exact, ranged and unknown shares; returns the parties in it."""
    chance = random.Random(7)
    left: dict[int, int] = {}
    pairs: set[tuple[int, int]] = set()
    with path.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("owner", "owned", "share", "minimum", "maximum"))
        while len(pairs) < interests:
            owner, owned = chance.randrange(parties), chance.randrange(parties)
            low, share = chance.choice(
                ((0, ("", "", "")), (25, ("", 25, 50)), *((n, (n, "", "")) for n in (10, 30, 50, 60, 100)))
            )
            if owner == owned or (owner, owned) in pairs or low > left.get(owned, 100):
                continue
            left[owned] = left.get(owned, 100) - low
            pairs.add((owner, owned))
            rows.writerow((f"c{owner}", f"c{owned}", *share))
    return sorted({f"c{party}" for pair in pairs for party in pair})


def write_sample(path: Path, parties: int, interests: int) -> list[str]:
    """Writes the random graph; returns a thousand of its parties, to be listed."""
    return random.Random(1).sample(write_graph(path, parties, interests), 1000)


def write_tangled(path: Path, interests: int) -> list[str]:
    """A graph in which most companies own each other, with shares as a register has them; a hundred parties to be listed."""
    chance = random.Random(7)
    parties = interests * 2 // 3
    left: dict[int, float] = {}
    pairs: set[tuple[int, int]] = set()
    with path.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("owner", "owned", "share", "minimum", "maximum", "from"))
        while len(pairs) < interests:
            owner, owned = chance.randrange(parties), chance.randrange(parties)
            low = round(chance.uniform(0.01, 60), chance.choice((0, 1, 2, 4)))
            if owner == owned or (owner, owned) in pairs or low > left.get(owned, 100):
                continue
            pairs.add((owner, owned))
            how = chance.random()
            if how < 0.8:
                left[owned] = left.get(owned, 100) - low
            wider = round(min(100, low + chance.uniform(1, 30)), 2)
            terms = (low, "", "") if how < 0.5 else ("", low, max(wider, low)) if how < 0.8 else ("", "", "")
            day = date(2010, 1, 1).toordinal() + chance.randrange(5000)
            rows.writerow((f"c{owner}", f"c{owned}", *terms, date.fromordinal(day) if chance.random() < 0.5 else ""))
    return sorted(chance.sample(sorted({f"c{party}" for pair in pairs for party in pair}), 100))


def write_chain(path: Path, links: int) -> None:
    """A chain in which each company holds 60 per cent of the next one."""
    with path.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("owner", "owned", "share"))
        rows.writerows((f"p{link}", f"p{link + 1}", 60) for link in range(links))


def measured(command: Sequence[str]) -> tuple[float, float]:
    """Seconds of one run away from any checkout, its output thrown away, and its greatest memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tempfile.gettempdir())
    _, _, used = os.wait4(process.pid, 0)
    return time.perf_counter() - start, used.ru_maxrss / 1024


def compare(name: str, ours: Sequence[str], yardstick: Sequence[str], runs: int = 3) -> None:
    """Prints the medians of both commands, and their ratios."""
    pairs = [(measured(ours), measured(yardstick)) for _ in range(runs)]
    mine, theirs = (
        [statistics.median(each) for each in zip(*column, strict=True)] for column in zip(*pairs, strict=True)
    )
    told = [
        f"{ours:8.3f} {unit} to {other:8.3f}, {ours / other:5.2f}"
        for ours, other, unit in zip(mine, theirs, ("s", "MB"), strict=True)
    ]
    print(f"{name:<48} {'   '.join(told)}", flush=True)


def second_question(path: Path, listed: Sequence[str]) -> None:
    """Prints how long another regime takes on a graph that is there, beside loading it."""
    from compliance.io.resources import RULES
    from compliance.ownership.formats import read_parties
    from compliance.ownership.tracing.reach import load_regime, trace

    day = date(2026, 11, 22)
    first, second = (load_regime(RULES / "regimes" / f"{name}.yaml", day) for name in ("us-ofac-50", "eu-50"))
    start = time.perf_counter()
    parties = read_parties(path, path.name)
    loaded = time.perf_counter()
    trace(parties, first, day, listed)
    asked = time.perf_counter()
    trace(parties, second, day, listed)
    end = time.perf_counter()
    print(
        f"loading {loaded - start:.3f} s, a second question {end - asked:.3f} s, {(end - asked) / (loaded - start):.3f}"
    )


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (
        ("--parties", 1_000_000),
        ("--interests", 1_500_000),
        ("--chain", 200_000),
        ("--tangled", 300_000),
    ):
        parser.add_argument(name, type=int, default=default)
    sizes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small, chain, graph = (Path(folder, name) for name in ("small.csv", "chain.csv", "graph.csv"))
        write_chain(small, 11)
        write_chain(chain, sizes.chain)
        # Written by another process: what this one holds would count as memory of those it starts.
        with get_context("spawn").Pool(1) as writer:
            listed = writer.apply(write_sample, (graph, sizes.parties, sizes.interests))
        named = [word for party in listed for word in ("--listed", party)]

        def trace(path: Path, *asked: str) -> list[str]:
            return [*TRACE, *asked, "--parties", str(path), "--format", "json"]

        def plain(path: Path, *seeds: str) -> list[str]:
            return [sys.executable, "-c", YARDSTICK, str(path), *seeds]

        compare("12 parties (0.5 s)", trace(small, "--all", "--listed", "p0"), plain(small, "p0"), 7)
        last = f"p{sizes.chain}"
        compare(f"chain of {sizes.chain:,}, its end (3 s)", trace(chain, last, "--listed", "p0"), plain(chain, "p0"))
        compare(f"chain of {sizes.chain:,}, --all", trace(chain, "--all", "--listed", "p0"), plain(chain, "p0"))
        title = f"{sizes.parties:,} ids, {sizes.interests:,} interests"
        compare(f"{title}, CSV (0.7, 0.5)", trace(graph, "--all", *named), plain(graph, *listed))
        columns = graph.with_suffix(".parquet")
        subprocess.run([sys.executable, "-c", TO_PARQUET, str(graph), str(columns)], check=True)
        compare(f"{title}, Parquet (0.4)", trace(columns, "--all", *named), plain(graph, *listed))
        second_question(graph, listed)
        tangled = Path(folder, "tangled.csv")
        seeds = [word for party in write_tangled(tangled, sizes.tangled) for word in ("--listed", party)]
        for regime in ("us-ofac-50", "largest-owners", "obbba-fie"):
            seconds, memory = measured(trace(tangled, "--all", "--regime", regime, *seeds))
            print(f"{sizes.tangled:,} tangled interests, {regime} (10 s): {seconds:.1f} s, {memory:.0f} MB")


if __name__ == "__main__":
    main()
