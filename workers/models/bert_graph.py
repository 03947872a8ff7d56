"""The sentence encoder as an ONNX graph, written from its weights.

BERT as in Devlin et al. 2018 (arXiv 1810.04805), mean pooling and L2 norm as in Reimers and
Gurevych 2019 (arXiv 1908.10084). Only standard operators: onnxruntime fuses them by itself, and
is no slower than with its fused operators written out by hand.
"""

from __future__ import annotations

import numpy as np
from onnx import ModelProto, TensorProto, helper

from workers.models.encoder_folder import DIMENSIONS, Precision
from workers.models.features import WIDTH
from workers.models.graph_writer import GraphWriter
from workers.models.pooling import pool
from workers.models.weights import Weights

LAYERS = 6
HEADS = 12
HEAD_SIZE = DIMENSIONS // HEADS
NORM_EPSILON = 1e-12
OPSET = 20
IR_VERSION = 9
MASKED = -10_000.0


def encoder_model(weights: Weights, precision: Precision) -> ModelProto:
    """`input_ids`, `attention_mask` int64 (batch, tokens) → `features` float32 (batch, 3072)."""
    graph = GraphWriter(precision)
    mask = graph.node("Cast", "attention_mask", to=graph.number_type)
    hidden = _embed_tokens(graph, weights)
    penalty = _mask_penalty(graph, mask)
    layers = [hidden]
    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}"
        attended = _attend(graph, weights, f"{prefix}.attention", layers[-1], penalty)
        layers.append(_feed_forward(graph, weights, prefix, attended))
    graph.name_output(pool(graph, layers, "attention_mask"), "features")
    return _model(graph)


def _embed_tokens(graph: GraphWriter, weights: Weights) -> str:
    words = graph.rows(weights["embeddings.word_embeddings.weight"], "input_ids")
    # There is one segment, so its embedding is added to every position's.
    positions = (
        weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    length = graph.node("Shape", "input_ids", start=1, end=2)
    used = graph.node("Slice", graph.numbers(positions), graph.integers(0), length)
    return _normalize(graph, weights, "embeddings", graph.node("Add", words, used))


def _mask_penalty(graph: GraphWriter, mask: str) -> str:
    """0 where there is a token and a large negative number where there is padding."""
    padding = graph.node("Sub", graph.numbers(1.0), mask)
    penalty = graph.node("Mul", padding, graph.numbers(MASKED))
    return graph.node("Unsqueeze", penalty, graph.integers(1, 2))


def _attend(graph: GraphWriter, weights: Weights, prefix: str, hidden: str, penalty: str) -> str:
    query, key, value = _project(graph, weights, prefix, hidden)
    scores = graph.node("MatMul", query, graph.node("Transpose", key, perm=[0, 1, 3, 2]))
    shares = graph.node("Softmax", graph.node("Add", scores, penalty), axis=-1)
    by_head = graph.node("Transpose", graph.node("MatMul", shares, value), perm=[0, 2, 1, 3])
    joined = graph.node("Reshape", by_head, graph.integers(0, 0, DIMENSIONS))
    output = _linear(graph, weights, f"{prefix}.output.dense", joined)
    return _normalize(graph, weights, f"{prefix}.output", graph.node("Add", output, hidden))


def _project(graph: GraphWriter, weights: Weights, prefix: str, hidden: str) -> list[str]:
    """Queries, keys and values (batch, heads, tokens, head size) from one product."""
    parts = [f"{prefix}.self.{part}" for part in ("query", "key", "value")]
    # The softmax's factor 1/√head_size is multiplied into the query.
    factors = np.array([HEAD_SIZE**-0.5, 1.0, 1.0], dtype=np.float32)
    scaled = list(zip(parts, factors, strict=True))
    joint_weights = np.concatenate([weights[f"{p}.weight"].T * f for p, f in scaled], axis=1)
    joint_bias = np.concatenate([weights[f"{p}.bias"] * f for p, f in scaled])
    joint = graph.linear(hidden, joint_weights, joint_bias)
    split = graph.node("Reshape", joint, graph.integers(0, 0, 3, HEADS, HEAD_SIZE))
    by_part = graph.node("Transpose", split, perm=[2, 0, 3, 1, 4])
    return [
        graph.node("Gather", by_part, graph.constant(np.array(part)), axis=0) for part in range(3)
    ]


def _feed_forward(graph: GraphWriter, weights: Weights, prefix: str, hidden: str) -> str:
    wide = graph.node("Gelu", _linear(graph, weights, f"{prefix}.intermediate.dense", hidden))
    output = _linear(graph, weights, f"{prefix}.output.dense", wide)
    return _normalize(graph, weights, f"{prefix}.output", graph.node("Add", output, hidden))


def _linear(graph: GraphWriter, weights: Weights, name: str, x: str) -> str:
    return graph.linear(x, weights[f"{name}.weight"].T, weights[f"{name}.bias"])


def _normalize(graph: GraphWriter, weights: Weights, prefix: str, x: str) -> str:
    return graph.node(
        "LayerNormalization",
        x,
        graph.numbers(weights[f"{prefix}.LayerNorm.weight"]),
        graph.numbers(weights[f"{prefix}.LayerNorm.bias"]),
        axis=-1,
        epsilon=NORM_EPSILON,
    )


def _model(graph: GraphWriter) -> ModelProto:
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
        for name in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["batch", WIDTH])
    return helper.make_model(
        graph.finish("encoder", inputs, [output]),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="firstline",
    )
