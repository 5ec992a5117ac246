"""The format of an answer: what --format says, else what the name of the file says."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from compliance.cli.commands.output import format_of
from compliance.reports import SUFFIXES
from compliance.reports.check import FORMATS as CHECK
from compliance.reports.dossier import FORMATS as DOSSIER
from compliance.reports.duty import FORMATS as DUTY
from compliance.reports.screen import FORMATS as SCREEN
from compliance.reports.timeline import FORMATS as TIMELINE
from compliance.reports.trace import FORMATS as TRACE

ALL = {*CHECK, *DOSSIER, *DUTY, *SCREEN, *TIMELINE, *TRACE}


def test_every_format_lists_how_its_files_end() -> None:
    assert ALL - {"github"} <= set(SUFFIXES), "messages for GitHub go to a log, never into a file of their own"


@pytest.mark.parametrize(
    ("output", "chosen"),
    [
        (None, "text"), ("report.json", "json"), ("REPORT.JSON", "json"), ("report.sarif", "sarif"), ("r.xml", "junit"),
        ("r.md", "markdown"), ("r.html", "html"), ("r.htm", "html"), ("r.xlsx", "xlsx"), ("r.csv", "csv"), ("r.log", "text"),
        ("report", "text"), ("/dev/stdout", "text"),
    ],
)  # fmt: skip
def test_without_a_format_the_suffix_says_it(output: str | None, chosen: str) -> None:
    assert format_of(None, Path(output) if output else None, CHECK) == chosen


@pytest.mark.parametrize(
    ("form", "output"),
    [("sarif", "r.json"), ("gitlab", "r.json"), ("json", "r.txt"), ("json", "r.log"), ("text", "r"), ("html", "r.htm")],
)
def test_a_format_goes_into_a_file_of_any_name_that_does_not_lie(form: str, output: str) -> None:
    assert format_of(form, Path(output), CHECK) == form


@pytest.mark.parametrize(
    ("form", "output"), [("json", "r.html"), ("text", "r.xlsx"), ("html", "r.xlsx"), ("json", "r.docx")]
)
def test_a_suffix_that_belongs_to_another_format_alone_contradicts(form: str, output: str) -> None:
    with pytest.raises(click.BadParameter, match=f"cannot hold the format {form}"):
        format_of(form, Path(output), CHECK)


def test_a_file_that_the_command_cannot_write_names_what_it_can() -> None:
    with pytest.raises(
        click.BadParameter,
        match=r"a file named \.xlsx cannot hold the format text; the formats are text, json, markdown, html",
    ):
        format_of(None, Path("r.xlsx"), DUTY)
    with pytest.raises(click.BadParameter, match=r"--format html writes such a file"):
        format_of("json", Path("r.html"), DOSSIER)
