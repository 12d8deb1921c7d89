"""Sealed values: AES-256-GCM envelopes bound to the place they stand in, so that none can be moved or read elsewhere.

Envelope: version (1 byte), key id (8 bytes), nonce (12 bytes), ciphertext with tag. Associated data: team, table,
column, row (NIST SP 800-38D; 96-bit random nonces, so a key is renewed long before 2^32 values).

What belongs to a person has a key of that person's. The contact's own row is sealed with it. A document that is kept
has a key of its own too, so that one file can be erased. In any other text, each place where somebody's name, phone or
e-mail stands is cut out and put back as an envelope of its own within the text, and the whole is sealed with the team's
key. When a person's key is dropped, all those places read as ERASED, here and in every copy of the books, and the rest
of the text stays.
"""

from __future__ import annotations

import hmac
import json
import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Collection, Sequence
from json.encoder import c_make_encoder, encode_basestring  # type: ignore[attr-defined]
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.base.records import ERASED
from core.people.personal import canonical, personal_spans
from storage.errors import Trouble

VERSION = b"\x01"
HEAD = 1 + 8
NONCE = 12
TAG = 16
ENVELOPE = HEAD + NONCE + TAG
"""Bytes an envelope is longer than its text."""
OPENS, CLOSES = "\uf0f0", "\uf0f1"  # around an envelope within a text; from Unicode's private use
ESCAPE = "\uf0f3"
ESCAPES = {mark: f"{ESCAPE}{letter}" for mark, letter in zip((OPENS, CLOSES, ESCAPE), "abc", strict=True)}
MARKS = re.compile(f"[{''.join(ESCAPES)}]")  # somebody may have typed one
MARK_OF = {escaped[1]: mark for mark, escaped in ESCAPES.items()}
ESCAPED = re.compile(f"{ESCAPE}([abc])")
_BETWEEN = re.compile(f"({OPENS}[A-Za-z0-9_-]+={{0,2}}{CLOSES})")
INNER = re.compile(f"{OPENS}([A-Za-z0-9_-]+={{0,2}}){CLOSES}")
PEOPLE = frozenset({"contacts", "members", "invitations"})
"""Tables whose rows are about one person each, with a key of that one's."""
OWN = PEOPLE | {"documents"}
"""Tables whose rows have a key each: what that is dropped for is gone in every copy of the books."""
REACHED = "identities"
"""Where people of a team are reached: each of a platform's ids has a key of its own, wherever it stands."""
MARK = 32
"""Letters of a keyed hash that rows are looked up by."""
SHORTEST_NAME = 2

Key = tuple[int, bytes]


class Keys(Protocol):
    """What sealing needs of the keyring."""

    def current(self, team_id: int, purpose: str) -> Key:
        """The team's key in force for a purpose, with its id."""

    def new_person(self, team_id: int) -> Key:
        """A key nobody has yet, for somebody new at a customer."""

    def of_value(self, team_id: int, number: int) -> Key:
        """The key of one personal value, by the number its keyed hash gives it."""

    def secret(self, key_id: int) -> bytes:
        """A key by its id; empty if it was dropped; Trouble `key_missing` if there never was one."""

    def of_team(self, key_id: int) -> bool:
        """Whether this is or was a team's own key, and no person's."""

    def drop(self, key_ids: Collection[int], values: Collection[tuple[int, int]] = ()) -> int:
        """Destroy the secrets of persons and of values (team, number); how many were still there."""


class Known:
    """The people a unit of work has met: what they are called, and with which key that is sealed."""

    def __init__(self) -> None:
        self.names: dict[str, dict[int, Key]] = {}  # name -> account -> key
        self.about = 0

    def meet(self, name: str, account_id: int, key: Key) -> None:
        """From now on this name is cut out of every text."""
        if len(name) >= SHORTEST_NAME and ERASED not in name:
            for written in {name, json.dumps(name, ensure_ascii=False)[1:-1]}:
                self.names.setdefault(written, {})[account_id] = key

    def is_named_in(self, text: str, by: str) -> bool:
        """Whether what was said may be about any of them but who said it: people at a customer, however they came up;
        colleagues, who are met all the time, where they are named."""
        return any(set(accounts) != {0} or (name != by and name in text) for name, accounts in self.names.items())

    def join(self, other: Known) -> None:
        """Know whom another unit of work has met, too."""
        for name, keys in other.names.items():
            self.names[name] = {**self.names.get(name, {}), **keys}

    def key_of(self, name: str) -> Key | None:
        """The key of who is called so: at the account that is being written about, if there is one."""
        found = self.names.get(name)
        return None if found is None else found.get(self.about) or next(iter(found.values()))

    def spans(self, text: str) -> Sequence[tuple[int, int]]:
        """Where they are named; the longest name counts."""
        there = [*filter(text.__contains__, self.names)]  # hardly ever any: a pattern of all is made in 0.1 ms
        if not there:
            return ()
        written = "|".join(map(_alone, sorted(there, key=len, reverse=True)))
        return [match.span() for match in re.finditer(f'(?:{written})(?!":)', text)]  # a key of JSON is no name


