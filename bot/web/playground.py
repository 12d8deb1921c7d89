"""The playground: a page on which one visitor plays a whole team, on a LocalChannel.

It is a channel like the others: what is typed becomes an inbox row, what the page shows was delivered. There is no
log-in, so it belongs on loopback; still nobody on the page sees a chat that is not theirs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.attaching import safe_name
from bot.channels import NotFetched
from bot.channels.local import LocalChannel
from bot.channels.transcript import BOT, Post
from bot.web import guard
from bot.web.stream import Event, Feed, send_events
from bot.web.upload import upload_of
from bot.web.words import page_words

Advance = Callable[[], Awaitable[None]]

PRESS_SECONDS = 2.0  # a press is answered with its outcome if that is there by then
MAX_TEXT = 4096

STATIC = files("bot.web") / "static"
PAGE_FILES = {
    "playground.css": "text/css",
    "playground.js": "text/javascript",
    "lantern.svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom the page plays in one language: a team's name, and its people by their ids, the first one to begin with."""

    team: str
    people: tuple[str, ...]


class Playground:
    """The page's routes. `advance` moves the demo clock to the next working morning and runs the watch; `casts` are the
    page's languages, each with a team of its own. With no language told, the first visitor's browser says it."""

    def __init__(
        self,
        channel: LocalChannel,
        *,
        casts: Mapping[str, Cast],
        timezone: str,
        advance: Advance,
        language: str | None = None,
        trusted_names: Collection[str] = (),
    ) -> None:
        self.channel = channel
        self.casts = casts
        self.timezone = timezone
        self.language = language or next(iter(casts))
        self._asks_browser = language is None
        self._advance = advance
        self._trusted_names = trusted_names
        self._feeds: set[Feed] = set()
        self._night = asyncio.Lock()

    def add_to(self, application: web.Application) -> None:
        """Add the routes: a part for `make_application`."""
        for path, handler in self._gets().items():
            application.router.add_get(path, guard.local_only(handler, self._trusted_names))
        for path, handler in self._posts().items():
            application.router.add_post(path, guard.local_only(guard.same_origin(handler), self._trusted_names))
        attach = guard.same_origin(self._attach, "multipart/form-data")
        application.router.add_post("/playground/file", guard.local_only(attach, self._trusted_names))
        application.on_shutdown.append(self._end_feeds)

    def _gets(self) -> Mapping[str, guard.Handler]:
        return {
            "/": self._page,
            "/playground/static/{name}": self._static,
            "/playground/state": self._state,
            "/playground/messages": self._messages,
            "/playground/file": self._file,
            "/playground/events": self._events,
        }

    def _posts(self) -> Mapping[str, guard.Handler]:
        return {
            "/playground/say": self._say,
            "/playground/press": self._press,
            "/playground/edit": self._edit,
            "/playground/language": self._switch_language,
            "/playground/clock": self._next_morning,
        }

    # --- what the page shows ----------------------------------------------------------------------------------------

    async def _page(self, request: web.Request) -> web.Response:
        if self._asks_browser:
            self.language = _preferred(request.headers.get("Accept-Language", ""), self.casts) or self.language
            self._asks_browser = False
        return _static_file("playground.html", "text/html")

    async def _static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in PAGE_FILES:
            raise web.HTTPNotFound
        return _static_file(name, PAGE_FILES[name])

    async def _state(self, request: web.Request) -> web.Response:
        cast = self.casts[self.language]
        wished = request.query.get("as")
        person = wished if wished in cast.people else cast.people[0]
        return _json(
            {
                "run": self.channel.transcript.run,
                "team": cast.team,
                "timezone": self.timezone,
                "language": self.language,
                "languages": list(self.casts),
                "largest_file": self.channel.capabilities.largest_file,
                "words": page_words(self.language),
                "commands": [list(pair) for pair in self.channel.menus.get(self.language, ())],
                "you": person,
                "people": [self._face(user) for user in cast.people],
                "chats": [self._chat(chat, person) for chat in self.channel.chats_of(person)],
                **self._clock(),
            }
        )

    async def _messages(self, request: web.Request) -> web.Response:
        chat = self._chat_of(request.query, self._person(request.query.get("as")))
        # The revision first: a post that comes in between is then told again, not lost.
        revision = self.channel.transcript.revision
        posts = [self._shown(post) for post in self.channel.transcript.posts(chat)]
        return _json({"revision": revision, "posts": posts})

    async def _file(self, request: web.Request) -> web.Response:
        chat = self._chat_of(request.query, self._person(request.query.get("as")))
        post = self.channel.transcript.post(chat, request.query.get("message"))
        if post is None:
            raise web.HTTPNotFound
        name, content = await self._bytes_of(post)
        disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        return web.Response(body=content, headers={**guard.HEADERS, "Content-Disposition": disposition})

    async def _bytes_of(self, post: Post) -> tuple[str, bytes]:
        """A file of the bot's, or a person's while the channel still holds it."""
        if post.file is not None:
            return post.file.name, post.file.content
        if post.sent is None:
            raise web.HTTPNotFound
        try:
            return post.sent.name, await self.channel.fetch(post.sent.ref)
        except NotFetched:
            raise web.HTTPGone(text="The file is not held any more.") from None

    async def _events(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request.query.get("as"))
        feed = Feed()
        feed.put("hello", {"run": self.channel.transcript.run})
        stop = self.channel.transcript.listen(lambda post: feed.put(*self._told(post, person)))
        self._feeds.add(feed)
        try:
            return await send_events(request, feed.events(lambda: ("clock", self._clock())))
        finally:
            stop()
            self._feeds.discard(feed)

    # --- what the visitor does --------------------------------------------------------------------------------------

    async def _say(self, request: web.Request) -> web.Response:
        body = await guard.body_of(request)
        person = self._person(body.get("as"))
        chat = self._chat_of(body, person)
        reply_to = _optional(body, "reply_to")
        kept = await asyncio.to_thread(self.channel.say, person, chat, _text(body), reply_to)
        return _json({"message": kept.message})

    async def _attach(self, request: web.Request) -> web.Response:
        body, content = await upload_of(request, self.channel.capabilities.largest_file)
        person = self._person(body.get("as"))
        chat = self._chat_of(body, person)
        name, caption, reply_to = safe_name(_needed(body, "name")), _caption(body), _optional(body, "reply_to")
        kept = await asyncio.to_thread(self.channel.attach_file, person, chat, name, content, caption, reply_to)
        return _json({"message": kept.message})

    async def _press(self, request: web.Request) -> web.Response:
        body = await guard.body_of(request)
        person = self._person(body.get("as"))
        chat, message, token = self._chat_of(body, person), _needed(body, "message"), _needed(body, "token")
        kept = await asyncio.to_thread(self.channel.press, person, chat, message, token)
        return _json({"toast": await self._outcome(kept.row)})

    async def _edit(self, request: web.Request) -> web.Response:
        body = await guard.body_of(request)
        person = self._person(body.get("as"))
        chat, message, text = self._chat_of(body, person), _needed(body, "message"), _text(body)
        try:
            await asyncio.to_thread(self.channel.edit_own, person, chat, message, text)
        except LookupError:
            raise web.HTTPForbidden(text="Not your message.") from None
        return _json({"message": message})

    async def _switch_language(self, request: web.Request) -> web.Response:
        language = _needed(await guard.body_of(request), "language")
        if language not in self.casts:
            raise web.HTTPBadRequest(text="Unknown language.")
        self.language, self._asks_browser = language, False
        self._tell_all("language", {"language": language})
        return _json({"language": language})

    async def _next_morning(self, _: web.Request) -> web.Response:
        if self._night.locked():
            raise web.HTTPConflict(text="It is still night.")
        async with self._night:
            await self._advance()
        self._tell_all("clock", self._clock())
        return _json(self._clock())

    # --- how it is told ---------------------------------------------------------------------------------------------

    def _told(self, post: Post, person: str) -> Event:
        """A post as an event for one person: of another's private chat they only learn that there is news."""
        if post.chat in self.channel.chats_of(person):
            return "post", self._shown(post)
        return "stir", {"person": post.chat, "latest": self._latest(post.chat)}

    def _shown(self, post: Post) -> dict[str, Any]:
        return {
            "id": post.id,
            "chat": post.chat,
            "author": post.author,
            "name": self._name(post.author),
            "text": post.text,
            "at": post.at.isoformat(),
            "choices": [[_shown_choice(choice) for choice in row] for row in post.choices],
            "keyboard": [list(row) for row in post.keyboard],
            "reply_to": post.reply_to,
            "file": _shown_file(post),
            "edited": post.edited,
            "withdrawn": post.withdrawn,
            "revision": post.revision,
        }

    def _face(self, user: str) -> dict[str, Any]:
        person = self.channel.people[user]
        return {
            "id": user,
            "name": self._name(user),
            "role": person.role,
            "latest": self._latest(user),
        }

    def _chat(self, chat: str, person: str) -> dict[str, Any]:
        members = [user for user in self.channel.people if chat != person and self.channel.groups[chat].has(user)]
        return {"id": chat, "title": self.channel.title(chat), "private": chat == person, "members": members}

    def _clock(self) -> dict[str, str]:
        return {"now": self.channel.clock().isoformat()}

    def _name(self, user: str) -> str:
        person = self.channel.people.get(user)
        return (person.name if person else "") or user

    def _latest(self, chat: str) -> str | None:
        """The id of the last thing the bot said there."""
        said = (post.id for post in reversed(self.channel.transcript.posts(chat)) if post.author == BOT)
        return next(said, None)

    def _tell_all(self, name: str, data: Mapping[str, Any]) -> None:
        for feed in self._feeds:
            feed.put(name, data)

    async def _end_feeds(self, _: web.Application) -> None:
        for feed in self._feeds:
            feed.end()

    async def _outcome(self, row: int | None) -> str | None:
        if row is None or self.channel.inlet is None:
            return None
        return await self.channel.inlet.outcome(row, PRESS_SECONDS)

    # --- what came in the request -----------------------------------------------------------------------------------

    def _person(self, user: object) -> str:
        if not isinstance(user, str) or user not in self.channel.people:
            raise web.HTTPBadRequest(text="Nobody of that name.")
        return user

    def _chat_of(self, said: Mapping[str, Any], person: str) -> str:
        chat = _needed(said, "chat")
        if chat not in self.channel.chats_of(person):
            raise web.HTTPForbidden(text="Not a chat of theirs.")
        return chat


