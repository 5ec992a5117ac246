"""Law as data: a policy is a folder of rules, each with its sources and its history, resolved on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StrictBool, StrictInt, model_validator

from compliance.core import timeline
from compliance.core.errors import ComplianceError, ErrorCollector, Problem, fail, nearest
from compliance.core.finding import Effect
from compliance.core.located import ParsedFile
from compliance.core.record import NonEmpty, Record, Source, Text, validate
from compliance.inventory.units import Role
from compliance.io.paths import regular, resolved
from compliance.policies.acts import Act, derived_acts, misfit
from compliance.policies.constraints import AnyKind
from compliance.policies.limitation import Limitation
from compliance.reference.unit_kinds import Kind

POLICY_FILE = "policy.yaml"
TEST_SUFFIX = ".test.yaml"

Parameters = Mapping[str, Mapping[str, Any]]
"""The operator's values: rule id -> parameter -> value."""


class PolicySite(Record):
    """A site that rules of a policy name. ``vague_names`` may mean this site or a neighbour."""

    id: Text
    names: tuple[Text, ...]
    vague_names: tuple[Text, ...] = ()


class PolicyFile(Record):
    """A ``policy.yaml``. A waiver counts for ``longest_waiver`` days after its approval at most."""

    id: Text
    title: Text
    authority: Text
    why: Text
    sources: tuple[Source, ...]
    sites: tuple[PolicySite, ...] = ()
    limitation: tuple[Limitation, ...] = ()
    longest_waiver: Annotated[StrictInt, Field(gt=0)] = 731

    def limitation_of(self, day: date) -> Limitation | None:
        """The limitation of a dealing on this day; None where the policy says nothing of it."""
        periods = [period for period in self.limitation if (period.dealings_after or date.min) < day]
        return max(periods, key=lambda period: period.dealings_after or date.min, default=None)


class AppliesTo(Record):
    """What a rule covers; an empty field sets no limit. ``sites`` are ids of the policy's sites."""

    sites: tuple[Text, ...] = ()
    kinds: tuple[Kind, ...] = ()
    statuses: tuple[Text, ...] = ()
    parties: tuple[Role, ...] = ()


class Grace(Record):
    """The time that a law leaves to end what was held before it: until ``until``, for what was held before ``held_before``."""

    held_before: date
    until: date

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError for a time that ends before it begins."""
        if self.until < self.held_before:
            raise ValueError(f"until {self.until} is before held_before {self.held_before}")
        return self


_OF_SITES: frozenset[Role] = frozenset(("owner", "operator"))


class Rule(Record):
    """One duty, as it stood on one day.

    ``deadline`` is the last day on which the duty may be fulfilled. Until then, and in the time of ``grace``, a certain
    breach is flagged.
    """

    id: Text
    title: Text
    because: Text
    sources: NonEmpty[Text]
    effect: Effect
    act: Act | None = None
    in_force: StrictBool = True
    judged_on: Literal["as_of", "acquisition", "both"] = "as_of"
    deadline: date | None = None
    grace: Grace | None = None
    applies_to: AppliesTo = AppliesTo()
    parameters: dict[str, Text] = {}
    constraint: AnyKind
    remedy: str = ""
    notes: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError for a rule that asks about parties and names none."""
        if self.constraint.needs_roles and not self.applies_to.parties:
            raise ValueError(f"a rule of the kind {self.constraint.kind} must name the parties that it applies to")
        if self.constraint.subject == "site" and not {*self.applies_to.parties} <= _OF_SITES:
            raise ValueError(
                f"a rule of the kind {self.constraint.kind} asks about sites, which have an owner and an operator"
            )
        if self.deadline and self.grace:
            raise ValueError("give a deadline or a grace, not both")
        if self.judged_on == "both" and not self.applies_to.parties:
            raise ValueError("judged_on: both asks parties, so the rule must name those that it applies to")
        return self

    @property
    def acts(self) -> tuple[Act, ...]:
        """What the rule is about, as it says or, where it does not, as follows from its roles."""
        roles = self.applies_to.parties
        return (self.act,) if self.act else derived_acts(self.effect, roles, dealing=self.judged_on != "as_of")

    @property
    def due(self) -> date | None:
        """The last day on which a certain breach may be no more than flagged."""
        return self.deadline or (self.grace.until if self.grace else None)


