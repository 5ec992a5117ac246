"""Machines asked live: simulated ones, on the loopback interface only."""

from __future__ import annotations

import json
import sys
import time
from types import ModuleType
from typing import Any

import pytest

from compliance.core.errors import ComplianceError
from compliance.evidence.live import FIRMWARES, MAX_ANSWER, Limits, Login, addresses, ask
from tests.evidence.halls import Kind, hall

HERE = ["127.0.0.1"]
QUICK = Limits(seconds=1)


def answer(kind: Kind, limits: Limits = QUICK) -> dict[str, Any] | None:
    with hall([kind]) as (machine,):
        machines = ask(HERE, limits, port=machine.port).machines
        assert {json.loads(question)["command"] for question in machine.asked} <= {
            "version",
            "devdetails",
            "summary",
            "stats",
        }
    return machines[0] if machines else None


@pytest.mark.parametrize(
    ("kind", "make", "model", "mac", "serial", "firmware"),
    [
        ("antminer", "AntMiner", "Antminer S21", None, None, "Fri Nov 17 2023"),
        ("whatsminer", "WhatsMiner", "M60S", "02:00:00:00:00:02", None, "20240101.1"),
        ("avalon", "Avalon", "Avalon 1566", "02:00:00:00:00:03", "EXAMPLE-DNA-3", "2.0"),
    ],
)
def test_what_machines_tell_anybody(kind: Kind, make: str, model: str, mac: str, serial: str, firmware: str) -> None:
    machine = answer(kind)
    assert machine
    assert machine["device_info"] == {"make": make, "model": model}
    assert (machine["ip"], machine["mac"], machine["serial_number"], machine["firmware_version"]) == (
        "127.0.0.1",
        mac,
        serial,
        firmware,
    )


@pytest.mark.parametrize("kind", ["nonsense", "wrong", "closed"])
def test_of_a_machine_that_answers_wrongly_only_the_address_is_known(kind: Kind) -> None:
    machine = answer(kind)
    assert machine
    assert (machine["ip"], machine["device_info"]) == ("127.0.0.1", {"make": None, "model": None})


def test_a_machine_that_answers_slowly_is_given_up_and_one_without_end_is_cut() -> None:
    begun = time.monotonic()
    assert answer("slow", Limits(seconds=0.3)) is None
    machine = answer("endless")
    assert machine is None or machine["device_info"]["make"] is None
    assert time.monotonic() - begun < 10
    assert MAX_ANSWER < 100_000


def test_where_nothing_listens_nothing_answers() -> None:
    assert ask(HERE, QUICK, port=1).machines == ()


def test_addresses_are_named_and_limited() -> None:
    assert addresses(["10.0.0.5", "10.0.0.4/30", "10.0.0.9-10.0.0.10"], 100) == [
        "10.0.0.5",
        "10.0.0.6",
        "10.0.0.9",
        "10.0.0.10",
    ]
    assert len(addresses(["10.0.0.0/24"], 254)) == 254
    for texts, message in (
        (["10.0.0.0/8"], "names more than 100 addresses"),
        (["10.0.0.0/26", "10.0.1.0/26"], "more than 100 addresses are named"),
        (["8.8.8.8"], "is not in a private network"),
        (["hall"], "names no addresses"),
        (["fe80::1"], "names no addresses"),
        (["10.0.0.9-10.0.0.1"], "names no addresses"),
    ):
        with pytest.raises(ComplianceError, match=message):
            addresses(texts, 100)


class Miner:
    make, model = "Antminer", "S21"

    def __init__(self, whole: bool) -> None:
        self.whole, self.auth = whole, ("default", "default")

    def set_auth(self, user: str, password: str) -> None:
        self.auth = (user, password)

    async def get_control_board_version(self) -> str | None:
        assert self.auth == ("root", "given")
        return "CVITEK CV1835" if self.whole else None

    async def get_mac(self) -> str | None:
        return "02:00:00:00:00:01" if self.whole else None

    async def get_serial_number(self) -> str | None:
        return "EXAMPLE-1" if self.whole else None

    async def get_firmware_version(self) -> str | None:
        return "1" if self.whole else None


class Factory:
    logins: list[tuple[str, str, str]] = []

    def with_firmware_discovery_auth(self, firmware: str, user: str, password: str) -> Factory:
        self.logins.append((firmware, user, password))
        return self

    async def get_miner(self, address: str) -> Miner | None:
        return None if address.endswith("3") else Miner(address.endswith("1"))


def test_with_a_password_the_library_asks_and_tries_no_other_one(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("pyasic_rs")
    module.MinerFactory = Factory  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pyasic_rs", module)
    first, second = ask(["10.0.0.1", "10.0.0.2", "10.0.0.3"], QUICK, Login("root", "given")).machines
    assert first["control_board_version"] == {"known": True, "name": "CVITEK CV1835"}
    assert (first["serial_number"], first["mac"]) == ("EXAMPLE-1", "02:00:00:00:00:01")
    assert (second["serial_number"], second["control_board_version"]) == (None, None)
    assert Factory.logins == [(firmware, "root", "given") for firmware in FIRMWARES]
    monkeypatch.setitem(sys.modules, "pyasic_rs", None)
    with pytest.raises(ComplianceError, match=r"pip install 'mining-compliance\[scan\]'"):
        ask(HERE, QUICK, Login("root", "given"))


def test_the_library_knows_the_firmwares() -> None:
    factory = pytest.importorskip("pyasic_rs").MinerFactory()
    for firmware in FIRMWARES:
        factory = factory.with_firmware_discovery_auth(firmware, "u", "p")
