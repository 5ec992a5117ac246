"""Where a unit was made and put together. What two letters mean is settled by a whole column."""

from __future__ import annotations

from collections.abc import Hashable

from compliance.core.possible import UNKNOWN, Possible
from compliance.core.text import one_line, quoted
from compliance.inventory.facts.base import ByValue, Canonical, Column, Comparison, Fact, Reading, Row, written_alike
from compliance.inventory.native import country_doubt


def _countries(row: Row) -> tuple[Possible[str], Possible[str]]:
    """Country of origin and of assembly; what speaks of assembly only is no origin."""
    columns = ("country_of_origin", "country_of_assembly")
    origin, assembly = (row.country(column, row.text(column)) for column in columns)
    for column, resolution in zip(columns, (origin, assembly), strict=True):
        text = row.text(column)
        if resolution.values is None and resolution.unknown and not (resolution.doubt or resolution.note):
            row.unknown(
                column, one_line(text), "write the ISO 3166-1 code of one country, or A|B where it is one of them"
            )
        elif doubt := country_doubt(column, text, resolution):
            row.doubt(doubt)
    if origin.assembly:
        written = quoted(row.text("country_of_origin").strip())
        row.doubt(f"country_of_origin {written} names only where the unit was assembled")
        return UNKNOWN, Possible(origin.values if assembly.values is None else assembly.values)
    return Possible(origin.values), Possible(assembly.values)


def _origin(row: Row) -> Possible[str]:
    return row.once(_countries)[0]


def _assembly(row: Row) -> Possible[str]:
    return row.once(_countries)[1]


def _canonical(comparison: Comparison) -> Canonical:
    countries, codes = comparison.reader.countries, comparison.reader.codes or "iso"

    def value(text: str) -> Hashable:
        if len(text.strip()) <= 2 or "|" in text:
            return None
        resolution = countries.resolve(text, codes)
        return (
            written_alike(resolution.values),
            resolution.doubt,
            resolution.recorded,
            resolution.assembly,
            resolution.note,
        )

    return ByValue(comparison.numbers.shapes, value)


def country(column: Column, *facts: Fact) -> Reading:
    """A column that holds countries."""
    return Reading((column,), facts, _canonical)


COUNTRY_OF_ORIGIN = country(
    Column(
        "country_of_origin",
        headers="origin, coo, country of manufacture, made in, manufactured in, origin country, country origin, origin statement, produced in, country of production, 原产国, 原产地, 产地, страна происхождения, ursprungsland, herkunftsland, herstellungsland, pais de origen, country of origin (coo), origin of goods, manufacturing country, made in country, producing country, 制造国, 生产国, 原产国家, 原产国/地区, страна производства, страна изготовления, страна-производитель, происхождение, ursprung, herkunft, produktionsland, fertigungsland, hergestellt in, país de fabricación, origen, hecho en, fabricado en, mfg country, country of mfg, country mfg, place of origin, place of manufacture, country of origin code, origin code, coo code, origin iso, country of origin iso, país origen, land der herstellung, страна-изготовитель, 原产地国家",
        qualifiers="iso, iso2, iso3, iso code, iso 3166, alpha2, alpha3, code, coo",
        second="refused",
    ),
    Fact("country_of_origin", ("country_of_origin",), _origin),
)
COUNTRY_OF_ASSEMBLY = country(
    Column(
        "country_of_assembly",
        headers="assembled in, assembly country, assembly, final assembly, 组装国, montageland, pais de ensamblaje, country assembled, assembled, 组装地, страна сборки, место сборки, endmontage, ensamblado en, país de montaje",
        qualifiers="iso, iso2, iso3, iso code, iso 3166, alpha2, alpha3, code",
        second="refused",
    ),
    Fact("country_of_assembly", ("country_of_assembly", "country_of_origin"), _assembly),
)
