"""Kernels by which TVM's paged key-value cache moves data; their signatures are the runtime's (paged_kv_cache.cc)."""

from functools import cache

from tvm.script import tirx as T

from .launch import Launch

PAGE = 16
"""Positions in a page; WebLLM creates its caches with this size."""
THREADS = 64


@cache
def split_heads(launch: Launch, query_heads: int, kv_heads: int, width: int):
    """Copies qkv (M, heads, width) into q, k and v.

    The runtime calls this where other models apply rotary embedding; here that is done before (rope.py), because it
    needs the layer's norm weights and base, and the last argument is ignored.
    """
    heads = query_heads + 2 * kv_heads

    @T.prim_func(private=True, s_tir=True)
    def split_qkv(
        qkv_handle: T.handle,
        positions_handle: T.handle,
        q_handle: T.handle,
        k_handle: T.handle,
        v_handle: T.handle,
        apply_rope: T.int64,
    ):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        M = T.int32()
        offset = T.int32()
        qkv = T.match_buffer(qkv_handle, (M, heads, width), launch.stored)
        positions = T.match_buffer(positions_handle, (M,), "int32", elem_offset=offset)
        q = T.match_buffer(q_handle, (M, query_heads, width), launch.stored)
        k = T.match_buffer(k_handle, (M, kv_heads, width), launch.stored)
        v = T.match_buffer(v_handle, (M, kv_heads, width), launch.stored)
        for bx in launch.bind(M * heads, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                for step in T.serial(width // THREADS):
                    with T.sblock("split"):
                        m = T.axis.spatial(M, bx // heads)
                        h = T.axis.spatial(heads, bx % heads)
                        d = T.axis.spatial(width, step * THREADS + tx)
                        T.reads(qkv[m, h, d])
                        T.writes(q[m, 0:query_heads, d], k[m, 0:kv_heads, d], v[m, 0:kv_heads, d])
                        if h < query_heads:
                            q[m, h, d] = qkv[m, h, d]
                        elif h < query_heads + kv_heads:
                            k[m, h - query_heads, d] = qkv[m, h, d]
                        else:
                            v[m, h - query_heads - kv_heads, d] = qkv[m, h, d]

    return split_qkv


@cache
def append(launch: Launch, kv_heads: int, width: int):
    """Stores keys and values (M, kv_heads, width) in pages (P, 2, kv_heads, PAGE, width) at `slots` (M,) int32.

    A slot is a page times PAGE plus a place in it; -1 drops the position.
    """

    @T.prim_func(private=True, s_tir=True)
    def append_kv(pages_handle: T.handle, k_handle: T.handle, v_handle: T.handle, slots_handle: T.handle):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        M = T.int32()
        pages_count = T.int32()
        pages_offset = T.int64()
        slots_offset = T.int32()
        pages = T.match_buffer(
            pages_handle, (pages_count, 2, kv_heads, PAGE, width), launch.stored, elem_offset=pages_offset
        )
        k = T.match_buffer(k_handle, (M, kv_heads, width), launch.stored)
        v = T.match_buffer(v_handle, (M, kv_heads, width), launch.stored)
        slots = T.match_buffer(slots_handle, (M,), "int32", elem_offset=slots_offset)
        for bx in launch.bind(M * kv_heads, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                for step in T.serial(width // THREADS):
                    with T.sblock("append"):
                        m = T.axis.spatial(M, bx // kv_heads)
                        h = T.axis.spatial(kv_heads, bx % kv_heads)
                        d = T.axis.spatial(width, step * THREADS + tx)
                        T.reads(slots[m], k[m, h, d], v[m, h, d])
                        T.writes(pages[0:pages_count, 0:2, h, 0:PAGE, d])
                        if slots[m] >= 0:
                            pages[slots[m] // PAGE, 0, h, slots[m] % PAGE, d] = k[m, h, d]
                            pages[slots[m] // PAGE, 1, h, slots[m] % PAGE, d] = v[m, h, d]

    return append_kv
