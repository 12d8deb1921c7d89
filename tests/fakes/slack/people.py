"""What people do in Slack: write, edit, delete, press, give commands, come and go."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.slack.blocks import as_entered, checked_view, filled_at_first, inputs, suggestions
from tests.fakes.slack.text import as_sent, as_shown
from tests.fakes.slack.world import Button, Chat, Message, words_in

if TYPE_CHECKING:
    from tests.fakes.slack.world import World


PLACELESS = ("view_submission", "shortcut", "block_suggestion")


@dataclass(frozen=True)
class Answer:
    """An ephemeral line only the person who pressed sees."""

    text: str
    at: float


@dataclass(eq=False)
class Press:
    """A press, a command or another interaction, and what came of it."""

    kind: str
    person: Person
    chat: Chat
    payload: dict[str, Any] = field(repr=False)
    at: float = field(default_factory=time.time)
    envelope: Any = None
    since: int = 0  # so many ephemeral lines the chat had before

    @property
    def acked(self) -> bool:
        return bool(self.envelope and self.envelope.acked)

    @property
    def response(self) -> Any:
        """What the ack carried."""
        return self.envelope.response if self.envelope else None

    @property
    def answer(self) -> Answer | None:
        """The first line shown to this person alone since the press."""
        with self.chat.world.changed:
            later = self.chat.ephemeral[self.since :]
            mine = next((one for one in later if one.seen_by == self.person.id), None)
        return Answer(mine.shown, float(mine.ts)) if mine else None


@dataclass(frozen=True)
class Modal:
    """A modal as a person sees it, until it closes."""

    person: Person
    id: str

    @property
    def view(self) -> dict[str, Any]:
        with self.person.world.changed:
            return self.person.world.modals[self.id]

    @property
    def is_open(self) -> bool:
        return self.id in self.person.world.modals

    @property
    def title(self) -> str:
        return as_shown(self.view["title"]["text"], {})

    @property
    def text(self) -> str:
        """What is only to be read."""
        return as_shown(words_in(self.view["blocks"]), {})

    @property
    def fields(self) -> dict[str, Any]:
        """What each field holds now, by its name."""
        return {name: self.entered(name) for name, _ in inputs(self.view)}

    @property
    def labels(self) -> dict[str, str]:
        return {name: as_shown(one["label"]["text"], {}) for name, one in inputs(self.view)}

    @property
    def errors(self) -> dict[str, str]:
        """The words beside the fields."""
        found: dict[str, str] = self.view["errors"]
        return found

    @property
    def notes(self) -> dict[str, str]:
        """The words under the fields."""
        return {name: as_shown(one["hint"]["text"], {}) for name, one in inputs(self.view) if "hint" in one}

    def entered(self, name: str) -> Any:
        entered = self.view.get("entered", {})
        return entered[name] if name in entered else filled_at_first(dict(inputs(self.view))[name]["element"])

    def fill(self, **values: Any) -> Modal:
        """Type, or choose, in the fields of these names. What Slack's own widgets never hand in is not checked."""
        known = dict(inputs(self.view))
        assert values.keys() <= known.keys(), f"no field {values.keys() - known.keys()} among {known.keys()}"
        with self.person.world.changing():
            self.view["entered"] = self.view.get("entered", {}) | values
            for name in values:
                if known[name].get("dispatch_action"):
                    self.person._dispatches(self, name)
        return self

    def search(self, name: str, typed: str = "", timeout: float = 10) -> dict[str, str]:
        """What a searched field offers: value by label."""
        person, view = self.person, self.view
        element = dict(inputs(view))[name]["element"]
        payload = {name: value for name, value in view.items() if name not in ("user", "errors", "entered")}
        press = person._interact("block_suggestion", person.im, block_id=name, action_id=element["action_id"],
                                 value=typed, view=payload)  # fmt: skip
        until = time.monotonic() + timeout
        while not press.envelope.over and time.monotonic() < until:
            time.sleep(0.01)
        assert press.acked, "no answer to a search"
        return {as_shown(one["text"]["text"], {}): one["value"] for one in suggestions(press.response)}

    def submit(self, timeout: float = 10) -> Press:
        """Hand it in and wait for the acknowledgement; what that says happens to the modal."""
        lacking = [name for name, one in inputs(self.view) if not one.get("optional") and not self.entered(name)]
        assert not lacking, f"Slack hands in no form without {lacking}"
        return self.submit_anyway(timeout)

    def submit_anyway(self, timeout: float = 10) -> Press:
        """As a forged or very old client might: whatever is in it."""
        press = self.person._submits(self)
        until = time.monotonic() + timeout
        while not press.envelope.over and time.monotonic() < until:
            time.sleep(0.01)
        if press.acked:
            self._answered(press.response or {})
        return press

    def _answered(self, answer: dict[str, Any]) -> None:
        world = self.person.world
        with world.changing():
            match answer.get("response_action"):
                case None | "clear":
                    world.modals.pop(self.id, None)
                case "errors":
                    names = {name for name, _ in inputs(self.view)}
                    assert answer["errors"], "errors without an error"
                    assert answer["errors"].keys() <= names, "an error for no field of this modal"
                    self.view["errors"] = answer["errors"]
                case "update":
                    world.show(checked_view(answer["view"], "modal"), self.person.id, self.id)
                case other:
                    raise AssertionError(f"unknown response_action {other!r}")

    def close(self) -> None:
        """The person changes their mind; the app hears nothing of it."""
        with self.person.world.changing():
            self.person.world.modals.pop(self.id, None)


