"""The page's own words, out of locales/<language>/playground.ftl."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

LOCALES = Path(__file__).parents[2] / "locales"
PREFIX = "playground_"


@cache
def page_words(language: str) -> Mapping[str, str]:
    """Every word of the page by its key without the prefix. A `{name}` in one is filled in by the page."""
    resource = FluentResource((LOCALES / language / "playground.ftl").read_text(encoding="utf-8"))
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(resource)
    keys = [entry.id.name for entry in resource.body if hasattr(entry, "id")]
    return {key.removeprefix(PREFIX): _word(bundle, key) for key in keys}


def _word(bundle: FluentBundle, key: str) -> str:
    pattern = bundle.get_message(key).value
    word, errors = bundle.format_pattern(pattern) if pattern else ("", [])
    if errors:
        raise ValueError(f"{key}: {errors}")
    return str(word)
