"""Inference servers as processes of their own, on a model that was trained on a few sentences."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.serving.server import InferenceServer
from workers.fitting.model_training import TrainingData, train_model
from workers.models.encoder import Encoder

INTENTS = {
    "refund": "I want my money back|please refund me|can I get a refund|return my payment|"
    "how do I get refunded|money back for the broken lamp|refund the order|give the money back",
    "delivery": "where is my parcel|my package has not arrived|when will it be delivered|"
    "track my order|the delivery is late|has it been shipped|the parcel is lost|no courier came",
    "cancel": "cancel my order|I want to cancel|stop my subscription|cancel the subscription|"
    "end my plan|how do I cancel|cancel it today|cancel my membership",
}
SENTIMENTS = {
    "negative": "this is terrible|I am very angry|the worst service ever|so disappointed|awful",
    "neutral": "where is my parcel|how do I cancel|what are your hours|I ordered a lamp|a question",
    "positive": "thank you so much|I love it|great service|wonderful, thanks|you are very helpful",
}
TOKEN = "a-token-for-tests"
# One text at a time and one caller that waits: easily more than it can take.
NARROW = {"INFERENCE_THREADS": "1", "INFERENCE_PLACES": "1"}


@pytest.fixture(scope="session")
def encoder(encoder_dir: Path) -> Encoder:
    """The bare session, which a server must agree with to the last bit."""
    return Encoder(encoder_dir, threads=2)


@pytest.fixture(scope="session")
def model_dir(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "model"
    intents, sentiments = (
        [(text, label) for label, texts in labelled.items() for text in texts.split("|")]
        for labelled in (INTENTS, SENTIMENTS)
    )
    data = TrainingData(intents, sentiments)
    train_model(encoder, data, folder, seed=0, report=lambda _: None)
    return folder


@pytest.fixture(scope="session")
def server(
    model_dir: Path, encoder_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[InferenceServer]:
    """As it is started without any setting."""
    with InferenceServer(model_dir, encoder_dir, tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Self-made, for the loopback address; its key lies beside it as `key.pem`."""
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")),
        ],
        check=True,
        capture_output=True,
    )
    return folder / "certificate.pem"


@pytest.fixture(scope="session")
def guarded_server(
    model_dir: Path,
    encoder_dir: Path,
    certificate: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[InferenceServer]:
    """With a token, TLS and few places."""
    settings = {
        "INFERENCE_TOKEN": TOKEN,
        "INFERENCE_CERTIFICATE": str(certificate),
        "INFERENCE_KEY": str(certificate.with_name("key.pem")),
    }
    folder = tmp_path_factory.mktemp("guarded")
    with InferenceServer(model_dir, encoder_dir, folder, **settings, **NARROW) as running:
        yield running
