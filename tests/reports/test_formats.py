"""Every format of every folder is what the folder's protocol says."""

from __future__ import annotations

import inspect
from types import ModuleType

import pytest

from compliance.reports import check, documents, dossier, duty, reconcile, requests, screen, timeline, trace, writer

FOLDERS: tuple[ModuleType, ...] = (
    check, documents, dossier, duty, reconcile, requests, screen, timeline, trace
)  # fmt: skip


def parameters(function: object) -> list[str]:
    """The names of what has to be given."""
    every = inspect.signature(function).parameters.values()  # type: ignore[arg-type]
    return [each.name for each in every if each.default is each.empty and each.name != "self"]


@pytest.mark.parametrize(
    ("folder", "form"),
    [(folder, form) for folder in FOLDERS for form in folder.FORMATS],
    ids=lambda each: str(each)[-40:],
)
def test_a_format_writes_what_its_folder_asks_for(folder: ModuleType, form: str) -> None:
    assert parameters(writer(folder.__name__, form)) == parameters(folder.Writer.__call__)


@pytest.mark.parametrize("form", trace.COMPARISONS)
def test_a_format_that_compares_takes_several_answers(form: str) -> None:
    assert parameters(writer(trace.__name__, form, "compare")) == parameters(trace.Comparer.__call__)
