"""The embedding, stored in two parts of equal height, as the first layer's input and as the output head."""

from functools import cache

from tvm.script import tirx as T

from ..config import GROUP
from .launch import KERNEL_ATTRS, Launch
from .quantised import GEMV_THREADS, WORDS, as_float32, byte_of

HEAD_ROWS = 4


@cache
def embed(launch: Launch, rows: int, depth: int):
    """y (M, depth) = the rows `ids` (M,) int32 of the embedding (2 * rows, depth), times sqrt(depth).

    Ids outside the vocabulary read the nearest row: the tokenizer cannot produce them, and a read past the buffer
    must not happen whatever comes in.
    """
    threads = 64

    @T.prim_func(private=True, s_tir=True)
    def q8_embed(
        ids_handle: T.handle,
        values_0: T.Buffer((rows, depth // 4), "uint32"),
        scales_0: T.Buffer((rows, depth // GROUP), "float32"),
        values_1: T.Buffer((rows, depth // 4), "uint32"),
        scales_1: T.Buffer((rows, depth // GROUP), "float32"),
        y_handle: T.handle,
    ):
        T.func_attr(KERNEL_ATTRS)
        M = T.int32()
        ids = T.match_buffer(ids_handle, (M,), "int32")
        y = T.match_buffer(y_handle, (M, depth), "float32")
        for bx in launch.bind(M, "blockIdx.x"):
            for tx in launch.bind(threads, "threadIdx.x"):
                for step in T.serial(depth // threads):
                    with T.sblock("embed"):
                        m = T.axis.spatial(M, bx)
                        k = T.axis.spatial(depth, step * threads + tx)
                        T.reads(
                            ids[m],
                            values_0[0:rows, k // 4],
                            scales_0[0:rows, k // GROUP],
                            values_1[0:rows, k // 4],
                            scales_1[0:rows, k // GROUP],
                        )
                        T.writes(y[m, k])
                        row: T.let[T.int32] = T.max(T.min(ids[m], 2 * rows - 1), 0)
                        row_0: T.let[T.int32] = T.min(row, rows - 1)
                        row_1: T.let[T.int32] = T.max(row - rows, 0)
                        word: T.let[T.uint32] = T.Select(row < rows, values_0[row_0, k // 4], values_1[row_1, k // 4])
                        scale: T.let[T.float32] = T.Select(
                            row < rows, scales_0[row_0, k // GROUP], scales_1[row_1, k // GROUP]
                        )
                        value: T.let[T.int32] = T.shift_right(
                            T.shift_left(T.reinterpret("int32", word), 24 - k % 4 * 8), 24
                        )
                        y[m, k] = T.Cast("float32", value) * scale * T.float32(depth**0.5)

    return q8_embed


@cache
def head(launch: Launch, rows: int, depth: int):
    """logits (1, 1, 2 * rows) = x (1, 1, depth) times the transposed embedding (2 * rows, depth).

    A thread computes HEAD_ROWS logits, so that an input it reads serves them all: there are threads enough.
    """
    block_rows = GEMV_THREADS * HEAD_ROWS
    blocks = rows // block_rows
    assert rows % block_rows == 0

    @T.macro
    def products(values, scales, first, x, y, y_first, total, group):
        for r in T.unroll(HEAD_ROWS):
            total[r] = T.float32(0)
        for g in T.serial(depth // GROUP):
            for r in T.unroll(HEAD_ROWS):
                group[r] = T.float32(0)
            for w in T.serial(WORDS):
                x0: T.let[T.float32] = as_float32(x[0, 0, g * GROUP + w * 4])
                x1: T.let[T.float32] = as_float32(x[0, 0, g * GROUP + w * 4 + 1])
                x2: T.let[T.float32] = as_float32(x[0, 0, g * GROUP + w * 4 + 2])
                x3: T.let[T.float32] = as_float32(x[0, 0, g * GROUP + w * 4 + 3])
                for r in T.unroll(HEAD_ROWS):
                    word: T.let[T.uint32] = values[first + r, g * WORDS + w]
                    group[r] = group[r] + (
                        byte_of(word, 0) * x0 + byte_of(word, 1) * x1 + byte_of(word, 2) * x2 + byte_of(word, 3) * x3
                    )
            for r in T.unroll(HEAD_ROWS):
                total[r] = total[r] + group[r] * scales[first + r, g]
        for r in T.unroll(HEAD_ROWS):
            y[0, 0, y_first + r] = total[r]

    @T.prim_func(private=True, s_tir=True)
    def q8_head(
        x: T.Buffer((1, 1, depth), launch.stored),
        values_0: T.Buffer((rows, depth // 4), "uint32"),
        scales_0: T.Buffer((rows, depth // GROUP), "float32"),
        values_1: T.Buffer((rows, depth // 4), "uint32"),
        scales_1: T.Buffer((rows, depth // GROUP), "float32"),
        y: T.Buffer((1, 1, 2 * rows), "float32"),
    ):
        T.func_attr(KERNEL_ATTRS)
        for bx in launch.bind(2 * blocks, "blockIdx.x"):
            for tx in launch.bind(GEMV_THREADS, "threadIdx.x"):
                with T.sblock("head"):
                    T.reads(
                        x[0, 0, 0:depth],
                        values_0[0:rows, 0 : depth // 4],
                        scales_0[0:rows, 0 : depth // GROUP],
                        values_1[0:rows, 0 : depth // 4],
                        scales_1[0:rows, 0 : depth // GROUP],
                    )
                    T.writes(y[0, 0, 0 : 2 * rows])
                    total = T.sblock_alloc_buffer((HEAD_ROWS,), "float32", scope=launch.local)
                    group = T.sblock_alloc_buffer((HEAD_ROWS,), "float32", scope=launch.local)
                    place: T.let[T.int32] = bx * block_rows + tx * HEAD_ROWS
                    # A workgroup lies in one part: the branch is uniform.
                    if bx < blocks:
                        products(values_0, scales_0, place, x, y, place, total, group)
                    else:
                        products(values_1, scales_1, place - rows, x, y, place, total, group)

    return q8_head
