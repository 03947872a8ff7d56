"""Flower beside the pools: every pool, every task, and not a word of what was said."""

from __future__ import annotations

import json
import re
import sys
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256

import pytest

from config.services.processes import wait_until
from tests.acceptance.callers import Contact
from tests.acceptance.one_process import FirstDay
from tests.acceptance.onlookers import Onlooker
from tests.processes import MANAGE, Program
from tests.services import Services
from workers.contracts.pipelines import PIPELINES, Lane, Queue

LIVE_TASKS = {step.task for step in PIPELINES[Lane.LIVE]}
SECRET = "zanzibarring"
EMAIL, PASSWORD = "olga@example.com", "long-enough-1"
MAKE_OLGA = (
    "from apps.accounts.models import Agent; "
    f"Agent.objects.create_superuser({EMAIL!r}, {PASSWORD!r}, display_name='Olga')"
)


@pytest.fixture(scope="module")
def onlooker(services: Services) -> Iterator[Onlooker]:
    """Somebody who looks at Flower, which runs as a process of its own."""
    services.run(*MANAGE, "shell", "--command", MAKE_OLGA)
    flower = Program(
        (sys.executable, "-m", "config.flower"), services.environment, services.logs / "flower.log"
    )
    onlooker = Onlooker.sign_in(services.address, EMAIL, PASSWORD)
    away = onlooker.http.get("/flower/")
    assert away.status_code == 503
    assert "python -m config.flower" in away.text
    flower.start()
    assert wait_until(lambda: onlooker.http.get("/flower/").status_code == 200, 60)
    yield onlooker
    assert flower.stop() == 0


def test_it_shows_every_pool_and_every_task_in_one_process(first_day: FirstDay) -> None:
    assert first_day.workers == dict.fromkeys(Queue, True)
    assert {task["name"] for task in first_day.tasks} >= LIVE_TASKS
    assert {task["state"] for task in first_day.tasks} <= {"SUCCESS", "STARTED", "RECEIVED"}


def test_it_shows_every_pool_and_every_task_of_separate_processes(
    services: Services, onlooker: Onlooker
) -> None:
    assert wait_until(lambda: onlooker.workers() == dict.fromkeys(Queue, True), 30)
    Contact.begin(services.address).ask(f"Where is my {SECRET} parcel?")
    tasks = onlooker.wait_for_tasks(LIVE_TASKS)
    assert {task["name"] for task in tasks} >= LIVE_TASKS
    assert SECRET not in json.dumps(tasks)
    shown = onlooker.http.get(f"/flower/task/{tasks[0]['uuid']}")
    assert shown.status_code == 200
    assert SECRET not in shown.text


def test_its_one_inline_script_is_the_one_that_the_policy_allows(onlooker: Onlooker) -> None:
    page = onlooker.http.get("/flower/")
    policy = page.headers["Content-Security-Policy"]
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page.text, re.DOTALL)
    inline = [script for script in scripts if script]
    assert inline
    for script in inline:
        assert b64encode(sha256(script.encode()).digest()).decode() in policy
