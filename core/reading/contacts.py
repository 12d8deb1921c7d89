"""People at customers: a surname with a title (王总, 李工), 小何, Mr. Brown, Sarah Lee, "bill from Initech"."""

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from core.reading.lexicon import Lexicon, per_lexicon
from core.reading.normalise import is_cjk

CUSTOMER_MARK, MEMBER_MARK, RIVAL_MARK, CONTACT_MARK, DATE_MARK, TIME_MARK, AMOUNT_MARK, PERCENT_MARK = map(
    chr, range(0xE000, 0xE008)
)
MOST = 60
"""People taken from one message; nobody names more in earnest."""
_NAME = r"[A-Z][a-z]+(?:-[A-Z][a-z]+)?(?:[ ][A-Z][a-z]+|[ ][A-Z]\.)?"
_LOWER = r"[a-z]{2,}"


class Contact(NamedTuple):
    start: int
    end: int
    rule: str


class _Chinese(NamedTuple):
    titled: re.Pattern[str]
    full: re.Pattern[str]
    familiar: re.Pattern[str]
    whole: re.Pattern[str]
    not_title: re.Pattern[str]
    titles: frozenset[str]


@per_lexicon
def _chinese_patterns(lexicon: Lexicon) -> _Chinese:
    surname, title = lexicon.one_of("contact.surname"), lexicon.one_of("contact.title")
    opens = r"(?:(?<=[\ue000-\ue00f\s,，。;；:(])|(?<=^)|(?<=[见和跟找约给了与同陪请])|(?<=的))"
    met, after = r"(?:见了|见到了?|约了|见|找|联系了?|跟|和)", r"(?=$|[\s,，。;；!、]|聊|谈|沟通|吃|见面|开会|对接|碰)"
    return _Chinese(
        titled=re.compile(rf"[小老]?{surname}{title}"),
        full=re.compile(rf"{opens}{surname}[\u4e00-\u9fff]{{1,2}}{title}"),
        familiar=re.compile(rf"(?<![大小老])[小老阿]{surname}(?!{title})"),
        whole=re.compile(rf"{met}{surname}[\u4e00-\u9fff]{{1,2}}{after}"),
        not_title=re.compile(lexicon.one_of("contact.not_title")),
        titles=lexicon.all("contact.title"),
    )


class _English(NamedTuple):
    title: re.Pattern[str]
    given: re.Pattern[str]
    capital: tuple[re.Pattern[str], ...]
    lower: tuple[re.Pattern[str], ...]


_AT = rf"\s+(?:over\s+|here\s+)?(?:from|at|of|@|in)\s+(?:the\s+)?{CUSTOMER_MARK}"


@per_lexicon
def _english_patterns(lexicon: Lexicon) -> _English:
    title = r"(?:[Mm]rs?|[Mm]s|[Mm]iss|[Dd]r|[Pp]rof|MR|MS|DR)(?![A-Za-z])\.?\s?"
    before = ("@", "hi ", "hey ", "thanks ", "thx ", "thank you ", "ask ", "remind ", "tell ")
    return _English(
        title=re.compile(rf"(?<![A-Za-z]){title}[A-Za-z][a-z]+(?:-[A-Z][a-z]+)?(?:\s(?!(?:From|At|Of)\b)[A-Z][a-z]+)?"),
        given=re.compile(
            "".join(f"(?<!{one})" for one in before)
            + rf"(?P<name>{lexicon.one_of('contact.given')})(?!\s*[,:]\s*(?:can|could|please|pls))(?!'s\b)"
        ),
        capital=tuple(map(re.compile, _with_a_capital(lexicon))),
        lower=tuple(map(re.compile, _written_small(lexicon))),
    )


