"""RMS normalisation (https://arxiv.org/abs/1910.07467): alone, and with the residual additions around it.

One workgroup normalises one row. The weights come from GGUF, which already holds Gemma's "+ 1".
"""

from functools import cache

from tvm.script import tirx as T

from .block_input import PARTS, THREADS, block_input
from .launch import KERNEL_ATTRS, Launch
from .reduce import WorkgroupSum



@cache
def rms_norm(launch: Launch, width: int, epsilon: float):
    """y (1, M, width), as it is stored, = x / rms(x) * weight for each row of x (1, M, width)."""
    steps = width // THREADS
    reduction = WorkgroupSum(launch, THREADS, PARTS)
    keep, gather, total = reduction.keep, reduction.gather, reduction.total

    @T.prim_func(private=True, s_tir=True)
    def rms_norm_rows(x_handle: T.handle, weight: T.Buffer((width,), "float32"), y_handle: T.handle):
        T.func_attr(KERNEL_ATTRS)
        M = T.int32()
        x = T.match_buffer(x_handle, (1, M, width), "float32")
        y = T.match_buffer(y_handle, (1, M, width), launch.stored)
        squares = T.sblock_alloc_buffer((reduction.kept,), "float32", scope=launch.shared)
        gathered = T.sblock_alloc_buffer((PARTS,), "float32", scope=launch.shared)
        for bx in launch.bind(M, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("squares"):
                    T.reads()
                    T.writes()
                    part = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    part[0] = T.float32(0)
                    for s in T.unroll(steps):
                        part[0] = part[0] + x[0, bx, s * THREADS + tx] * x[0, bx, s * THREADS + tx]
                    keep(tx, part, squares)
            gather(squares, gathered)
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("normalise"):
                    T.reads()
                    T.writes()
                    whole = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    if launch.gpu:
                        T.tvm_storage_sync("shared")
                    total(squares, gathered, whole)
                    scale: T.let[T.float32] = T.rsqrt(whole[0] / T.float32(width) + T.float32(epsilon))
                    for s in T.unroll(steps):
                        y[0, bx, s * THREADS + tx] = (
                            x[0, bx, s * THREADS + tx] * scale * weight[s * THREADS + tx]
                        ).astype(launch.stored)

    return rms_norm_rows


@cache
def add_norm(launch: Launch, width: int, epsilon: float):
    """A block's output joins the residual stream, and the next block's input is prepared, in one kernel.

    stream (1, M, width) = residual + branch / rms(branch) * weight_branch
    y      (1, M, width), as it is stored, = stream / rms(stream) * weight_next
    """
    prepare = block_input(launch, width, epsilon)

    @T.prim_func(private=True, s_tir=True)
    def add_norm_rows(
        residual_handle: T.handle,
        branch_handle: T.handle,
        weight_branch: T.Buffer((width,), "float32"),
        weight_next: T.Buffer((width,), "float32"),
        stream_handle: T.handle,
        y_handle: T.handle,
    ):
        T.func_attr(KERNEL_ATTRS)
        M = T.int32()
        residual = T.match_buffer(residual_handle, (1, M, width), "float32")
        branch = T.match_buffer(branch_handle, (1, M, width), "float32")
        stream = T.match_buffer(stream_handle, (1, M, width), "float32")
        y = T.match_buffer(y_handle, (1, M, width), launch.stored)
        flat_residual = T.decl_buffer((M * width,), "float32", data=residual.data)
        flat_branch = T.decl_buffer((M * width,), "float32", data=branch.data)
        flat_stream = T.decl_buffer((M * width,), "float32", data=stream.data)
        flat_y = T.decl_buffer((M * width,), launch.stored, data=y.data)
        for bx in launch.bind(M, "blockIdx.x"):
            prepare(
                bx * width,
                True,
                flat_residual,
                flat_branch,
                weight_branch,
                weight_next,
                flat_stream,
                bx * width,
                flat_y,
            )

    return add_norm_rows


@cache
def last_row(launch: Launch, width: int, dtype: str):
    """y (1, width) = the last row of x (M, width)."""

    @T.prim_func(private=True, s_tir=True)
    def copy_last_row(x_handle: T.handle, y: T.Buffer((1, width), dtype)):
        T.func_attr(KERNEL_ATTRS)
        M = T.int32()
        x = T.match_buffer(x_handle, (M, width), dtype)
        for bx in launch.bind(width // THREADS, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("copy"):
                    k = T.axis.spatial(width, bx * THREADS + tx)
                    T.reads(x[M - 1, k])
                    T.writes(y[0, k])
                    y[0, k] = x[M - 1, k]

    return copy_last_row
