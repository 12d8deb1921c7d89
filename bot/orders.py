"""Orders about money as commands: `/writeoff 华星 3万` is said to the bot as 核销 华星 3万, and read the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Order(NamedTuple):
    """What a command says in words, and the request it is then read as."""

    words: str
    intent: str


ORDERS: Mapping[str, Order] = {
    "writeoff": Order("write off", "write_off"),
    "creditnote": Order("credit note", "credit_note"),
    "refund": Order("refund", "refund"),
    "offset": Order("from the advance", "offset"),
    "dispute": Order("dispute", "dispute"),
    "bill": Order("bank acceptance", "bill"),
}
