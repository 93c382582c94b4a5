"""Products with 8-bit weights.

A weight matrix (N, K) is stored as `values` (N, K/4) uint32, four signed bytes to a word with the lowest first, and
`scales` (N, K/32) float32: weight = value * scale. No kernel here writes a dequantised weight to memory.

For one row of input a thread computes whole output rows: the product is bound by reading the weights, and threads that
share a row would need a reduction across threads, which software GPUs do badly. For many rows each thread computes a
tile of outputs in registers, without on-chip memory, so that a loaded weight serves TILE_M rows and a loaded input
TILE_N columns.
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
GEMV_THREADS = 64


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
def gemv(launch: Launch, rows: int, depth: int, out: str):
    """y (1, 1, rows) of type `out` = x (1, 1, depth) times the transposed weight (rows, depth)."""
    assert rows % GEMV_THREADS == 0 and depth % GROUP == 0

    @T.prim_func(private=True, s_tir=True)
    def q8_gemv(
        x: T.Buffer((1, 1, depth), launch.stored),
        values: T.Buffer((rows, depth // 4), "uint32"),
        scales: T.Buffer((rows, depth // GROUP), "float32"),
        y: T.Buffer((1, 1, rows), out),
    ):
        T.func_attr(KERNEL_ATTRS)
        for bx in launch.bind(rows // GEMV_THREADS, "blockIdx.x"):
            for tx in launch.bind(GEMV_THREADS, "threadIdx.x"):
                with T.sblock("gemv"):
                    n = T.axis.spatial(rows, bx * GEMV_THREADS + tx)
                    T.reads(x[0, 0, 0:depth], values[n, 0 : depth // 4], scales[n, 0 : depth // GROUP])
                    T.writes(y[0, 0, n])
                    total = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    group = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    total[0] = T.float32(0)
                    for g in T.serial(depth // GROUP):
                        group[0] = T.float32(0)
                        for w in T.unroll(WORDS):
                            word: T.let[T.uint32] = values[n, g * WORDS + w]
                            group[0] = group[0] + (
                                byte_of(word, 0) * as_float32(x[0, 0, g * GROUP + w * 4])
                                + byte_of(word, 1) * as_float32(x[0, 0, g * GROUP + w * 4 + 1])
                                + byte_of(word, 2) * as_float32(x[0, 0, g * GROUP + w * 4 + 2])
                                + byte_of(word, 3) * as_float32(x[0, 0, g * GROUP + w * 4 + 3])
                            )
                        total[0] = total[0] + group[0] * scales[n, g]
                    y[0, 0, n] = total[0].astype(out)

    return q8_gemv


@cache
def gemv_gated(launch: Launch, rows: int, depth: int):
    """y (1, 1, rows) = gelu(gate) * up, where the weight (2 * rows, depth) holds the gate's rows, then the up rows."""
    assert rows % GEMV_THREADS == 0 and depth % GROUP == 0

    @T.prim_func(private=True, s_tir=True)
    def q8_gemv_gated(
        x: T.Buffer((1, 1, depth), launch.stored),
        values: T.Buffer((2 * rows, depth // 4), "uint32"),
        scales: T.Buffer((2 * rows, depth // GROUP), "float32"),
        y: T.Buffer((1, 1, rows), launch.stored),
    ):
        T.func_attr(KERNEL_ATTRS)
        for bx in launch.bind(rows // GEMV_THREADS, "blockIdx.x"):
            for tx in launch.bind(GEMV_THREADS, "threadIdx.x"):
                with T.sblock("gemv"):
                    n = T.axis.spatial(rows, bx * GEMV_THREADS + tx)
                    T.reads(x[0, 0, 0:depth], values[0 : 2 * rows, 0 : depth // 4], scales[0 : 2 * rows, 0 : depth // GROUP])
                    T.writes(y[0, 0, n])
                    total = T.sblock_alloc_buffer((2,), "float32", scope=launch.local)
                    group = T.sblock_alloc_buffer((2,), "float32", scope=launch.local)
                    for half in T.unroll(2):
                        total[half] = T.float32(0)
                    for g in T.serial(depth // GROUP):
                        for half in T.unroll(2):
                            group[half] = T.float32(0)
                        for w in T.unroll(WORDS):
                            for half in T.unroll(2):
                                word: T.let[T.uint32] = values[half * rows + n, g * WORDS + w]
                                group[half] = group[half] + (
                                    byte_of(word, 0) * as_float32(x[0, 0, g * GROUP + w * 4])
                                    + byte_of(word, 1) * as_float32(x[0, 0, g * GROUP + w * 4 + 1])
                                    + byte_of(word, 2) * as_float32(x[0, 0, g * GROUP + w * 4 + 2])
                                    + byte_of(word, 3) * as_float32(x[0, 0, g * GROUP + w * 4 + 3])
                                )
                        for half in T.unroll(2):
                            total[half] = total[half] + group[half] * scales[half * rows + n, g]
                    y[0, 0, n] = (gelu_tanh(total[0]) * total[1]).astype(launch.stored)

    return q8_gemv_gated


@cache
def gemm(launch: Launch, rows: int, depth: int, out: str):
    """y (1, M, rows) of type `out` = x (1, M, depth) times the transposed weight (rows, depth), for any M.

    Where activations have 16 bits, so have the products of a group and their sum, which README.md shows to be far from
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
        for by in launch.bind((M + TILE_M * BLOCK_M - 1) // (TILE_M * BLOCK_M), "blockIdx.y"):
            for bx in launch.bind(blocks_n, "blockIdx.x"):
                for ty in launch.bind(BLOCK_M, "threadIdx.y"):
                    for tx in launch.bind(BLOCK_N, "threadIdx.x"):
                        with T.sblock("gemm"):
                            T.reads(x[0, 0:M, 0:depth], values[0:rows, 0 : depth // 4], scales[0:rows, 0 : depth // GROUP])
                            T.writes(y[0, 0:M, 0:rows])
                            m0: T.let[T.int32] = (by * BLOCK_M + ty) * TILE_M
                            n0: T.let[T.int32] = (bx * BLOCK_N + tx) * TILE_N
                            tile = T.sblock_alloc_buffer((TILE_M * TILE_N,), "float32", scope=launch.local)
                            scale = T.sblock_alloc_buffer((TILE_N,), "float32", scope=launch.local)
                            weight = T.sblock_alloc_buffer((TILE_N * 4,), launch.stored, scope=launch.local)
                            entry = T.sblock_alloc_buffer((TILE_M,), launch.stored, scope=launch.local)
                            if launch.half:
                                part = T.sblock_alloc_buffer((TILE_M * TILE_N,), "float16", scope=launch.local)
                            if m0 < M and n0 < rows:
                                for i in T.unroll(TILE_M * TILE_N):
                                    tile[i] = T.float32(0)
                                for g in T.serial(depth // GROUP):
                                    for j in T.unroll(TILE_N):
                                        scale[j] = scales[n0 + j, g]
                                    if launch.half:
                                        for i in T.unroll(TILE_M * TILE_N):
                                            part[i] = T.float16(0)
                                    for w in T.serial(WORDS):
                                        for j in T.unroll(TILE_N):
                                            word: T.let[T.uint32] = values[n0 + j, g * WORDS + w]
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
                                                # Rows past the end repeat the last one; they are not stored.
                                                entry[i] = x[0, T.min(m0 + i, M - 1), g * GROUP + w * 4 + b]
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
