"""A payload as it is kept, and later in the product's words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.channels import Raw, Update
from bot.channels.slack import views
from bot.channels.slack.payloads import (
    Changed,
    Command,
    Deleted,
    File,
    Membership,
    Message,
    Note,
    Opened,
    Press,
    Reaction,
    Renaming,
    Said,
    Shortcut,
    Submission,
    UserChange,
    Wish,
    event_of,
    found,
    kind_of,
    moment,
)
from bot.channels.slack.words import as_typed
from bot.channels.slack.writing import START, form_opened_by
from bot.message import Attachment, Inbound, Kind, Sender

CHANNEL = "slack"
BETWEEN = "/"  # a workspace's id and one of its own
NOTE = "gengfu"  # where we write beside the payload what reading it later needs
LONGEST_NAME = 200  # of a file
LOG = "log_message"  # the message shortcut of deploy/slack-manifest.yaml
NAME = "/gengfu"  # whatever a workspace calls its slash command
# Nobody needs them once they were used, and whoever has one may use it.
SECRETS = frozenset(("token", "response_url", "trigger_id", "authorizations"))
SPOKEN = frozenset((None, "", "file_share", "thread_broadcast", "me_message"))
GONE = ("channel_left", "group_left", "channel_archive", "group_archive", "channel_deleted", "group_deleted")

THUMBS = ("+1", "thumbsup")  # in any colour: +1::skin-tone-3
UNINSTALLED = ("app_uninstalled", "tokens_revoked")


# --- keeping -------------------------------------------------------------------------------------------------------


def key_of(body: Any) -> str | None:
    """What makes a payload one and the same however often and in whatever shape it comes; None: nobody needs it."""
    kind = kind_of(body)
    if kind in WHOLE:
        return f"{_team(body)}:{kind}:{body.get('trigger_id') or digest(body)}"
    if kind not in READERS:
        return None
    event = event_of(body)
    if (name := KEYS.get(kind, _of_event)(event)) is None:
        return None
    return f"{_team(body)}:{name or body.get('event_id') or digest(body)}"


def _team(body: Mapping[str, Any]) -> str:
    team = body.get("team_id") or found(body, "team", "id")
    return team if isinstance(team, str) else ""


def _of_event(_: Mapping[str, Any]) -> str | None:
    return ""


def _of_message(event: Mapping[str, Any]) -> str | None:
    """A mention comes as `message` and as `app_mention`: one text, one key."""
    if event.get("subtype") not in SPOKEN or event.get("bot_id"):
        return None
    edited = found(event, "edited", "ts")
    return _named(event.get("channel"), event.get("ts"), f"edit:{edited}" if edited else "")


def _of_change(event: Mapping[str, Any]) -> str | None:
    """Slack also tells of a preview added, of a thread grown, of our own edits: nobody changed a word then."""
    message, before = event.get("message"), event.get("previous_message")
    edited = found(message, "edited", "ts")
    if not edited or found(message, "bot_id") or found(message, "text") == found(before, "text"):
        return None
    return _named(event.get("channel"), found(message, "ts"), f"edit:{edited}")


def _of_deletion(event: Mapping[str, Any]) -> str | None:
    if found(event, "previous_message", "bot_id") or found(event, "previous_message", "subtype") not in SPOKEN:
        return None
    return _named(event.get("channel"), event.get("deleted_ts"), "deleted")


def _named(channel: object, ts: object, more: str) -> str:
    """ "" where it is malformed: the event's own id then."""
    if not isinstance(channel, str) or not isinstance(ts, str):
        return ""
    return ":".join(one for one in (channel, ts, more) if one)


KEYS: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    "message": _of_message,
    "app_mention": _of_message,
    "message_changed": _of_change,
    "message_deleted": _of_deletion,
    "user_change": lambda event: "" if found(event, "user", "deleted") is True else None,
    "reaction_added": lambda event: "" if str(event.get("reaction")).startswith(THUMBS) else None,
    "tokens_revoked": lambda event: "" if found(event, "tokens", "bot") else None,
}


