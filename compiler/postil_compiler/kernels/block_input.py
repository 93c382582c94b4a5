"""What lies between two blocks of the model, at the beginning of a product of one row (gemv.py): the last block's output joins
the residual stream, and the sum is normalised. Every workgroup does it for itself, in memory that its threads share.
"""

from tvm.script import tirx as T

from .launch import Launch

THREADS = 64
PARTS = 8
"""Sums into which a workgroup's sum of squares is first gathered."""


def block_input(launch: Launch, width: int, epsilon: float):
    """A macro: x (width,), shared, = the residual stream after a block, normalised for the next; see `norm.add_norm`.

    The first workgroup also stores the stream.
    """
    steps = width // THREADS
    lanes = 1 if launch.gpu else THREADS
    assert width % THREADS == 0

    def lane(tx):
        return 0 if launch.gpu else tx

    @T.macro
    def add_up(squares, parts):
        """parts (PARTS,) = sums of squares (THREADS,): with those, a thread is quicker to the whole than with all."""
        for tx in launch.bind(THREADS, "threadIdx.x"):
            with T.sblock("add_up"):
                T.reads()
                T.writes()
                part = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                if launch.gpu:
                    T.tvm_storage_sync("shared")
                if tx < PARTS:
                    part[0] = T.float32(0)
                    for i in T.serial(THREADS // PARTS):
                        part[0] = part[0] + squares[tx * (THREADS // PARTS) + i]
                    parts[tx] = part[0]

    @T.macro
    def prepare(bx, residual, branch, weight_branch, weight_next, stream, x):
        squares = T.sblock_alloc_buffer((THREADS,), "float32", scope=launch.shared)
        parts = T.sblock_alloc_buffer((PARTS,), "float32", scope=launch.shared)
        stream_squares = T.sblock_alloc_buffer((THREADS,), "float32", scope=launch.shared)
        stream_parts = T.sblock_alloc_buffer((PARTS,), "float32", scope=launch.shared)
        own = T.sblock_alloc_buffer((lanes, steps), "float32", scope=launch.local)
        for tx in launch.bind(THREADS, "threadIdx.x"):
            with T.sblock("branch"):
                T.reads()
                T.writes()
                part = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                part[0] = T.float32(0)
                for s in T.unroll(steps):
                    own[lane(tx), s] = branch[0, 0, s * THREADS + tx]
                    part[0] = part[0] + own[lane(tx), s] * own[lane(tx), s]
                squares[tx] = part[0]
        add_up(squares, parts)
        for tx in launch.bind(THREADS, "threadIdx.x"):
            with T.sblock("add"):
                T.reads()
                T.writes()
                whole = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                if launch.gpu:
                    T.tvm_storage_sync("shared")
                whole[0] = T.float32(0)
                for i in T.unroll(PARTS):
                    whole[0] = whole[0] + parts[i]
                scale: T.let[T.float32] = T.rsqrt(whole[0] / T.float32(width) + T.float32(epsilon))
                part = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                part[0] = T.float32(0)
                for s in T.unroll(steps):
                    own[lane(tx), s] = (
                        residual[0, 0, s * THREADS + tx] + own[lane(tx), s] * scale * weight_branch[s * THREADS + tx]
                    )
                    part[0] = part[0] + own[lane(tx), s] * own[lane(tx), s]
                stream_squares[tx] = part[0]
                if bx == 0:
                    for s in T.unroll(steps):
                        stream[0, 0, s * THREADS + tx] = own[lane(tx), s]
        add_up(stream_squares, stream_parts)
        for tx in launch.bind(THREADS, "threadIdx.x"):
            with T.sblock("normalise"):
                T.reads()
                T.writes()
                whole = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                if launch.gpu:
                    T.tvm_storage_sync("shared")
                whole[0] = T.float32(0)
                for i in T.unroll(PARTS):
                    whole[0] = whole[0] + stream_parts[i]
                scale: T.let[T.float32] = T.rsqrt(whole[0] / T.float32(width) + T.float32(epsilon))
                for s in T.unroll(steps):
                    x[s * THREADS + tx] = own[lane(tx), s] * scale * weight_next[s * THREADS + tx]

    return prepare
