from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.recommendation.builders import FRESH, make_analyzed, make_links, make_reply, named
from workers.contracts.labels import OUT_OF_SCOPE, TALK_TO_PERSON, UNKNOWN_LANGUAGE
from workers.contracts.payloads import MessageAnalyzed
from workers.recommendation.policy import THRESHOLDS, Verdict, answer_confidence, decide, find_reply
from workers.records.decisions import Candidate, ConversationState
from workers.records.knowledge import IntentLinks

LINKS = {
    "delivery_time": make_links(),
    "privacy_request": make_links("privacy_request", answer_from=None),
    TALK_TO_PERSON: make_links(TALK_TO_PERSON),
    OUT_OF_SCOPE: make_links(OUT_OF_SCOPE),
}
shares = st.floats(0, 1)
messages = st.builds(
    make_analyzed,
    intent=st.sampled_from([*LINKS, "not_linked"]),
    confidence=shares,
    language=st.sampled_from(["en", "de", "ja", UNKNOWN_LANGUAGE]),
    score=st.floats(-1, 1),
    asks_for_person=st.booleans(),
)
states = st.builds(
    ConversationState,
    handed_off=st.booleans(),
    answered_before=st.booleans(),
    bot_answered=st.sampled_from([None, *LINKS]),
)
replies = st.builds(
    make_reply,
    macro=st.sampled_from([f"{slug} macro" for slug in LINKS]),
    confidence=shares,
    text=st.sampled_from(["Two or three days.", "Dear {{contact.name}}, two or three days."]),
)
article = Candidate("article", "Delivery", "It takes days.", 0.99, article_id=named("article"))
candidate_lists = st.lists(st.one_of(replies, st.just(article)), max_size=3)


def verdict(
    message: MessageAnalyzed | None = None,
    candidates: tuple[Candidate, ...] = (make_reply(),),
    state: ConversationState = FRESH,
    links: dict[str, IntentLinks] | None = None,
) -> Verdict:
    return decide(message or make_analyzed(), candidates, state, LINKS if links is None else links)


def test_a_clear_question_with_a_fitting_reply_is_answered() -> None:
    assert verdict().decision == "auto_reply"


STATE = {field.name for field in fields(ConversationState)}
UNSOLVED = "answer did not solve it"

# Each row breaks one rule more than the row before it, from the last rule to the first: whichever
# rule is broken as well, the earliest one gives the reason.
RULES: list[tuple[dict[str, Any], str, str]] = [
    ({"reply": 0.1}, "suggest", "0.10 sure and answers “delivery time” alone from 0.80 on"),
    ({"confidence": 0.05}, "suggest", "0.05 sure and answers “delivery time” alone from 0.80 on"),
    ({"text": "Dear {{contact.name}}"}, "suggest", "what only an agent can check"),
    ({"macro": "privacy_request macro"}, "suggest", "not one of this intent"),
    ({"intent": "not_linked"}, "suggest", "no answer to “not linked”"),
    ({"earlier": "Can I return it?"}, "suggest", "Several things are asked"),
    ({"intent": OUT_OF_SCOPE}, "suggest", "nothing that the knowledge covers"),
    ({"language": UNKNOWN_LANGUAGE}, "suggest", "language is not clear"),
    ({"answer_owed": True}, "suggest", "asked before waits for a human"),
    ({"answered_before": True}, "suggest", "answered in this conversation before"),
    ({"handed_off": True}, "suggest", "A human has this conversation"),
    (
        {"bot_answered": OUT_OF_SCOPE, "intent": OUT_OF_SCOPE, "handed_off": False},
        "hand_off",
        UNSOLVED,
    ),
    ({"score": -0.99}, "hand_off", "upset"),
    ({"language": "de"}, "hand_off", "writes German, which the models do not know"),
    ({"asks_for_person": True}, "hand_off", "asks for a person"),
]


@pytest.mark.parametrize("number", range(len(RULES)), ids=[reason for _, _, reason in RULES])
def test_the_first_rule_that_applies_gives_the_reason(number: int) -> None:
    broken: dict[str, Any] = {}
    for changes, *_ in RULES[: number + 1]:
        broken |= changes
    about_reply = {
        "macro": broken.pop("macro", "delivery_time macro"),
        "text": broken.pop("text", "Two or three days."),
        "confidence": broken.pop("reply", 0.9),
    }
    state = replace(FRESH, **{name: broken.pop(name) for name in STATE if name in broken})
    given_verdict = verdict(make_analyzed(**broken), (make_reply(**about_reply),), state)
    _, decision, reason = RULES[number]
    assert given_verdict.decision == decision
    assert reason in given_verdict.reason


@pytest.mark.parametrize("number", range(len(RULES)), ids=[reason for _, _, reason in RULES])
def test_each_rule_alone_prevents_an_answer(number: int) -> None:
    changes, decision, _ = RULES[number]
    names = {"macro", "text"}
    about_reply = {name: value for name, value in changes.items() if name in names}
    about_reply |= {"confidence": changes["reply"]} if "reply" in changes else {}
    about_state = {name: value for name, value in changes.items() if name in STATE}
    rest = {k: v for k, v in changes.items() if k not in {*names, *STATE, "reply"}}
    state = replace(FRESH, **about_state)
    given_verdict = verdict(make_analyzed(**rest), (make_reply(**about_reply),), state)
    assert given_verdict.decision == decision


