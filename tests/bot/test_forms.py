"""The table of forms: whoever adds a field is told what else it needs."""

from __future__ import annotations

from dataclasses import fields

import pytest

from bot import routes
from bot.forms import ALL, COMMANDS, FORMS, Form
from bot.handlers.forms.answers import READERS
from bot.handlers.forms.offering import DAYS, OFFERS
from bot.handlers.forms.showing import READ
from bot.text import LANGUAGES, say


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.name)
def test_a_form_begins_with_the_customer_and_fills_a_fact_somebody_books(form: Form) -> None:
    assert form.fields[0].name == "account"
    assert form.fields[0].required
    assert form.intent in routes.FACTS


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.name)
def test_every_field_of_a_record_is_one_it_has(form: Form) -> None:
    known = {one.name for one in fields(form.record)}

    assert [] == [one.name for one in form.fields if one.attribute and one.attribute not in known]


def test_every_kind_of_field_can_be_offered_read_and_shown() -> None:
    kinds = {field.kind for form in ALL for field in form.fields}

    assert kinds == set(READERS) == set(OFFERS) == set(READ)
    assert {one.offers for form in ALL for one in form.fields if one.kind == "day"} == set(DAYS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_has_a_label_of_its_own(language: str) -> None:
    for form in ALL:
        for field in form.fields:
            labels = {say(language, f"{field.prefix}{one}") for one in field.choices if field.prefix}

            assert len(labels) == (len(field.choices) if field.prefix else 0)


def test_every_form_with_a_command_is_on_the_menu() -> None:
    assert set() == set(COMMANDS) - set(routes.COMMANDS)
    assert set() == set(COMMANDS) - set(FORMS)
