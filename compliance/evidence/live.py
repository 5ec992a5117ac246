"""Machines of a hall asked live what they are: read-only, within limits, and with no password but one that is given.

Without a password only what machines tell anybody is asked, on the port of the cgminer API. With one, the library
pyasic-rs asks them; it gets that password for every firmware, so that it tries none of its own.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, ip_address, ip_network
from typing import Any

from compliance.core.errors import fail

PORT = 4028
MAX_ANSWER = 64 * 1024
"""Bytes of an answer that are read."""
QUESTIONS = ("version", "devdetails", "summary", "stats")
"""What is asked: each only tells, none changes anything."""
FIRMWARES = (
    "AntMiner Stock", "WhatsMiner Stock", "AvalonMiner Stock", "Braiins", "VNish", "LuxOS", "Marathon", "Bitaxe Stock",
    "Auradine Stock", "Elphapex Stock", "Goldshell Stock", "SealMiner Stock",
)  # fmt: skip
"""The firmwares that pyasic-rs logs in to while it finds out what a machine is."""
_ADVICE = "Write an address (10.0.0.5), a network (10.0.0.0/24) or a range (10.0.0.5-10.0.0.90)."


@dataclass(frozen=True, slots=True)
class Limits:
    """At most so many addresses, so many of them at once, so many seconds for each."""

    addresses: int = 4096
    at_once: int = 128
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Login:
    """A user and the password that was given for it."""

    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What machines said of themselves, in the form of a snapshot of pyasic-rs, and how many addresses were asked."""

    asked: int
    machines: tuple[dict[str, Any], ...]


def addresses(texts: Sequence[str], most: int) -> list[str]:
    """The addresses that texts name, each once. Raises ComplianceError for what names none, for very many, and for public ones."""
    named: dict[str, None] = {}
    for text in texts:
        for number in _named(text.strip(), most):
            named[str(IPv4Address(number))] = None
        if len(named) > most:
            raise fail(f"more than {most:,} addresses are named", "Name fewer, or allow more with --most.")
    return list(named)


def _named(text: str, most: int) -> range:
    try:
        first, dash, last = text.partition("-")
        if dash:
            begin, end = IPv4Address(first.strip()), IPv4Address(last.strip())
            numbers = range(int(begin), int(end) + 1)
        else:
            network = ip_network(text, strict=False)
            if not isinstance(network, IPv4Network):
                raise ValueError(text)
            numbers = range(int(network.network_address), int(network.broadcast_address) + 1)
            numbers = numbers[1:-1] if len(numbers) > 2 else numbers
    except ValueError:
        raise fail(f"{text!r} names no addresses", _ADVICE) from None
    if len(numbers) > most:
        raise fail(f"{text!r} names more than {most:,} addresses", "Name fewer, or allow more with --most.")
    if not numbers:
        raise fail(f"{text!r} names no addresses", _ADVICE)
    if not all(ip_address(number).is_private for number in (numbers[0], numbers[-1])):
        raise fail(
            f"{text!r} is not in a private network", "Machines of a hall have private addresses; nothing else is asked."
        )
    return numbers


def ask(named: Sequence[str], limits: Limits = Limits(), login: Login | None = None, port: int = PORT) -> Answers:
    """What the machines at these addresses say of themselves; one that does not answer in time says nothing.

    Raises ComplianceError where a password is given and pyasic-rs is not installed.
    """
    question = _through_the_library(login) if login else lambda address: _plainly(address, port)
    return Answers(len(named), tuple(asyncio.run(_all(named, limits, question))))


async def _all(
    named: Sequence[str], limits: Limits, question: Callable[[str], Awaitable[dict[str, Any] | None]]
) -> list[dict[str, Any]]:
    gate = asyncio.Semaphore(limits.at_once)

    async def one(address: str) -> dict[str, Any] | None:
        async with gate:
            try:
                return await asyncio.wait_for(question(address), limits.seconds)
            except (OSError, TimeoutError, ValueError, RecursionError, RuntimeError):
                return None

    answered = await asyncio.gather(*map(one, named))
    return [machine for machine in answered if machine is not None]


