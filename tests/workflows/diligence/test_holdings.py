"""Who holds whom: tier by tier, each company once, on the day."""

from __future__ import annotations

from datetime import date

from compliance.core.share import Share
from compliance.ownership.interests import Interest
from compliance.ownership.parties import Party, collect
from compliance.workflows.diligence.holdings import holdings
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
