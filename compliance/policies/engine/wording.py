"""The sentences that the engine adds to those of the constraints; no code reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from compliance.core.finding import Flag
from compliance.core.possible import Answer
from compliance.core.text import counted
from compliance.core.timeline import DAY, anniversary
from compliance.policies.limitation import Limitation
from compliance.policies.policy import Grace
from compliance.policies.waivers import Waiver

_MAX_SPANS = 3
"""Of more stretches of days only the fact is named."""
_MAX_SITES = 10
"""So many sites are named."""

CAVEAT_FLAGS = ("control-tie", "joint-arrangement-not-assessed", "option-held", "recent-divestment")
"""Flags that a person should know of though the rule is kept."""

ALL_UNITS = "all units"
ANOTHER_SITE = "this rule covers other sites"
NO_PARTY = "the inventory does not name every party that this rule asks about"
NO_SITE = "this rule asks about sites, and no site is described"
NOTHING_COVERED = "this rule covers no unit of the fleet"

DESCRIBE_SITES = "Describe the sites in sites.yaml."
NOT_RECORDED = "is not recorded"
NOT_TO_THE_DAY = "is not known to the day"
PREDATES_MODEL = "is recorded before any machine of this model was made"
"""Why the day of a dealing is not settled."""

RECORD_DAY: Mapping[str, str] = {
    "purchase": "Record the purchase date from the contract.",
    "delivery": "Record the delivery date from the delivery note.",
    "export": "Record the day of the export from the bill of lading, in export_date.",
}
RECORD_PAYMENT = (
    "Record from the contract when it was signed, paid and performed, and have counsel say which day decides."
)
ASK_FOR_LICENCE = (
    "Register the licence that covers this, with its consignee, in documents.yaml, or stop it until there is one."
)
RECORD_PARTIES = "Record them from the invoices."
RECORD_SINCE = "Record from which day each interest has been held."
RECORD = {
    "site": "Record the exact site of these units, or describe it in sites.yaml by an address or coordinates.",
    "kind": "Record what these units are: correct the kind or the model.",
    "status": "Record the status of these units without a doubt.",
}
"""What settles whether a rule covers a unit, by the fact that leaves it open."""
RECORD_KNOWN_SITE = "Describe these sites in sites.yaml, or add their names to the aliases of the site that they are."


def unread_documents(units: int) -> str:
    """That evidence is only what the inventory names."""
    return (
        f"{counted(units, 'unit')}: their origin rests on documents that the inventory names and that nobody has read into a "
        "register. Register them with compliance documents."
    )


def disputed_scope(because: str, facts: Iterable[str]) -> str:
    """A breach by a unit of which these facts leave open whether the rule covers it."""
    return ". ".join((because, *map(_DISPUTED.__getitem__, facts)))


KIND_OPEN = "This rule covers some kinds of unit only, and the recorded kind contradicts the model"
STATUS_OPEN = "Whether the unit is still there, in a state that this rule covers, its recorded status leaves open"
_DISPUTED = {
    "site": "This rule names one site, and the recorded site may be that one or another, because nobody describes where it is",
    "kind": KIND_OPEN,
    "status": STATUS_OPEN,
}


def undescribed_sites(names: Sequence[str]) -> str:
    """Units stand at sites about which this rule could not be asked."""
    shown = [repr(name) if name else "no recorded site" for name in names[:_MAX_SITES]]
    more = f" and {len(names) - _MAX_SITES} more" if len(names) > _MAX_SITES else ""
    return f"sites.yaml does not describe where these units stand, so this rule was not asked about it: {', '.join(shown)}{more}"


def disputed_day(because: str, what: str, doubt: str, days: Sequence[tuple[date, bool]], *, breach: bool) -> str:
    """An answer that depends on the date of the purchase, delivery or export (``what``), which is not known well enough.

    ``days`` are the first days of the stretches that are possible, each with whether the answer is adverse from there.
    ``breach``: the adverse answer is a certain breach; else something else is missing as well.
    """
    spans = _adverse_spans(days)
    if breach:
        outcome = f"it is a breach if the {what} was {spans}" if spans else "the law changed in between"
        return f"{because}. Whether this breaks the rule depends on the {what} date, which {doubt}: {outcome}"
    matters = f" (the first point matters only if the {what} was {spans})" if spans else ""
    return f"two points are open: {because}, and the {what} date {doubt}{matters}"


def on_days(because: str, days: Sequence[tuple[str, date | None]]) -> str:
    """A breach of a dealing, with the days on which it was one: what happened then, and when (None: a period)."""
    named = ", and ".join(f"of the {what}, {day}" if day else f"of the {what}, whichever it was" for what, day in days)
    return f"{because} (on the {'days' if len(days) > 1 else 'day'} {named})"


def today(because: str, day: date) -> str:
    """A breach by what is held today, beside a question about the dealing."""
    return f"{because} (today, {day})"


def between(because: str, day: date, start: date, stop: date) -> str:
    """A dealing that was allowed on both of its days and forbidden on some day between them."""
    return f"the dealing was allowed on {start} and on {stop}, but not on every day between them: from {day}, {because}"


def limitation(period: Limitation, title: str, day: date, as_of: date) -> str:
    """How long a breach of a dealing on ``day`` may be pursued."""
    if period.years is None:
        return f"{period.note} ({title})."
    last = anniversary(day, period.years)
    state = f"ended on {last}" if last < as_of else f"ends on {last}"
    note = f" {period.note}." if period.note else ""
    return f"The limitation period for a dealing of {day} is {period.years} years and {state} ({title}).{note}"


def unlicensed(because: str) -> str:
    """A breach that a licence would cure, where no register says whether there is one."""
    return f"{because}. This needs a licence, and no register of documents says whether there is one"


def without_licence(because: str) -> str:
    """A breach that a licence would cure, where the register holds none that covers it."""
    return f"{because}. This needs a licence, and the register of documents holds none that covers it"


def licensed(because: str, names: Sequence[str]) -> str:
    """What a licence allows."""
    return f"{because}. This needs a licence, and {' and '.join(names)} covers it"


def perhaps_licensed(because: str, names: Sequence[str]) -> str:
    """A breach unless a licence covers it, which its entry in the register does not say."""
    return f"{because}. This needs a licence; whether {' or '.join(names)} covers it, the register does not say"


def _adverse_spans(days: Sequence[tuple[date, bool]]) -> str:
    """``on or after 2025-01-16``, ``before 2025-11-10 or …``; "" where every stretch is adverse, or too many are."""
    ends = [first - DAY for first, _ in days[1:]]
    spans: list[list[date | None]] = []
    for place, (first, adverse) in enumerate(days):
        if not adverse:
            continue
        last = ends[place] if place < len(ends) else None
        if place and days[place - 1][1]:
            spans[-1][1] = last
        else:
            spans.append([first if place else None, last])
    return " or ".join(_span(first, last) for first, last in spans) if len(spans) <= _MAX_SPANS else ""


def _span(first: date | None, last: date | None) -> str:
    if first and last:
        return f"from {first} to {last}"
    return f"on or after {first}" if first else f"before {last + DAY}" if last else ""


def deadline(due: date, grace: Grace | None, held: Answer) -> str:
    """How a breach stands to its deadline; ``held``: whether it existed before the time of grace began."""
    if grace is None:
        return f"The deadline for ending this is {due}; it has not passed"
    if held:
        return f"What was held before {grace.held_before} must be ended by {due}"
    if held is None:
        return f"The time until {due} is for what was held before {grace.held_before}; whether this was is not recorded"
    return f"The time until {due} is only for what was held before {grace.held_before}; this was not"


def not_in_force(day: date) -> str:
    """Why a rule was not asked."""
    return f"this rule is not in force on {day}"


def dormant_rule(rule: str, day: date) -> str:
    """A rule of the policy that is not in force on the day."""
    return f"{rule} is not in force on {day}."


def parameter(rule: str, name: str, value: object) -> str:
    """A value that the operator has set."""
    return f"Parameter of {rule}: {name} = {value}."


def announcement(title: str, verify: str) -> str:
    """What the rule rests on is announced and not yet enacted."""
    return f"This rule rests on what has only been announced: {title}." + (f" Verify: {verify}" if verify else "")


def unused_waiver(waiver: Waiver, *, known: bool) -> str:
    """A waiver that no finding needed; ``known``: of a rule of this check."""
    if known:
        return f"No finding needed this waiver: {waiver}"
    return f"{waiver.rule} is no rule of this check, so this waiver was not used: {waiver}"


def waived_party(waiver: Waiver) -> str:
    """A waiver for a party, where others break the rule too."""
    return f"Waived only as far as {waiver.subject.pair[1]} breaks it, others do too: {waiver}"


def no_evidence(waiver: Waiver) -> str:
    """A waiver of a statute that nothing proves."""
    return (
        f"Does not count, for a waiver of a statute counts only with evidence (a licence, an authorisation): {waiver}"
    )


def too_long(waiver: Waiver, longest: int) -> str:
    """A waiver that reaches further than its policy allows."""
    return f"Counts until {waiver.last_day(longest)} only, for its policy allows {longest} days from the approval: {waiver}"


def names_nothing(waiver: Waiver) -> str:
    """A waiver by a placeholder."""
    return f"Waives nothing, for {waiver.subject.pair[1]!r} names no {waiver.subject.pair[0]}: {waiver}"


def ending_waiver(waiver: Waiver) -> str:
    """A waiver that holds, but not for long."""
    return f"This waiver expires soon: {waiver}"


def composition(heading: str, names: list[str], more: int) -> str:
    """Who made the fleet, or where."""
    rest = f" and {more} more" if more > 0 else ""
    return f"{heading}, in units: {', '.join(names)}{rest}."


def kept_with_flag(flag: Flag) -> str:
    """A flag of parties with which no rule is broken."""
    from compliance.ownership.tracing.ties import flag_meaning

    names = "; ".join(party.name for party in flag.parties)
    return f"No rule is broken by this, but {flag_meaning(flag.id, names)} ({flag.id})."


def party_list(name: str, edition: object, age: int | None, entries: int, *, partial: bool) -> str:
    """A list as it was read."""
    days = f", {age} days old" if age is not None and age > 0 else ""
    cover = "a part of the publisher's list, which can find a party but cannot rule one out" if partial else "complete"
    return f"List {name}: edition {edition}{days}, {entries} entries, {cover}."
