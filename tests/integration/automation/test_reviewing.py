"""A threshold begins, becomes stricter and ends by what people did, and says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Max
from django.utils import timezone
from uuid_utils.compat import uuid7

from apps.accounts.models import Agent
from apps.assist.actions import record_outcome
from apps.assist.models import Label, Prediction, Suggestion
from apps.automation.actions import TargetRefused, judge_conversations, review, set_target
from apps.automation.judging import SETTLING, judge_what_happened
from apps.automation.models import Automation, Change, Judgement, Reading
from apps.automation.queries import list_warnings
from apps.dispatch.models import Event, Work
from apps.dispatch.numbering import number_events
from apps.learning.models import Intent
from tests.factories import finish_message, make_message, make_suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def intent() -> Intent:
    return Intent.objects.create(slug="track_order", title="Where is my order")


def judged(intent: Intent, count: int, confidence: float = 0.9, *, right: bool = True) -> None:
    Judgement.objects.bulk_create(
        Judgement(
            intent=intent,
            source="agent",
            confidence=confidence,
            right=right,
            judged_at=timezone.now(),
        )
        for _ in range(count)
    )


def automation_of(intent: Intent) -> Automation:
    return Automation.objects.get(intent=intent)


def test_a_wish_waits_for_fifty_and_begins_with_the_fiftieth(
    intent: Intent, charlie: Agent
) -> None:
    judged(intent, 49)
    set_target(intent, 0.9, charlie)
    assert automation_of(intent).answer_from is None
    judged(intent, 1)
    review(intent)
    assert automation_of(intent).answer_from == 0.9
    changes = Change.objects.order_by("id").values_list("kind", "agent")
    assert list(changes) == [("set", charlie.id), ("started", None)]
    assert Event.objects.filter(kind="automation.started").exists()


def test_nothing_begins_without_a_wish_however_good_it_is(intent: Intent) -> None:
    judged(intent, 500)
    review(intent)
    assert automation_of(intent).answer_from is None
    assert not Change.objects.exists()


def test_it_becomes_stricter_then_stops_and_says_so_each_time(
    intent: Intent, charlie: Agent
) -> None:
    judged(intent, 60, 0.95)
    judged(intent, 60, 0.7)
    set_target(intent, 0.9, charlie)
    assert automation_of(intent).answer_from == 0.7
    judged(intent, 20, 0.7, right=False)
    review(intent)
    assert automation_of(intent).answer_from == 0.95
    judged(intent, 20, 0.95, right=False)
    review(intent)
    assert automation_of(intent).answer_from is None
    said = [change.kind for change in list_warnings()]
    assert said == ["stopped", "tightened"]


def test_it_is_loosened_by_an_administrator_alone(intent: Intent, charlie: Agent) -> None:
    judged(intent, 60, 0.95)
    set_target(intent, 0.9, charlie)
    judged(intent, 100, 0.5)
    review(intent)
    assert automation_of(intent).answer_from == 0.95
    set_target(intent, 0.9, charlie)
    assert automation_of(intent).answer_from == 0.5


@pytest.mark.parametrize("by_earlier_release", [True, False])
def test_what_stopped_begins_no_lower_than_it_was(
    intent: Intent, charlie: Agent, by_earlier_release: bool
) -> None:
    judged(intent, 60, 0.95)
    set_target(intent, 0.9, charlie)
    if by_earlier_release:
        Automation.objects.update(strictest=None)
    judged(intent, 60, 0.95, right=False)
    review(intent)
    assert automation_of(intent).answer_from is None
    Judgement.objects.all().delete()
    judged(intent, 300, 0.3)
    review(intent)
    assert automation_of(intent).answer_from is None
    judged(intent, 300, 0.96)
    review(intent)
    assert automation_of(intent).answer_from in {0.95, 0.96}
    set_target(intent, 0.9, charlie)
    assert automation_of(intent).answer_from == 0.3


def test_what_is_older_than_ninety_days_does_not_count(intent: Intent, charlie: Agent) -> None:
    judged(intent, 60)
    Judgement.objects.update(judged_at=timezone.now() - timedelta(days=91))
    set_target(intent, 0.9, charlie)
    assert automation_of(intent).answer_from is None


def test_what_needs_a_person_is_never_automated(charlie: Agent) -> None:
    for slug in ("out_of_scope", "talk_to_person"):
        intent = Intent.objects.create(slug=slug, title=slug)
        with pytest.raises(TargetRefused):
            set_target(intent, 0.9, charlie)


def test_the_events_say_what_is_to_be_judged_and_are_read_once(intent: Intent) -> None:
    message = make_message()
    prediction = finish_message(message.id)
    prediction.answer_confidence = 0.8
    prediction.save()
    record_outcome(Suggestion.objects.get(prediction=prediction, kind="reply"), "accepted")
    number_events()
    judge_what_happened()
    assert not Judgement.objects.exists(), "what has just happened is left to settle"
    Event.objects.update(created_at=timezone.now() - SETTLING)
    judge_what_happened()
    found = Judgement.objects.get()
    assert (found.intent, found.message, found.right) == (intent, message, True)
    position = Reading.objects.get().position
    assert position == Event.objects.aggregate(newest=Max("position"))["newest"]
    found.delete()
    judge_what_happened()
    assert not Judgement.objects.exists()


def test_what_was_edited_is_judged_once_the_pool_has_measured_it(intent: Intent) -> None:
    message = make_message()
    prediction = finish_message(message.id)
    Prediction.objects.filter(id=prediction.id).update(answer_confidence=0.8)
    reply = Suggestion.objects.get(prediction=prediction, kind="reply")
    edited = record_outcome(reply, "edited", text="Something else altogether.")
    number_events()
    Event.objects.update(created_at=timezone.now() - SETTLING)
    judge_what_happened()
    assert not Judgement.objects.exists()
    Label.objects.create(
        feedback=edited, message=message, suggestion=reply, intent=intent.slug, value=0.1
    )
    Work.objects.filter(kind="feedback").update(state="done", finished_at=timezone.now())
    judge_what_happened()
    assert Judgement.objects.get().right is False


def test_a_past_answer_is_not_what_the_bot_would_have_sent(intent: Intent) -> None:
    message = make_message()
    prediction = finish_message(message.id)
    Prediction.objects.filter(id=prediction.id).update(answer_confidence=0.97)
    prepared = Suggestion.objects.get(prediction=prediction, kind="reply")
    Suggestion.objects.filter(id=prepared.id).update(rank=3)
    past = make_suggestion(prediction, 1, "reply")
    Suggestion.objects.filter(id=past.id).update(solved_question_id=uuid7())
    record_outcome(prepared, "accepted")
    judge_conversations([message.conversation_id])
    assert Judgement.objects.get().right is True
    prepared.feedback.delete()
    record_outcome(past, "accepted")
    judge_conversations([message.conversation_id])
    assert Judgement.objects.get().right is False


def test_an_erased_message_takes_its_judgement_along(intent: Intent) -> None:
    message = make_message()
    Judgement.objects.create(
        intent=intent,
        message=message,
        source="agent",
        confidence=0.9,
        right=True,
        judged_at=timezone.now(),
    )
    message.conversation.contact.delete()
    assert not Judgement.objects.exists()
