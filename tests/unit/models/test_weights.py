import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from workers.models.weights import Floats, read_weights

TENSORS = st.dictionaries(
    st.text(min_size=1).filter(lambda name: name != "__metadata__"),
    arrays(np.float32, array_shapes(max_dims=3, max_side=4)),
    min_size=1,
    max_size=4,
)


def write_safetensors(path: Path, tensors: dict[str, Floats]) -> None:
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    body = b""
    for name, tensor in tensors.items():
        offsets = [len(body), len(body) + tensor.nbytes]
        header[name] = {"dtype": "F32", "shape": tensor.shape, "data_offsets": offsets}
        body += tensor.tobytes()
    # Eight bytes of another type, which the encoder has no use for.
    header["ids"] = {"dtype": "I64", "shape": [1], "data_offsets": [len(body), len(body) + 8]}
    encoded = json.dumps(header).encode()
    path.write_bytes(len(encoded).to_bytes(8, "little") + encoded + body + bytes(8))


@given(tensors=TENSORS)
def test_every_tensor_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, tensors: dict[str, Floats]
) -> None:
    path = tmp_path_factory.mktemp("weights") / "model.safetensors"
    write_safetensors(path, {f"tensor {name}": tensor for name, tensor in tensors.items()})
    weights = read_weights(path)
    assert len(weights) == len(tensors)
    for name, tensor in tensors.items():
        np.testing.assert_array_equal(weights[f"tensor {name}"], tensor)
