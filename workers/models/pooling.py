"""What remains of the layers' hidden states: for each block one vector a text, of length 1.

Of mixed feelings the last one stays. Weighing each token by its place, instead of all alike, was
worth 2 points of macro F1 on the sample's sentiment in cross-validation, and the layers in the
middle 5 more than the last one: what a text is about gathers at the end of the encoder, how it is
said halfway.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from onnx import TensorProto

from workers.models.features import BLOCKS, EMPTY, SHORTEST, WIDTH, Pooling
from workers.models.graph_writer import GraphWriter

_FAR_BELOW = -1e4


def pool(graph: GraphWriter, layers: Sequence[str], mask: str) -> str:
    """BLOCKS, end to end. `layers`: (batch, tokens, 384); `mask`: (batch, tokens), 1 for a token.

    Gives float32 (batch, 3072).
    """
    tokens = graph.node("Cast", mask, to=TensorProto.FLOAT)
    used = [block for block in BLOCKS if block != EMPTY]
    exact = {
        layer: graph.node("Cast", layers[layer], to=TensorProto.FLOAT)
        for layer in sorted({block.layer for block in used})
    }
    weights = {
        Pooling.EVENLY: graph.node("Unsqueeze", tokens, graph.integers(1)),
        Pooling.TOWARDS_END: graph.node("Unsqueeze", _places(graph, tokens), graph.integers(1)),
    }
    vectors = {
        block: _find_peaks(graph, exact[block.layer], tokens)
        if block.pooling is Pooling.PEAKS
        else graph.node("MatMul", weights[block.pooling], exact[block.layer])
        for block in used
    }
    vectors[EMPTY] = graph.node("Mul", vectors[used[0]], graph.exact(0.0))
    # All at once: small operators cost more than their arithmetic. A mean's divisor vanishes here.
    blocks = graph.node("Concat", *(vectors[block] for block in BLOCKS), axis=1)
    lengths = graph.node("ReduceL2", blocks, graph.integers(2))
    divisors = graph.node("Max", lengths, graph.exact(SHORTEST))
    return graph.node("Reshape", graph.node("Div", blocks, divisors), graph.integers(-1, WIDTH))


def _places(graph: GraphWriter, tokens: str) -> str:
    """1, 2, 3, … from the first token to the last, and 0 for padding."""
    return graph.node("Mul", graph.node("CumSum", tokens, graph.constant(np.array(1))), tokens)


def _find_peaks(graph: GraphWriter, hidden: str, tokens: str) -> str:
    """(batch, 1, 384): the largest value of each dimension; padding lies below all of them."""
    padding = graph.node("Sub", graph.exact(1.0), tokens)
    depth = graph.node("Mul", padding, graph.exact(_FAR_BELOW))
    lowered = graph.node("Add", hidden, graph.node("Unsqueeze", depth, graph.integers(2)))
    return graph.node("ReduceMax", lowered, graph.integers(1))
