"""/word: the team's own words, taught, listed and forgotten."""

from __future__ import annotations

import re

from bot.handlers.logs import names_changed, taking_back
from bot.message import Card, Line, Reply, Turn, line, reply
from bot.text import typed_words
from bot.vocabulary import MEANINGS, means_something_else, written
from core.base.records import evolve
from core.base.refusal import Refusal
from core.sales import Word

EQUALS = re.compile(r"\s*[=＝]\s*")
MOST = 200  # words a team may teach; each makes the reading a little slower


def word(turn: Turn) -> Reply:
    """/word · /word 打款 = payment · /word 打款 ="""
    if not turn.words:
        return reply(*_listed(turn), action="teach_words")
    said, *means = EQUALS.split(turn.words)
    if len(means) != 1:
        raise Refusal("word_how")
    return teach(turn, said, means[0]) if means[0] else forget(turn, said)


def teach(turn: Turn, said: str, means: str) -> Reply:
    """打款 = payment: every line that says so is understood from the next message on."""
    meaning = typed_words("meanings").get(means.lower(), means.lower())
    if meaning not in MEANINGS:
        raise Refusal("word_meaning_unknown", meaning=means[:40], meanings=_meanings())
    text = _free(turn, said, meaning)
    kept = turn.store.sales.word(text)
    if kept is None:
        if len(turn.store.sales.words()) >= MOST:
            raise Refusal("word_too_many", most=MOST)
        turn.store.save(Word(id=turn.new_id(), text=text, means=meaning))
    elif kept.void or kept.means != meaning:
        turn.store.save(evolve(kept, means=meaning, void=False))
    else:
        return reply(line("word_known_already", word=text, meaning=_called(meaning)), action="teach_words")
    names_changed(turn)
    card = Card((line("word_taught", word=text, meaning=_called(meaning)),), (taking_back(turn)[:1],))
    return Reply(card, action="teach_words")


def _free(turn: Turn, said: str, meaning: str) -> str:
    """The word as it is kept; a Refusal where it is none, somebody's name, or stands for something else."""
    text = written(said)
    if not text:
        raise Refusal("word_shape", word=said[:40])
    if any(mention.end - mention.start == len(text) for mention in turn.names.scan(text)):
        raise Refusal("word_is_name", word=text)
    if text in turn.names.stages or means_something_else(text, meaning):
        raise Refusal("word_means_other", word=text)
    return text


def forget(turn: Turn, said: str) -> Reply:
    """打款 = : no longer a word of ours."""
    kept = turn.store.sales.word(written(said))
    if kept is None or kept.void:
        raise Refusal("word_not_ours", word=said[:40])
    turn.store.save(evolve(kept, void=True))
    names_changed(turn)
    forgotten = line("word_forgotten", word=kept.text, meaning=_called(kept.means))
    return Reply(Card((forgotten,), (taking_back(turn)[:1],)), action="teach_words")


def _listed(turn: Turn) -> list[Line]:
    rows = [line("word_row", word=one.text, meaning=_called(one.means)) for one in turn.store.sales.words()]
    head = line("word_head", count=len(rows)) if rows else line("word_none")
    return [head, *rows, line("word_meanings", meanings=_meanings())]


def _meanings() -> tuple[Line, ...]:
    return tuple(map(_called, MEANINGS))


def _called(meaning: str) -> Line:
    return Line(f"meaning_{meaning}")
