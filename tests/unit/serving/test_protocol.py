"""The messages are the standard's, and those that are committed are those of the .proto."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tritonclient.grpc import service_pb2

from workers.serving.protocol import open_inference_pb2

REPOSITORY = Path(__file__).resolve().parents[3]
PROTOCOL = Path("workers/serving/protocol")
# The standard has it, and NVIDIA's server does not.
BEYOND = {("ModelMetadataResponse", "properties")}


def fields(message: Any) -> dict[str, tuple[int, int, bool]]:
    """Number, type and whether repeated, by name."""
    return {each.name: (each.number, each.type, each.is_repeated) for each in message.fields}


@pytest.mark.parametrize("name", sorted(open_inference_pb2.DESCRIPTOR.message_types_by_name))
def test_names_numbers_and_types_are_those_that_other_clients_know(name: str) -> None:
    ours = open_inference_pb2.DESCRIPTOR.message_types_by_name[name]
    theirs = service_pb2.DESCRIPTOR.message_types_by_name[name]
    known = fields(theirs)
    for field, described in fields(ours).items():
        assert (name, field) in BEYOND or known[field] == described, field
    for nested in ours.nested_types:
        if (name, "properties") not in BEYOND or nested.name != "PropertiesEntry":
            assert fields(nested) == fields(theirs.nested_types_by_name[nested.name])


def test_the_committed_messages_are_what_the_proto_gives(tmp_path: Path) -> None:
    (tmp_path / PROTOCOL).mkdir(parents=True)
    command = [str(REPOSITORY / ".ci" / "make-protocol"), sys.executable, str(tmp_path)]
    subprocess.run(command, cwd=REPOSITORY, check=True)
    for name in ("open_inference_pb2.py", "open_inference_pb2.pyi"):
        committed = (REPOSITORY / PROTOCOL / name).read_text("utf-8")
        assert (tmp_path / PROTOCOL / name).read_text("utf-8") == committed
