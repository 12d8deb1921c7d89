"""A polite end is an end: also when a cancel meets a wait that comes true in the same moment."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.app import ended, kept_up
from bot.delivery import Delivery
from storage.database import Database


async def test_work_that_loses_a_cancel_is_ended_all_the_same() -> None:
    """As `asyncio.wait_for` does before Python 3.12 when what it waits for comes true as the cancel arrives."""
    cancels = 0

    async def hard_of_hearing() -> None:
        nonlocal cancels
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancels += 1
            if cancels > 1:
                raise

    tasks = [asyncio.create_task(kept_up("deaf", hard_of_hearing)) for _ in range(2)]
    await asyncio.sleep(0)

    async with asyncio.timeout(30):
        await ended(tasks)

    assert all(task.done() for task in tasks)


async def test_delivery_that_is_woken_as_it_is_cancelled_ends(on_sqlite: str) -> None:
    books = Database(on_sqlite, keyring=f"{on_sqlite}.keyring")
    delivery = Delivery(books, {}, lambda: datetime.now(UTC))
    task = asyncio.create_task(delivery.run())
    while delivery._wake.is_set() or not delivery._wake._waiters:  # type: ignore[attr-defined]  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0)

    delivery.wake()
    await asyncio.sleep(0)
    task.cancel()

    async with asyncio.timeout(30):
        await asyncio.wait([task])
    assert task.cancelled()
    books.close()
