"""The sentences that the engine adds to what rules and constraints say. Nobody reads them but people."""

from __future__ import annotations

from datetime import date

from compliance.policies.waivers import Waiver

ALL_UNITS = "all units"
ANOTHER_SITE = "the rule names other sites"
DISPUTED_DAY = "the day of purchase is not settled, and the law of different days answers differently"
DISPUTED_SITE = "the recorded site may or may not be the one that the rule names"
NO_PARTY = "some parties are not recorded"
NO_SITE = "no site is described"
NOBODY_COVERED = "no unit is covered"

DESCRIBE_SITES = "Describe the sites in sites.yaml."
RECORD_DAY = "Record the purchase date from the contract."
RECORD_PARTIES = "Record them from the invoices."
RECORD_SITE = "Record the exact site of these units."


def doubted(because: str, doubt: str) -> str:
    """A reason for a breach, and why it is no certain one."""
    return f"{because}; but {doubt}"


def not_in_force(day: date) -> str:
    """Why a rule was not asked."""
    return f"not in force on {day}"


def asleep(rule: str, day: date) -> str:
    """A rule of the policy that asks nothing on the day."""
    return f"{rule} is not in force on {day}."


def parameter(rule: str, name: str, value: object) -> str:
    """A value that the operator has set."""
    return f"Parameter of {rule}: {name} = {value}."


def announcement(title: str, verify: str) -> str:
    """What the rule rests on is announced and not yet enacted."""
    return f"Rests on an announcement: {title}." + (f" Verify: {verify}" if verify else "")


def unused(waiver: Waiver, *, asked: bool) -> str:
    """A waiver that no finding needed; ``asked``: of a rule of this check."""
    return f"Unused {waiver}" if asked else f"Not asked, for {waiver.rule} is no rule of this check: {waiver}"


def ending(waiver: Waiver) -> str:
    """A waiver that holds, but not for long."""
    return f"Expires soon: {waiver}"


def composition(heading: str, names: list[str], more: int) -> str:
    """Who made the fleet, or where."""
    rest = f" and {more} more" if more > 0 else ""
    return f"{heading}, in units: {', '.join(names)}{rest}."


def held_list(name: str, edition: object, age: int | None, entries: int, *, partial: bool) -> str:
    """A list as it was read."""
    days = f", {age} days old" if age is not None and age > 0 else ""
    cover = "only a part of it is held" if partial else "complete"
    return f"List {name}: edition {edition}{days}, {entries} entries, {cover}."
