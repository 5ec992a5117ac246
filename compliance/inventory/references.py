"""What the reference of a document may look like: an allowed form. What has another form names no document.

A reference holds a number, and says nothing else of the document than what it is called: `7501-113-3478-4`, `C-1884`,
`SMT log 77 of 2024-05-03`; not `(pending)`, `0`, `rejected by CBP`, a day, or the number of a form.
"""

from __future__ import annotations

import re

from compliance.core.text import tidy

_STRONG = re.compile(r"(?=(?:[^\d]*\d){3})[\w/.\-]{5,}")
"""A code by itself: whatever words stand beside it, unless they deny the document."""
_DAY = re.compile(
    r"(?:19|20)\d{2}(?:[./-]\d{1,2}){0,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|\d{1,2}[./-](?:19|20)\d{2}"
    r"|\d{1,2}(?:st|nd|rd|th)|q[1-4]"
)
"""A day or a period: when, not what."""
_FORM = re.compile(r"(?:cbp|form|cf)?-?(?:7501|3461)")
_NUMBER = re.compile(r"\d{1,2}")
_QUESTION = re.compile(r"(?i)\b(?:cf|cbp(?:\s+form)?|form)[\s.-]*28\b|request\s+for\s+information|\brfi\b")
"""CBP Form 28: customs ask; they decide nothing."""
_NUMBERED = frozenset(
    [
        "no",
        "nr",
        "num",
        "number",
        "ref",
        "reference",
        "lot",
        "batch",
        "entry",
        "page",
        "p",
        "sheet",
        "photo",
        "image",
        "picture",
        "serial",
        "sn",
        "rev",
        "revision",
        "version",
        "issue",
        "cert",
        "certificate",
        "coo",
        "record",
        "report",
        "log",
        "test",
        "invoice",
        "inv",
        "bill",
        "lading",
        "bl",
        "awb",
        "label",
        "ruling",
        "box",
        "vol",
        "set",
        "file",
        "seite",
        "rechnung",
        "núm",
        "numero",
        "número",
        "example",
    ]
)
"""What a small number may number."""
_WORDS = _NUMBERED | frozenset(
    [
        "pages",
        "photos",
        "images",
        "dated",
        "date",
        "of",
        "on",
        "the",
        "from",
        "for",
        "and",
        "to",
        "serials",
        "issued",
        "form",
        "cbp",
        "customs",
        "records",
        "logs",
        "tests",
        "smt",
        "factory",
        "line",
        "production",
        "commercial",
        "packing",
        "list",
        "air",
        "waybill",
        "affidavit",
        "declaration",
        "statement",
        "contract",
        "marking",
        "hq",
        "ny",
        "hts",
        "summary",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "vom",
        "datum",
        "bis",
    ]
)
_DENIALS = frozenset(
    [
        "pending",
        "requested",
        "request",
        "missing",
        "awaiting",
        "awaited",
        "await",
        "none",
        "not",
        "nothing",
        "never",
        "without",
        "outstanding",
        "ordered",
        "follows",
        "follow",
        "lost",
        "unavailable",
        "later",
        "todo",
        "open",
        "tbc",
        "tbd",
        "tba",
        "unknown",
        "expected",
        "expecting",
        "due",
        "coming",
        "wanted",
        "needed",
        "required",
        "ask",
        "asked",
        "asking",
        "sent",
        "see",
        "check",
        "verify",
        "unverified",
        "unconfirmed",
        "confirm",
        "rejected",
        "reject",
        "refused",
        "refuse",
        "denied",
        "declined",
        "forged",
        "forgery",
        "fake",
        "faked",
        "false",
        "falsified",
        "fraud",
        "fraudulent",
        "counterfeit",
        "void",
        "voided",
        "invalid",
        "invalidated",
        "cancelled",
        "canceled",
        "revoked",
        "withdrawn",
        "expired",
        "disputed",
        "contested",
        "challenged",
        "wrong",
        "incorrect",
        "mismatch",
        "mismatched",
        "contradicts",
        "illegible",
        "unreadable",
        "blank",
        "empty",
        "draft",
        "sample",
        "template",
        "specimen",
        "destroyed",
        "damaged",
        "stolen",
        "promised",
        "will",
        "shall",
        "planned",
        "proforma",
        "nil",
        "null",
        "placeholder",
        "dummy",
        "unsigned",
        "incomplete",
        "partial",
        "redacted",
        "withheld",
        "exempt",
        "exempted",
        "fehlt",
        "fehlend",
        "ausstehend",
        "angefordert",
        "nein",
        "kein",
        "keine",
        "nicht",
        "offen",
        "folgt",
        "falta",
        "faltante",
        "pendiente",
        "solicitado",
        "ninguno",
        "ninguna",
        "rechazado",
        "falso",
        "manque",
        "manquant",
        "attente",
        "demandé",
        "aucun",
        "aucune",
        "refusé",
        "faux",
        "mancante",
        "richiesto",
        "nessuno",
        "rifiutato",
        "нет",
        "ожидается",
        "запрошен",
        "отсутствует",
        "утерян",
        "поддельный",
        "отказ",
    ]
)
_DENIALS_WITHOUT_SPACES = (
    "无",
    "沒有",
    "没有",
    "待",
    "未",
    "缺",
    "丢失",
    "遗失",
    "申请中",
    "伪造",
    "拒",
    "作废",
    "不明",
    "なし",
    "없음",
)


def is_reference(text: str) -> bool:
    """Whether a text names a document that is there."""
    plain = tidy(text).casefold()
    if not any(char.isdigit() and char != "0" for char in plain) or denies(plain):
        return False
    tokens = [token.strip(".'\"-/") for token in re.split(r"[\s,()\[\]#№:]+", plain)]
    tokens = [token for token in tokens if token]
    numbers = [token for token in tokens if _NUMBER.fullmatch(token)]
    codes = [token for token in tokens if _is_code(token) and token not in numbers]
    words = {token for token in tokens if not any(map(str.isdigit, token))}
    if codes:
        return words <= _WORDS or any(map(_STRONG.fullmatch, codes))
    if len(tokens) == 1:
        return len(numbers) == 1 and len(numbers[0]) > 1
    return bool(numbers) and words <= _WORDS and not words.isdisjoint(_NUMBERED)


def _is_code(token: str) -> bool:
    """Whether a word holds a number that is no day and no form's."""
    return any(map(str.isdigit, token)) and not _DAY.fullmatch(token) and not _FORM.fullmatch(token)


def denies(text: str) -> bool:
    """Whether a text says that the document is not there, or is not what it should be."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return (
        "?" in text
        or not _DENIALS.isdisjoint(words)
        or re.search(r"\bpro\W?forma\b|\bno\W+(?!nr\b|no\b)[^\W\d_]{2,}\W", f"{text.casefold()} ") is not None
        or any(word in text for word in _DENIALS_WITHOUT_SPACES)
    )


def is_question(text: str) -> bool:
    """Whether the document is a question of customs (CBP Form 28) and no decision."""
    return _QUESTION.search(tidy(text)) is not None
