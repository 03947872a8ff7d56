"""A message that asks several things: each is read, searched and ranked by itself."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from apps.assist.queries import MessageFacts
from apps.conversations.models import Inbox
from apps.dispatch.models import Work
from tests.integration.stages.chains import (
    DELIVERY,
    TASKS,
    ask,
    claim_all,
    facts_of,
    payload_of,
    recommend_all,
    run,
    understand_all,
    write,
)
from workers.contracts.envelopes import VERSION
from workers.contracts.pipelines import Lane
from workers.direct.recommending import workspace_reader
from workers.inference.needs import MOST_NEEDS
from workers.models.features import Floats
from workers.models.text_encoder import TextEncoder

NEEDS = ["Could I exchange the small dripper for the large one?", "Is the large one available?"]
SEVERAL = " ".join(NEEDS)
NEEDED = {"exchange-an-item", "stock-and-preorders"}
FIRST = 5


def first_articles(facts: MessageFacts) -> list[str]:
    articles = [each.article for each in facts.suggestions]
    return [article.slug for article in articles if article][:FIRST]


def test_each_need_finds_what_answers_it(company: Inbox) -> None:
    facts = ask(company, SEVERAL)
    assert facts.prediction is not None
    assert facts.prediction.decision == "suggest"
    assert set(first_articles(facts)) >= NEEDED
    confidences = [row.confidence for row in facts.suggestions]
    assert confidences == sorted(confidences, reverse=True)
    assert [row.rank for row in facts.suggestions] == list(range(1, len(facts.suggestions) + 1))
    needed = [each for each in facts.suggestions if each.article and each.article.slug in NEEDED]
    assert all(each.why for each in needed)


def test_a_pool_of_before_that_knows_no_needs_loses_no_message(company: Inbox) -> None:
    message = write(company, SEVERAL)
    payload = understand_all()
    del payload["items"][0]["needs"]
    recommend_all(payload)
    facts = facts_of(message)
    assert facts.state == Work.State.DONE
    assert facts.suggestions
    assert not set(first_articles(facts)) >= NEEDED


def test_a_pool_of_before_is_sent_none(company: Inbox) -> None:
    message = write(company, SEVERAL)
    payload: Any = {**payload_of(claim_all(Lane.LIVE)), "version": VERSION - 1}
    payload = run(TASKS[Lane.LIVE][:2], payload)
    assert "needs" not in payload["items"][0]
    recommend_all(payload)
    assert facts_of(message).state == Work.State.DONE


class Counted:
    """The encoder, with the texts that it was given."""

    def __init__(self, encoder: TextEncoder) -> None:
        self.identity, self.runs_on = encoder.identity, encoder.runs_on
        self.embed, self.is_ready = encoder.embed, encoder.is_ready
        self._encoder = encoder
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Floats:
        self.texts += texts
        return self._encoder.encode(texts)


def test_only_what_asks_several_things_is_embedded_more_than_once(company: Inbox) -> None:
    reader = workspace_reader()
    encoder = Counted(reader.encoder)
    texts = [DELIVERY, SEVERAL, "Where is my parcel?"]
    read = replace(reader, encoder=encoder).read(texts, "en")
    assert encoder.texts == [*texts, *NEEDS]
    assert [len(message.needs) for message in read] == [0, 2, 0]


def test_questions_without_end_cost_no_more_than_a_few(company: Inbox) -> None:
    reader = workspace_reader()
    encoder = Counted(reader.encoder)
    (read,) = replace(reader, encoder=encoder).read(["Where is my parcel? " * 200], "en")
    assert len(encoder.texts) == 1 + MOST_NEEDS
    assert len(read.needs) == MOST_NEEDS


@pytest.mark.parametrize("text", [SEVERAL, "Wo ist mein Paket? Und wie kann ich es zurückgeben?"])
def test_a_need_is_embedded_as_a_message_is(company: Inbox, text: str) -> None:
    (message,) = workspace_reader().read([text])
    assert message.needs
    for need in message.needs:
        embedding = np.frombuffer(base64.b64decode(need.embedding), dtype="<f4")
        assert embedding.shape == (384,)
        assert np.linalg.norm(embedding) == pytest.approx(1, abs=1e-6)
        assert len(need.intents) == len(message.intents)
