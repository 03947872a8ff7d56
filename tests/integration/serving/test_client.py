"""A pool's side: an encoder that is a server, and what happens when the server is not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.services.processes import free_port, wait_until
from tests.integration.serving.conftest import TOKEN
from tests.integration.serving.server import InferenceServer
from workers.errors import PermanentError, ServiceAwayError
from workers.models.encoder import Encoder
from workers.serving.client import TEXTS_PER_REQUEST, RemoteEncoder, ServerAddress

BACK_SECONDS = 30


@pytest.fixture(scope="module")
def remote(server: InferenceServer) -> Iterator[RemoteEncoder]:
    remote = RemoteEncoder(ServerAddress(f"grpc://{server.grpc_address}"))
    yield remote
    remote.close()


def test_it_embeds_as_the_session_does_to_the_last_bit(
    remote: RemoteEncoder, encoder: Encoder
) -> None:
    texts = [f"parcel {number}" for number in range(TEXTS_PER_REQUEST + 5)] + ["", "多谢"]
    assert remote.identity == encoder.identity
    assert remote.embed(texts).tobytes() == encoder.embed(texts).tobytes()
    assert remote.embed([]).shape == (0, 384)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), max_size=5))
def test_any_texts_come_back_as_the_session_has_them(
    remote: RemoteEncoder, encoder: Encoder, texts: list[str]
) -> None:
    assert remote.embed(texts).tobytes() == encoder.embed(texts).tobytes()


def test_a_text_that_the_server_refuses_will_never_go_well(remote: RemoteEncoder) -> None:
    with pytest.raises(PermanentError, match="refuses the text"):
        remote.embed(["x" * 200_000])
    assert remote.is_ready()


def test_it_shows_the_token_and_trusts_the_certificate(
    guarded_server: InferenceServer, certificate: Path, encoder: Encoder
) -> None:
    address = f"grpcs://{guarded_server.grpc_address}"
    guarded = RemoteEncoder(ServerAddress(address, TOKEN, certificate))
    assert guarded.embed(["hello"]).tobytes() == encoder.embed(["hello"]).tobytes()
    guarded.close()
    for wrong in (
        ServerAddress(address, "wrong", certificate),
        ServerAddress(address, TOKEN),
        ServerAddress(f"grpc://{guarded_server.grpc_address}", TOKEN),
    ):
        with pytest.raises(ServiceAwayError):
            RemoteEncoder(wrong)


def test_nobody_there_is_said_so(encoder: Encoder) -> None:
    with pytest.raises(ServiceAwayError, match="does not answer"):
        RemoteEncoder(ServerAddress(f"grpc://127.0.0.1:{free_port()}"))


def test_a_server_that_was_killed_is_away_until_it_is_back(
    model_dir: Path, encoder_dir: Path, encoder: Encoder, tmp_path: Path
) -> None:
    with InferenceServer(model_dir, encoder_dir, tmp_path) as server:
        remote = RemoteEncoder(ServerAddress(f"grpc://{server.grpc_address}"))
        assert remote.is_ready()
        server.program.kill()
        assert wait_until(lambda: not remote.is_ready(), BACK_SECONDS)
        assert wait_until(lambda: not spends_an_attempt(remote), BACK_SECONDS)
        server.start()
        assert wait_until(remote.is_ready, BACK_SECONDS)
        assert remote.embed(["hello"]).tobytes() == encoder.embed(["hello"]).tobytes()
        remote.close()


def spends_an_attempt(remote: RemoteEncoder) -> bool:
    """Whether a text may have been sent; the first may, before it is known that nobody listens."""
    with pytest.raises(ServiceAwayError) as away:
        remote.embed(["hello"])
    return away.value.begun
