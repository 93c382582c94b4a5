"""The sampler's VM functions against numpy, with the arguments that WebLLM passes."""

import numpy as np
import pytest

VOCABULARY = 262144
TOP = 64
ROW = np.zeros(1, np.int32)


def softmax(logits, temperature):
    scaled = (logits.astype(np.float64) - logits.max()) / temperature
    weights = np.exp(scaled)
    return weights / weights.sum()


@pytest.mark.parametrize("temperature", [0.3, 1.0, 2.0])
def test_softmax_is_that_of_the_scaled_logits(sampler, random, temperature):
    logits = random.normal(0, 6, (1, 1, VOCABULARY)).astype(np.float32)
    probs = sampler("softmax_with_temperature", logits, np.array([temperature], np.float32))
    np.testing.assert_allclose(probs, softmax(logits, temperature), rtol=2e-4, atol=1e-9)
    assert abs(probs.sum(dtype=np.float64) - 1) < 1e-4


def test_softmax_of_huge_logits_and_no_temperature_is_finite(sampler, random):
    logits = random.normal(0, 1, (1, 1, VOCABULARY)).astype(np.float32)
    logits[0, 0, 7] = 3e4
    logits[0, 0, 8] = -3.4028234663852886e38
    # What WebLLM makes of temperature 0.
    probs = sampler("softmax_with_temperature", logits, np.array([1e-6], np.float32))
    assert probs[0, 0, 7] == 1 and probs.sum() == 1


def test_sort_returns_the_largest_in_order(sampler, random):
    probs = random.random((1, VOCABULARY), np.float32)
    values, ids = sampler("argsort_probs", probs)
    expected = np.argsort(-probs[0], kind="stable")[:TOP]
    np.testing.assert_array_equal(ids[0], expected)
    np.testing.assert_array_equal(values[0], probs[0, expected])


def test_sort_finds_all_in_one_chunk_and_equal_ones_by_token(sampler):
    probs = np.full((1, VOCABULARY), 1e-7, np.float32)
    probs[0, 4096 : 4096 + 60] = np.linspace(0.001, 0.01, 60, dtype=np.float32)
    values, ids = sampler("argsort_probs", probs)
    assert ids[0, :60].tolist() == list(range(4096 + 59, 4095, -1))
    assert ids[0, 60:].tolist() == [0, 1, 2, 3]
    assert (np.diff(values[0]) <= 0).all()


def test_sort_of_what_is_not_a_number_puts_it_last(sampler, random):
    probs = random.random((1, VOCABULARY), np.float32)
    best = int(probs.argmax())
    probs[0, 100] = np.nan
    _, ids = sampler("argsort_probs", probs)
    assert ids[0, 0] == best and 100 not in ids[0]


def pick(sampler, values, uniform, top_p):
    padded = np.zeros((1, TOP), np.float32)
    padded[0, : len(values)] = values
    ids = np.arange(1000, 1000 + TOP, dtype=np.int32)[None]
    arguments = [np.array([uniform], np.float32), ROW, np.array([top_p], np.float32)]
    return int(sampler("sample_with_top_p", padded, ids, *arguments)[0]) - 1000


@pytest.mark.parametrize(
    ("uniform", "top_p", "expected"),
    [
        (0.0, 1.0, 0),
        (0.49, 1.0, 0),
        (0.51, 1.0, 1),
        (0.85, 1.0, 2),
        (0.999999, 1.0, 3),
        # 0.5 + 0.3 reaches 0.8: the nucleus is two tokens, the first with 5/8 of it.
        (0.62, 0.79, 0),
        (0.63, 0.79, 1),
        (0.999999, 0.79, 1),
        (0.999999, 1e-5, 0),
    ],
)
def test_nucleus(sampler, uniform, top_p, expected):
    assert pick(sampler, [0.5, 0.3, 0.15, 0.05], uniform, top_p) == expected


def test_samples_follow_the_probabilities(sampler, random):
    values = [0.5, 0.3, 0.15, 0.05]
    counts = np.bincount([pick(sampler, values, random.random(), 0.94) for _ in range(2000)], minlength=4)
    np.testing.assert_allclose(counts[:3] / 2000, np.array([0.5, 0.3, 0.15]) / 0.95, atol=0.04)
    assert counts[3] == 0


def test_no_probabilities_give_no_token(sampler):
    assert pick(sampler, [np.nan] * 4, 0.5, 0.9) == -1 - 1000


def test_bias_is_added_in_place(sampler, random):
    logits = random.normal(0, 3, (1, VOCABULARY)).astype(np.float32)
    ids = random.choice(VOCABULARY, 100, replace=False).astype(np.int32)
    bias = random.normal(0, 50, 100).astype(np.float32)
    changed = sampler.in_place("apply_logit_bias_inplace", logits, np.zeros(100, np.int32), ids, bias)
    expected = logits.copy()
    expected[0, ids] += bias
    np.testing.assert_allclose(changed, expected, rtol=1e-6)


def test_penalties_in_place(sampler, random):
    logits = random.normal(0, 3, (1, VOCABULARY)).astype(np.float32)
    ids = random.choice(VOCABULARY, 77, replace=False).astype(np.int32)
    counts = random.integers(1, 9, 77).astype(np.int32)
    presence, frequency, repetition = 0.5, 0.25, 1.3
    arguments = [ROW, np.zeros(77, np.int32), ids, counts, np.array([[presence, frequency, repetition]], np.float32)]
    changed = sampler.in_place("apply_penalty_inplace", logits, *arguments)
    expected = logits.copy()
    penalised = expected[0, ids] - presence - counts * np.float32(frequency)
    expected[0, ids] = np.where(penalised > 0, penalised / repetition, penalised * repetition)
    np.testing.assert_allclose(changed, expected, rtol=1e-5)


def test_mask_keeps_the_set_bits_in_place(sampler, random):
    logits = random.normal(0, 3, (1, VOCABULARY)).astype(np.float32)
    mask = random.integers(-(2**31), 2**31, (1, VOCABULARY // 32), dtype=np.int64).astype(np.int32)
    changed = sampler.in_place("apply_bitmask_inplace", logits, ROW, mask)
    kept = np.unpackbits(mask.view(np.uint8), bitorder="little").astype(bool)[None]
    assert 0.4 < kept.mean() < 0.6
    np.testing.assert_array_equal(changed[kept], logits[kept])
    assert (changed[~kept] == np.float32(-3.4028234663852886e38)).all()
