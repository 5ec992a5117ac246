"""The project's own settings: ``compliance.toml``, or ``[tool.compliance]`` in the nearest ``pyproject.toml``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictInt

from compliance.core.errors import ComplianceError, Problem, fail, nearest
from compliance.core.located import ParsedFile
from compliance.core.record import NonEmpty, Record, Text, validate
from compliance.io.paths import content, is_folder, lies_at, resolved
from compliance.io.resources import bundled
from compliance.workflows.reference import Reference

DEFAULT_POLICIES = ("us-ear", "us-ofac")
"""Asked where nobody chooses; a contract's policy is never a default."""
NAMES = ("compliance.toml", "pyproject.toml")
SCHEMA = "See the schema: compliance rules schema config."

Setting = str | int | float | bool | list[str | int | float]
"""What a parameter of a rule may be set to."""


class Defaults(Record):
    """What holds for every unit of which an inventory records nothing else."""

    owner: Text | None = None
    site: Text | None = None


def _flat(settings: object, prefix: str = "") -> object:
    """Tables in tables as one, with texts for values: ``spark.executor.memory = "4g"`` is nested in TOML."""
    if not isinstance(settings, dict):
        return settings
    flat: dict[str, object] = {}
    for key, value in settings.items():
        if isinstance(value, dict):
            inner = _flat(value, f"{prefix}{key}.")
            assert isinstance(inner, dict)
            flat.update(inner)
        else:
            flat[f"{prefix}{key}"] = (
                str(value).lower()
                if isinstance(value, bool)
                else str(value)
                if isinstance(value, int | float)
                else value
            )
    return flat


class Config(Record):
    """What holds where the command line does not say it. ``policies`` are ids or folders, ``parameters`` go by rule id.

    All paths are relative to the folder of the settings. ``inventories`` are patterns of those that a repository holds
    (``inv/*.xlsx#Sheet``), and of files that look like one and are none (``!data/*.csv``). ``map`` is what ``--map`` is.
    ``replacement_usd_per_ths`` is what a new machine costs, for the plans of a dossier.
    ``spark`` are settings of Spark, for ``--engine spark``.
    """

    policies: NonEmpty[Text] = DEFAULT_POLICIES
    inventories: tuple[Text, ...] = ()
    parties: tuple[Text, ...] = ()
    sites: tuple[Text, ...] = ()
    waivers: tuple[Text, ...] = ()
    decisions: tuple[Text, ...] = ()
    documents: tuple[Text, ...] = ()
    map: Text | None = None
    lists: dict[Text, Text] = {}
    fail_on: Literal["violation", "flagged", "undetermined", "never"] = Field("undetermined", alias="fail-on")
    max_age: Annotated[StrictInt, Field(ge=0)] | None = Field(None, alias="max-age")
    parameters: dict[str, dict[str, Setting]] = {}
    replacement_usd_per_ths: Annotated[Decimal, Field(gt=0)] | None = Field(None, alias="replacement-usd-per-ths")
    defaults: Defaults = Defaults()
    spark: Annotated[dict[str, str], BeforeValidator(_flat)] = {}

    def files(
        self, kind: Literal["parties", "sites", "waivers", "decisions", "documents"], base: Path
    ) -> tuple[Path, ...]:
        """The files of a kind."""
        return tuple(base / path for path in getattr(self, kind))

    def known_policies(self, base: Path) -> dict[str, str]:
        """Id -> what names it (an id or a folder), of every policy that is bundled or of one's own."""
        shipped = bundled("policies")
        own = {Path(name).name: str(base / name) for name in self.policies if name not in shipped}
        return {**own, **{name: name for name in shipped}}

    def editions(self, base: Path) -> dict[str, Path]:
        """The file of each list that is not the bundled one, by the list's id."""
        return {name: base / path for name, path in self.lists.items()}


KEYS = tuple(field.alias or name for name, field in Config.model_fields.items())


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that hold, the folder that their paths are relative to, and their file; None where there is none.

    ``passed_over``: the nearest file further up, which is not taken.
    """

    config: Config
    base: Path
    file: Path | None = None
    passed_over: Path | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What a report says of them: a file that was not taken, and facts that they state."""
        notes = []
        if self.passed_over:
            why = "further up than the settings taken" if self.file else "outside this repository or folder"
            notes.append(
                f"Settings not taken: {_relative(self.passed_over)} lies {why}. Name it with --settings if it is meant."
            )
        stated = self.config.defaults.model_dump(exclude_none=True)
        if stated:
            facts = "; ".join(f"{name} {text}" for name, text in stated.items())
            notes.append(f"The settings say of every unit of which the inventory records nothing else: {facts}.")
        return tuple(notes)


