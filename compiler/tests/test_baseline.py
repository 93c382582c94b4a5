"""The parts of the bench's peer that are written out, against numpy."""

import numpy as np
import pytest
import tvm
from tvm import te

from baseline.model import _dequantised
from conftest import tensor
from postil_compiler import build
from postil_compiler.config import GROUP

ROWS, DEPTH, TILE = 32, 64, 16


def _dequantise(values, scales):
    """What the model's kernels would make of these buffers."""
    q = te.placeholder(values.shape, "uint32", "q")
    s = te.placeholder(scales.shape, "float32", "s")
    full = te.compute((ROWS, DEPTH), lambda n, k: _dequantised(q, s, n, k), name="full")
    compiled = tvm.compile(tvm.IRModule({"main": te.create_prim_func([q, s, full])}), target=build.host_target())
    result = tensor(np.zeros((ROWS, DEPTH), "float32"))
    compiled["main"](tensor(values), tensor(scales), result)
    return result.numpy()


@pytest.mark.parametrize("tiled", [False, True])
def test_weights_are_read_as_they_are_stored(tiled):
    generator = np.random.default_rng(3)
    signed = generator.integers(-128, 128, (ROWS, DEPTH), dtype=np.int8)
    scales = generator.random((ROWS, DEPTH // GROUP), dtype=np.float32)
    words = signed.view(np.uint32)
    expected = signed.astype(np.float32) * np.repeat(scales, GROUP, axis=1)
    if tiled:
        words, scales = (each.reshape(ROWS // TILE, TILE, -1).transpose(0, 2, 1).copy() for each in (words, scales))
    np.testing.assert_array_equal(_dequantise(words, scales), expected)