@dataclass(frozen=True)
class DatedRule:
    """A rule with its whole history."""

    id: str
    policy: PolicyFile
    document: ParsedFile
    parameters: Mapping[str, Any]
    open: tuple[str, ...] = ()
    """Parameters that the operator must still set."""
    configured: tuple[str, ...] = ()
    """Parameters that the operator has set."""

    @cached_property
    def changes(self) -> tuple[timeline.Change, ...]:
        """Every dated change of the rule, by day."""
        return timeline.changes(self.document)

    @cached_property
    def days(self) -> frozenset[date]:
        """The days on which the rule changes, and those that follow its deadlines."""
        days = {change.day for change in self.changes}
        # A rule with open parameters has deadlines and no versions yet.
        deadlines = (_due(timeline.resolve(self.document.data, day)) for day in (date.min, *days))
        return frozenset(days | {due + timeline.DAY for due in deadlines if isinstance(due, date)})

    @cached_property
    def versions(self) -> tuple[tuple[date | None, Rule], ...]:
        """The rule in each of its periods, with the first day of the period (None: no beginning).

        A rule that is not in force may leave its fields out: they are then those of the nearest period in force.
        """
        versions: list[tuple[date | None, Rule]] = []
        pending: list[date | None] = []
        for first in (None, *sorted({change.day for change in self.changes})):
            if self._out_of_force(first or date.min):
                pending.append(first)
                continue
            rule = self._version(first or date.min)
            versions += [(day, rule.model_copy(update={"in_force": False})) for day in pending]
            versions.append((first, rule))
            pending = []
        last = versions[-1][1] if versions else self._version(date.max)
        return (*versions, *((day, last.model_copy(update={"in_force": False})) for day in pending))

    def on(self, day: date) -> Rule:
        """The rule as it stood on ``day``."""
        return [rule for first, rule in self.versions if first is None or first <= day][-1]

    def _out_of_force(self, day: date) -> bool:
        return "in_force" in self.document.data and timeline.resolve(self.document.data, day).get("in_force") in (
            None,
            False,
        )

    def _version(self, day: date) -> Rule:
        try:
            data = timeline.resolve(self.document.data, day)
            return validate(Rule, self.document, data, advice="See the schema: compliance rules schema rule")
        except ComplianceError as error:
            raise ComplianceError(map(self._as_setting, error.problems)) from None

    def _as_setting(self, problem: Problem) -> Problem:
        """``problem``, reported against the settings instead of the rule's file where the operator set the value."""
        for name in self.configured:
            text = problem.what.removeprefix(f"constraint.{name}: ")
            if text != problem.what:
                return Problem(f"parameter {name!r} of {self.id}: {text}", "Correct it in your settings.")
        return problem

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources that the policy declares, by id."""
        return {source.id: source for source in self.policy.sources}


@dataclass(frozen=True)
class Policy:
    """A folder of rules. ``path`` is what a report calls it, ``sha256`` covers every file that is not a test."""

    file: PolicyFile
    rules: tuple[DatedRule, ...]
    folder: Path
    path: str
    sha256: str

    @property
    def id(self) -> str:
        """The folder's name."""
        return self.file.id


def load_policy(folder: Path, path: str, parameters: Parameters | None = None, *, partly: bool = False) -> Policy:
    """The policy in ``folder``, called ``path`` in messages; ``parameters`` are the operator's values by rule id.

    None: parameters that the operator must set stay open; ``partly``: so do those that are not among the values. Raises ComplianceError with every problem of every file: unknown
    fields, undeclared sources or sites, an id that differs from the path, a parameter that is unknown, missing or invalid.
    """
    from compliance.io.yaml import load

    name = f"{path}/{POLICY_FILE}"
    document = load(regular(folder / POLICY_FILE, name), name=name)
    file = validate(PolicyFile, document, advice="See the schema: compliance rules schema policy")
    gather = ErrorCollector()
    if file.id != resolved(folder).name:
        gather.problems.append(
            Problem(f"the id {file.id!r} differs from the folder's name", "Make them equal.", document.file, 1)
        )
    for what, ids in (("source", [source.id for source in file.sources]), ("site", [site.id for site in file.sites])):
        twice = sorted({name for name in ids if ids.count(name) > 1})
        gather.problems += [
            Problem(f"{what} {duplicate!r} is declared twice", "Keep one.", document.file) for duplicate in twice
        ]
    declared = {source.id for source in file.sources}
    for index, period in enumerate(file.limitation):
        if period.by not in declared:
            gather.problems.append(_undeclared(document, ("limitation", index, "by"), period.by))
    paths = sorted(
        rule_path
        for rule_path in folder.glob("*.yaml")
        if rule_path.name != POLICY_FILE and not rule_path.name.endswith(TEST_SUFFIX)
    )
    if not paths:
        gather.problems.append(Problem("the policy has no rules", "Add <rule>.yaml beside policy.yaml.", path))

    def read(rule_path: Path) -> DatedRule:
        values = None if parameters is None else parameters.get(f"{file.id}/{rule_path.stem}", {})
        name = f"{path}/{rule_path.name}"
        return load_rule(load(regular(rule_path, name), name=name), file, f"{file.id}/{rule_path.stem}", values, partly)

    rules = gather.collect(paths, read)
    known = {f"{file.id}/{rule_path.stem}" for rule_path in paths}
    for rule_id in parameters or {}:
        if rule_id.split("/")[0] == file.id and rule_id not in known:
            advice = nearest(rule_id, sorted(known)) or "See compliance rules list."
            gather.problems.append(Problem(f"parameters are set for {rule_id!r}, but there is no such rule", advice))
    gather.finish()
    return Policy(file, tuple(rules), folder, path, _digest([folder / POLICY_FILE, *paths]))