def _with_a_capital(lexicon: Lexicon) -> Iterator[str]:
    lead, said = lexicon.one_of("contact.lead"), lexicon.one_of("contact.said")
    role, lead_zh = lexicon.one_of("contact.role"), lexicon.one_of("contact.lead_zh")
    yield rf"(?P<name>{_NAME})(?=(?i:{_AT})|\s?\(\s?{CUSTOMER_MARK})"
    yield rf"(?<={CUSTOMER_MARK})(?:的|'s|\s)?\s?[(（]?(?P<name>{_NAME})"
    yield rf"(?<={CUSTOMER_MARK})\s?[,，/]\s?(?P<name>{_NAME})(?=\s*(?i:$|[,，/.;；]|{said}))"
    yield rf"(?i:{lead})\s+(?P<name>{_NAME})"
    yield rf"(?:{lead_zh}|和|跟|找|给)了?\s?(?P<name>{_NAME})"
    yield rf"(?P<name>{_NAME})\s?(?=(?i:{said}))"
    yield rf"(?<=[,，:：])\s?(?P<name>{_NAME})(?=\s?(?:[,，]|$))"
    yield rf"(?P<name>{_NAME})\s+(?=(?:is|as)\s+(?:the|our|their|now|my)\b)"
    yield rf"(?i:{role}),?\s+(?P<name>{_NAME})(?=\s*(?:$|[,.;，。；]|[a-z]))"
    yield rf"(?i:{role}\s+is(?:\s+now)?)\s+(?P<name>{_NAME})"


_MET = (
    r"(?:(?<![a-z])(?:met(?: with| w/| up with)?|saw|called|texted|emailed|pinged|meet(?: with)?|caught up with"
    r"|(?:spoke|talked|chatted|speak|talk|chat|sync|synced) (?:to|with|w/)"
    r"|(?:lunch|coffee|dinner|drinks|breakfast|call|meeting|zoom) (?:with|w/)))"
)
_AFTER_MET = (
    r"(?=\s*(?:$|[,，.;；!?\n)]"
    r"|\b(?:again|and|to|about|on|re|at|for|over|in|with|before|after|today|yesterday|tomorrow)\b"
    r"|\b(?:this|last|next|earlier|just|says?|said|wants?)\b|-|[\ue004-\ue006]))"
)


def _written_small(lexicon: Lexicon) -> Iterator[str]:
    lead, said = lexicon.one_of("contact.lead"), lexicon.one_of("contact.said")
    given, maybe = lexicon.one_of("contact.given"), lexicon.one_of("contact.maybe", "contact.given")
    second = rf"\s(?!from\b|at\b|of\b|in\b){_LOWER}"
    yield rf"{lead}\s+(?P<name>{_LOWER}(?:{second})?)(?={_AT})"
    yield rf"(?P<name>{given}{second})(?={_AT})"
    yield rf"(?:^|[,，;；.]\s*)(?P<name>{_LOWER})(?={_AT})"
    yield rf"{_MET}\s+(?P<name>{_LOWER}){_AFTER_MET}"
    yield rf"{CUSTOMER_MARK}\s?\((?P<name>{_LOWER}(?:\s{_LOWER})?)\)"
    yield rf"(?:^|[,，;；.\-]\s*|\band\s+)(?P<name>{maybe})\s+(?=(?:{said}|is|was|has)(?![a-z]))"


def find_contacts(typed: str, plain: str, lexicon: Lexicon, members: Container[str] = ()) -> list[Contact]:
    """Every person; `typed` and `plain` are the text as typed and normalised, both with names masked."""
    found: list[Contact] = []
    if any(is_cjk(char) for char in plain):
        _chinese(plain, _chinese_patterns(lexicon), members, found)
    _english(typed, plain, lexicon, members, found)
    return sorted(found)


def _add(found: list[Contact], start: int, end: int, rule: str) -> None:
    if len(found) < MOST and not any(contact.start < end and start < contact.end for contact in found):
        found.append(Contact(start, end, rule))


