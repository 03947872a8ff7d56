"""What gets past the API goes through all three stages, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings

from apps.conversations.models import Inbox
from apps.dispatch.models import Work
from tests.integration.stages.chains import ask, facts_of, run_lane, write
from tests.unit.text.strategies import HOSTILE, any_text
from workers.contracts.pipelines import Lane

LONGEST = 8000
TEXTS = {
    "emoji": "😀👩‍👩‍👧🇩🇪 " * 50,
    "one emoji": "👍",
    "right to left": "أين طلبي؟ שלום \u202eFL-10432",
    "7,000 newlines": "a" + "\n" * 7000 + "b",
    "8,000 characters without a space": "x" * LONGEST,
    "8,000 emoji": "😀" * LONGEST,
    "8,000 Chinese characters": "包" * LONGEST,
    "many different words": " ".join(f"word{n}" for n in range(800)),
    "html": "<script>alert('hi')</script><b onclick=\"x()\">&lt;bold&gt;</b>",
    "sql": "'; DROP TABLE dispatch_work; -- \\' \\\\ %s :name",
    "search operators": "a & b | !c <-> 'd':* (e \\ f) \"g\" %% $1",
    "template": "{{contact.name}} {% include 'x' %} {0}",
    "urls and paths": "http://a.b/c?d='e'&f=%27 C:\\dir\\'file /x/y'z mailto:o'brien@example.com",
    "control characters": "a\x01\x02\x1b[31mb\x7f\x85c",
    "marks on marks": "e" + "\u0301" * 4000,
    "digits": "4242 4242 4242 4242 " * 300,
    "blank for the eye": "\u200b\u2060\ufeff",
}


# A person gets these without suggestions.
HANDED_OFF = ("which the models do not know", "asks for a person")


def made_storable(text: str) -> str:
    """As the API lets it pass: valid UTF-8 without NUL, not empty, not too long."""
    kept = text.replace("\x00", "").encode(errors="ignore").decode()[:LONGEST]
    return kept or "?"


def check(inbox: Inbox, text: str) -> None:
    facts = ask(inbox, text)
    assert facts.state == Work.State.DONE
    assert facts.prediction is not None
    if not any(reason in facts.prediction.reason for reason in HANDED_OFF):
        assert len(facts.suggestions) >= 10
    for entity in facts.prediction.entities:
        assert 0 <= entity["start"] < entity["end"] <= len(facts.message.text)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_strange_text_goes_all_the_way(company: Inbox, text: str) -> None:
    check(company, text)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_what_parsers_trip_over_goes_all_the_way(company: Inbox, number: int) -> None:
    check(company, made_storable(HOSTILE[number]))


@settings(max_examples=25)
@given(text=any_text)
@example(text="call مع التحية")
def test_any_text_goes_all_the_way(company: Inbox, text: str) -> None:
    check(company, made_storable(text))


def test_strange_texts_do_not_harm_their_neighbours(company: Inbox) -> None:
    messages = [write(company, text[:500]) for text in TEXTS.values()]
    run_lane(Lane.LIVE)
    assert {facts_of(message).state for message in messages} == {Work.State.DONE}