class Seal:
    """Seals and opens the values of one team (0: the house, for what came in before the team was known)."""

    def __init__(self, team_id: int, keys: Keys) -> None:
        self.team_id, self._keys = team_id, keys
        key_id, secret = keys.current(team_id, "seal")
        self._head = _head(key_id)
        self._ciphers = {key_id: AESGCM(secret)}
        self._current = self._ciphers[key_id]
        self._index = keys.current(team_id, "index")[1]
        self._house = keys.current(0, "index")[1]
        self._people: dict[
            int, int
        ] = {}  # contact or document -> key id, learnt from the rows that were opened or closed
        self.known = Known()

    def within(self, known: Known) -> Seal:
        """The same seal in a unit of work that has met these people."""
        seal = object.__new__(Seal)
        seal.__dict__ |= self.__dict__
        seal.known = known
        return seal

    def close(self, text: str | bytes, table: str, column: str, row: int) -> bytes:
        """The envelope of a text in that place. Bytes are sealed as they are; of a text, what belongs to a person is
        sealed with that person's key."""
        place = self._place(table, column, row)
        if isinstance(text, bytes):
            return self._head + _sealed(self._current, text, place)
        if table in OWN and text != ERASED:
            return self.close_for(row, text, table, column, row)
        if table == REACHED and ERASED not in text:
            return self.close_value(text, text, table, column, row)
        return self._head + _sealed(self._current, encoded(self._cut(_escaped(text), place)), place)

    def close_for(self, owner: int, text: str | bytes, table: str, column: str, row: int) -> bytes:
        """The envelope of what is all about one person at a customer, or in one document, with that one's key; people
        in what is told of a document are sealed within it."""
        key_id, secret = self.person(owner)
        place = self._place(table, column, row)
        if isinstance(text, bytes):
            return _head(key_id) + _sealed(AESGCM(secret), text, place)
        told = _escaped(text) if table in PEOPLE else self._cut(_escaped(text), place)
        return _head(key_id) + _sealed(AESGCM(secret), encoded(told), place)

    def close_value(self, value: str, text: str, table: str, column: str, row: int) -> bytes:
        """The envelope of a text with the key of one value in it: who somebody is on a platform."""
        key_id, secret = self.value_key(value)
        place = self._place(table, column, row)
        return _head(key_id) + _sealed(AESGCM(secret), encoded(self._cut(_escaped(text), place)), place)

    def value_key(self, value: str) -> Key:
        """The key of a personal value, made when it is first seen."""
        return self._keys.of_value(self.team_id, self.number_of(value))

    def open(self, envelope: bytes, table: str, column: str, row: int) -> str:
        """The text of an envelope, ERASED where a person's key was dropped; Trouble `sealed_value` if it was changed or
        moved, `key_missing` without its key."""
        text = self.open_bytes(envelope, table, column, row).decode(errors="surrogatepass")
        if table in OWN:
            self._people[row] = key_of(envelope)
        if OPENS in text:
            text = INNER.sub(lambda inner: self._inner(inner, table, column, row), text)
        return ESCAPED.sub(lambda found: MARK_OF[found[1]], text) if ESCAPE in text else text

    def open_bytes(self, envelope: bytes, table: str, column: str, row: int) -> bytes:
        """Like `open`, for bytes."""
        if len(envelope) < ENVELOPE or envelope[:1] != VERSION:
            raise Trouble("sealed_value", f"{table}.{column} of {row} is no envelope")
        cipher = self._cipher(key_of(envelope))
        if cipher is None:
            return encoded(ERASED)
        nonce, rest = envelope[HEAD : HEAD + NONCE], envelope[HEAD + NONCE :]
        try:
            return cipher.decrypt(nonce, rest, self._place(table, column, row))
        except InvalidTag:
            raise Trouble("sealed_value", f"{table}.{column} of {row} does not open") from None

    def renewed(self, envelope: bytes, table: str, column: str, row: int) -> bytes | None:
        """The same under the team's key in force; None if it is under that, or under a person's own key, already."""
        key_id = key_of(envelope)
        if envelope[:HEAD] == self._head or not self._keys.of_team(key_id):
            return None
        plain = self.open_bytes(envelope, table, column, row)
        return self._head + _sealed(self._current, plain, self._place(table, column, row))

    def cut_again(self, envelope: bytes, table: str, column: str, row: int) -> bytes | None:
        """The envelope with what belongs to people known by now cut out; None if there is nothing new to cut."""
        if table in PEOPLE or table == REACHED:
            return None
        place = self._place(table, column, row)
        return self.rewritten(envelope, lambda part: self._cut(part, place), table, column, row)

    def rewritten(
        self, envelope: bytes, change: Callable[[str], str], table: str, column: str, row: int
    ) -> bytes | None:
        """The envelope with each stretch of text changed in which nobody is sealed, the people in it as they are; None
        if that changes nothing, or its key was dropped."""
        key_id = key_of(envelope)
        of_team = self._keys.of_team(key_id)
        cipher = self._current if of_team else self._cipher(key_id)
        if cipher is None:
            return None
        place = self._place(table, column, row)
        text = self.open_bytes(envelope, table, column, row).decode(errors="surrogatepass")
        parts = _BETWEEN.split(text)  # what is cut out already stands at the odd places
        parts[::2] = [change(part) for part in parts[::2]]
        fresh = "".join(parts)
        head = self._head if of_team else _head(key_id)
        return None if fresh == text else head + _sealed(cipher, encoded(fresh), place)

    def person(self, owner: int) -> Key:
        """The key of a person at a customer, or of a document: the one their row is sealed with, else one nobody has
        yet."""
        known = self._people.get(owner)
        secret = self._keys.secret(known) if known is not None else b""
        if known is not None and secret:
            return known, secret
        key = self._keys.new_person(self.team_id)
        self._people[owner] = key[0]
        return key

    def number_of(self, value: str) -> int:
        """The number under which the keyring has the key of a personal value."""
        return int(self.fingerprint(canonical(value))[:15], 16)

    def forget_value(self, value: str) -> None:
        """Drop the key of a phone, e-mail or name: wherever it stands in a text of this team, it reads as erased."""
        self._keys.drop((), [(self.team_id, self.number_of(value))])

    def forget_keys(self, key_ids: Collection[int]) -> None:
        """Drop the keys of people or documents: what they sealed reads as erased in every copy."""
        self._keys.drop(key_ids)

    def fingerprint(self, text: str) -> str:
        """A keyed hash for look-ups and for the audit: equal texts agree, nobody without the key can guess one."""
        return hmac.digest(self._index, encoded(text), "sha256").hex()

    def mark(self, text: str) -> str:
        """A keyed hash that rows are looked up by before their team is known."""
        return hmac.digest(self._house, encoded(text), "sha256").hex()[:MARK]

    def _cut(self, text: str, place: bytes) -> str:
        """The text with what belongs to people sealed within it."""
        found = [*personal_spans(text), *self.known.spans(text)]
        if not found:
            return text
        parts, at = [], 0
        for start, end in sorted(found):
            if start >= at:
                value = text[start:end]
                key_id, secret = self.known.key_of(value) or self.value_key(value)
                inner = key_id.to_bytes(8, "big") + _sealed(AESGCM(secret), encoded(value), place)
                parts += [text[at:start], OPENS, urlsafe_b64encode(inner).decode(), CLOSES]
                at = end
        return "".join([*parts, text[at:]])

    def _inner(self, found: re.Match[str], table: str, column: str, row: int) -> str:
        envelope = VERSION + urlsafe_b64decode(found[1])
        return self.open_bytes(envelope, table, column, row).decode(errors="surrogatepass")

    def _cipher(self, key_id: int) -> AESGCM | None:
        """What opens with a key; None if it was dropped. Only the team's own are kept at hand."""
        if key_id in self._ciphers:
            return self._ciphers[key_id]
        secret = self._keys.secret(key_id)
        return AESGCM(secret) if secret else None

    def _place(self, table: str, column: str, row: int) -> bytes:
        return f"{self.team_id}|{table}|{column}|{row}".encode()


