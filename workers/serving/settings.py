"""Settings of an inference server, from its environment."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

from config.environment import Environment, SettingError


@dataclass(frozen=True)
class ServingSettings:
    """`places`: callers that may wait; `token`: empty where none is needed."""

    host: str
    http_port: int
    grpc_port: int
    places: int
    token: str
    certificate: Path | None
    key: Path | None


def read_serving_settings(environment: Environment) -> ServingSettings:
    """Raises SettingError with the variable, its value and the repair."""
    certificate = environment.optional_file("INFERENCE_CERTIFICATE")
    key = environment.optional_file("INFERENCE_KEY")
    if (certificate is None) != (key is None):
        raise SettingError("INFERENCE_CERTIFICATE and INFERENCE_KEY belong together; set both.")
    if certificate and key:
        _check_pair(certificate, key)
    return ServingSettings(
        host=environment.text("INFERENCE_HOST", "127.0.0.1"),
        http_port=environment.whole_number("INFERENCE_HTTP_PORT", 8080, minimum=1, maximum=65535),
        grpc_port=environment.whole_number("INFERENCE_GRPC_PORT", 8081, minimum=1, maximum=65535),
        places=environment.whole_number("INFERENCE_PLACES", 256, minimum=1, maximum=100_000),
        token=environment.text("INFERENCE_TOKEN", ""),
        certificate=certificate,
        key=key,
    )


def _check_pair(certificate: Path, key: Path) -> None:
    """Raises SettingError unless the key is that of the certificate, and can be used."""
    try:
        # A password would be asked for at a terminal where nobody sits.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except OSError:
        raise SettingError(
            f"INFERENCE_CERTIFICATE={str(certificate)!r} and INFERENCE_KEY={str(key)!r} are "
            "refused; name a certificate chain and its own key without a password, both in PEM."
        ) from None
