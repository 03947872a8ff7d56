from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given

from tests.unit.text.strategies import HOSTILE, any_text
from workers.preprocessing.features import describe

BANK_QUESTIONS = Path(__file__).parents[4] / "shared" / "data" / "banking77" / "test.csv"


def test_words_questions_and_exclamations_are_counted() -> None:
    features = describe("Hello! Where's my tea-pot?! It was due <PHONE> at 10... Why??")

    assert features.words == 10
    assert features.questions == 2
    assert features.exclamations == 2


@pytest.mark.parametrize("text", ["", "😀 ...", "<EMAIL> <NATIONAL_ID>"])
def test_a_text_without_words_has_nothing_to_tell(text: str) -> None:
    features = describe(text)

    assert (features.words, features.shouting, features.asks_for_person) == (0, 0.0, False)


def test_shouting_is_the_share_of_letters_that_are_shouted() -> None:
    assert describe("WHERE IS MY PARCEL").shouting == 1.0
    assert describe("I'm in the UK, ok? FL-10432 <EMAIL>").shouting == 0.0
    assert describe("this is HALF DONE now").shouting == pytest.approx(8 / 15)


def test_a_script_without_capitals_does_not_shout() -> None:
    assert describe("我的包裹在哪里").shouting == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "agent please",
        "Agent",
        "HUMAN!!!",
        "can I speak to a real person please",
        "speak to someone",
        "I want to talk to a human",
        "let me talk to a representative",
        "real person",
        "customer service rep",
        "stop the bot",
        "no bots",
        "is there a human I can talk to",
        "please transfer me to a live agent",
        "I'd like to speak with your manager",
        "get me a human",
        "give me a person",
        "I don't want to talk to a bot",
        "I am tired of talking to a robot",
        "this bot is useless",
        "put me through to support staff",
        "can somebody call me back",
        "how do I contact a human being",
        "live chat please",
        "I need an agent",
        "hello, person please",
        "escalate this please",
        "i need to speak with customer service",
        "is anyone there?",
        "can a human look at this",
        "could you pass me to a colleague",
        "My parcel is late.\noperator",
        "ich möchte mit einem Menschen sprechen",
        "je veux parler à un conseiller",
        "quiero hablar con una persona",
        "vorrei parlare con un operatore",
        "quero falar com um atendente",
        "ik wil met een medewerker spreken",
    ],
)
def test_somebody_who_asks_for_a_person_is_heard(text: str) -> None:
    assert describe(text).asks_for_person


@pytest.mark.parametrize(
    "text",
    [
        "the delivery person never came",
        "is it safe for humans",
        "my travel agent booked it",
        "where is my personal data",
        "I am a real estate agent and need an invoice",
        "the agent was very rude yesterday",
        "I spoke to a live agent yesterday and he promised a refund",
        "is this a human hair wig",
        "no need to speak to anyone, just refund me",
        "do I have to speak to a representative to change my pin",
        "I bought this for someone special",
        "can someone else collect my parcel",
        "stop the robot vacuum from beeping",
        "is there an agent fee",
        "my order was delivered to another person",
        "how do I reach the delivery person",
        "talk to you later",
        "someone stole my parcel",
        "what are the ways for others to transfer me money?",
    ],
)
def test_a_person_who_is_only_mentioned_is_no_request(text: str) -> None:
    assert not describe(text).asks_for_person


@pytest.mark.parametrize(
    ("name", "asks"), [("asks_for_person", True), ("asks_for_no_person", False)]
)
def test_the_many_ways_in_which_people_ask_for_a_person_are_told_from_others(
    name: str, asks: bool
) -> None:
    texts = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert len(set(texts)) >= 150
    assert [text for text in texts if describe(text).asks_for_person is not asks] == []


@pytest.mark.skipif(not BANK_QUESTIONS.exists(), reason=f"{BANK_QUESTIONS} is not there")
def test_three_thousand_questions_to_a_bank_are_hardly_ever_mistaken() -> None:
    with BANK_QUESTIONS.open(encoding="utf-8") as file:
        questions = [row["text"] for row in csv.DictReader(file)]

    mistaken = [text for text in questions if describe(text).asks_for_person]

    assert len(mistaken) <= len(questions) // 1000


@given(any_text)
def test_any_text_can_be_described(text: str) -> None:
    features = describe(text)

    assert 0.0 <= features.shouting <= 1.0
    assert 0 <= features.words <= len(text)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:4]))
def test_hostile_texts_ask_for_nobody(text: str) -> None:
    assert not describe(text).asks_for_person