def load_rule(
    document: ParsedFile, policy: PolicyFile, rule_id: str, values: Mapping[str, Any] | None, partly: bool = False
) -> DatedRule:
    """The rule in ``document``, with the operator's values put in (None, or ``partly``: left open). Raises ComplianceError."""
    if not isinstance(document.data, dict) or not isinstance(document.data.get("constraint"), dict):
        raise fail("the rule has no constraint", "See compliance rules schema rule.", file=document.file, row=1)
    rule = _with_parameters(document, policy, rule_id, values, partly)
    problems = []
    if document.data.get("id") != rule_id:
        problems.append(
            _problem(
                document,
                ("id",),
                f"the id {document.data.get('id')!r} differs from the rule's path",
                f"Write {rule_id}.",
            )
        )
    declared = {source.id for source in policy.sources}
    for change in rule.changes:
        if change.by not in declared:
            problems.append(_undeclared(document, (*change.path, change.day, "by"), change.by))
    sites = {site.id for site in policy.sites}
    for _, version in () if rule.open else rule.versions:
        if wrong := misfit(version.effect, version.acts):
            problems.append(_problem(document, ("effect",), *wrong))
        for index, source in enumerate(version.sources):
            if source not in declared:
                problems.append(_undeclared(document, ("sources", index), source))
        for site in set(version.applies_to.sites) - sites:
            problems.append(
                _problem(document, ("applies_to",), f"site {site!r} is not declared", "Add it to sites of policy.yaml.")
            )
    problems += () if rule.open else _deadline_problems(document, rule)
    if problems:
        raise ComplianceError(dict.fromkeys(problems))
    return rule


def _due(data: Mapping[str, Any]) -> Any:
    """The deadline, or the end of the time of grace, as the file has it."""
    grace = data.get("grace")
    return data.get("deadline") or (grace.get("until") if isinstance(grace, dict) else None)


def _deadline_problems(document: ParsedFile, rule: DatedRule) -> Iterator[Problem]:
    """A deadline before the day from which the duty holds, or of a duty without such a day."""
    order = min((day or date.min for day, version in rule.versions if version.in_force), default=date.min)
    for due, name in {(version.due, "deadline" if version.deadline else "grace") for _, version in rule.versions}:
        if due is None or date.min < order <= due:
            continue
        path = next(((name, change.day) for change in rule.changes if change.path[0] == name), (name,))
        if order == date.min:
            what = f"{name} {due}, but the rule does not say from which day its duty holds"
            yield _problem(document, path, what, "Write in_force with that day.")
        else:
            what = f"{name} {due} is before {order}, the day from which the duty holds"
            yield _problem(document, path, what, "Correct one of the two days.")


def _with_parameters(
    document: ParsedFile, policy: PolicyFile, rule_id: str, configured: Mapping[str, Any] | None, partly: bool
) -> DatedRule:
    offered = document.data.get("parameters") or {}
    if not isinstance(offered, dict):
        problem = _problem(
            document, ("parameters",), "parameters is not a mapping", "Write one `name: description` per line."
        )
        raise ComplianceError(problem)
    for unknown in sorted(set(configured or {}) - set(offered)):
        what = f"{rule_id} has no parameter {unknown!r}"
        raise fail(what, f"Its parameters: {', '.join(offered) or 'none'}.")
    exact = {
        name: Decimal(str(value)) if isinstance(value, float) else value for name, value in (configured or {}).items()
    }
    constraint = _put_in(document.data["constraint"], exact)
    newest = timeline.resolve(constraint, date.max)
    missing = [name for name in offered if name not in newest]
    if missing and configured is not None and not partly:
        raise ComplianceError(
            Problem(
                f"{rule_id} needs the parameter {name!r}: {offered[name]}",
                f'Set it under [tool.compliance.parameters."{rule_id}"] in pyproject.toml, '
                f'or [parameters."{rule_id}"] in compliance.toml.',
            )
            for name in missing
        )
    whole = ParsedFile(document.file, {**document.data, "constraint": constraint}, document.marks)
    values = {name: newest[name] for name in offered if name in newest}
    return DatedRule(rule_id, policy, whole, values, tuple(missing), tuple(exact))


def _put_in(constraint: dict[Any, Any], values: Mapping[str, Any]) -> dict[Any, Any]:
    """The constraint with the operator's values, in every entry where it is a timeline itself."""
    if timeline.is_timeline(constraint):
        return {day: {**entry, "is": _put_in(entry["is"], values)} for day, entry in constraint.items()}
    return {**constraint, **values}


def _undeclared(document: ParsedFile, path: tuple[Any, ...], source: str) -> Problem:
    return _problem(document, path, f"source {source!r} is not declared", "Add it to sources of policy.yaml.")


def _problem(document: ParsedFile, path: tuple[Any, ...], what: str, advice: str) -> Problem:
    line, column = document.place(path)
    return Problem(what, advice, document.file, line, column)


def _digest(paths: list[Path]) -> str:
    whole = sha256()
    for path in paths:
        whole.update(f"{path.name}\0".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()
