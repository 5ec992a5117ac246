"""Groups matches of one party: the entries of one family of companies, or of one person on several lists, are one group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from compliance.screening.matching import Match
from compliance.screening.names.folding import fold
from compliance.screening.names.tokens import parse


@dataclass(frozen=True, slots=True)
class MatchGroup:
    """The first match of a group, which is the best one, and the others."""

    first: Match
    others: tuple[Match, ...] = ()

    @property
    def matches(self) -> tuple[Match, ...]:
        """All of them, the best first."""
        return (self.first, *self.others)


def grouped(matches: Iterable[Match]) -> tuple[MatchGroup, ...]:
    """The matches by family, in the order of the best match of each; matches of two drawers are never one group."""
    families: dict[tuple[str, bool, str], list[Match]] = {}
    for match in matches:
        families.setdefault((match.strength, match.namesake, family(match.name)), []).append(match)
    return tuple(MatchGroup(first, tuple(others)) for first, *others in families.values())


def family(name: str) -> str:
    """The heaviest distinctive word of the name, which companies of one group share; else the name, folded."""
    words = [token for reading in parse(name)[:1] for token in reading.tokens if token.kind == "word"]
    return max(words, key=lambda token: token.weight).text if words else fold(name)
