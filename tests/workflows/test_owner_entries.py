"""Interests and parties are added in the middle of a person's file, and nothing else changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.workflows.owner_entries import NewInterest, add_interest, add_party, change_interest, interests_in

OLD = """\
# ours
parties:
  - {id: a, name: A Ltd}

interests:
  - {owner: a, owned: b, share: 20}   # the register
# ties
links:
  - {a: a, b: b, kind: family}
"""


def test_entries_go_to_the_end_of_their_list(here: Path) -> None:
    path = here / "parties.yaml"
    path.write_text(OLD)
    add_party(path, id="c", name="C: Ltd", country="US", source="register")
    add_interest(
        path,
        NewInterest(owner="c", owned="b", maximum="30", since=date(2026, 1, 1), until=date(2026, 2, 1), source="x"),
    )
    assert path.read_text() == OLD.replace(
        "name: A Ltd}\n",
        'name: A Ltd}\n  - id: "c"\n    name: "C: Ltd"\n    country: "US"\n    sources: ["register"]\n',
    ).replace(
        "# the register\n",
        '# the register\n  - owner: "c"\n    owned: "b"\n    kind: "ownership"\n    from: 2026-01-01\n'
        '    until: 2026-02-01\n    source: "x"\n    share: {maximum: "30"}\n',
    )


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"owner": "a", "owned": "b", "share": "x"}, "share"),
        ({"owner": "a", "owned": "b", "share": "5", "minimum": "1"}, "is one number, or a range"),
        ({"owner": "a", "owned": "b", "share": "5"}, "interest"),
        ({"owner": "a", "owned": "b", "kind": "magic"}, "kind"),
    ],
)
def test_what_is_not_written(given: dict[str, str], what: str, here: Path) -> None:
    path = here / "parties.yaml"
    path.write_text(OLD)
    with pytest.raises(ComplianceError, match=what):
        add_interest(path, NewInterest(**given))  # type: ignore[arg-type]
    assert path.read_text() == OLD


BLOCK = """\
# ours
interests:
  # the holding's
  - owner: a   # as of May
    owned: b
    # of 2024
    share: 20

  # the fund's
  - {owner: f, owned: b, share: 30, confidence: secondary}  # "#1"
links:
  - {a: a, b: b, kind: family}
"""


def test_an_interest_is_changed_where_it_stands(here: Path) -> None:
    path = here / "parties.yaml"
    path.write_bytes(BLOCK.replace("\n", "\r\n").encode())
    first, second = interests_in(path)
    change_interest(path, 0, first, NewInterest(owner="a", owned="b", share="55", since=date(2026, 1, 1)))
    changed = BLOCK.replace(
        "  - owner: a   # as of May\n    owned: b\n    # of 2024\n    share: 20\n",
        '  # as of May\n  # of 2024\n  - owner: "a"\n    owned: "b"\n    kind: "ownership"\n    from: 2026-01-01\n    share: "55"\n',
    )
    assert path.read_bytes() == changed.replace("\n", "\r\n").encode()
    change_interest(path, 1, second, NewInterest(owner="g", owned="b", minimum="10"))
    assert interests_in(path)[1].owner == "g"
    assert interests_in(path)[1].confidence == "secondary"
    with pytest.raises(ComplianceError, match="was changed meanwhile"):
        change_interest(path, 1, second, NewInterest(owner="g", owned="b"))
    assert interests_in(here / "none.yaml") == ()
    with pytest.raises(ComplianceError, match="was changed meanwhile"):
        change_interest(here / "none.yaml", 0, second, NewInterest(owner="g", owned="b"))


@pytest.mark.parametrize(
    "text",
    [
        "interests: [{owner: a, owned: b, share: 20}]\n",
        "interests:\n  -\n    owner: a\n    owned: b\n",
        "interests:\n  - {owner: a,\n  owned: b}\n",
    ],
)
def test_an_interest_that_only_a_person_can_change(text: str, here: Path) -> None:
    path = here / "parties.yaml"
    path.write_text(text)
    with pytest.raises(ComplianceError, match="this entry of its interests cannot be changed"):
        change_interest(path, 0, interests_in(path)[0], NewInterest(owner="a", owned="b", share="30"))
    with pytest.raises(ComplianceError, match="share"):
        change_interest(path, 0, interests_in(path)[0], NewInterest(owner="a", owned="b", share="x"))
    assert path.read_text() == text