def as_update(body: Mapping[str, Any], key: str, note: Note) -> Update:
    kept = {name: value for name, value in body.items() if name not in SECRETS}
    if kind_of(body) == "view_submission":
        kept["view"] = views.kept(body.get("view"))
    lane = known_as(note.workspace, note.chat or chat_of(body))
    raw = as_text({**kept, NOTE: note.model_dump(exclude_defaults=True)})
    sender = known_as(note.workspace, user_of(body))
    return Update(key, lane, raw, awaited=kind_of(body) == "view_submission", sender=sender)


def chat_of(body: Any) -> str:
    """The conversation a payload is about, also of one that is malformed elsewhere; "" where there is none."""
    event = (("event", "channel"), ("event", "channel", "id"), ("event", "item", "channel"))
    places = (*event, ("channel_id",), ("container", "channel_id"), ("channel", "id"))
    return next((place for path in places if isinstance(place := found(body, *path), str)), "")


def user_of(body: Any) -> str:
    """Who did it; "" where it names nobody."""
    places = (("event", "inviter"), ("event", "user"), ("event", "message", "user"), ("user_id",), ("user", "id"))
    return next((user for path in places if isinstance(user := found(body, *path), str)), "")


def words_of(body: Any) -> str:
    """The text in which people may be mentioned."""
    places = (("event", "text"), ("event", "message", "text"), ("text",), ("message", "text"))
    return next((text for path in places if isinstance(text := found(body, *path), str)), "")


def digest(body: object) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:32]


def as_text(decoded: Any) -> Any:
    """Half a surrogate pair is legal JSON, but no text that a database or a sealed value could take."""
    return json.loads(json.dumps(decoded, ensure_ascii=False).encode("utf-8", "replace"))


def is_private(chat: str) -> bool:
    """Ids of direct messages begin with D."""
    return chat.startswith("D")


# --- reading -------------------------------------------------------------------------------------------------------


def read(raw: Raw) -> Inbound | None:
    """Raises ValueError (pydantic's errors are some) when it is malformed."""
    note = Note.model_validate(raw.get(NOTE) or {})
    kind = kind_of(raw)
    if kind in WHOLE:
        return _of(note.workspace, WHOLE[kind](raw, note))
    return _of(note.workspace, READERS[kind](event_of(raw), note)) if kind in READERS else None


def _of(workspace: str, inbound: Inbound | None) -> Inbound | None:
    """The same with its ids as those of an installed workspace are known."""
    if inbound is None or not workspace:
        return inbound
    sender = replace(inbound.sender, user=known_as(workspace, inbound.sender.user))
    file = replace(inbound.file, ref=f"{workspace} {inbound.file.ref}") if inbound.file else None
    people = tuple(replace(one, user=known_as(workspace, one.user)) for one in inbound.people)
    return replace(
        inbound, chat=known_as(workspace, inbound.chat), sender=sender, file=file, people=people, workspace=workspace
    )


def known_as(workspace: str, name: str) -> str:
    """How an id of Slack's is known here: with that of its workspace before it, where that installed the app."""
    return f"{workspace}{BETWEEN}{name}" if workspace and name else name


def _message(body: Any, note: Note) -> Inbound | None:
    message = Message.model_validate(body)
    return _said("edit" if message.edited else "text", message.channel, message, note) if message.user else None


def _changed(body: Any, note: Note) -> Inbound | None:
    change = Changed.model_validate(body)
    return _said("edit", change.channel, change.message, note) if change.message.user else None


def _deleted(body: Any, note: Note) -> Inbound | None:
    """As if it were edited and said nothing any more."""
    gone = Deleted.model_validate(body)
    if not gone.previous_message.user:
        return None
    emptied = gone.previous_message.model_copy(update={"text": "", "files": []})
    return _said("edit", gone.channel, emptied, note)


