"""kill -9 in the middle of a training: it is done once more, and one model comes of it."""

from __future__ import annotations

import pytest

from config.services.processes import wait_until
from tests.processes import MANAGE
from tests.services import Services
from workers.contracts.pipelines import Queue
from workers.runtime.lease_renewal import HELD_SECONDS

pytestmark = pytest.mark.system

LEARNING_SECONDS = 120
BEGIN = (
    "from apps.learning.models import SentimentExample as Taught; "
    "from apps.learning.training_runs import begin_training; "
    "Taught.objects.create(text='Fine by me, whatever.', label='neutral'); begin_training()"
)
_RUN = """
SELECT run.state, run.said, work.attempts FROM learning_trainingrun AS run
JOIN dispatch_work AS work ON work.subject_id = run.id ORDER BY run.asked_at DESC LIMIT 1
"""
_VERSIONS = "SELECT version, status FROM learning_modelversion WHERE kind = 'understanding'"


def test_a_training_whose_pool_is_killed_is_done_once_more(services: Services) -> None:
    services.wait_until_whole()
    before = dict(services.rows(_VERSIONS))
    services.run(*MANAGE, "shell", "-c", BEGIN)
    assert wait_until(lambda: is_learning(services), LEARNING_SECONDS), services.rows(_RUN)
    services.kill(Queue.FEEDBACK_TRAINING.value)
    services.bring_back(Queue.FEEDBACK_TRAINING.value)
    assert wait_until(lambda: state_of_run(services) == "done", HELD_SECONDS + LEARNING_SECONDS)
    (_, said, attempts) = services.rows(_RUN)[0]
    assert attempts == 2
    after = dict(services.rows(_VERSIONS))
    (new,) = after.keys() - before.keys()
    assert said[0].startswith(f"{new} serves. ")
    assert list(after.values()).count("champion") == 1


def state_of_run(services: Services) -> str:
    return str(services.rows(_RUN)[0][0])


def is_learning(services: Services) -> bool:
    said = services.rows(_RUN)[0][1]
    return any("learning" in line for line in said)
