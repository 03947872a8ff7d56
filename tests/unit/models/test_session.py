from pathlib import Path

import pytest

from workers.models.session import (
    BrokenGraphError,
    GpuUnavailableError,
    Provider,
    Session,
    choose_provider,
    find_provider,
)

CPU_ONLY = frozenset({"onnxruntime"})
GPU_ONLY = frozenset({"onnxruntime-gpu"})


def choose(
    installed: frozenset[str], *, cuda: bool, gpu: bool, require_gpu: bool = False
) -> Provider:
    return choose_provider(
        installed=installed, cuda_built_in=cuda, gpu_present=gpu, require_gpu=require_gpu
    )


@pytest.mark.parametrize("require_gpu", [False, True])
def test_a_gpu_is_used_where_package_and_device_are_there(require_gpu: bool) -> None:
    assert choose(GPU_ONLY, cuda=True, gpu=True, require_gpu=require_gpu) is Provider.CUDA


@pytest.mark.parametrize(
    ("installed", "cuda", "gpu"), [(CPU_ONLY, False, True), (GPU_ONLY, True, False)]
)
def test_the_cpu_is_used_where_package_or_device_is_missing(
    installed: frozenset[str], cuda: bool, gpu: bool
) -> None:
    assert choose(installed, cuda=cuda, gpu=gpu) is Provider.CPU


def test_a_required_gpu_that_is_missing_is_an_error_that_names_what_is_missing() -> None:
    with pytest.raises(GpuUnavailableError, match=r"onnxruntime-gpu is not installed.*REQUIRE_GPU"):
        choose(CPU_ONLY, cuda=False, gpu=True, require_gpu=True)
    with pytest.raises(GpuUnavailableError, match=r"no GPU was found.*REQUIRE_GPU"):
        choose(GPU_ONLY, cuda=True, gpu=False, require_gpu=True)


def test_two_packages_that_hide_the_gpu_are_refused_even_if_none_is_required() -> None:
    with pytest.raises(GpuUnavailableError, match="uninstall both"):
        choose(CPU_ONLY | GPU_ONLY, cuda=False, gpu=True)


def test_two_packages_of_which_the_gpu_build_won_are_accepted() -> None:
    assert choose(CPU_ONLY | GPU_ONLY, cuda=True, gpu=True) is Provider.CUDA


@pytest.mark.skipif(
    find_provider() is Provider.CUDA, reason="not run: this machine has a GPU that works"
)
@pytest.mark.filterwarnings("ignore:Specified provider")
def test_cuda_that_does_not_start_is_an_error_and_not_a_silent_cpu(encoder_dir: Path) -> None:
    with pytest.raises(GpuUnavailableError, match="CUDA did not start"):
        Session(encoder_dir / "int8.onnx", Provider.CUDA)


def test_what_is_no_graph_is_refused_with_the_repair(tmp_path: Path) -> None:
    (tmp_path / "head.onnx").write_bytes(b"not a graph")
    with pytest.raises(BrokenGraphError, match=r"head\.onnx: make it anew"):
        Session(tmp_path / "head.onnx", Provider.CPU)