def _said(kind: Kind, chat: str, message: Said, note: Note) -> Inbound:
    text, mentioned = as_typed(message.text, note.bot, note.names)
    file = message.files[0] if message.files else None
    media = _media(file) if file else ""
    thread = message.thread_ts if message.thread_ts != message.ts else None
    private = is_private(chat)
    return Inbound(
        channel=CHANNEL,
        kind="media" if kind == "text" and file and not text else kind,
        chat=chat,
        private=private,
        sender=_sender(message.user, note),
        sent_at=moment(message.ts),
        text=text,
        message=message.ts,
        reply_to=thread,
        thread=thread,
        media=media,
        file=_attachment(file) if file and media == "document" else None,
        title=note.title,
        addressed=private or mentioned,
    )


def _media(file: File) -> str:
    sort = (file.mimetype or "").partition("/")[0]
    return {"image": "photo", "audio": "voice", "video": "video"}.get(sort, "document")


def _attachment(file: File) -> Attachment:
    """Its bytes are not fetched here, so it has no hash."""
    return Attachment((file.name or "document")[:LONGEST_NAME], file.size, ref=file.url_private_download or "")


def _sender(user: str, note: Note) -> Sender:
    return Sender(user, note.name, note.language)


def _command(body: Any, note: Note) -> Inbound | None:
    """`/gengfu overdue`: whatever the workspace calls it, it is the product's own name."""
    command = Command.model_validate(body)
    text, _ = as_typed(command.text, note.bot, note.names)
    return _acted("text", note.chat or command.channel_id, command.user_id, note, text=f"{NAME} {text}".strip())


def _press(body: Any, note: Note) -> Inbound | None:
    press = Press.model_validate(body)
    value = press.actions[0].sent if press.actions else ""
    form = form_opened_by(press.actions[0].action_id) if press.actions else ""
    if value.startswith(START):
        start = value.removeprefix(START)
        return _acted("text", note.chat, press.user.id, note, text=f"/start {start}") if start and note.chat else None
    where = press.container
    if value and not where.channel_id and note.chat:
        return _acted("press", note.chat, press.user.id, note, token=value, form=form, on_home=True)
    if not value or not where.channel_id:
        return None
    thread = where.thread_ts if where.thread_ts != where.message_ts else None
    return _acted(
        "press", where.channel_id, press.user.id, note, token=value, form=form, message=where.message_ts or None,
        thread=thread,
    )  # fmt: skip


def _shortcut(body: Any, note: Note) -> Inbound | None:
    """ "Log this message": whoever asked for it says it, wherever it was written."""
    if body.get("callback_id") != LOG:
        return None
    shortcut = Shortcut.model_validate(body)
    text, _ = as_typed(shortcut.message.text, note.bot, note.names)
    chat = note.chat or shortcut.channel.id
    here = {} if note.chat and note.chat != shortcut.channel.id else _place(shortcut.message)
    writer = shortcut.message.user
    quoted = note.names.get(writer) or writer if writer != shortcut.user.id else ""
    return _acted("text", chat, shortcut.user.id, note, text=text, quoted=quoted, **here)


def _wish(body: Any, note: Note) -> Inbound | None:
    """A shortcut that opens a form: where it cannot be opened, the form's command was said."""
    wish = Wish.model_validate(body)
    form = wish.callback_id.removeprefix(views.FORM)
    if not wish.callback_id.startswith(views.FORM) or not form or not note.chat:
        return None
    return _acted("text", note.chat, wish.user.id, note, text=f"/{form}", form=form)


def _submitted(body: Any, note: Note) -> Inbound | None:
    """A form handed in; what it comes to stands in the private chat."""
    submission = Submission.model_validate(body)
    form = views.form_of(body.get("view"))
    if not form or not note.chat:
        return None
    values = views.values_of(body.get("view"))
    by = Opened.model_validate_json(submission.view.private_metadata or "{}")
    return _acted(
        "form", note.chat, submission.user.id, note, form=form, values=values, message=submission.view.id,
        token=by.token, card=(by.chat, by.message), mark=by.mark,
    )  # fmt: skip


