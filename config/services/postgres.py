"""PostgreSQL as a child process, with its data in a folder that one process owns at a time.

Three uses: `start` and `stop` for a process that runs services, `attach_or_start` for a command,
`kill` for tests of crashes. A server that outlived its starter is taken over by the next one, which
stops it in the end.
"""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import psycopg
import structlog

from config.services.cluster import SUPERUSER, Cluster, PostgresError, environment
from config.services.database import create_database
from config.services.locks import FileLock
from config.services.logfile import LogFile
from config.services.postmaster import Postmaster
from config.services.processes import kill_those_in, send, wait_until

NAME = "firstline"
FAST_SHUTDOWN = signal.SIGINT
IMMEDIATE_SHUTDOWN = signal.SIGQUIT
SHUTDOWN_SECONDS = 60.0
ATTACH_SECONDS = 300.0
LOOK_SECONDS = 1.0

log = structlog.get_logger()


class EmbeddedPostgres:
    """One database server for one `var_dir`; `postgres.lock` in it says who runs the server."""

    def __init__(self, var_dir: Path) -> None:
        var_dir.mkdir(parents=True, exist_ok=True)
        self._cluster = Cluster(var_dir.resolve())
        self._postmaster = Postmaster(self._cluster.data)
        self._log = LogFile(self._cluster.var_dir / "log" / "postgres.log")
        self._runner = FileLock(self._cluster.var_dir / "postgres.lock")
        self._visitors = FileLock(self._cluster.var_dir / "postgres.visitors")
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()
        self._restarting = threading.Lock()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The URL of the running server; raises PostgresError when none runs."""
        return self._url(NAME, NAME)

    def start(self) -> str:
        """Start the server, wait for its recovery, and return its URL.

        Raises PostgresError when another process runs it, or when it cannot start.
        """
        if not self._runner.held and not self._runner.try_exclusive():
            raise PostgresError(
                f"{self._runner.holder()} already runs PostgreSQL in {self._cluster.var_dir}; "
                "stop it, or choose another VAR_DIR."
            )
        try:
            self._serve()
        except BaseException:
            self.stop()
            raise
        return self.url

    def stop(self) -> None:
        """Shut the server down; immediately, when that takes over a minute."""
        self._stop_looking()
        if self._runner.held:
            self._shut_down()
            self._runner.release()

    def watch(self, stop: threading.Event) -> None:
        """Return when `stop` is set. Raises PostgresError once the server has ended by itself."""
        while not stop.wait(LOOK_SECONDS):
            self.check()

    def check(self) -> None:
        """Raises PostgresError where the server has ended by itself."""
        if self._has_ended():
            raise PostgresError(
                f"PostgreSQL in {self._cluster.var_dir} has ended; see {self._log.path}."
            )

    def kill(self) -> None:
        """End the server as a crash would, for tests; `start` brings it back."""
        self._stop_looking()
        send(signal.SIGKILL, self._postmaster.find())
        wait_until(lambda: not self._postmaster.find(), SHUTDOWN_SECONDS)
        self._reap()

    @contextmanager
    def attach_or_start(self) -> Iterator[str]:
        """The URL of the running server, or of one that is started until its last user leaves."""
        self._visitors.share()
        try:
            if not wait_until(self._attached_or_started, ATTACH_SECONDS):
                raise PostgresError(
                    f"PostgreSQL in {self._cluster.var_dir} is held by {self._runner.holder()} "
                    "and does not answer; stop that process and try again."
                )
            yield self.url
        finally:
            self._leave()

    def _attached_or_started(self) -> bool:
        if self._runner.try_exclusive():
            self._serve()
        return self._postmaster.is_ready()

    def _leave(self) -> None:
        """Stop the server, if this was its last user and no process has called `start`."""
        self._stop_looking()
        self._runner.release()
        if self._visitors.try_exclusive() and self._runner.try_exclusive():
            self._shut_down()
        self._runner.release()
        self._visitors.release()

    def _serve(self) -> None:
        self._cluster.create()
        wait_until(self._is_served, float("inf"))
        self._stop_looking()
        self._stopped = threading.Event()
        threading.Thread(target=self._look_after, args=(self._stopped,), daemon=True).start()

    def _spawn(self) -> None:
        # Backends of a killed server would keep its shared memory; what they did is rolled back.
        kill_those_in(self._cluster.data, SHUTDOWN_SECONDS)
        self._postmaster.forget()
        self._log.trim()
        with self._log.opened() as log:
            # In a session of its own, so that Ctrl-C in the terminal does not reach it: we stop it.
            self._child = subprocess.Popen(
                self._cluster.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment(),
                start_new_session=True,
            )

    def _is_served(self) -> bool:
        """Start the server unless our child or an orphan lives. Returns whether it is ready."""
        if self._child is None and not self._postmaster.find():
            self._spawn()
        elif self._child is not None and self._child.poll() is not None:
            self._child = None
            raise PostgresError(
                f"PostgreSQL did not start: {self._log.last_words()}; see {self._log.path}."
            )
        return self._postmaster.is_ready() and self._has_database()

    def _has_database(self) -> bool:
        """Create the database unless it exists; False while the server recovers or ends."""
        try:
            with psycopg.connect(self._url(SUPERUSER, "template1"), autocommit=True) as connection:
                create_database(connection, NAME, self._cluster.password())
        except psycopg.OperationalError as error:
            if "authentication failed" not in str(error):
                return False
            raise PostgresError(
                f"PostgreSQL in {self._cluster.var_dir} does not take its own password; "
                f"put {self._cluster.password_file} back from a backup."
            ) from error
        return True

    def _shut_down(self) -> None:
        # The pid file of an orphan is deleted a moment before its process ends.
        running = self._postmaster.find()
        send(FAST_SHUTDOWN, running)
        if not wait_until(lambda: not self._postmaster.living(running), SHUTDOWN_SECONDS):
            send(IMMEDIATE_SHUTDOWN, self._postmaster.living(running))
            wait_until(lambda: not self._postmaster.living(running), SHUTDOWN_SECONDS)
        self._reap()

    def _reap(self) -> None:
        if self._child is not None:
            self._child.wait()
            self._child = None

    def _look_after(self, stopped: threading.Event) -> None:
        """Keep the log small, and the server there: without memory, the kernel kills it first."""
        while not stopped.wait(LOOK_SECONDS):
            self._log.trim()
            with self._restarting:
                if not stopped.is_set() and self._was_killed():
                    log.warning("postgres_killed", then="It is started again.")
                    self._spawn()
                    wait_until(self._has_begun, SHUTDOWN_SECONDS)

    def _was_killed(self) -> bool:
        if self._child is None:
            return not self._postmaster.find()
        return (self._child.poll() or 0) < 0

    def _has_ended(self) -> bool:
        """By itself: it has logged why, and would do the same again."""
        code = self._child.poll() if self._child is not None else None
        return code is not None and code >= 0

    def _has_begun(self) -> bool:
        """From then on it can be stopped."""
        has_ended = self._child is not None and self._child.poll() is not None
        return bool(self._postmaster.find()) or has_ended

    def _stop_looking(self) -> None:
        with self._restarting:
            self._stopped.set()

    def _url(self, role: str, database: str) -> str:
        port = self._postmaster.port()
        if port is None:
            raise PostgresError(f"No PostgreSQL runs in {self._cluster.var_dir}; start it first.")
        return f"postgresql://{role}:{self._cluster.password()}@127.0.0.1:{port}/{database}"
