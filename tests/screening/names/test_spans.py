"""A cell of a party is cut into the parts that may be names; every part is compared."""

from __future__ import annotations

from random import Random

import pytest

from compliance.screening.names.index import NameIndex
from compliance.screening.names.spans import cleaned, is_marked_off, names_others, spans
from tests.bench.texts import TEXTS

NAME = "Tinwave Circuits Ltd"


@pytest.mark.parametrize(
    "text",
    [
        "SHIPPER: {}",
        "Consignee {}",
        "Notify Party - {}",
        "M/S {}",
        "Messrs. {}",
        "Supplier: {}, 12 Harbour Road, Dubai",
        "{}, SAIF ZONE, SHARJAH",
        "{} Plot 7 Al Quoz",
        "{} Attn: J. Doe",
        "{} TEL:+86-755-5550-1234 FAX:+86",
        "{} Email: ops@example.com",
        "1. {}",
        "b) {}",
        "{} INV-2024-001",
        "ABC & {}",
        "Orient Forwarding / {}",
        "{}; Orient Forwarding Co",
        "{} | Orient Forwarding Co",
        "formerly {}",
        "so-called {}",
        "Kessler GmbH c/o {}",
        "Kessler GmbH o/b/o {}",
        "Kessler GmbH for account of {}",
        "Kessler GmbH {}",
        "Lenin Street 4, {}",
        "Kessler GmbH, as agents for {}",
        "收货人：{}",
        "买方 {}",
        "Грузополучатель: {}",
        "Поставщик: {}",
        "Käufer: {}",
        "Proveedor: {}",
        "/12345678901\n{}\n12 HARBOUR ROAD",
        "Kessler &amp; Sons; {}",
        '"{}" of Dubai',
        "a\u200b\n{}",
    ],
)
def test_the_name_is_one_of_the_parts(text: str) -> None:
    assert NAME in spans(text.format(NAME))


@pytest.mark.parametrize(
    "text",
    ["Tinwave Circuits Ltd", "Apple Inc.", "Johnson & Johnson", "AT&T Inc", "LLC", "1. ---"],
)
def test_a_name_alone_has_no_parts(text: str) -> None:
    assert spans(text) == ()


def test_a_line_of_a_payment_message_is_cut_within_a_word() -> None:
    assert "OBSHCHESTVO S OGRANICHENNOI OTVETSTVENNOSTYU TINWAVE" in spans(
        "/RU40702810\nOBSHCHESTVO S OGRANICHENNOI OTVETST\nVENNOSTYU TINWAVE"
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("LLCTINWAVE", "TINWAVE"),
        ("ОООТИНВЕЙВ", "ТИНВЕЙВ"),
        ("收货人北京算能科技有限公司电话13800000000", "北京算能科技有限公司"),
    ],
)
def test_what_is_glued_is_cut(text: str, part: str) -> None:
    assert part in spans(text)


def test_characters_that_nobody_sees_and_entities() -> None:
    assert cleaned("Tin\u200bwave &amp; S\u00f6hne\u202c") == "Tinwave & S\u00f6hne"
    assert cleaned("Plain") == "Plain"


def test_forty_companies_in_one_text() -> None:
    names = [f"Company{number} Tradewell Ltd" for number in range(40)]
    assert set(names) <= set(spans("; ".join(names)))


def test_a_name_is_found_in_every_text_of_trade() -> None:
    chance = Random(4)
    syllables = ("ka", "ro", "min", "tel", "vos", "dur", "qua", "lin", "zeb", "fro")
    names = [
        f"{''.join(chance.sample(syllables, 3)).title()} {chance.choice(('Trading', 'Chip Systems', 'Energy Group'))} Ltd"
        for _ in range(300)
    ]
    index = NameIndex.of(names)
    for kind, disguise in TEXTS.items():
        for name in chance.sample(names, 5):
            if text := disguise(name, chance):
                parts = spans(text)
                found = {position for part in parts for position in index.similar(part, initials=False)}
                anywhere = {position for position, _ in index.standing_in(text)}
                begun = {position for part in (text, *parts) for position in index.beginning_with(part)}
                equal = {position for part in (text, *parts) for position in index.similar(part)}
                assert names.index(name) in anywhere | begun | equal | found, (kind, text)


def test_a_part_of_several_lines_may_stand_beside_another_party() -> None:
    text = "Tarnweld Trading Ltd\nQuillstar Metals Co\nLtd"
    assert "Quillstar Metals Co Ltd" in spans(text)
    assert not is_marked_off(text, "no part of it")
    assert names_others(text, "Quillstar Metals Co Ltd")
    assert not names_others("Quillstar Metals\nLtd", "Quillstar Metals Ltd")
    assert names_others("Quillstar Metals Ltd, Wren Cargo GmbH", "Quillstar Metals Ltd")
