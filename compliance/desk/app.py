"""The desk as a web application: its pages, its answers to programs, and the guard before both."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from compliance.core.errors import ComplianceError, Problem
from compliance.desk.api import QUESTIONS, answered
from compliance.desk.form import MAX_FIELDS, MAX_FILES, Form
from compliance.desk.pages import PAGES
from compliance.desk.safety import Guard, Keys, TooMuchError, answer_too_much
from compliance.desk.state import Desk
from compliance.desk.view import STATIC, problems_page, style_sheet

Handler = Callable[[Request], Awaitable[Response]]


def application(desk: Desk, keys: Keys, port: int) -> Starlette:
    """The application of ``desk`` that listens at ``port``; ``keys`` open it."""
    routes = [
        Route("/", _first, methods=["GET"]),
        Route("/static/desk.css", _style, methods=["GET"]),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    for path, get, post in PAGES:
        if get is not None:
            routes.append(Route(path, _shown(desk, get), methods=["GET"]))
        if post is not None:
            routes.append(Route(path, _posted(desk, post), methods=["POST"]))
    routes += [Route(path, _asked(desk, path), methods=["POST"]) for path in QUESTIONS]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, keys=keys, port=port)],
        exception_handlers={TooMuchError: answer_too_much, HTTPException: _not_there(desk)},
    )


def _asked(desk: Desk, path: str) -> Handler:
    async def handler(request: Request) -> Response:
        status, text = await run_in_threadpool(answered, desk, path, await request.body())
        return Response(text, status, media_type="application/json")

    return handler


async def _first(_request: Request) -> Response:
    return RedirectResponse("/fleet", 303)


async def _style(_request: Request) -> Response:
    return Response(style_sheet(), media_type="text/css")


def _shown(desk: Desk, page: Callable[[Desk, Request], Response]) -> Handler:
    async def handler(request: Request) -> Response:
        return await run_in_threadpool(_answered, desk, request, lambda: page(desk, request))

    return handler


def _posted(desk: Desk, page: Callable[[Desk, Request, Form], Response]) -> Handler:
    async def handler(request: Request) -> Response:
        async with request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS) as data:
            form = Form(data)
            return await run_in_threadpool(_answered, desk, request, lambda: page(desk, request, form))

    return handler


def _answered(desk: Desk, request: Request, answer: Callable[[], Response]) -> Response:
    """The answer; what a person did wrong is said on a page of its own, from which the browser goes back to the form."""
    try:
        return answer()
    except ComplianceError as error:
        return problems_page(desk, request, error.problems, 422)
    except Exception as error:  # noqa: BLE001 - it is said on a page, with the headers of safety
        what = f"this is a bug in compliance, not in your files: {type(error).__name__}"
        return problems_page(desk, request, (Problem(what, "Please report it."),), 500)


def _not_there(desk: Desk) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handler(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return await run_in_threadpool(problems_page, desk, request, (), error.status_code)

    return handler