def find_config(start: Path, reference: Reference | None = None, also: Sequence[str] = ()) -> tuple[Config, Path]:
    """The settings that hold at ``start``, and the folder that their paths are relative to; see ``find_settings``."""
    settings = find_settings(start, reference, also)
    return settings.config, settings.base


def find_settings(
    start: Path, reference: Reference | None = None, also: Sequence[str] = (), without: Iterable[Path] = ()
) -> Settings:
    """The nearest settings from the folder ``start`` up to the root of its repository; outside of one only in ``start``.

    Where ``start`` is a file, it holds the settings. ``also`` are policies that the command line names. Files in the
    folders ``without`` are not taken.

    Raises ComplianceError for a file that cannot be read, for keys that are unknown or unfit, and for parameters of a
    policy that does not exist.
    """
    keep = reference or Reference()
    if not is_folder(start) if lies_at(start) else start.suffix == ".toml":
        named = keep.small(start, start.name, read_config) or Config()
        _check_parameters(named, start, also)
        return Settings(named, start.parent, start)
    folders = (start, *start.parents)
    root = next((place for place, folder in enumerate(folders) if lies_at(folder / ".git")), 0)
    excluded = tuple(map(resolved, without))
    taken: Settings | None = None
    for place, folder in enumerate(folders):
        for path in (folder / name for name in NAMES):
            if not _says_something(path) or any(resolved(path).is_relative_to(other) for other in excluded):
                continue
            if place > root or taken is not None:
                if _has_table(path):
                    return replace(taken or Settings(Config(), start), passed_over=path)
                continue
            config = keep.small(path, path.name, read_config)
            if config is not None:
                _check_parameters(config, path, also)
                taken = Settings(config, folder, path)
                break
    return taken or Settings(Config(), start)


def _has_table(path: Path) -> bool:
    """Whether a file further up holds settings at all; what cannot be read is not ours to judge."""
    try:
        return _document(path, path.name) is not None
    except ComplianceError:
        return False


def _relative(path: Path) -> str:
    """How a note names a file further up: relative to the working directory."""
    try:
        return Path(os.path.relpath(resolved(path), resolved(Path.cwd()))).as_posix()
    except (OSError, ValueError):
        return path.name


def _says_something(path: Path) -> bool:
    """Whether the file may hold settings: most ``pyproject.toml`` do not."""
    return lies_at(path) and (
        path.name == NAMES[0] or b"compliance" in content(path, path.name, "Check its permissions.")
    )


def _document(path: Path, name: str) -> ParsedFile | None:
    """The table of the settings; None for a ``pyproject.toml`` without it."""
    from compliance.io.toml import load

    document = load(path, name=name)
    for table in ("tool", "compliance") if path.name == "pyproject.toml" else ():
        if not isinstance(document.data, dict) or table not in document.data:
            return None
        document = document.part(table)
    return document


def read_config(path: Path, name: str) -> Config | None:
    """The settings in the file ``path``, called ``name`` in messages; None where it has none. Raises ComplianceError."""
    document = _document(path, name)
    if document is None:
        return None
    if not isinstance(document.data, dict):
        raise fail("tool.compliance is no table", "Write [tool.compliance] and the keys below it.", file=name)
    problems = [
        Problem(f"unknown field {key!r}", nearest(key, KEYS) or SCHEMA, document.file, *document.place((key,)))
        for key in document.data
        if key not in KEYS
    ]
    config = Config()
    try:
        known = {key: value for key, value in document.data.items() if key in KEYS}
        config = validate(Config, document, known, advice=SCHEMA)
    except ComplianceError as error:
        problems += error.problems
    if problems:
        raise ComplianceError(problems)
    return config


def _check_parameters(config: Config, path: Path, also: Sequence[str]) -> None:
    """A misspelt policy would leave its rules at their defaults in silence."""
    policies = (*bundled("policies"), *(Path(name).name for name in (*config.policies, *also)))
    wrong = [(rule, name) for rule in config.parameters if (name := rule.split("/")[0]) not in policies]
    if wrong:
        document = _document(path, path.name) or ParsedFile(path.name, {})
        raise ComplianceError(
            Problem(
                f"parameters are set for {rule!r}, but there is no policy {name!r}",
                nearest(name, policies) or "Name its folder in policies.",
                document.file,
                *document.place(("parameters", rule)),
            )
            for rule, name in wrong
        )
