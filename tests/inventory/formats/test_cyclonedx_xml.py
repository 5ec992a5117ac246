"""CycloneDX XML is read as its JSON is."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.inventory.formats.cyclonedx_xml import MAX_DEPTH, parsed
from compliance.io.limits import ReadingLimits
from tests.inventory.formats.reading import native, opened, refused, rows_of

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1">\n'
DEVICE = """<components>
<component type="library"><name>x</name></component>
<component type="device" bom-ref="m1">
 <manufacturer><name>Bitmain</name></manufacturer>
 <supplier><name>Foo Ltd</name><address><country>HK</country></address></supplier>
 <name>Antminer S19</name><description>a</description>
 <properties><property name="cdx:device:serialNumber">SN1</property><property name="cdx:device:quantity">2</property></properties>
 <components><component type="device" bom-ref="b1"><name>Board</name></component></components>
</component>
</components>
<components><component type="device" bom-ref="m2"><name>S21</name></component></components>
"""


def bom(folder: Path, content: str, head: str = HEAD) -> Path:
    path = folder / "bom.xml"
    path.write_text(f"{head}{content}</bom>\n", "utf-8")
    return path


def test_devices(tmp_path: Path) -> None:
    table = opened(bom(tmp_path, DEVICE))
    assert table.format == "CycloneDX XML 1.5"
    first, board, second = native(table)
    assert first == {
        "asset_id": "m1", "serial_number": "SN1", "quantity": "2", "manufacturer": "Bitmain", "model": "Antminer S19",
        "supplier": "Foo Ltd", "supplier_country": "HK",
    }  # fmt: skip
    assert board == {"asset_id": "b1", "parent_id": "m1", "model": "Board"}
    assert second == {"asset_id": "m2", "model": "S21"}
    assert table.notes[-1].endswith("1 components were ignored: they are not devices.")


def test_the_lines_of_components(tmp_path: Path) -> None:
    content = "\n".join(DEVICE.splitlines()).replace(
        '<component type="device" bom-ref="b1"><name>Board</name></component>', ""
    )
    assert list(rows_of(opened(bom(tmp_path, content)))) == [5, 13]


def test_a_bom_of_one_machine(tmp_path: Path) -> None:
    whole = '<metadata><component type="device" bom-ref="m"><name>S19</name></component></metadata>'
    assert native(opened(bom(tmp_path, whole))) == [{"asset_id": "m", "model": "S19"}]


@pytest.mark.parametrize(
    ("head", "content", "what"),
    [
        (HEAD, "<components>", "is broken XML: mismatched tag"),
        (HEAD, "", "holds no component of type device"),
        (HEAD, "<a>" * MAX_DEPTH, f"is nested more than {MAX_DEPTH} deep"),
        (HEAD.replace("UTF-8", "klingon"), DEVICE, "is broken XML: unknown encoding"),
        (
            '<!DOCTYPE bom [<!ENTITY a "b">]><bom xmlns="http://cyclonedx.org/schema/bom/1.5">',
            DEVICE,
            "defines entities",
        ),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, head: str, content: str, what: str) -> None:
    assert refused(bom(tmp_path, content, head)).what.startswith(what)


def test_a_very_large_file(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match="is XML of more than 0 MiB"):
        opened(bom(tmp_path, DEVICE), limits=ReadingLimits(max_json_bytes=100))


def test_what_is_no_element_is_no_bom() -> None:
    assert parsed(b"<components/>", "f").data == {}


def test_elements_are_counted() -> None:
    raw = f"{HEAD}{DEVICE}</bom>".encode()
    with pytest.raises(ComplianceError, match="has more than 10 elements"):
        parsed(raw, "bom.xml", most=10)
