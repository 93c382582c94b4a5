"""Kernels against numpy: quantised products, normalisation, rotation, attention."""

import numpy as np
import pytest
from conftest import HALF, LAUNCH, quantise, run_kernel

from postil_compiler.kernels import attention, embedding, gemv, norm, quantised, rope

EPSILON = 1e-6
HALF_STEP = 2.0**-11
"""The relative error of rounding to float16."""


def rms(x, weight):
    return x / np.sqrt((x.astype(np.float64) ** 2).mean(-1, keepdims=True) + EPSILON) * weight


def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


FORMATS = pytest.mark.parametrize("form", [quantised.Q8, quantised.Q4], ids=["q8", "q4"])


@FORMATS
@pytest.mark.parametrize(("depth", "share"), [(640, gemv.MIDDLE), (640, gemv.QKV), (1024, gemv.NARROW), (2048, gemv.NARROW)])
def test_product_of_one_row(random, depth, share, form):
    values, scales, weights = quantise(random.normal(0, 0.05, (640, depth)).astype(np.float32), form.bits)
    x = random.normal(0, 1, (1, 1, depth)).astype(np.float32)
    kernel = gemv.gemv(LAUNCH, 640, depth, "float32", share, form)
    y = run_kernel(kernel, [x, values, scales], ((1, 1, 640), "float32"))
    np.testing.assert_allclose(y, x @ weights.T, rtol=1e-4, atol=1e-4)