class Person:
    def __init__(self, world: World, user_id: str, name: str, locale: str, chat_id: str) -> None:
        self.world, self.id, self.name, self.locale = world, user_id, name, locale
        self.deactivated = False
        self.im = Chat(world, chat_id, "", {user_id, world.bot_user}, "im")

    def __repr__(self) -> str:
        return f"<{self.id} {self.name}>"

    @property
    def first_name(self) -> str:
        return self.name

    def as_json(self) -> dict[str, Any]:
        profile = {"real_name": self.name, "display_name": self.name, "display_name_normalized": self.name}
        return {
            "id": self.id, "team_id": self.world.team, "name": self.name.lower(), "real_name": self.name,
            "deleted": self.deactivated, "profile": profile, "is_bot": False, "locale": self.locale,
            "tz": "Asia/Shanghai",
        }  # fmt: skip

    # -- words

    def says(self, text: str, chat: Chat | None = None, reply_to: Message | None = None, **more: Any) -> Message:
        """A message; `reply_to` any message: it goes into that one's thread. @名字 mentions whoever is called so."""
        assert not text.startswith("/"), "Slack takes /words for commands: use commands()"
        chat = chat or self.im
        with self.world.changing():
            users = {name: user for user, name in self.world.names().items()}
            thread = (reply_to.thread_ts or reply_to.ts) if reply_to else None
            if reply_to is not None and thread in chat.history:
                chat.history[thread].thread_ts = thread
            message = chat.post(self.id, as_sent(text, users), thread_ts=thread, **more)
            message.event_id = self._tell(message)
            return message

    def _tell(self, message: Message) -> str | None:
        chat, bot = message.chat, self.world.bot_user
        if bot not in chat.members:
            return None
        kind = {"im": "im", "channel": "channel", "group": "group"}[chat.kind]
        event = message.as_json() | {
            "channel": chat.id,
            "event_ts": message.ts,
            "channel_type": kind,
            "team": self.world.team,
        }
        if message.files:
            event |= {"subtype": "file_share"}
        heard = None
        if chat.is_im or self.world.hears_channels:
            heard = self.world.tell("event", event)
        if not chat.is_im and f"<@{bot}>" in message.text:
            mention = {
                key: event[key]
                for key in ("user", "text", "ts", "channel", "event_ts", "team", "thread_ts")
                if key in event
            }
            heard = self.world.tell("event", {"type": "app_mention", **mention}) or heard
        return heard

    def edits(self, message: Message, text: str) -> None:
        with self.world.changing():
            before = message.as_json()
            users = {name: user for user, name in self.world.names().items()}
            message.text, message.edited_at = as_sent(text, users), self.world.new_ts()
            self.world.tell_change(
                message.chat, "message_changed", {"message": message.as_json(), "previous_message": before}
            )

    def deletes(self, message: Message) -> None:
        with self.world.changing():
            message.deleted = True
            self.world.tell_change(
                message.chat, "message_deleted", {"deleted_ts": message.ts, "previous_message": message.as_json()}
            )

    def reacts(self, message: Message, reaction: str = "+1") -> None:
        """A reaction under a message; the app hears of it where it is in the conversation."""
        with self.world.changing():
            item = {"type": "message", "channel": message.chat.id, "ts": message.ts}
            event = {"type": "reaction_added", "user": self.id, "reaction": reaction, "item_user": message.user}
            self.world.tell("event", {**event, "item": item, "event_ts": self.world.new_ts()})

    def sends_file(self, name: str, data: bytes, caption: str = "", mimetype: str = "application/octet-stream",
                   chat: Chat | None = None, reply_to: Message | None = None) -> Message:  # fmt: skip
        """A file with a caption; its bytes are at url_private_download for who has the token."""
        file_id = self.world.new_id("F")
        self.world.uploads[file_id] = {"data": data}
        url = f"{self.world.address}/files-pri/{file_id}"
        file = {"id": file_id, "name": name, "mimetype": mimetype, "size": len(data), "url_private_download": url}
        return self.says(caption, chat, reply_to, files=[file])

    # -- presses and commands

    def presses(self, message: Message, wanted: str | Button) -> Press:
        """A press on the button with this label or value."""
        button = wanted if isinstance(wanted, Button) else message.button(wanted)
        return self.presses_value(message, button.value, button)

    def presses_value(self, message: Message, value: str, button: Button | None = None) -> Press:
        """A press that sends any value."""
        container = {"type": "message", "message_ts": message.ts, "channel_id": message.chat.id, "is_ephemeral": False}
        container |= {"thread_ts": message.thread_ts} if message.thread_ts else {}
        action = {"action_id": button.action_id if button else "press_0", "block_id": button.block_id if button else "b",
                  "type": "button", "value": value, "action_ts": self.world.new_ts()}  # fmt: skip
        action |= {"url": button.url} if button and button.url else {}
        if button and button.kind == "static_select":
            text = {"type": "plain_text", "text": button.text}
            action = {**action, "type": button.kind, "selected_option": {"text": text, "value": value}}
            del action["value"]
        return self._interact(
            "block_actions", message.chat, container=container, message=message.as_json(), actions=[action]
        )

    def commands(self, text: str, chat: Chat | None = None, command: str = "/gengfu") -> Press:
        """`/gengfu text`, typed where the person is."""
        chat = chat or self.im
        users = {name: user for user, name in self.world.names().items()}
        payload = {
            "token": "unused", "team_id": self.world.team, "team_domain": "gengfu", "channel_id": chat.id,
            "channel_name": "directmessage" if chat.is_im else chat.name, "user_id": self.id,
            "user_name": self.name.lower(), "command": command, "text": as_sent(text, users),
            "api_app_id": self.world.app_id, "is_enterprise_install": "false",
        }  # fmt: skip
        return self._send("command", chat, payload)

    def logs_message(self, message: Message) -> Press:
        """The message shortcut "Log this message"."""
        return self._interact("message_action", message.chat, callback_id="log_message", message_ts=message.ts,
                              message=message.as_json(), action_ts=self.world.new_ts())  # fmt: skip

    def chooses_shortcut(self, callback_id: str) -> Press:
        """A global shortcut, about no message."""
        return self._interact("shortcut", self.im, callback_id=callback_id, action_ts=self.world.new_ts())

    # -- modals

    @property
    def modal(self) -> Modal | None:
        """What stands open before this person."""
        with self.world.changed:
            open_ones = [view for view in self.world.modals.values() if view["user"] == self.id]
        return Modal(self, open_ones[-1]["id"]) if open_ones else None

    def _as_it_stands(self, modal: Modal) -> dict[str, Any]:
        view = {name: value for name, value in modal.view.items() if name not in ("user", "errors", "entered")}
        state = {
            name: {one["element"]["action_id"]: as_entered(one["element"], modal.entered(name))}
            for name, one in inputs(view)
        }
        return view | {"state": {"values": state}}

    def _submits(self, modal: Modal) -> Press:
        return self._interact("view_submission", self.im, view=self._as_it_stands(modal), response_urls=[])

    def _dispatches(self, modal: Modal, name: str) -> Press:
        """A choice the app asked to be told of at once."""
        view = self._as_it_stands(modal)
        element = dict(inputs(view))[name]["element"]
        action = as_entered(element, modal.entered(name)) | {"action_id": element["action_id"], "block_id": name}
        container = {"type": "view", "view_id": modal.id}
        return self._interact("block_actions", self.im, container=container, view=view, actions=[action])

    @property
    def home(self) -> Message:
        """The home tab as it was published last."""
        with self.world.changed:
            view = self.world.views.get(self.id, {"blocks": [], "id": ""})
        return Message(self.im, view["id"], self.world.bot_user, "", blocks=view["blocks"], bot_id=self.world.bot_id)

    def presses_home(self, label: str) -> Press:
        """A button on the home tab: there is no channel, no message and no response_url in it."""
        button, view = self.home.button(label), self.world.views[self.id]
        action = {"action_id": button.action_id, "block_id": button.block_id, "type": "button", "value": button.value,
                  "action_ts": self.world.new_ts()}  # fmt: skip
        return self._interact("block_actions", self.im, container={"type": "view", "view_id": view["id"]}, view=view,
                              actions=[action])  # fmt: skip

    def opens_home(self) -> str | None:
        with self.world.changing():
            return self.world.tell("event", {"type": "app_home_opened", "user": self.id, "channel": self.im.id,
                                             "tab": "home", "event_ts": self.world.new_ts()})  # fmt: skip

    def _interact(self, kind: str, chat: Chat, **more: Any) -> Press:
        placeless = kind in PLACELESS or more.get("container", {}).get("type") == "view"
        payload = {
            "type": kind, "token": "unused", "api_app_id": self.world.app_id, "enterprise": None,
            "is_enterprise_install": False, "team": {"id": self.world.team, "domain": "gengfu"},
            "user": {"id": self.id, "username": self.name.lower(), "name": self.name.lower(), "team_id": self.world.team},
            **({} if placeless else {"channel": {"id": chat.id, "name": chat.name or "directmessage"}}),
            **more,
        }  # fmt: skip
        return self._send("interaction", chat, payload, answers=not placeless)

    def _send(self, kind: str, chat: Chat, payload: dict[str, Any], *, answers: bool = True) -> Press:
        with self.world.changing():
            press = Press(kind, self, chat, payload, since=len(chat.ephemeral))
            press.at = self.world.clock()
            if payload.get("type") != "block_suggestion":
                payload |= {"trigger_id": self.world.new_trigger(self.id)}
            if answers:
                payload |= {"response_url": self.world.response_url(press, chat)}
            press.envelope = self.world.send(kind, payload)
            return press

    # -- the account

    def uninstalls(self) -> None:
        """An admin takes the app out of the workspace: its token counts no more, and it is told so twice."""
        with self.world.changing():
            revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.world.bot_user]}}
            self.world.tell("event", {**revoked, "event_ts": self.world.new_ts()})
            self.world.tell("event", {"type": "app_uninstalled", "event_ts": self.world.new_ts()})
            self.world.uninstalled = True

    def deactivates(self) -> None:
        """An admin switches the account off."""
        with self.world.changing():
            self.deactivated = True
            self.world.tell("event", {"type": "user_change", "user": self.as_json(), "event_ts": self.world.new_ts()})

    def sees(self, chat: Chat | None = None) -> list[str]:
        """The lines shown to this person alone."""
        return [as_shown(one.text, self.world.names()) for one in (chat or self.im).ephemeral if one.seen_by == self.id]


