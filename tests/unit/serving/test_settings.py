"""What a server is told, and what it does not accept."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from config.environment import Environment, SettingError
from workers.serving.settings import read_serving_settings
from workers.settings import read_encoder_settings


def make_pair(folder: Path, *encryption: str) -> dict[str, str]:
    """The variables of a self-made certificate and its key."""
    folder.mkdir()
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-days", "2", "-subj", "/CN=gpu"]
    subprocess.run(
        [*command, *encryption, "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    return {"INFERENCE_CERTIFICATE": str(certificate), "INFERENCE_KEY": str(key)}


def test_a_certificate_and_its_key_belong_together(tmp_path: Path) -> None:
    both = make_pair(tmp_path / "ours", "-nodes")
    settings = read_serving_settings(Environment(both))
    assert (str(settings.certificate), str(settings.key)) == tuple(both.values())
    for name, file in both.items():
        with pytest.raises(SettingError, match="belong together"):
            read_serving_settings(Environment({name: file}))


def test_a_certificate_with_the_key_of_another_or_a_locked_one_is_refused(tmp_path: Path) -> None:
    ours, others = (make_pair(tmp_path / name, "-nodes") for name in ("ours", "others"))
    locked = make_pair(tmp_path / "locked", "-passout", "pass:secret")
    no_pem = {"INFERENCE_CERTIFICATE": "/etc/hostname"}
    for pair in (ours | {"INFERENCE_KEY": others["INFERENCE_KEY"]}, locked, ours | no_pem):
        with pytest.raises(SettingError, match=r"INFERENCE_KEY=.* are refused; name a certificate"):
            read_serving_settings(Environment(pair))


def test_a_certificate_that_is_not_there_is_refused() -> None:
    with pytest.raises(SettingError, match=r"INFERENCE_CERTIFICATE='/nowhere'.*file that is there"):
        read_serving_settings(Environment({"INFERENCE_CERTIFICATE": "/nowhere"}))


@pytest.mark.parametrize("url", ["http://gpu:8080", "gpu:8081", "grpc://"])
def test_a_server_is_asked_over_grpc(url: str) -> None:
    with pytest.raises(SettingError, match="INFERENCE_URL"):
        read_encoder_settings(Environment({"INFERENCE_URL": url}))
    assert read_encoder_settings(Environment({"INFERENCE_URL": "grpcs://gpu:8081"})).url
    assert read_encoder_settings(Environment({})).url == ""
