"""Runs the product over RabbitMQ: web, dispatcher, deliverer and each pool as a process.

Their Postgres and broker can be killed and restarted.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import httpx
import psycopg

from config.services.postgres import EmbeddedPostgres
from config.services.processes import free_port, wait_until
from config.services.rabbitmq import PrivateRabbitMQ
from tests.processes import MANAGE, READY_SECONDS, WEB, WORKERS, Program, environment_for, run
from workers.contracts.pipelines import Queue


class Services:
    """All processes in one folder, as a context manager.

    `var_dir`: empty, or of an earlier run; `variables` override the environment.
    """

    def __init__(self, var_dir: Path, encoder_dir: Path, **variables: str) -> None:
        self.logs = var_dir / "log"
        self.broker_logs = var_dir / "rabbitmq" / "log"
        self.postgres = EmbeddedPostgres(var_dir)
        self.broker = PrivateRabbitMQ(var_dir / "rabbitmq")
        self.address = f"http://127.0.0.1:{free_port()}"
        self.programs: dict[str, Program] = {}
        self.environment = {
            **environment_for(var_dir, encoder_dir),
            "RATE_LIMITS": "0",
            **variables,
        }

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start everything, prepare it as an operator does, and wait until all of it works."""
        with ThreadPoolExecutor() as at_once:
            ready = at_once.submit(self._prepare_broker)
            self.environment["DATABASE_URL"] = self.postgres.start()
            self.run(*MANAGE, "migrate")
            self.run(*MANAGE, "load_sample", "--if-missing")
            self.environment["BROKER_URL"] = ready.result()
        for name, arguments in self._commands().items():
            self.programs[name] = Program(arguments, self.environment, self.logs / f"{name}.log")
            self.programs[name].start()
        self.wait_until_whole()

    def stop(self) -> None:
        """Stop the processes first, broker and database last; all of them, whatever fails."""
        with ExitStack() as ends:
            ends.callback(self.postgres.stop)
            ends.callback(self.broker.stop)
            for program in self.programs.values():
                ends.callback(program.await_end)
                program.tell(signal.SIGTERM)

    def run(self, *arguments: str) -> str:
        """Run a command and return its output. Raises CalledProcessError."""
        done = run(arguments, self.environment)
        done.check_returncode()
        return done.stdout.strip()

    def kill(self, name: str) -> None:
        """kill -9 of a program, or of `postgres` or `rabbitmq`."""
        self._actions(name)[0]()

    def bring_back(self, name: str) -> None:
        """Restart what was killed, and nothing else."""
        self._actions(name)[1]()

    def start_another(self, name: str) -> None:
        """One more process of a program, known as `name-2`."""
        another = f"{name}-2"
        log = self.logs / f"{another}.log"
        self.programs[another] = Program(self._commands()[name], self.environment, log)
        self.programs[another].start()

    def wait_until_whole(self) -> None:
        """Wait until the web is ready, and each pool and the dispatcher has a heartbeat."""
        if not wait_until(self._is_whole, READY_SECONDS):
            raise TimeoutError(f"The services do not come up; see {self.logs}.")

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Query Postgres directly."""
        with psycopg.connect(self.postgres.url, connect_timeout=5) as connection:
            return connection.execute(query, parameters).fetchall()

    def _prepare_broker(self) -> str:
        """Start the broker with every queue, and return its URL; runs while the database starts."""
        address = self.broker.start()
        declaring = {**self.environment, "BROKER_URL": address}
        run((*WORKERS, "declare-topology"), declaring).check_returncode()
        self.broker.settle()
        return address

    def _commands(self) -> dict[str, tuple[str, ...]]:
        pools = {queue.value: (*WORKERS, "pool", queue.value) for queue in Queue}
        port = self.address.rpartition(":")[2]
        loops = {name: (*MANAGE, name) for name in ("dispatch", "deliver")}
        return {"web": (*WEB, "--port", port), **loops, **pools}

    def _actions(self, name: str) -> tuple[Callable[[], Any], Callable[[], Any]]:
        if name == "postgres":
            return self.postgres.kill, self.postgres.start
        if name == "rabbitmq":
            return self.broker.kill, self.broker.start
        return self.programs[name].kill, self.programs[name].start

    def _is_whole(self) -> bool:
        time.sleep(0.1)
        try:
            ready = httpx.get(f"{self.address}/readyz", timeout=5)
            status = httpx.get(f"{self.address}/statusz", timeout=5)
        except httpx.TransportError:
            return False
        # A missing pool that customers do not wait for is a mere warning in the status.
        living = {*Queue, "dispatch"} <= status.json().get("consumers", {}).keys()
        return ready.status_code == status.status_code == 200 and living
