"""RMS normalisation (https://arxiv.org/abs/1910.07467): alone, and with the residual additions around it.

One workgroup normalises one row. The weights come from GGUF, which already holds Gemma's "+ 1".
"""

from functools import cache

from tvm.script import tirx as T

from .launch import KERNEL_ATTRS, Launch

THREADS = 64


@cache
def rms_norm(launch: Launch, width: int, epsilon: float):
    """y (1, M, width), as it is stored, = x / rms(x) * weight for each row of x (1, M, width)."""
    steps = width // THREADS

    @T.prim_func(private=True, s_tir=True)
    def rms_norm_rows(x_handle: T.handle, weight: T.Buffer((width,), "float32"), y_handle: T.handle):
        T.func_attr(KERNEL_ATTRS)
        M = T.int32()
        x = T.match_buffer(x_handle, (1, M, width), "float32")
        y = T.match_buffer(y_handle, (1, M, width), launch.stored)
        squares = T.sblock_alloc_buffer((M,), "float32", scope=launch.shared)
        for bx in launch.bind(M, "blockIdx.x"):
            for step in T.serial(steps):
                for tx in launch.bind(THREADS, "threadIdx.x"):
                    with T.sblock("squares"):
                        m = T.axis.spatial(M, bx)
                        k = T.axis.reduce(width, step * THREADS + tx)
                        with T.init():
                            squares[m] = T.float32(0)
                        squares[m] = squares[m] + x[0, m, k] * x[0, m, k]
            for tx in launch.bind(THREADS, "threadIdx.x"):
                for step in T.serial(steps):
                    with T.sblock("normalise"):
                        m = T.axis.spatial(M, bx)
                        k = T.axis.spatial(width, step * THREADS + tx)
                        scale: T.let[T.float32] = T.rsqrt(squares[m] / T.float32(width) + T.float32(epsilon))
                        y[0, m, k] = (x[0, m, k] * scale * weight[k]).astype(launch.stored)

    return rms_norm_rows


@cache
def add_norm(launch: Launch, width: int, epsilon: float):
    """A block's output joins the residual stream, and the next block's input is prepared, in one kernel.

    stream (1, M, width) = residual + branch / rms(branch) * weight_branch
    y      (1, M, width), as it is stored, = stream / rms(stream) * weight_next
    """
    steps = width // THREADS

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
        squares = T.sblock_alloc_buffer((M,), "float32", scope=launch.shared)
        sums = T.sblock_alloc_buffer((M, width), "float32", scope=launch.shared)
        squares_sum = T.sblock_alloc_buffer((M,), "float32", scope=launch.shared)
        for bx in launch.bind(M, "blockIdx.x"):
            for step in T.serial(steps):
                for tx in launch.bind(THREADS, "threadIdx.x"):
                    with T.sblock("squares"):
                        m = T.axis.spatial(M, bx)
                        k = T.axis.reduce(width, step * THREADS + tx)
                        with T.init():
                            squares[m] = T.float32(0)
                        squares[m] = squares[m] + branch[0, m, k] * branch[0, m, k]
            for tx in launch.bind(THREADS, "threadIdx.x"):
                for step in T.serial(steps):
                    with T.sblock("add"):
                        m = T.axis.spatial(M, bx)
                        k = T.axis.spatial(width, step * THREADS + tx)
                        sums[m, k] = (
                            residual[0, m, k]
                            + branch[0, m, k] * T.rsqrt(squares[m] / T.float32(width) + T.float32(epsilon)) * weight_branch[k]
                        )
            for step in T.serial(steps):
                for tx in launch.bind(THREADS, "threadIdx.x"):
                    with T.sblock("squares_sum"):
                        m = T.axis.spatial(M, bx)
                        k = T.axis.reduce(width, step * THREADS + tx)
                        with T.init():
                            squares_sum[m] = T.float32(0)
                        squares_sum[m] = squares_sum[m] + sums[m, k] * sums[m, k]
            for tx in launch.bind(THREADS, "threadIdx.x"):
                for step in T.serial(steps):
                    with T.sblock("store"):
                        m = T.axis.spatial(M, bx)
                        k = T.axis.spatial(width, step * THREADS + tx)
                        stream[0, m, k] = sums[m, k]
                        scale: T.let[T.float32] = T.rsqrt(squares_sum[m] / T.float32(width) + T.float32(epsilon))
                        y[0, m, k] = (sums[m, k] * scale * weight_next[k]).astype(launch.stored)

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
