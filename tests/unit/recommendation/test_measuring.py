"""What candidates are ranked by, one feature after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.recommendation.builders import (
    FRESH,
    NOW,
    make_analyzed,
    make_basis,
    make_found,
    make_links,
    make_passage,
    named,
)
from workers.contracts.payloads import Entity
from workers.models.ranker import FEATURES
from workers.recommendation.measuring import weigh_experience
from workers.recommendation.ranking import rank
from workers.recommendation.retrieval import Findings, Found
from workers.records.decisions import AcceptanceCount, Candidate, Experience
from workers.records.knowledge import Passage, PastAnswer

TIMES = "delivery_time article"
COUNTS = st.tuples(st.integers(1, 100), st.floats(0, 1))


def measured(candidate: Candidate) -> dict[str, float]:
    return dict(zip(FEATURES, candidate.features, strict=True))


def first(found: list[Found], **known: object) -> Candidate:
    (best, *_) = rank(make_analyzed(), Findings(found), make_basis(**known), FRESH)  # type: ignore[arg-type]
    return best


def make_past(name: str, similarity: float, *, article: str | None = None) -> PastAnswer:
    return PastAnswer(
        id=named(name),
        question=f"{name}?",
        answer=f"{name}!",
        article_id=named(article) if article else None,
        macro_id=None,
        intent="delivery_time",
        language="en",
        similarity=similarity,
    )


def test_what_was_accepted_for_the_intent_comes_before_its_equal() -> None:
    found = [make_found(make_passage(name)) for name in ("one", "other")]
    judged = {"delivery_time": {named("other"): AcceptanceCount(5, 4.5)}}
    best = first(
        found,
        links={"delivery_time": make_links(macros={}, actions={})},
        experience=Experience(judged),
    )
    assert best.title == "other"
    assert "accepted" in best.why


@given(judgements=st.dictionaries(st.sampled_from("abcd"), COUNTS, min_size=1))
def test_experience_is_bounded_and_shares_are_no_more_than_all(
    judgements: dict[str, tuple[int, float]],
) -> None:
    judged = {
        named(name): AcceptanceCount(times, times * mean)
        for name, (times, mean) in judgements.items()
    }
    weighed = weigh_experience([(make_links(), 1.0)], {"delivery_time": judged})
    assert sum(share for share, _ in weighed.values()) <= 1
    assert all(-0.5 <= acceptance <= 0.5 for _, acceptance in weighed.values())


def test_what_answered_the_nearest_past_question_comes_before_its_equal() -> None:
    found = [make_found(make_passage(name)) for name in ("one", "other")]
    past = [make_past("asked", 0.9, article="other"), make_past("far", 0.2, article="one")]
    candidates = rank(make_analyzed(), Findings(found, past), make_basis(), FRESH)
    best, *_ = (each for each in candidates if each.kind == "article")
    assert best.title == "other"
    assert measured(best)["past"] == pytest.approx(0.9, abs=0.01)
    assert measured(best)["past_lead"] == 0
    assert "past" in best.why


def test_what_answered_a_question_of_like_spelling_comes_before_its_equal() -> None:
    found = [make_found(make_passage(name)) for name in ("one", "other")]
    past = [
        replace(make_past("far", 0.5, article="one"), question="My parcel is damaged."),
        replace(make_past("near", 0.5, article="other"), question="how logn dose it take"),
    ]
    candidates = rank(make_analyzed(), Findings(found, past), make_basis(), FRESH)
    best, last = (each for each in candidates if each.kind == "article")
    assert best.title == "other"
    assert measured(best)["past_spelling"] > 0.3
    assert measured(last)["past_spelling"] == 0


def test_a_past_answer_is_a_reply_of_its_own_and_each_answer_comes_once() -> None:
    past = [make_past("asked", 0.95), make_past("asked", 0.9), make_past("other", 0.8)]
    candidates = rank(make_analyzed(), Findings((), past), make_basis(), FRESH)
    assert [(each.kind, each.text) for each in candidates] == [
        ("reply", "asked!"),
        ("reply", "other!"),
    ]
    assert candidates[0].solved_question_id == named("asked")
    assert candidates[0].macro_id is None


def test_a_passage_that_speaks_of_what_is_named_counts_more() -> None:
    entity = Entity(label="product", start=0, end=5, value="Heron kettle")
    about = replace(make_passage("kettle"), text="The Heron kettle boils.")
    candidates = rank(
        make_analyzed(entities=(entity,)),
        Findings([make_found(make_passage("other")), make_found(about)]),
        make_basis(),
        FRESH,
    )
    assert [each.title for each in candidates] == ["kettle", "other"]
    assert measured(candidates[0])["entity"] == 1


@pytest.mark.parametrize(
    ("passage", "feature"),
    [
        (replace(make_passage("german"), language="de"), "other_language"),
        (replace(make_passage("old"), updated_at=NOW - timedelta(days=365)), "age"),
    ],
)
def test_what_is_old_or_in_another_language_comes_later(passage: Passage, feature: str) -> None:
    recent = replace(make_passage("recent"), updated_at=NOW)
    candidates = rank(
        make_analyzed(), Findings([make_found(passage), make_found(recent)]), make_basis(), FRESH
    )
    assert candidates[0].title == "recent"
    assert measured(candidates[1])[feature] > measured(candidates[0])[feature] == 0


def test_what_the_contact_got_already_comes_later_and_says_so() -> None:
    found = [make_found(make_passage(name)) for name in ("sent", "new")]
    sent = {named("conversation"): frozenset({named("sent")})}
    candidates = rank(
        make_analyzed(), Findings(found), make_basis(experience=Experience(sent=sent)), FRESH
    )
    assert [each.title for each in candidates] == ["new", "sent"]
    assert "-sent" in candidates[1].why
