"""The dated changes of everything that a check reads, taken from the data rather than sampled. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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

_MAX_NAMES = 6
"""The most names shown of parties that are listed on the same day."""
_IN_FORCE = {True: "in force", False: "not in force"}


@dataclass(frozen=True, slots=True)
class Event:
    """A change on ``day`` of ``subject`` (the id of a rule, list, set …): what changes, and the source of the change."""

    day: date
    kind: Kind
    subject: str
    what: str
    why: str = ""
    announced: bool = False
    verify: str = ""


def events(policies: Sequence[Policy], facts: Facts, waivers: Waivers, first: date, last: date) -> tuple[Event, ...]:
    """Everything that changes after ``first`` up to ``last``, by day."""
    changes = [
        *(event for policy in policies for rule in policy.rules for event in _rule(rule)),
        *_sets(facts),
        *_regimes(facts),
        *(event for party_list in facts.lists.values() for event in _list(party_list)),
        *_ages(facts),
        *(event for interest in (facts.interests_concerned() if facts.regimes else ()) for event in _interest(facts, interest)),
        *_waivers(waivers, {policy.id: policy.file.longest_waiver for policy in policies}),
        *_decisions(facts),
        *_installations(facts),
    ]  # fmt: skip
    in_span = (event for event in changes if first < event.day <= last)
    return tuple(sorted(in_span, key=lambda event: (event.day, event.kind, event.subject, event.what)))


def change_days_of(dated: DatedRule, facts: Facts, waivers: Waivers) -> frozenset[date]:
    """The days on which this rule's answer for something of this fleet may change."""
    days: set[date] = set(dated.days)
    decision_days = {event.day for event in _decisions(facts)}
    if decision_days:
        # A listing that a decision dismisses today may count on another day.
        facts = facts.with_decisions(Decisions())
    for _, version in dated.versions:
        constraint = version.constraint
        for question in _questions(facts, dated, version.applies_to.parties):
            days |= constraint.change_days(question)
        lists = {
            *constraint.lists_needed(),
            *(name for regime in constraint.regimes_needed() for name in facts.regime_lists(regime)),
        }
        days |= {event.day for event in _ages(facts) if event.subject in lists}
        days |= decision_days if lists else set()
    longest = {dated.policy.id: dated.policy.longest_waiver}
    return frozenset(days | {event.day for event in _waivers(waivers, longest) if event.subject == dated.id})


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
    for due in sorted({rule.due for _, rule in dated.versions if rule.due}):
        yield Event(due + DAY, "rule", dated.id, f"{dated.id}: the deadline of {due} has passed")


def _regimes(facts: Facts) -> Iterator[Event]:
    for name, dated in sorted(facts.regimes.items()):
        for change in dated.changes:
            yield _law("regime", name, change, dated.on(change.day).sources)


def _law(kind: Kind, subject: str, change: timeline.Change, sources: Iterable[Source]) -> Event:
    field = ".".join(map(str, change.path))
    value = (
        _IN_FORCE[change.value] if field == "in_force" and change.value in _IN_FORCE else f"{field} is {change.value}"
    )
    titles = [source.title for source in sources if source.id == change.by]
    return Event(
        change.day, kind, subject, f"{subject}: {value}", (*titles, change.by)[0], change.announced, change.verify
    )


def _sets(facts: Facts) -> Iterator[Event]:
    for name, country_set in sorted(facts.country_sets.items()):
        titles = {source.id: source.title for source in country_set.sources}
        for day in country_set.changes():
            before, after = country_set.on(day - DAY), country_set.on(day)
            for code in sorted(before ^ after):
                joins = code in after
                membership = next(
                    membership
                    for membership in country_set.members[code]
                    if (membership.since == day if joins else membership.until == day - DAY)
                )
                what = f"{facts.countries.name(code)} {'joins' if joins else 'leaves'} {name}"
                yield Event(day, "set", name, what, titles[membership.source])


def _list(party_list: PartyList) -> Iterator[Event]:
    begun: dict[date, list[Listing]] = {}
    ended: dict[date, list[Listing]] = {}
    for listing in party_list.listings:
        if listing.since:
            begun.setdefault(listing.since, []).append(listing)
        if listing.until and listing.until < date.max:
            ended.setdefault(listing.until + DAY, []).append(listing)
    for verb, days in (("listed", begun), ("taken off", ended)):
        for day, listings in days.items():
            names = [listing.name for listing in listings]
            rest = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
            citations = (listing.citation for listing in listings if listing.citation and days is begun)
            why = ", ".join(dict.fromkeys(citations))
            what = f"{party_list.id}: {', '.join(names[:_MAX_NAMES])}{rest} {verb}"
            yield Event(day, "list", party_list.id, what, why or party_list.source.title)


def _ages(facts: Facts) -> Iterator[Event]:
    """The day from which an edition is too old for a clearance."""
    for name, party_list in sorted(facts.lists.items()):
        allowed = facts.max_age if facts.max_age is not None else party_list.max_age
        if (
            allowed is None
            or not isinstance(party_list.edition, date)
            or (date.max - party_list.edition).days <= allowed
        ):
            continue
        day = party_list.edition + timedelta(days=allowed + 1)
        yield Event(day, "age", name, f"{name}: the edition of {party_list.edition} is older than {allowed} days")


def _interest(facts: Facts, interest: Interest) -> Iterator[Event]:
    owner, owned = facts.title(Known(interest.owner)), facts.title(Known(interest.owned))
    held, no_longer = interest.sentence(owner, owned), interest.sentence(owner, owned, "no longer holds")
    why = interest.source or interest.place
    if interest.since:
        yield Event(interest.since, "interest", interest.owned, f"{held} from this day", why)
    if interest.last < date.max:
        ended = no_longer if no_longer != held else f"no longer true: {held}"
        yield Event(interest.last + DAY, "interest", interest.owned, ended, why)


def _waivers(waivers: Waivers, longest: Mapping[str, int]) -> Iterator[Event]:
    """When waivers begin and end to count; ``longest`` are the days that each policy allows."""
    for waiver in waivers.waivers:
        last = waiver.last_day(longest.get(waiver.rule.split("/")[0]))
        yield Event(waiver.approved_on, "waiver", waiver.rule, f"{waiver.rule}: waived from this day", str(waiver))
        if last < date.max:
            yield Event(last + DAY, "waiver", waiver.rule, f"{waiver.rule}: no longer waived", str(waiver))


def _decisions(facts: Facts) -> Iterator[Event]:
    for decision in facts.decisions.decisions:
        parties = "one party" if decision.same_party else "two parties"
        what = f"{decision.party} and {decision.entry} of {decision.list} {{}} as {parties}{{}}"
        yield Event(
            decision.decided_on, "decision", decision.list, what.format("count", " from this day"), str(decision)
        )
        if decision.expires < date.max:
            yield Event(
                decision.expires + DAY, "decision", decision.list, what.format("no longer count", ""), str(decision)
            )


def _installations(facts: Facts) -> Iterator[Event]:
    for name, table in sorted(facts.installations.items()):
        for member in table.members:
            for day, verb in ((member.since, "listed"), (member.until and member.until + DAY, "no longer listed")):
                if day:
                    what = f"{member.name}: {verb} in part {member.part}"
                    yield Event(day, "installation", name, what, table.sources[0].title)
