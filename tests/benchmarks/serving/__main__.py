"""`make bench-serve`: requests a second and the 95th percentile at 1, 8 and 32 callers.

The same encoder (int8, one text a request, the embedding back) from the same machine in the same
run: the bare session first and last, and between them our server over gRPC and REST, LitServe and
BentoML, in turns, because the machine may be shared. Callers are a process of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from tests.benchmarks.model import measure_bare_model
from tests.benchmarks.serving.rivals import RIVALS, CannotBeHad, Rival
from tests.benchmarks.serving.servers import Door, firstline, rival
from tests.benchmarks.texts import REPOSITORY, describe_texts, read_texts
from workers.fitting.model_training import TrainingData, train_model
from workers.models.encoder import Encoder

CALLERS = (1, 8, 32)
BARE_TEXTS = 1000
# The heads are not asked; the server just will not begin without a model.
EXAMPLES = [("where is it", "a"), ("give it back", "b")] * 10
SENTIMENTS = [("bad", "negative"), ("so so", "neutral"), ("good", "positive")] * 10

Seen = dict[str, dict[int, list[dict[str, float]]]]


def main(arguments: list[str]) -> None:
    options = _read(arguments)
    encoder_dir = Path(os.environ.get("ENCODER_DIR", REPOSITORY / "var" / "encoder"))
    rivals = list(_installed(RIVALS))
    texts = read_texts(BARE_TEXTS)
    with tempfile.TemporaryDirectory(prefix="firstline-bench-") as folder:
        model = _make_model(encoder_dir, Path(folder) / "model")
        bare = [measure_bare_model(encoder_dir, texts)]
        seen: Seen = {}
        for turn in range(options.turns):
            _say(f"Turn {turn + 1} of {options.turns} …")
            _measure(firstline(model, encoder_dir, Path(folder)), options.seconds, seen)
            for other in rivals:
                _measure(rival(other, encoder_dir, Path(folder)), options.seconds, seen)
            bare.append(measure_bare_model(encoder_dir, texts))
    _report(bare, seen)


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.serving")
    parser.add_argument("--seconds", type=float, default=5, help="for how long callers call")
    parser.add_argument("--turns", type=int, default=2, help="how often each server has its turn")
    return parser.parse_args(arguments)


def _installed(rivals: tuple[Rival, ...]) -> Iterator[Rival]:
    for each in rivals:
        _say(f"{each.package} …")
        try:
            each.ensure()
        except CannotBeHad as error:
            _say(f"Measured without it: {error}")
        else:
            yield each


def _make_model(encoder_dir: Path, folder: Path) -> Path:
    encoder = Encoder(encoder_dir)
    data = TrainingData(EXAMPLES, SENTIMENTS)
    train_model(encoder, data, folder, seed=0, report=lambda _: None)
    encoder.close()
    return folder


def _measure(server: AbstractContextManager[list[Door]], seconds: float, seen: Seen) -> None:
    with server as doors:
        for callers in CALLERS:
            for door in doors:
                measured = door.measure(callers, seconds)
                seen.setdefault(door.name, {}).setdefault(callers, []).append(measured)


def _report(bare: list[float], seen: Seen) -> None:
    servers = {
        name: {n: _middle(measured) for n, measured in by_callers.items()}
        for name, by_callers in seen.items()
    }
    results = {
        "texts": describe_texts(),
        "cores": os.cpu_count(),
        "bare_per_s": bare,
        "servers": servers,
    }
    (REPOSITORY / "var" / "bench-serve.json").write_text(json.dumps(results, indent=2) + "\n")
    spoken = " / ".join(f"{each:.0f}" for each in bare)
    _say(f"\nOn {results['cores']} cores, one text a request, {results['texts']}:")
    _say(f"the bare session, as many threads: {spoken} texts/s before, between and after\n")
    _say(f"{'callers':<26}" + "".join(f"{n:>22}" for n in CALLERS))
    for name, by_callers in servers.items():
        _say(f"{name:<26}" + "".join(_cell(by_callers[n]) for n in CALLERS))


def _middle(measured: list[dict[str, float]]) -> dict[str, Any]:
    """The median of the turns."""
    return {key: statistics.median(each[key] for each in measured) for key in measured[0]}


def _cell(measured: dict[str, float]) -> str:
    failed = f" {measured['failed']:.0f} failed" if measured["failed"] else ""
    return f"{measured['per_s']:>8.0f}/s{measured['p95_ms']:>8.0f} ms  {failed}"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
