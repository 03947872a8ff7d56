"""`python -m config.standalone`, as `make run` starts it."""

from __future__ import annotations

import shutil
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from config.services.processes import free_port, send, wait_until
from tests.acceptance.callers import Contact, look_up
from tests.acceptance.onlookers import Onlooker
from tests.processes import MANAGE, Program, environment_for, living_in, run
from workers.contracts.pipelines import PIPELINES, Lane

START_SECONDS = 240.0
ADMINISTRATOR = "charlie@example.com"
QUESTIONS = {
    "Where is my order FL-10432?": "order_status",
    "How do I return a grinder that I do not like?": "return_item",
    "My card was declined when I tried to pay": "payment_failed",
    "Can I please talk to a real person?": "talk_to_person",
}


class OneProcess:
    """The product in one process on a port of its own; a context manager."""

    def __init__(self, var_dir: Path, encoder_dir: Path, **variables: str) -> None:
        self.var_dir = var_dir
        self.address = f"http://127.0.0.1:{free_port()}"
        self.environment = {
            **environment_for(var_dir, encoder_dir),
            "PORT": self.address.rpartition(":")[2],
            **variables,
        }
        command = (sys.executable, "-m", "config.standalone")
        self.program = Program(command, self.environment, var_dir / "log" / "one-process.log")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> str:
        """Start, and wait until it reports that it is ready. Returns the output of this start."""
        before = len(self.program.output()) if self.program.log.exists() else 0
        self.program.start()
        ended = wait_until(
            lambda: "Ready after" in self.program.output()[before:] or not self.program.alive,
            START_SECONDS,
        )
        printed = self.program.output()[before:]
        assert ended, printed
        assert self.program.alive, printed
        return printed

    def kill(self) -> None:
        """kill -9 of every process of the folder, also Postgres."""
        self.program.kill()
        send(signal.SIGKILL, living_in(self.var_dir))
        wait_until(lambda: not living_in(self.var_dir), 10)


@dataclass(frozen=True)
class FirstDay:
    """What happened from the first start on an empty folder until somebody pressed Ctrl-C.

    `question` and `contact`: the first of those who asked. `answers` and `seen`: by question, the
    finished message as its contact and as an agent's program see it. `workers` and `tasks`: what
    Flower shows of them. `left_behind`: processes that should have ended.
    """

    house: OneProcess
    printed: str
    question: str
    contact: Contact
    answers: dict[str, dict[str, Any]]
    seen: dict[str, dict[str, Any]]
    workers: dict[str, bool]
    tasks: list[dict[str, Any]]
    exit_code: int
    stop_seconds: float
    left_behind: set[int]

    def copy(self, folder: Path) -> Path:
        """Copy the folder of this day for another start, without logs and Flower's socket."""
        kept_back = shutil.ignore_patterns("log", "flower")
        shutil.copytree(self.house.var_dir, folder, ignore=kept_back, dirs_exist_ok=True)
        return folder


def live_a_first_day(var_dir: Path, encoder_dir: Path) -> FirstDay:
    """Start, ask as contacts, look as an agent, press Ctrl-C."""
    with OneProcess(var_dir, encoder_dir) as house:
        printed = house.start()
        command = [*MANAGE, "create_api_token", "--name", "journey"]
        api_token = run(command, house.environment).stdout.strip()
        contacts = {question: Contact.begin(house.address) for question in QUESTIONS}
        answers = {question: contact.ask(question) for question, contact in contacts.items()}
        seen = {
            question: look_up(house.address, api_token, answer["id"])
            for question, answer in answers.items()
        }
        password = (var_dir / "demo_password").read_text().strip()
        onlooker = Onlooker.sign_in(house.address, ADMINISTRATOR, password)
        tasks = onlooker.wait_for_tasks({step.task for step in PIPELINES[Lane.LIVE]})
        workers = onlooker.workers()
        question = next(iter(contacts))
        stopped_at = time.monotonic()
        exit_code = house.program.stop(signal.SIGINT)
        return FirstDay(
            house=house,
            printed=printed,
            question=question,
            contact=contacts[question],
            answers=answers,
            seen=seen,
            workers=workers,
            tasks=tasks,
            exit_code=exit_code,
            stop_seconds=time.monotonic() - stopped_at,
            left_behind=living_in(var_dir),
        )
