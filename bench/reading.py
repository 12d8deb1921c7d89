"""How fast and how right reading is: `python3 dev.py bench reading`. Prints figures; tests check the floors.

Times are processor time, so that a busy machine counts less; the ratio of 10,000 accounts to 50 says most.
"""

import importlib.util
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.reading import as_json, load_lexicon
from core.reading import Lexicon, Names, read, understand

DATA = Path(__file__).resolve().parent.parent / "tests" / "data" / "nlu"
FILES = (
    "dev_utterances.jsonl",
    "more_utterances.jsonl",
    "more_utterances_2.jsonl",
    "more_utterances_3.jsonl",
    "more_utterances_4.jsonl",
)
VARIANTS = ("plain", "emoji", "nopunct", "fullwidth", "spaces")
NOW = datetime.fromisoformat("2026-11-18T10:00:00")  # local time, as in every message
LENGTH = 100_000

_HANZI = "华恒金鑫瑞泰安达信诚远航星辰明德嘉禾康宁博雅盛世宏图锦绣天成海纳百川东方博大精深"
_TRADES = ["科技", "贸易", "电子", "机械", "包装", "物流", "建材", "食品", "医药", "软件"]
_START = """
import time
started = time.process_time()
from bot.reading import load_lexicon
load_lexicon()
print((time.process_time() - started) * 1000)
"""


GOAL_START = 500  # milliseconds


def main() -> None:
    lexicon, start = load_lexicon(), _start_up()
    _, names = _measure_team(50, lexicon)
    build, names = _measure_team(10_000, lexicon)
    print(
        f"import, words and patterns {start:.0f} ms + index {build:.0f} ms = {start + build:.0f} ms (goal {GOAL_START})"
    )
    for title, text in hostile():
        print(f"  {LENGTH:,} of {title}: {milliseconds(partial(understand, text, NOW, names, 'CNY', lexicon)):.1f} ms")
    for file in FILES:
        for variant in VARIANTS:
            print(f"{file} {variant}: {_summary(exactness(file, variant))}")


def milliseconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The best of some rounds."""
    took = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        took.append(time.process_time() - started)
    return min(took) * 1000


def _start_up() -> float:
    """The best of some processes that find their modules compiled, as an installed program does."""
    took = []
    with tempfile.TemporaryDirectory() as folder:
        place = {**os.environ, "PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        for _ in range(5):
            started = subprocess.run(
                [sys.executable, "-c", _START], env=place, capture_output=True, text=True, check=True
            )
            took.append(float(started.stdout))
    return min(took)


def _measure_team(accounts: int, lexicon: Lexicon) -> tuple[float, Names]:
    team = a_big_team(accounts)
    build = milliseconds(partial(Names.build, team, lexicon))
    names = Names.build(team, lexicon)
    took = sorted(milliseconds(partial(understand, row["text"], NOW, names, "CNY", lexicon)) for row in messages())
    median, late = statistics.median(took), took[int(len(took) * 0.95)]
    print(f"{accounts:>6,} accounts: index {build:.0f} ms")
    print(f"  a message: median {median:.2f} ms, p95 {late:.2f} ms, worst {took[-1]:.2f} ms")
    return build, names


def a_big_team(accounts: int) -> dict[str, Any]:
    """The sample team with made-up accounts beside it."""
    team: dict[str, Any] = json.loads((DATA / "customers.json").read_text(encoding="utf-8"))
    chance = random.Random(7)
    made = [_account(chance, number) for number in range(accounts)]
    return {**team, "customers": [*team["customers"], *made]}


def _account(chance: random.Random, number: int) -> dict[str, Any]:
    name = "".join(chance.choices(_HANZI, k=4)) + chance.choice(_TRADES)
    return {"id": f"m{number}", "name": name, "official": f"上海{name}有限公司", "aliases": []}


def messages() -> list[dict[str, Any]]:
    texts = [(DATA / file).read_text(encoding="utf-8") for file in FILES]
    return [json.loads(line) for text in texts for line in text.splitlines()]


def hostile() -> Iterator[tuple[str, str]]:
    seeds = [
        "9",
        "一二三四五六七八九十",
        "(",
        " ",
        "11/18 ",
        "华为",
        "三衣重工",
        "🎉",
        "ab ",
        "a",
        "不是",
        "3万5，",
        "嫌 ",
        "$12k 不是 ",
        "抄错了",
    ]
    for seed in (*seeds, "拜访华为王总 11月18日 3万5 "):
        yield repr(seed), seed * (LENGTH // len(seed))


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_nlu", DATA / "score_nlu.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def exactness(file: str, variant: str) -> Mapping[str, Any]:
    lexicon = load_lexicon()
    names = Names.build(json.loads((DATA / "customers.json").read_text(encoding="utf-8")), lexicon)
    rows = [json.loads(line) for line in (DATA / file).read_text(encoding="utf-8").splitlines() if line.strip()]

    def understand(text: str, now: datetime, team: Names, currency: str) -> list[dict[str, Any]]:
        return [as_json(fact) for fact in read(text, now, team, currency, lexicon)]

    scored: Mapping[str, Any] = scorer().score(understand, rows, names, variant)
    return scored


def _summary(scored: Mapping[str, Any]) -> str:
    return f"exact {scored['exact']:.3f}, wrongly recorded {scored['wrongly_recorded']}/{scored['must_not_record']}"


if __name__ == "__main__":
    main()