def _place(message: Said) -> dict[str, Any]:
    thread = message.thread_ts if message.thread_ts != message.ts else None
    return {"message": message.ts, "thread": thread}


def _acted(kind: Kind, chat: str, user: str, note: Note, **more: Any) -> Inbound:
    return Inbound(
        channel=CHANNEL,
        kind=kind,
        chat=chat,
        private=is_private(chat),
        sender=_sender(user, note),
        sent_at=datetime.fromtimestamp(note.at, UTC),
        title=note.title,
        **more,
    )


def _joined(body: Any, note: Note) -> Inbound | None:
    membership = Membership.model_validate(body)
    if not note.bot:
        return None
    if membership.user != note.bot:
        return _came_or_went("joined", membership, note)
    return _acted("bot_added", membership.channel, membership.inviter or membership.user, note)


def _left(body: Any, note: Note) -> Inbound | None:
    membership = Membership.model_validate(body)
    if not note.bot:
        return None
    if membership.user != note.bot:
        return _came_or_went("left", membership, note)
    return _acted("bot_removed", membership.channel, membership.actor_id or note.bot, note)


def _came_or_went(kind: Kind, membership: Membership, note: Note) -> Inbound | None:
    """Somebody came into a channel the bot is in, or left it."""
    if not membership.user:
        return None
    who = Sender(membership.user, note.names.get(membership.user) or note.name)
    return _acted(kind, membership.channel, membership.user, note, people=(who,), addressed=False)


def _reacted(body: Any, note: Note) -> Inbound | None:
    """A thumb up on a message."""
    reaction = Reaction.model_validate(body)
    if not reaction.item.channel or not reaction.user:
        return None
    return _acted("reacted", reaction.item.channel, reaction.user, note, message=reaction.item.ts, addressed=False)


def _out(body: Any, note: Note) -> Inbound | None:
    """The bot is out of a channel, or the channel is closed to everybody."""
    membership = Membership.model_validate(body)
    return _acted("bot_removed", membership.channel, membership.actor_id or membership.user or note.bot, note)


def _renamed(body: Any, note: Note) -> Inbound | None:
    channel = Renaming.model_validate(body).channel
    return _acted("renamed", channel.id, note.bot, note, text=channel.name, addressed=False)


def _deactivated(body: Any, note: Note) -> Inbound | None:
    """An admin of the workspace switched a person's account off."""
    user = UserChange.model_validate(body).user
    if not user.deleted:
        return None
    gone = Sender(user.id, user.real_name or "")
    return Inbound(CHANNEL, "account_closed", "", False, gone, datetime.fromtimestamp(note.at, UTC))


def _uninstalled(body: Any, note: Note) -> Inbound | None:
    """The app was taken out of the workspace, or its token with it."""
    return Inbound(CHANNEL, "uninstalled", "", False, Sender(""), datetime.fromtimestamp(note.at, UTC))


READERS: dict[str, Callable[[Any, Note], Inbound | None]] = {
    "message": _message,
    "app_mention": _message,
    "message_changed": _changed,
    "message_deleted": _deleted,
    "member_joined_channel": _joined,
    "member_left_channel": _left,
    "reaction_added": _reacted,
    **dict.fromkeys(GONE, _out),
    "channel_rename": _renamed,
    "group_rename": _renamed,
    "user_change": _deactivated,
    **dict.fromkeys(UNINSTALLED, _uninstalled),
}
WHOLE: dict[str, Callable[[Any, Note], Inbound | None]] = {
    "command": _command,
    "block_actions": _press,
    "message_action": _shortcut,
    "shortcut": _wish,
    "view_submission": _submitted,
}
