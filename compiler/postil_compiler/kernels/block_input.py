"""What lies between two blocks of the model: the last block's output joins the residual stream, and the sum is normalised for the
next. Of many rows it is a kernel of its own (norm.py). Of one row it stands at the beginning of a product (gemv.py), where every
workgroup does it for itself, in memory that its threads share.
"""

from tvm.script import tirx as T

from .launch import Launch
from .reduce import WorkgroupSum

THREADS = 64
PARTS = 8
"""Without subgroups, a workgroup's squares are first gathered into so many sums, which a thread adds up sooner than all of them."""


def block_input(launch: Launch, width: int, epsilon: float):
    """A macro: for the row of `width` numbers that begins at `row` in the flat residual, branch and stream, and at `to` in x,

    stream = residual + branch / rms(branch) * weight_branch, stored where `stores`, and
    x      = stream / rms(stream) * weight_next, in x's type.
    """
    steps = width // THREADS
    lanes = 1 if launch.gpu else THREADS
    reduction = WorkgroupSum(launch, THREADS, PARTS)
    keep, gather, total = reduction.keep, reduction.gather, reduction.total
    assert width % THREADS == 0

    def lane(tx):
        return 0 if launch.gpu else tx

    @T.macro
    def prepare(row, stores, residual, branch, weight_branch, weight_next, stream, to, x):
        sums = T.sblock_alloc_buffer((reduction.kept,), "float32", scope=launch.shared)
        gathered = T.sblock_alloc_buffer((PARTS,), "float32", scope=launch.shared)
        own = T.sblock_alloc_buffer((lanes, steps), "float32", scope=launch.local)
        for tx in launch.bind(THREADS, "threadIdx.x"):
            with T.sblock("branch"):
                T.reads()
                T.writes()
                part = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                part[0] = T.float32(0)
                for s in T.unroll(steps):
                    own[lane(tx), s] = branch[row + s * THREADS + tx]
                    part[0] = part[0] + own[lane(tx), s] * own[lane(tx), s]
                keep(tx, part, sums)
        gather(sums, gathered)
        for tx in launch.bind(THREADS, "threadIdx.x"):
            with T.sblock("add"):
                T.reads()
                T.writes()
                whole = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                if launch.gpu:
                    T.tvm_storage_sync("shared")
                total(sums, gathered, whole)
                scale: T.let[T.float32] = T.rsqrt(whole[0] / T.float32(width) + T.float32(epsilon))
                part = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                part[0] = T.float32(0)
                for s in T.unroll(steps):
                    own[lane(tx), s] = (
                        residual[row + s * THREADS + tx] + own[lane(tx), s] * scale * weight_branch[s * THREADS + tx]
                    )
                    part[0] = part[0] + own[lane(tx), s] * own[lane(tx), s]
                keep(tx, part, sums)
                if stores:
                    for s in T.unroll(steps):
                        stream[row + s * THREADS + tx] = own[lane(tx), s]
        gather(sums, gathered)
        for tx in launch.bind(THREADS, "threadIdx.x"):
            with T.sblock("normalise"):
                T.reads()
                T.writes()
                whole = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                if launch.gpu:
                    T.tvm_storage_sync("shared")
                total(sums, gathered, whole)
                scale: T.let[T.float32] = T.rsqrt(whole[0] / T.float32(width) + T.float32(epsilon))
                for s in T.unroll(steps):
                    x[to + s * THREADS + tx] = (own[lane(tx), s] * scale * weight_next[s * THREADS + tx]).astype(x.dtype)

    return prepare
