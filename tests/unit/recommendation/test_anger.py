from __future__ import annotations

import pytest

from tests.unit.recommendation.builders import make_analyzed
from workers.contracts.payloads import SentimentScore, TextFeatures
from workers.recommendation.anger import is_angry, says_anger


@pytest.mark.parametrize(
    "text",
    [
        "What the hell are your opening hours",
        "You idiots, when do you open",
        "I’m absolutely disgusted. What time do you open?",
        "Third time I ask: when are you open? Unbelievable.",
        "fuck this, when are you open",
        "I hate you all. Opening hours?",
        "How can I pay, thieves",
        "Which cards do you take? You will hear from my lawyer",
        "opening hours pls, this shop sucks",
        "Worst customer service ever. Where is it?",
    ],
)
def test_anger_beside_a_calm_question_is_heard(text: str) -> None:
    assert says_anger(text)


@pytest.mark.parametrize(
    "text",
    [
        "Are you open on Saturday?",
        "I hate bitter coffee, which beans are mild?",
        "The last time I used the grinder it was fine",
        "Is the machine safe from thieves in the showroom?",
        "What a lovely shop, when are you open?",
        "Is this offer a second time available?",
        "Does the worst grind setting hurt the burrs?",
        "Which shell is the lamp made of?",
    ],
)
def test_calm_questions_are_not_taken_for_anger(text: str) -> None:
    assert not says_anger(text)


def test_what_is_shouted_is_angry_unless_it_is_praise() -> None:
    shouted = TextFeatures(
        words=4, questions=0, exclamations=3, shouting=1.0, asks_for_person=False
    )
    message = make_analyzed().model_copy(update={"features": shouted})
    assert is_angry(message)
    praise = SentimentScore(label="positive", score=0.9)
    assert not is_angry(message.model_copy(update={"sentiment": praise}))
