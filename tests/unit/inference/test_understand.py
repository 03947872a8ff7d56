from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.models.small_heads import make_features, make_head
from tests.unit.text.strategies import any_text
from workers.contracts.labels import OUT_OF_SCOPE
from workers.contracts.payloads import MessageCleaned
from workers.inference.understand import INTENTS_KEPT, understand
from workers.models.artifact import Model
from workers.models.features import WIDTH, Floats, no_features
from workers.models.head_parts import KernelMachine, Projection, TrainedParts
from workers.models.heads import Head
from workers.models.lexicon_file import NO_ENTITIES
from workers.models.model_manifest import ModelManifest
from workers.models.terms import Vocabulary
from workers.models.whole_numbers import to_whole_numbers
from workers.preprocessing.cleaning import clean
from workers.records.turns import Turn
from workers.text.language import LanguageIdentifier
from workers.text.patterns import Lexicon, Taught

LANGUAGES = LanguageIdentifier()
INTENTS = (*(f"intent_{n}" for n in range(7)), OUT_OF_SCOPE)
SENTIMENTS = ("negative", "neutral", "positive")


def make_parts(labels: tuple[str, ...]) -> TrainedParts:
    """Label number n is as likely as number n of the embedding is large."""
    count = len(labels)
    one_each = np.eye(count, dtype=np.float32)
    projection = Projection(
        (0,), np.zeros((1, 384), np.float32), np.eye(384, count, dtype=np.float32)
    )
    kernel = KernelMachine(projection, one_each, to_whole_numbers(10 * one_each), width=1.0)
    nothing = np.zeros((1, count), dtype=np.float32)
    return TrainedParts(kernel, nothing, nothing[0], temperature=1.0)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    def make(labels: tuple[str, ...]) -> Head:
        folder = tmp_path_factory.mktemp("head")
        return make_head(folder, labels, make_parts(labels), Vocabulary())

    manifest = ModelManifest(
        encoder="encoder",
        labels={"intent": INTENTS, "sentiment": SENTIMENTS},
        reports={},
        refuse_below=0.9,
        seed=0,
        data_sha256="",
        libraries={},
        created_at=datetime(2024, 11, 20, tzinfo=UTC),
        sha256={},
    )
    return Model(manifest, make(INTENTS), make(SENTIMENTS), NO_ENTITIES)


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


def features(*likeliest: int) -> Floats:
    """One text; the more numbers are large, the less is it any of these."""
    row = np.zeros((1, WIDTH), dtype=np.float32)
    row[0, list(likeliest)] = 5.0
    return row


def test_the_most_probable_intents_come_first(model: Model) -> None:
    (analyzed,) = understand([cleaned("Hello")], features(6), model)
    assert analyzed.intent.label == "intent_6"
    assert analyzed.intent.confidence > 0.9
    assert len(analyzed.intents) == INTENTS_KEPT
    confidences = [intent.confidence for intent in analyzed.intents]
    assert confidences == sorted(confidences, reverse=True)


def test_what_is_too_unlikely_stands_behind_out_of_scope(model: Model) -> None:
    (analyzed,) = understand([cleaned("Hello")], features(2, 5), model)
    assert [intent.label for intent in analyzed.intents[:3]] == [
        OUT_OF_SCOPE,
        "intent_2",
        "intent_5",
    ]
    assert analyzed.intents[1].confidence < model.manifest.refuse_below
    assert len({intent.label for intent in analyzed.intents}) == INTENTS_KEPT


def test_without_a_threshold_the_likeliest_is_believed_however_unlikely(model: Model) -> None:
    trusting = replace(model, manifest=model.manifest.model_copy(update={"refuse_below": 0.0}))
    (analyzed,) = understand([cleaned("Hello")], features(2, 5), trusting)
    assert analyzed.intent.label == "intent_2"


def test_what_is_surely_out_of_scope_stands_there_once(model: Model) -> None:
    (analyzed,) = understand([cleaned("Hello")], features(7), model)
    assert [intent.label for intent in analyzed.intents].count(OUT_OF_SCOPE) == 1
    assert analyzed.intent.label == OUT_OF_SCOPE


def test_sentiment_is_a_label_and_a_signed_score(model: Model) -> None:
    angry, even, glad = (
        understand([cleaned("Hello")], features(place), model)[0].sentiment for place in range(3)
    )
    assert (angry.label, even.label, glad.label) == SENTIMENTS
    assert -1 <= angry.score < -0.9
    assert even.score == pytest.approx(0, abs=0.001)
    assert 0.9 < glad.score <= 1


def test_nobody_is_called_upset_in_a_language_that_the_models_do_not_know(model: Model) -> None:
    foreign = cleaned("أين طلبي؟ لقد طلبته قبل أسبوع ولم يصل بعد")
    (analyzed,) = understand([foreign], features(0), model)
    assert (analyzed.sentiment.label, analyzed.sentiment.score) == ("neutral", 0.0)


def test_the_embedding_travels_bit_by_bit_and_the_other_features_do_not(model: Model) -> None:
    given_features = make_features(1)
    (analyzed,) = understand([cleaned("Hello")], given_features, model)
    travelled = np.frombuffer(base64.b64decode(analyzed.embedding), dtype="<f4")
    np.testing.assert_array_equal(travelled, given_features[0, :384])
    assert (analyzed.encoder, analyzed.model_version) == ("encoder", model.version)


def test_each_message_keeps_its_own_row(model: Model) -> None:
    rows = np.concatenate([features(3), features(1)])
    analyzed = understand([cleaned("one"), cleaned("two")], rows, model)
    assert [(a.text, a.intent.label) for a in analyzed] == [
        ("one", "intent_3"),
        ("two", "intent_1"),
    ]


def test_no_messages_are_understood_without_ado(model: Model) -> None:
    assert understand([], no_features(0), model) == []


def test_offsets_slice_the_stored_text_past_what_was_cut_and_replaced(model: Model) -> None:
    text = "  Mail\u200b me:   bob@example.com \n\n about  FL-10432,  “twelve”  €12.50"
    (analyzed,) = understand([cleaned(text)], features(0), model)
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
        "bob at example",
        "me@localhost",
        "apples @ 5.99",
    ],
)
def test_near_misses_of_cards_and_addresses_are_left_alone(model: Model, text: str) -> None:
    (analyzed,) = understand([cleaned(text)], features(0), model)
    assert analyzed.text == text
    assert [each.label for each in analyzed.entities if each.label != "url"] == []


@given(before=any_text, planted=st.sampled_from(sorted(PLANTED)), after=any_text)
def test_between_whatever_stands_around_it_an_entity_is_what_was_written(
    model: Model, before: str, planted: str, after: str
) -> None:
    text = f"{before} ;\n{planted}\n; {after}"
    message = clean(1, Turn(uuid4(), uuid4(), text, "en", ()), LANGUAGES, LEXICON)
    (analyzed,) = understand([message], features(0), model)
    start = len(before) + 3
    assert [
        (each.label, each.value)
        for each in analyzed.entities
        if (each.start, each.end) == (start, start + len(planted))
    ] == [PLANTED[planted]]


@given(text=any_text)
def test_every_offset_lies_in_the_stored_text_and_no_two_entities_share_a_place(
    model: Model, text: str
) -> None:
    (analyzed,) = understand([cleaned(text)], features(0), model)
    taken: set[int] = set()
    for entity in analyzed.entities:
        assert 0 <= entity.start < entity.end <= len(text)
        span = set(range(entity.start, entity.end))
        assert not taken & span
        taken |= span
