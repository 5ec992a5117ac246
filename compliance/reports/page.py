"""Pages and drawings that need nothing but themselves: what the templates of this room are filled in with.

Whatever a template is given is escaped where it is put in, by Jinja2 and nowhere else; only ``Markup``, which a template
of ours has made, is not escaped again. A page may load nothing from anywhere and runs no script but its own: a content
security policy with the hashes of its style sheet and its script says so to the browser.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from traceback import extract_tb

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from compliance.core.errors import fail
from compliance.core.finding import Verdict
from compliance.core.text import counted
from compliance.io.paths import display_path, is_folder, lies_at
from compliance.reports.charts import pieces
from compliance.reports.sentences import DISCLAIMER
from compliance.reports.style import Style, is_address, plain

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


def page(template: str, /, *, style: str = "", script: str = "", look: Style | None = None, **content: object) -> str:
    """The whole page that ``template`` makes of ``content``; ``style`` is CSS besides that of every page.

    It is printed on the paper of ``look``, else on what the reader's browser takes; templates in the own folder of
    ``look`` stand before those of the program. Raises ComplianceError for what is wrong with one of them.
    """
    style = asset("page.css") + style + (f"@page {{ size: {look.paper}; }}\n" if look else "")
    policy = f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; base-uri 'none'; form-action 'none'"
    given = {**content, "security_policy": Markup(policy), "style": Markup(style), "script": Markup(script)}
    return _own(look.templates, template, given) if look and look.templates else str(render(template, **given))


def render(template: str, /, **content: object) -> Markup:
    """What ``template``, a file of TEMPLATES, makes of ``content``."""
    return Markup(environment(TEMPLATES).get_template(template).render(content))


def asset(name: str) -> str:
    """A style sheet or a script, to be embedded."""
    return (TEMPLATES / name).read_text("utf-8")


@cache
def environment(*folders: Path) -> Environment:
    """What fills in the templates of these folders, which it reads once."""
    return _environment(Environment, *folders)


def _environment(kind: type[Environment], *folders: Path) -> Environment:
    environment = kind(
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


def _own(folder: Path, template: str, content: Mapping[str, object]) -> str:
    """The page of ``template``, with whatever templates of it lie in ``folder``: a guest's, filled in in a sandbox."""
    ours = sorted(path.name for path in TEMPLATES.glob("*.html"))
    if not is_folder(folder):
        raise fail("is no folder", "Name a folder with templates of pages.", file=display_path(folder))
    if not any(lies_at(folder / name) for name in ours):
        what = "holds no template that pages are made of"
        raise fail(what, f"Call yours as ours is called: {', '.join(ours)}.", file=display_path(folder))
    place: tuple[str, int | None]
    try:
        # As "templates/page.html" a template of the program can be extended by one of the same name.
        guests = _environment(SandboxedEnvironment, folder, TEMPLATES, TEMPLATES.parent)
        return guests.get_template(template).render(content)
    except TemplateSyntaxError as error:
        what, place = str(error.message), (str(error.filename), error.lineno)
    except Exception as error:  # noqa: BLE001 - a guest's mistake may be any: a name, a file, what the sandbox refuses
        places = [
            (frame.filename, frame.lineno) for frame in extract_tb(error.__traceback__) if ".html" in frame.filename
        ]
        what = f"there is no template {error.name!r}" if isinstance(error, TemplateNotFound) else str(error)
        place = places[-1] if places else (str(folder / template), None)
    file = Path(place[0])
    raise fail(
        f"the template cannot be filled in: {what}",
        "Correct it, or leave out --templates.",
        file=display_path(file) if file.is_relative_to(folder) else file.name,
        row=place[1],
    )


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
