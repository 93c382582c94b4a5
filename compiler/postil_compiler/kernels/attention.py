"""Attention to the cached keys and values, the new ones among them.

A workgroup takes a tile of queries with their heads and walks over the keys in tiles, keeping a running softmax
(https://arxiv.org/abs/2205.14135): first each thread scores one key against all rows, then each thread sums some elements
of the values for all rows. Tiles outside a sliding layer's window are not visited.
"""

from functools import cache as memoise
from math import e, log2

from tvm import tirx
from tvm.script import tirx as T

from .launch import KERNEL_ATTRS, Launch
from .quantised import as_float32

THREADS = 64
"""Threads of a workgroup, and keys of a tile."""
QUERY_TILE = 1
"""Queries of a workgroup, whose heads share what it reads of keys and values. With 2 the shader takes SwiftShader 24 s to
compile, with 4 minutes."""
EMPTY = -5e4
"""The score of nothing: exp2 of its difference to any score is 0."""
UNROLL = 4
"""Products that are added before a sum is stored."""


def _visible(column, position, window: int | None):
    seen = column <= position
    return seen if window is None else tirx.And(seen, column > position - window)


def _attend(launch: Launch, query_tile: int, block_heads: int, heads: int, kv_heads: int, width: int, window: int | None):
    """The kernel's body, as a macro of the buffers; `q` and `cached` flat, and read as quantised.gemm reads."""
    rows = query_tile * block_heads
    group = heads // kv_heads
    head_blocks = heads // block_heads
    steps = width // THREADS
    # A thread's own memory: on the host, where threads are a loop, it has a place for each.
    lanes = 1 if launch.gpu else THREADS
    scale = width**-0.5 * log2(e)
    # From a position's keys to the next one's.
    position = 2 * kv_heads * width
    assert block_heads <= group and rows <= THREADS and width % (THREADS * UNROLL) == 0

    def lane(tx):
        return 0 if launch.gpu else tx

    @T.macro
    def attend(M, L, q, cached, out):
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
            first: T.let[T.int32] = 0 if window is None else T.max(L - M + m0 - window + 1, 0) // THREADS
            last: T.let[T.int32] = L - M + T.min(m0 + query_tile, M)
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
                        place: T.let[T.int32] = T.min(column, L - 1)
                        at = T.sblock_alloc_buffer((1 + rows,), "int32", scope=launch.local)
                        at[rows] = place * position + h0 // group * width
                        for r in T.unroll(rows):
                            dots[lane(tx), r] = T.float32(0)
                            at[r] = (T.min(m0 + r // block_heads, M - 1) * heads + h0 + r % block_heads) * width
                        for step in T.serial(width // UNROLL):
                            k0: T.let[T.float32] = as_float32(cached[at[rows]])
                            k1: T.let[T.float32] = as_float32(cached[at[rows] + 1])
                            k2: T.let[T.float32] = as_float32(cached[at[rows] + 2])
                            k3: T.let[T.float32] = as_float32(cached[at[rows] + 3])
                            for r in T.unroll(rows):
                                dots[lane(tx), r] = dots[lane(tx), r] + (
                                    k0 * as_float32(q[at[r]])
                                    + k1 * as_float32(q[at[r] + 1])
                                    + k2 * as_float32(q[at[r] + 2])
                                    + k3 * as_float32(q[at[r] + 3])
                                )
                            for r in T.unroll(1 + rows):
                                at[r] = at[r] + UNROLL
                        for r in T.unroll(rows):
                            scores[r, tx] = T.Select(
                                _visible(column, L - M + m0 + r // block_heads, window),
                                dots[lane(tx), r] * T.float32(scale),
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
                        at = T.sblock_alloc_buffer((UNROLL,), "int32", scope=launch.local)
                        for j in T.serial((T.min(L - base, THREADS) + UNROLL - 1) // UNROLL):
                            j0: T.let[T.int32] = j * UNROLL
                            for i in T.unroll(UNROLL):
                                at[i] = T.min(base + j0 + i, L - 1) * position + (kv_heads + h0 // group) * width + tx
                            for r in T.unroll(rows):
                                total[lane(tx), r] = total[lane(tx), r] + (
                                    scores[r, j0] + scores[r, j0 + 1] + scores[r, j0 + 2] + scores[r, j0 + 3]
                                )
                            for s in T.unroll(steps):
                                v0: T.let[T.float32] = as_float32(cached[at[0] + s * THREADS])
                                v1: T.let[T.float32] = as_float32(cached[at[1] + s * THREADS])
                                v2: T.let[T.float32] = as_float32(cached[at[2] + s * THREADS])
                                v3: T.let[T.float32] = as_float32(cached[at[3] + s * THREADS])
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

    return attend


@memoise
def attention(launch: Launch, heads: int, kv_heads: int, width: int, window: int | None, one: bool):
    """out (M, heads, width): attention of the queries q of that shape, those of the last M positions of the cache
    (L, 2, kv_heads, width), to what it holds up to their own position, or to the last `window` positions of that.

    For `one` query a workgroup takes one head, so that there are several.
    """
    attend = _attend(launch, 1 if one else QUERY_TILE, 1 if one else heads // kv_heads, heads, kv_heads, width, window)

    @T.prim_func(private=True, s_tir=True)
    def attention_to_cache(q_handle: T.handle, cache_handle: T.handle, out_handle: T.handle):
        T.func_attr(KERNEL_ATTRS)
        M = T.int32()
        L = T.int32()
        q = T.match_buffer(q_handle, (M, heads, width), launch.stored)
        cached = T.match_buffer(cache_handle, (L, 2, kv_heads, width), launch.stored)
        out = T.match_buffer(out_handle, (M, heads, width), launch.stored)
        flat_q = T.decl_buffer((M * (heads * width),), launch.stored, data=q.data)
        flat_cached = T.decl_buffer((L * (2 * kv_heads * width),), launch.stored, data=cached.data)
        attend(M, L, flat_q, flat_cached, out)

    return attention_to_cache
