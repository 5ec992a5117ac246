"""What papers say for a unit, once they were tied out: which kinds of document vouch for it, and which contradict it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Claim:
    """A document that the inventory names for a unit: its class of origin evidence, and its reference."""

    document_class: str
    reference: str


@dataclass(frozen=True, slots=True)
class Vouching:
    """What the documents register says of the papers that are named for a unit, by class of origin evidence.

    ``vouched``: papers that a person registered cover the unit and say what is recorded. ``named``: nobody has read the
    papers, or they do not say enough. ``by_dealer``: only papers that the unit's maker or seller issued are among them.
    ``contradictions`` are sentences: what a paper says otherwise.
    """

    vouched: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    by_dealer: frozenset[str] = frozenset()
    contradictions: frozenset[str] = frozenset()

    def __str__(self) -> str:
        parts = (
            ("vouched", self.vouched),
            ("named", self.named),
            ("issued by maker or seller", self.by_dealer),
            ("contradicted", self.contradictions),
        )
        return ", ".join(f"{name} {'+'.join(sorted(values))}" for name, values in parts if values) or "not vouched"
