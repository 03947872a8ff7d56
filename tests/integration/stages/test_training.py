"""A training that the desk asked for: what it says, what it lets serve, and what it leaves be."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from apps.conversations.models import Inbox
from apps.dispatch.claiming import fail_hopeless
from apps.dispatch.models import Work
from apps.learning.models import Example, Intent, ModelVersion, SentimentExample, TrainingRun
from apps.learning.queries import find_champion
from apps.learning.training import begin_training
from tests.integration.stages.chains import TASKS, claim_all, payload_of, run, run_lane
from workers.contracts.pipelines import Lane


@pytest.fixture
def champion(company: Inbox) -> Iterator[ModelVersion]:
    """The version that answers; all is as it was afterwards."""
    serving = find_champion()
    assert serving
    yield serving
    TrainingRun.objects.all().delete()
    Work.objects.filter(kind="training").delete()
    ModelVersion.objects.exclude(id=serving.id).delete()
    ModelVersion.objects.update(status="champion", report=serving.report)


def train() -> TrainingRun:
    begin_training()
    run_lane(Lane.TRAINING)
    return TrainingRun.objects.latest("asked_at")


def test_what_was_taught_is_learnt_and_serves(champion: ModelVersion) -> None:
    intent = Intent.objects.order_by("slug")[0]
    taught = Example.objects.create(intent=intent, text="Has my kettle begun its journey?")
    done = train()
    taught.delete()
    serving = find_champion()
    assert done.state == "done"
    assert done.ended_at
    assert serving
    assert serving != champion
    assert serving.report["intent"]["examples"] == champion.report["intent"]["examples"] + 1
    verdict, ranking = done.said
    assert verdict.startswith(f"{serving.version} serves. ")
    assert ranking.startswith("ranking: ")


def test_what_understands_worse_is_kept_aside(champion: ModelVersion) -> None:
    better = {**champion.report, "intent": {**champion.report["intent"], "accuracy": 0.999}}
    champion.report = better
    champion.save()
    taught = SentimentExample.objects.create(text="Fine by me, whatever.", label="neutral")
    done = train()
    taught.delete()
    assert find_champion() == champion
    aside = ModelVersion.objects.exclude(id=champion.id).get(kind="understanding")
    assert aside.status == "challenger"
    assert done.said[0].startswith(f"{aside.version} is kept aside: intent ")


def test_a_training_whose_lease_was_lost_changes_nothing(champion: ModelVersion) -> None:
    begin_training()
    chain = payload_of(claim_all(Lane.TRAINING))
    Work.objects.filter(kind="training").update(lease_token=uuid4())
    run(TASKS[Lane.TRAINING], chain)
    assert TrainingRun.objects.get().state == "open"
    assert list(ModelVersion.objects.all()) == [champion]


def test_a_training_without_enough_to_learn_from_fails_and_says_so(
    champion: ModelVersion,
) -> None:
    examples = list(SentimentExample.objects.all())
    SentimentExample.objects.exclude(label="neutral").delete()
    try:
        begin_training()
        run_lane(Lane.TRAINING)
        fail_hopeless()
    finally:
        SentimentExample.objects.bulk_create(examples, ignore_conflicts=True)
    failed = TrainingRun.objects.get()
    assert failed.state == "failed"
    assert failed.said == ["There is nothing to tell apart: give at least two labels."]
    assert find_champion() == champion
    # The next one may begin.
    assert begin_training() != failed
