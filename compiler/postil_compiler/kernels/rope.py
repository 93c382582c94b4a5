"""Rotary position embedding (https://arxiv.org/abs/2104.09864) on normalised queries and keys."""

from functools import cache
from math import log2, pi

from tvm.script import tirx as T

from .launch import KERNEL_ATTRS, Launch
from .quantised import as_float32

THREADS = 64


@cache
def norm_rope(launch: Launch, query_heads: int, kv_heads: int, width: int, base: float, epsilon: float):
    """The heads of qkv (1, M, heads * width) as attention wants them: y (M, heads, width).

    Queries and keys are divided by their RMS, weighted, and rotated by their position (M,) int32; the pair of element d
    is d + width/2, as in the published weights. Values are copied.
    """
    heads = query_heads + 2 * kv_heads
    half = width // 2
    steps = width // THREADS
    # theta^(-2d/width) = exp2(d * step)
    exponent = -2.0 / width * log2(base)

    @T.prim_func(private=True, s_tir=True)
    def norm_rope_heads(
        qkv_handle: T.handle,
        positions_handle: T.handle,
        weight_q: T.Buffer((width,), "float32"),
        weight_k: T.Buffer((width,), "float32"),
        y_handle: T.handle,
    ):
        T.func_attr(KERNEL_ATTRS)
        M = T.int32()
        offset = T.int32()
        qkv = T.match_buffer(qkv_handle, (1, M, heads * width), launch.stored)
        positions = T.match_buffer(positions_handle, (M,), "int32", elem_offset=offset)
        y = T.match_buffer(y_handle, (M, heads, width), launch.stored)
        squares = T.sblock_alloc_buffer((M, heads), "float32", scope=launch.shared)
        for bx in launch.bind(M * heads, "blockIdx.x"):
            for step in T.serial(steps):
                for tx in launch.bind(THREADS, "threadIdx.x"):
                    with T.sblock("squares"):
                        m = T.axis.spatial(M, bx // heads)
                        h = T.axis.spatial(heads, bx % heads)
                        d = T.axis.reduce(width, step * THREADS + tx)
                        with T.init():
                            squares[m, h] = T.float32(0)
                        squares[m, h] = squares[m, h] + (
                            as_float32(qkv[0, m, h * width + d]) * as_float32(qkv[0, m, h * width + d])
                        )
            for tx in launch.bind(THREADS, "threadIdx.x"):
                for step in T.serial(steps // 2):
                    with T.sblock("rotate"):
                        m = T.axis.spatial(M, bx // heads)
                        h = T.axis.spatial(heads, bx % heads)
                        d = T.axis.spatial(half, step * THREADS + tx)
                        T.reads(
                            squares[m, h],
                            qkv[0, m, h * width : h * width + width],
                            positions[m],
                            weight_q[0:width],
                            weight_k[0:width],
                        )
                        T.writes(y[m, h, 0:width])
                        first: T.let[T.float32] = as_float32(qkv[0, m, h * width + d])
                        second: T.let[T.float32] = as_float32(qkv[0, m, h * width + d + half])
                        if h < query_heads + kv_heads:
                            inverse: T.let[T.float32] = T.rsqrt(squares[m, h] / T.float32(width) + T.float32(epsilon))
                            is_query: T.let[T.bool] = h < query_heads
                            a: T.let[T.float32] = first * inverse * T.Select(is_query, weight_q[d], weight_k[d])
                            b: T.let[T.float32] = (
                                second * inverse * T.Select(is_query, weight_q[d + half], weight_k[d + half])
                            )
                            turns: T.let[T.float32] = (
                                T.Cast("float32", positions[m])
                                * T.exp2(T.Cast("float32", d) * T.float32(exponent))
                                * T.float32(1 / (2 * pi))
                            )
                            # WGSL promises nothing about sin and cos outside [-pi, pi].
                            angle: T.let[T.float32] = (turns - T.floor(turns + T.float32(0.5))) * T.float32(2 * pi)
                            y[m, h, d] = (a * T.cos(angle) - b * T.sin(angle)).astype(launch.stored)
                            y[m, h, d + half] = (b * T.cos(angle) + a * T.sin(angle)).astype(launch.stored)
                        else:
                            y[m, h, d] = first.astype(launch.stored)
                            y[m, h, d + half] = second.astype(launch.stored)

    return norm_rope_heads
