"""Products with 8-bit weights.

A weight matrix (N, K) is stored as `values` (N, K/4) uint32, four signed bytes to a word with the lowest first, and
`scales` (N, K/32) float32: weight = value * scale. No kernel here writes a dequantised weight to memory.

Here are the products of many rows: each thread computes a tile of outputs in registers, without on-chip memory, so that
a loaded weight serves TILE_M rows and a loaded input TILE_N columns. Those of one row are in gemv.py.
"""

from functools import cache

from tvm import tirx
from tvm.script import tirx as T

from ..config import GROUP
from .launch import KERNEL_ATTRS, Launch

WORDS = GROUP // 4
TILE_M = 8
TILE_N = 8
BLOCK_M = 2
"""Tiles of a workgroup along the input rows."""
BLOCK_N = 32
"""Tiles of a workgroup along the output columns."""


def byte_of(word, index: int):
    """The signed byte `index` (0 = lowest) of a uint32 `word`, as float32."""
    bits = tirx.reinterpret("int32", word)
    return tirx.Cast("float32", tirx.shift_right(tirx.shift_left(bits, T.int32(24 - 8 * index)), T.int32(24)))


def as_float32(value):
    """`value`, whatever it is stored as."""
    return value.astype("float32")


def gelu_tanh(x):
    """The tanh form of GELU (https://arxiv.org/abs/1606.08415), written with an exponential that cannot overflow."""
    inner = T.float32(0.7978845608028654) * (x + T.float32(0.044715) * x * x * x)
    return x / (T.float32(1) + T.exp(T.float32(-2) * T.max(inner, T.float32(-40))))