def _chinese(text: str, patterns: _Chinese, members: Container[str], found: list[Contact]) -> None:
    for match in patterns.titled.finditer(text):
        if not _is_another_word(text, match, patterns):
            _add(found, *match.span(), "titled")
    for match in patterns.full.finditer(text):
        if not patterns.not_title.search(match[0] + text[match.end() : match.end() + 1]):
            _add(found, *match.span(), "titled")
    for match in patterns.familiar.finditer(text):
        if match[0] not in members and not _is_another_word(text, match, patterns):
            _add(found, *match.span(), "familiar")
    for match in patterns.whole.finditer(text):
        name = re.sub(r"^(?:见到?了?|约了|找|联系了?|跟|和)", "", match[0])
        if name not in members and not patterns.not_title.search(name) and name not in patterns.titles:
            _add(found, match.end() - len(name), match.end(), "full_name")


def _is_another_word(text: str, match: re.Match[str], patterns: _Chinese) -> bool:
    """下周总结 holds no 周总, 这周工作 no 周工, 小程序 no 小程."""
    if text[match.start()] == "周" and text[match.start() - 1 : match.start()] in tuple("上下这本每两几"):
        return True
    around = text[match.start() : match.end() + 2]
    other = patterns.not_title.search(around)
    size = len(match[0])
    return other is not None and other.start() < size and (other.end() > size or other.start() == 0)


def _english(typed: str, plain: str, lexicon: Lexicon, members: Container[str], found: list[Contact]) -> None:
    patterns = _english_patterns(lexicon)
    for match in patterns.title.finditer(typed):
        _add(found, *match.span(), "english_title")
    stop = lexicon.all("contact.stop")
    for number, pattern in enumerate(patterns.capital):
        for match in pattern.finditer(typed):
            start, end = match.span("name")
            no_name = _no_name_beside_a_customer(lexicon) if number == _BESIDE else stop
            start = _after_a_verb(typed, start, end, lexicon)
            end = _without_stop_words(typed, start, end, no_name, lexicon.all("company.tail"))
            if end > start and not (number > 2 and typed[start:end].lower() in members):
                _add(found, start, end, "capital")
    for pattern in patterns.lower:
        for match in pattern.finditer(plain):
            if _may_be_a_person(match["name"], lexicon) and match["name"] not in members:
                _add(found, *match.span("name"), "lower")
    for match in patterns.given.finditer(plain):
        if match["name"] not in members and not _OPENS_A_CALL.match(plain, match.end()) and match.start():
            surname = _SURNAME.match(typed, match.end())
            _add(found, match.start("name"), surname.end() if surname else match.end("name"), "given")


_BESIDE = 1  # the pattern that takes whatever follows a customer: Globex Bill, but not Globex Renewal


@per_lexicon
def _no_name_beside_a_customer(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.all("contact.stop") | lexicon.spoken


def _may_be_a_person(name: str, lexicon: Lexicon) -> bool:
    """Written small: no word of the trade and no verb."""
    said = name.split()
    return not (_no_name_beside_a_customer(lexicon) & set(said)) and not said[0].endswith(("ed", "ing", "ly"))


_SURNAME = re.compile(r" (?!HQ|CEO|CFO|CTO|VP)[A-Z][a-z]+(?:-[A-Z][a-z]+)?(?=\s[a-z]|\s?[,.;，。；)]|$)")
_OPENS_A_CALL = re.compile(r"\s*[,:]\s*$")


def _after_a_verb(typed: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Texted Raj: a verb with a capital letter is no part of the name."""
    first, blank, _ = typed[start:end].partition(" ")
    return (
        start + len(first) + 1
        if blank and first.lower() in lexicon.all("visit.done", "contact.lead", "contact.verb")
        else start
    )


def _without_stop_words(typed: str, start: int, end: int, stop: frozenset[str], companies: frozenset[str]) -> int:
    words = typed[start:end].split(" ")
    if any(word.lower().rstrip(".") in companies for word in words):
        return start
    if words[0].lower().rstrip(".") in stop:
        return start
    return start + len(words[0]) if len(words) > 1 and words[1].lower().rstrip(".") in stop else end
