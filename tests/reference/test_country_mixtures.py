"""Texts that name a forbidden country among others, as people write them: none of them is taken for another country."""

from __future__ import annotations

import random

import pytest

from compliance.reference.countries import CountryTable
from tests.builders import countries
from tests.effort import examples

FORBIDDEN = {
    "CN": "China|PRC|P.R.C.|PR China|People's Republic of China|CHN|Chinese|中国|中國|Китай|КНР|Chine|VR China|Shenzhen|Dongguan"
    "|Guangdong|Mainland China|Cina|Chiny|Çin|Čína|Kina|中华人民共和国|深圳|China (PRC)|República Popular China",
    "RU": "Russia|Russian Federation|RUS|Russland|Россия|РФ|俄罗斯|Rusia|Russie|Moscow|Rusko|Rosja",
    "IR": "Iran|IRN|Islamic Republic of Iran|Иран|伊朗|Tehran|Irán",
    "KP": "North Korea|DPRK|PRK|朝鲜|КНДР|Nordkorea|Corea del Norte",
    "CU": "Cuba|CUB|Куба|古巴|Kuba",
    "SY": "Syria|SYR|Syrien|Siria",
}
OTHERS = [
    "Malaysia",
    "MY",
    "MYS",
    "Thailand",
    "TH",
    "Vietnam",
    "VN",
    "United States",
    "USA",
    "U.S.A.",
    "US",
    "Indonesia",
    "Singapore",
    "Germany",
    "Deutschland",
    "马来西亚",
    "泰国",
    "США",
    "Малайзия",
    "Penang",
    "Texas",
    "South Korea",
    "Japan",
    "Mexico",
    "Canada",
    "Kuala Lumpur",
    "Malaysien",
    "Malasia",
    "Etats-Unis",
]
"""Neither Hong Kong nor Taiwan: *Hong Kong, China* is a way to write Hong Kong."""
FORMS = [
    "{a}/{b}",
    "{b}/{a}",
    "{a} / {b}",
    "{a} or {b}",
    "{b} or {a}",
    "{b} and {a}",
    "{a} & {b}",
    "{a}, {b}",
    "{b}, {a}",
    "{b}; {a}",
    "{a} - {b}",
    "{b} – {a}",
    "{b}-{a}",
    "{b} + {a}",
    "{a}|{b}",
    "{b}|{a}",
    "{b} ({a})",
    "{a} ({b})",
    "{b} [{a}]",
    "{b} {a}",
    "{a} {b}",
    "Made in {a} and {b}",
    "Made in {b} / {a}",
    "made in {b}, boards {a}",
    "{b} (PCBs from {a})",
    "assembled in {b}, chips {a}",
    "{b} with {a} parts",
    "{b} w/ {a} components",
    "{b}, some {a}",
    "{b} (mostly), {a}",
    "{b} -> {a}",
    "{b} → {a}",
    "{b} to {a}",
    "{b} via {a}",
    "{a} via {b}",
    "{b} ex {a}",
    "{b} from {a}",
    "from {a} through {b}",
    "60% {b}, 40% {a}",
    "{b} 3 / {a} 2",
    "COO: {b}/{a}",
    "Origin {b} or {a}",
    "Product of {b} and {a}",
    "{b} oder {a}",
    "{b} und {a}",
    "{b} y {a}",
    "{b} ou {a}",
    "{b} или {a}",
    "{b}和{a}",
    "{b}、{a}",
    "{b}及{a}",
    "{b}/{c}/{a}",
    "{b}, {c} and {a}",
    "{a}, {b}, {c}",
    "{b} {c} {a}",
    "{b} or maybe {a}",
    "{b}? {a}?",
    "{b} (label says {a})",
    "{b} (was {a})",
    "{b}, formerly {a}",
    "{b} later {a}",
    "{a} then {b}",
    "{b} not sure, {a}",
    "{b} - {a} - {c}",
    "{b}\n{a}",
    "{b}\t{a}",
    "{b}.{a}",
    "{b}_{a}",
    "{b}:{a}",
    "{b}={a}",
    "<{b}> {a}",
    "'{b}' '{a}'",
    "{b} ({n} units) {a} ({n} units)",
    "{b} Sdn Bhd {a}",
    "{a} Co Ltd, {b}",
    "Made in {b} by {a}",
    "made by {a} Corp in {b}",
    "{b} assembled, {a} made",
    "Fabricado en {b} y {a}",
    "Hergestellt in {b} und {a}",
    "{b}-made, {a}-designed",
    "{a}-made {b}-assembled",
    "{b}  {a}",
    "{b} and/or {a}",
    "{b}，{a}",
    "{b} x {a}",
    "{b} vs {a}",
    "{b}\xa0{a}",
    "{b}／{a}",
    "manufactured by {a} in {b}",
    "produced in {b} by {a} Technology",
]
TEXTS = 10_000
"""Once a week there are 50,000."""


def varied(text: str, random_: random.Random) -> str:
    """The same text as somebody else types it."""
    forms = (text.upper(), text.lower(), text.title(), f" {text} ", f"{text}.", f"({text})", *[text] * 12)
    return random_.choice(forms)


def wrong(table: CountryTable, texts: int, seed: int) -> list[str]:
    random_ = random.Random(seed)
    names = [(code, name) for code, spellings in FORBIDDEN.items() for name in spellings.split("|")]
    result = []
    for _ in range(texts):
        code, name = random_.choice(names)
        a, b, c = (varied(text, random_) for text in (name, random_.choice(OTHERS), random_.choice(OTHERS)))
        text = random_.choice(FORMS).format(a=a, b=b, c=c, n=random_.randint(1, 99))
        values = table.resolve(text).values
        if values is not None and code not in values:
            result.append(f"{text!r} is {', '.join(sorted(values))}")
    return result


def test_no_text_loses_the_country_that_is_forbidden() -> None:
    assert wrong(countries(), examples(TEXTS), 20261130) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("made in Malaysia by Bitmain Malaysia Sdn Bhd", {"MY"}), ("made in Malaysia by MicroBT or its affiliates", {"MY"}),
        ("made in Malaysia by China", None), ("made by Shenzhen MicroBT in Thailand", None), ("made in Thailand by CN", None),
        ("made in Thailand by a company that can build it", {"TH"}),
    ],
)  # fmt: skip
def test_who_made_it_may_be_called_by_another_country(text: str, codes: set[str] | None) -> None:
    assert countries().resolve(text).values == codes
