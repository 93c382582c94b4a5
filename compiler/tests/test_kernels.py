"""Kernels against numpy: quantised products, normalisation, rotation, attention."""

import numpy as np
import pytest
from conftest import HALF, LAUNCH, quantise, run_kernel

from postil_compiler.kernels import attention, cache, embedding, norm, quantised, rope

EPSILON = 1e-6
HALF_STEP = 2.0**-11
"""The relative error of rounding to float16."""


def rms(x, weight):
    return x / np.sqrt((x.astype(np.float64) ** 2).mean(-1, keepdims=True) + EPSILON) * weight


def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


@pytest.mark.parametrize("depth", [640, 1024, 2048])
def test_product_of_one_row(random, depth):
    values, scales, weights = quantise(random.normal(0, 0.05, (640, depth)).astype(np.float32))
    x = random.normal(0, 1, (1, 1, depth)).astype(np.float32)
    y = run_kernel(quantised.gemv(LAUNCH, 640, depth, "float32"), [x, values, scales], ((1, 1, 640), "float32"))
    np.testing.assert_allclose(y, x @ weights.T, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("length", [1, 5, 8, 17, 130])
def test_product_of_any_number_of_rows(random, length):
    values, scales, weights = quantise(random.normal(0, 0.05, (640, 1024)).astype(np.float32))
    x = random.normal(0, 1, (1, length, 1024)).astype(np.float32)
    y = run_kernel(quantised.gemm(LAUNCH, 640, 1024, "float32"), [x, values, scales], ((1, length, 640), "float32"))
    np.testing.assert_allclose(y, x @ weights.T, rtol=1e-4, atol=1e-4)


def test_products_of_16_bit_inputs(random):
    """Inputs are as large as the model's largest (README.md); the error is a few roundings of what is added up."""
    values, scales, weights = quantise(random.normal(0, 0.05, (640, 1024)).astype(np.float32))
    x = random.normal(0, 100, (1, 17, 1024)).astype(np.float16)
    expected = x.astype(np.float64) @ weights.T
    size = np.abs(x.astype(np.float64)) @ np.abs(weights.T)
    y = run_kernel(quantised.gemm(HALF, 640, 1024, "float32"), [x, values, scales], ((1, 17, 640), "float32"))
    assert (np.abs(y - expected) < 4 * HALF_STEP * size).all()
    # One row is multiplied in float32: only its result is rounded.
    row = run_kernel(quantised.gemv(HALF, 640, 1024, "float16"), [x[:, :1], values, scales], ((1, 1, 640), "float16"))
    assert row.dtype == np.float16
    np.testing.assert_allclose(row, expected[:, :1], rtol=HALF_STEP * 1.01, atol=1e-3)


def test_gated_product(random):
    values, scales, weights = quantise(random.normal(0, 0.3, (512, 640)).astype(np.float32))
    x = random.normal(0, 1, (1, 1, 640)).astype(np.float32)
    both = x @ weights.T
    expected = gelu(both[..., :256].astype(np.float64)) * both[..., 256:]
    y = run_kernel(quantised.gemv_gated(LAUNCH, 256, 640), [x, values, scales], ((1, 1, 256), "float32"))
    np.testing.assert_allclose(y, expected, rtol=1e-3, atol=1e-4)
    rows = np.repeat(both, 3, axis=1).astype(np.float32)
    y = run_kernel(quantised.gated_gelu(LAUNCH, 256), [rows], ((1, 3, 256), "float32"))
    np.testing.assert_allclose(y, np.repeat(expected, 3, axis=1), rtol=1e-4, atol=1e-4)


def test_gelu_of_large_numbers_is_finite(random):
    rows = np.array([[[-200.0, -9.0, 0.0, 9.0, 200.0] + [1.0] * 251 + [1.0] * 256]], np.float32)
    y = run_kernel(quantised.gated_gelu(LAUNCH, 256), [rows], ((1, 1, 256), "float32"))
    np.testing.assert_allclose(y[0, 0, :5], [0, 0, 0, 9, 200], atol=1e-6)


def test_embedding_and_head_share_both_parts(random):
    rows, depth = 512, 640
    values, scales, weights = quantise(random.normal(0, 0.05, (2 * rows, depth)).astype(np.float32))
    parts = [values[:rows], scales[:rows], values[rows:], scales[rows:]]
    ids = np.array([0, 511, 512, 1023, 3, 9999, -1], np.int32)
    y = run_kernel(embedding.embed(LAUNCH, rows, depth), [ids, *parts], ((len(ids), depth), "float32"))
    np.testing.assert_allclose(y, weights[np.clip(ids, 0, 1023)] * np.sqrt(depth), rtol=1e-5)
    x = random.normal(0, 1, (1, 1, depth)).astype(np.float32)
    logits = run_kernel(embedding.head(LAUNCH, rows, depth), [x, *parts], ((1, 1, 2 * rows), "float32"))
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
    last = run_kernel(norm.last_row(LAUNCH, 640), [x], ((1, 1, 640), "float32"))
    np.testing.assert_array_equal(last[0, 0], x[0, 2])


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
    qkv = random.normal(0, 9, (1, 4, 6 * 256)).astype(np.float16)
    inputs = [np.array([0, 1, 511, 4095], np.int32), *(random.normal(1, 0.3, 256).astype(np.float32) for _ in range(2))]
    whole = run_kernel(rope.norm_rope(LAUNCH, 4, 1, 256, 1e4, EPSILON), [qkv.astype(np.float32), *inputs], ((4, 6, 256), "float32"))
    half = run_kernel(rope.norm_rope(HALF, 4, 1, 256, 1e4, EPSILON), [qkv, *inputs], ((4, 6, 256), "float16"))
    np.testing.assert_array_equal(half, whole.astype(np.float16))


@pytest.mark.parametrize("base", [10_000.0, 1_000_000.0])
def test_rotation(random, base):
    positions = np.array([0, 1, 511, 4095], np.int32)
    qkv = random.normal(0, 2, (1, 4, 6 * 256)).astype(np.float32)
    weight_q, weight_k = (random.normal(1, 0.3, 256).astype(np.float32) for _ in range(2))
    kernel = rope.norm_rope(LAUNCH, 4, 1, 256, base, EPSILON)
    y = run_kernel(kernel, [qkv, positions, weight_q, weight_k], ((4, 6, 256), "float32"))
    heads = qkv.reshape(4, 6, 256)
    angles = positions[:, None] * base ** (-np.arange(128) / 128)
    for head in range(5):
        x = rms(heads[:, head], weight_q if head < 4 else weight_k)
        a, b = x[:, :128], x[:, 128:]
        expected = np.concatenate(
            [a * np.cos(angles) - b * np.sin(angles), b * np.cos(angles) + a * np.sin(angles)], axis=-1
        )
        # float32 knows the angle at position 4,095 to some 1e-3.
        np.testing.assert_allclose(y[:, head], expected, atol=5e-3)
        np.testing.assert_allclose(y[:3, head], expected[:3], atol=1e-3)
    np.testing.assert_array_equal(y[:, 5], heads[:, 5])


HEADS, WIDTH, WINDOW = 4, 256, 100


def attend(q, keys, values, positions, scale, window):
    """q (M, heads, width) at `positions` over all keys (L, width): out, and the base-2 logarithm of the denominator."""
    scores = np.einsum("mhd,jd->mhj", q.astype(np.float64), keys.astype(np.float64)) * scale
    columns = np.arange(len(keys))[None, None]
    at = positions[:, None, None]
    scores = np.where((columns <= at) & (columns > at - window), scores, -np.inf)
    top = scores.max(-1, keepdims=True)
    weights = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = weights.sum(-1, keepdims=True)
    return np.einsum("mhj,jd->mhd", weights / np.maximum(total, 1e-300), values), total


def paged(keys, values, random):
    """Keys and values (L, width) in pages at shuffled places, the page table, and the length of the last page."""
    count = -(-len(keys) // cache.PAGE)
    table = random.permutation(count + 3)[:count].astype(np.int32)
    # What lies in unused places must not matter.
    pages = np.full((count + 3, 2, 1, cache.PAGE, WIDTH), np.nan, keys.dtype)
    for position in range(len(keys)):
        page, place = table[position // cache.PAGE], position % cache.PAGE
        pages[page, 0, 0, place], pages[page, 1, 0, place] = keys[position], values[position]
    return pages, table, np.array([(len(keys) - 1) % cache.PAGE + 1], np.int32)


def call_attention(kernel, arrays, scalars, queries):
    from conftest import _compiled, tensor

    out = tensor(np.zeros((queries, HEADS, WIDTH), arrays[0].dtype))
    lse = tensor(np.zeros((queries, HEADS), np.float32))
    _compiled(kernel)["main"](*map(tensor, arrays), out, lse, *scalars)
    return out.numpy(), lse.numpy()


@pytest.mark.parametrize(("launch", "tolerance"), [(LAUNCH, 1e-4), (HALF, 2e-3)])
@pytest.mark.parametrize("sliding", [False, True])
@pytest.mark.parametrize("length", [1, 16, 63, 129, 333])
def test_decode_attention(random, length, sliding, launch, tolerance):
    # Scores of the size that the model has: they would not be exact in 16 bits.
    q = random.normal(0, 2, (1, HEADS, WIDTH)).astype(launch.stored)
    keys, values = (random.normal(0, 1, (length, WIDTH)).astype(launch.stored) for _ in range(2))
    pages, table, last = paged(keys, values, random)
    scale = WIDTH**-0.5
    indptr = np.array([0, len(table)], np.int32)
    zero = np.zeros(1, np.int32)
    arrays = [q, pages, indptr, table, last, zero, zero]
    scalars = [0, 1.0, 1e4, -scale if sliding else scale]
    out, _ = call_attention(attention.decode(launch, HEADS, 1, WIDTH, WINDOW), arrays, scalars, 1)
    expected, _ = attend(q, keys, values, np.array([length - 1]), scale, WINDOW if sliding else 10**6)
    np.testing.assert_allclose(out, expected, rtol=1e-3, atol=tolerance)


@pytest.mark.parametrize("sliding", [False, True])
@pytest.mark.parametrize(("cached", "new"), [(1, 5), (90, 30), (200, 131)])
def test_chunk_attention_is_that_of_the_whole(random, cached, new, sliding):
    """A chunk's two kernels and their merge, against attention over all positions at once."""
    q = random.normal(0, 1, (new, HEADS, WIDTH)).astype(np.float32)
    keys, values = (random.normal(0, 1, (cached + new, WIDTH)).astype(np.float32) for _ in range(2))
    pages, table, last = paged(keys[:cached], values[:cached], random)
    scale = WIDTH**-0.5
    scalars = [1, 0, 1.0, 1e4, -scale if sliding else scale]
    rows = np.array([0, new], np.int32)
    zero, positions = np.zeros(1, np.int32), np.arange(new, dtype=np.int32)
    new_k, new_v = keys[cached:, None], values[cached:, None]
    chunk = attention.prefill_chunk(LAUNCH, HEADS, 1, WIDTH, WINDOW, 4)
    own = call_attention(chunk, [q, rows, new_k, new_v, rows, positions, zero], scalars, new)
    earlier_kernel = attention.prefill_cached(LAUNCH, HEADS, 1, WIDTH, WINDOW, 4)
    pages_indptr = np.array([0, len(table)], np.int32)
    arrays = [q, rows, pages, pages_indptr, table, last, zero, positions]
    earlier = call_attention(earlier_kernel, arrays, scalars, new)
    from conftest import _compiled, tensor

    merged = tensor(own[0])
    _compiled(attention.merge(LAUNCH, HEADS, WIDTH))["main"](merged, *map(tensor, [own[1], *earlier]))
    expected, _ = attend(q, keys, values, cached + positions, scale, WINDOW if sliding else 10**6)
    np.testing.assert_allclose(merged.numpy(), expected, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("launch", [LAUNCH, HALF])
def test_cache_kernels_store_by_slot(random, launch):
    qkv = random.normal(0, 1, (3, 6, WIDTH)).astype(launch.stored)
    from conftest import _compiled, tensor

    q, k, v = (tensor(np.zeros((3, heads, WIDTH), launch.stored)) for heads in (4, 1, 1))
    positions = tensor(np.arange(3, dtype=np.int32))
    _compiled(cache.split_heads(launch, 4, 1, WIDTH))["main"](tensor(qkv), positions, q, k, v, 0)
    np.testing.assert_array_equal(q.numpy(), qkv[:, :4])
    np.testing.assert_array_equal(k.numpy(), qkv[:, 4:5])
    np.testing.assert_array_equal(v.numpy(), qkv[:, 5:])
    pages = tensor(np.zeros((2, 2, 1, cache.PAGE, WIDTH), launch.stored))
    slots = tensor(np.array([17, -1, 2], np.int32))
    _compiled(cache.append(launch, 1, WIDTH))["main"](pages, k, v, slots)
    stored = pages.numpy()
    np.testing.assert_array_equal(stored[1, :, 0, 1], np.stack([qkv[0, 4], qkv[0, 5]]))
    np.testing.assert_array_equal(stored[0, :, 0, 2], np.stack([qkv[2, 4], qkv[2, 5]]))
    assert np.count_nonzero(stored) == 4 * WIDTH
