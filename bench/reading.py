"""How fast and how right reading is: `python -m bench.reading`. Figures are printed, the floors are checked by tests.

Times are processor time, so that a busy machine counts less; the ratio of 10,000 accounts to 50 says most.
"""

import importlib.util
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.reading import as_json, load_lexicon
from core.reading import Names, read

DATA = Path(__file__).resolve().parent.parent / "tests" / "data" / "nlu"
NOW = datetime(2026, 11, 18, 10)
_HANZI = "华恒金鑫瑞泰安达信诚远航星辰明德嘉禾康宁博雅盛世宏图锦绣天成海纳百川东方博大精深"
_TRADES = ["科技", "贸易", "电子", "机械", "包装", "物流", "建材", "食品", "医药", "软件"]


def milliseconds(work: Callable[[], object], rounds: int = 1) -> float:
    started = time.process_time()
    for _ in range(rounds):
        work()
    return (time.process_time() - started) * 1000 / rounds


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
    files = (DATA / name for name in ("dev_utterances.jsonl", "more_utterances.jsonl"))
    return [
        json.loads(line) for file in files if file.exists() for line in file.read_text(encoding="utf-8").splitlines()
    ]


def hostile() -> Iterator[tuple[str, str]]:
    size = 100_000
    yield "digits", "9" * size
    yield "hanzi digits", "一二三四五六七八九十" * (size // 10)
    yield "brackets", "((((" * (size // 4)
    yield "blanks", " " * size
    yield "dates", "11/18 " * (size // 6)
    yield "names", "华为" * (size // 2)
    yield "near names", "三衣重工" * (size // 4)
    yield "emoji", "🎉" * size
    yield "latin", "ab " * (size // 3)
    yield "one word", "a" * size
    yield "not…is", "不是" * (size // 2)
    yield "amounts", "3万5，" * (size // 4)
    yield "mixed", "拜访华为王总 11月18日 3万5 " * (size // 18)


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_nlu", DATA / "score_nlu.py")
    assert spec and spec.loader
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


def _times(names: Names, rows: list[dict[str, Any]]) -> list[float]:
    lexicon = load_lexicon()
    for row in rows:
        read(row["text"], NOW, names, "CNY", lexicon)
    return [
        min(milliseconds(lambda row=row: read(row["text"], NOW, names, "CNY", lexicon)) for _ in range(3))  # type: ignore[misc]
        for row in rows
    ]


def main() -> None:
    started = "import time; t = time.process_time(); from bot.reading import load_lexicon; load_lexicon(); print(time.process_time() - t)"
    seconds = subprocess.run([sys.executable, "-c", started], capture_output=True, text=True, check=True).stdout
    print(f"import and words: {float(seconds) * 1000:.0f} ms")
    lexicon, rows = load_lexicon(), messages()
    read("拜访华为", NOW, Names.build(a_big_team(0), lexicon), "CNY", lexicon)
    for accounts in (50, 10_000):
        team = a_big_team(accounts)
        build = milliseconds(lambda team=team: Names.build(team, lexicon))  # type: ignore[misc]
        names = Names.build(team, lexicon)
        took = sorted(_times(names, rows))
        print(
            f"{accounts:>6} accounts: index {build:.0f} ms; a message median {statistics.median(took):.2f} ms, p95 {took[int(len(took) * 0.95)]:.2f} ms, worst {took[-1]:.2f} ms"
        )
    for title, text in hostile():
        print(
            f"  100,000 of {title}: {min(milliseconds(lambda text=text: read(text, NOW, names, 'CNY', lexicon)) for _ in range(2)):.1f} ms"
        )  # type: ignore[misc]
    for file in ("dev_utterances.jsonl", "more_utterances.jsonl"):
        for variant in ("plain", "emoji", "nopunct", "fullwidth", "spaces"):
            scored = exactness(file, variant)
            print(
                f"{file} {variant}: exact {scored['exact']:.3f}, wrongly recorded {scored['wrongly_recorded']}/{scored['must_not_record']}"
            )


if __name__ == "__main__":
    main()
