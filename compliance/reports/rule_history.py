"""The rules as a catalogue for people: what each asks, by which source, and since when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from compliance.core.errors import fail, nearest
from compliance.core.timeline import announced, resolve
from compliance.policies.policy import DatedRule, Policy
from compliance.reports.style import Style

WIDTH = 80


def list_rules(policies: Sequence[Policy], day: date) -> str:
    """Policies with their rules, one line each, and whether each is in force on ``day``."""
    lines = []
    for policy in policies:
        lines += [*_wrapped(policy.file.title, f"{policy.id}  "), *_wrapped(policy.file.authority, "  ")]
        for rule in policy.rules:
            data = resolve(rule.document.data, day)
            lines += _wrapped(f"{data['title']} ({data['effect']}; {_state(rule, day)})", f"  {rule.id:<36}")
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


def show_rule(policies: Sequence[Policy], rule_id: str, day: date) -> str:
    """One rule as it stands on ``day``, with its history and sources. Raises ComplianceError for an unknown id."""
    for policy in policies:
        for rule in policy.rules:
            if rule.id == rule_id:
                return "\n".join(_shown(rule, day)) + "\n"
    known = [rule.id for policy in policies for rule in policy.rules]
    raise fail(
        f"there is no rule {rule_id!r}", f"{nearest(rule_id, known)} The known rules are {', '.join(known)}.".lstrip()
    )


def _shown(rule: DatedRule, day: date) -> Iterator[str]:
    data = resolve(rule.document.data, day)
    yield rule.id
    yield from _wrapped(data["title"])
    yield ""
    yield from _wrapped(data["because"])
    yield ""
    yield f"Effect:      {data['effect']}"
    acts = rule.on(day).acts if not rule.open else ()
    stated = "" if "act" in data else " (as follows from its roles; the rule names none)"
    if acts:
        yield from _wrapped(f"{' and '.join(acts)}{stated}", "Act:         ")
    yield f"On {day}: {_state(rule, day)}"
    yield f"Judged on:   {data.get('judged_on', 'as_of')}"
    for name, value in (data.get("applies_to") or {}).items():
        yield from _wrapped(f"{name} {_flat(value)}", "Applies to:  ")
    yield "Constraint:"
    for name, value in data["constraint"].items():
        yield from _wrapped(_flat(value), f"  {name}: ")
    for name, meaning in (data.get("parameters") or {}).items():
        yield from _wrapped(f"{name}: {meaning}", "Yours to set: ")
    for label, text in history(rule):
        yield from _wrapped(text, label)
    for note in data.get("notes") or ():
        yield from _wrapped(note, "Note: ")
    for label, text in sources(rule, day):
        yield from _wrapped(text, label)


def history(rule: DatedRule) -> Iterator[tuple[str, str]]:
    """Every dated change of the rule: a label and its text."""
    for change in rule.changes:
        mark = ", announced" if change.announced else ""
        name = ".".join(map(str, change.path))
        yield f"From {change.day}: ", f"{name} = {_flat(change.value)} (by {change.by}{mark})"


def sources(rule: DatedRule, day: date) -> Iterator[tuple[str, str]]:
    """What the rule rests on as it stands on ``day``, and what changed it: a label and its text."""
    cited = (*resolve(rule.document.data, day)["sources"], *(change.by for change in rule.changes))
    for source in (rule.sources[name] for name in dict.fromkeys(cited)):
        yield "Source: ", f"{source.title} [{source.id}, {source.confidence}] {source.url}".rstrip()


def _state(rule: DatedRule, day: date) -> str:
    history = "in_force" in rule.document.data
    now = resolve(rule.document.data, day).get("in_force", not history)
    return f"{'in force' if now else 'not in force'}{', announced' if announced(rule.changes, day) else ''}"


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_flat(inner)}" for name, inner in value.items())
    return str(value).lower() if isinstance(value, bool) else str(value)


def _wrapped(text: str, first: str = "") -> list[str]:
    return Style(WIDTH).wrap(text, first)
