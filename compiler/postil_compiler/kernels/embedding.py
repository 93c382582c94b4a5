"""The embedding, stored in two parts of equal height, as the first layer's input; as the output head: gemv.py."""

from functools import cache

from tvm.script import tirx as T

from ..config import GROUP, TILE
from .launch import KERNEL_ATTRS, Launch


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
        values_0: T.Buffer((rows // TILE, depth // 4, TILE), "uint32"),
        scales_0: T.Buffer((rows // TILE, depth // GROUP, TILE), "float32"),
        values_1: T.Buffer((rows // TILE, depth // 4, TILE), "uint32"),
        scales_1: T.Buffer((rows // TILE, depth // GROUP, TILE), "float32"),
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
                            values_0[0 : rows // TILE, k // 4, 0:TILE],
                            scales_0[0 : rows // TILE, k // GROUP, 0:TILE],
                            values_1[0 : rows // TILE, k // 4, 0:TILE],
                            scales_1[0 : rows // TILE, k // GROUP, 0:TILE],
                        )
                        T.writes(y[m, k])
                        row: T.let[T.int32] = T.max(T.min(ids[m], 2 * rows - 1), 0)
                        row_0: T.let[T.int32] = T.min(row, rows - 1)
                        row_1: T.let[T.int32] = T.max(row - rows, 0)
                        word: T.let[T.uint32] = T.Select(
                            row < rows,
                            values_0[row_0 // TILE, k // 4, row_0 % TILE],
                            values_1[row_1 // TILE, k // 4, row_1 % TILE],
                        )
                        scale: T.let[T.float32] = T.Select(
                            row < rows,
                            scales_0[row_0 // TILE, k // GROUP, row_0 % TILE],
                            scales_1[row_1 // TILE, k // GROUP, row_1 % TILE],
                        )
                        value: T.let[T.int32] = T.shift_right(
                            T.shift_left(T.reinterpret("int32", word), 24 - k % 4 * 8), 24
                        )
                        y[m, k] = T.Cast("float32", value) * scale * T.float32(depth**0.5)

    return q8_embed
