"""Updating against a publisher that behaves and one that does not: nothing but a checked, whole, newer edition is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from compliance.io.resources import RULES
from compliance.screening.list_editions.fetching import fetch
from compliance.screening.list_editions.store import Editions
from compliance.screening.list_editions.updating import Updater, downloadable
from compliance.screening.list_formats.meta import ListMeta, read_meta
from tests.publisher import Publisher, answer, publisher
from tests.screening.list_formats.test_csl import COLUMNS
from tests.screening.list_formats.test_ecfr import entity, supplement
from tests.screening.list_formats.test_ofac import ADD, ALT, SDN

TODAY, LATER = date(2026, 11, 22), date(2026, 12, 24)
CSL = "/downloadable_consolidated_screening_list/v1/consolidated.json"
OFAC = "/api/PublicationPreview/exports/"
FSE = "Foreign Sanctions Evaders (FSE) - Treasury Department"
CAP = "Capta List (CAP) - Treasury Department"
BLANK = dict.fromkeys(COLUMNS)


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as here:
        yield here


@pytest.fixture
def editions(tmp_path: Path) -> Editions:
    return Editions(tmp_path)


def meta(name: str, **changed: Any) -> ListMeta:

    return read_meta(RULES / "lists" / name).model_copy(update=changed)


def csl(**names: list[str]) -> bytes:
    sources = {"fse": FSE, "cap": CAP}
    rows = [BLANK | {"id": name, "source": sources[key], "name": name} for key, some in names.items() for name in some]
    return json.dumps({"results": rows}).encode()


def updater(server: Publisher, editions: Editions, today: date = TODAY) -> Updater:
    return Updater(editions, partial(fetch, client=server.client()), today)


def test_a_first_edition_is_kept_by_the_day_of_its_publisher(server: Publisher, editions: Editions) -> None:
    server.answers[CSL] = answer(csl(fse=["A", "B"]), headers={"Last-Modified": "Fri, 20 Nov 2026 10:00:00 GMT"})
    outcome = updater(server, editions).update(meta("us-ofac-fse"))
    assert (outcome.kind, outcome.before, outcome.changes, outcome.problems) == ("new", None, None, ())
    (held,) = editions.of("us-ofac-fse")
    assert outcome.edition == held
    assert (held.day, held.checked, held.entries) == (date(2026, 11, 20), TODAY, 2)
    assert [listing.name for listing in editions.load(held, meta("us-ofac-fse")).listings] == ["A", "B"]


@pytest.mark.parametrize("modified", ["", "some day", "Fri, 25 Dec 2026 10:00:00 GMT"])
def test_without_a_credible_day_it_is_of_today(server: Publisher, editions: Editions, modified: str) -> None:
    server.answers[CSL] = answer(csl(fse=["A"]), headers={"Last-Modified": modified})
    outcome = updater(server, editions).update(meta("us-ofac-fse"))
    assert outcome.edition
    assert outcome.edition.day == TODAY


def test_a_file_of_several_lists_is_fetched_once(server: Publisher, editions: Editions) -> None:
    server.answers[CSL] = answer(csl(fse=["A"], cap=["Bank"]))
    update = updater(server, editions).update
    assert [update(meta(name)).kind for name in ("us-ofac-fse", "us-ofac-cap")] == ["new", "new"]
    assert len(server.asked) == 1
    assert len(list(editions._folder.glob("files/*"))) == 1


def test_what_has_not_changed_is_only_confirmed(server: Publisher, editions: Editions) -> None:
    server.answers[CSL] = answer(csl(fse=["A"], cap=["Bank"]), headers={"ETag": '"7"'})
    updater(server, editions).update(meta("us-ofac-fse"))
    server.answers[CSL] = answer(b"", 304)
    again = updater(server, editions, LATER)
    outcome = again.update(meta("us-ofac-fse"))
    assert outcome.kind == "unchanged"
    assert server.asked[-1][1]["If-None-Match"] == '"7"'
    (held,) = editions.of("us-ofac-fse")
    assert (held.day, held.checked) == (TODAY, LATER)
    assert again.update(meta("us-ofac-cap")).kind == "new"


def test_the_same_bytes_sent_again_are_no_new_edition(server: Publisher, editions: Editions) -> None:
    server.answers[CSL] = answer(csl(fse=["A"]))
    updater(server, editions).update(meta("us-ofac-fse"))
    assert updater(server, editions, LATER).update(meta("us-ofac-fse")).kind == "unchanged"
    assert len(editions.of("us-ofac-fse")) == 1


def test_a_newer_edition_stands_beside_the_old_one(server: Publisher, editions: Editions) -> None:
    server.answers[CSL] = answer(csl(fse=["A", "B"]))
    updater(server, editions).update(meta("us-ofac-fse"))
    server.answers[CSL] = answer(csl(fse=["B", "C"]))
    outcome = updater(server, editions, LATER).update(meta("us-ofac-fse"))
    assert outcome.changes
    assert [each.name for each in outcome.changes.added] == ["C"]
    assert [each.name for each in outcome.changes.removed] == ["A"]
    assert [each.day for each in editions.of("us-ofac-fse")] == [TODAY, LATER]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (csl(fse=["A", "B"])[:-5], "is incomplete or damaged"),
        (b'{"results": []}', "unknown column"),
        (csl(cap=["Bank"]), "not the Foreign Sanctions Evaders List"),
        (b"<html>sorry</html>", "is HTML or XML"),
        (csl(fse=["A"]), "is incomplete: it has 1 entries"),
        (csl(fse=["A", "C"]), "is incomplete: it lacks B"),
    ],
)
def test_what_is_not_the_whole_list_leaves_the_old_edition(
    content: bytes, said: str, server: Publisher, editions: Editions
) -> None:
    asserted = meta("us-ofac-fse", minimum_entries=2, sentinels=("B",))
    server.answers[CSL] = answer(csl(fse=["A", "B"]))
    before = updater(server, editions).update(asserted).edition
    server.answers[CSL] = answer(content)
    outcome = updater(server, editions, LATER).update(asserted)
    assert (outcome.kind, outcome.before, outcome.edition) == ("failed", before, before)
    assert said in str(outcome.problems[0])
    assert editions.of("us-ofac-fse") == (before,)


def test_an_older_edition_than_the_one_held_is_refused(server: Publisher, editions: Editions) -> None:
    server.answers[CSL] = answer(csl(fse=["A", "B"]))
    updater(server, editions).update(meta("us-ofac-fse"))
    server.answers[CSL] = answer(csl(fse=["A"]), headers={"Last-Modified": "Fri, 20 Nov 2026 10:00:00 GMT"})
    outcome = updater(server, editions, LATER).update(meta("us-ofac-fse"))
    assert "offers the edition of 2026-11-20, older than the stored edition of 2026-11-22" in str(outcome.problems[0])


def test_one_failure_is_not_tried_again_for_every_list(server: Publisher, editions: Editions) -> None:
    server.answers[CSL] = answer(b"", 500)
    update = updater(server, editions).update
    for name in ("us-ofac-fse", "us-ofac-cap"):
        outcome = update(meta(name))
        assert (outcome.kind, outcome.edition) == ("failed", None)
        assert "answers 500" in str(outcome.problems[0])
    assert len(server.asked) == 1


def test_a_server_that_says_unchanged_of_what_nobody_holds(server: Publisher, editions: Editions) -> None:
    server.answers[CSL] = answer(b"", 304)
    outcome = updater(server, editions).update(meta("us-ofac-fse"))
    assert "no earlier edition is stored" in str(outcome.problems[0])


def test_a_damaged_file_is_fetched_anew(server: Publisher, editions: Editions) -> None:
    server.answers[CSL] = answer(csl(fse=["A"]), headers={"ETag": '"7"'})
    edition = updater(server, editions).update(meta("us-ofac-fse")).edition
    assert edition
    (path,) = editions._folder.glob("files/*")
    path.unlink()
    outcome = updater(server, editions, LATER).update(meta("us-ofac-fse"))
    assert "If-None-Match" not in server.asked[-1][1]
    assert outcome.kind == "unchanged"


def test_the_four_files_of_ofac_are_one_edition(server: Publisher, editions: Editions) -> None:
    files = {"SDN.CSV": SDN, "ALT.CSV": ALT, "ADD.CSV": ADD, "SDN_COMMENTS.CSV": "\x1a"}
    asserted = meta("us-ofac-sdn", minimum_entries=3, sentinels=())
    for name, text in files.items():
        server.answers[OFAC + name] = answer(text.encode())
    outcome = updater(server, editions).update(asserted)
    assert outcome.edition
    assert [part.name for part in outcome.edition.parts] == ["sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"]
    held = editions.load(outcome.edition, asserted)
    assert (len(held.listings), held.limit, held.listings[0].countries) == (3, "", ("CU", "GE"))
    server.answers[OFAC + "ALT.CSV"] = answer(ALT.rstrip("\x1a").encode())
    outcome = updater(server, editions, LATER).update(asserted)
    assert "alt does not end with OFAC's end mark" in str(outcome.problems[0])
    del server.answers[OFAC + "ADD.CSV"]
    outcome = updater(server, editions, LATER).update(asserted)
    assert "answers 404" in str(outcome.problems[0])
    assert len(editions.of("us-ofac-sdn")) == 1


def test_the_entity_list_of_a_day_that_is_long_past(server: Publisher, editions: Editions) -> None:
    day = date(2020, 1, 15)
    rows = supplement(entity("CHINA", "One Ltd., 1 Road, Beijing, China.", "84 FR 22961, 5/21/19."))
    xml = f'<?xml version="1.0"?><DIV5 N="744">{rows}</DIV5>'.encode()
    server.answers[f"/api/versioner/v1/full/{day}/title-15.xml"] = answer(xml, kind="text/xml")
    asserted = meta("us-bis-entity-list", minimum_entries=1, sentinels=())
    update = updater(server, editions).update
    outcome = update(asserted, day)
    assert outcome.edition
    assert server.asked[0][0] == "/api/versioner/v1/full/2020-01-15/title-15.xml?part=744"
    held = editions.load(outcome.edition, asserted)
    assert (held.edition, held.checked, [each.name for each in held.listings]) == (day, day, ["One Ltd."])
    assert update(asserted, day).kind == "unchanged"
    assert "answers 404" in str(update(asserted, date(2019, 1, 1)).problems[0])


def test_what_cannot_be_brought(server: Publisher, editions: Editions) -> None:
    update = updater(server, editions).update
    assert "cannot be downloaded" in str(update(meta("us-mineone-order")).problems[0])
    assert "is offered only in its current edition" in str(update(meta("us-ofac-sdn"), TODAY).problems[0])
    assert not server.asked


def test_every_list_of_a_publisher_who_offers_one_is_updated_by_default() -> None:
    assert len(downloadable()) == 16
    assert "us-mineone-order" not in downloadable()
