"""What a memo is about: the matter, the parties to it, and who may buy the target."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matter:
    """What stands at the head of a memo: whose matter it is, and who may buy the target. Each may be ""."""

    matter: str = ""
    client: str = ""
    author: str = ""
    privilege: str = ""
    acquirer: str = ""
