"""Products with quantised weights.

A weight matrix (N, K) is stored in groups of 32 along its rows: signed integers, several to a uint32 with the first in the
lowest bits, and a float32 scale for each group: weight = integer * scale. Rows lie in tiles of 16: for each word of a row
those of all 16 rows, one after the other, [N/16][words of a row][16], and the scales likewise. So threads that work on
neighbouring rows read neighbouring words. No kernel here writes a dequantised weight to memory.

Here are the products of many rows: each thread computes a tile of outputs in registers, without on-chip memory, so that
a loaded weight serves TILE_M rows and a loaded input TILE_N columns. Those of one row are in gemv.py.
"""

from dataclasses import dataclass
from functools import cache

from tvm import tirx
from tvm.script import tirx as T

from ..config import GROUP, TILE
from .launch import KERNEL_ATTRS, Launch

TILE_M = 8
TILE_N = 8
STEP = 4
"""Weights of a row that a thread unpacks at a time: a word of 8-bit ones, and of 4-bit ones half a word, so that they take no
more registers."""
BLOCK_M = 2
"""Tiles of a workgroup along the input rows."""
BLOCK_N = 32
"""Tiles of a workgroup along the output columns."""


@dataclass(frozen=True)
class WeightFormat:
    """How the integers of a weight are packed: `bits` each, in two's complement."""

    bits: int

    @property
    def per_word(self) -> int:
        """Integers in a uint32."""
        return 32 // self.bits

    def values_shape(self, rows: int, depth: int) -> tuple[int, int, int]:
        return rows // TILE, depth // self.per_word, TILE

    def scales_shape(self, rows: int, depth: int) -> tuple[int, int, int]:
        return rows // TILE, depth // GROUP, TILE

    def number(self, word, index: int):
        """The integer `index` (0 = lowest) of a uint32 `word`, as float32."""
        left = 32 - self.bits * (index + 1)
        bits = tirx.reinterpret("int32", word)
        return tirx.Cast("float32", tirx.shift_right(tirx.shift_left(bits, T.int32(left)), T.int32(32 - self.bits)))

    def dot(self, word, entries):
        """The sum of a word's integers times `entries`, a buffer (per_word,)."""
        return sum_of(self.number(word, index) * entries[index] for index in range(self.per_word))


Q8, Q4 = WeightFormat(8), WeightFormat(4)


def sum_of(terms):
    """The terms added up from the first; Python's sum would begin with a 0."""
    total, *rest = terms
    for term in rest:
        total = total + term
    return total


def tile_start(row, words: int):
    """Where, in a buffer with `words` places a row, the first place of `row` is; the next is TILE further."""
    return row // TILE * (TILE * words) + row % TILE


def as_float32(value):
    """`value`, whatever it is stored as."""
    return value.astype("float32")


def gelu_tanh(x):
    """The tanh form of GELU (https://arxiv.org/abs/1606.08415), written with an exponential that cannot overflow."""
    inner = T.float32(0.7978845608028654) * (x + T.float32(0.044715) * x * x * x)
    return x / (T.float32(1) + T.exp(T.float32(-2) * T.max(inner, T.float32(-40))))


