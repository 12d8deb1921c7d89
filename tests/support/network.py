"""Nobody talks to the internet (R35): connecting to another machine is an error, here and now, and is written down."""

from __future__ import annotations

import sys
from ipaddress import ip_address
from typing import Any

REACHED_OUT = "REACHED OUT"


def stay_on_this_machine(event: str, arguments: tuple[Any, ...]) -> None:
    """For `sys.addaudithook`."""
    if event != "socket.connect" or not isinstance(arguments[1], tuple):
        return
    host = arguments[1][0]
    try:
        local = ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        local = host == "localhost"
    if not local:
        sys.stderr.write(f"{REACHED_OUT} to {host}\n")
        raise ConnectionRefusedError(f"a test tried to reach {host}; tests stay on this machine")
