"""What is asked: policies as cards, the day, the values that rules leave to the operator, and how old the lists are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from compliance.core.errors import ComplianceError, fail
from compliance.desk.form import Form
from compliance.desk.state import Desk
from compliance.desk.view import page, then
from compliance.io.resources import bundled
from compliance.policies.policy import DatedRule, Policy
from compliance.reports.lists import ListStatus
from compliance.workflows.inputs import find_policy, needed
from compliance.workflows.reference import Reference, user_reference
from compliance.workflows.settings import Config
from compliance.workflows.settings_file import Keys, Setting, set_settings


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a rule leaves to the operator: its field, what it means, what it is ("": it must still be set)."""

    field: str
    rule: str
    name: str
    meaning: str
    value: str


@dataclass(frozen=True, slots=True)
class Card:
    """A policy as a card."""

    policy: Policy
    name: str
    asked: bool
    effects: Sequence[tuple[str, int]]
    rules: list[str]
    parameters: list[Parameter]


def show(desk: Desk, request: Request) -> Response:
    """The page."""
    config, _ = desk.settings
    policies = sorted(_policies(desk, config), key=lambda card: not card.asked)
    asked = [card.policy for card in policies if card.asked and not any(rule.open for rule in card.policy.rules)]
    return page("question.html", desk, request, cards=policies, config=config, lists=list(_lists(desk, asked)))


def _policies(desk: Desk, config: Config) -> Iterator[Card]:
    _, base = desk.settings
    reference = user_reference()
    for name, path in config.known_policies(base).items():
        policy = _policy(path, base, config, reference)
        rules = [rule.on(desk.day) for rule in policy.rules if not rule.open]
        effects = Counter(rule.effect for rule in rules)
        parameters = [one for rule in policy.rules for one in _parameters(rule, config.parameters.get(rule.id, {}))]
        asked = name in config.policies or any(path.endswith(f"/{own}") for own in config.policies)
        yield Card(policy, name, asked, effects.most_common(), [rule.title for rule in rules], parameters)


def _policy(path: str, base: Path, config: Config, reference: Reference) -> Policy:
    """The policy with the operator's values; with open ones where some are missing, or cannot be used."""
    try:
        return find_policy(path, base, config.parameters, reference)
    except ComplianceError:
        return find_policy(path, base, None, reference)


def _parameters(rule: DatedRule, chosen: Mapping[str, Any]) -> Iterator[Parameter]:
    for name, meaning in (rule.document.data.get("parameters") or {}).items():
        value = chosen.get(name, rule.parameters.get(name, ""))
        text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        yield Parameter(f"parameter {rule.id} {name}", rule.id, name, str(meaning), text)


def _lists(desk: Desk, policies: list[Policy]) -> Iterator[tuple[ListStatus, str]]:
    """The lists that the policies read, and why one of them clears nobody."""
    reference = user_reference()
    regimes = (reference.regime(name) for name in needed(policies, "regimes"))
    names = sorted({*needed(policies, "lists"), *(name for regime in regimes for name in regime.lists)})
    for name in names:
        party_list = reference.party_list(name, desk.day)
        yield ListStatus(party_list), party_list.doubt(desk.day)


def save(desk: Desk, request: Request, form: Form) -> Response:
    """Writes what is asked into the settings, and checks."""
    del request
    config, base = desk.settings
    known = config.known_policies(base)
    names = form.texts("policy")
    if not names:
        raise fail("no policy is ticked", "Go back and tick at least one.")
    if unknown := [name for name in names if name not in known]:
        raise fail(f"there is no policy {unknown[0]!r}", "Go back and reload the page.")
    own = {name: text for text in config.policies if (name := text.rstrip("/").rpartition("/")[2]) in known}
    values: dict[Keys, Setting] = {
        ("policies",): [own.get(name, name) for name in names],
        ("fail-on",): form.text("fail_on") or None,
    }
    for card in _policies(desk, config):
        for one in card.parameters if card.name in names else ():
            text = form.text(one.field)
            if text != one.value and text:
                values["parameters", one.rule, one.name] = _setting(text)
    set_settings(desk.folder.root, values)
    desk.as_of = form.day("as_of", "The day")
    desk.restart()
    return then("/answer", "Saved in compliance.toml.")


def _setting(text: str) -> Setting:
    """A value as TOML has it: a number, yes or no, several texts, or a text."""
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return [part.strip() for part in text.split(",")] if "," in text else text


def update(desk: Desk, request: Request, form: Form) -> Response:
    """Downloads lists, because a person asks for it: nothing else in the desk uses the network."""
    del request
    known = set(bundled("lists"))
    desk.update_lists([name for name in form.texts("list") if name in known])
    return then("/question", "The lists are being downloaded.")


PAGES = (("/question", show, save), ("/question/lists", None, update))
