from __future__ import annotations

import base64
from datetime import UTC, datetime
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.text.strategies import any_text
from workers.contracts import MessageCleaned
from workers.inference.understand import INTENTS_KEPT, understand
from workers.models.artifact import Model, ModelManifest
from workers.models.heads import SoftmaxHead
from workers.preprocessing.cleaning import clean
from workers.records import Turn
from workers.text.language import LanguageIdentifier
from workers.text.patterns import Lexicon, Taught

LANGUAGES = LanguageIdentifier()
INTENTS = tuple(f"intent_{n}" for n in range(8))
SENTIMENTS = ("negative", "neutral", "positive")


def make_head(labels: tuple[str, ...]) -> SoftmaxHead:
    """Label number n is as likely as number n of the embedding is large."""
    weights = np.eye(384, len(labels), dtype=np.float32)
    return SoftmaxHead(labels, weights, np.zeros(len(labels), dtype=np.float32), 1.0)


MODEL = Model(
    ModelManifest(
        encoder="encoder",
        labels={"intent": INTENTS, "sentiment": SENTIMENTS},
        reports={},
        created_at=datetime(2024, 11, 20, tzinfo=UTC),
        sha256={},
    ),
    make_head(INTENTS),
    make_head(SENTIMENTS),
)


LEXICON = Lexicon(
    Taught(patterns=(("ticket", r"TK [\d-]{12}"),), values=(("product", "Heron kettle"),))
)
PLANTED = {
    "FL-10432": ("order_number", "FL-10432"),
    "€12.50": ("money", "12.50 EUR"),
    "2024-01-05": ("date", "2024-01-05"),
    "RB 123 456 785 GB": ("tracking_number", "S10 RB123456785GB"),
    "TK 415-555-2671": ("ticket", "TK 415-555-2671"),
    "Heron ketle": ("product", "Heron kettle"),
    "https://shop.example/a?b": ("url", "https://shop.example/a?b"),
    "bob@example.com": ("email", None),
    "three boxes": ("quantity", "3 box"),
}


def cleaned(text: str) -> MessageCleaned:
    return clean(1, Turn(uuid4(), uuid4(), text, "en", ()), LANGUAGES)


def embedding(likeliest: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    row = np.zeros((1, 384), dtype=np.float32)
    row[0, likeliest] = 5.0
    return row


def test_the_most_probable_intents_come_first() -> None:
    (analyzed,) = understand([cleaned("Hello")], embedding(6), MODEL)
    assert analyzed.intent.label == "intent_6"
    assert len(analyzed.intents) == INTENTS_KEPT
    confidences = [intent.confidence for intent in analyzed.intents]
    assert confidences == sorted(confidences, reverse=True)


def test_sentiment_is_a_label_and_a_signed_score() -> None:
    angry, even, glad = (
        understand([cleaned("Hello")], embedding(place), MODEL)[0].sentiment for place in range(3)
    )
    assert (angry.label, even.label, glad.label) == SENTIMENTS
    assert -1 <= angry.score < -0.9
    assert even.score == 0
    assert 0.9 < glad.score <= 1


def test_the_embedding_travels_bit_by_bit() -> None:
    given_embedding = np.random.default_rng(1).normal(size=(1, 384)).astype(np.float32)
    (analyzed,) = understand([cleaned("Hello")], given_embedding, MODEL)
    travelled = np.frombuffer(base64.b64decode(analyzed.embedding), dtype="<f4")
    np.testing.assert_array_equal(travelled, given_embedding[0])
    assert (analyzed.encoder, analyzed.model_version) == ("encoder", MODEL.version)


def test_each_message_keeps_its_own_row() -> None:
    rows = np.concatenate([embedding(3), embedding(1)])
    analyzed = understand([cleaned("one"), cleaned("two")], rows, MODEL)
    assert [(a.text, a.intent.label) for a in analyzed] == [
        ("one", "intent_3"),
        ("two", "intent_1"),
    ]


def test_no_messages_are_understood_without_ado() -> None:
    assert understand([], np.zeros((0, 384), dtype=np.float32), MODEL) == []


def test_offsets_slice_the_stored_text_past_what_was_cut_and_replaced() -> None:
    text = "  Mail\u200b me:   bob@example.com \n\n about  FL-10432,  “twelve”  €12.50"
    (analyzed,) = understand([cleaned(text)], embedding(0), MODEL)
    assert [(e.label, text[e.start : e.end]) for e in analyzed.entities] == [
        ("email", "bob@example.com"),
        ("order_number", "FL-10432"),
        ("money", "€12.50"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "my code is 4242 4242 4242 4243",
        "number 4242424242424243 please",
        "1234 5678 9012 3456",
        "serial 6011-0009-9013-9425",
        "49015420323751",
        "GB29 NWBK 6016 1331 9268 18",
        "foo@bar",
        "@bob said",
        "bob(at)example.com",
        "me@localhost",
        "apples @ 5.99",
    ],
)
def test_near_misses_of_cards_and_addresses_are_left_alone(text: str) -> None:
    (analyzed,) = understand([cleaned(text)], embedding(0), MODEL)
    assert analyzed.text == text
    assert [each.label for each in analyzed.entities if each.label != "url"] == []


@given(before=any_text, planted=st.sampled_from(sorted(PLANTED)), after=any_text)
def test_between_whatever_stands_around_it_an_entity_is_what_was_written(
    before: str, planted: str, after: str
) -> None:
    text = f"{before} ;\n{planted}\n; {after}"
    message = clean(1, Turn(uuid4(), uuid4(), text, "en", ()), LANGUAGES, LEXICON)
    (analyzed,) = understand([message], embedding(0), MODEL)
    start = len(before) + 3
    assert [
        (each.label, each.value)
        for each in analyzed.entities
        if (each.start, each.end) == (start, start + len(planted))
    ] == [PLANTED[planted]]


@given(text=any_text)
def test_every_offset_lies_in_the_stored_text_and_no_two_entities_share_a_place(text: str) -> None:
    (analyzed,) = understand([cleaned(text)], embedding(0), MODEL)
    taken: set[int] = set()
    for entity in analyzed.entities:
        assert 0 <= entity.start < entity.end <= len(text)
        span = set(range(entity.start, entity.end))
        assert not taken & span
        taken |= span
