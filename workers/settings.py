"""What a worker is told by its environment: read once, frozen, loud about a bad value."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from config.environment import Environment

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Settings:
    """Paths are absolute. `inference_threads`: how many texts one process embeds at a time."""

    database_url: str
    var_dir: Path
    encoder_dir: Path
    require_gpu: bool
    inference_threads: int
    sentry_dsn: str


@cache
def read_settings() -> Settings:
    """Raises SettingError with the variable, its value and the repair."""
    environment = Environment(os.environ)
    var_dir = environment.path("VAR_DIR", ROOT / "var")
    return Settings(
        database_url=environment.url("DATABASE_URL", ["postgresql", "postgres"]),
        var_dir=var_dir,
        encoder_dir=environment.path("ENCODER_DIR", var_dir / "encoder"),
        require_gpu=environment.flag("REQUIRE_GPU", default=False),
        inference_threads=environment.whole_number(
            "INFERENCE_THREADS", os.cpu_count() or 1, minimum=1, maximum=64
        ),
        sentry_dsn=environment.text("SENTRY_DSN", ""),
    )
