"""`make bench`: the house over RabbitMQ on this machine, measured against the bare model.

1. `make run`, first and later start.
2. The bare model, before and after the rest, because the machine may be shared.
3. A backlog of 2,000 messages, drained.
4. Callers at 20 and at 60 messages a second.
5. Memory of each process.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from config.services.processes import free_port
from tests.benchmarks.memory import resident_mb
from tests.benchmarks.model import measure_bare_model
from tests.benchmarks.report import print_report
from tests.benchmarks.start import measure_start
from tests.benchmarks.texts import REPOSITORY, describe_texts, read_texts
from tests.processes import Services, environment_for

BACKLOG = 2000
WARM_UP = 100
RATES = (20, 60)
SECONDS_OF_LOAD = 20


def main() -> None:
    encoder_dir = Path(os.environ.get("ENCODER_DIR", REPOSITORY / "var" / "encoder"))
    with tempfile.TemporaryDirectory(prefix="firstline-bench-") as folder:
        _say("make run, twice …")
        start = measure_start(Path(folder), encoder_dir, free_port())
        # The services go on with what the first start has made: schema, sample, trained models.
        results = {"start": start, **_measure_services(Path(folder), encoder_dir)}
    report = REPOSITORY / "var" / "bench.json"
    report.parent.mkdir(exist_ok=True)
    report.write_text(json.dumps(results, indent=2) + "\n")
    print_report(results)


def _measure_services(folder: Path, encoder_dir: Path) -> dict[str, Any]:
    texts = read_texts(BACKLOG)
    _say(f"The bare model on {len(texts)} texts of {describe_texts()} …")
    before = measure_bare_model(encoder_dir, texts)
    _say("Starting the services …")
    with Services(folder, encoder_dir, LOG_LEVEL="warning") as services:
        _set_up_django(folder, encoder_dir, services.postgres.url)
        results = _measure_load(services, texts)
    after = measure_bare_model(encoder_dir, texts)
    bare = statistics.mean((before, after))
    return {
        "texts": describe_texts(),
        "cores": os.cpu_count(),
        "bare_model_per_s": {"before": before, "after": after, "mean": bare},
        "backlog_share_of_bare": results["backlog_per_s"] / bare,
        **results,
    }


def _measure_load(services: Services, texts: list[str]) -> dict[str, Any]:
    # Django is set up by now, and its models may be imported.
    from tests.benchmarks.backlog import accept_backlog, drained_rate, wait_until_drained
    from tests.benchmarks.paced import measure_latency

    measure_latency(services.address, texts[:WARM_UP], RATES[0])
    dispatcher = services.programs["dispatch"]
    dispatcher.stop()
    _say(f"Accepting a backlog of {len(texts)} messages …")
    accept_backlog(texts)
    _say("Draining it …")
    dispatcher.start()
    wait_until_drained()
    rate = drained_rate(len(texts))
    paced = []
    for calls in RATES:
        _say(f"{calls} messages a second for {SECONDS_OF_LOAD} s …")
        paced.append(measure_latency(services.address, texts[: calls * SECONDS_OF_LOAD], calls))
    memory = {name: resident_mb(program.pid) for name, program in services.programs.items()}
    return {"backlog_per_s": rate, "paced": [vars(one) for one in paced], "memory_mb": memory}


def _set_up_django(folder: Path, encoder_dir: Path, database_url: str) -> None:
    os.environ.update(environment_for(folder, encoder_dir))
    os.environ["DATABASE_URL"] = database_url
    os.environ["LOG_LEVEL"] = "warning"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.local"
    import django

    django.setup()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