def _preferred(accepted: str, languages: Iterable[str]) -> str | None:
    """The first of our languages that a browser asks for ("en-GB,en;q=0.9"), whatever its country."""
    ours = {one.partition("-")[0]: one for one in languages}
    wished = (one.strip().partition(";")[0].partition("-")[0].lower() for one in accepted.split(","))
    return next((ours[one] for one in wished if one in ours), None)


def _shown_choice(choice: Any) -> dict[str, str]:
    return {"label": choice.label, "token": choice.token, "url": choice.url}


def _shown_file(post: Post) -> dict[str, Any] | None:
    if post.file is not None:
        return {"name": post.file.name, "size": len(post.file.content)}
    return {"name": post.sent.name, "size": post.sent.size} if post.sent is not None else None


def _static_file(name: str, content_type: str) -> web.Response:
    return web.Response(
        body=(STATIC / name).read_bytes(), content_type=content_type, charset="utf-8", headers=guard.HEADERS
    )


def _json(data: Mapping[str, Any]) -> web.Response:
    return web.json_response(data, headers={"Cache-Control": "no-store"})


def _text(body: Mapping[str, Any]) -> str:
    return _not_too_long(_needed(body, "text"))


def _caption(body: Mapping[str, Any]) -> str:
    return _not_too_long((_optional(body, "caption") or "").strip())


def _not_too_long(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise web.HTTPBadRequest(text="Too long.")
    return text


def _needed(said: Mapping[str, Any], field: str) -> str:
    value = _optional(said, field)
    if not value or not value.strip():
        raise web.HTTPBadRequest(text=f"{field} is missing.")
    return value


def _optional(said: Mapping[str, Any], field: str) -> str | None:
    value = said.get(field)
    if value is not None and not isinstance(value, str):
        raise web.HTTPBadRequest(text=f"{field} is not text.")
    return value
