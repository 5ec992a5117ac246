"""What changes from one day to another in everything that a check rests on: found in the data, not sampled. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from compliance.core import timeline
from compliance.core.party import Known
from compliance.core.record import Source
from compliance.core.timeline import DAY
from compliance.ownership.parties import Interest
from compliance.policies.constraints.base import Question
from compliance.policies.engine.scope import fields_of
from compliance.policies.facts import Facts
from compliance.policies.policy import DatedRule, Policy
from compliance.policies.waivers import Waivers
from compliance.screening.decisions import Decisions
from compliance.screening.listings import Listing, PartyList

Kind = Literal["rule", "set", "regime", "list", "interest", "waiver", "decision", "installation", "age"]

_NAMED = 6
"""So many names are told of those that are listed on one day."""
_WORDS = {True: "in force", False: "not in force"}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that changes: on ``day``, in the thing ``subject`` (the id of a rule, list, set …), what, and by what."""

    day: date
    kind: Kind
    subject: str
    what: str
    why: str = ""
    announced: bool = False
    verify: str = ""


def events(policies: Sequence[Policy], facts: Facts, waivers: Waivers, first: date, last: date) -> tuple[Event, ...]:
    """Everything that changes after ``first`` up to ``last``, by day."""
    found = [
        *(event for policy in policies for rule in policy.rules for event in _rule(rule)),
        *_sets(facts),
        *_regimes(facts),
        *(event for held in facts.lists.values() for event in _list(held)),
        *_ages(facts),
        *(event for interest in (facts.parties.interests if facts.regimes else ()) for event in _interest(facts, interest)),
        *_waivers(waivers),
        *_decisions(facts),
        *_installations(facts),
    ]  # fmt: skip
    inside = (event for event in found if first < event.day <= last)
    return tuple(sorted(inside, key=lambda event: (event.day, event.kind, event.subject, event.what)))


def telling_days(dated: DatedRule, facts: Facts, waivers: Waivers) -> frozenset[date]:
    """The days on which this rule's answer for something of this fleet may change."""
    found: set[date] = set(dated.days)
    decided = {event.day for event in _decisions(facts)}
    if decided:
        # A listing that a decision dismisses today may count on another day.
        facts = replace(facts, decisions=Decisions(), _known={})
    for _, version in dated.versions:
        constraint = version.constraint
        for question in _questions(facts, dated, version.applies_to.parties):
            found |= constraint.change_days(question)
        lists = {
            *constraint.lists_needed(),
            *(name for each in constraint.regimes_needed() for name in facts.regime_lists(each)),
        }
        found |= {event.day for event in _ages(facts) if event.subject in lists}
        found |= decided if lists else set()
    return frozenset(found | {event.day for event in _waivers(waivers) if event.subject == dated.id})


def _questions(facts: Facts, dated: DatedRule, roles: tuple[object, ...]) -> Iterator[Question]:
    """One question for each distinct subject of a rule."""
    kinds = {version.constraint.subject for _, version in dated.versions}
    if kinds - {"site"}:
        fields = fields_of(dated)
        units = {tuple(getattr(lot.unit, name) for name in fields): lot.unit for lot in facts.fleet.lots}
        for unit in units.values():
            yield Question(facts, facts.as_of, roles, unit=unit)  # type: ignore[arg-type]
    if "site" in kinds:
        for site in facts.sites.sites:
            yield Question(facts, facts.as_of, roles, site=site)  # type: ignore[arg-type]


def _rule(dated: DatedRule) -> Iterator[Event]:
    for change in dated.changes:
        yield _law("rule", dated.id, change, dated.sources.values())


def _regimes(facts: Facts) -> Iterator[Event]:
    for name, dated in sorted(facts.regimes.items()):
        for change in dated.changes:
            yield _law("regime", name, change, dated.on(change.day).sources)


