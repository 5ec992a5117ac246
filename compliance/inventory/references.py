"""What the reference of a document may look like: an allowed form. What has another form names no document.

A reference holds a number, and beside it only words that papers and their numbers are called by: `7501-113-3478-4`,
`C-1884`, `SMT log 77 of 2024-05-03`; not `(pending)`, `0`, `rejected by CBP 12345`, a day, or the number of a form.
"""

from __future__ import annotations

import re

from compliance.core.text import is_doubtful, tidy

_DAY = re.compile(
    r"(?:19|20)\d{2}(?:[./-]\d{1,2}){0,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|\d{1,2}[./-](?:19|20)\d{2}"
    r"|\d{1,2}(?:st|nd|rd|th)|q[1-4]|\d{1,2}:\d{2}"
)
"""A day or a period: when, not what."""
_FORM = re.compile(r"(?:cbp|form|cf)?-?(?:7501|3461)")
_QUESTION = re.compile(r"(?i)\b(?:cf|cbp(?:\s+form)?|form)[\s.-]*28\b|request\s+for\s+information|\brfi\b")
"""CBP Form 28: customs ask; they decide nothing."""


_NO_NUMBER = re.compile(r"\bno\s+(?=\S*\d)|\+\d|%|\.\.|…|(?<![\w/-])\d{1,2}/\d{1,2}(?![\w/-])")
"""Not one; a telephone; a share; what was left out; how many of how many."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBERED = _words(
    "no nr num number ref reference lot batch entry page p sheet photo image picture serial sn rev revision version issue "
    "cert certificate coo co record report log test invoice inv bill lading bl awb label ruling box vol set file line "
    "seite rechnung núm numero número n° № 号 编号 第"
)
"""What a small number may number."""
_WORDS = _NUMBERED | _words(
    "pages photos images dated date of on the from for and to at by with serials issued form cbp customs us records logs tests "
    "smt factory production commercial packing list air waybill affidavit declaration statement contract marking hq ny hts "
    "summary example origin chamber commerce country export import importer liquidation liquidated protest under made built "
    "assembled manufacturer supplier vendor seller broker shipment container pcs units type row rows item items port "
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep "
    "sept oct nov dec vom datum bis und von der de del la el et du des y e"
)
"""Words that say nothing against a document."""
_LETTERS = frozenset("abcdefghijklmnopqrstuvw")
_MAX_LETTERS = 4
"""Longer words in a code are among ``_WORDS``: `INV-2024-55` is a code, `forged-55` is none."""
_COMMERCIAL = _words(
    "inv invoice invoices bill bl awb waybill lading po so order orders quote contract warranty affidavit coo certificate cert label "
    "photo photos image images img picture jpg jpeg png tel phone fax mob sample demo"
)
_OF_OTHERS = {
    "customs_entry": _COMMERCIAL | _words("lot batch serial serials sn test tests log logs smt factory"),
    "customs_ruling": _COMMERCIAL | _words("lot batch serial serials sn test tests log logs smt factory"),
    "factory_record": _COMMERCIAL | _words("customs cbp hts"),
}
"""Of the strong classes: words of other papers, whose numbers do not name one of the class."""
_PART = re.compile(r"(?:p|pp|v|vol|rev|version|page|pages|sheet|line|row|item|box|file|seite)\.?\s*\d{1,4}")
"""A part of a paper, or its state: of which paper is not said."""
_MODEL = re.compile(r"[a-z]{1,2}\d{2,3}[a-z]{0,2}\+*")
"""What a machine is called: `S19`, `M50S`."""
_NO_CODE = _words(
    "tbc tbd tba na nil null none no not nor non void fake lost due todo wip pend test demo copy dup x xx xxx"
)


def is_reference(text: str) -> bool:
    """Whether a text names a document that is there."""
    plain = tidy(text).casefold()
    if (
        is_doubtful(plain)
        or _NO_NUMBER.search(tidy(text))
        or re.search(r"\bn/a\b|\bno\W+(?!nr\b|no\b)[^\W\d_]{2,}", plain)
    ):
        return False
    tokens = [token.strip(".'\"-/_") for token in re.split(r"[\s,()\[\]#№:&+]+", plain)]
    tokens = [token for token in tokens if token]
    numbered = [token for token in tokens if any(map(str.isdigit, token))]
    words = {word for token in tokens if token not in numbered for word in re.split(r"[./\-_']+", token) if word}
    known = words <= _WORDS | _LETTERS
    return known and all(map(_is_plain, numbered)) and _counts(numbered, words)


def _counts(numbered: list[str], words: set[str]) -> bool:
    """Whether one of the words with digits is the number of a document."""
    codes = [
        token for token in numbered if not _DAY.fullmatch(token) and not _FORM.fullmatch(token) and token.strip("0-./")
    ]
    return any(len(code) > 2 for code in codes) or (
        bool(codes) and (bool(words & _NUMBERED) or (len(numbered) == 1 and not words and len(codes[0]) > 1))
    )


def _is_plain(token: str) -> bool:
    """Whether the letters in a word with digits are those of a code."""
    letters = re.findall(r"[^\W\d_]+", token)
    return all(
        word in _WORDS or (len(word) <= _MAX_LETTERS and word.isascii() and word not in _NO_CODE) for word in letters
    )


def is_of_another(document_class: str, text: str) -> bool:
    """Whether what a reference of a strong class names is no paper of that class: an invoice, a page, a machine."""
    plain = tidy(text).casefold()
    words = set(re.findall(r"[^\W\d_]+", plain))
    others = _OF_OTHERS.get(document_class, frozenset())
    return bool(others) and (not words.isdisjoint(others) or bool(_PART.fullmatch(plain) or _MODEL.fullmatch(plain)))


def is_question(text: str) -> bool:
    """Whether the document is a question of customs (CBP Form 28) and no decision."""
    return _QUESTION.search(tidy(text)) is not None