async def _plainly(address: str, port: int) -> dict[str, Any]:
    """What a machine tells anybody. Raises OSError where it does not answer at all."""
    answers: dict[str, dict[str, Any]] = {}
    for question in QUESTIONS:
        answers[question] = _first(await _answer(address, port, question), question.upper())
    return _machine(address, answers)


async def _answer(address: str, port: int, question: str) -> bytes:
    reader, writer = await asyncio.open_connection(address, port)
    try:
        writer.write(json.dumps({"command": question, "cmd": question}).encode())
        await writer.drain()
        answer = b""
        while len(answer) < MAX_ANSWER and (part := await reader.read(4096)):
            answer += part
            if part.endswith(b"\0"):
                break
        return answer
    finally:
        writer.close()


def _first(raw: bytes, name: str) -> dict[str, Any]:
    """The first record under a name of an answer; {} for whatever is no such answer."""
    try:
        data = json.loads(raw.rstrip(b"\0\r\n "))
    except (ValueError, RecursionError):
        return {}
    records = data.get(name) if isinstance(data, dict) else None
    first = next(iter(records), None) if isinstance(records, list) else None
    return first if isinstance(first, dict) else {}


def _machine(address: str, answers: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What the answers of an Antminer, a Whatsminer or an Avalon come to; of any other machine only its address is known."""
    version, details, summary, stats = (answers[question] for question in QUESTIONS)
    kind = _text(version, "Type") or _text(stats, "Type")
    if kind.casefold().startswith("antminer"):
        return _snapshot(address, "AntMiner", kind, firmware=_text(version, "CompileTime"))
    if model := _text(version, "PROD") or _text(version, "MODEL"):
        named = model if model.casefold().startswith("avalon") else f"Avalon {model}"
        return _snapshot(
            address, "Avalon", named, _text(version, "MAC"), _text(version, "DNA"), _text(version, "LVERSION")
        )
    if model := _text(details, "Model"):
        firmware = _text(summary, "Firmware Version")
        return _snapshot(address, "WhatsMiner", model.split("_")[0], _text(summary, "MAC"), "", firmware.strip("'"))
    return _snapshot(address, "", "")


def _text(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    return value.strip()[:200] if isinstance(value, str) else ""


def _snapshot(
    address: str, make: str, model: str, mac: str = "", serial: str = "", firmware: str = "", board: str = ""
) -> dict[str, Any]:
    return {
        "schema_version": "0.4",
        "ip": address,
        "mac": _mac(mac) or None,
        "device_info": {"make": make or None, "model": model or None},
        "serial_number": serial or None,
        "control_board_version": {"known": True, "name": board} if board else None,
        "firmware_version": firmware or None,
    }


def _mac(text: str) -> str:
    digits = "".join(char for char in text if char.isalnum())
    return ":".join(_pairs(digits)).upper() if len(digits) == 12 else text


def _pairs(digits: str) -> Iterator[str]:
    return (digits[place : place + 2] for place in range(0, len(digits), 2))


def _through_the_library(login: Login) -> Callable[[str], Awaitable[dict[str, Any] | None]]:
    try:
        from pyasic_rs import MinerFactory
    except ImportError:
        raise fail(
            "asking with a password needs pyasic-rs", "Install it: pip install 'mining-compliance[scan]'."
        ) from None
    factory = MinerFactory()
    for firmware in FIRMWARES:
        factory = factory.with_firmware_discovery_auth(firmware, login.user, login.password)

    async def question(address: str) -> dict[str, Any] | None:
        miner = await factory.get_miner(address)
        if miner is None:
            return None
        miner.set_auth(login.user, login.password)
        board = await miner.get_control_board_version()
        mac, serial, firmware = (
            await miner.get_mac(),
            await miner.get_serial_number(),
            await miner.get_firmware_version(),
        )
        return _snapshot(address, miner.make, miner.model, mac or "", serial or "", firmware or "", board or "")

    return question
