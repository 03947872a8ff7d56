"""Writes an ONNX graph node by node, in the number format that a precision asks for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import starmap

import numpy as np
from numpy.typing import ArrayLike, NDArray
from onnx import GraphProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from workers.models.encoder_folder import Precision
from workers.models.weights import Floats

LARGEST_INT8 = 127

Attribute = int | float | Sequence[int]


class GraphWriter:
    """Each method adds nodes and returns the name of what they compute."""

    def __init__(self, precision: Precision) -> None:
        self.precision = precision
        self.number_type: int = TensorProto.FLOAT
        self._dtype: type[np.floating] = np.float32
        if precision is Precision.FLOAT16:
            self.number_type, self._dtype = TensorProto.FLOAT16, np.float16
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def node(self, operator: str, *inputs: str, domain: str = "", **attributes: Attribute) -> str:
        """Add one node with one output; an input "" is left out."""
        return self.nodes(operator, *inputs, outputs=1, domain=domain, **attributes)[0]

    def nodes(
        self, operator: str, *inputs: str, outputs: int, domain: str = "", **attributes: Attribute
    ) -> list[str]:
        """Add one node with several outputs."""
        prefix = f"{operator}_{len(self._nodes)}"
        names = [f"{prefix}_{position}" for position in range(outputs)]
        made = helper.make_node(operator, inputs, names, domain=domain)
        made.attribute.extend(starmap(helper.make_attribute, attributes.items()))
        self._nodes.append(made)
        return names

    def constant(self, array: NDArray[np.generic]) -> str:
        """Store an array as it is."""
        name = f"constant_{len(self._constants)}"
        # np.ascontiguousarray would turn a scalar into a vector.
        self._constants.append(numpy_helper.from_array(np.array(array, order="C"), name))
        return name

    def numbers(self, values: ArrayLike) -> str:
        """Store weights in the number format of the graph."""
        return self.constant(np.asarray(values, dtype=self._dtype))

    def exact(self, values: ArrayLike) -> str:
        """Store float32 numbers, whatever the format of the graph."""
        return self.constant(np.asarray(values, dtype=np.float32))

    def integers(self, *values: int) -> str:
        """Store a short list: a shape, or axes."""
        return self.constant(np.array(values, dtype=np.int64))

    def linear(self, x: str, weights: Floats, bias: Floats) -> str:
        """`x @ weights + bias` for weights (in, out)."""
        product = self._int8_product if self.precision is Precision.INT8 else self._float_product
        return self.node("Add", product(x, weights), self.numbers(bias))

    def rows(self, table: Floats, ids: str) -> str:
        """Look up rows of an embedding table (rows, dimensions); int8 keeps one scale a row."""
        if self.precision is not Precision.INT8:
            return self.node("Gather", self.numbers(table), ids)
        whole, scales = quantize(table, axis=1)
        found = self.node("Gather", self.constant(whole), ids)
        return self.node(
            "Mul",
            self.node("Cast", found, to=self.number_type),
            self.node("Gather", self.numbers(scales), ids),
        )

    def name_output(self, value: str, name: str) -> None:
        """Let the graph hand out `value` under `name`."""
        self._nodes.append(helper.make_node("Identity", [value], [name]))

    def finish(
        self, name: str, inputs: list[ValueInfoProto], outputs: list[ValueInfoProto]
    ) -> GraphProto:
        """The graph of all nodes so far."""
        return helper.make_graph(self._nodes, name, inputs, outputs, self._constants)

    def _float_product(self, x: str, weights: Floats) -> str:
        return self.node("MatMul", x, self.numbers(weights))

    def _int8_product(self, x: str, weights: Floats) -> str:
        """Dynamic quantization: one scale for the activations, one for each output channel."""
        whole, scales = quantize(weights, axis=0)
        activations, scale, zero = self.nodes("DynamicQuantizeLinear", x, outputs=3)
        product = self.node("MatMulInteger", activations, self.constant(whole), zero)
        return self.node(
            "Mul",
            self.node("Cast", product, to=self.number_type),
            self.node("Mul", scale, self.numbers(scales[0])),
        )


def quantize(table: Floats, axis: int) -> tuple[NDArray[np.int8], Floats]:
    """Symmetric int8 with one scale for every vector along `axis`: `table ≈ whole * scales`."""
    scales = np.abs(table).max(axis=axis, keepdims=True) / LARGEST_INT8
    scales = np.maximum(scales, np.finfo(np.float32).tiny)
    return np.rint(table / scales).astype(np.int8), scales.astype(np.float32)
