"""Scores pairs of names with nomenklatura's logic-v2: run by an environment of its own, which has that package.

Reads ``{"queries": [...], "names": [...], "pairs": [[...], ...]}`` from standard input. Writes to standard output for each
query the names that score 0.7 (its default) or more, and the scores of the pairs.
"""

from __future__ import annotations

import json
import sys
from itertools import count
from typing import Any

LEAST = 0.7


def main() -> None:
    """Reads, scores, writes."""
    from followthemoney import EntityProxy  # type: ignore[import-not-found]
    from nomenklatura.matching import LogicV2  # type: ignore[import-not-found]

    config = LogicV2.default_config()

    numbers = count()

    def entity(name: str) -> Any:
        # What is worked out of an entity is remembered by its id.
        return EntityProxy.from_dict({"id": f"e{next(numbers)}", "schema": "Company", "properties": {"name": [name]}})

    asked = json.load(sys.stdin)
    listed = [(name, entity(name)) for name in asked["names"]]
    found = []
    for query in asked["queries"]:
        mine = entity(query)
        scores = ((name, LogicV2.compare(mine, other, config).score) for name, other in listed)
        found.append([[name, score] for name, score in scores if score >= LEAST])
    pairs = [LogicV2.compare(entity(one), entity(other), config).score for one, other in asked["pairs"]]
    json.dump({"queries": asked["queries"], "found": found, "pairs": pairs}, sys.stdout)


if __name__ == "__main__":
    main()
