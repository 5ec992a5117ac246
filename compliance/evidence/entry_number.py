"""The number of a US customs entry: three characters of the filer, seven digits, and a check digit.

The check digit is that of CBP's ABI requirements (CATAIR, Appendix E, Valid Entry Numbers): letters become digits, every
second digit from the right is doubled, and the digits of all of it add up to a multiple of ten.
"""

from __future__ import annotations

import re

_NUMBER = re.compile(r"([0-9A-Z]{3})[- ]?([0-9]{7})[- ]?([0-9])", re.IGNORECASE)
_DIGITS = {letter: number for group in ("ABCDEFGHI", "JKLMNOPQR") for number, letter in enumerate(group, 1)}
_DIGITS |= {letter: number for number, letter in enumerate("STUVWXYZ", 2)}


def check_digit(filer: str, number: str) -> int:
    """The check digit of the entry ``number`` (seven digits) of a filer (three letters or digits).

    >>> check_digit("B76", "0324527")
    8
    """
    digits = [_DIGITS.get(character) or int(character) for character in (filer + number).upper()]
    doubled = [digit if place % 2 else 2 * digit for place, digit in enumerate(reversed(digits))]
    return -sum(value // 10 + value % 10 for value in doubled) % 10


def wrong_check_digit(text: str) -> str:
    """What is wrong with a text that has the form of an entry number; "" where nothing is, or where it has another form."""
    match = _NUMBER.fullmatch(text.strip())
    if not match:
        return ""
    expected = check_digit(match[1], match[2])
    if expected == int(match[3]):
        return ""
    return f"the check digit of entry number {text.strip()} should be {expected}, not {match[3]}"
