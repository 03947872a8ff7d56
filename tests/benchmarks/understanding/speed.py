"""What heads, language, redaction and entities cost beside the bare encoder, text by text.

The garbage collector is set as in a pool.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import onnx
from onnx import TensorProto, helper

from tests.benchmarks.texts import describe_texts, read_texts
from tests.benchmarks.understanding.rows import Row
from workers.direct.reader import Reader
from workers.models.artifact import Model
from workers.models.encoder import Encoder
from workers.models.encoder_folder import DIMENSIONS, TOKENIZER_FILE, Precision
from workers.models.session import Provider, Session
from workers.models.token_batches import single_feed
from workers.models.tokenizer import Tokenizer
from workers.runtime.pool import spare_collector
from workers.text.language import LanguageIdentifier

TEXTS = 1_000
# Short turns, so that a busy moment of the machine meets all of them alike.
AT_ONCE = 50
# Before each turn.
WARMING = 5

Work = Callable[[str], object]


def measure(encoder_dir: Path, encoder: Encoder, model: Model, folder: Path) -> list[Row]:
    """`folder`: where the bare graph may be written."""
    bare = _bare_encoder(encoder_dir, folder)
    reader = Reader(encoder, model, LanguageIdentifier())

    def with_heads(text: str) -> None:
        features = encoder.encode([text])
        model.read(features, [text])

    def everything(text: str) -> None:
        reader.read([text], "en")

    spare_collector()
    spent = _spend([bare, with_heads, everything])
    return [
        _row("encoder and heads", spent[0], spent[1], 0.85),
        _row("with language, redaction and entities", spent[0], spent[2], 0.60),
    ]


def _spend(works: Sequence[Work]) -> list[float]:
    """Seconds of each, in turns over the same texts.

    A turn begins with a few texts that do not count: two encoders do not fit into the caches, and
    whichever comes after the other would pay for that.
    """
    texts = read_texts(TEXTS)
    for work in works:
        work(texts[0])
    spent = [0.0] * len(works)
    for start in range(0, len(texts), AT_ONCE):
        for place, work in enumerate(works):
            for text in texts[-WARMING:]:
                work(text)
            started = time.perf_counter()
            for text in texts[start : start + AT_ONCE]:
                work(text)
            spent[place] += time.perf_counter() - started
    return spent


def _row(measure: str, bare: float, spent: float, goal: float) -> Row:
    share = bare / spent
    return Row(
        f"speed, {measure}",
        f"{describe_texts()}, int8, one at a time",
        f"bare encoder {TEXTS / bare:.0f}/s",
        f"{TEXTS / spent:.0f}/s = {share:.0%}",
        f"≥ {goal:.0%}",
        share >= goal,
    )


def _bare_encoder(encoder_dir: Path, folder: Path) -> Work:
    """Tokenizer and graph that give the embedding alone, as if nobody read anything else."""
    model = onnx.load(encoder_dir / Precision.INT8.filename)
    nodes = model.graph.node
    last = max(place for place, node in enumerate(nodes) if node.op_type == "LayerNormalization")
    mean = _mean_of_tokens(nodes[last].output[0])
    del nodes[last + 1 :]
    nodes.extend(mean)
    del model.graph.output[:]
    output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", DIMENSIONS])
    model.graph.output.append(output)
    axis = helper.make_tensor("axis", TensorProto.INT64, [1], [1])
    model.graph.initializer.append(axis)
    onnx.save(model, folder / "bare.onnx")
    session = Session(folder / "bare.onnx", Provider.CPU)
    tokenizer = Tokenizer(encoder_dir / TOKENIZER_FILE)
    return lambda text: [session.run(single_feed(window)) for window in tokenizer.windows(text)]


def _mean_of_tokens(hidden: str) -> list[onnx.NodeProto]:
    """What a sentence encoder ends with: one product, brought to length 1."""
    return [
        helper.make_node("Cast", ["attention_mask"], ["tokens"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["tokens", "axis"], ["weights"]),
        helper.make_node("MatMul", ["weights", hidden], ["sums"]),
        helper.make_node("Squeeze", ["sums", "axis"], ["sum"]),
        helper.make_node("ReduceL2", ["sum", "axis"], ["length"]),
        helper.make_node("Div", ["sum", "length"], ["embedding"]),
    ]
