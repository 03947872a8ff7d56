"""Programs of ours, started as an operator starts them, each with its output in a file.

`Program` is one process. `Services` is the house with RabbitMQ: web, dispatcher, deliverer and
every pool a process of its own, on a Postgres and a broker that can be killed and restarted.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import httpx
import psycopg

from config.services.postgres import EmbeddedPostgres
from config.services.processes import free_port, wait_until
from config.services.rabbitmq import PrivateRabbitMQ
from workers.contracts import Queue

REPOSITORY = Path(__file__).resolve().parents[1]
MANAGE = (sys.executable, "manage.py")
WORKERS = (sys.executable, "-m", "workers")
WEB = (sys.executable, "-m", "uvicorn", "config.asgi:application", "--no-access-log")
READY_SECONDS = 90.0
STOP_SECONDS = 30.0


class Program:
    """One process in a session of its own: what is done to it reaches nobody else."""

    def __init__(self, arguments: Sequence[str], environment: dict[str, str], log: Path) -> None:
        self.log = log
        self._arguments = arguments
        self.environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Of the running process; raises RuntimeError when it was not started."""
        if self._process is None:
            raise RuntimeError(f"{' '.join(self._arguments)} was not started.")
        return self._process.pid

    def start(self) -> None:
        """Start it (again); its output is appended to the log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._arguments,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=REPOSITORY,
                env=self.environment,
                start_new_session=True,
            )

    def output(self) -> str:
        """Everything that it ever said."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Signal its whole group, as a terminal does, wait, and give the exit code."""
        self.tell(number)
        return self.await_end()

    def tell(self, number: signal.Signals) -> None:
        """Signal its whole group, if it lives."""
        if self._process is not None and self.alive:
            os.killpg(self._process.pid, number)

    def await_end(self) -> int:
        """Wait for the end and give the exit code.

        Raises TimeoutExpired, with the process killed, when that takes more than half a minute.
        """
        try:
            return self._wait(STOP_SECONDS)
        finally:
            self.kill()

    def kill(self) -> None:
        """End it as a crash would."""
        self.tell(signal.SIGKILL)
        self._wait(STOP_SECONDS)

    def _wait(self, seconds: float) -> int:
        return self._process.wait(seconds) if self._process is not None else 0


class Services:
    """The house with RabbitMQ, in one folder, as a context: everything ends with it.

    `var_dir`: empty, or what an earlier run kept; `variables` override the environment.
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
        """Start what runs, prepare it as an operator does, and wait until all of it works."""
        self.environment["DATABASE_URL"] = self.postgres.start()
        self.environment["BROKER_URL"] = self.broker.start()
        self.run(*MANAGE, "migrate")
        self.run(*MANAGE, "load_sample")
        self.run(*WORKERS, "declare-topology")
        self.broker.settle()
        for name, arguments in self._commands().items():
            self.programs[name] = Program(arguments, self.environment, self.logs / f"{name}.log")
            self.programs[name].start()
        self.wait_until_whole()

    def stop(self) -> None:
        """What works ends first, what holds the work last; each of them, whatever fails."""
        with ExitStack() as ends:
            ends.callback(self.postgres.stop)
            ends.callback(self.broker.stop)
            for program in self.programs.values():
                ends.callback(program.await_end)
                program.tell(signal.SIGTERM)

    def run(self, *arguments: str) -> str:
        """Run a command and give what it printed. Raises CalledProcessError."""
        done = run(arguments, self.environment)
        done.check_returncode()
        return done.stdout.strip()

    def kill(self, name: str) -> None:
        """kill -9 of a program, or of `postgres` or `rabbitmq`."""
        self._actions(name)[0]()

    def bring_back(self, name: str) -> None:
        """Start again what was killed, and nothing else."""
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
        """Ask Postgres itself, past everything that is being tested."""
        with psycopg.connect(self.postgres.url, connect_timeout=5) as connection:
            return connection.execute(query, parameters).fetchall()

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
        return all(_answers(f"{self.address}/{probe}") for probe in ("readyz", "statusz"))


def environment_for(var_dir: Path, encoder_dir: Path) -> dict[str, str]:
    """What a program of the house needs to know, and nothing of how the tests are set up."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "VAR_DIR": str(var_dir), "ENCODER_DIR": str(encoder_dir)}


def run(arguments: Sequence[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, and keep what it said on standard output and standard error."""
    return subprocess.run(
        arguments,
        check=False,
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env=environment,
        timeout=READY_SECONDS,
    )


def living_in(var_dir: Path) -> set[int]:
    """The processes that were told of the folder, or are at work inside it."""
    return {
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and _belongs_to(entry, var_dir)
    }


def _belongs_to(process: Path, var_dir: Path) -> bool:
    try:
        told = f"VAR_DIR={var_dir}".encode() in (process / "environ").read_bytes().split(b"\0")
        return told or (process / "cwd").readlink().is_relative_to(var_dir)
    except OSError:  # it has ended, or is a zombie
        return False


def _answers(url: str) -> bool:
    time.sleep(0.1)
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.TransportError:
        return False
