"""The team's names as an index: every way to write a customer, a colleague or a rival, and where a text says one."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from core.base.collecting import uncollected
from core.reading.lexicon import Lexicon, per_lexicon, stands_alone
from core.reading.normalise import has_cjk, is_cjk, normalise
from core.reading.numbers import DIGITS, HANZI_DIGITS, parse, plain
from core.reading.sounds import sounds_of

CUSTOMER, MEMBER, RIVAL = "customer", "member", "competitor"
_TYPED = ("short", "alias")  # what people type by hand, and so mistype; full official names are pasted
_KINDS = {"customers": CUSTOMER, "members": MEMBER, "competitors": RIVAL}


class Entity(NamedTuple):
    kind: str
    ref: str | None
    name: str


class Mention(NamedTuple):
    """A place in the text where a name is said, everyone it may mean, and how it was matched."""

    start: int
    end: int
    entities: tuple[Entity, ...]
    rule: str

    @property
    def kind(self) -> str:
        """What is named: a customer, a contact, a member, a competitor."""
        return self.entities[0].kind


class Found(NamedTuple):
    """Canonical names for a typed name: those written exactly so, and those that come near."""

    exact: tuple[str, ...]
    near: tuple[str, ...]
    refs: Mapping[str, str | None]


Forms = dict[str, tuple[tuple[Entity, str], ...]]


_NO_TRADE = re.compile("(?!)")


@dataclass(slots=True)
class Names:
    """All forms of all names of one team; build it again (milliseconds) whenever one changes."""

    forms: Forms = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    _lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _sounds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _slips: dict[str, str | tuple[str, ...]] = field(default_factory=dict)  # mostly of one form
    _heads: Forms = field(default_factory=dict)
    _latin: dict[str, list[str]] = field(default_factory=dict)
    _trade: re.Pattern[str] = _NO_TRADE

    @classmethod
    def build(cls, team: Mapping[str, Any], lexicon: Lexicon) -> "Names":
        """Index a team in the shape of `customers.json` (customers, members, competitors, stages)."""
        names = cls(stages=_stages(team.get("stages", ())), _trade=_trades(lexicon)[0])
        with uncollected():
            for listed, kind in _KINDS.items():
                for entry in team.get(listed, ()):
                    names._add_entity(Entity(kind, entry.get("id"), entry["name"]), entry, lexicon)
        return names

    def _add_entity(self, entity: Entity, entry: Mapping[str, Any], lexicon: Lexicon) -> None:
        is_customer, alone = entity.kind == CUSTOMER, dict[str, tuple[tuple[Entity, str], ...]]()
        for form, rule in _forms_of(entry, lexicon):
            if len(form) < 2:
                continue
            meant = alone.get(rule) or alone.setdefault(rule, ((entity, rule),))  # one for all: what is made, costs
            known = self.forms.setdefault(form, meant)
            if known is meant:
                if len(form) not in self._lengths.get(form[:2], ()):
                    self._index_length(form)
            elif known[0][0] is entity or any(other == entity for other, _ in known):
                continue
            else:
                self.forms[form] = known + meant
            if is_customer and rule in _TYPED and (known is meant or not _is_typed(known)):
                self._index_near(form)
        if is_customer and (head := _head(entity.name, lexicon)):
            if has_cjk(head) and head not in self._heads:
                self._index_sound(head)
            self._heads[head] = (*self._heads.get(head, ()), (entity, "clipped"))

    def _index_length(self, form: str) -> None:
        sizes = (*self._lengths.get(form[:2], ()), len(form))
        self._lengths[form[:2]] = tuple(sorted(sizes, reverse=True))

    def _index_near(self, form: str) -> None:
        if has_cjk(form):
            self._index_sound(form)
        if _may_be_mistyped(form):
            slips = self._slips
            for slip in _clippings(form):
                if (known := slips.setdefault(slip, form)) is not form:
                    slips[slip] = (*known, form) if isinstance(known, tuple) else (known, form)
            if not has_cjk(form):
                self._latin.setdefault(form[0], []).append(form)

    def _index_sound(self, form: str) -> None:
        sound = sounds_of(form)
        self._sounds[sound] = (*self._sounds.get(sound, ()), form)

    def scan(self, text: str) -> list[Mention]:
        """Every name in a normalised text, left to right, the longest first, none overlapping."""
        found: list[Mention] = []
        at = 0
        while at < len(text) - 1:
            mention = self._mention_at(text, at)
            if mention:
                found.append(mention)
            at = mention.end if mention else at + 1
        return found

    def _mention_at(self, text: str, at: int) -> Mention | None:
        for size in self._lengths.get(text[at : at + 2], ()):
            meant = self.forms.get(text[at : at + size])
            if meant and len(text) >= at + size and _is_a_name_here(text, at, at + size):
                return _mention(at, at + size, meant)
        return None

    def near_at(self, text: str, start: int, end: int) -> Mention | None:
        """The customers that a stretch sounds like, or is one slip of the finger away from."""
        written = text[start:end]
        for rule, forms in (("homophone", self._sounding(written)), ("typo", self._mistyped(written))):
            if meant := self._meant(sorted(forms)):
                return _mention(start, end, meant, rule)
        return None

    def far_at(self, text: str, start: int, end: int) -> Mention | None:
        """The customers whose Latin name is two slips away: long names only, the first letter right."""
        written = text[start:end]
        if len(written) < _LONG_NAME or has_cjk(written):
            return None
        near = [form for form in self._latin.get(written[0], ()) if abs(len(form) - len(written)) <= 2]
        if not near:
            return None
        from rapidfuzz.distance import OSA  # 20 ms: hardly any message needs it

        forms = {form for form in near if len(form) >= _LONG_NAME and OSA.distance(form, written, score_cutoff=2) <= 2}
        meant = self._meant(form for form in sorted(forms) if not _differ_in_a_numeral(form, written))
        return _mention(start, end, meant, "typo") if meant else None

    def clipped_in(self, text: str) -> Iterator[Mention]:
        """Every place where a customer may be named without its trade; with all others that sound the same."""
        if not self._heads:
            return
        for start, end in (*_hanzi_heads(text), *_latin_heads(text)):
            if (head := text[start:end]) in self._heads:
                others = sorted(self._sounding(head) - {head})
                yield _mention(start, end, self._meant((head, *others)), "clipped")

    def called(self, form: str) -> tuple[Entity, ...]:
        """The customers written so in any form, whole or without their trade."""
        return tuple(dict.fromkeys(entity for entity, _ in self._meant((form,))))

    def forms_of(self, entity: Entity) -> Iterator[str]:
        """Every way to write one name; looks through all of them."""
        return (form for form, meant in self.forms.items() if any(other == entity for other, _ in meant))

    def trade_at(self, text: str, at: int) -> re.Match[str] | None:
        """A word for a trade (科技, Logistics) right there."""
        return self._trade.match(text, at)

    def _meant(self, forms: Iterable[str]) -> tuple[tuple[Entity, str], ...]:
        known = (pair for form in forms for pair in (*self._written(form), *self._heads.get(form, ())))
        return tuple(pair for pair in known if pair[0].kind == CUSTOMER)

    def _written(self, form: str) -> tuple[tuple[Entity, str], ...]:
        return self.forms.get(form, ())

    @property
    def whole(self) -> "Names":
        """All of them, whoever reads."""
        return self

    @property
    def hidden(self) -> bool:
        """Whether a name was said that the reader may not know of: itself, and not one that comes near."""
        return False

    def seen_by(self, sees: Callable[[Entity], bool]) -> "SeenNames":
        """The same for somebody who may not know of all: the others are read as if nobody were called so."""
        shared = {name: getattr(self, name) for name in Names.__slots__}
        shared |= {"forms": SeenForms(self.forms, sees), "_heads": SeenForms(self._heads, sees)}
        return SeenNames(**shared, _whole=self)

    def _sounding(self, written: str) -> set[str]:
        return set(self._sounds.get(sounds_of(written), ())) if has_cjk(written) and len(written) > 1 else set()

    def _mistyped(self, written: str) -> set[str]:
        if not _may_be_mistyped(written):
            return set()
        near = {form for clipped in _clippings(written) for form in self._slipped_from(clipped)}
        return {form for form in near if _is_one_slip(form, written) and not _differ_in_a_numeral(form, written)}

    def _slipped_from(self, clipped: str) -> tuple[str, ...]:
        forms = self._slips.get(clipped, ())
        return forms if isinstance(forms, tuple) else (forms,)

    def find(self, query: str) -> Found:
        """Customers for a name typed alone, as in `/account 华星`: exact ones, and near ones to offer."""
        written = normalise(" ".join(query.split()))
        exact = _customers(self.forms.get(written, ()))
        near = {form for form in self.forms if written and (written in form or form in written)} if not exact else set()
        near |= (self._sounding(written) | self._mistyped(written)) if not exact else set()
        nearby = tuple(dict.fromkeys(entity for entity, _ in self._meant(sorted(near))))
        return Found(_names(exact), _names(nearby), {entity.name: entity.ref for entity in (*exact, *nearby)})

    def lookup(self, text: str) -> list[Mention]:
        """Every name said in a text as typed."""
        return self.scan(normalise(text))


class SeenForms(Forms):
    """Forms of names without the names somebody may not know of. Looked through when one is asked for, as hardly any
    ever is; what is iterated over are the forms of all. `hidden`: names that were asked for and not shown."""

    def __init__(self, forms: Forms, sees: Callable[[Entity], bool]) -> None:
        super().__init__()
        self._forms, self._sees, self.hidden = forms, sees, set[Entity]()

    def get(self, form: str, default: Any = None) -> Any:
        """What a form names for this person; that it names something hidden from them is remembered."""
        seen = self.quietly(form)
        self.hidden |= {entity for entity, _ in self._forms.get(form, ())}.difference(entity for entity, _ in seen)
        return seen or default

    def quietly(self, form: str) -> tuple[tuple[Entity, str], ...]:
        """The same for what only comes near, which nobody asked for."""
        return tuple(pair for pair in self._forms.get(form, ()) if self._sees(pair[0]))

    def __contains__(self, form: object) -> bool:
        return bool(self.quietly(str(form)))

    def __iter__(self) -> Iterator[str]:
        return iter(self._forms)

    def items(self) -> Any:
        """All forms with whom they name, those that may not be seen too."""
        return self._forms.items()


@dataclass(slots=True)
class SeenNames(Names):
    """A team's names as one person may know of them."""

    forms: SeenForms = field(kw_only=True)
    _whole: Names = field(kw_only=True)

    @property
    def whole(self) -> Names:
        """The names of everybody, for what does not depend on who asks."""
        return self._whole

    @property
    def hidden(self) -> bool:
        """Whether names were asked for that this person may not know of."""
        return bool(self.forms.hidden)

    def _written(self, form: str) -> tuple[tuple[Entity, str], ...]:
        return self.forms.quietly(form)


