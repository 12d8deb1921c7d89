"""What is said with a complaint: which receivable it is about, and who deals with it (张工处理, handled by Joe)."""

import re

from core.reading.facts import Value
from core.reading.message import Message
from core.reading.payments import title_value

_PARTS = re.compile(r"[^,，.。;；!！\n]+")
_NAME = r"(?P<who>[\u3400-\u9fff]{1,4}?|[^\W\d_][\w'’.-]{0,19}(?: [^\W\d_][\w'’.-]{0,19}){0,2}?)"


def complaint_values(message: Message) -> dict[str, Value]:
    """`title`: the receivable that is named; `handler`: who was said to deal with it."""
    return title_value(message) | handler_value(message)


def handler_value(message: Message) -> dict[str, Value]:
    """`handler`: who was said to deal with it (张工处理, Ben handles it)."""
    words = ("deals_with", "dealt_by", "deals_let")
    deals, dealt_by, let = (message.lexicon.one_of(f"request.{one}") for one in words)
    forms = (
        re.compile(rf"\s*{dealt_by}\s*[:：]?\s*{_NAME}\s*?{deals}?\s*"),
        re.compile(rf"\s*{let}?\s*{_NAME}\s*?{deals}\s*"),
        re.compile(rf".*\s{dealt_by}\s+{_NAME}\s*"),
    )
    for part in _PARTS.finditer(message.plain):
        found = next((hit for form in forms if (hit := form.fullmatch(part[0]))), None)
        if found is None or re.search(message.lexicon.one_of("request.nobody_deals"), found["who"]):
            continue
        start, end = (part.start() + at for at in found.span("who"))
        return {"handler": Value(message.typed[start:end].strip(), (start, end), "handler")}
    return {}