@cache
def gemm(launch: Launch, rows: int, depth: int, out: str, weights: WeightFormat = Q8):
    """y (1, M, rows) of type `out` = x (1, M, depth) times the transposed weight (rows, depth), for any M.

    Buffers are read flat, and where a thread reads is kept in memory of its own: TVM would write out the whole expression
    for every number, and software GPUs calculate it as often. Where activations have 16 bits, so have the products of a
    group and their sum, which README.md shows to be far from the largest float16; groups are added up in float32.
    """
    assert rows % TILE_N == 0 and TILE % TILE_N == 0 and depth % GROUP == 0
    blocks_n = -(-rows // (TILE_N * BLOCK_N))
    per_word, words, groups = weights.per_word, depth // weights.per_word, depth // GROUP

    def products(entry, weight, j):
        return sum_of(entry[b] * weight[j * STEP + b] for b in range(STEP))

    @T.prim_func(private=True, s_tir=True)
    def q_gemm(
        x_handle: T.handle,
        values: T.Buffer(weights.values_shape(rows, depth), "uint32"),
        scales: T.Buffer(weights.scales_shape(rows, depth), "float32"),
        y_handle: T.handle,
    ):
        T.func_attr(KERNEL_ATTRS)
        M = T.int32()
        x = T.match_buffer(x_handle, (1, M, depth), launch.stored)
        y = T.match_buffer(y_handle, (1, M, rows), out)
        flat_x = T.decl_buffer((M * depth,), launch.stored, data=x.data)
        flat_values = T.decl_buffer((rows * words,), "uint32", data=values.data)
        flat_scales = T.decl_buffer((rows * groups,), "float32", data=scales.data)
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
                            weight = T.sblock_alloc_buffer((TILE_N * STEP,), launch.stored, scope=launch.local)
                            entry = T.sblock_alloc_buffer((STEP,), launch.stored, scope=launch.local)
                            if launch.half:
                                part = T.sblock_alloc_buffer((TILE_M * TILE_N,), "float16", scope=launch.local)
                            x_at = T.sblock_alloc_buffer((TILE_M,), "int32", scope=launch.local)
                            at = T.sblock_alloc_buffer((2,), "int32", scope=launch.local)
                            if m0 < M and n0 < rows:
                                for i in T.unroll(TILE_M):
                                    # Rows past the end repeat the last one; they are not stored.
                                    x_at[i] = T.min(m0 + i, M - 1) * depth
                                at[0] = tile_start(n0, words)
                                at[1] = tile_start(n0, groups)
                                for i in T.unroll(TILE_M * TILE_N):
                                    tile[i] = T.float32(0)
                                for g in T.serial(groups):
                                    for j in T.unroll(TILE_N):
                                        scale[j] = flat_scales[at[1] + j]
                                    if launch.half:
                                        for i in T.unroll(TILE_M * TILE_N):
                                            part[i] = T.float16(0)
                                    for w in T.serial(GROUP // per_word):
                                        for h in T.unroll(per_word // STEP):
                                            for j in T.unroll(TILE_N):
                                                word: T.let[T.uint32] = flat_values[at[0] + j]
                                                for b in T.unroll(STEP):
                                                    weight[j * STEP + b] = (
                                                        T.Cast(
                                                            "float32",
                                                            T.shift_right(
                                                                T.shift_left(
                                                                    T.reinterpret("int32", word),
                                                                    32 - weights.bits * (h * STEP + b + 1),
                                                                ),
                                                                32 - weights.bits,
                                                            ),
                                                        )
                                                        * scale[j]
                                                    ).astype(launch.stored)
                                            for i in T.unroll(TILE_M):
                                                for b in T.unroll(STEP):
                                                    entry[b] = flat_x[x_at[i] + b]
                                                for j in T.unroll(TILE_N):
                                                    if launch.half:
                                                        part[i * TILE_N + j] = part[i * TILE_N + j] + products(entry, weight, j)
                                                    else:
                                                        tile[i * TILE_N + j] = tile[i * TILE_N + j] + products(entry, weight, j)
                                            for i in T.unroll(TILE_M):
                                                x_at[i] = x_at[i] + STEP
                                        at[0] = at[0] + TILE
                                    at[1] = at[1] + TILE
                                    if launch.half:
                                        for i in T.unroll(TILE_M * TILE_N):
                                            tile[i] = tile[i] + as_float32(part[i])
                                for i in T.unroll(TILE_M):
                                    if m0 + i < M:
                                        for j in T.unroll(TILE_N):
                                            y[0, m0 + i, n0 + j] = tile[i * TILE_N + j].astype(out)

    return q_gemm


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