class Channel(Chat):
    """A channel; every verb here is what people do to it."""

    def _event(self, kind: str, **more: Any) -> None:
        with self.world.changing():
            self.world.tell("event", {"type": kind, **more, "event_ts": self.world.new_ts()})

    def adds_bot(self, by: Person) -> None:
        self.members.add(self.world.bot_user)
        self._event("member_joined_channel", user=self.world.bot_user, channel=self.id, channel_type="C",
                    team=self.world.team, inviter=by.id)  # fmt: skip

    def removes_bot(self, by: Person) -> None:
        self.members.discard(self.world.bot_user)
        self._event("channel_left" if self.kind == "channel" else "group_left", channel=self.id, actor_id=by.id)

    def renames(self, name: str) -> None:
        self.name = name
        kind = "channel_rename" if self.kind == "channel" else "group_rename"
        self._event(kind, channel={"id": self.id, "name": name, "created": 1})

    def archives(self, by: Person) -> None:
        self.archived = True
        self._event("channel_archive" if self.kind == "channel" else "group_archive", channel=self.id, user=by.id)

    def joined_by(self, person: Person, inviter: Person | None = None) -> None:
        self.members.add(person.id)
        by = {"inviter": inviter.id} if inviter else {}
        self._event(
            "member_joined_channel", user=person.id, channel=self.id, channel_type="C", team=self.world.team, **by
        )

    def left_by(self, person: Person) -> None:
        self.members.discard(person.id)
        self._event("member_left_channel", user=person.id, channel=self.id, channel_type="C", team=self.world.team)
