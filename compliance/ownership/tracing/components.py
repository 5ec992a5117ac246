"""The order in which ownership passes down: owners before what they own, and rings of companies in one step.

By hand where graphs are large: networkx would make three copies of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def owners_first(parties: Iterable[str], owners: Callable[[str], Iterable[str]]) -> Iterator[list[str]]:
    """The parties in an order in which owners stand before what they own; those that own each other in one step.

    Owners who are none of ``parties`` are passed over. Tarjan's algorithm: a ring is complete before anybody below it is.
    """
    left = dict.fromkeys(parties)
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_ones: list[str] = []
    for start in left:
        if start in number:
            continue
        way = [(start, iter(owners(start)))]
        number[start] = lowest[start] = len(number)
        open_ones.append(start)
        while way:
            party, above = way[-1]
            for owner in above:
                if owner not in left:
                    continue
                if owner not in number:
                    number[owner] = lowest[owner] = len(number)
                    open_ones.append(owner)
                    way.append((owner, iter(owners(owner))))
                    break
                if owner in lowest:
                    lowest[party] = min(lowest[party], number[owner])
            else:
                way.pop()
                if way:
                    below = way[-1][0]
                    lowest[below] = min(lowest[below], lowest[party])
                if lowest[party] == number[party]:
                    yield _closed(open_ones, party, lowest)


def _closed(open_ones: list[str], root: str, lowest: dict[str, int]) -> list[str]:
    """The ring whose first member was ``root``, sorted; it takes part no more."""
    place = len(open_ones) - 1
    while open_ones[place] != root:
        place -= 1
    members = open_ones[place:]
    del open_ones[place:]
    for member in members:
        del lowest[member]
    return sorted(members)


def passed_on(
    parties: Iterable[str],
    owners: Callable[[str], Sequence[str]],
    own: Callable[[str], Iterable[T]],
    pick: Callable[[Iterable[T]], tuple[T, ...]],
) -> Mapping[str, tuple[T, ...]]:
    """What each party has of its ``own`` and from its owners, theirs included; ``pick`` keeps the first of them."""
    passed: dict[str, tuple[T, ...]] = {}
    for members in owners_first(parties, owners):
        items: dict[T, None] = {}
        sources: list[tuple[T, ...]] = []
        for party in members:
            items.update(dict.fromkeys(own(party)))
            for owner in owners(party):
                source = passed.get(owner)
                if source and not any(source is other for other in sources[:MAX_SOURCES]):
                    sources.append(source)
                    items.update(dict.fromkeys(source))
        # Most have one owner from which something comes, and add nothing.
        alone = sources[0] if len(sources) == 1 and len(items) == len(sources[0]) else None
        passed.update(dict.fromkeys(members, alone or pick(items)))
    return passed


MAX_SOURCES = 8
"""So many sources that were added are compared with the next one, which very often is the same."""
