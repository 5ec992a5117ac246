"""What programs ask, and the page that says how."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from compliance.desk.api import QUESTIONS, openapi, openapi_text
from compliance.desk.state import Desk
from compliance.desk.view import page


def describe(desk: Desk, request: Request) -> Response:
    """What may be asked, as OpenAPI."""
    del desk, request
    return Response(openapi_text(), media_type="application/json")


def docs(desk: Desk, request: Request) -> Response:
    """The same for people."""
    paths = openapi()["paths"]
    schemas = {
        path: paths[path]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]
        for path in QUESTIONS
    }
    return page("programs.html", desk, request, questions=QUESTIONS, schemas=schemas, host=request.headers["host"])


PAGES = (("/api/openapi.json", describe, None), ("/api/docs", docs, None))
