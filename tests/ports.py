"""A port that stays free until a process of its own binds it."""

from __future__ import annotations

import secrets
import socket
from pathlib import Path

_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
_LOWEST = 10_000


def free_port() -> int:
    """A loopback port below those that the system hands out.

    What asks the system for any port, a connection of another test among them, never gets this one
    between the asking and the binding, nor while the process that binds it is killed and started again.
    """
    first_handed_out = int(_RANGE.read_text().split()[0]) if _RANGE.exists() else 32_768
    while True:
        port = _LOWEST + secrets.randbelow(max(first_handed_out - _LOWEST, 1_000))
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
