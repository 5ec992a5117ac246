"""The options and arguments that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compliance.io.paths import is_url

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def day(text: str) -> date:
    """The day that is written YYYY-MM-DD. Raises click.BadParameter."""
    try:
        if len(text) == len("YYYY-MM-DD") and text[4] == text[7] == "-":
            day = date.fromisoformat(text)
            if day.year < 9000:  # so that days may be counted from it
                return day
    except ValueError:
        pass
    raise click.BadParameter(f"{text!r} is not a day written YYYY-MM-DD.")


def one_line(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    """A text that a file can hold in one line. Raises click.BadParameter."""
    if text is not None and not (text.strip() and text.isprintable()):
        raise click.BadParameter("must be one line of text.")
    return text


def _files_by_list(_context: click.Context, _option: click.Parameter, texts: tuple[str, ...]) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for text in texts:
        name, separator, path = text.partition("=")
        if not (name.strip() and name.isprintable() and separator and path):
            raise click.BadParameter(f"{text!r} is not ID=FILE.")
        if name in files:
            raise click.BadParameter("one list is given twice.", param_hint="--list")
        files[name] = Path(path)
    return files


def policy_ids(_context: click.Context, _option: click.Parameter, begun: str) -> list[CompletionItem]:
    """The policies whose id begins so, for a shell; where none does, it may be a folder."""
    from click.shell_completion import CompletionItem

    from compliance.io.resources import bundled

    items = [CompletionItem(name) for name in bundled("policies") if name.startswith(begun)]
    return items or [CompletionItem(begun, type="file")]


def rule_ids(_context: click.Context, _option: click.Parameter, begun: str) -> list[str]:
    """The bundled rules whose id begins so, for a shell: told by the names of their files, which need not be read."""
    from compliance.io.resources import bundled

    names = (
        f"{policy}/{path.stem}" for policy, folder in bundled("policies").items() for path in folder.glob("*.yaml")
    )
    return sorted(name for name in names if name.startswith(begun) and not name.endswith(("/policy", ".test")))


def regime_ids(_context: click.Context, _option: click.Parameter, begun: str) -> list[str]:
    """The regimes whose id begins so, for a shell."""
    from compliance.io.resources import bundled

    return [name for name in bundled("regimes") if name.startswith(begun)]


PATH = click.Path(path_type=Path)


class _Place(click.Path):
    """A path, or a URL that only a cluster reads."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if isinstance(value, str) and is_url(value) else super().convert(value, param, ctx)


PLACE = _Place(path_type=Path)
policies_option = click.option(
    "--policy", "policies", multiple=True, shell_complete=policy_ids, metavar="ID|FOLDER",
    help="Policy to apply: the id of a bundled one, or a folder. May be repeated.",
)  # fmt: skip
as_of_option = click.option(
    "--as-of", type=day, metavar="YYYY-MM-DD", help="Date to evaluate the rules for.  [default: today, UTC]"
)
parties_option = click.option(
    "--parties", multiple=True, type=PATH, metavar="FILE",
    help="File of companies and their owners: YAML, CSV, BODS, FollowTheMoney, GLEIF or UK register. May be repeated.",
)  # fmt: skip
lists_option = click.option(
    "--list", "lists", multiple=True, callback=_files_by_list, metavar="ID=FILE[@YYYY-MM-DD]",
    help="Read a restricted-party list from FILE (an edition of that day) instead of the bundled edition. May be repeated.",
)  # fmt: skip
decisions_option = click.option(
    "--decisions",
    multiple=True,
    type=PATH,
    metavar="FILE",
    help="File of reviewed name matches: the same party, or ruled out as a different one. May be repeated.",
)
documents_option = click.option(
    "--documents", multiple=True, type=PATH, metavar="FILE",
    help="Register of documents that vouch for the inventory. May be repeated.",
)  # fmt: skip
installations_option = click.option(
    "--installations",
    multiple=True,
    type=PATH,
    metavar="FILE",
    help="CSV file of military installations. May be repeated.",
)
mapping_option = click.option(
    "--map",
    "mapping",
    type=PATH,
    metavar="FILE",
    help='YAML file that says which header means which column: columns: {native_name: "Your header"}.',
)
country_codes_option = click.option(
    "--country-codes",
    type=click.Choice(["iso", "fips"]),
    help="How to read two-letter country codes: ISO 3166 or FIPS 10-4.  [default: iso]",
)
