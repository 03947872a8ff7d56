"""Retrieval and ranking among as many passages as are asked for, beside an exact search.

What the folder holds already is measured, and not made again.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import django

from config.services import cluster
from config.services.postgres import EmbeddedPostgres
from tests.benchmarks.recommendation.many_passages import Built, fill
from tests.benchmarks.texts import BANKING77
from workers.models.encoder import Encoder

BUILT = "built.json"
# The memory that so many passages want; what is lost in a crash is made again.
SERVER = {"shared_buffers": "3GB", "max_wal_size": "8GB", "fsync": "off"}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args(arguments)
    os.environ["LOG_LEVEL"] = "warning"
    with _server(options.folder) as url:
        encoder = Encoder(Path(os.environ["ENCODER_DIR"]), threads=os.cpu_count() or 1)
        built = _make(url, options.folder, encoder, options.passages)
        # Django is set up by now, and what imports its models may be imported.
        from tests.benchmarks.recommendation.searching import measure_searching

        row = measure_searching(encoder, built, options.passages)
        sys.stdout.write(json.dumps(asdict(row), indent=2, ensure_ascii=False) + "\n")


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    cluster.SETTINGS.update(SERVER)
    with EmbeddedPostgres(folder) as server:
        os.environ |= {
            "DATABASE_URL": server.url,
            "VAR_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
        }
        yield server.url


def _make(url: str, folder: Path, encoder: Encoder, passages: int) -> list[Built]:
    known = folder / BUILT
    if known.exists():
        return [Built(**each) for each in json.loads(known.read_text())]
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    with BANKING77.with_name("train.csv").open(newline="") as file:
        sentences = [" ".join(row["text"].split()) for row in csv.DictReader(file)]
    built = fill(url, encoder, sentences, passages)
    known.write_text(json.dumps([asdict(each) for each in built]))
    return built


if __name__ == "__main__":
    main(sys.argv[1:])
