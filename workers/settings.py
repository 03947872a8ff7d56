"""Settings of workers, read from the environment once and frozen."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from config.environment import Environment

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class EncoderSettings:
    """Settings of the encoder, which need no database. `threads`: how many texts at a time.

    `url`: of the inference server that embeds instead, or empty; `token`: for that server;
    `certificate`: to trust, where no public authority signed the server's.
    """

    folder: Path
    require_gpu: bool
    threads: int
    url: str
    token: str
    certificate: Path | None


@dataclass(frozen=True)
class Settings:
    """Paths are absolute."""

    database_url: str
    var_dir: Path
    encoder: EncoderSettings


@cache
def read_settings() -> Settings:
    """Raises SettingError with the variable, its value and the repair."""
    environment = Environment(os.environ)
    return Settings(
        database_url=environment.url("DATABASE_URL", ["postgresql", "postgres"]),
        var_dir=environment.path("VAR_DIR", ROOT / "var"),
        encoder=read_encoder_settings(environment),
    )


def read_encoder_settings(environment: Environment) -> EncoderSettings:
    """Raises SettingError as above."""
    var_dir = environment.path("VAR_DIR", ROOT / "var")
    return EncoderSettings(
        folder=environment.path("ENCODER_DIR", var_dir / "encoder"),
        require_gpu=environment.flag("REQUIRE_GPU", default=False),
        threads=environment.whole_number(
            "INFERENCE_THREADS", os.cpu_count() or 1, minimum=1, maximum=64
        ),
        url=environment.optional_url("INFERENCE_URL", ["grpc", "grpcs"]),
        token=environment.text("INFERENCE_TOKEN", ""),
        certificate=environment.optional_file("INFERENCE_CERTIFICATE"),
    )
