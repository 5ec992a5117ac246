"""What fleet and asset tools mean by their headers. A tool is known by a set of headers that no other one writes.

The header sets are read in the tools' own sources (fleets.md section 3) but for those marked *recalled*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from compliance.inventory.facts.base import fold_header


@dataclass(frozen=True, slots=True)
class Profile:
    """A tool's export: the headers it is known by, what they mean ("": nothing that is read), why it is refused."""

    name: str
    known_by: frozenset[str]
    means: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""


def _profile(name: str, known_by: str, means: str = "", refused: str = "") -> Profile:
    pairs = (pair.partition("=") for pair in means.split(",") if pair)
    meaning = {fold_header(header): native.strip() for header, _, native in pairs}
    return Profile(name, frozenset(map(fold_header, known_by.split(","))), meaning, refused)


_ASIC_RS = """device_info.make=manufacturer, device_info.model=model, control_board_version=control_board,
control_board_version.name=control_board, control_board_version.known=, hashrate=, expected_hashrate=hashrate_ths,
firmware_version=firmware, device_info.firmware=, wattage="""

PROFILES = (
    _profile(
        "Snipe-IT export",
        "Company, Asset Tag, Category, Manufacturer",
        "Company=owner, Name=, Item Name=, Asset Name=, Model Number=, Model No=, Order Number=purchase_order",
    ),
    # A NetBox owner is who looks after the record, not whose machine it is.
    _profile(
        "NetBox export",
        "name, role, device_type, site",
        "device_type=model, role=kind, tenant=hosting_client, owner=, position=, platform=, parent=parent_id",
    ),
    _profile(
        "NetBox export",
        "Name, Role, Manufacturer, Type, Site, Rack",
        "Type=model, Role=kind, Tenant=hosting_client, Owner=, Position=, Platform=",
    ),
    # The answers of web services; Snipe-IT's is recalled.
    _profile(
        "Snipe-IT web service",
        "asset_tag, model.name, status_label.name",
        "category.name=kind, company.name=owner, location.name=location, status_label.name=status, "
        "purchase_date.date=purchase_date, order_number=purchase_order, model_number=, name=, id=",
    ),
    _profile(
        "NetBox web service",
        "device_type.model, device_type.manufacturer.name, asset_tag",
        "device_type.model=model, device_type.manufacturer.name=manufacturer, role.name=kind, site.name=site, "
        "location.name=location, status.value=status, tenant.name=hosting_client, owner.name=, position=, "
        "parent_device.name=parent_id",
    ),
    _profile("MiningOS parts", "part, model, miner model, serial num", "part=kind, miner model="),
    _profile(
        "MiningOS miners table",
        "Code, Container, POS, SN, MAC",
        refused="names no manufacturer or model of its machines",
    ),
    # Recalled: the shape of a thing in the MiningOS API.
    _profile(
        "MiningOS snapshot",
        "type, info.serialNum",
        "type=model, code=asset_id, id=, info.serialNum=serial_number, info.macAddress=mac_address, info.site=site, "
        "info.location=location, info.status=status, info.container=",
    ),
    _profile("BTC Tools export", "IP, Type, Working Mode, Hash Rate RT", "Type=model"),
    # Recalled: the Chinese words of the same columns.
    _profile("BTC Tools export", "IP, 类型, 工作模式", "类型=model, 固件版本=firmware"),
    _profile("WhatsMinerTool export", "MinerType, MACAddr, THSRT", "MinerType=model, VersionInfo=firmware"),
    _profile("HashInsight hosting template", "Client Email, Model Name, Rack Position"),
    _profile("HashInsight hosting template", "客户邮箱, 矿机型号, 机架位置"),
    _profile("HashInsight calculator template", "Miner Number, Model Name, Electricity Cost ($/kWh)"),
    # Recalled: Luxor's inventory page names these columns; its CSV header was not found.
    _profile("Luxor Commander export", "Asset Code, Acquisition Date, Hosting Client"),
    # A type has a name for people and a slug made of it.
    _profile(
        "Foreman export",
        "apiIp, mac, platform, minerType.name",
        "id=asset_id, minerType.manufacturer=manufacturer, minerType.slug=, minerType.name=model, "
        "minerType.category=, minerType.identifier=",
    ),
    _profile(
        "Foreman export",
        "apiIp, mac, platform",
        "id=asset_id, minerType=model, minerType.manufacturer=manufacturer, minerType.slug=model, "
        "minerType.category=, minerType.identifier=",
    ),
    _profile(
        "Foreman miner types", "slug, hashRates, subTypes, identifier", refused="lists types of machines, not machines"
    ),
    _profile("Ralph export", "id, sn, model, service_env", "id=asset_id, barcode=, warehouse=site, status="),
    # A frame of pandas says the same twice: as the text of an object, and apart.
    _profile(
        "pyasic export",
        "device_info, api_ver, fw_ver, make, model",
        "make=manufacturer, device_info=, fw_ver=firmware, firmware=, hashrate=, expected_hashrate=hashrate_ths, "
        "wattage=, hostname=",
    ),
    _profile("pyasic export", "device_info, api_ver, fw_ver", "device_info=model, fw_ver=firmware, model=, make="),
    _profile(
        "pyasic-rs snapshot",
        "device_info.make, device_info.model, control_board_version",
        _ASIC_RS,
    ),
    _profile("pyasic-rs snapshot", "device_info.make, device_info.model, control_board_version.name", _ASIC_RS),
    _profile(
        "pyasic snapshot",
        "make, model, hostname, fw_ver",
        "make=manufacturer, fw_ver=firmware, firmware=, device_info.make=, device_info.model=, hashrate=, "
        "expected_hashrate=hashrate_ths, wattage=",
    ),
    _profile(
        "pyasic snapshot",
        "device_info.make, device_info.model",
        "device_info.make=manufacturer, device_info.model=model, fw_ver=firmware, firmware=, hashrate=, "
        "expected_hashrate=hashrate_ths, wattage=",
    ),
    _profile("miner snapshot", "make, model, hostname", "make=manufacturer, hashrate=, expected_hashrate=hashrate_ths"),
)  # fmt: skip


def profile_of(header: Iterable[str]) -> Profile | None:
    """The tool that writes such a header, or None."""
    folded = set(map(fold_header, header))
    return next((profile for profile in PROFILES if profile.known_by <= folded), None)