def _law(kind: Kind, subject: str, change: timeline.Change, sources: Iterable[Source]) -> Event:
    called = ".".join(map(str, change.path))
    value = _WORDS[change.value] if called == "in_force" and change.value in _WORDS else f"{called} is {change.value}"
    titles = [source.title for source in sources if source.id == change.by]
    return Event(
        change.day, kind, subject, f"{subject}: {value}", (*titles, change.by)[0], change.announced, change.verify
    )


def _sets(facts: Facts) -> Iterator[Event]:
    for name, held in sorted(facts.country_sets.items()):
        titles = {source.id: source.title for source in held.sources}
        for day in held.changes():
            before, after = held.on(day - DAY), held.on(day)
            for code in sorted(before ^ after):
                joins = code in after
                stay = next(
                    stay for stay in held.members[code] if (stay.since == day if joins else stay.until == day - DAY)
                )
                what = f"{facts.countries.name(code)} {'joins' if joins else 'leaves'} {name}"
                yield Event(day, "set", name, what, titles[stay.source])


def _list(held: PartyList) -> Iterator[Event]:
    begun: dict[date, list[Listing]] = {}
    ended: dict[date, list[Listing]] = {}
    for listing in held.listings:
        if listing.since:
            begun.setdefault(listing.since, []).append(listing)
        if listing.until and listing.until < date.max:
            ended.setdefault(listing.until + DAY, []).append(listing)
    for verb, days in (("listed", begun), ("taken off", ended)):
        for day, listings in days.items():
            names = [listing.name for listing in listings]
            rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            cited = (listing.citation for listing in listings if listing.citation and days is begun)
            why = ", ".join(dict.fromkeys(cited))
            what = f"{held.id}: {', '.join(names[:_NAMED])}{rest} {verb}"
            yield Event(day, "list", held.id, what, why or held.source.title)


def _ages(facts: Facts) -> Iterator[Event]:
    """The day from which an edition is too old to clear anybody."""
    for name, held in sorted(facts.lists.items()):
        allowed = facts.max_age if facts.max_age is not None else held.max_age
        if allowed is None or not isinstance(held.edition, date) or (date.max - held.edition).days <= allowed:
            continue
        day = held.edition + timedelta(days=allowed + 1)
        yield Event(day, "age", name, f"{name}: the edition of {held.edition} is older than {allowed} days")


def _interest(facts: Facts, interest: Interest) -> Iterator[Event]:
    told = f"{facts.title(Known(interest.owner))} {{}} {interest.share} of {facts.title(Known(interest.owned))}"
    why = interest.source or interest.place
    if interest.since:
        yield Event(interest.since, "interest", interest.owned, told.format("holds from now on"), why)
    if interest.last < date.max:
        yield Event(interest.last + DAY, "interest", interest.owned, told.format("no longer holds"), why)


def _waivers(waivers: Waivers) -> Iterator[Event]:
    for waiver in waivers.waivers:
        yield Event(waiver.approved_on, "waiver", waiver.rule, f"{waiver.rule}: from now on waived", str(waiver))
        if waiver.expires < date.max:
            yield Event(waiver.expires + DAY, "waiver", waiver.rule, f"{waiver.rule}: no longer waived", str(waiver))


def _decisions(facts: Facts) -> Iterator[Event]:
    for each in facts.decisions.decisions:
        what = f"{each.party} and {each.entry} of {each.list} are {{}} taken for two parties"
        yield Event(each.decided_on, "decision", each.list, what.format("from now on"), str(each))
        if each.expires < date.max:
            yield Event(each.expires + DAY, "decision", each.list, what.format("no longer"), str(each))


def _installations(facts: Facts) -> Iterator[Event]:
    for name, held in sorted(facts.installations.items()):
        for each in held.members:
            for day, verb in ((each.since, "listed"), (each.until and each.until + DAY, "no longer listed")):
                if day:
                    what = f"{each.name}: {verb} in part {each.part}"
                    yield Event(day, "installation", name, what, held.sources[0].title)
