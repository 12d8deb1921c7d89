"""Backup files: what goes in comes out; a wrong key, a changed bit or a cut end is refused with its word."""

from __future__ import annotations

import io
import os

import pytest

from storage.errors import Trouble
from storage.vault import CHUNK, Reader, Writer

KEY = "a key that nobody guesses"


def made(content: bytes, key: str | None = KEY) -> bytes:
    file = io.BytesIO()
    writer = Writer(file, "books", "sqlite", "2026-03-02T01:00:00+00:00", key)
    for at in range(0, len(content), 300_000):
        writer.write(content[at : at + 300_000])
    writer.close()
    return file.getvalue()


def read(file: bytes, key: str | None = KEY) -> bytes:
    return b"".join(Reader(io.BytesIO(file)).content(key))


def code_of(file: bytes, key: str | None = KEY) -> str:
    with pytest.raises(Trouble) as refused:
        read(file, key)
    return refused.value.code


@pytest.mark.parametrize("key", [KEY, None])
@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, 3 * CHUNK + 17])
def test_what_goes_in_comes_out(size: int, key: str | None):
    content = os.urandom(size)

    assert content == read(made(content, key), key)


def test_much_of_the_same_is_small_and_comes_out_whole():
    file = made(b"\0" * 20 * CHUNK)

    assert len(file) < CHUNK // 10
    assert 20 * CHUNK == len(read(file))


def test_nothing_of_the_content_can_be_read_without_the_key():
    file = made("李总 13800138000".encode() * 1000)

    assert b"13800138000" not in file
    assert "backup_key_missing" == code_of(file, None)
    assert "backup_key_wrong" == code_of(file, KEY + "x")


@pytest.mark.parametrize("key", [KEY, None])
def test_a_changed_bit_anywhere_is_seen(key: str | None):
    file = made(os.urandom(3000), key)

    for at in range(len(file)):
        broken = bytearray(file)
        broken[at] ^= 1 << at % 8
        assert code_of(bytes(broken), key) in (
            "backup_damaged",
            "backup_key_wrong",
            "backup_format",
            "backup_key_missing",
        )


@pytest.mark.parametrize("key", [KEY, None])
def test_a_cut_file_is_seen_wherever_it_was_cut(key: str | None):
    file = made(os.urandom(2 * CHUNK + 5), key)

    for length in (0, 5, 17, 40, 300, 1000, CHUNK, len(file) - CHUNK, len(file) - 30, len(file) - 1):
        assert code_of(file[:length], key) in ("backup_damaged", "backup_format")
    assert "backup_damaged" == code_of(file + b"x", key)


def test_pieces_cannot_change_places_or_be_left_out():
    file = made(os.urandom(3 * CHUNK))
    start = file.index(b"}") + 1
    size = 4 + CHUNK + 16
    pieces = [file[start + n * size : start + (n + 1) * size] for n in range(3)]
    rest = file[start + 3 * size :]

    assert "backup_damaged" == code_of(file[:start] + pieces[1] + pieces[0] + pieces[2] + rest)
    assert "backup_damaged" == code_of(file[:start] + pieces[0] + pieces[2] + rest)
    assert "backup_damaged" == code_of(file[:start] + pieces[0] + pieces[1] + rest)


def test_two_files_of_the_same_content_have_nothing_in_common():
    one, other = made(b"x" * 1000), made(b"x" * 1000)

    assert one[-500:] != other[-500:]


def test_something_else_is_no_backup():
    assert "backup_format" == code_of(b"SQLite format 3\0" + b"\0" * 100)
    assert "backup_format" == code_of(made(b"x").replace(b'"format": 1', b'"format": 2'))
