from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.recommendation.builders import (
    FRESH,
    make_analyzed,
    make_basis,
    make_found,
    make_links,
    make_passage,
    named,
)
from workers.contracts.payloads import Entity, ScoredLabel
from workers.recommendation.ranking import ARTICLES_KEPT, KEPT, rank
from workers.recommendation.retrieval import Findings, Found
from workers.records.decisions import Candidate
from workers.records.knowledge import Action, IntentLinks, PastAnswer

SLUGS = [f"intent_{n}" for n in range(4)]
LINKS = {slug: make_links(slug) for slug in SLUGS}
LINKED = [name for slug in SLUGS for name in (f"{slug} article", f"{slug} macro")]
NAMES = [*LINKED, *(f"other {n}" for n in range(20))]

# A few different ones, so that ties are common.
measures = st.sampled_from([0.2, 0.6])


@st.composite
def findings(draw: st.DrawFn) -> list[Found]:
    """Parts of articles and macros, several of one among them."""
    parts = draw(st.sets(st.tuples(st.sampled_from(NAMES), st.integers(0, 3)), max_size=40))
    return [
        make_found(
            make_passage(name, "macro" if name.endswith("macro") else "article", part),
            cosine=draw(measures),
            lexical=draw(measures),
        )
        for name, part in sorted(parts)
    ]


@st.composite
def intents(draw: st.DrawFn) -> list[ScoredLabel]:
    """Up to five intents whose probabilities are one in all; one of them is not known here."""
    labels = draw(st.permutations([*SLUGS, "unknown"]))
    weights = draw(st.lists(st.floats(0.01, 1), min_size=5, max_size=5))
    return [
        ScoredLabel(label=label, confidence=weight / sum(weights))
        for label, weight in zip(labels, weights, strict=True)
    ]


def ranked(
    found: list[Found], likely: list[ScoredLabel], links: Mapping[str, IntentLinks], **known: Any
) -> tuple[Candidate, ...]:
    return rank(make_analyzed(intents=likely), Findings(found), make_basis(links, **known), FRESH)


def sources(candidates: tuple[Candidate, ...]) -> list[object]:
    return [c.article_id or c.macro_id or c.action_id for c in candidates]


@given(found=findings(), likely=intents())
def test_the_list_is_short_sorted_and_names_nothing_twice(
    found: list[Found], likely: list[ScoredLabel]
) -> None:
    candidates = ranked(found, likely, LINKS)
    assert len(candidates) <= KEPT
    assert len(set(sources(candidates))) == len(candidates)
    confidences = [candidate.confidence for candidate in candidates]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 < value < 1 for value in confidences)


def test_what_is_equally_good_keeps_its_order() -> None:
    names = [f"other {n}" for n in range(5)]
    found = [make_found(make_passage(name)) for name in names]
    actions = {named(name): Action(named(name), name, "Do it.") for name in names}
    likely = [ScoredLabel(label="delivery_time", confidence=1.0)]
    links = {"delivery_time": make_links(articles={}, macros={}, actions=actions)}
    candidates = ranked(found, likely, links)
    for kind in ("article", "action"):
        assert [c.title for c in candidates if c.kind == kind] == names


@given(found=findings(), likely=intents())
def test_a_list_is_as_long_as_there_is_something_to_suggest(
    found: list[Found], likely: list[ScoredLabel]
) -> None:
    known: set[UUID | None] = {
        link for intent in LINKS.values() for link in (*intent.macros, *intent.actions)
    }
    known |= {hit.passage.article_id or hit.passage.macro_id for hit in found}
    assert len(ranked(found, likely, LINKS)) == min(KEPT, len(known))


@given(findings(), intents())
def test_the_best_articles_are_suggested_whatever_else_is(
    found: list[Found], likely: list[ScoredLabel]
) -> None:
    articles = {hit.passage.article_id for hit in found} - {None}
    suggested = [each for each in ranked(found, likely, LINKS) if each.kind == "article"]
    assert len(suggested) >= min(ARTICLES_KEPT, len(articles))


