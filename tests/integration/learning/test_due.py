"""When a training begins by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from apps.dispatch.actions import record_event
from apps.dispatch.models import Event, Work
from apps.knowledge.actions import forget_solved_question
from apps.knowledge.models import SolvedQuestion
from apps.learning.models import Example, Intent, ModelVersion, SentimentExample, TrainingRun
from apps.learning.training_runs import begin_training, train_when_due
from tests.factories import make_message

pytestmark = pytest.mark.django_db


def trained(hours_ago: float) -> None:
    version = ModelVersion.objects.create(version="first", status="champion")
    ago = timezone.now() - timedelta(hours=hours_ago)
    ModelVersion.objects.filter(id=version.id).update(created_at=ago)
    Event.objects.all().delete()


def is_begun() -> bool:
    again_at = train_when_due()
    assert again_at > timezone.now()
    begun = TrainingRun.objects.filter(state="open").exists()
    assert begun == Work.objects.filter(kind="training", lane="training").exists()
    return begun


@pytest.mark.parametrize(
    "kind", ["intent.saved", "sentiment.taught", "feedback.given", "conversation.erased"]
)
def test_a_day_after_the_last_what_was_taught_is_learnt(kind: str) -> None:
    trained(hours_ago=25)
    assert not is_begun()
    record_event(kind, subject="any")
    assert is_begun()
    assert TrainingRun.objects.get().asked_by is None


@pytest.mark.parametrize("kind", [Example, SentimentExample])
def test_what_was_imported_or_written_in_the_admin_is_learnt_too(
    kind: type[Example | SentimentExample],
) -> None:
    trained(hours_ago=25)
    if kind is Example:
        Example.objects.create(intent=Intent.objects.create(slug="late"), text="It is late")
    else:
        SentimentExample.objects.create(text="It is late", label="negative")
    assert is_begun()


@pytest.mark.parametrize("erased", [True, False])
def test_what_was_forgotten_or_erased_is_unlearnt(erased: bool) -> None:
    message = make_message()
    solved = SolvedQuestion.objects.create(
        inbox=message.conversation.inbox, conversation=message.conversation, message=message
    )
    trained(hours_ago=25)
    assert not is_begun()
    if erased:
        message.conversation.contact.delete()
    else:
        forget_solved_question(solved)
    assert Event.objects.filter(kind="solved_question.forgotten").count() == 1
    assert is_begun()


def end_of(run: TrainingRun, state: str, *, begun: float, ended: float) -> None:
    """`begun`, `ended`: hours ago."""
    now = timezone.now()
    TrainingRun.objects.filter(id=run.id).update(
        state=state,
        asked_at=now - timedelta(hours=begun),
        started_at=now - timedelta(hours=begun),
        ended_at=now - timedelta(hours=ended),
    )
    Work.objects.all().delete()


def taught(hours_ago: float) -> None:
    record_event("intent.saved", subject="any")
    newest = Event.objects.latest("id")
    ago = timezone.now() - timedelta(hours=hours_ago)
    Event.objects.filter(id=newest.id).update(created_at=ago)


def test_what_a_training_that_failed_should_have_learnt_is_learnt_a_day_later() -> None:
    trained(hours_ago=60)
    taught(hours_ago=55)
    end_of(begin_training(), "failed", begun=50, ended=49)
    assert is_begun()


def test_a_training_that_failed_is_not_begun_again_within_a_day() -> None:
    trained(hours_ago=60)
    taught(hours_ago=55)
    end_of(begin_training(), "failed", begun=5, ended=4)
    assert not is_begun()


@pytest.mark.parametrize(("hours_ago", "expected"), [(51, False), (49, True)])
def test_what_was_taught_while_a_training_ran_is_left_for_the_next(
    hours_ago: float, expected: bool
) -> None:
    run = begin_training()
    trained(hours_ago=48)
    end_of(run, "done", begun=50, ended=48)
    ModelVersion.objects.update(created_at=TrainingRun.objects.get().ended_at)
    taught(hours_ago=hours_ago)
    assert is_begun() == expected


def test_within_a_day_nothing_begins() -> None:
    trained(hours_ago=23)
    record_event("intent.saved", subject="any")
    assert not is_begun()


def test_before_the_first_training_nothing_begins() -> None:
    record_event("intent.saved", subject="any")
    assert not is_begun()


def test_nothing_begins_by_itself_where_nobody_wants_it(settings: Settings) -> None:
    settings.RETRAIN_HOURS = 0
    trained(hours_ago=1000)
    record_event("intent.saved", subject="any")
    assert not is_begun()


def test_two_that_are_asked_for_at_once_are_one() -> None:
    assert begin_training() == begin_training()
    assert TrainingRun.objects.count() == 1
