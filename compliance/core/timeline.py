"""Values that change: a mapping whose keys are dates, resolved to one day before anybody validates it.

``{2025-09-29: {is: true, by: 90-FR-47201}, 2025-11-10: {is: false, by: 90-FR-50857}}`` is *true* from the
first day on and *false* from the second. Before the first day the value is absent. So no constraint kind,
and no pydantic model, knows about dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from compliance.core.errors import fail
from compliance.core.located import ParsedFile

ABSENT: Any = object()
DAY = timedelta(days=1)
_FIELDS = {"is", "by", "status", "verify"}
_STATUSES = ("enacted", "announced")


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a timeline: from ``day`` on, the field at ``path`` is ``value``, by the source ``by``."""

    path: tuple[Any, ...]
    day: date
    value: Any
    by: str
    announced: bool = False
    verify: str = ""


def is_timeline(value: Any) -> bool:
    """Whether ``value`` is a mapping with nothing but dates as keys."""
    return isinstance(value, dict) and bool(value) and all(isinstance(key, date) for key in value)


def changes(document: ParsedFile) -> tuple[Change, ...]:
    """Every entry of every timeline in ``document``, in the order of their days.

    Raises ComplianceError for an entry that is not ``{is, by[, status, verify]}``, and for a mapping that
    mixes dates with other keys.
    """
    return tuple(sorted(_walk(document, document.data, ()), key=lambda change: (change.day, str(change.path))))


def resolve(data: Any, day: date) -> Any:
    """``data`` as it stood on ``day``: every timeline replaced by its value, absent ones left out."""
    if is_timeline(data):
        past = [key for key in data if key <= day]
        entry = data[max(past)] if past else {"is": ABSENT}
        # What is no entry stays as it stands: ``changes`` says where.
        return resolve(entry["is"], day) if isinstance(entry, dict) and "is" in entry else entry
    if isinstance(data, dict):
        resolved = {key: resolve(value, day) for key, value in data.items()}
        return {key: value for key, value in resolved.items() if value is not ABSENT}
    if isinstance(data, list):
        return [value for value in (resolve(item, day) for item in data) if value is not ABSENT]
    return data


def in_force(all_changes: tuple[Change, ...], day: date) -> tuple[Change, ...]:
    """Of each timeline the entry that holds on ``day``."""
    latest = {change.path: change for change in all_changes if change.day <= day}
    return tuple(change for change in latest.values() if _stands(change.path, latest))


def announced(all_changes: tuple[Change, ...], day: date) -> tuple[Change, ...]:
    """Those of the entries that hold on ``day`` which are only announced."""
    return tuple(change for change in in_force(all_changes, day) if change.announced)


def epochs(days: set[date], first: date | None, last: date) -> list[date]:
    """One day of every stretch from ``first`` (None: since ever) to ``last`` in which nothing of ``days`` begins."""
    inside = sorted(day for day in days if day <= last and (first is None or day > first))
    if first is not None:
        return [first, *inside]
    if inside and inside[0] == date.min:
        return inside
    return [inside[0] - DAY if inside else last, *inside]


def limits(since: date | None, until: date | None) -> Iterator[date]:
    """The day on which a stay of both days begins, and the one on which it has ended; none where it is open."""
    if since:
        yield since
    if until and until < date.max:
        yield until + DAY


def _stands(path: tuple[Any, ...], latest: Mapping[tuple[Any, ...], Change]) -> bool:
    """Whether every timeline around ``path`` is in the entry that ``path`` leads through."""
    return all(latest[path[:end]].day == key for end, key in enumerate(path) if isinstance(key, date))


def _walk(document: ParsedFile, value: Any, path: tuple[Any, ...]) -> Iterator[Change]:
    if isinstance(value, dict):
        dates = [key for key in value if isinstance(key, date)]
        if dates and len(dates) < len(value):
            raise _wrong(document, path, "mixes dates with other keys", "A timeline has only dates as keys.")
        for key, inner in value.items():
            if dates:
                yield _entry(document, path, key, inner)
            yield from _walk(document, inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk(document, inner, (*path, index))


def _entry(document: ParsedFile, path: tuple[Any, ...], day: date, entry: Any) -> Change:
    where = (*path, day)
    if not isinstance(entry, dict) or not {"is", "by"} <= set(entry) <= _FIELDS:
        raise _wrong(
            document, where, "is not a timeline entry", "Write {is: …, by: SOURCE}, with status or verify if needed."
        )
    status = entry.get("status", "enacted")
    if status not in _STATUSES:
        raise _wrong(document, where, f"unknown status {status!r}", f"One of {', '.join(_STATUSES)}.")
    return Change(path, day, entry["is"], str(entry["by"]), status == "announced", str(entry.get("verify", "")))


def _wrong(document: ParsedFile, path: tuple[Any, ...], what: str, advice: str) -> Exception:
    line, column = document.place(path)
    name = ".".join(map(str, path))
    return fail(f"{name} {what}" if name else what, advice, file=document.file, row=line, column=column)


def anniversary(day: date, years: int) -> date:
    """The same day so many years later; of a leap day the last of February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
