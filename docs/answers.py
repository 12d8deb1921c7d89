"""Write the answers in the READMEs anew, as the program gives them today: `python docs/answers.py`.

Each README has one table of lines somebody types; its second column is what a new card says. A test compares the two.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.demo import sample_app, shown
from bot.sample import CHINESE, ENGLISH, Sample
from bot.settings import ClockStart, Settings

ROOT = Path(__file__).resolve().parent.parent
ON_THE_DAY = datetime.fromisoformat("2026-03-05T10:00+08:00")
ROW = re.compile(r"^\| `(?P<line>(?!GENGFU_)[^`]+)` \| (?P<answer>.+) \|$", re.MULTILINE)


class Talk(NamedTuple):
    """Which sample team says the lines of a README, and who of it."""

    team: Sample
    person: str


TALKS = {"README.md": Talk(ENGLISH, "amy"), "README.zh-CN.md": Talk(CHINESE, "lilei")}


def renewed(readme: str) -> str:
    """The README with today's answers."""
    text, talk = (ROOT / readme).read_text("utf-8"), TALKS[readme]
    lines = [row["line"] for row in ROW.finditer(text)]
    answers = said(talk, lines)
    return ROW.sub(lambda row: f"| `{row['line']}` | {next(answers)} |", text)


def said(talk: Talk, lines: Sequence[str]) -> Iterator[str]:
    """What is new in the person's private chat after each line, as a cell of a table."""
    person = talk.person
    with sample_app(Settings(clock=ClockStart(ON_THE_DAY)), talk.team) as (app, channel, _):
        for line in lines:
            seen = {post.id for post in channel.transcript.posts(person)}
            channel.say(person, person, line)
            app.settle()
            new = [post for post in channel.transcript.posts(person) if post.by_bot and post.id not in seen]
            yield "\n".join(map(shown, new)).replace("|", "\\|").replace("\n", "<br>")


if __name__ == "__main__":
    for name in TALKS:
        (ROOT / name).write_text(renewed(name), "utf-8")
