"""What the cells of a column are: countries, days, whole numbers, makers, models … as shares of a few distinct texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from compliance.core.dates import period
from compliance.core.text import is_empty, squeeze
from compliance.inventory.cells import DISPOSED, count
from compliance.inventory.document_classes import origin_documents
from compliance.inventory.header_words import CellKind
from compliance.reference.countries import CountryTable
from compliance.reference.hardware.catalogue import Catalogue
from compliance.reference.unit_kinds import unit_kind

MAX_TEXTS = 60
"""So many distinct texts of a column are looked at."""
MAX_ROWS = 200
"""So many rows of a table are looked at."""

MAX_LETTERS = 400
"""A longer text is none of the kinds."""

MAC = re.compile(r"(?i)[0-9a-f]{2}([:-]?)(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}")
IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?:/\d+|:\d+)?")
NUMBER = re.compile(r"[-+]?[$€£¥]?\s?[\d][\d\s.,' ]*%?")
_SERIAL = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9/_-]{5,30}")
_COMPANY = re.compile(
    r"(?i)\b(?:llc|l\.l\.c|ltd|limited|inc|incorporated|corp|corporation|co|company|gmbh|ag|kg|ug|s\.?a\.?r?\.?l?|s\.?l|s\.?p\.?a"
    r"|s\.?r\.?l|b\.?v|n\.?v|oy|ab|as|aps|a\.?ş|a\.?s|sp|z\.?o\.?o|s\.?r\.?o|pte|pty|plc|lp|llp|fze|fzco|dmcc|kft|d\.?o\.?o"
    r"|ooo|зао|оао|пао|ооо|ао|sdn|bhd|sas|eood|technolog\w+|trading|electronics|semiconductor\w*)\b\.?|公司|株式会社|集团"
)
_STATUS = frozenset(
    squeeze(word)
    for word in """active|inactive|in use|in stock|in storage|stored|storage|spare|deployed|deployable|ready to deploy|undeployable|
    online|offline|running|stopped|off|on|hashing|idle|operational|non-operational|repair|in repair|under repair|rma|broken|defective|
    faulty|dead|retired|decommissioned|returned|archived|pending|planned|installed|maintenance|in transit|missing|lost|stolen|available|
    staged|failed|up|down|mining|not mining|sleeping|sold|scrapped|disposed|aktiv|inaktiv|in betrieb|außer betrieb|defekt|verkauft|
    verschrottet|lager|activo|inactivo|en uso|vendido|desechado|reparación|actif|inactif|en service|hors service|vendu|mis au rebut|
    ativo|inativo|em uso|descartado|attivo|inattivo|in uso|venduto|dismesso|actief|inactief|in gebruik|verkocht|afgevoerd|aktywny|
    nieaktywny|sprzedany|złomowany|aktivni|neaktivni|prodáno|vyřazeno|solgt|kassert|i drift|aktif|pasif|satıldı|hurda|hizmet dışı|
    активен|работает|в работе|продан|списан|на складе|在线|离线|运行|停机|已售|报废|在用|闲置""".replace("\n", "").split("|")
) | DISPOSED  # fmt: skip


@dataclass(frozen=True, eq=False, slots=True)
class Vocabulary:
    """What cells are told by: makers and models, and countries."""

    catalogue: Catalogue
    countries: CountryTable


@dataclass(frozen=True, eq=False)
class Cells:
    """Some distinct texts of a column, and what share of them is of a kind; cells that record nothing do not count."""

    texts: tuple[str, ...]
    vocabulary: Vocabulary

    def share(self, kind: CellKind) -> float:
        """From 0 to 1; 0 where there are no texts."""
        return self._share(_TESTS[kind])

    @cached_property
    def numbers(self) -> float:
        """The share of texts that are numbers, days or addresses."""
        return self._share(lambda text, _: _is_plain(text))

    @cached_property
    def companies(self) -> float:
        """The share of texts that hold a word of companies' names, or that name a maker and nothing else."""
        return self._share(lambda text, words: bool(_COMPANY.search(text)) or _is_maker(text, words))

    @cached_property
    def dates(self) -> float:
        """The share of texts that a column of dates may hold: also years, and days as Excel counts them."""
        return self._share(lambda text, _: _is_date(text))

    @cached_property
    def several(self) -> bool:
        """Whether some text is a whole number above one."""
        return any(_is_count(text) and count(text) > 1 for text in self.texts)

    @cached_property
    def gone(self) -> bool:
        """Whether some text says that a unit has left the house."""
        return any(squeeze(text) in DISPOSED for text in self.texts)

    def _share(self, test: Callable[[str, Vocabulary], bool]) -> float:
        return sum(test(text, self.vocabulary) for text in self.texts) / len(self.texts) if self.texts else 0.0


