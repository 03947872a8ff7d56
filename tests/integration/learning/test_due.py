"""When a training begins by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from apps.dispatch.actions import record_event
from apps.dispatch.models import Event, Work
from apps.learning.models import ModelVersion, TrainingRun
from apps.learning.training import begin_training, train_when_due

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


@pytest.mark.parametrize("kind", ["intent.saved", "sentiment.taught", "feedback.given"])
def test_a_day_after_the_last_what_was_taught_is_learnt(kind: str) -> None:
    trained(hours_ago=25)
    assert not is_begun()
    record_event(kind, subject="any")
    assert is_begun()
    assert TrainingRun.objects.get().asked_by is None


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
