"""What a person says of a text that names a site: which one it is, or where it stands; written into ``sites.yaml``."""

from __future__ import annotations

import re
from pathlib import Path

from compliance.core.errors import ComplianceError, fail
from compliance.core.record import validate
from compliance.inventory.sites import Site, SiteFile, read_sites
from compliance.io.paths import display_path, lies_at
from compliance.io.writing import continue_file
from compliance.io.yaml import decoded, parse
from compliance.io.yaml_list import entries, quoted, with_entry

_KEY, _ADVICE = "sites", "See the schema: compliance rules schema sites"


def known_sites(path: Path) -> tuple[Site, ...]:
    """The sites in the file at ``path``; none where there is no such file. Raises ComplianceError."""
    return read_sites(path, display_path(path)) if lies_at(path) else ()


def settle_site(path: Path, text: str, *, known: str = "", address: str = "", operator: str = "") -> None:
    """Writes that ``text`` is an alias of the site with the id ``known``, else describes a new one by its ``address``.

    Everything in the file stays as it is. Raises ComplianceError where neither is given, where there is no such site, and
    for a file that cannot be continued.
    """
    if not (known or address):
        raise fail("nothing describes the site", "Choose one that is described, or write the address of a new one.")
    name = display_path(path)

    def changed(content: bytes | None) -> bytes:
        if known:
            return _with_alias(content, name, known, text)
        site = Site(id=text, address=address, operator=operator)
        if not site.described:
            raise fail(f"{address!r} is no address", "Write street and place, or the parcel and county.")
        lines = [f"- id: {quoted(text)}", f"  address: {quoted(address)}"]
        lines += [f"  operator: {quoted(operator)}"] if operator else []
        return with_entry(content, name, _KEY, lines, lambda text: _sites(text, name), site)

    continue_file(path, name, changed)


def _sites(text: str, name: str) -> tuple[Site, ...]:
    return validate(SiteFile, parse(text, file=name), advice=_ADVICE).sites


def _with_alias(content: bytes | None, name: str, known: str, alias: str) -> bytes:
    older = entries(content, name, _KEY, lambda text: _sites(text, name))
    place = next((place for place, site in enumerate(older) if site.id == known), -1)
    if content is None or place < 0:
        raise fail(f"there is no site {known!r}", "Choose another one.", file=name)
    text = decoded(content, name)
    site = older[place]
    wanted = site.model_copy(update={"aliases": (*site.aliases, alias)})
    line, column = parse(text, file=name).place((_KEY, place, "aliases" if site.aliases else "id"))
    lines = text.splitlines(keepends=True)
    row = (line or 1) - 1
    listed = f"[{', '.join(map(quoted, wanted.aliases))}]"
    if site.aliases:
        lines[row] = re.sub(r"(aliases:\s*)\[[^\]]*\]", lambda found: found[1] + listed, lines[row], count=1)
    else:
        lines[row] = lines[row].rstrip("\r\n") + f"\n{' ' * ((column or 1) - 1)}aliases: {listed}\n"
    changed = "".join(lines)
    try:
        result = _sites(changed, name)
    except ComplianceError:
        result = ()
    if result != (*older[:place], wanted, *older[place + 1 :]):
        raise fail("no alias can be added to it", f"Write it there by hand: aliases: {listed}", file=name)
    return changed.encode()
