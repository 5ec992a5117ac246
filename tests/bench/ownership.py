"""How long ownership takes in large graphs, each as a whole process beside a plain networkx worklist in the same run.

    python tests/bench/ownership.py [--parties 100000] [--interests 150000] [--chain 200000]

Run it where the package is installed. Each pair is run in turn, A B A B …; the medians and their ratio are printed.
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

TRACE = (sys.executable, "-m", "compliance", "trace")
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


def write_chain(path: Path, links: int) -> None:
    """A chain in which each company holds 60 per cent of the next one."""
    with path.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("owner", "owned", "share"))
        rows.writerows((f"p{link}", f"p{link + 1}", 60) for link in range(links))


def seconds(command: Sequence[str]) -> float:
    """Wall time of one run away from any checkout, its output thrown away."""
    start = time.perf_counter()
    subprocess.run(
        command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tempfile.gettempdir()
    )
    return time.perf_counter() - start


def compare(name: str, ours: Sequence[str], yardstick: Sequence[str], runs: int = 3) -> None:
    """Prints the medians of both commands, and their ratio."""
    pairs = [(seconds(ours), seconds(yardstick)) for _ in range(runs)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{name:<44} {mine:7.3f} s   networkx {theirs:7.3f} s   ratio {mine / theirs:5.2f}")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("--parties", 100_000), ("--interests", 150_000), ("--chain", 200_000)):
        parser.add_argument(name, type=int, default=default)
    sizes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small, chain, graph = (Path(folder, name) for name in ("small.csv", "chain.csv", "graph.csv"))
        write_chain(small, 11)
        write_chain(chain, sizes.chain)
        listed = random.Random(1).sample(write_graph(graph, sizes.parties, sizes.interests), 1000)
        named = [word for party in listed for word in ("--listed", party)]

        def trace(path: Path, *asked: str) -> list[str]:
            return [*TRACE, *asked, "--parties", str(path), "--format", "json"]

        def plain(path: Path, *seeds: str) -> list[str]:
            return [sys.executable, "-c", YARDSTICK, str(path), *seeds]

        compare("12 parties (0.5 s)", trace(small, "--all", "--listed", "p0"), plain(small, "p0"), 7)
        last = f"p{sizes.chain}"
        compare(f"chain of {sizes.chain:,}, its end (3 s)", trace(chain, last, "--listed", "p0"), plain(chain, "p0"))
        compare(f"chain of {sizes.chain:,}, --all", trace(chain, "--all", "--listed", "p0"), plain(chain, "p0"))
        title = f"{sizes.parties:,} ids, {sizes.interests:,} interests, --all (8 s)"
        compare(title, trace(graph, "--all", *named), plain(graph, *listed))


if __name__ == "__main__":
    main()
