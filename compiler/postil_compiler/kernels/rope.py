"""What happens to queries, keys and values between their product and attention, the cache included."""

from functools import cache
from math import log2, pi

from tvm.script import tirx as T

from .launch import KERNEL_ATTRS, Launch
from .quantised import as_float32
from .reduce import WorkgroupSum

THREADS = 64


@cache
def norm_rope_append(launch: Launch, query_heads: int, kv_heads: int, width: int, base: float, epsilon: float):
    """From qkv (1, M, heads * width), the queries y (M, query_heads, width), and keys and values into the last M positions
    of the cache (L, 2, kv_heads, width).

    Queries and keys are divided by their RMS, weighted, and rotated by their position
    (https://arxiv.org/abs/2104.09864), L - M and following; the pair of element d is d + width/2, as in the published
    weights. Values are copied.
    """
    heads = query_heads + 2 * kv_heads
    half = width // 2
    steps = width // THREADS
    # theta^(-2d/width) = exp2(d * step)
    exponent = -2.0 / width * log2(base)
    reduction = WorkgroupSum(launch, THREADS)
    keep, total = reduction.keep, reduction.total

    @T.prim_func(private=True, s_tir=True)
    def norm_rope_append_heads(
        qkv_handle: T.handle,
        weight_q: T.Buffer((width,), "float32"),
        weight_k: T.Buffer((width,), "float32"),
        cache_handle: T.handle,
        y_handle: T.handle,
    ):
        T.func_attr(KERNEL_ATTRS)
        M = T.int32()
        L = T.int32()
        qkv = T.match_buffer(qkv_handle, (1, M, heads * width), launch.stored)
        cached = T.match_buffer(cache_handle, (L, 2, kv_heads, width), launch.stored)
        y = T.match_buffer(y_handle, (M, query_heads, width), launch.stored)
        squares = T.sblock_alloc_buffer((reduction.kept,), "float32", scope=launch.shared)
        for bx in launch.bind(M * heads, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("squares"):
                    T.reads()
                    T.writes()
                    part = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    part[0] = T.float32(0)
                    for s in T.unroll(steps):
                        x: T.let[T.float32] = as_float32(qkv[0, bx // heads, bx % heads * width + s * THREADS + tx])
                        part[0] = part[0] + x * x
                    keep(tx, part, squares)
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("rotate"):
                    T.reads()
                    T.writes()
                    whole = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    if launch.gpu:
                        T.tvm_storage_sync("shared")
                    total(squares, squares, whole)
                    inverse: T.let[T.float32] = T.rsqrt(whole[0] / T.float32(width) + T.float32(epsilon))
                    m: T.let[T.int32] = bx // heads
                    h: T.let[T.int32] = bx % heads
                    is_query: T.let[T.bool] = h < query_heads
                    for s in T.serial(steps // 2):
                        d: T.let[T.int32] = s * THREADS + tx
                        first: T.let[T.float32] = as_float32(qkv[0, m, h * width + d])
                        second: T.let[T.float32] = as_float32(qkv[0, m, h * width + d + half])
                        if h < query_heads + kv_heads:
                            a: T.let[T.float32] = first * inverse * T.Select(is_query, weight_q[d], weight_k[d])
                            b: T.let[T.float32] = (
                                second * inverse * T.Select(is_query, weight_q[d + half], weight_k[d + half])
                            )
                            turns: T.let[T.float32] = (
                                T.Cast("float32", L - M + m)
                                * T.exp2(T.Cast("float32", d) * T.float32(exponent))
                                * T.float32(1 / (2 * pi))
                            )
                            # WGSL promises nothing about sin and cos outside [-pi, pi].
                            angle: T.let[T.float32] = (turns - T.floor(turns + T.float32(0.5))) * T.float32(2 * pi)
                            c: T.let[T.float32] = a * T.cos(angle) - b * T.sin(angle)
                            e: T.let[T.float32] = b * T.cos(angle) + a * T.sin(angle)
                            if is_query:
                                y[m, h, d] = c.astype(launch.stored)
                                y[m, h, d + half] = e.astype(launch.stored)
                            else:
                                cached[L - M + m, 0, h - query_heads, d] = c.astype(launch.stored)
                                cached[L - M + m, 0, h - query_heads, d + half] = e.astype(launch.stored)
                        else:
                            cached[L - M + m, 1, h - query_heads - kv_heads, d] = first.astype(launch.stored)
                            cached[L - M + m, 1, h - query_heads - kv_heads, d + half] = second.astype(launch.stored)

    return norm_rope_append_heads
