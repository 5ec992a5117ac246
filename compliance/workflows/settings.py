"""The project's own settings: ``compliance.toml``, or ``[tool.compliance]`` in the nearest ``pyproject.toml``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StrictInt

from compliance.core.errors import ComplianceError, Problem, fail, nearest
from compliance.core.located import ParsedFile
from compliance.core.record import NonEmpty, Record, Text, validate
from compliance.io.paths import content, lies_at
from compliance.io.resources import bundled
from compliance.workflows.reference import Reference

DEFAULT_POLICIES = ("us-ear", "us-ofac")
"""Asked where nobody chooses; a contract's policy is never a default."""
NAMES = ("compliance.toml", "pyproject.toml")
SCHEMA = "See the schema: compliance rules schema config."

Setting = str | int | float | bool | list[str | int | float]
"""What a parameter of a rule may be set to."""


class Config(Record):
    """What holds where the command line does not say it. ``policies`` are ids or folders, ``parameters`` go by rule id.

    All paths are relative to the folder of the settings. ``inventories`` are patterns of those that a repository holds
    (``inv/*.xlsx#Sheet``), and of files that look like one and are none (``!data/*.csv``). ``map`` is what ``--map`` is.
    ``replacement_usd_per_ths`` is what a new machine costs, for the plans of a dossier.
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


def find_config(start: Path, reference: Reference | None = None, also: Sequence[str] = ()) -> tuple[Config, Path]:
    """The nearest settings at or above ``start``, and the folder that their paths are relative to.

    ``also`` are policies that the command line names. Raises ComplianceError for a file that cannot be read, for keys
    that are unknown or unfit, and for parameters of a policy that does not exist.
    """
    keep = reference or Reference()
    for folder in (start, *start.parents):
        for name in NAMES:
            path = folder / name
            config = keep.small(path, name, read_config) if _says_something(path) else None
            if config is not None:
                _check_parameters(config, path, also)
                return config, folder
    return Config(), start


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