def test_a_sure_intent_to_talk_to_a_person_is_a_hand_off() -> None:
    sure, unsure = (
        make_analyzed(intent=TALK_TO_PERSON, confidence=THRESHOLDS.person + step)
        for step in (0.01, -0.01)
    )
    assert verdict(sure).decision == "hand_off"
    assert verdict(unsure).decision == "suggest"


def test_without_a_prepared_reply_nothing_is_answered() -> None:
    assert verdict(candidates=(article,)).decision == "suggest"
    assert verdict(candidates=()).decision == "suggest"


def test_an_intent_that_nobody_allowed_is_only_suggested_and_says_how_sure_it_was() -> None:
    not_allowed = verdict(
        make_analyzed(intent="privacy_request"), (make_reply("privacy_request macro", 0.9),)
    )
    assert not_allowed == Verdict("suggest", "The bot may not answer “privacy request” alone.", 0.9)


@given(sure=shares, fits=shares)
def test_an_answer_is_no_surer_than_its_intent_nor_than_its_reply(sure: float, fits: float) -> None:
    found = verdict(make_analyzed(confidence=sure), (make_reply(confidence=fits),))
    assert found.confidence is not None
    assert found.confidence == pytest.approx(min(sure, fits), abs=1e-4)
    assert (found.decision == "auto_reply") == (found.confidence >= 0.8)


BOT_ANSWERED = replace(FRESH, answered_before=True, bot_answered="order_status")


@pytest.mark.parametrize(
    ("state", "changes"),
    [
        (BOT_ANSWERED, {"intent": "order_status"}),
        (BOT_ANSWERED, {"text": "That did not help. How long does it take?"}),
        (BOT_ANSWERED, {"text": "I already tried that"}),
    ],
)
def test_what_the_first_answer_did_not_solve_is_a_persons(
    state: ConversationState, changes: dict[str, Any]
) -> None:
    text = changes.pop("text", "How long does it take?")
    message = make_analyzed(**changes).model_copy(update={"text": text})
    found = verdict(message, state=state)
    assert (found.decision, found.confidence) == ("hand_off", None)
    assert UNSOLVED in found.reason
    handed_off = replace(state, handed_off=True)
    assert verdict(message, state=handed_off).reason == "A human has this conversation."


def test_another_question_after_an_answer_is_only_suggested() -> None:
    assert verdict(state=BOT_ANSWERED).decision == "suggest"


@given(message=messages, candidates=candidate_lists, state=states)
def test_an_answer_confidence_is_kept_only_where_nothing_else_speaks_against_an_answer(
    message: MessageAnalyzed, candidates: list[Candidate], state: ConversationState
) -> None:
    sure = {slug: replace(links, answer_from=0.0) for slug, links in LINKS.items()}
    found = verdict(message, tuple(candidates), state, sure)
    assert (found.confidence is not None) == (found.decision == "auto_reply")


def test_an_intent_that_nothing_is_known_of_is_not_answered() -> None:
    assert verdict(links={}).decision == "suggest"


def test_the_reply_is_the_best_of_its_kind_whatever_its_rank() -> None:
    assert find_reply((article, make_reply(confidence=0.5), make_reply())) == make_reply(
        confidence=0.5
    )
    assert find_reply((article,)) is None


@given(message=messages, candidates=candidate_lists, state=states)
def test_a_request_for_a_person_is_always_a_hand_off(
    message: MessageAnalyzed, candidates: list[Candidate], state: ConversationState
) -> None:
    features = message.features.model_copy(update={"asks_for_person": True})
    asking = message.model_copy(update={"features": features})
    assert verdict(asking, tuple(candidates), state).decision == "hand_off"


@given(message=messages, candidates=candidate_lists, state=states)
def test_an_answer_is_only_given_where_every_promise_holds(
    message: MessageAnalyzed, candidates: list[Candidate], state: ConversationState
) -> None:
    if verdict(message, tuple(candidates), state).decision != "auto_reply":
        return
    reply = find_reply(candidates)
    assert reply is not None
    answer_from = LINKS[message.intent.label].answer_from
    assert "{{" not in reply.text
    assert reply.macro_id in LINKS[message.intent.label].macros
    assert answer_from is not None
    assert answer_confidence(message, reply) >= answer_from
    assert message.intent.label not in {OUT_OF_SCOPE, TALK_TO_PERSON}
    assert message.sentiment.score >= THRESHOLDS.anger
    assert message.language.label == "en"
    assert not message.features.asks_for_person
    assert state == FRESH


@given(message=messages, candidates=candidate_lists, state=states)
def test_a_language_that_the_models_do_not_know_is_never_answered(
    message: MessageAnalyzed, candidates: list[Candidate], state: ConversationState
) -> None:
    decision = verdict(message, tuple(candidates), state).decision
    if message.language.label == UNKNOWN_LANGUAGE:
        assert decision != "auto_reply"
    elif message.language.label != "en":
        assert decision == "hand_off"
