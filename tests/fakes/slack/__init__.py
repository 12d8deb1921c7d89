"""A loopback fake of Slack, good enough for the unmodified slack-bolt and slack-sdk. README.md has the control API.

with SlackFake() as fake:
    start_the_bot(base_url=fake.base_url, bot_token=fake.bot_token, app_token=fake.app_token)
    lilei = fake.user("李雷")
    lilei.says("收到华星货款5万")
    card = fake.wait_for_message(lilei, containing="尚欠")
    fake.wait_for_answer(lilei.presses(card, "撤销"))
"""

from tests.fakes.slack.deliveries import Envelope, signed
from tests.fakes.slack.fake import SECRET, SlackFake
from tests.fakes.slack.faults import Call, Fault, Faults, Violation
from tests.fakes.slack.people import Answer, Channel, Modal, Person, Press
from tests.fakes.slack.world import Button, Chat, Message

__all__ = [
    "SECRET",
    "Answer",
    "Button",
    "Call",
    "Channel",
    "Chat",
    "Envelope",
    "Fault",
    "Faults",
    "Message",
    "Modal",
    "Person",
    "Press",
    "SlackFake",
    "Violation",
    "signed",
]