@dataclass(frozen=True, eq=False)
class Sample:
    """The first rows below a header, by whose cells its columns are told."""

    read: Callable[[], Sequence[Sequence[str]]]
    vocabulary: Vocabulary

    @cached_property
    def rows(self) -> Sequence[Sequence[str]]:
        """The rows, read where somebody asks for them."""
        return self.read()[:MAX_ROWS]

    def cells(self, place: int) -> Cells:
        """The distinct texts of a column that record something."""
        texts = dict.fromkeys(row[place].strip() for row in self.rows if place < len(row))
        known = (text for text in texts if len(text) <= MAX_LETTERS and not is_empty(text))
        return Cells(tuple(islice(known, MAX_TEXTS)), self.vocabulary)


def _is_country(text: str, vocabulary: Vocabulary) -> bool:
    if not any(map(str.isalpha, text)):
        return False  # the codes of three digits look like any number
    resolution = vocabulary.countries.resolve(text)
    return resolution.values is not None or (resolution.recorded and resolution.doubt == "ambiguous")


def is_day(text: str, _: Vocabulary | None = None) -> bool:
    """Whether a text is a day or a period, and no bare number."""
    return not NUMBER.fullmatch(text) and _is_date(text)


def _is_date(text: str) -> bool:
    try:
        return period(text, True).known
    except ValueError:
        return False


def _is_count(text: str, _: Vocabulary | None = None) -> bool:
    try:
        return count(text) > 0
    except ValueError:
        return False


def _is_maker(text: str, vocabulary: Vocabulary) -> bool:
    makers = vocabulary.catalogue.recognise(text, "").makers.values or ()
    return any(vocabulary.catalogue.maker(maker) for maker in makers) and not _is_model(text, vocabulary)


def _is_model(text: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.catalogue.recognise("", text).family.values is not None


def _is_document(text: str, _: Vocabulary) -> bool:
    return any(document.values for document in origin_documents(text, ""))


def _is_plain(text: str) -> bool:
    return bool(NUMBER.fullmatch(text) or MAC.fullmatch(text) or IP.fullmatch(text)) or is_day(text)


def _is_name(text: str, vocabulary: Vocabulary) -> bool:
    plain = _is_plain(text) or _is_country(text, vocabulary) or "@" in text
    return not plain and sum(map(str.isalpha, text)) > (1 if not text.isascii() else 2)


_TESTS: dict[CellKind, Callable[[str, Vocabulary], bool]] = {
    "country": _is_country,
    "day": is_day,
    "count": _is_count,
    "name": _is_name,
    "maker": _is_maker,
    "model": _is_model,
    "kind": lambda text, _: unit_kind(text).values is not None,
    "status": lambda text, _: squeeze(text) in _STATUS,
    "document": _is_document,
    "serial": lambda text, _: bool(_SERIAL.fullmatch(text)) and not MAC.fullmatch(text),
    "mac": lambda text, _: MAC.fullmatch(text) is not None,
    "place": lambda text, _: True,
}
