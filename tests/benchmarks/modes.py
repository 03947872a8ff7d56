"""The ways to run the house, each with the same backlog and the same callers."""

from __future__ import annotations

import os
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.console import Say
from config.services.postgres import EmbeddedPostgres
from config.services.processes import wait_until
from tests.acceptance.one_process import OneProcess
from tests.benchmarks.memory import resident_mb
from tests.benchmarks.model import measure_bare_model
from tests.processes import environment_for
from tests.services import Services
from workers.contracts.pipelines import Queue

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Load:
    """What each mode is given: a backlog of `texts`, and callers at each of `rates` a second."""

    texts: list[str]
    warm_up: int
    rates: tuple[int, ...]
    seconds: int


def measure_services(folder: Path, encoder_dir: Path, load: Load, say: Say) -> dict[str, Any]:
    """A process for each pool, over RabbitMQ; then with a second inference worker."""
    say("Starting the services …")
    with Services(folder, encoder_dir, LOG_LEVEL="warning") as services:
        set_up_django(folder, encoder_dir, services.postgres.url)
        one = _measure_process_a_pool(services, encoder_dir, load, say)
        say("Starting a second inference worker …")
        services.start_another(Queue.INFERENCE)
        _wait_for_two(services)
        two = _measure_process_a_pool(services, encoder_dir, load, say)
    return {"services": one, "services, 2 inference workers": two}


def measure_one_process(folder: Path, encoder_dir: Path, load: Load, say: Say) -> dict[str, Any]:
    """All of it as `make run` starts it. Django was set up for the services, in this folder."""
    from tests.benchmarks.backlog import accept_backlog, drained_rate, wait_until_drained

    _let_go_of_the_database()
    with EmbeddedPostgres(folder).attach_or_start():
        say(f"Accepting a backlog of {len(load.texts)} messages for one process …")
        accept_backlog(load.texts)
        _let_go_of_the_database()
    before = measure_bare_model(encoder_dir, load.texts)
    with OneProcess(folder, encoder_dir, RATE_LIMITS="0") as house:
        say("Draining it …")
        house.start()
        wait_until_drained()
        rate = drained_rate(len(load.texts), skip_newest=1)
        share = rate / statistics.mean((before, measure_bare_model(encoder_dir, load.texts)))
        paced = _measure_callers(house.address, load, say)
        memory = {"everything": resident_mb(house.program.pid)}
    return {"one process": _describe(rate, share, paced, memory)}


def set_up_django(folder: Path, encoder_dir: Path, database_url: str) -> None:
    """Let this process write and read as the web does."""
    os.environ.update(environment_for(folder, encoder_dir))
    os.environ["DATABASE_URL"] = database_url
    os.environ["LOG_LEVEL"] = "warning"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.local"
    import django

    django.setup()


def _let_go_of_the_database() -> None:
    """It is stopped and started between the modes, and open connections end with it."""
    from django.db import connection

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]


def _measure_process_a_pool(
    services: Services, encoder_dir: Path, load: Load, say: Say
) -> dict[str, Any]:
    # Django is set up by now, and its models may be imported.
    from tests.benchmarks.backlog import accept_backlog, drained_rate, wait_until_drained
    from tests.benchmarks.paced import measure_latency

    measure_latency(services.address, load.texts[: load.warm_up], load.rates[0])
    dispatcher = services.programs["dispatch"]
    dispatcher.stop()
    say(f"Accepting a backlog of {len(load.texts)} messages …")
    accept_backlog(load.texts)
    before = measure_bare_model(encoder_dir, load.texts)
    say("Draining it …")
    dispatcher.start()
    wait_until_drained()
    rate = drained_rate(len(load.texts))
    share = rate / statistics.mean((before, measure_bare_model(encoder_dir, load.texts)))
    paced = _measure_callers(services.address, load, say)
    memory = {name: resident_mb(program.pid) for name, program in services.programs.items()}
    return _describe(rate, share, paced, memory)


def _measure_callers(address: str, load: Load, say: Say) -> list[dict[str, Any]]:
    from tests.benchmarks.paced import measure_latency

    paced = []
    for rate in load.rates:
        say(f"{rate} messages a second for {load.seconds} s …")
        paced.append(vars(measure_latency(address, load.texts[: rate * load.seconds], rate)))
    return paced


def _describe(
    rate: float, share: float, paced: list[dict[str, Any]], memory: dict[str, float]
) -> dict[str, Any]:
    """`share`: of what the bare model did just before and just after, for machines are shared."""
    return {
        "backlog_per_s": rate,
        "backlog_share_of_bare": share,
        "paced": paced,
        "memory_mb": memory,
    }


def _wait_for_two(services: Services) -> None:
    query = "SELECT count(*) FROM dispatch_heartbeat WHERE queue = %s"
    if not wait_until(
        lambda: services.rows(query, Queue.INFERENCE.value)[0][0] == 2, PATIENCE_SECONDS
    ):
        raise TimeoutError(f"The second inference worker does not come up; see {services.logs}.")
