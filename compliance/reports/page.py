"""Pages and drawings that need nothing but themselves: what the templates of this room are filled in with.

Whatever a template is given is escaped where it is put in, by Jinja2 and nowhere else; only ``Markup``, which a template
of ours has made, is not escaped again. A page may load nothing from anywhere and runs no script but its own: a content
security policy with the hashes of its style sheet and its script says so to the browser.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from compliance.core.finding import Verdict
from compliance.core.text import counted
from compliance.reports.charts import pieces
from compliance.reports.sentences import DISCLAIMER
from compliance.reports.style import is_address, plain

TEMPLATES = Path(__file__).parent / "templates"

MEANING = {
    Verdict.VIOLATION: "whatever the open facts turn out to be, the rule is broken",
    Verdict.UNDETERMINED: "some possible fact breaks the rule and another keeps it; nothing is cleared",
    Verdict.FLAGGED: "a red flag that a person must resolve",
    Verdict.WAIVED: "a finding that the operator has accepted, with reason, approval and last day",
    Verdict.COMPLIANT: "no possible fact breaks the rule",
    Verdict.NOT_APPLICABLE: "the rule does not cover the unit, or is not in force",
}
"""What each verdict means, for the reader of a report."""


def page(template: str, /, *, style: str = "", script: str = "", paper: str = "", **content: object) -> str:
    """The whole page that ``template`` makes of ``content``; ``style`` is CSS besides that of every page.

    It is printed on ``paper``, else on what the reader's browser takes.
    """
    style = asset("page.css") + style + (f"@page {{ size: {paper}; }}\n" if paper else "")
    policy = f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; base-uri 'none'; form-action 'none'"
    return str(render(template, security_policy=Markup(policy), style=Markup(style), script=Markup(script), **content))


def render(template: str, /, **content: object) -> Markup:
    """What ``template``, a file of TEMPLATES, makes of ``content``."""
    return Markup(environment(TEMPLATES).get_template(template).render(content))


def asset(name: str) -> str:
    """A style sheet or a script, to be embedded."""
    return (TEMPLATES / name).read_text("utf-8")


@cache
def environment(*folders: Path) -> Environment:
    """What fills in the templates of these folders."""
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        finalize=_visible,
    )
    environment.filters |= {"thousands": "{:,}".format, "fixed": _fixed, "tenth": tenth}
    environment.tests["web_address"] = is_address
    environment.globals |= {"DISCLAIMER": DISCLAIMER, "MEANING": MEANING, "counted": counted, "pieces": pieces}
    return environment


def _visible(value: object) -> object:
    """What is put into a template: what a browser or an editor would obey (controls, changes of direction) is made visible."""
    if hasattr(value, "__html__"):
        return value
    return "" if value is None else plain(str(value))


def tenth(number: float) -> str:
    """A number of a drawing, in as few characters as a tenth of a point needs."""
    return f"{number:.1f}".removesuffix(".0")


def _fixed(number: float, places: int) -> str:
    return f"{number:.{places}f}"


def _digest(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
