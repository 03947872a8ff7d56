"""The models that are served: their names, inputs and outputs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson

from workers.contracts.payloads import MessageAnalyzed
from workers.direct.understood import understood_as_json
from workers.models.encoder_folder import DIMENSIONS
from workers.models.features import WIDTH, embeddings_of
from workers.serving.tensors import ANY_SIZE, BytesTensor, FloatTensor, Tensor, TensorSpec
from workers.serving.texts import MOST_CHARACTERS, MOST_TEXTS, TEXT

EMBED = "embed"
READ = "read"
PROPERTIES = {
    "timeout": "Request parameter, microseconds: work that did not begin by then never begins.",
    "limits": f"At most {MOST_TEXTS} texts a request and {MOST_CHARACTERS} characters a text.",
}


@dataclass(frozen=True)
class ServedModel:
    """`operation`: what runs for it; `tensors`: makes its outputs of one answer per text."""

    name: str
    platform: str
    operation: str
    outputs: tuple[TensorSpec, ...]
    tensors: Callable[[Sequence[Any]], list[Tensor]]

    def described(self, versions: Sequence[str]) -> dict[str, Any]:
        """The model's metadata, as a JSON object."""
        return {
            "name": self.name,
            "versions": list(versions),
            "platform": self.platform,
            "inputs": [TEXT.described()],
            "outputs": [output.described() for output in self.outputs],
            "properties": PROPERTIES,
        }


def _embedding_tensors(answers: Sequence[Any]) -> list[Tensor]:
    features = np.stack(answers)
    return [
        FloatTensor("embedding", embeddings_of(features)),
        FloatTensor("features", features),
    ]


def _intent_tensors(answers: Sequence[MessageAnalyzed]) -> list[Tensor]:
    labels = [intent.label for answer in answers for intent in answer.intents]
    confidences = [[intent.confidence for intent in answer.intents] for answer in answers]
    values = np.array(confidences, dtype=np.float32)
    return [BytesTensor("label", values.shape, labels), FloatTensor("confidence", values)]


def _sentiment_tensors(answers: Sequence[MessageAnalyzed]) -> list[Tensor]:
    labels = [answer.sentiment.label for answer in answers]
    scores = np.array([answer.sentiment.score for answer in answers], dtype=np.float32)
    return [BytesTensor("label", scores.shape, labels), FloatTensor("score", scores)]


def _understanding_tensors(answers: Sequence[MessageAnalyzed]) -> list[Tensor]:
    texts = [orjson.dumps(understood_as_json(answer)).decode() for answer in answers]
    shape = (len(answers),)
    return [
        BytesTensor("understanding", shape, texts),
        BytesTensor("language", shape, [answer.language.label for answer in answers]),
        BytesTensor("intent", shape, [answer.intent.label for answer in answers]),
        BytesTensor("sentiment", shape, [answer.sentiment.label for answer in answers]),
    ]


_EACH = (ANY_SIZE,)
_EACH_BEST = (ANY_SIZE, ANY_SIZE)
CATALOGUE = {
    model.name: model
    for model in (
        ServedModel(
            "encoder",
            "onnxruntime_onnx",
            EMBED,
            (
                TensorSpec("embedding", "FP32", (ANY_SIZE, DIMENSIONS)),
                TensorSpec("features", "FP32", (ANY_SIZE, WIDTH), on_request=True),
            ),
            _embedding_tensors,
        ),
        ServedModel(
            "intent",
            "firstline_model",
            READ,
            (
                TensorSpec("label", "BYTES", _EACH_BEST),
                TensorSpec("confidence", "FP32", _EACH_BEST),
            ),
            _intent_tensors,
        ),
        ServedModel(
            "sentiment",
            "firstline_model",
            READ,
            (TensorSpec("label", "BYTES", _EACH), TensorSpec("score", "FP32", _EACH)),
            _sentiment_tensors,
        ),
        ServedModel(
            "understand",
            "firstline_model",
            READ,
            tuple(
                TensorSpec(name, "BYTES", _EACH)
                for name in ("understanding", "language", "intent", "sentiment")
            ),
            _understanding_tensors,
        ),
    )
}
