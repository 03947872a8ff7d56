"""What a server is told, and what it does not accept."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.environment import Environment, SettingError
from workers.serving.settings import read_serving_settings
from workers.settings import read_encoder_settings


def test_a_certificate_and_its_key_belong_together(tmp_path: Path) -> None:
    file = tmp_path / "certificate.pem"
    file.touch()
    both = {"INFERENCE_CERTIFICATE": str(file), "INFERENCE_KEY": str(file)}
    settings = read_serving_settings(Environment(both))
    assert (settings.certificate, settings.key) == (file, file)
    for name in both:
        with pytest.raises(SettingError, match="belong together"):
            read_serving_settings(Environment({name: str(file)}))


def test_a_certificate_that_is_not_there_is_refused() -> None:
    with pytest.raises(SettingError, match=r"INFERENCE_CERTIFICATE='/nowhere'.*file that is there"):
        read_serving_settings(Environment({"INFERENCE_CERTIFICATE": "/nowhere"}))


@pytest.mark.parametrize("url", ["http://gpu:8080", "gpu:8081", "grpc://"])
def test_a_server_is_asked_over_grpc(url: str) -> None:
    with pytest.raises(SettingError, match="INFERENCE_URL"):
        read_encoder_settings(Environment({"INFERENCE_URL": url}))
    assert read_encoder_settings(Environment({"INFERENCE_URL": "grpcs://gpu:8081"})).url
    assert read_encoder_settings(Environment({})).url == ""
