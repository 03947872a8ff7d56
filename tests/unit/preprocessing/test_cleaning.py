from __future__ import annotations

from uuid import uuid4

from hypothesis import given

from tests.unit.text.strategies import any_text
from workers.preprocessing.cleaning import LONGEST_CONTEXT, clean
from workers.records.turns import Turn
from workers.text.language import LanguageIdentifier

LANGUAGES = LanguageIdentifier()


def make_turn(text: str, *earlier: str, language: str = "en") -> Turn:
    return Turn(uuid4(), uuid4(), text, language, earlier)


def test_a_message_keeps_who_it_is() -> None:
    turn = make_turn("Hello")
    cleaned = clean(7, turn, LANGUAGES)
    assert (cleaned.work_id, cleaned.message_id, cleaned.conversation_id) == (
        7,
        turn.message_id,
        turn.conversation_id,
    )


def test_personal_details_do_not_leave_the_stage_earlier_ones_neither() -> None:
    cleaned = clean(1, make_turn("or call +49 151 23456789", "I am bob@example.com"), LANGUAGES)
    assert cleaned.turn_text == "I am <EMAIL>\nor call <PHONE>"
    assert [entity.label for entity in cleaned.entities] == ["phone"]
    assert all(entity.value is None for entity in cleaned.entities)


def test_entities_slice_the_stored_text() -> None:
    text = "  Write\u200b to   bob@example.com  "
    (entity,) = clean(1, make_turn(text), LANGUAGES).entities
    assert text[entity.start : entity.end] == "bob@example.com"


def test_the_newest_of_a_long_context_is_kept() -> None:
    cleaned = clean(1, make_turn("now", "old " * 2000, "yesterday"), LANGUAGES)
    assert len(cleaned.earlier_text) <= LONGEST_CONTEXT
    assert cleaned.earlier_text.endswith("old\nyesterday")


def test_the_language_of_the_inbox_decides_where_the_text_does_not() -> None:
    assert clean(1, make_turn("ok", language="de"), LANGUAGES).language.label == "de"
    question = "How long does the delivery to my house take?"
    assert clean(1, make_turn(question, language="de"), LANGUAGES).language.label == "en"


def test_the_language_is_that_of_the_whole_turn() -> None:
    cleaned = clean(1, make_turn("FL-10432, thanks", "Wo bleibt denn mein neues Paket?"), LANGUAGES)
    assert cleaned.language.label == "de"


def test_a_request_for_a_person_is_noticed() -> None:
    assert clean(1, make_turn("I want to talk to a human"), LANGUAGES).features.asks_for_person


@given(text=any_text, earlier=any_text)
def test_any_text_can_be_cleaned_and_sent_on(text: str, earlier: str) -> None:
    cleaned = clean(1, make_turn(text, earlier), LANGUAGES)
    assert type(cleaned).model_validate_json(cleaned.model_dump_json()) == cleaned
