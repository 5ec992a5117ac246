"""Listed names as they stand in a spreadsheet: each kind of disguise is one function that returns None where it does not apply."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

_FORM = re.compile(
    r"(?i)[,\s]*\b(co\.?,?\s*ltd\.?|company limited|limited liability company|joint stock company|co\.? limited"
    r"|private limited|pvt\.? ltd\.?|pte\.? ltd\.?|sdn\.? bhd\.?|limited|ltd\.?|llc|inc\.?|gmbh|corporation|corp\.?|company"
    r"|jsc|ooo|oao|ao|plc|s\.a\.|fze|co\.)(?=\W|$)\.?"
)
_SHORT = {
    "Technologies": "Tech", "Technology": "Tech", "International": "Intl", "Electronics": "Elec", "Communications": "Comm",
    "Engineering": "Eng", "Manufacturing": "Mfg", "Industries": "Ind", "Industry": "Ind", "Development": "Dev", "Institute": "Inst",
    "Semiconductor": "Semicon", "Group": "Grp", "Equipment": "Equip", "Information": "Info", "Science": "Sci", "Services": "Svcs",
    "University": "Univ", "Trading": "Trdg", "Systems": "Sys", "Electronic": "Electronics",
}  # fmt: skip
_MISREAD = {"o": "0", "O": "0", "l": "1", "I": "1", "S": "5", "B": "8", "i": "1"}
_CYRILLIC = dict(zip(
    "shch zh kh ts ch sh yu ya a b v g d e z i y k l m n o p r s t u f".split(" "),  # noqa: SIM905
    "щ ж х ц ч ш ю я а б в г д е з и й к л м н о п р с т у ф".split(" "),  # noqa: SIM905
    strict=True,
))  # fmt: skip
_SMALL = {"of", "and", "the", "for"}


def slip(name: str, chance: Random) -> str | None:
    """A letter left out, put in, changed, or exchanged with the next, in a word of five letters or more."""
    words = name.split()
    long = [place for place, word in enumerate(words) if len(re.sub(r"\W", "", word)) >= 5]
    if not long:
        return None
    place = chance.choice(long)
    word, at = words[place], chance.randrange(1, len(words[place]) - 1)
    letter = chance.choice("aeionrstl")
    rest = chance.choice(
        (word[at + 1 :], word[at + 1] + word[at] + word[at + 2 :], letter + word[at:], letter + word[at + 1 :])
    )
    words[place] = word[:at] + rest
    return " ".join(words)


def no_form(name: str, chance: Random) -> str | None:
    """Without the legal form."""
    del chance
    bare = _FORM.sub("", name).strip(" ,")
    return bare if bare != name and len(bare) > 3 else None


def shortened(name: str, chance: Random) -> str | None:
    """A trade word abbreviated."""
    del chance
    word = next((word for word in _SHORT if re.search(rf"\b{word}\b", name)), "")
    return re.sub(rf"\b{word}\b", _SHORT[word], name) if word else None


def reordered(name: str, chance: Random) -> str | None:
    """The first word at the end, without the legal form."""
    words = re.sub(r"[(),]", " ", no_form(name, chance) or name).split()
    return " ".join((*words[1:], words[0])) if len(words) > 1 else None


def misread(name: str, chance: Random) -> str | None:
    """One or two letters that a scanner took for figures."""
    places = [place for place, char in enumerate(name) if char in _MISREAD]
    for place in chance.sample(places, min(len(places), chance.choice((1, 2)))):
        name = name[:place] + _MISREAD[name[place]] + name[place + 1 :]
    return name if places else None


def branch(name: str, chance: Random) -> str:
    """A branch or an office."""
    return name + chance.choice(
        (" Shenzhen Branch", " (Beijing Branch)", " - Shanghai Office", ", Hong Kong Branch", " (HK)")
    )


def addressed(name: str, chance: Random) -> str:
    """A city or an address."""
    return name + chance.choice(
        (" Shenzhen", " (Shanghai)", ", Moscow", ", Room 1203, 88 Keyuan Road, Shenzhen 518057")
    )


def torn(name: str, chance: Random) -> str | None:
    """A word torn apart."""
    words = name.split()
    place = next((place for place, word in enumerate(words) if re.fullmatch("[A-Za-z]{6,}", word)), None)
    if place is None:
        return None
    at = chance.randrange(2, len(words[place]) - 2)
    words[place] = f"{words[place][:at]} {words[place][at:]}"
    return " ".join(words)


def bare(name: str, chance: Random) -> str:
    """Without punctuation, in capitals or small letters."""
    plain = re.sub(r"[.,()\"“”'’-]", " ", name)
    return chance.choice((plain.upper(), plain.lower(), plain))


def cyrillic(name: str, chance: Random) -> str | None:
    """In Cyrillic letters; names with letters that have no counterpart are left out."""
    del chance
    text = name.lower()
    for latin, written in _CYRILLIC.items():
        text = text.replace(latin, written)
    return None if re.search("[a-z]", text) else text


def acronym(name: str, chance: Random) -> str | None:
    """The initials of four words or more, without the legal form."""
    words = [word for word in re.findall("[A-Za-z]+", no_form(name, chance) or name) if word.lower() not in _SMALL]
    return "".join(word[0] for word in words).upper() if len(words) >= 4 else None


DISGUISES: dict[str, Callable[[str, Random], str | None]] = {
    each.__name__: each
    for each in (slip, no_form, shortened, reordered, misread, branch, addressed, torn, bare, cyrillic, acronym)
}
