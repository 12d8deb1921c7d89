"""The Web API: one function a method, with Slack's checks and its words for no."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from tests.fakes.slack.blocks import checked, checked_view, inputs
from tests.fakes.slack.text import as_shown
from tests.fakes.slack.world import ApiError, Chat, Message, World

Params = dict[str, Any]
LONGEST_TEXT = 40_000
TRIGGER_LIVES = 3.0


def structured(params: Params, name: str) -> Any:
    value = params.get(name)
    if isinstance(value, str) and value:
        try:
            return json.loads(value)
        except ValueError:
            raise ApiError("invalid_arguments") from None
    return value or None


def yes(params: Params, name: str) -> bool:
    return str(params.get(name, "")).lower() in ("1", "true")


# -- messages


def post_message(world: World, params: Params) -> Params:
    chat = world.writable(str(params.get("channel", "")))
    blocks = checked(structured(params, "blocks"))
    text = _checked_text(params, blocks)
    message = chat.post(world.bot_user, text, blocks=blocks, metadata=_metadata(params), bot_id=world.bot_id,
                        thread_ts=_thread(chat, params))  # fmt: skip
    world.tell_bot_message(message)
    return {"channel": chat.id, "ts": message.ts, "message": message.as_json()}


def _checked_text(params: Params, blocks: list[dict[str, Any]]) -> str:
    text = str(params.get("text") or "")
    if not text and not blocks:
        raise ApiError("no_text")
    if len(text) > LONGEST_TEXT:
        raise ApiError("msg_too_long")
    return text


def _metadata(params: Params) -> dict[str, Any] | None:
    metadata = structured(params, "metadata")
    if metadata is not None and not ({"event_type", "event_payload"} <= metadata.keys()):
        raise ApiError("invalid_metadata_format")
    return metadata


def _thread(chat: Chat, params: Params) -> str | None:
    thread = params.get("thread_ts")
    if not thread:
        return None
    parent = chat.history.get(thread)
    if parent is None:
        raise ApiError("thread_not_found")
    if parent.thread_ts not in (None, parent.ts):
        raise AssertionError("thread_ts names a reply: Slack's behaviour there is not defined")
    parent.thread_ts = parent.ts
    return str(thread)


def update(world: World, params: Params) -> Params:
    chat = world.writable(str(params.get("channel", "")))
    message = chat.message(str(params.get("ts", "")))
    if not message.by_bot:
        raise ApiError("cant_update_message")
    blocks = checked(structured(params, "blocks")) if "blocks" in params else None
    before = message.as_json()
    message.text = str(params.get("text") or message.text)
    if blocks is not None:  # without blocks the old ones stay, and what people see does not change
        message.blocks = blocks
    world.tell_change(chat, "message_changed", {"message": message.as_json(), "previous_message": before})
    return {"channel": chat.id, "ts": message.ts, "text": message.text}


def post_ephemeral(world: World, params: Params) -> Params:
    chat = world.writable(str(params.get("channel", "")))
    user = str(params.get("user", ""))
    if user not in chat.members:
        raise ApiError("user_not_in_channel")
    blocks = checked(structured(params, "blocks"))
    message = chat.post(world.bot_user, _checked_text(params, blocks), blocks=blocks, seen_by=user, bot_id=world.bot_id)
    return {"message_ts": message.ts}


def delete(world: World, params: Params) -> Params:
    chat = world.writable(str(params.get("channel", "")))
    message = chat.message(str(params.get("ts", "")))
    if not message.by_bot:
        raise ApiError("cant_delete_message")
    message.deleted = True
    return {"channel": chat.id, "ts": message.ts}


# -- conversations


def conversations_open(world: World, params: Params) -> Params:
    person = world.people.get(str(params.get("users", "")))
    if person is None:
        raise ApiError("user_not_found")
    if person.deactivated:
        raise ApiError("user_disabled")
    return {"channel": {"id": person.im.id}}


def conversations_info(world: World, params: Params) -> Params:
    chat = world.chat(str(params.get("channel", "")))
    if chat.kind == "group" and world.bot_user not in chat.members:
        raise ApiError("channel_not_found")
    return {"channel": chat.as_json()}


def conversations_list(world: World, params: Params) -> Params:
    kinds = {{"im": "im", "public_channel": "channel", "private_channel": "group"}.get(one, "")
             for one in str(params.get("types", "public_channel")).split(",")}  # fmt: skip
    mine = [one for one in world.chats.values() if world.bot_user in one.members and one.kind in kinds]
    return {"channels": [one.as_json() for one in mine], "response_metadata": {"next_cursor": ""}}


def history(world: World, params: Params) -> Params:
    chat = _readable(world, params)
    roots = [one for one in chat.messages if one.thread_ts in (None, one.ts)]
    return _page(world, params, sorted(roots, key=lambda one: float(one.ts), reverse=True))


def replies(world: World, params: Params) -> Params:
    chat = _readable(world, params)
    root = str(params.get("ts", ""))
    if root not in chat.history:
        raise ApiError("thread_not_found")
    return _page(world, params, [one for one in chat.messages if root in (one.ts, one.thread_ts)])


def _readable(world: World, params: Params) -> Chat:
    chat = world.chat(str(params.get("channel", "")))
    if world.bot_user not in chat.members:
        raise ApiError("not_in_channel")
    return chat


def _page(world: World, params: Params, messages: list[Message]) -> Params:
    oldest, latest = float(params.get("oldest") or 0), float(params.get("latest") or "inf")
    messages = [one for one in messages if oldest < float(one.ts) < latest]
    start, limit = int(params.get("cursor") or 0), min(int(params.get("limit") or 100), 999)
    page, more = messages[start : start + limit], len(messages) > start + limit
    metadata = yes(params, "include_all_metadata") and world.metadata_is_readable
    return {
        "messages": [one.as_json(metadata=metadata) for one in page],
        "has_more": more,
        "response_metadata": {"next_cursor": str(start + limit) if more else ""},
    }


# -- people, views, files


def users_info(world: World, params: Params) -> Params:
    person = world.people.get(str(params.get("user", "")))
    if person is None:
        raise ApiError("user_not_found")
    told = person.as_json()
    if not yes(params, "include_locale"):
        told.pop("locale")
    return {"user": told}


def bots_info(world: World, params: Params) -> Params:
    if params.get("bot") != world.bot_id:
        raise ApiError("bot_not_found")
    return {"bot": {"id": world.bot_id, "app_id": world.app_id, "user_id": world.bot_user, "name": world.bot_name}}


def oauth_access(world: World, params: Params) -> Params:
    """A code for the token of the workspace whose admin pressed Allow; once, and only with the app's own secret."""
    if (params.get("client_id"), params.get("client_secret")) != (world.client_id, world.client_secret):
        raise ApiError("bad_client_secret")
    if params.get("code") not in world.codes:
        raise ApiError("invalid_code")
    world.codes.remove(str(params["code"]))
    return {"app_id": world.app_id, "access_token": world.token, "token_type": "bot", "bot_user_id": world.bot_user,
            "scope": "chat:write", "team": {"id": world.team, "name": "更夫测试"}, "enterprise": None,
            "is_enterprise_install": False, "authed_user": {"id": "U0ADMIN"}}  # fmt: skip


