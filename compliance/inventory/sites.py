"""Sites: where units stand, read from sites.yaml, found by their names."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StrictBool, model_validator

from compliance.core.errors import fail
from compliance.core.located import KeyPath, ParsedFile
from compliance.core.recognition import Recognition, blank, recognised
from compliance.core.record import Record, Text, validate
from compliance.core.text import is_empty, squeeze
from compliance.io.csv import decoded, numbered
from compliance.io.paths import content
from compliance.reference.geodesy import Point

_WHOLE_COUNTRY = frozenset(("unitedstates", "unitedstatesofamerica"))
"""Two words that are no address."""


def _degrees(limit: int) -> AfterValidator:
    def check(value: Decimal) -> Decimal:
        if not -limit <= value <= limit:
            raise ValueError(f"{value} is not between -{limit} and {limit}; perhaps latitude and longitude are swapped")
        return value

    return AfterValidator(check)


class Site(Record):
    """A place where machines stand (``sites.yaml``); coordinates in degrees.

    ``urban_area``: whether it lies in an urbanized area or urban cluster of the Census Bureau; None where nobody says.
    """

    id: Text
    name: str = ""
    aliases: tuple[str, ...] = ()
    address: str = ""
    latitude: Annotated[Decimal, _degrees(90), Field(json_schema_extra={"minimum": -90, "maximum": 90})] | None = None
    longitude: Annotated[Decimal, _degrees(180), Field(json_schema_extra={"minimum": -180, "maximum": 180})] | None = (
        None
    )
    operator: str = ""
    owner: str = ""
    urban_area: StrictBool | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError where only one of the coordinates is given."""
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("give both latitude and longitude, or neither")
        return self

    @property
    def point(self) -> Point | None:
        """Where it is."""
        return None if self.latitude is None or self.longitude is None else Point(self.latitude, self.longitude)

    def party(self, role: str) -> str:
        """The text that names its owner or operator, who is the owner unless another is recorded; "" for other roles."""
        owner = "" if is_empty(self.owner) else self.owner
        return {"owner": owner, "operator": owner if is_empty(self.operator) else self.operator}.get(role, "")

    @property
    def names(self) -> frozenset[str]:
        """Everything the site is called, folded; its address is one of its names."""
        return frozenset(filter(None, map(squeeze, (*self._called, self.address))))

    @property
    def described(self) -> bool:
        """Whether somebody says where on earth it is: by coordinates, or by an address of more than one word.

        A name describes nothing, and neither do a placeholder and the coordinates 0, 0.
        """
        if self.point is not None:
            return any((self.point.latitude, self.point.longitude))
        address = squeeze(self.address)
        says_something = len(self.address.split()) > 1 and not is_empty(self.address)
        return says_something and address not in {*_WHOLE_COUNTRY, *map(squeeze, self._called)}

    @property
    def _called(self) -> tuple[str, ...]:
        return (self.id, self.name, *self.aliases)


class SiteFile(Record):
    """A ``sites.yaml``."""

    sites: tuple[Site, ...]


def read_sites(path: Path, name: str) -> tuple[Site, ...]:
    """The sites in the file ``path``, called ``name`` in messages. Raises ComplianceError."""
    advice = "See the schema: compliance rules schema sites"
    if path.suffix.casefold() == ".csv":
        return validate(SiteFile, _table(path, name, advice), advice=advice).sites
    from compliance.io.yaml import load

    return validate(SiteFile, load(path, name=name), advice=advice).sites


def _table(path: Path, name: str, advice: str) -> ParsedFile:
    """A row of CSV is a site; its ``aliases`` are separated by ``;``."""
    rows = numbered(decoded(content(path, name), name, advice), name)
    _, header = next(rows, (0, []))
    sites: list[dict[str, object]] = []
    marks: dict[KeyPath, tuple[int, int]] = {}
    for row, cells in rows:
        if len(cells) > len(header):
            raise fail("has more cells than the header", advice, file=name, row=row)
        site: dict[str, object] = {key: cell for key, cell in zip(header, cells, strict=False) if cell}
        if aliases := site.pop("aliases", None):
            site["aliases"] = [alias.strip() for alias in str(aliases).split(";") if alias.strip()]
        marks["sites", len(sites)] = (row, 1)
        sites.append(site)
    return ParsedFile(name, {"sites": sites}, marks)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit is recorded to stand: the folded names of the site, none where no site is recorded.

    ``described``: sites.yaml says where on earth that is. Only then can the place be known to be another one; what is
    not described may be any site.
    """

    names: frozenset[str] = frozenset()
    described: bool = False

    @property
    def recorded(self) -> bool:
        """Whether any site is recorded."""
        return bool(self.names)

    def __str__(self) -> str:
        return "; ".join(sorted(self.names))


NOWHERE = Place()
"""Where no site is recorded."""


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites that somebody described."""

    sites: tuple[Site, ...] = ()

    def find(self, text: str) -> Recognition[Site]:
        """The site of this id, name or alias; several where they share it."""
        if is_empty(text):
            return blank(text)
        return recognised(text, (site for site in self.sites if squeeze(text) in site.names))
