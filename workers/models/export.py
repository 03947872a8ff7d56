"""Makes the encoder's folder: downloads the weights, and writes an ONNX graph per precision."""

from __future__ import annotations

from pathlib import Path

import onnx

from config.console import Say
from workers.models.bert_graph import encoder_model
from workers.models.download import WEIGHTS_FILE, download_weights
from workers.models.encoder_folder import (
    MANIFEST_FILE,
    BrokenEncoderError,
    EncoderManifest,
    Precision,
    file_sizes,
    read_manifest,
)
from workers.models.weights import read_weights
from workers.models.whole_folder import locked, replaced_whole


def ensure_encoder(encoder_dir: Path, report: Say) -> Path:
    """Make the encoder unless it is there already; `report` hears each slow step.

    Safe in several processes at once, and after a run that was killed half way.
    Raises EncoderUnavailableError when the weights cannot be had.
    """
    if not _is_complete(encoder_dir):
        with locked(encoder_dir):
            if not _is_complete(encoder_dir):
                _make_encoder(encoder_dir, report)
    return encoder_dir


def _is_complete(folder: Path) -> bool:
    try:
        read_manifest(folder)
    except BrokenEncoderError:
        return False
    return True


def _make_encoder(encoder_dir: Path, report: Say) -> None:
    with replaced_whole(encoder_dir) as folder:
        report("Downloading the encoder's weights (84 MB)")
        download_weights(folder)
        weights = read_weights(folder / WEIGHTS_FILE)
        for precision in Precision:
            report(f"Writing the encoder in {precision.value}")
            onnx.save(encoder_model(weights, precision), folder / precision.filename)
        (folder / WEIGHTS_FILE).unlink()
        manifest = EncoderManifest(sizes=file_sizes(folder))
        (folder / MANIFEST_FILE).write_text(manifest.model_dump_json(indent=2) + "\n")
