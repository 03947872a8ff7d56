"""`make services`, `make workers` and `make web`: three terminals, one house."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from config.services.node import PROGRAMS, Node, Ports, program
from config.services.processes import free_port, send, wait_until, working_in
from tests.acceptance.callers import Contact
from tests.acceptance.one_process import FirstDay
from tests.processes import WORKERS, Program, environment_for, living_in, run
from workers.contracts.pipelines import DEAD_LETTER_EXCHANGE, Queue

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(
        not PROGRAMS.exists(),
        reason="RabbitMQ is missing; run `apt-get install -y rabbitmq-server`",
    ),
]

START_SECONDS = 180.0
SEPARATE = (sys.executable, "-m", "config.separate")


class Terminals:
    """The three programs, each in a session of its own, all of them told of one folder."""

    def __init__(self, var_dir: Path, encoder_dir: Path) -> None:
        self.var_dir = var_dir
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.environment = {
            **environment_for(var_dir, encoder_dir),
            "PORT": str(port),
            "RATE_LIMITS": "0",
        }
        self.services, self.workers, self.web = (
            Program((*SEPARATE, part), self.environment, var_dir / "log" / f"{part}.log")
            for part in ("services", "workers", "web")
        )

    def start(self) -> None:
        """The services first, because the other two ask where they are."""
        self.services.start()
        wait_for(lambda: "Ready." in self.services.output(), self.services)
        self.workers.start()
        self.web.start()
        wait_for(lambda: answers(f"{self.address}/statusz"), self.web)

    def end(self) -> None:
        """Nothing is left, whatever the test did."""
        with ExitStack() as ends:
            ends.callback(lambda: send(signal.SIGKILL, living_in(self.var_dir)))
            for program in (self.services, self.workers, self.web):
                ends.callback(program.kill)

    def pool(self, queue: Queue) -> int:
        """The process of a pool; 0 when none lives."""
        command = ("workers", "pool", queue.value)
        pids = living_in(self.var_dir)
        return next((pid for pid in pids if words_of(pid)[-3:] == command), 0)


def words_of(pid: int) -> tuple[str, ...]:
    """The command line of a process; empty when it has ended."""
    try:
        return tuple(Path(f"/proc/{pid}/cmdline").read_text().rstrip("\0").split("\0"))
    except OSError:
        return ()


@pytest.fixture(scope="module")
def terminals(
    first_day: FirstDay, encoder_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Terminals]:
    """Started on the database of a first day, which saves the training."""
    var_dir = tmp_path_factory.mktemp("terminals")
    first_day.copy(var_dir / "services")
    terminals = Terminals(var_dir, encoder_dir)
    try:
        terminals.start()
        yield terminals
    finally:
        terminals.end()


def wait_for(condition: Callable[[], bool], program: Program) -> None:
    """Wait until it holds; what the program said is the message when it does not."""

    def holds() -> bool:
        assert program.alive, program.output()
        return condition()

    assert wait_until(holds, START_SECONDS), program.output()


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def test_a_second_pool_of_a_queue_works_beside_the_first(terminals: Terminals) -> None:
    file = terminals.var_dir / "services" / "addresses"
    addresses = dict(line.split("=", 1) for line in file.read_text().splitlines())
    second = Program(
        (*WORKERS, "pool", Queue.INFERENCE.value),
        {**terminals.environment, **addresses},
        terminals.var_dir / "log" / "second.log",
    )
    second.start()
    wait_for(lambda: consumers_of(Queue.INFERENCE, terminals) == 2, second)
    assert second.stop() == 0
    assert consumers_of(Queue.INFERENCE, terminals) == 1


def consumers_of(queue: Queue, terminals: Terminals) -> int:
    status = httpx.get(f"{terminals.address}/statusz", timeout=10).json()
    return int(status["consumers"][queue.value])


def test_a_pool_that_is_killed_is_mourned_and_replaced_and_the_message_ends(
    terminals: Terminals,
) -> None:
    contact = Contact.begin(terminals.address)
    assert contact.ask("How long does delivery take?")["status"] == "done"
    killed = terminals.pool(Queue.INFERENCE)
    send(signal.SIGKILL, {killed})
    message = contact.post("Where is my order FL-10432?")
    wait_for(lambda: terminals.pool(Queue.INFERENCE) not in {0, killed}, terminals.workers)
    contact.wait_for(message)
    said = " ".join(terminals.workers.output().split())
    assert "*** inference was ended by SIGKILL; it is started again. ***" in said


def test_a_broker_that_is_killed_is_started_again_and_the_message_ends(
    terminals: Terminals,
) -> None:
    contact = Contact.begin(terminals.address)
    send(signal.SIGKILL, working_in(terminals.var_dir / "services" / "rabbitmq"))
    message = contact.post("Where is my order FL-10432?")
    contact.wait_for(message)
    assert "*** RabbitMQ had ended, and was started again. ***" in terminals.services.output()


def test_every_queue_has_the_limits_that_production_has(terminals: Terminals) -> None:
    listed = rabbitmqctl(terminals, "list_queues", "name", "policy", "--no-table-headers")
    policies = dict(line.split("\t") for line in listed.splitlines())
    assert policies[DEAD_LETTER_EXCHANGE] == "firstline-dead-letters"
    assert {policies[queue.value] for queue in Queue} == {"firstline-stages"}


def rabbitmqctl(terminals: Terminals, *arguments: str) -> str:
    """Ask the running node, from its own folder."""
    folder = terminals.var_dir / "services" / "rabbitmq"
    ports = Ports(*(int((folder / "ports" / name).read_text()) for name in Ports.__annotations__))
    environment = Node(folder, with_management=False).environment(ports)
    return run((program("rabbitmqctl"), "--quiet", *arguments), environment).stdout


def test_a_killed_supervisor_takes_its_processes_along_and_the_next_one_starts(
    terminals: Terminals,
) -> None:
    terminals.web.kill()
    terminals.workers.kill()
    wait_until(lambda: terminals.pool(Queue.INFERENCE) == 0, 20)
    terminals.web.start()
    terminals.workers.start()
    # The heartbeats of the killed may still count, and then fall silent before the new ones beat.
    wait_for(lambda: answers(f"{terminals.address}/statusz"), terminals.web)
    contact = Contact.begin(terminals.address)
    contact.wait_for(contact.post("Can I get an invoice?"))


def test_killed_services_come_back_with_all_they_had(terminals: Terminals) -> None:
    contact = Contact.begin(terminals.address)
    contact.ask("How long does delivery take?")
    terminals.services.kill()
    printed = len(terminals.services.output())
    terminals.services.start()
    wait_for(lambda: "Ready." in terminals.services.output()[printed:], terminals.services)
    wait_for(lambda: answers(f"{terminals.address}/statusz"), terminals.web)
    contact.wait_for(contact.post("And to Austria?"))
    assert len(contact.read()) >= 2


def test_ctrl_c_ends_each_of_them_and_leaves_no_process_and_no_address(
    terminals: Terminals,
) -> None:
    file = terminals.var_dir / "services" / "addresses"
    assert file.stat().st_mode & 0o777 == 0o600
    codes = [
        program.stop(signal.SIGINT)
        for program in (terminals.web, terminals.workers, terminals.services)
    ]
    assert codes == [0, 0, 0]
    assert not file.exists()
    assert wait_until(lambda: not living_in(terminals.var_dir), 10)
    refused = run((*SEPARATE, "workers"), terminals.environment)
    assert refused.returncode == 1
    assert re.fullmatch(
        "DATABASE_URL is not set and no services run in .*; start `make services` .*\n",
        refused.stderr,
    )
