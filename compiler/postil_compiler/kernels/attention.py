"""Attention to the cached keys and among a chunk's new tokens.

The signatures are those that TVM's paged cache calls (attn_backend.h in its runtime). A workgroup takes a tile of
queries with their heads and walks over the keys in tiles, keeping a running softmax (https://arxiv.org/abs/2205.14135):
first each thread scores one key against all rows, then each thread sums some elements of the values for all rows.

Two things differ from the runtime's own kernels. The sliding window is applied here, by position, and the cache is told
that every layer is global: its own per-layer windows write the page tables of sliding and global layers into the same
device buffer on WebGPU (PlainPagedKVCacheAuxDataManager), so that global layers lose everything before the window. And
since the runtime hands one function to all layers, a layer says by the sign of `sm_scale` which kind it is: negative
means sliding.

A cache holds one sequence. `lse` is the base-2 logarithm of the softmax's denominator, by which `merge` joins the two
parts of a chunk's attention.
"""

from functools import cache as memoise
from math import e, log2

from tvm import tirx
from tvm.script import tirx as T

from .cache import PAGE
from .launch import Launch
from .quantised import as_float32

THREADS = 64
"""Threads of a workgroup, and keys of a tile."""
EMPTY = -5e4
"""The score of nothing: exp2 of its difference to any score is 0."""
UNROLL = 4
"""Products that are added before a sum is stored."""


def _visible(column, position, length, sm_scale, window: int):
    recent = tirx.Or(sm_scale > T.float32(0), column > position - window)
    return tirx.And(tirx.And(column < length, column <= position), recent)


