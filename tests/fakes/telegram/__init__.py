"""A loopback fake of the Telegram Bot API, good enough for the unmodified python-telegram-bot.

    with TelegramFake() as fake:
        start_the_bot(token=fake.token, base_url=fake.base_url)      # GENGFU_TELEGRAM_TOKEN, GENGFU_TELEGRAM_BASE_URL
        lilei, manager = fake.user(first_name="李雷"), fake.user(first_name="王经理")
        group = fake.group("销售一组", members=[manager, lilei])

        lilei.says("收到华星货款5万")                                  # private chat; chat=group, reply_to=message
        card = fake.wait_for_message(lilei, containing="尚欠")
        press = lilei.presses(card, "撤销")
        fake.wait_for_answer(press)
        fake.faults.drop_after(method="sendMessage", chat=group)      # the next one is taken, the line is cut
        print(fake.transcript(group))

The server lives in a thread of its own, so tests are plain synchronous code and the bot may be another process, killed
and started again as often as one likes: what it did not confirm is handed out again.
"""

from tests.fakes.telegram.calls import Call
from tests.fakes.telegram.chats import Chat, Group, Message
from tests.fakes.telegram.fake import BOT_ID, TelegramFake, a_token
from tests.fakes.telegram.faults import Fault, Violation
from tests.fakes.telegram.keyboards import Button
from tests.fakes.telegram.people import Answer, Person, Press

__all__ = [
    "BOT_ID",
    "Answer",
    "Button",
    "Call",
    "Chat",
    "Fault",
    "Group",
    "Message",
    "Person",
    "Press",
    "TelegramFake",
    "Violation",
    "a_token",
]