def test_an_article_is_represented_by_its_best_passage() -> None:
    poor, good = make_passage("returns", part=1), make_passage("returns", part=2)
    (candidate,) = ranked([make_found(poor, 0.2), make_found(good, 0.8)], [], {})
    assert (candidate.kind, candidate.title, candidate.text) == ("article", "returns", good.text)
    assert candidate.evidence == ((named("returns"), "returns"),)


def test_a_macro_of_the_intent_is_suggested_even_where_no_search_found_it() -> None:
    likely = [ScoredLabel(label="delivery_time", confidence=1.0)]
    candidates = ranked([], likely, {"delivery_time": make_links()})
    assert {(candidate.kind, candidate.text) for candidate in candidates} == {
        ("reply", "Two or three days."),
        ("action", "Do it."),
    }


def test_the_likely_intent_lifts_what_answers_it() -> None:
    found = [
        make_found(make_passage("other 1", "macro"), 0.6),
        make_found(make_passage("intent_1 macro", "macro"), 0.6),
    ]
    best, *_ = ranked(found, [ScoredLabel(label="intent_1", confidence=0.9)], LINKS)
    assert best.title == "intent_1 macro"


def test_a_reply_shows_the_best_article_as_its_evidence() -> None:
    found = [
        make_found(make_passage("weak"), 0.1),
        make_found(make_passage("strong"), 0.9),
        make_found(make_passage("macro", "macro"), 0.5),
    ]
    reply = next(c for c in ranked(found, [], {}) if c.kind == "reply")
    assert reply.evidence == ((named("strong"), "strong"),)


def test_a_reply_never_names_an_article_that_is_for_agents_only() -> None:
    internal = replace(make_passage("internal"), for_customers=False)
    found = [
        make_found(internal, 0.9),
        make_found(make_passage("public"), 0.5),
        make_found(make_passage("macro", "macro"), 0.5),
    ]
    candidates = ranked(found, [], {})
    assert "internal" in {candidate.title for candidate in candidates}
    reply = next(candidate for candidate in candidates if candidate.kind == "reply")
    assert reply.evidence == ((named("public"), "public"),)
    (alone,) = (each for each in ranked([found[0], found[2]], [], {}) if each.kind == "reply")
    assert alone.evidence == ()


@pytest.mark.parametrize(
    ("conditions", "suggested"),
    [
        ({"entities": ["order_number", "money"]}, True),
        ({"entities": ["email"]}, False),
        ({"tags": ["vip"], "priorities": ["high"]}, True),
        ({"tags": ["vip"], "priorities": ["low"]}, False),
        ({"inboxes": ["Shop"], "languages": ["en"], "intents": ["delivery_time"]}, True),
        ({"inboxes": ["Wholesale"]}, False),
    ],
)
def test_an_action_is_suggested_only_where_its_conditions_hold(
    conditions: dict[str, list[str]], suggested: bool
) -> None:
    action = Action(named("refund"), "refund", "Do it.", conditions)
    links = {"delivery_time": make_links(articles={}, macros={}, actions={action.id: action})}
    message = make_analyzed(entities=(Entity(label="money", start=0, end=3, value="EUR 3"),))
    conversation = replace(
        FRESH, priority="high", inbox="Shop", tags=["vip"], entities=["order_number"]
    )
    candidates = rank(message, Findings(), make_basis(links), conversation)
    assert [candidate.action_id for candidate in candidates] == [action.id] * suggested


def test_a_past_answer_that_repeats_a_candidate_is_none_itself() -> None:
    returns = make_passage("returns")
    past = [
        PastAnswer(
            named(text), f"Why, {text}?", text, named("returns"), None, "return_item", "en", 0.9
        )
        for text in (returns.text, "Thirty days, and for you forty.")
    ]
    findings = Findings([make_found(returns)], past)
    candidates = rank(make_analyzed(), findings, make_basis(), FRESH)
    assert sorted((candidate.kind, candidate.text) for candidate in candidates) == [
        ("article", returns.text),
        ("reply", "Thirty days, and for you forty."),
    ]


def test_where_nothing_is_known_nothing_is_suggested() -> None:
    nothing: dict[str, IntentLinks] = {}
    assert ranked([], [ScoredLabel(label="delivery_time", confidence=1.0)], nothing) == ()
