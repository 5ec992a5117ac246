"""The pages of the desk, one file each, in the order of the way through."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from compliance.desk.form import Form
from compliance.desk.pages import answer, fleet, hand_over, history, owners, papers, programs, question, queue
from compliance.desk.state import Desk

Get = Callable[[Desk, Request], Response]
Post = Callable[[Desk, Request, Form], Response]

PAGES: tuple[tuple[str, Get | None, Post | None], ...] = (
    *fleet.PAGES,
    *question.PAGES,
    *answer.PAGES,
    *queue.PAGES,
    *owners.PAGES,
    *papers.PAGES,
    *hand_over.PAGES,
    *history.PAGES,
    *programs.PAGES,
)
"""Path, what shows it, and what a form sent there does."""
