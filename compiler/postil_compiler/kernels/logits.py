"""What WebLLM does to the logits between the model and the sampler, in place.

`rows` (n,) names the sequence of each entry, as WebLLM's `pos2seq_ids`; it runs one sequence, and ids are in the
vocabulary. Entries of one call have different ids.
"""

from functools import cache

from tvm.script import tirx as T

from .launch import KERNEL_ATTRS, Launch

THREADS = 64
MASKED = -3.4028234663852886e38
"""The most negative float32: WGSL has no literal for minus infinity."""


@cache
def add_bias(launch: Launch, vocabulary: int):
    """logits (S, vocabulary)[rows[i], ids[i]] += bias[i]."""

    @T.prim_func(private=True, s_tir=True)
    def add_logit_bias(logits_handle: T.handle, rows_handle: T.handle, ids_handle: T.handle, bias_handle: T.handle):
        T.func_attr(KERNEL_ATTRS)
        S = T.int32()
        n = T.int32()
        logits = T.match_buffer(logits_handle, (S, vocabulary), "float32")
        rows = T.match_buffer(rows_handle, (n,), "int32")
        ids = T.match_buffer(ids_handle, (n,), "int32")
        bias = T.match_buffer(bias_handle, (n,), "float32")
        for bx in launch.bind((n + THREADS - 1) // THREADS, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("bias"):
                    i = T.axis.spatial(n, bx * THREADS + tx)
                    T.where(bx * THREADS + tx < n)
                    T.reads(rows[i], ids[i], bias[i], logits[0:S, 0:vocabulary])
                    T.writes(logits[0:S, 0:vocabulary])
                    logits[rows[i], ids[i]] = logits[rows[i], ids[i]] + bias[i]

    return add_logit_bias


@cache
def penalise(launch: Launch, vocabulary: int):
    """Penalties on tokens that have appeared: `counts` (n,) times, penalties (S, 3) = presence, frequency, repetition.

    l := l - presence - count * frequency, then divided by the repetition penalty if positive, multiplied if not
    (https://arxiv.org/abs/1909.05858, section 4.1). `sequences` (S,) maps the rows of `penalties` to rows of logits.
    """

    @T.prim_func(private=True, s_tir=True)
    def penalise_logits(
        logits_handle: T.handle,
        sequences_handle: T.handle,
        rows_handle: T.handle,
        ids_handle: T.handle,
        counts_handle: T.handle,
        penalties_handle: T.handle,
    ):
        T.func_attr(KERNEL_ATTRS)
        B = T.int32()
        S = T.int32()
        n = T.int32()
        logits = T.match_buffer(logits_handle, (B, vocabulary), "float32")
        sequences = T.match_buffer(sequences_handle, (S,), "int32")
        rows = T.match_buffer(rows_handle, (n,), "int32")
        ids = T.match_buffer(ids_handle, (n,), "int32")
        counts = T.match_buffer(counts_handle, (n,), "int32")
        penalties = T.match_buffer(penalties_handle, (S, 3), "float32")
        for bx in launch.bind((n + THREADS - 1) // THREADS, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("penalty"):
                    i = T.axis.spatial(n, bx * THREADS + tx)
                    T.where(bx * THREADS + tx < n)
                    T.reads(sequences[0:S], rows[i], ids[i], counts[i], penalties[0:S, 0:3], logits[0:B, 0:vocabulary])
                    T.writes(logits[0:B, 0:vocabulary])
                    value: T.let[T.float32] = (
                        logits[sequences[rows[i]], ids[i]]
                        - penalties[rows[i], 0]
                        - T.Cast("float32", counts[i]) * penalties[rows[i], 1]
                    )
                    logits[sequences[rows[i]], ids[i]] = T.Select(
                        value > T.float32(0), value / penalties[rows[i], 2], value * penalties[rows[i], 2]
                    )

    return penalise_logits


@cache
def apply_mask(launch: Launch, vocabulary: int):
    """logits (B, vocabulary) of every token whose bit in the mask (B, vocabulary / 32) int32 is 0 := MASKED.

    Bit i of word w stands for token 32 * w + i; only the rows in `sequences` (S,) change.
    """
    threads = 256

    @T.prim_func(private=True, s_tir=True)
    def mask_logits(logits_handle: T.handle, sequences_handle: T.handle, mask_handle: T.handle):
        T.func_attr(KERNEL_ATTRS)
        B = T.int32()
        S = T.int32()
        logits = T.match_buffer(logits_handle, (B, vocabulary), "float32")
        sequences = T.match_buffer(sequences_handle, (S,), "int32")
        mask = T.match_buffer(mask_handle, (B, vocabulary // 32), "int32")
        for bx in launch.bind(S * (vocabulary // threads), "blockIdx.x"):
            for tx in launch.bind(threads, "threadIdx.x"):
                with T.sblock("mask"):
                    s = T.axis.spatial(S, bx // (vocabulary // threads))
                    v = T.axis.spatial(vocabulary, bx % (vocabulary // threads) * threads + tx)
                    T.reads(sequences[s], mask[0:B, v // 32], logits[0:B, v])
                    T.writes(logits[0:B, v])
                    if T.bitwise_and(T.shift_right(mask[sequences[s], v // 32], v % 32), 1) == 0:
                        logits[sequences[s], v] = T.float32(MASKED)

    return mask_logits
