"""The facts of a unit and the columns they are made of: one declaration each, one line each here, in the order of the columns.

A declaration names the columns, the headers by which files call them, the reader from cells to a value, and when the cells
of two rows mean the same. Grouping asks the facts; a fact that does not say when cells mean the same is never merged.
"""

from __future__ import annotations

from collections.abc import Mapping

from compliance.inventory.facts import (
    amounts,
    control_board,
    countries,
    dates,
    documents,
    identity,
    kind,
    machine,
    parties,
    site,
    status,
    unread,
)
from compliance.inventory.facts.base import Column, Fact, Reading

READINGS: tuple[Reading, ...] = (
    identity.ASSET_ID,
    identity.SERIAL_NUMBER,
    unread.MAC_ADDRESS,
    unread.PARENT_ID,
    kind.KIND,
    unread.QUANTITY,
    machine.MACHINE,
    unread.VARIANT,
    countries.COUNTRY_OF_ORIGIN,
    documents.ORIGIN_EVIDENCE,
    countries.COUNTRY_OF_ASSEMBLY,
    control_board.CONTROL_BOARD,
    parties.SUPPLIER,
    parties.SUPPLIER_COUNTRY,
    parties.OWNER,
    parties.HOSTING_CLIENT,
    parties.IMPORTER_OF_RECORD,
    parties.CONSIGNEE,
    parties.LENDER,
    unread.PURCHASE_ORDER,
    unread.INVOICE,
    identity.PURCHASE_LOT,
    identity.ENTRY_NUMBER,
    dates.PURCHASE_DATE,
    dates.EXPORT_DATE,
    dates.ENTRY_DATE,
    dates.DELIVERY_DATE,
    amounts.UNIT_PRICE_USD,
    site.SITE,
    unread.LOCATION,
    status.STATUS,
    amounts.HASHRATE_THS,
    amounts.POWER_W,
    unread.FIRMWARE,
)
COLUMNS: tuple[Column, ...] = tuple(column for reading in READINGS for column in reading.columns)
NATIVE: tuple[str, ...] = tuple(column.name for column in COLUMNS)
"""The native columns, in the order in which they are written."""
FACTS: Mapping[str, Fact] = {fact.name: fact for reading in READINGS for fact in reading.facts}
