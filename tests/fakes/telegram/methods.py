"""The Bot API methods the fake plays, one short function each, and the table of them at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.fakes.telegram.calls import Params
from tests.fakes.telegram.chats import Chat, Group, Message
from tests.fakes.telegram.commands import checked_commands, scope_key
from tests.fakes.telegram.errors import OLD_QUERY, SAME, ApiError, bad_request
from tests.fakes.telegram.files import PHOTO_LIMIT, UPLOAD_LIMIT, StoredFile, too_large
from tests.fakes.telegram.keyboards import checked_markup, is_editable
from tests.fakes.telegram.people import Answer
from tests.fakes.telegram.text import CAPTION_LIMIT, TEXT_LIMIT, units, written
from tests.fakes.telegram.world import World

Method = Callable[[World, Params], Any]
EMOJI = frozenset(
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡"
) | {
    "❤\u200d🔥",
    "👨\u200d💻",
    "🤷\u200d♂",
    "🤷\u200d♀",
}
CHAT_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


# -- the bot itself -----------------------------------------------------------------------------------------------------


def get_me(world: World, params: Params) -> dict[str, Any]:
    return world.bot.as_user() | {
        "can_join_groups": True, "can_read_all_group_messages": not world.privacy_mode,
        "supports_inline_queries": False, "can_connect_to_business": False, "has_main_web_app": False,
    }  # fmt: skip


def set_my_commands(world: World, params: Params) -> bool:
    key = scope_key(params.json("scope"), params.text("language_code"))
    world.commands.by_scope[key] = checked_commands(params.json("commands", []))
    return True


def get_my_commands(world: World, params: Params) -> list[dict[str, Any]]:
    return world.commands.by_scope.get(scope_key(params.json("scope"), params.text("language_code")), [])


def delete_my_commands(world: World, params: Params) -> bool:
    world.commands.by_scope.pop(scope_key(params.json("scope"), params.text("language_code")), None)
    return True


def setter(what: str, limit: int) -> Method:
    """setMyName and the like: kept per language."""

    def set_it(world: World, params: Params) -> bool:
        if units(params.text(what)) > limit:
            raise bad_request(f"{what} is too long")
        world.profile[f"{what}:{params.text('language_code')}"] = params.text(what)
        return True

    return set_it


def getter(what: str) -> Method:
    def get_it(world: World, params: Params) -> dict[str, Any]:
        return {what: world.profile.get(f"{what}:{params.text('language_code')}", "")}

    return get_it


def set_chat_menu_button(world: World, params: Params) -> bool:
    world.profile["menu_button"] = params.json("menu_button")
    return True


# -- sending ------------------------------------------------------------------------------------------------------------


def send_message(world: World, params: Params) -> dict[str, Any]:
    chat = writable(world, params)
    content = text_content(params)
    return posted(world, chat, params, content)


def text_content(params: Params) -> dict[str, Any]:
    text, entities = written(params.text("text"), params.json("entities", []), params.text("parse_mode"))
    if not text:
        raise bad_request("message text is empty")
    if units(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def caption_content(params: Params) -> dict[str, Any]:
    given = params.json("caption_entities", [])
    caption, entities = written(params.text("caption"), given, params.text("parse_mode"))
    if units(caption) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    content = {"caption": caption, "caption_entities": entities}
    return {key: value for key, value in content.items() if value}


def sender_of(kind: str, folder: str, limit: int, **shape: Any) -> Method:
    """sendPhoto, sendDocument and the like: a file uploaded here or sent before."""

    def send(world: World, params: Params) -> dict[str, Any]:
        chat = writable(world, params)
        caption = caption_content(params)
        file = given_file(world, params, kind, folder)
        if len(file.data) > limit:
            raise too_large()
        shown = file.as_photo() if kind == "photo" else file.as_document() | shape
        return posted(world, chat, params, {kind: shown} | caption, file)

    return send


def given_file(world: World, params: Params, kind: str, folder: str) -> StoredFile:
    upload = params.upload(kind)
    if upload is None and not params.text(kind):
        raise bad_request(f"there is no {kind} in the request")
    if upload is None:
        return world.files.find(params.text(kind))
    if not upload.data:
        raise bad_request("file must be non-empty")
    return world.files.keep(upload.data, folder, upload.name, upload.mime)


def posted(
    world: World, chat: Chat, params: Params, content: dict[str, Any], file: StoredFile | None = None
) -> dict[str, Any]:
    markup = checked_markup(params.json("reply_markup"), chat.type == "private")
    reply_to = replied(chat, params)
    thread = params.integer("message_thread_id") or None
    if thread is not None and thread not in chat.topics:
        raise bad_request("message thread not found")
    message = chat.post(world.bot, content, markup=markup, reply_to=reply_to, file=file, thread=thread)
    return world.publish(message).as_json()


def replied(chat: Chat, params: Params) -> Message | None:
    wanted = params.json("reply_parameters") or {"message_id": params.integer("reply_to_message_id")}
    if not wanted["message_id"]:
        return None
    try:
        return chat.message(int(wanted["message_id"]), "message to be replied not found")
    except ApiError:
        if wanted.get("allow_sending_without_reply") or params.yes("allow_sending_without_reply"):
            return None
        raise


def send_chat_action(world: World, params: Params) -> bool:
    if params.text("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    writable(world, params).actions.append(params.text("action"))
    return True


# -- changing what was sent ---------------------------------------------------------------------------------------------


def edit_message_text(world: World, params: Params) -> Any:
    message = own_message(world, params, "message to edit not found")
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return edited(world, message, text_content(params), markup_of(params))


def edit_message_caption(world: World, params: Params) -> Any:
    message = own_message(world, params, "message to edit not found")
    if message.file is None:
        raise bad_request("there is no caption in the message to edit")
    kept = {key: value for key, value in message.content.items() if not key.startswith("caption")}
    return edited(world, message, kept | caption_content(params), markup_of(params))


def edit_message_reply_markup(world: World, params: Params) -> Any:
    message = own_message(world, params, "message to edit not found")
    return edited(world, message, message.content, markup_of(params))


def markup_of(params: Params) -> dict[str, Any] | None:
    """An edit without reply_markup takes the buttons away, as Telegram does."""
    return checked_markup(params.json("reply_markup"), of_edit=True)


def edited(world: World, message: Message, content: dict[str, Any], markup: dict[str, Any] | None) -> dict[str, Any]:
    if (content, markup) == (message.content, message.markup):
        raise bad_request(SAME)
    message.content, message.markup = content, markup
    message.edited_at = int(world.now())
    return message.as_json()


def own_message(world: World, params: Params, missing: str) -> Message:
    message = writable(world, params).message(params.integer("message_id"), missing)
    if not message.by_bot or not is_editable(message.markup):
        raise bad_request("message can't be edited")
    return message


def delete_message(world: World, params: Params) -> bool:
    chat = writable(world, params)
    message = chat.message(params.integer("message_id"), "message to delete not found")
    if not message.by_bot and not chat.bot_is_admin:
        raise bad_request("message can't be deleted")
    chat.delete(message)
    return True


def set_message_reaction(world: World, params: Params) -> bool:
    message = writable(world, params).message(params.integer("message_id"), "message to react not found")
    emoji = [reaction.get("emoji", "").replace("\ufe0f", "") for reaction in params.json("reaction", [])]
    if len(emoji) > 1 or not set(emoji) <= EMOJI:
        raise bad_request("REACTIONS_TOO_MANY" if len(emoji) > 1 else "REACTION_INVALID")
    message.reactions[world.bot.id] = emoji
    return True


def pin_chat_message(world: World, params: Params) -> bool:
    chat = writable(world, params)
    message = chat.message(params.integer("message_id"), "message to pin not found")
    if not chat.may_pin():
        raise bad_request("not enough rights to manage pinned messages in the chat")
    chat.pinned = [*(old for old in chat.pinned if old != message.id), message.id]
    return True


def unpin_chat_message(world: World, params: Params) -> bool:
    chat = writable(world, params)
    wanted = params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    chat.message(wanted, "message to unpin not found")
    chat.pinned = [old for old in chat.pinned if old != wanted]
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    """Once, and not later than `query_lifetime` after the press."""
    press = world.presses.get(params.text("callback_query_id"))
    if press is None or press.answer or world.now() - press.at > world.query_lifetime:
        raise bad_request(OLD_QUERY)
    if units(params.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    url = params.text("url") or None
    if url and f"t.me/{world.bot.username}?start=".lower() not in url.lower():
        raise bad_request("URL_INVALID")
    press.answer = Answer(params.text("text"), params.yes("show_alert"), url, world.now())
    return True


# -- looking around -----------------------------------------------------------------------------------------------------


def get_file(world: World, params: Params) -> dict[str, Any]:
    file = world.files.downloadable(params.text("file_id"))
    return file.as_json(file_path=file.path)


def get_chat(world: World, params: Params) -> dict[str, Any]:
    return readable(world, params).full()


def get_chat_member(world: World, params: Params) -> dict[str, Any]:
    return readable(world, params).member_json(params.integer("user_id"))


def get_chat_member_count(world: World, params: Params) -> int:
    chat = readable(world, params)
    return len(chat.people) + 1 if isinstance(chat, Group) else 2


def get_chat_administrators(world: World, params: Params) -> list[dict[str, Any]]:
    return readable(world, params).members_json()


def leave_chat(world: World, params: Params) -> bool:
    chat = writable(world, params)
    if not isinstance(chat, Group):
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_becomes("left", world.bot)
    return True


def writable(world: World, params: Params) -> Chat:
    return world.writable(chat_id(params))


def readable(world: World, params: Params) -> Chat:
    """A group must be one the bot is in; a person need not have started it, if ever seen."""
    chat = world.chat(chat_id(params))
    if isinstance(chat, Group):
        chat.check_writable()
    return chat


def chat_id(params: Params) -> int:
    if not params.text("chat_id"):
        raise bad_request("chat_id is empty")
    return params.integer("chat_id")


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": setter("name", 64),
    "getMyName": getter("name"),
    "setMyDescription": setter("description", 512),
    "getMyDescription": getter("description"),
    "setMyShortDescription": setter("short_description", 120),
    "getMyShortDescription": getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "sendMessage": send_message,
    "sendPhoto": sender_of("photo", "photos", PHOTO_LIMIT),
    "sendDocument": sender_of("document", "documents", UPLOAD_LIMIT),
    "sendVoice": sender_of("voice", "voice", UPLOAD_LIMIT, duration=1),
    "sendVideo": sender_of("video", "videos", UPLOAD_LIMIT, duration=1, width=640, height=360),
    "sendChatAction": send_chat_action,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "setMessageReaction": set_message_reaction,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "answerCallbackQuery": answer_callback_query,
    "getFile": get_file,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": get_chat_member_count,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
}
