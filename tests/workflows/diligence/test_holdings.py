"""Who holds whom: tier by tier, each company once, on the day."""

from __future__ import annotations

from datetime import date

from compliance.core.share import Share
from compliance.ownership.interests import Interest
from compliance.ownership.parties import Party, collect
from compliance.workflows.diligence.holdings import holdings, watched_chains
from tests.builders import facts


def held(owner: str, owned: str, percent: int, until: date | None = None) -> Interest:
    return Interest(owner, owned, Share.parse(percent), until=until)


def test_holders_are_followed_up_and_rings_end() -> None:
    parties = collect(
        [Party(id="target", name="Target LLC"), Party(id="fund", name="Fund LP", country="KY"), Party(id="sea", name="Jade Sea", country="CN")],
        [
            held("fund", "target", 70), held("sea", "fund", 45), held("target", "sea", 5),
            held("gone", "target", 30, date(2020, 1, 1)), held("stranger", "fund", 10),
        ],
        [],
    )  # fmt: skip
    rows = [(item.owned, item.owner, item.country, item.tier) for item in holdings(facts(parties=parties), ["target"])]
    assert rows == [
        ("Target LLC", "Fund LP", "KY", 1),
        ("Fund LP", "Jade Sea", "CN", 2),
        ("Fund LP", "stranger", None, 2),
        ("Jade Sea", "Target LLC", None, 3),
    ]
    assert list(holdings(facts(parties=parties), [])) == []


def test_watched_holders_are_told_by_the_shortest_chain_and_once() -> None:
    parties = collect(
        [
            Party(id="target", name="Target LLC", country="US"), Party(id="land", name="Land LLC", country="US"),
            Party(id="fund", name="Fund LP", country="HK"), Party(id="sea", name="Jade Sea", country="CN"),
            Party(id="red", name="Red Hall LLC", country="CN"),
        ],
        [held("target", "land", 100), held("fund", "target", 45), held("sea", "fund", 80), held("target", "sea", 5)],
        [],
    )  # fmt: skip
    known = facts(parties=parties)
    ids = ["target", "land", "red"]
    chains = [*watched_chains(known, holdings(known, ids), ids, {"CN", "HK"})]
    assert [(chain.company, chain.country, [step.owner for step in chain.steps]) for chain in chains] == [
        ("Target LLC", "China", ["Fund LP", "Jade Sea"]),
        ("Red Hall LLC", "China", []),
    ]
    assert [*watched_chains(known, holdings(known, ids), ids, ())] == []