def _attend(launch: Launch, query_tile: int, block_heads: int, heads: int, kv_heads: int, width: int, window: int):
    """The kernel's body, as a macro of the buffers and of functions that read a key and a value as float32."""
    rows = query_tile * block_heads
    group = heads // kv_heads
    head_blocks = heads // block_heads
    steps = width // THREADS
    # A thread's own memory: on the host, where threads are a loop, it has a place for each.
    lanes = 1 if launch.gpu else THREADS
    assert block_heads <= group and rows <= THREADS and width % (THREADS * UNROLL) == 0

    def lane(tx):
        return 0 if launch.gpu else tx

    @T.macro
    def attend(M, q, key, value, length, first_position, out, lse, sm_scale):
        sums = T.sblock_alloc_buffer((lanes, rows, steps), "float32", scope=launch.local)
        dots = T.sblock_alloc_buffer((lanes, rows), "float32", scope=launch.local)
        scores = T.sblock_alloc_buffer((rows, THREADS), "float32", scope=launch.shared)
        # Every thread keeps the softmax's state for itself, equal in all: one that a few threads kept for the others
        # would cost a barrier, and its conditions are more than TVM's placing of barriers can follow.
        top = T.sblock_alloc_buffer((lanes, rows), "float32", scope=launch.local)
        rescale = T.sblock_alloc_buffer((lanes, rows), "float32", scope=launch.local)
        total = T.sblock_alloc_buffer((lanes, rows), "float32", scope=launch.local)
        for block in launch.bind((M + query_tile - 1) // query_tile * head_blocks, "blockIdx.x"):
            m0: T.let[T.int32] = block // head_blocks * query_tile
            h0: T.let[T.int32] = block % head_blocks * block_heads
            first: T.let[T.int32] = T.Select(
                sm_scale > T.float32(0), 0, T.max(first_position + m0 - window + 1, 0) // THREADS
            )
            last: T.let[T.int32] = T.min(length, first_position + T.min(m0 + query_tile, M))
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("start"):
                    T.reads()
                    T.writes()
                    for r in T.unroll(rows):
                        for s in T.unroll(steps):
                            sums[lane(tx), r, s] = T.float32(0)
                        top[lane(tx), r] = T.float32(EMPTY)
                        total[lane(tx), r] = T.float32(0)
            for tile in T.serial(T.max((last + THREADS - 1) // THREADS - first, 0)):
                for tx in launch.bind(THREADS, "threadIdx.x"):
                    with T.sblock("score"):
                        T.reads()
                        T.writes()
                        if launch.gpu:
                            T.tvm_storage_sync("shared")
                        column: T.let[T.int32] = (first + tile) * THREADS + tx
                        # Threads past the end score the last key again; the result is dropped.
                        place: T.let[T.int32] = T.min(column, length - 1)
                        for r in T.unroll(rows):
                            dots[lane(tx), r] = T.float32(0)
                        for k in T.serial(width // UNROLL):
                            k0: T.let[T.float32] = key(place, h0 // group, k * UNROLL)
                            k1: T.let[T.float32] = key(place, h0 // group, k * UNROLL + 1)
                            k2: T.let[T.float32] = key(place, h0 // group, k * UNROLL + 2)
                            k3: T.let[T.float32] = key(place, h0 // group, k * UNROLL + 3)
                            for r in T.unroll(rows):
                                m: T.let[T.int32] = T.min(m0 + r // block_heads, M - 1)
                                dots[lane(tx), r] = dots[lane(tx), r] + (
                                    k0 * as_float32(q[m, h0 + r % block_heads, k * UNROLL])
                                    + k1 * as_float32(q[m, h0 + r % block_heads, k * UNROLL + 1])
                                    + k2 * as_float32(q[m, h0 + r % block_heads, k * UNROLL + 2])
                                    + k3 * as_float32(q[m, h0 + r % block_heads, k * UNROLL + 3])
                                )
                        for r in T.unroll(rows):
                            scores[r, tx] = T.Select(
                                _visible(column, first_position + m0 + r // block_heads, length, sm_scale, window),
                                dots[lane(tx), r] * T.abs(sm_scale) * T.float32(log2(e)),
                                T.float32(EMPTY),
                            )
                for tx in launch.bind(THREADS, "threadIdx.x"):
                    with T.sblock("maximum"):
                        T.reads()
                        T.writes()
                        if launch.gpu:
                            T.tvm_storage_sync("shared")
                        for r in T.unroll(rows):
                            dots[lane(tx), r] = top[lane(tx), r]
                        for j in T.serial(THREADS):
                            for r in T.unroll(rows):
                                dots[lane(tx), r] = T.max(dots[lane(tx), r], scores[r, j])
                        for r in T.unroll(rows):
                            rescale[lane(tx), r] = T.exp2(top[lane(tx), r] - dots[lane(tx), r])
                            top[lane(tx), r] = dots[lane(tx), r]
                for tx in launch.bind(THREADS, "threadIdx.x"):
                    with T.sblock("weight"):
                        T.reads()
                        T.writes()
                        if launch.gpu:
                            T.tvm_storage_sync("shared")
                        for r in T.unroll(rows):
                            # A row that has seen no key yet has top = EMPTY: its masked scores must not weigh 1.
                            scores[r, tx] = T.Select(
                                scores[r, tx] > T.float32(EMPTY), T.exp2(scores[r, tx] - top[lane(tx), r]), T.float32(0)
                            )
                for tx in launch.bind(THREADS, "threadIdx.x"):
                    with T.sblock("sum"):
                        T.reads()
                        T.writes()
                        if launch.gpu:
                            T.tvm_storage_sync("shared")
                        for r in T.unroll(rows):
                            total[lane(tx), r] = total[lane(tx), r] * rescale[lane(tx), r]
                            for s in T.unroll(steps):
                                sums[lane(tx), r, s] = sums[lane(tx), r, s] * rescale[lane(tx), r]
                        base: T.let[T.int32] = (first + tile) * THREADS
                        for j in T.serial((T.min(length - base, THREADS) + UNROLL - 1) // UNROLL):
                            j0: T.let[T.int32] = j * UNROLL
                            for r in T.unroll(rows):
                                total[lane(tx), r] = total[lane(tx), r] + (
                                    scores[r, j0] + scores[r, j0 + 1] + scores[r, j0 + 2] + scores[r, j0 + 3]
                                )
                            for s in T.unroll(steps):
                                v0: T.let[T.float32] = value(T.min(base + j0, length - 1), h0 // group, s * THREADS + tx)
                                v1: T.let[T.float32] = value(T.min(base + j0 + 1, length - 1), h0 // group, s * THREADS + tx)
                                v2: T.let[T.float32] = value(T.min(base + j0 + 2, length - 1), h0 // group, s * THREADS + tx)
                                v3: T.let[T.float32] = value(T.min(base + j0 + 3, length - 1), h0 // group, s * THREADS + tx)
                                for r in T.unroll(rows):
                                    sums[lane(tx), r, s] = sums[lane(tx), r, s] + (
                                        scores[r, j0] * v0
                                        + scores[r, j0 + 1] * v1
                                        + scores[r, j0 + 2] * v2
                                        + scores[r, j0 + 3] * v3
                                    )
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("store"):
                    T.reads()
                    T.writes()
                    for r in T.unroll(rows):
                        if m0 + r // block_heads < M:
                            for s in T.unroll(steps):
                                out[m0 + r // block_heads, h0 + r % block_heads, s * THREADS + tx] = T.Select(
                                    total[lane(tx), r] > T.float32(0),
                                    sums[lane(tx), r, s] / total[lane(tx), r],
                                    T.float32(0),
                                ).astype(launch.stored)
                            if tx == 0:
                                lse[m0 + r // block_heads, h0 + r % block_heads] = T.Select(
                                    total[lane(tx), r] > T.float32(0),
                                    top[lane(tx), r] + T.log2(total[lane(tx), r]),
                                    T.float32(EMPTY),
                                )

    return attend


@memoise
def decode(launch: Launch, heads: int, kv_heads: int, width: int, window: int):
    """Attention of the newest position, which is cached already: q (1, heads, width) to `out` of that shape.

    A workgroup takes one head, so that there are several.
    """
    attend = _attend(launch, 1, 1, heads, kv_heads, width, window)

    @T.prim_func(private=True, s_tir=True)
    def attention_decode(
        q_handle: T.handle,
        pages_handle: T.handle,
        page_indptr_handle: T.handle,
        page_values_handle: T.handle,
        length_handle: T.handle,
        k_offset_handle: T.handle,
        q_position_handle: T.handle,
        out_handle: T.handle,
        lse_handle: T.handle,
        rotary_mode: T.int32,
        rope_scale: T.float32,
        rope_theta: T.float32,
        sm_scale: T.float32,
    ):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        M = T.int32()
        pages_count = T.int32()
        pages_offset = T.int64()
        used_pages = T.int32()
        values_offset = T.int32()
        length_offset = T.int32()
        q = T.match_buffer(q_handle, (M, heads, width), launch.stored)
        pages = T.match_buffer(
            pages_handle, (pages_count, 2, kv_heads, PAGE, width), launch.stored, elem_offset=pages_offset
        )
        page_values = T.match_buffer(page_values_handle, (used_pages,), "int32", elem_offset=values_offset)
        last_length = T.match_buffer(length_handle, (1,), "int32", elem_offset=length_offset)
        out = T.match_buffer(out_handle, (M, heads, width), launch.stored)
        lse = T.match_buffer(lse_handle, (M, heads), "float32")
        attend(
            M,
            q,
            lambda j, h, k: as_float32(pages[page_values[j // PAGE], 0, h, j % PAGE, k]),
            lambda j, h, k: as_float32(pages[page_values[j // PAGE], 1, h, j % PAGE, k]),
            (used_pages - 1) * PAGE + last_length[0],
            (used_pages - 1) * PAGE + last_length[0] - 1,
            out,
            lse,
            sm_scale,
        )

    return attention_decode


@memoise
def prefill_cached(launch: Launch, heads: int, kv_heads: int, width: int, window: int, query_tile: int):
    """Attention of a chunk q (M, heads, width) to the positions cached before it."""
    attend = _attend(launch, query_tile, heads // kv_heads, heads, kv_heads, width, window)

    @T.prim_func(private=True, s_tir=True)
    def attention_prefill_cached(
        q_handle: T.handle,
        q_indptr_handle: T.handle,
        pages_handle: T.handle,
        page_indptr_handle: T.handle,
        page_values_handle: T.handle,
        length_handle: T.handle,
        k_offset_handle: T.handle,
        q_position_handle: T.handle,
        out_handle: T.handle,
        lse_handle: T.handle,
        causal: T.int32,
        rotary_mode: T.int32,
        rope_scale: T.float32,
        rope_theta: T.float32,
        sm_scale: T.float32,
    ):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        M = T.int32()
        pages_count = T.int32()
        pages_offset = T.int64()
        used_pages = T.int32()
        values_offset = T.int32()
        length_offset = T.int32()
        q = T.match_buffer(q_handle, (M, heads, width), launch.stored)
        pages = T.match_buffer(
            pages_handle, (pages_count, 2, kv_heads, PAGE, width), launch.stored, elem_offset=pages_offset
        )
        page_values = T.match_buffer(page_values_handle, (used_pages,), "int32", elem_offset=values_offset)
        last_length = T.match_buffer(length_handle, (1,), "int32", elem_offset=length_offset)
        out = T.match_buffer(out_handle, (M, heads, width), launch.stored)
        lse = T.match_buffer(lse_handle, (M, heads), "float32")
        attend(
            M,
            q,
            lambda j, h, k: as_float32(pages[page_values[j // PAGE], 0, h, j % PAGE, k]),
            lambda j, h, k: as_float32(pages[page_values[j // PAGE], 1, h, j % PAGE, k]),
            (used_pages - 1) * PAGE + last_length[0],
            (used_pages - 1) * PAGE + last_length[0],
            out,
            lse,
            sm_scale,
        )

    return attention_prefill_cached


@memoise
def prefill_chunk(launch: Launch, heads: int, kv_heads: int, width: int, window: int, query_tile: int):
    """Causal attention among the M new positions of a chunk."""
    attend = _attend(launch, query_tile, heads // kv_heads, heads, kv_heads, width, window)

    @T.prim_func(private=True, s_tir=True)
    def attention_prefill_chunk(
        q_handle: T.handle,
        q_indptr_handle: T.handle,
        k_handle: T.handle,
        v_handle: T.handle,
        kv_indptr_handle: T.handle,
        q_position_handle: T.handle,
        k_offset_handle: T.handle,
        out_handle: T.handle,
        lse_handle: T.handle,
        causal: T.int32,
        rotary_mode: T.int32,
        rope_scale: T.float32,
        rope_theta: T.float32,
        sm_scale: T.float32,
    ):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        M = T.int32()
        q = T.match_buffer(q_handle, (M, heads, width), launch.stored)
        k = T.match_buffer(k_handle, (M, kv_heads, width), launch.stored)
        v = T.match_buffer(v_handle, (M, kv_heads, width), launch.stored)
        out = T.match_buffer(out_handle, (M, heads, width), launch.stored)
        lse = T.match_buffer(lse_handle, (M, heads), "float32")
        attend(
            M,
            q,
            lambda j, h, d: as_float32(k[j, h, d]),
            lambda j, h, d: as_float32(v[j, h, d]),
            M,
            0,
            out,
            lse,
            sm_scale,
        )

    return attention_prefill_chunk


@memoise
def merge(launch: Launch, heads: int, width: int):
    """Joins two attentions of the same queries over different keys, by their `lse`, into the first."""

    @T.prim_func(private=True, s_tir=True)
    def attention_merge(out_handle: T.handle, lse_handle: T.handle, other_handle: T.handle, other_lse_handle: T.handle):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        M = T.int32()
        out = T.match_buffer(out_handle, (M, heads, width), launch.stored)
        lse = T.match_buffer(lse_handle, (M, heads), "float32")
        other = T.match_buffer(other_handle, (M, heads, width), launch.stored)
        other_lse = T.match_buffer(other_lse_handle, (M, heads), "float32")
        for block in launch.bind(M * heads, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                for s in T.serial(width // THREADS):
                    with T.sblock("merge"):
                        m = T.axis.spatial(M, block // heads)
                        h = T.axis.spatial(heads, block % heads)
                        d = T.axis.spatial(width, s * THREADS + tx)
                        # The joined `lse` is not stored: a chunk has two parts, so nothing reads it.
                        a: T.let[T.float32] = T.exp2(lse[m, h] - T.max(lse[m, h], other_lse[m, h]))
                        b: T.let[T.float32] = T.exp2(other_lse[m, h] - T.max(lse[m, h], other_lse[m, h]))
                        out[m, h, d] = (
                            (as_float32(out[m, h, d]) * a + as_float32(other[m, h, d]) * b) / (a + b)
                        ).astype(launch.stored)

    return attention_merge
