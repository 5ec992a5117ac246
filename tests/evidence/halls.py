"""Simulated machines on the loopback interface: they answer as Antminers, Whatsminers and Avalons do, or badly."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, Literal

Kind = Literal["antminer", "whatsminer", "avalon", "nonsense", "wrong", "endless", "slow", "closed"]
ANSWERS: dict[str, dict[str, Any]] = {
    "antminer": {"version": {"VERSION": [{"API": "3.1", "Type": "Antminer S21", "CompileTime": "Fri Nov 17 2023"}]},
                 "stats": {"STATS": [{"Type": "Antminer S21"}]}},
    "whatsminer": {"version": {"STATUS": "S", "Msg": {"api_ver": "2.0.5"}},
                   "devdetails": {"DEVDETAILS": [{"Driver": "bitmicro", "Model": "M60S_VK30"}]},
                   "summary": {"SUMMARY": [{"MAC": "02:00:00:00:00:02", "Firmware Version": "'20240101.1'"}]}},
    "avalon": {"version": {"VERSION": [{"PROD": "1566", "MAC": "020000000003", "DNA": "EXAMPLE-DNA-3", "LVERSION": "2.0"}]}},
    "wrong": {"version": {"VERSION": "none"}, "stats": {"STATS": [7]}, "devdetails": {"DEVDETAILS": []}, "summary": {"SUMMARY": [{"MAC": 5}]}},
}  # fmt: skip


class Simulated(threading.Thread):
    """One machine; ``asked`` is what it was asked."""

    def __init__(self, kind: Kind, address: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__(daemon=True)
        self.kind, self.asked = kind, []  # type: tuple[Kind, list[bytes]]
        self.socket = socket.create_server((address, port), backlog=64)
        self.port: int = self.socket.getsockname()[1]

    def run(self) -> None:
        """Answers until the socket is closed."""
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                question = connection.recv(4096)
                self.asked.append(question)
                if self.kind == "closed":
                    return
                if self.kind == "slow":
                    time.sleep(3)
                while self.kind == "endless":
                    connection.sendall(b"x" * 4096)
                known = ANSWERS.get(self.kind, {}).get(json.loads(question)["command"], {})
                connection.sendall(b"[[" if self.kind == "nonsense" else json.dumps(known).encode() + b"\0")
            except OSError:
                return


@contextmanager
def hall(kinds: Sequence[Kind], first: str = "127.0.0.1") -> Iterator[list[Simulated]]:
    """So many machines from this address on, all on one port."""
    head, _, last = first.rpartition(".")
    with ExitStack() as stack:
        machines: list[Simulated] = []
        for number, kind in enumerate(kinds):
            high, low = divmod(int(last) + number, 250)
            address = f"{head.rpartition('.')[0]}.{int(head.rpartition('.')[2]) + high}.{low}" if number else first
            machine = Simulated(kind, address, machines[0].port if machines else 0)
            stack.callback(machine.socket.close)
            machine.start()
            machines.append(machine)
        yield machines
