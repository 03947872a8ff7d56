"""`make bench`: the house on this machine, in each of its ways to run, against the bare model.

1. `make run`, first and later start.
2. The bare model, before and after the rest, because the machine may be shared.
3. Over RabbitMQ, then with a second inference worker, then in one process: a backlog drained,
   callers at 20 and at 60 messages a second, and the memory of each process.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from config.services.processes import free_port
from tests.benchmarks.model import measure_bare_model
from tests.benchmarks.modes import Load, measure_one_process, measure_services
from tests.benchmarks.report import print_report
from tests.benchmarks.start import measure_start
from tests.benchmarks.texts import REPOSITORY, describe_texts, read_texts

WARM_UP = 100
RATES = (20, 60)


def main(arguments: list[str]) -> None:
    load = _read_load(arguments)
    encoder_dir = Path(os.environ.get("ENCODER_DIR", REPOSITORY / "var" / "encoder"))
    with tempfile.TemporaryDirectory(prefix="firstline-bench-") as folder:
        _say("make run, twice …")
        start = measure_start(Path(folder), encoder_dir, free_port())
        # The rest goes on with what the first start has made: schema, sample, trained models.
        results = {"start": start, **_measure(Path(folder), encoder_dir, load)}
    report = REPOSITORY / "var" / "bench.json"
    report.parent.mkdir(exist_ok=True)
    report.write_text(json.dumps(results, indent=2) + "\n")
    print_report(results)


def _read_load(arguments: list[str]) -> Load:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--messages", type=int, default=2000, help="how long the backlog is")
    parser.add_argument("--seconds", type=int, default=20, help="for how long callers call")
    options = parser.parse_args(arguments)
    texts = read_texts(options.messages)
    return Load(texts, min(WARM_UP, len(texts)), RATES, options.seconds)


def _measure(folder: Path, encoder_dir: Path, load: Load) -> dict[str, Any]:
    _say(f"The bare model on {len(load.texts)} texts of {describe_texts()} …")
    before = measure_bare_model(encoder_dir, load.texts)
    modes = measure_services(folder, encoder_dir, load, _say)
    modes |= measure_one_process(folder, encoder_dir, load, _say)
    after = measure_bare_model(encoder_dir, load.texts)
    return {
        "texts": describe_texts(),
        "messages": len(load.texts),
        "cores": os.cpu_count(),
        "bare_model_per_s": {"before": before, "after": after},
        "modes": modes,
    }


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