def _alone(name: str) -> str:
    """A pattern for a name; one in Latin letters is no part of a longer word, a number is a text of its own."""
    if name.isdigit():
        return f'(?<="){name}(?=")'
    before, after = (r"(?<![A-Za-z])" if name[0].isascii() else ""), (r"(?![A-Za-z])" if name[-1].isascii() else "")
    return f"{before}{re.escape(name)}{after}"


def _escaped(text: str) -> str:
    return MARKS.sub(lambda mark: ESCAPES[mark[0]], text)


def key_of(envelope: bytes) -> int:
    """The id of the key an envelope was sealed with."""
    return int.from_bytes(envelope[1:HEAD], "big")


def _head(key_id: int) -> bytes:
    return VERSION + key_id.to_bytes(8, "big")


def _sealed(cipher: AESGCM, plain: bytes, place: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + cipher.encrypt(nonce, plain, place)


def to_json(value: Any) -> str:
    """JSON that is to be sealed: names in it are found as they are written, a number behind `":` is known for a
    value."""
    return "".join(_JSON(value, 0))


def _no_json(value: Any) -> Any:
    raise TypeError(f"there is no JSON for {type(value).__name__}")


# What `json.JSONEncoder.encode` makes anew for each text, which is most of its time: a message writes six.
_JSON = c_make_encoder(None, _no_json, encode_basestring, None, ":", ",", False, False, False)


def encoded(text: str) -> bytes:
    """UTF-8; halves of a character, which platforms do send, are kept as they are instead of breaking the message."""
    return text.encode(errors="surrogatepass")