def auth_test(world: World, params: Params) -> Params:
    return {"url": "https://gengfu.slack.com/", "team": "更夫测试", "user": world.bot_name.lower(), "team_id": world.team,
            "user_id": world.bot_user, "bot_id": world.bot_id, "is_enterprise_install": False}  # fmt: skip


def views_publish(world: World, params: Params) -> Params:
    user = str(params.get("user_id"))
    if user not in world.people:
        raise ApiError("invalid_arguments")
    return {"view": world.show(checked_view(structured(params, "view"), "home"), user)}


def views_open(world: World, params: Params) -> Params:
    trigger = str(params.get("trigger_id"))
    opened = world.triggers.pop(trigger, None)
    if opened is None:
        raise ApiError("exchanged_trigger_id" if trigger in world.exchanged else "invalid_arguments")
    world.exchanged.add(trigger)
    at, user = opened
    if time.monotonic() - at > TRIGGER_LIVES:
        raise ApiError("expired_trigger_id")
    return {"view": world.show(checked_view(structured(params, "view"), "modal"), user, world.new_id("V"))}


def views_update(world: World, params: Params) -> Params:
    view_id = str(params.get("view_id"))
    before = world.modals.get(view_id)
    if before is None:
        raise ApiError("not_found")
    if params.get("hash") not in (None, before["hash"]):
        raise ApiError("hash_conflict")
    after = world.show(checked_view(structured(params, "view"), "modal"), before["user"], view_id)
    kept = {name for name, _ in inputs(after)} & {name for name, _ in inputs(before)}
    after["entered"] = {name: value for name, value in before.get("entered", {}).items() if name in kept}
    return {"view": after}


def upload_url(world: World, params: Params) -> Params:
    file_id = world.new_id("F")
    world.uploads[file_id] = {"name": params.get("filename"), "length": int(params.get("length") or 0)}
    return {"upload_url": f"{world.address}/upload/{file_id}", "file_id": file_id}


def complete_upload(world: World, params: Params) -> Params:
    files = structured(params, "files") or []
    chat = world.writable(str(params.get("channel_id", "")))
    told = []
    for one in files:
        held = world.uploads.get(one["id"])
        if held is None or "data" not in held:
            raise ApiError("file_not_found")
        told.append({"id": one["id"], "name": held["name"], "title": one.get("title"), "size": len(held["data"])})
    message = chat.post(world.bot_user, str(params.get("initial_comment") or ""), files=told, bot_id=world.bot_id,
                        thread_ts=_thread(chat, params))  # fmt: skip
    world.tell_bot_message(message)
    return {"files": told}


METHODS: dict[str, Callable[[World, Params], Params]] = {
    "auth.test": auth_test,
    "bots.info": bots_info,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.postMessage": post_message,
    "chat.update": update,
    "conversations.history": history,
    "conversations.info": conversations_info,
    "conversations.open": conversations_open,
    "conversations.replies": replies,
    "oauth.v2.access": oauth_access,
    "files.completeUploadExternal": complete_upload,
    "files.getUploadURLExternal": upload_url,
    "users.conversations": conversations_list,
    "users.info": users_info,
    "views.open": views_open,
    "views.publish": views_publish,
    "views.update": views_update,
}


def respond(world: World, number: str, body: Params) -> None:
    """A response_url: five times in thirty minutes, to the person or to all."""
    _, chat, user, sent = world.answers[number]
    if len(sent) >= 5:
        raise ApiError("used_url")
    sent.append(body)
    seen_by = None if body.get("response_type") == "in_channel" else user
    assert as_shown(str(body.get("text", "")), {}), "an empty answer"
    chat.post(world.bot_user, str(body["text"]), seen_by=seen_by, bot_id=world.bot_id)