@cache
def gemm(launch: Launch, rows: int, depth: int, out: str):
    """y (1, M, rows) of type `out` = x (1, M, depth) times the transposed weight (rows, depth), for any M.

    Buffers are read flat, and where a thread reads is kept in memory of its own: TVM would write out the whole expression
    for every number, and software GPUs calculate it as often. Where activations have 16 bits, so have the products of a group and their sum, which README.md shows to be far from
    the largest float16; groups are added up in float32.
    """
    assert rows % (TILE_N * BLOCK_N) == 0 or rows % TILE_N == 0
    assert depth % GROUP == 0
    blocks_n = -(-rows // (TILE_N * BLOCK_N))

    @T.prim_func(private=True, s_tir=True)
    def q8_gemm(
        x_handle: T.handle,
        values: T.Buffer((rows, depth // 4), "uint32"),
        scales: T.Buffer((rows, depth // GROUP), "float32"),
        y_handle: T.handle,
    ):
        T.func_attr(KERNEL_ATTRS)
        M = T.int32()
        x = T.match_buffer(x_handle, (1, M, depth), launch.stored)
        y = T.match_buffer(y_handle, (1, M, rows), out)
        flat_x = T.decl_buffer((M * depth,), launch.stored, data=x.data)
        flat_values = T.decl_buffer((rows * (depth // 4),), "uint32", data=values.data)
        flat_scales = T.decl_buffer((rows * (depth // GROUP),), "float32", data=scales.data)
        for by in launch.bind((M + TILE_M * BLOCK_M - 1) // (TILE_M * BLOCK_M), "blockIdx.y"):
            for bx in launch.bind(blocks_n, "blockIdx.x"):
                for ty in launch.bind(BLOCK_M, "threadIdx.y"):
                    for tx in launch.bind(BLOCK_N, "threadIdx.x"):
                        with T.sblock("gemm"):
                            T.reads()
                            T.writes()
                            m0: T.let[T.int32] = (by * BLOCK_M + ty) * TILE_M
                            n0: T.let[T.int32] = (bx * BLOCK_N + tx) * TILE_N
                            tile = T.sblock_alloc_buffer((TILE_M * TILE_N,), "float32", scope=launch.local)
                            scale = T.sblock_alloc_buffer((TILE_N,), "float32", scope=launch.local)
                            weight = T.sblock_alloc_buffer((TILE_N * 4,), launch.stored, scope=launch.local)
                            entry = T.sblock_alloc_buffer((TILE_M,), launch.stored, scope=launch.local)
                            if launch.half:
                                part = T.sblock_alloc_buffer((TILE_M * TILE_N,), "float16", scope=launch.local)
                            x_at = T.sblock_alloc_buffer((TILE_M,), "int32", scope=launch.local)
                            at = T.sblock_alloc_buffer((2,), "int32", scope=launch.local)
                            if m0 < M and n0 < rows:
                                for i in T.unroll(TILE_M):
                                    # Rows past the end repeat the last one; they are not stored.
                                    x_at[i] = T.min(m0 + i, M - 1) * depth
                                at[0] = n0 * (depth // 4)
                                at[1] = n0 * (depth // GROUP)
                                for i in T.unroll(TILE_M * TILE_N):
                                    tile[i] = T.float32(0)
                                for g in T.serial(depth // GROUP):
                                    for j in T.unroll(TILE_N):
                                        scale[j] = flat_scales[at[1] + j * (depth // GROUP)]
                                    if launch.half:
                                        for i in T.unroll(TILE_M * TILE_N):
                                            part[i] = T.float16(0)
                                    for w in T.serial(WORDS):
                                        for j in T.unroll(TILE_N):
                                            word: T.let[T.uint32] = flat_values[at[0] + j * (depth // 4)]
                                            for b in T.unroll(4):
                                                weight[j * 4 + b] = (
                                                    T.Cast(
                                                        "float32",
                                                        T.shift_right(
                                                            T.shift_left(T.reinterpret("int32", word), 24 - 8 * b), 24
                                                        ),
                                                    )
                                                    * scale[j]
                                                ).astype(launch.stored)
                                        for b in T.unroll(4):
                                            for i in T.unroll(TILE_M):
                                                entry[i] = flat_x[x_at[i] + b]
                                            for i in T.unroll(TILE_M):
                                                for j in T.unroll(TILE_N):
                                                    if launch.half:
                                                        part[i * TILE_N + j] = (
                                                            part[i * TILE_N + j] + entry[i] * weight[j * 4 + b]
                                                        )
                                                    else:
                                                        tile[i * TILE_N + j] = (
                                                            tile[i * TILE_N + j] + entry[i] * weight[j * 4 + b]
                                                        )
                                        for i in T.unroll(TILE_M):
                                            x_at[i] = x_at[i] + 4
                                        at[0] = at[0] + 1
                                    at[1] = at[1] + 1
                                    if launch.half:
                                        for i in T.unroll(TILE_M * TILE_N):
                                            tile[i] = tile[i] + as_float32(part[i])
                                for i in T.unroll(TILE_M):
                                    if m0 + i < M:
                                        for j in T.unroll(TILE_N):
                                            y[0, m0 + i, n0 + j] = tile[i * TILE_N + j].astype(out)

    return q8_gemm


@cache
def gated_gelu(launch: Launch, width: int):
    """y (1, M, width) = gelu(gate) * up for x (1, M, 2 * width) = gate then up."""
    threads = 256

    @T.prim_func(private=True, s_tir=True)
    def gated_gelu_rows(x_handle: T.handle, y_handle: T.handle):
        T.func_attr(KERNEL_ATTRS)
        M = T.int32()
        x = T.match_buffer(x_handle, (1, M, 2 * width), launch.stored)
        y = T.match_buffer(y_handle, (1, M, width), launch.stored)
        for bx in launch.bind(M * (width // threads), "blockIdx.x"):
            for tx in launch.bind(threads, "threadIdx.x"):
                with T.sblock("gate"):
                    m = T.axis.spatial(M, bx // (width // threads))
                    k = T.axis.spatial(width, bx % (width // threads) * threads + tx)
                    T.reads(x[0, m, k], x[0, m, k + width])
                    T.writes(y[0, m, k])
                    gate: T.let[T.float32] = as_float32(x[0, m, k])
                    y[0, m, k] = (gelu_tanh(gate) * as_float32(x[0, m, k + width])).astype(launch.stored)

    return gated_gelu_rows
