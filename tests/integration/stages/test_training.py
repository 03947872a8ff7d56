"""A training that the desk asked for: what it says, what it lets serve, and what it leaves be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError

from apps.conversations.models import Inbox
from apps.dispatch.claiming import fail_hopeless
from apps.dispatch.models import Work
from apps.learning.model_versions import promote
from apps.learning.models import Example, Intent, ModelVersion, SentimentExample, TrainingRun
from apps.learning.queries import find_champion
from apps.learning.training_runs import begin_training
from tests.integration.stages.chains import TASKS, claim_all, payload_of, run, run_lane
from workers.contracts.leases import MAX_ATTEMPTS
from workers.contracts.pipelines import Lane
from workers.contracts.rows import VERDICTS_FILE
from workers.db import training_runs
from workers.training import run as run_module


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
    fail_hopeless()
    return TrainingRun.objects.latest("asked_at")


def teach_and_train() -> TrainingRun:
    """What was learnt is another version then."""
    taught = SentimentExample.objects.create(text="Fine by me, whatever.", label="neutral")
    try:
        return train()
    finally:
        taught.delete()


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
    """Of the examples that both know the champion had all right."""
    verdicts = champion.files.get(name=VERDICTS_FILE)
    stored = bytes(verdicts.content)
    best = {head: dict.fromkeys(keys, True) for head, keys in json.loads(stored).items()}
    verdicts.content = json.dumps(best).encode()
    verdicts.save()
    done = teach_and_train()
    verdicts.content = stored
    verdicts.save()
    assert find_champion() == champion
    aside = ModelVersion.objects.exclude(id=champion.id).get(kind="understanding")
    assert aside.status == "challenger"
    assert done.said[0].startswith(f"{aside.version} is kept aside: intent: of ")


def test_beside_a_model_of_an_earlier_release_the_figures_decide(champion: ModelVersion) -> None:
    champion.files.filter(name=VERDICTS_FILE).update(name="earlier")
    champion.report = {**champion.report, "intent": {"accuracy": 0.999, "examples": 800}}
    champion.save()
    done = teach_and_train()
    champion.files.filter(name="earlier").update(name=VERDICTS_FILE)
    assert find_champion() == champion
    assert "of the one that serves 99.9%" in done.said[0]


def test_a_champion_of_another_encoder_is_not_replaced(champion: ModelVersion) -> None:
    ModelVersion.objects.update(encoder="another-float16-1")
    failed = teach_and_train()
    ModelVersion.objects.update(encoder=champion.encoder)
    assert failed.state == "failed"
    assert "INFERENCE_URL" in failed.said[0]
    assert list(ModelVersion.objects.all()) == [champion]


def test_what_an_administrator_chose_meanwhile_goes_on_serving(
    champion: ModelVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the last line of progress and the decision."""

    def choose(*_: object) -> None:
        promote(ModelVersion.objects.get(id=champion.id))

    monkeypatch.setattr(run_module, "train_ranking", choose)
    monkeypatch.setattr(run_module, "_say", lambda *_: None)
    done = teach_and_train()
    assert find_champion() == champion
    assert "was chosen while this one was trained" in done.said[0]


def test_delivered_twice_it_is_trained_once(champion: ModelVersion) -> None:
    """As a broker does that has waited too long for the end of the first."""
    begin_training()
    chain = payload_of(claim_all(Lane.TRAINING))
    with training_runs.training_lock() as is_ours:
        assert is_ours
        run(TASKS[Lane.TRAINING], chain)
    waiting = Work.objects.get(kind="training")
    assert (waiting.attempts, waiting.state) == (0, "leased")
    assert TrainingRun.objects.get().started_at is None
    run(TASKS[Lane.TRAINING], chain)
    assert TrainingRun.objects.get().state == "done"


def test_progress_that_cannot_be_told_costs_no_training(
    champion: ModelVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("the server closed the connection"))

    monkeypatch.setattr(training_runs, "say", refuse)
    assert train().state == "done"
    assert Work.objects.get(kind="training").attempts == 1


def test_what_would_fail_again_fails_at_once_and_says_what_to_do(
    champion: ModelVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_out(*_: object) -> None:
        raise MemoryError("Unable to allocate what somebody wrote")

    monkeypatch.setattr(run_module, "train_understanding", run_out)
    failed = train()
    assert failed.state == "failed"
    (said,) = failed.said
    assert said.startswith("It failed (MemoryError): the log of the pool feedback.training ")
    assert find_champion() == champion


def test_one_whose_workers_were_killed_says_so(champion: ModelVersion) -> None:
    begin_training()
    error = "The worker did not finish in time."
    Work.objects.filter(kind="training").update(attempts=MAX_ATTEMPTS, last_error=error)
    TrainingRun.objects.update(said=["intent: learning …"])
    fail_hopeless()
    failed = TrainingRun.objects.get()
    assert failed.said[:2] == ["intent: learning …", f"It was given up: {error}"]
    assert "memory" in failed.said[2]


def test_a_training_whose_lease_was_lost_changes_nothing(champion: ModelVersion) -> None:
    begin_training()
    chain = payload_of(claim_all(Lane.TRAINING))
    Work.objects.filter(kind="training").update(lease_token=uuid4())
    run(TASKS[Lane.TRAINING], chain)
    assert TrainingRun.objects.get().state == "open"
    assert list(ModelVersion.objects.all()) == [champion]


def test_an_intent_with_one_example_holds_up_none_of_the_others(champion: ModelVersion) -> None:
    lone = Intent.objects.create(slug="lone", title="Brought by an import")
    Example.objects.create(intent=lone, text="Can it have my name on it?")
    done = teach_and_train()
    lone.delete()
    assert done.said[1] == "lone has one example and is not learnt: give it another."
    assert (serving := find_champion())
    assert serving.report["intent"]["examples"] == Example.objects.count()


def test_a_training_without_enough_to_learn_from_fails_and_says_so(
    champion: ModelVersion,
) -> None:
    examples = list(SentimentExample.objects.all())
    SentimentExample.objects.exclude(label="neutral").delete()
    try:
        train()
    finally:
        SentimentExample.objects.bulk_create(examples, ignore_conflicts=True)
    failed = TrainingRun.objects.get()
    assert failed.state == "failed"
    assert failed.said == ["There is nothing to tell apart: give at least two sentiments."]
    assert find_champion() == champion
    # The next one may begin.
    assert begin_training() != failed
