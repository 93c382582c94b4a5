"""Products of one row with 8-bit weights: what a decoded token consists of.

They are bound by reading the weights (their form: quantised.py), so neighbouring threads read neighbouring words: `lanes`
threads share a row, each taking RUN of its weights in turn, and keep the row's partial sums until one thread adds them up
behind a single barrier. A thread works on several rows, for which it reads its inputs once; that also spares software
GPUs, where reading an input costs as much as multiplying it. Few lanes suit wide outputs, many narrow ones, so that there
are workgroups for all of a GPU in both.

The products that begin a block of the model first do what lies between it and the block before: every workgroup adds the
last block's normalised output to the residual stream and normalises the sum, for itself, in memory that its threads share.
That is 640 numbers, and cheaper than a kernel of its own.
"""

from dataclasses import dataclass
from functools import cache

from tvm.script import tirx as T

from ..config import GROUP
from .launch import KERNEL_ATTRS, Launch
from .quantised import as_float32, byte_of, gelu_tanh

THREADS = 64
RUN = 16
"""Weights of a row that a thread takes at a time: four words, of one group."""
PARTS = 8
"""Sums into which a workgroup's sum of squares is first gathered."""


@dataclass(frozen=True)
class Share:
    """How a workgroup's threads share its rows: `lanes` threads a row, each on `rows` rows (or pairs of rows)."""

    lanes: int
    rows: int

    @property
    def teams(self) -> int:
        return THREADS // self.lanes

    @property
    def height(self) -> int:
        """Rows of a workgroup."""
        return self.teams * self.rows


WIDE = Share(lanes=8, rows=8)
"""For the head: 64 rows."""
MIDDLE = Share(lanes=8, rows=4)
"""For queries, keys and values, and for gate and up: 32 rows, or pairs of a gate and an up row."""
NARROW = Share(lanes=16, rows=4)
"""For outputs as narrow as the residual stream: 16 rows."""


