from pathlib import Path

import pytest

from workers.models.encoder_folder import BrokenEncoderError, Precision, read_manifest


@pytest.fixture
def copied(encoder_dir: Path, tmp_path: Path) -> Path:
    """A folder of links, in which a file can be replaced without harm to the encoder."""
    for path in encoder_dir.iterdir():
        (tmp_path / path.name).symlink_to(path)
    return tmp_path


def test_a_whole_folder_is_accepted_and_names_its_precisions_apart(copied: Path) -> None:
    manifest = read_manifest(copied)
    assert manifest.identity(Precision.INT8) == "all-MiniLM-L6-v2-int8-53aa5117"
    assert len({manifest.identity(precision) for precision in Precision}) == 3


def test_an_absent_folder_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(BrokenEncoderError, match="make setup"):
        read_manifest(tmp_path / "nowhere")


def test_a_file_cut_short_is_noticed(copied: Path) -> None:
    tokenizer = copied / "tokenizer.json"
    content = tokenizer.read_bytes()
    tokenizer.unlink()
    tokenizer.write_bytes(content[:-1])
    with pytest.raises(BrokenEncoderError, match="incomplete"):
        read_manifest(copied)


def test_a_missing_precision_is_noticed(copied: Path) -> None:
    (copied / "float32.onnx").unlink()
    with pytest.raises(BrokenEncoderError, match="incomplete"):
        read_manifest(copied)


def test_a_folder_of_another_format_is_noticed(copied: Path) -> None:
    manifest = copied / "manifest.json"
    content = manifest.read_text()
    manifest.unlink()
    changed = content.replace('"format": 2', '"format": 1')
    assert changed != content
    manifest.write_text(changed)
    with pytest.raises(BrokenEncoderError):
        read_manifest(copied)


def test_an_empty_manifest_is_noticed(copied: Path) -> None:
    (copied / "manifest.json").unlink()
    (copied / "manifest.json").touch()
    with pytest.raises(BrokenEncoderError):
        read_manifest(copied)
