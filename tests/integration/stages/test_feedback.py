"""What people do with suggestions becomes labels, and the latest word counts."""

from __future__ import annotations

import pytest

from apps.assist.actions import rate_message, record_outcome
from apps.assist.models import Feedback, Label, Suggestion
from apps.assist.queries import MessageFacts
from apps.conversations.models import Inbox
from apps.dispatch.models import Work
from tests.integration.stages.chains import (
    DELIVERY,
    TASKS,
    ask,
    claim_all,
    payload_of,
    run,
    run_lane,
)
from workers.contracts.pipelines import Lane
from workers.feedback import tasks
from workers.feedback.labeling import label_value


def best(facts: MessageFacts) -> Suggestion:
    return facts.suggestions[0]


def label_of(feedback: Feedback) -> Label:
    return Label.objects.get(feedback=feedback)


@pytest.mark.parametrize(
    ("outcome", "text", "value"),
    [("accepted", "", 1.0), ("rejected", "", 0.0), ("edited", "Something else!", 0.0)],
)
def test_what_an_agent_does_becomes_a_label(
    company: Inbox, outcome: str, text: str, value: float
) -> None:
    facts = ask(company, DELIVERY)
    feedback = record_outcome(best(facts), outcome, text=text)
    run_lane(Lane.FEEDBACK)
    label = label_of(feedback)
    assert (label.value, label.intent) == (value, "delivery_time")
    assert (label.message_id, label.suggestion_id) == (facts.message.id, best(facts).id)
    assert Work.objects.get(kind="feedback", subject_id=feedback.id).state == Work.State.DONE


def test_an_edited_reply_is_worth_what_was_kept_of_it(company: Inbox) -> None:
    suggestion = best(ask(company, DELIVERY))
    feedback = record_outcome(suggestion, "edited", text=f"Hello! {suggestion.text}")
    run_lane(Lane.FEEDBACK)
    assert 0.9 < label_of(feedback).value < 1.0


@pytest.mark.parametrize(("rating", "value"), [("up", 1.0), ("down", 0.0)])
def test_a_thumb_on_the_bots_reply_is_about_the_question(
    company: Inbox, rating: str, value: float
) -> None:
    reply = ask(company, DELIVERY).reply
    assert reply is not None
    feedback = rate_message(reply, rating, comment="because")
    run_lane(Lane.FEEDBACK)
    label = label_of(feedback)
    assert (label.value, label.intent, label.suggestion_id) == (value, "delivery_time", None)


def test_the_latest_word_counts(company: Inbox) -> None:
    suggestion = best(ask(company, DELIVERY))
    for outcome in ("accepted", "rejected"):
        feedback = record_outcome(suggestion, outcome)
        run_lane(Lane.FEEDBACK)
    assert label_of(feedback).value == 0.0


def test_feedback_on_many_suggestions_is_learnt_in_one_claim(company: Inbox) -> None:
    facts = ask(company, DELIVERY)
    given = [
        record_outcome(suggestion, outcome)
        for suggestion, outcome in zip(facts.suggestions, ("accepted", "rejected"), strict=False)
    ]
    run_lane(Lane.FEEDBACK)
    assert [label_of(feedback).value for feedback in given] == [1.0, 0.0]


def test_a_word_changed_while_it_is_learnt_is_learnt_again(
    company: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = ask(company, DELIVERY)
    changed, other = facts.suggestions[:2]
    first = record_outcome(changed, "accepted")
    record_outcome(other, "accepted")
    slow_chain = payload_of(claim_all(Lane.FEEDBACK))

    def think_slowly(outcome: str, suggested: str, sent: str) -> float:
        monkeypatch.undo()
        record_outcome(changed, "rejected")
        run_lane(Lane.FEEDBACK)
        return label_value(outcome, suggested, sent)

    monkeypatch.setattr(tasks, "label_value", think_slowly)
    run(TASKS[Lane.FEEDBACK], slow_chain)
    assert label_of(first).value == 0.0
