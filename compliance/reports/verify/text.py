"""What came of an evidence pack, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.core.text import counted
from compliance.reports.style import Style
from compliance.workflows.verify import Difference, VerifyResult

_SIGNED = {
    "by this key": "Signed by the key {}, which you gave.",
    "by its own key": "Signed by the key {}, which the pack itself brings: compare it with the signer's, or give --key.",
    "not signed": "Not signed: whoever made it, nobody stands behind it.",
}


def write(result: VerifyResult, style: Style) -> str:
    """The answer as lines of at most ``style.width`` columns."""
    return "\n".join(_lines(result, style)) + "\n"


def _lines(result: VerifyResult, style: Style) -> Iterator[str]:
    told = result.predicate
    yield from style.wrap(f"Every byte is as it was written: {counted(result.files, 'file')}.")
    yield from style.wrap(_SIGNED[result.signed].format(result.fingerprint))
    yield from style.wrap(
        f"Then: {told.verdict}, as of {told.as_of}, by {told.program['name']} {told.program['version']}."
    )
    if result.hindrance:
        yield "It could not be judged again:"
        for problem in result.hindrance:
            yield from style.wrap(problem, "  - ")
    elif not result.judged_again:
        yield from style.wrap("Not judged again: the pack holds only the digests of some inputs.")
    else:
        same = "the same findings" if not result.differences else counted(len(result.differences), "difference")
        yield from style.wrap(f"Judged again: {result.verdict}, {same}.")
    for heading, texts in (
        ("What has changed since", result.changed),
        ("Differences", tuple(map(difference_text, result.differences))),
    ):
        if texts:
            yield heading
            for text in texts:
                yield from style.wrap(text, "  - ")


def difference_text(difference: Difference) -> str:
    """``us-ear/sophgo: violation (3 units) -> compliant: …``."""
    before = (
        f"{difference.before} ({counted(difference.units_before, 'unit')})" if difference.before else "no such finding"
    )
    after = f"{difference.after} ({counted(difference.units_after, 'unit')})" if difference.after else "no such finding"
    return f"{difference.rule}: {before} -> {after}: {difference.because}"
