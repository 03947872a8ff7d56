"""The one door to onnxruntime: which provider runs, on how many threads."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import cast

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as onnx_errors  # type: ignore[import-untyped]

from workers.errors import SetupError

CPU_PACKAGE = "onnxruntime"
GPU_PACKAGE = "onnxruntime-gpu"
# onnxruntime's errors have no common class but Exception.
UNREADABLE = (
    onnx_errors.Fail,
    onnx_errors.InvalidArgument,
    onnx_errors.InvalidGraph,
    onnx_errors.InvalidProtobuf,
    onnx_errors.NoSuchFile,
    onnx_errors.NotImplemented,
)


class Provider(StrEnum):
    """What onnxruntime computes with."""

    CPU = "CPUExecutionProvider"
    CUDA = "CUDAExecutionProvider"


class GpuUnavailableError(SetupError):
    """A GPU was asked for, or promised by what is installed, and cannot be used."""


def find_provider(*, require_gpu: bool = False) -> Provider:
    """CUDA where onnxruntime-gpu is installed and a GPU is there, else the CPU.

    Raises GpuUnavailableError when a GPU is required and missing, or when a double installation
    hides it.
    """
    available = onnxruntime.get_available_providers()
    return choose_provider(
        installed=frozenset(filter(_is_installed, (CPU_PACKAGE, GPU_PACKAGE))),
        cuda_built_in=Provider.CUDA.value in available,
        gpu_present=_gpu_present(),
        require_gpu=require_gpu,
    )


def choose_provider(
    *, installed: frozenset[str], cuda_built_in: bool, gpu_present: bool, require_gpu: bool
) -> Provider:
    """The rule of `find_provider`, as a function of what was found on the machine."""
    if not cuda_built_in and {CPU_PACKAGE, GPU_PACKAGE} <= installed:
        raise GpuUnavailableError(
            f"{CPU_PACKAGE} hides {GPU_PACKAGE}, for both install the same files: uninstall both, "
            f"then install {GPU_PACKAGE} alone."
        )
    if cuda_built_in and gpu_present:
        return Provider.CUDA
    if require_gpu:
        missing = "no GPU was found" if cuda_built_in else f"{GPU_PACKAGE} is not installed"
        raise GpuUnavailableError(
            f"A GPU is required but {missing}: provide it, or unset REQUIRE_GPU to use the CPU."
        )
    return Provider.CPU


class BrokenGraphError(SetupError):
    """A file does not hold a graph that onnxruntime reads."""


class Session:
    """A loaded ONNX model. `run` may be called from many threads at once."""

    def __init__(self, model: Path, provider: Provider, threads: int = 1) -> None:
        """Raises BrokenGraphError, and GpuUnavailableError when CUDA does not start."""
        self.provider = provider
        try:
            self._session = onnxruntime.InferenceSession(
                model, _options(threads), providers=_providers(provider)
            )
        except UNREADABLE as error:
            raise BrokenGraphError(f"No graph can be read from {model}: make it anew.") from error
        # onnxruntime falls back to the CPU without raising.
        if provider.value not in self._session.get_providers():
            raise GpuUnavailableError(
                "A GPU is here but CUDA did not start: check the driver and the CUDA libraries, "
                f"or install {CPU_PACKAGE} in place of {GPU_PACKAGE} to use the CPU."
            )

        self._first_output = [self._session.get_outputs()[0].name]

    @property
    def output_width(self) -> int:
        """The last dimension of the first output."""
        return int(self._session.get_outputs()[0].shape[-1])

    def run(self, feed: Mapping[str, NDArray[np.generic]]) -> NDArray[np.float32]:
        """The model's first output for these inputs."""
        return cast("NDArray[np.float32]", self._session.run(self._first_output, feed)[0])


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # No busy waiting: another pool needs the core.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return options


def _providers(provider: Provider) -> list[str]:
    if provider is Provider.CPU:
        return [Provider.CPU.value]
    # CUDA's libraries may be installed as Python packages, where the loader does not look.
    onnxruntime.preload_dlls()
    return [Provider.CUDA.value, Provider.CPU.value]


def _is_installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def _gpu_present() -> bool:
    """Whether there is a device file of NVIDIA's driver; under WSL it has another name."""
    devices = Path("/dev")
    return any(devices.glob("nvidia[0-9]*")) or (devices / "dxg").exists()