def _is_typed(meant: Iterable[tuple[Entity, str]]) -> bool:
    return any(entity.kind == CUSTOMER and rule in _TYPED for entity, rule in meant)


def _customers(meant: Sequence[tuple[Entity, str]]) -> tuple[Entity, ...]:
    return tuple(entity for entity, _ in meant if entity.kind == CUSTOMER)


def _names(entities: Iterable[Entity]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entity.name for entity in entities))


def _mention(start: int, end: int, meant: Sequence[tuple[Entity, str]], rule: str | None = None) -> Mention:
    customers = [
        pair for pair in meant if pair[0].kind == CUSTOMER
    ]  # a customer that is a rival too is a customer first
    entities = tuple(dict.fromkeys(entity for entity, _ in customers or meant))
    return Mention(start, end, entities, rule or (customers or meant)[0][1])


def _stages(listed: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Every name of every stage; 商务阶段 is short for 商务谈判 where no other stage begins so."""
    named: dict[str, str] = {}
    for stage in listed:
        named |= dict.fromkeys(map(normalise, (stage["code"], stage["name"], *stage.get("aliases", ()))), stage["code"])
    shortened = {f"{name[:2]}阶段": code for name, code in named.items() if len(name) == 4 and has_cjk(name)}
    return {**shortened, **named}


# ---- the forms of a name -------------------------------------------------------------------------------------------

_VALUE_NUMERAL = re.compile(r"[一二三四五六七八九十]*十[一二三四五六七八九]?")
_HANZI_NUMERALS = frozenset(f"{HANZI_DIGITS}十")
_ANY_NUMERAL = _HANZI_NUMERALS | frozenset("0123456789")
_CALENDAR = re.compile(r"\d[月号日天年周]")
_TO_HANZI = str.maketrans("0123456789", "零一二三四五六七八九")


def _forms_of(entry: Mapping[str, Any], lexicon: Lexicon) -> list[tuple[str, str]]:
    """Every normalised way to write a name, with the rule it comes by."""
    said = [(_shape(entry["name"]), "short"), *[(_shape(alias), "alias") for alias in entry.get("aliases", ())]]
    if entry.get("official"):
        official = _shape(entry["official"])
        said += [(official, "official"), *[(core, "official") for core in _without_legal_form(official, lexicon)]]
    counted = [form for form, _ in said if not _ANY_NUMERAL.isdisjoint(form)]
    return [*said, *((variant, "script") for form in counted for variant in _numeral_variants(form))]


@lru_cache(maxsize=64)
def _shape(written: str) -> str:
    return " ".join(normalise(written).split())


@per_lexicon
def _legal_form(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    ending = re.compile(rf"\W*{lexicon.one_of('company.ending')}\W*$")
    place = re.compile(rf"^{lexicon.one_of('company.place')}(?:省|市|县|区)?")
    return ending, place


_BRACKETED = re.compile(r"\(.*?\)")


def _without_legal_form(official: str, lexicon: Lexicon) -> Iterator[str]:
    """深圳市九月科技有限公司 -> 深圳市九月科技, 九月科技; Globex Corporation -> Globex."""
    ending, place = _legal_form(lexicon)
    bare = ending.sub("", _BRACKETED.sub("", official)).strip()
    if len(bare) >= 3 and bare != official:
        yield bare
    local = place.sub("", bare)
    if len(local) >= 4 and local != bare:
        yield local


def _numeral_variants(form: str) -> Iterator[str]:
    """58同城 = 五八同城, 二十一世纪 = 21世纪; never one that reads as a day (五月花 is not 5月花) or is only digits."""
    if (hanzi := form.translate(_TO_HANZI)) != form:
        yield hanzi
    if _HANZI_NUMERALS.isdisjoint(form):
        return
    arabic = _VALUE_NUMERAL.sub(_as_digits, form)
    arabic = "".join(str(DIGITS[char]) if char in DIGITS else char for char in arabic)
    if not _CALENDAR.search(arabic) and len(arabic) > 2 and not arabic.isdigit():
        yield arabic


def _as_digits(match: re.Match[str]) -> str:
    value = parse(match[0])
    return match[0] if value is None else plain(value)


# ---- names without their trade --------------------------------------------------------------------------------------

_HEAD_SIZES = (6, 5, 4, 3, 2)
_LATIN_WORD = re.compile(r"[a-z0-9][a-z0-9&'\-]*")
_LONG_NAME = 7
_NO_HEAD = re.compile(rf"第|[{HANZI_DIGITS}十百千万亿\d]+$")


def _hanzi_heads(text: str) -> Iterator[tuple[int, int]]:
    """Every run of two to six characters, the longer first at each place."""
    for at in range(len(text) - 1):
        if text[at] >= "\u3400" and text[at] < "\ue000":
            yield from ((at, at + size) for size in _HEAD_SIZES if at + size <= len(text))


def _latin_heads(text: str) -> Iterator[tuple[int, int]]:
    words = [match.span() for match in _LATIN_WORD.finditer(text)]
    for first, (start, _) in enumerate(words):
        yield from ((start, end) for _, end in reversed(words[first : first + 3]))


@per_lexicon
def _trades(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A trade where it stands, and all of them at the end of a name."""
    words, trade = lexicon.all("company.tail", "company.trade"), lexicon.one_of("company.tail", "company.trade")
    begins = re.escape(
        "".join(sorted({word[0] for word in words}))
    )  # looked at before all of the words: 4 times as fast
    return re.compile(rf"\s?{trade}"), re.compile(rf"(?=[\s&{begins}])(?:\s*(?:&\s*)?{trade})+\W*$")


def _head(name: str, lexicon: Lexicon) -> str | None:
    """华星 of 华星科技, orbit of Orbit Trading; none where what is left is a word, a number or the whole name."""
    ending, place = _legal_form(lexicon)
    bare = place.sub("", ending.sub("", _BRACKETED.sub("", _shape(name))))
    head = _trades(lexicon)[1].sub("", bare).strip()
    if head == _shape(name) or len(head) < (2 if has_cjk(head) else 3):
        return None
    return None if head in lexicon.every_word or _NO_HEAD.match(head) else head


def cores_of(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """A name with less and less around it: as written, without place and legal form, without its trades.

    华星科技集团有限公司: 华星科技集团, 华星; Globex Trading Ltd: globex trading, globex.
    """
    text = _shape(name)
    ending, place = _legal_form(lexicon)
    bare = ending.sub("", _BRACKETED.sub("", text)).strip()
    return tuple(dict.fromkeys(one for one in (text, bare, place.sub("", bare), _head(name, lexicon) or "") if one))


# ---- is it a name here? --------------------------------------------------------------------------------------------

_NUMERIC = re.compile(r"[\d.\-]+$")
_NUMBER_GOES_ON = re.compile(
    r"[\d.,%十百千万亿元块美港欧号日月年天点个家台次人度岁米分件套张条项份期页楼倍股]|[kmw](?![a-z])|-\d|\s?(?:usd|rmb|cny|eur|万|k\b)"
)
_NUMBER_CAME = re.compile(r"[\d.$¥€£+\-]$")


def _is_a_name_here(text: str, start: int, end: int) -> bool:
    """A Latin name ends where letters end; a numeric one (360, 7-11) must not be part of a number or a count."""
    if not stands_alone(text, start, end):
        return False
    before, after = text[max(0, start - 1) : start], text[end : end + 5]
    if text[start].isdigit() and (_NUMBER_CAME.match(before) or (before in "月年第"[: len(before) * 3] and before)):
        return False
    if text[end - 1].isdigit() and after[:1].isdigit():
        return False
    return not (_NUMERIC.match(text[start:end]) and _NUMBER_GOES_ON.match(after))


def _may_be_mistyped(form: str) -> bool:
    """One slip leaves enough to know it by: five letters or four characters."""
    return bool(form) and (4 if is_cjk(form[0]) else 5) <= len(form) <= 30


def _clippings(form: str) -> list[str]:
    """The form, and with each character left out once; one l of globall less is the same as the other."""
    left_out = [form[:at] + form[at + 1 :] for at in range(len(form)) if at == 0 or form[at] != form[at - 1]]
    return [form, *left_out]


def _is_one_slip(one: str, other: str) -> bool:
    """One character more, less or another, or two neighbours swapped."""
    same = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), None)
    if same is None:
        return abs(len(one) - len(other)) == 1
    one, other = one[same:], other[same:]
    swapped = one[:2] == other[1::-1] and len(other) > 1 and one[2:] == other[2:]
    return swapped or one[1:] == other[1:] or one[1:] == other or one == other[1:]


def _differ_in_a_numeral(one: str, other: str) -> bool:
    return any(char in DIGITS or char.isdigit() for char in set(one) ^ set(other))
