"""Compiles the sampler's VM functions, and single kernels, for this machine's CPU."""

import ctypes
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import tvm
from tvm.relax.frontend import nn

from postil_compiler import build, link
from postil_compiler.config import Gemma3Config
from postil_compiler.kernels.launch import Launch
from postil_compiler.model import Gemma3

SAMPLER = [
    "softmax_with_temperature",
    "argsort_probs",
    "sample_with_top_p",
    "apply_bitmask_inplace",
    "apply_penalty_inplace",
    "apply_logit_bias_inplace",
]
LAUNCH, HALF = Launch(gpu=False), Launch(gpu=False, half=True)


def tensor(array):
    return tvm.runtime.tensor(np.ascontiguousarray(array), tvm.cpu())


@cache
def _compiled(kernel):
    return tvm.compile(tvm.IRModule({"main": kernel.with_attr("global_symbol", "main")}), target=build.host_target())


def run_kernel(kernel, inputs, *shapes_and_dtypes):
    """Calls a TIR function on arrays and returns its outputs as arrays."""
    outputs = [tensor(np.zeros(shape, dtype)) for shape, dtype in shapes_and_dtypes]
    _compiled(kernel)["main"](*map(tensor, inputs), *outputs)
    arrays = [output.numpy() for output in outputs]
    return arrays[0] if len(arrays) == 1 else arrays


def quantise(weights, bits=8):
    """(N, K) float32 -> values (N/16, words of a row, 16) uint32, scales (N/16, K/32, 16) float32, and what they stand for."""
    largest = 2 ** (bits - 1)
    groups = weights.reshape(weights.shape[0], -1, 32)
    scales = (np.abs(groups).max(-1) / (largest - 0.5)).astype(np.float32)
    values = np.clip(np.rint(groups / scales[..., None]), -largest, largest - 1).astype(np.int64)
    restored = (values * scales[..., None].astype(np.float64)).reshape(weights.shape).astype(np.float32)
    return packed(values.reshape(weights.shape), bits), tiled(scales), restored


def packed(integers, bits):
    """(N, K) integers of `bits` bits -> (N/16, words of a row, 16) uint32."""
    per_word = 32 // bits
    fields = (integers.reshape(len(integers), -1, per_word) % 2**bits) << (bits * np.arange(per_word))
    return tiled(fields.sum(-1).astype(np.uint32))


def tiled(rows):
    """(N, K) -> (N/16, K, 16): the rows of a tile lie side by side."""
    return np.ascontiguousarray(rows.reshape(-1, 16, rows.shape[1]).transpose(0, 2, 1))


@pytest.fixture
def random():
    return np.random.default_rng(270)


class _Sampler:
    """The sampler's VM functions, on arrays."""

    def __init__(self):
        config, target = Gemma3Config(), build.host_target()
        specs = {name: build.function_specs(config)[name] for name in SAMPLER}
        with target:
            # The methods of the whole model, of which only the sampler's are exported: they use no parameter.
            module, _ = _SamplerOnly(config, target).export_tvm(spec=specs)
        executable = build.compile_module(module, target)
        self.vm = tvm.relax.VirtualMachine(executable, tvm.cpu())

    def __call__(self, name, *arrays):
        result = self.vm[name](*map(tensor, arrays))
        return result.numpy() if hasattr(result, "numpy") else tuple(part.numpy() for part in result)

    def in_place(self, name, logits, *arrays):
        """The logits after a function that changes them; what the function returns must be the same memory."""
        changed = tensor(logits)
        self.vm[name](changed, *map(tensor, arrays))
        return changed.numpy()


class _SamplerOnly(Gemma3):
    def __init__(self, config, target):
        nn.Module.__init__(self)
        self.config, self.launch = config, LAUNCH


@pytest.fixture(scope="session")
def cache_runtime(tmp_path_factory):
    """The key-value cache in this process, once: its functions cannot be registered twice."""
    folder = tmp_path_factory.mktemp("cache")
    runtime = Path(__file__).parents[1] / "runtime"
    link.compile_host_cache(runtime, folder / "sources", folder / "cache.so")
    return ctypes.CDLL(str(folder / "cache.so"))


@pytest.fixture(scope="session")
def sampler():
    return _Sampler()