@FORMATS
@pytest.mark.parametrize(("launch", "tolerance"), [(LAUNCH, 1e-5), (HALF, HALF_STEP * 1.01)])
def test_product_after_a_block(random, launch, tolerance, form):
    """The stream, and the product of its normalised form, which is not rounded on the way."""
    values, scales, weights = quantise(random.normal(0, 0.05, (128, 640)).astype(np.float32), form.bits)
    residual = random.normal(0, 1e5, (1, 1, 640)).astype(np.float32)
    branch = random.normal(0, 50, (1, 1, 640)).astype(np.float32)
    first, second = (random.normal(1, 0.3, 640).astype(np.float32) for _ in range(2))
    inputs, outputs = [residual, branch, first, second, values, scales], [((1, 1, 640), "float32")]
    expected = residual + rms(branch, first)
    normalised = rms(expected, second)
    kernel = gemv.norm_gemv(launch, 128, 640, EPSILON, weights=form)
    stream, y = run_kernel(kernel, inputs, *outputs, ((1, 1, 128), launch.stored))
    np.testing.assert_allclose(stream, expected, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(y, normalised @ weights.T, rtol=tolerance, atol=1e-4)
    kernel = gemv.norm_gemv_gated(launch, 64, 640, EPSILON, weights=form)
    stream, y = run_kernel(kernel, inputs, *outputs, ((1, 1, 64), launch.stored))
    both = normalised @ weights.T
    np.testing.assert_allclose(stream, expected, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(y, gelu(both[..., :64]) * both[..., 64:], rtol=max(tolerance, 1e-3), atol=1e-4)


@FORMATS
@pytest.mark.parametrize("length", [1, 5, 8, 17, 130])
def test_product_of_any_number_of_rows(random, length, form):
    values, scales, weights = quantise(random.normal(0, 0.05, (640, 1024)).astype(np.float32), form.bits)
    x = random.normal(0, 1, (1, length, 1024)).astype(np.float32)
    kernel = quantised.gemm(LAUNCH, 640, 1024, "float32", form)
    y = run_kernel(kernel, [x, values, scales], ((1, length, 640), "float32"))
    np.testing.assert_allclose(y, x @ weights.T, rtol=1e-4, atol=1e-4)


@FORMATS
def test_products_of_16_bit_inputs(random, form):
    """Inputs are as large as the model's largest (README.md); the error is a few roundings of what is added up."""
    values, scales, weights = quantise(random.normal(0, 0.05, (640, 1024)).astype(np.float32), form.bits)
    x = random.normal(0, 100, (1, 17, 1024)).astype(np.float16)
    expected = x.astype(np.float64) @ weights.T
    size = np.abs(x.astype(np.float64)) @ np.abs(weights.T)
    y = run_kernel(quantised.gemm(HALF, 640, 1024, "float32", form), [x, values, scales], ((1, 17, 640), "float32"))
    assert (np.abs(y - expected) < 4 * HALF_STEP * size).all()
    # One row is multiplied in float32: only its result is rounded.
    kernel = gemv.gemv(HALF, 640, 1024, "float16", gemv.NARROW, form)
    row = run_kernel(kernel, [x[:, :1], values, scales], ((1, 1, 640), "float16"))
    assert row.dtype == np.float16
    np.testing.assert_allclose(row, expected[:, :1], rtol=HALF_STEP * 1.01, atol=1e-3)


def test_gate(random):
    rows = random.normal(0, 3, (1, 3, 512)).astype(np.float32)
    y = run_kernel(quantised.gated_gelu(LAUNCH, 256), [rows], ((1, 3, 256), "float32"))
    expected = gelu(rows[..., :256].astype(np.float64)) * rows[..., 256:]
    np.testing.assert_allclose(y, expected, rtol=1e-4, atol=1e-4)


def test_gelu_of_large_numbers_is_finite(random):
    rows = np.array([[[-200.0, -9.0, 0.0, 9.0, 200.0] + [1.0] * 251 + [1.0] * 256]], np.float32)
    y = run_kernel(quantised.gated_gelu(LAUNCH, 256), [rows], ((1, 1, 256), "float32"))
    np.testing.assert_allclose(y[0, 0, :5], [0, 0, 0, 9, 200], atol=1e-6)


def test_embedding_and_head_share_both_parts(random):
    rows, depth = 512, 640
    values, scales, weights = quantise(random.normal(0, 0.05, (2 * rows, depth)).astype(np.float32))
    tiles = rows // 16
    parts = [values[:tiles], scales[:tiles], values[tiles:], scales[tiles:]]
    ids = np.array([0, 511, 512, 1023, 3, 9999, -1], np.int32)
    y = run_kernel(embedding.embed(LAUNCH, rows, depth), [ids, *parts], ((len(ids), depth), "float32"))
    np.testing.assert_allclose(y, weights[np.clip(ids, 0, 1023)] * np.sqrt(depth), rtol=1e-5)
    x = random.normal(0, 1, (1, 1, depth)).astype(np.float32)
    logits = run_kernel(gemv.head(LAUNCH, rows, depth), [x, *parts], ((1, 1, 2 * rows), "float32"))
    np.testing.assert_allclose(logits, x @ weights.T, rtol=1e-4, atol=1e-4)


def test_normalisation(random):
    x, branch = (random.normal(0, 3, (1, 3, 640)).astype(np.float32) for _ in range(2))
    first, second = (random.normal(1, 0.3, 640).astype(np.float32) for _ in range(2))
    shape = ((1, 3, 640), "float32")
    np.testing.assert_allclose(
        run_kernel(norm.rms_norm(LAUNCH, 640, EPSILON), [x, first], shape), rms(x, first), rtol=1e-5, atol=1e-6
    )
    stream, y = run_kernel(norm.add_norm(LAUNCH, 640, EPSILON), [x, branch, first, second], shape, shape)
    expected = x + rms(branch, first)
    np.testing.assert_allclose(stream, expected, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(y, rms(expected, second), rtol=1e-5, atol=1e-5)
    last = run_kernel(norm.last_row(LAUNCH, 640, "float32"), [x[0]], ((1, 640), "float32"))
    np.testing.assert_array_equal(last[0], x[0, 2])


def test_16_bit_outputs_are_the_others_rounded(random):
    """The arithmetic is in float32 however the result is stored, also where the stream would overflow 16 bits."""
    stream, branch = random.normal(0, 1e5, (1, 3, 640)).astype(np.float32), random.normal(0, 9, (1, 3, 640)).astype(np.float32)
    first, second = (random.normal(1, 0.3, 640).astype(np.float32) for _ in range(2))
    shape = (1, 3, 640)
    kernels = [
        (norm.rms_norm, (640, EPSILON), [stream, first], [shape]),
        (norm.add_norm, (640, EPSILON), [stream, branch, first, second], [shape, shape]),
    ]
    for kernel, sizes, inputs, shapes in kernels:
        outputs = [(shape, "float32") for shape in shapes]
        whole = run_kernel(kernel(LAUNCH, *sizes), inputs, *outputs)
        half = run_kernel(kernel(HALF, *sizes), inputs, *outputs[:-1], (shapes[-1], "float16"))
        last = (lambda result: result[-1]) if len(shapes) > 1 else (lambda result: result)
        np.testing.assert_array_equal(last(half), last(whole).astype(np.float16))


def rotate(launch, qkv, cached, base, weights):
    """Queries, and the cache after the kernel."""
    from conftest import _compiled, tensor

    stored, y = tensor(cached), tensor(np.zeros((qkv.shape[1], 4, 256), launch.stored))
    _compiled(rope.norm_rope_append(launch, 4, 1, 256, base, EPSILON))["main"](
        tensor(qkv), *map(tensor, weights), stored, y
    )
    return y.numpy(), stored.numpy()


@pytest.mark.parametrize("base", [10_000.0, 1_000_000.0])
@pytest.mark.parametrize("before", [0, 509, 4092])
def test_queries_and_keys_are_normalised_rotated_and_stored(random, base, before):
    new = 4
    qkv = random.normal(0, 2, (1, new, 6 * 256)).astype(np.float32)
    weights = [random.normal(1, 0.3, 256).astype(np.float32) for _ in range(2)]
    earlier = random.normal(0, 1, (before + new, 2, 1, 256)).astype(np.float32)
    y, cached = rotate(LAUNCH, qkv, earlier, base, weights)
    heads = qkv.reshape(new, 6, 256)
    positions = before + np.arange(new)
    angles = positions[:, None] * base ** (-np.arange(128) / 128)
    for head in range(5):
        x = rms(heads[:, head], weights[0] if head < 4 else weights[1])
        a, b = x[:, :128], x[:, 128:]
        expected = np.concatenate(
            [a * np.cos(angles) - b * np.sin(angles), b * np.cos(angles) + a * np.sin(angles)], axis=-1
        )
        ours = y[:, head] if head < 4 else cached[before:, 0, 0]
        # float32 knows the angle at position 4,095 to some 1e-3.
        np.testing.assert_allclose(ours, expected, atol=1e-3 if before < 1000 else 5e-3)
    np.testing.assert_array_equal(cached[before:, 1, 0], heads[:, 5])
    np.testing.assert_array_equal(cached[:before], earlier[:before])


def test_16_bit_queries_and_keys_are_the_others_rounded(random):
    qkv = random.normal(0, 9, (1, 4, 6 * 256)).astype(np.float16)
    weights = [random.normal(1, 0.3, 256).astype(np.float32) for _ in range(2)]
    empty = np.zeros((100, 2, 1, 256), np.float16)
    whole = rotate(LAUNCH, qkv.astype(np.float32), empty.astype(np.float32), 1e4, weights)
    half = rotate(HALF, qkv, empty, 1e4, weights)
    for theirs, ours in zip(whole, half, strict=True):
        np.testing.assert_array_equal(ours, theirs.astype(np.float16))


HEADS, WIDTH, WINDOW = 4, 256, 100


def attend(q, keys, values, window):
    """What attention of the last M positions (M, heads, width) over keys (L, width) must be."""
    positions = np.arange(len(keys) - len(q), len(keys))[:, None, None]
    scores = np.einsum("mhd,jd->mhj", q.astype(np.float64), keys.astype(np.float64)) * WIDTH**-0.5
    columns = np.arange(len(keys))[None, None]
    scores = np.where((columns <= positions) & (columns > positions - window), scores, -np.inf)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    return np.einsum("mhj,jd->mhd", weights / weights.sum(-1, keepdims=True), values.astype(np.float64))


@pytest.mark.parametrize(("launch", "tolerance"), [(LAUNCH, 1e-4), (HALF, 2e-3)])
@pytest.mark.parametrize("window", [None, WINDOW])
@pytest.mark.parametrize(("new", "length"), [(1, 1), (1, 16), (1, 63), (1, 129), (1, 333), (5, 5), (5, 6), (30, 120), (131, 331)])
def test_attention(random, new, length, window, launch, tolerance):
    # Scores of the size that the model has: they would not be exact in 16 bits.
    q = random.normal(0, 2, (new, HEADS, WIDTH)).astype(launch.stored)
    cached = random.normal(0, 1, (length, 2, 1, WIDTH)).astype(launch.stored)
    expected = attend(q, cached[:, 0, 0], cached[:, 1, 0], window or 10**6)
    for one in [False, True] if new == 1 else [False]:
        kernel = attention.attention(launch, HEADS, 1, WIDTH, window, one)
        out = run_kernel(kernel, [q, cached], ((new, HEADS, WIDTH), launch.stored))
        np.testing.assert_allclose(out, expected, rtol=1e-3, atol=tolerance)