def _sums(launch: Launch, share: Share, depth: int, streams: int):
    """A macro: partial sums of a workgroup's rows, `streams` sums for each, into `partial` (streams, height, lanes).

    `values` and `scales` are flat, and where a thread reads is kept in memory of its own: TVM would write out the whole
    expression for every word, and software GPUs calculate it as often.
    """
    lanes, rows, teams, height = share.lanes, share.rows, share.teams, share.height
    count = streams * rows
    words, groups = depth // 4, depth // GROUP
    assert depth % (lanes * RUN) == 0 and GROUP % RUN == 0 and height <= THREADS

    def row(r: int, stride: int) -> int:
        """Row `r` of a thread, from its first."""
        return r // rows * stride + r % rows * teams

    @T.macro
    def sums(tx, first, x, values, scales, stride, partial):
        total = T.sblock_alloc_buffer((count,), "float32", scope=launch.local)
        group = T.sblock_alloc_buffer((count,), "float32", scope=launch.local)
        at = T.sblock_alloc_buffer((3,), "int32", scope=launch.local)
        for r in T.unroll(count):
            total[r] = T.float32(0)
        at[0] = tx % lanes * RUN
        at[1] = (first + tx // lanes) * words + tx % lanes * (RUN // 4)
        for step in T.serial(depth // (lanes * RUN)):
            for r in T.unroll(count):
                group[r] = T.float32(0)
            for w in T.serial(RUN // 4):
                x0: T.let[T.float32] = x(at[0])
                x1: T.let[T.float32] = x(at[0] + 1)
                x2: T.let[T.float32] = x(at[0] + 2)
                x3: T.let[T.float32] = x(at[0] + 3)
                for r in T.unroll(count):
                    word: T.let[T.uint32] = values[at[1] + row(r, stride) * words]
                    group[r] = group[r] + (
                        byte_of(word, 0) * x0 + byte_of(word, 1) * x1 + byte_of(word, 2) * x2 + byte_of(word, 3) * x3
                    )
                at[0] = at[0] + 4
                at[1] = at[1] + 1
            at[2] = (first + tx // lanes) * groups + (step * lanes + tx % lanes) // (GROUP // RUN)
            for r in T.unroll(count):
                total[r] = total[r] + group[r] * scales[at[2] + row(r, stride) * groups]
            at[0] = at[0] + (lanes - 1) * RUN
            at[1] = at[1] + (lanes - 1) * (RUN // 4)
        for r in T.unroll(count):
            partial[r // rows, r % rows * teams + tx // lanes, tx % lanes] = total[r]

    return sums


def _row_sum(share: Share):
    """A macro: the sum of a row's partial sums into total[0]."""

    @T.macro
    def row_sum(partial, stream, row, total):
        total[stream] = T.float32(0)
        for lane in T.serial(share.lanes):
            total[stream] = total[stream] + partial[stream, row, lane]

    return row_sum


@cache
def gemv(launch: Launch, rows: int, depth: int, out: str, share: Share):
    """y (1, 1, rows) of type `out` = x (1, 1, depth) times the transposed weight (rows, depth)."""
    height = share.height
    assert rows % height == 0
    sums, row_sum = _sums(launch, share, depth, 1), _row_sum(share)

    @T.prim_func(private=True, s_tir=True)
    def q8_gemv(
        x: T.Buffer((1, 1, depth), launch.stored),
        values: T.Buffer((rows, depth // 4), "uint32"),
        scales: T.Buffer((rows, depth // GROUP), "float32"),
        y: T.Buffer((1, 1, rows), out),
    ):
        T.func_attr(KERNEL_ATTRS)
        flat_values = T.decl_buffer((rows * (depth // 4),), "uint32", data=values.data)
        flat_scales = T.decl_buffer((rows * (depth // GROUP),), "float32", data=scales.data)
        # One more than lanes: rows begin in different banks of the memory.
        partial = T.sblock_alloc_buffer((1, height, share.lanes + 1), "float32", scope=launch.shared)
        for bx in launch.bind(rows // height, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("sums"):
                    T.reads()
                    T.writes()
                    sums(tx, bx * height, lambda k: as_float32(x[0, 0, k]), flat_values, flat_scales, 0, partial)
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("store"):
                    T.reads()
                    T.writes()
                    total = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    if launch.gpu:
                        T.tvm_storage_sync("shared")
                    if tx < height:
                        row_sum(partial, 0, tx, total)
                        y[0, 0, bx * height + tx] = total[0].astype(out)

    return q8_gemv


def _prepare(launch: Launch, width: int, epsilon: float):
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


@cache
def norm_gemv(launch: Launch, rows: int, depth: int, epsilon: float, share: Share = MIDDLE):
    """stream (1, 1, depth) and its normalised form as in `norm.add_norm`; y (1, 1, rows), as it is stored, = the latter
    times the transposed weight (rows, depth)."""
    height = share.height
    assert rows % height == 0
    sums, row_sum, prepare = _sums(launch, share, depth, 1), _row_sum(share), _prepare(launch, depth, epsilon)

    @T.prim_func(private=True, s_tir=True)
    def q8_norm_gemv(
        residual: T.Buffer((1, 1, depth), "float32"),
        branch: T.Buffer((1, 1, depth), "float32"),
        weight_branch: T.Buffer((depth,), "float32"),
        weight_next: T.Buffer((depth,), "float32"),
        values: T.Buffer((rows, depth // 4), "uint32"),
        scales: T.Buffer((rows, depth // GROUP), "float32"),
        stream: T.Buffer((1, 1, depth), "float32"),
        y: T.Buffer((1, 1, rows), launch.stored),
    ):
        T.func_attr(KERNEL_ATTRS)
        flat_values = T.decl_buffer((rows * (depth // 4),), "uint32", data=values.data)
        flat_scales = T.decl_buffer((rows * (depth // GROUP),), "float32", data=scales.data)
        x = T.sblock_alloc_buffer((depth,), "float32", scope=launch.shared)
        partial = T.sblock_alloc_buffer((1, height, share.lanes + 1), "float32", scope=launch.shared)
        for bx in launch.bind(rows // height, "blockIdx.x"):
            prepare(bx, residual, branch, weight_branch, weight_next, stream, x)
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("sums"):
                    T.reads()
                    T.writes()
                    if launch.gpu:
                        T.tvm_storage_sync("shared")
                    sums(tx, bx * height, lambda k: x[k], flat_values, flat_scales, 0, partial)
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("store"):
                    T.reads()
                    T.writes()
                    total = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    if launch.gpu:
                        T.tvm_storage_sync("shared")
                    if tx < height:
                        row_sum(partial, 0, tx, total)
                        y[0, 0, bx * height + tx] = total[0].astype(launch.stored)

    return q8_norm_gemv


@cache
def norm_gemv_gated(launch: Launch, rows: int, depth: int, epsilon: float, share: Share = MIDDLE):
    """As `norm_gemv`, with y (1, 1, rows) = gelu(gate) * up, where the weight (2 * rows, depth) holds the gate's rows, then
    the up rows."""
    height = share.height
    assert rows % height == 0
    sums, row_sum, prepare = _sums(launch, share, depth, 2), _row_sum(share), _prepare(launch, depth, epsilon)

    @T.prim_func(private=True, s_tir=True)
    def q8_norm_gemv_gated(
        residual: T.Buffer((1, 1, depth), "float32"),
        branch: T.Buffer((1, 1, depth), "float32"),
        weight_branch: T.Buffer((depth,), "float32"),
        weight_next: T.Buffer((depth,), "float32"),
        values: T.Buffer((2 * rows, depth // 4), "uint32"),
        scales: T.Buffer((2 * rows, depth // GROUP), "float32"),
        stream: T.Buffer((1, 1, depth), "float32"),
        y: T.Buffer((1, 1, rows), launch.stored),
    ):
        T.func_attr(KERNEL_ATTRS)
        flat_values = T.decl_buffer((2 * rows * (depth // 4),), "uint32", data=values.data)
        flat_scales = T.decl_buffer((2 * rows * (depth // GROUP),), "float32", data=scales.data)
        x = T.sblock_alloc_buffer((depth,), "float32", scope=launch.shared)
        partial = T.sblock_alloc_buffer((2, height, share.lanes + 1), "float32", scope=launch.shared)
        for bx in launch.bind(rows // height, "blockIdx.x"):
            prepare(bx, residual, branch, weight_branch, weight_next, stream, x)
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("sums"):
                    T.reads()
                    T.writes()
                    if launch.gpu:
                        T.tvm_storage_sync("shared")
                    sums(tx, bx * height, lambda k: x[k], flat_values, flat_scales, rows, partial)
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("store"):
                    T.reads()
                    T.writes()
                    total = T.sblock_alloc_buffer((2,), "float32", scope=launch.local)
                    if launch.gpu:
                        T.tvm_storage_sync("shared")
                    if tx < height:
                        row_sum(partial, 0, tx, total)
                        row_sum(partial, 1, tx, total)
                        y[0, 0, bx * height + tx] = (gelu_tanh(total[0]) * total[1]).astype(launch.stored)

    return q8_norm_gemv_gated


@cache
def head(launch: Launch, rows: int, depth: int, share: Share = WIDE):
    """logits (1, 1, 2 * rows) = x (1, 1, depth) times the transposed embedding (2 * rows, depth), which is in two parts."""
    height = share.height
    blocks = rows // height
    assert rows % height == 0
    sums, row_sum = _sums(launch, share, depth, 1), _row_sum(share)

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
        flat_values_0 = T.decl_buffer((rows * (depth // 4),), "uint32", data=values_0.data)
        flat_scales_0 = T.decl_buffer((rows * (depth // GROUP),), "float32", data=scales_0.data)
        flat_values_1 = T.decl_buffer((rows * (depth // 4),), "uint32", data=values_1.data)
        flat_scales_1 = T.decl_buffer((rows * (depth // GROUP),), "float32", data=scales_1.data)
        partial = T.sblock_alloc_buffer((1, height, share.lanes + 1), "float32", scope=launch.shared)
        for bx in launch.bind(2 * blocks, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("sums"):
                    T.reads()
                    T.writes()
                    # A workgroup lies in one part: the branch is uniform.
                    if bx < blocks:
                        sums(tx, bx * height, lambda k: as_float32(x[0, 0, k]), flat_values_0, flat_scales_0, 0, partial)
                    else:
                        sums(tx, (bx - blocks) * height, lambda k: as_float32(x[0, 0, k]), flat_values_1, flat_scales_1, 0, partial)
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("store"):
                    T.reads()
                    T.writes()
                    total = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    if launch.gpu:
                        T.tvm_storage_sync("shared")
                    if tx < height:
                        row_sum(partial, 0, tx, total)
                        y[0, 0, bx * height + tx] = total[0]

    return q8_head
