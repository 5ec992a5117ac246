"""Cuts a text into the parts that may be names: a cell of a party often holds a role, an address or another party too.

*SHIPPER: Example Ltd, 12 Harbour Road* holds *Example Ltd*. What is cut off decides nothing by itself: every part is
compared, and so is the text as a whole. The words at which a text is cut are data (``rules/names/cuts.csv``).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from compliance.core.text import one_line
from compliance.screening.names.damage import in_one_script
from compliance.screening.names.folding import plain
from compliance.screening.names.lexicon import cut_words
from compliance.screening.names.tokens import parse

_SWIFT_LINE = 35
"""The characters of a line of a payment message, which cuts words anywhere."""
_ACCOUNT = re.compile(r"\s*/[A-Z0-9/ ]+")
"""The line of the account in a payment message."""
_LINES = re.compile(r"[\r\n\v\f\u2028\u2029]+")
_SEPARATORS = re.compile(r"\s*(?:[;|•·●▪]|:\s|\t|\s[/\\]+\s|//+|\s[-–—]{1,2}\s|：|；|、)\s*")
_PARTNERS = re.compile(r"\s+(?:&|\+|and|und|et|y|и)\s+|\s*/\s*", re.IGNORECASE)
"""What may stand between two parties, and within the name of one."""
_BULLET = re.compile(r"^[\s*#>•\-–—.,:]*(?:\(?(?:(?:\d{1,3}|[a-z])[.)]|[A-Z]\))\s+)?")
"""A number or a letter before an item; *A.* before a name is an initial."""
_SIGNS = re.compile(r"[™®©℠]|[\s,.;:*#\-–—]+$")
_QUOTED = re.compile(r"[\"“”„«»「『]([^\"“”„«»「」『』]{3,})[\"“”„«»」』]")
_COMMA = re.compile(r"\s*[,，]\s*")
_FORM = re.compile(
    r"(?:\b(?:co\.?,?\s*ltd|company limited|limited|ltd|l\.?l\.?c|inc|incorporated|corp|corporation|gmbh|ag|kg|s\.?a\.?r\.?l|s\.?r\.?l|s\.?p\.?a"
    r"|s\.?a|s\.?l|b\.?v|n\.?v|a\.?s|oy|ab|plc|llp|l\.?p|jsc|pjsc|ojsc|cjsc|pte|pvt|pty|sdn\.? bhd|bhd|fze|fzc|fzco|fz-?llc|dmcc|est|kft|sro"
    r"|s\.r\.o|d\.o\.o|sp\. z o\.o|ltda|s\.?a\.? de c\.?v|pao|ooo|zao|oao)\b\.?|有限公司|有限责任公司|有限責任公司|集团|公司|株式会社|주식회사)",
    re.IGNORECASE,
)
_GLUED_FORM = re.compile(r"(?:LLC|JSC|OOO|PJSC|OJSC|CJSC|OAO|ZAO|PAO|FGUP|FSUE|ООО|ОАО|ЗАО|ПАО)(?=[A-ZА-ЯЁ]{5})")
"""A legal form that is glued to a name of one word."""
_ADDRESS = re.compile(
    r"(?<=\w\w)[\s,]+(?=#?\d|no\.?\s*\d|nr\.?\s*\d|(?:ul|av|str|ste|rm|bldg|д|ул|г)\.|p\.?\s?o\.?\s?box\b"
    r"|(?:room|flat|suite|unit|floor|office|plot|building|block|ulitsa|prospekt|saif zone|jafza|hamriyah|free zone|avenida|calle|rue)\b)",
    re.IGNORECASE,
)
"""Where an address may begin."""
_MIN_PARTNER_WORDS = 2
_MARK = re.compile(r"(?:^|(?<=\S))[\s.]*[;|•·●▪\n\r\t/\\：；]\s*(?:$|(?=\S))")
"""What separates two parties."""
_MARK_BEHIND = re.compile(r"[\s.]*[;|•·●▪\n\r\t/\\：；,(]")
"""The same behind a legal form, which ends a name."""
_NUMBER_BEHIND = re.compile(r"\s*#?\d")
"""A number that belongs to the name before it (*Academy 9*)."""
_FORM_END = 12
"""In so many characters at the end of a name its legal form begins."""


def cleaned(text: str) -> str:
    """``text`` without HTML entities, without characters that nobody sees (zero-width, bidirectional) and letters in disguise."""
    if "&" in text:
        text = html.unescape(text)
    if text.isascii():
        return text
    return in_one_script("".join(sign for sign in text if unicodedata.category(sign) != "Cf"))


@lru_cache(maxsize=1 << 12)
def spans(text: str) -> tuple[str, ...]:
    """The parts of ``text`` that may be names, in the order in which they stand; the text itself is none of them."""
    whole = cleaned(text)
    parts: dict[str, None] = {}
    for piece in _pieces(whole):
        parts.update((part, None) for part in _names(piece) if _holds_name(part))
    same = plain(text)
    return tuple(part for part in parts if plain(part) != same)


@lru_cache(maxsize=1 << 12)
def names_others(text: str, span: str) -> bool:
    """Whether ``text`` may name another party beside its part ``span``.

    It does not where the rest is only a role before it, and an address, a number or a contact behind it.
    """
    whole = cleaned(text)
    start = whole.casefold().find(span.casefold())
    if start < 0:
        # The part was put together from several lines; what stands around it is not known.
        return len(_FORM.findall(whole)) > 1
    before, behind = whole[:start], whole[start + len(span) :]
    if _FORM.search(behind):
        return True
    unlabelled = _cut_pattern().sub(" ", f"{before} ") if before.strip() else ""
    behind = _cut_pattern().split(behind, 1)[0]
    if not _NUMBER_BEHIND.match(behind):
        # An address may begin where the part ends.
        behind = _ADDRESS.split(f"{span}{behind}", 1)[0].removeprefix(span)
    head = re.split(r"\b\d+(?!\d|st\b|nd\b|rd\b|th\b)", behind, maxsplit=1)[0]
    return _has_word(unlabelled) or _has_word(head)


@lru_cache(maxsize=1 << 12)
def is_marked_off(text: str, span: str) -> bool:
    """Whether ``span`` stands in ``text`` as a party of its own: behind a role, an agent or a separator, or first; and before one."""
    whole = cleaned(text)
    start = whole.casefold().find(span.casefold())
    if start < 0:
        return False
    before, behind = whole[:start], whole[start + len(span) :]
    begins = not before.strip() or _MARK.search(_cut_pattern().sub(";", before)) is not None
    ends = _MARK_BEHIND if _FORM.search(span[-_FORM_END:]) else _MARK
    return begins and (not behind.strip(" .") or ends.match(_cut_pattern().sub(";", behind)) is not None)


def _has_word(text: str) -> bool:
    return any(
        token.kind in ("word", "common", "trade") for name in parse(_FORM.sub(" ", text)) for token in name.tokens
    )


def _holds_name(text: str) -> bool:
    """Whether the part is more than legal forms and small words."""
    bare = _FORM.sub(" ", text)
    return any(token.kind != "small" and len(token.raw) > 2 for reading in parse(bare) for token in reading.tokens)


def _pieces(text: str) -> Iterator[str]:
    """The text cut at separators and at words that are no part of a name."""
    lines = [line for line in _LINES.split(text) if not _ACCOUNT.fullmatch(line)]
    if len(lines) > 1:
        joined = "".join(line if len(line) == _SWIFT_LINE else f"{line} " for line in lines)
        yield from _cut(joined)
    for line in lines:
        yield from _cut(line)


def _cut(line: str) -> Iterator[str]:
    for part in _SEPARATORS.split(_cut_pattern().sub(";", line)):
        if piece := one_line(_SIGNS.sub(" ", _BULLET.sub("", part))):
            yield piece


def _names(piece: str) -> Iterator[str]:
    """The piece, and what is left of it without an address, a partner, a quotation or what follows a legal form."""
    yield piece
    yield from _QUOTED.findall(piece)
    if glued := _GLUED_FORM.match(piece):
        yield piece[glued.end() :]
    for form in _FORM.finditer(piece):
        head, rest = piece[: form.end()], piece[form.end() :].strip(" ,.&/-")
        if rest:
            yield head
        # What stands behind a legal form may be another party.
        if _FORM.search(rest):
            yield rest
    commas = [comma for comma in _COMMA.finditer(piece) if not _FORM.match(piece[comma.end() :])]
    for comma in commas[:4]:
        yield piece[: comma.start()]
        if _FORM.search(rest := piece[comma.end() :]):
            yield rest
    for address in _ADDRESS.finditer(piece):
        yield piece[: address.start()]
    partners = _PARTNERS.split(piece)
    if len(partners) > 1:
        yield from (part for part in partners if len(part.split()) >= _MIN_PARTNER_WORDS or not part.isascii())


@cache
def _cut_pattern() -> re.Pattern[str]:
    """Words at which a text is cut: roles at its beginning, labels before a colon, agents and contacts anywhere."""
    role, label, agent, contact = map(_alternatives, ("role", "label", "agent", "contact"))
    unspaced = "|".join(
        re.escape(word) for kind in ("role", "agent", "contact") for word in cut_words(kind) if _is_han(word)
    )
    return re.compile(
        rf"(?:^|(?<=[;,.|]))\W*(?:{role})(?!\w)(?:\s*[:：=#.]\s*|\s+-\s+|\s+)"
        rf"|(?<!\w)(?:{role}|{label})\s*(?:[:：=]\s*|\s-\s)"
        rf"|(?<![\w.])(?:{agent})(?![\w.])\s*[:：]?\s*"
        rf"|(?<!\w)(?:{contact})(?!\w)\s*[:：.#]?\s*(?=[+(\d]|[\w.]*@|[A-Z]*[-–]?\d)"
        rf"|{unspaced}",
        re.IGNORECASE,
    )


def _alternatives(kind: str) -> str:
    """The words of this kind, the longest first."""
    return "|".join(map(re.escape, sorted(cut_words(kind), key=len, reverse=True)))


def _is_han(word: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in word)
