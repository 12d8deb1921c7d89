"""What a message may hold that no database takes."""

from datetime import UTC, datetime

from bot.hearing import storable
from bot.message import Inbound, Sender


def test_half_a_character_and_nul_are_left_out_and_the_rest_stays():
    odd = Inbound(
        channel="telegram",
        kind="text",
        chat="1",
        private=True,
        sender=Sender("7", "李\ud800雷"),
        sent_at=datetime(2026, 3, 2, tzinfo=UTC),
        text="收到\x00华星\udc00货款5万👍",
    )

    clean = storable(odd)

    assert clean is not None
    assert ("收到华星货款5万👍", "李雷") == (clean.text, clean.sender.name)
