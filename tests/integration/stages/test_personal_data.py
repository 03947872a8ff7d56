"""What a model learns from holds no personal data, whoever wrote it."""

from __future__ import annotations

import pytest

from apps.conversations.models import Inbox
from apps.learning.models import Example, Intent, ModelFile, ModelVersion
from apps.learning.teaching import read_lines
from workers.db import models
from workers.db.engine import engine
from workers.models.tokenizer import Tokenizer, Window
from workers.training.by_command import train_workspace

TYPED = (
    "My name is Thaddeus Quillfeather, send FL-10432 to 47 Larkspur Avenue, Nottingham NG5 6QT "
    "and call +44 7700 900452, card 4012 8888 8888 1881"
)
TRACES = ("quillfeather", "larkspur", "ng5 6qt", "900452", "8888")


@pytest.fixture
def read_by_encoder(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that reaches the encoder from now on."""
    texts: list[str] = []
    windows = Tokenizer.windows

    def listen(self: Tokenizer, text: str) -> list[Window]:
        texts.append(text)
        return windows(self, text)

    monkeypatch.setattr(Tokenizer, "windows", listen)
    return texts


def test_an_example_that_somebody_typed_is_redacted_before_it_is_learnt(
    company: Inbox, read_by_encoder: list[str]
) -> None:
    champion = ModelVersion.objects.get(status=ModelVersion.Status.CHAMPION).version
    (line,) = read_lines(TYPED)
    assert line.endswith("card •••• 1881")
    example = Example.objects.create(intent=Intent.objects.get(slug="order_status"), text=line)
    version = train_workspace(seed=0, report=lambda line: None)
    try:
        assert "My name is <NAME>, send FL-10432 to <ADDRESS> and call <PHONE>, card <CARD>" in (
            read_by_encoder
        )
        assert traces_in("\n".join(read_by_encoder)) == []
        for file in ModelFile.objects.filter(version__version=version):
            assert traces_in(bytes(file.content).decode("utf-8", "replace")) == [], file.name
    finally:
        example.delete()
        with engine().begin() as connection:
            models.promote(connection, champion)


def traces_in(text: str) -> list[str]:
    folded = text.casefold()
    return [trace for trace in TRACES if trace in folded]
