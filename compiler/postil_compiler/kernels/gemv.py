"""Products of one row with quantised weights: what a decoded token consists of.

They are bound by reading the weights (their form: quantised.py). A thread takes ROWS neighbouring rows, whose words at one
depth are neighbours, for which it reads its inputs once; that also spares software GPUs, where reading an input costs as
much as multiplying it. In wide outputs there are rows enough for all threads of a GPU. In narrow ones several threads,
`lanes`, share the rows, each taking every lanes-th run of their weights, and keep the rows' partial sums until others add
them up behind a single barrier.

The products that begin a block of the model first do what lies between it and the block before: every workgroup adds the
last block's normalised output to the residual stream and normalises the sum, for itself, in memory that its threads share.
That is 640 numbers, and cheaper than a kernel of its own.
"""

from dataclasses import dataclass
from functools import cache

from tvm.script import tirx as T

from ..config import GROUP, TILE
from .block_input import THREADS, block_input
from .launch import KERNEL_ATTRS, Launch
from .quantised import Q8, WeightFormat, as_float32, gelu_tanh, tile_start

ROWS = 4
"""Rows of a thread, all of one tile."""


@dataclass(frozen=True)
class Share:
    """How a workgroup's threads share its rows: `lanes` threads for the same rows, each on `run` weights at a time."""

    lanes: int
    run: int = GROUP

    @property
    def teams(self) -> int:
        """Threads that work on different rows; neighbours in a workgroup."""
        return THREADS // self.lanes

    @property
    def height(self) -> int:
        """Rows of a workgroup (or pairs of a gate and an up row)."""
        return self.teams * ROWS


WIDE = Share(lanes=1)
"""For the head: 256 rows."""
MIDDLE = Share(lanes=4)
"""For gate and up: 64 pairs of rows."""
QKV = Share(lanes=8, run=GROUP // 2)
"""For queries, keys and values: 32 rows."""
NARROW = Share(lanes=16)
"""For outputs as narrow as the residual stream: 16 rows."""


def _sums(launch: Launch, share: Share, weights: WeightFormat, depth: int, streams: int):
    """A macro: a thread's sums over its share of the depth, into `total` (streams * ROWS,).

    `values` and `scales` are flat, and where a thread reads is kept in memory of its own: TVM would write out the whole
    expression for every word, and software GPUs calculate it as often.
    """
    lanes, run = share.lanes, share.run
    count = streams * ROWS
    per_word = weights.per_word
    words, groups, run_words = depth // per_word, depth // GROUP, run // per_word
    assert depth % (lanes * run) == 0 and GROUP % run == 0 and TILE % ROWS == 0

    def other(r: int, stride: int, places: int) -> int:
        """From a thread's first row to its row `r`, in a buffer with `places` a row; rows of two streams are `stride` apart."""
        assert stride % TILE == 0
        return r // ROWS * stride * places + r % ROWS

    @T.macro
    def sums(tx, first, x, values, scales, stride, total):
        group = T.sblock_alloc_buffer((count,), "float32", scope=launch.local)
        entry = T.sblock_alloc_buffer((per_word,), "float32", scope=launch.local)
        at = T.sblock_alloc_buffer((4,), "int32", scope=launch.local)
        for r in T.unroll(count):
            total[r] = T.float32(0)
        # The thread's first input, its first row's first word and first scale.
        at[0] = tx // share.teams * run
        at[1] = tile_start(first + tx % share.teams * ROWS, words) + tx // share.teams * (run_words * TILE)
        at[2] = tile_start(first + tx % share.teams * ROWS, groups)
        for step in T.serial(depth // (lanes * run)):
            for r in T.unroll(count):
                group[r] = T.float32(0)
            for w in T.serial(run_words):
                for b in T.unroll(per_word):
                    entry[b] = x(at[0] + b)
                for r in T.unroll(count):
                    word: T.let[T.uint32] = values[at[1] + other(r, stride, words)]
                    group[r] = group[r] + weights.dot(word, entry)
                at[0] = at[0] + per_word
                at[1] = at[1] + TILE
            at[3] = at[2] + (step * lanes + tx // share.teams) * run // GROUP * TILE
            for r in T.unroll(count):
                total[r] = total[r] + group[r] * scales[at[3] + other(r, stride, groups)]
            at[0] = at[0] + (lanes - 1) * run
            at[1] = at[1] + (lanes - 1) * run_words * TILE

    return sums


def _keep(share: Share, streams: int):
    """A macro: a thread's sums into `partial` (streams, height, lanes + 1), where those of a row are neighbours."""

    @T.macro
    def keep(tx, total, partial):
        for r in T.unroll(streams * ROWS):
            partial[r // ROWS, tx % share.teams * ROWS + r % ROWS, tx // share.teams] = total[r]

    return keep


def _row_sum(share: Share):
    """A macro: the sum of a row's partial sums into total[stream]."""

    @T.macro
    def row_sum(partial, stream, row, total):
        total[stream] = T.float32(0)
        for lane in T.serial(share.lanes):
            total[stream] = total[stream] + partial[stream, row, lane]

    return row_sum


def _partial_shape(share: Share, streams: int) -> tuple[int, int, int]:
    # One more than lanes: rows begin in different banks of the memory.
    return streams, share.height, share.lanes + 1


@cache
def gemv(launch: Launch, rows: int, depth: int, out: str, share: Share, weights: WeightFormat = Q8):
    """y (1, 1, rows) of type `out` = x (1, 1, depth) times the transposed weight (rows, depth)."""
    height, words, groups = share.height, depth // weights.per_word, depth // GROUP
    assert rows % height == 0 and height <= THREADS
    sums, keep, row_sum = _sums(launch, share, weights, depth, 1), _keep(share, 1), _row_sum(share)

    @T.prim_func(private=True, s_tir=True)
    def q_gemv(
        x: T.Buffer((1, 1, depth), launch.stored),
        values: T.Buffer(weights.values_shape(rows, depth), "uint32"),
        scales: T.Buffer(weights.scales_shape(rows, depth), "float32"),
        y: T.Buffer((1, 1, rows), out),
    ):
        T.func_attr(KERNEL_ATTRS)
        flat_values = T.decl_buffer((rows * words,), "uint32", data=values.data)
        flat_scales = T.decl_buffer((rows * groups,), "float32", data=scales.data)
        partial = T.sblock_alloc_buffer(_partial_shape(share, 1), "float32", scope=launch.shared)
        for bx in launch.bind(rows // height, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("sums"):
                    T.reads()
                    T.writes()
                    own = T.sblock_alloc_buffer((ROWS,), "float32", scope=launch.local)
                    sums(tx, bx * height, lambda k: as_float32(x[0, 0, k]), flat_values, flat_scales, 0, own)
                    keep(tx, own, partial)
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

    return q_gemv


@cache
def norm_gemv(
    launch: Launch, rows: int, depth: int, epsilon: float, share: Share = QKV, weights: WeightFormat = Q8
):
    """stream (1, 1, depth) and its normalised form as in `norm.add_norm`; y (1, 1, rows), as it is stored, = the latter
    times the transposed weight (rows, depth)."""
    height, words, groups = share.height, depth // weights.per_word, depth // GROUP
    assert rows % height == 0 and height <= THREADS
    sums, keep, row_sum = _sums(launch, share, weights, depth, 1), _keep(share, 1), _row_sum(share)
    prepare = block_input(launch, depth, epsilon)

    @T.prim_func(private=True, s_tir=True)
    def q_norm_gemv(
        residual: T.Buffer((1, 1, depth), "float32"),
        branch: T.Buffer((1, 1, depth), "float32"),
        weight_branch: T.Buffer((depth,), "float32"),
        weight_next: T.Buffer((depth,), "float32"),
        values: T.Buffer(weights.values_shape(rows, depth), "uint32"),
        scales: T.Buffer(weights.scales_shape(rows, depth), "float32"),
        stream: T.Buffer((1, 1, depth), "float32"),
        y: T.Buffer((1, 1, rows), launch.stored),
    ):
        T.func_attr(KERNEL_ATTRS)
        flat_values = T.decl_buffer((rows * words,), "uint32", data=values.data)
        flat_scales = T.decl_buffer((rows * groups,), "float32", data=scales.data)
        flat_residual = T.decl_buffer((depth,), "float32", data=residual.data)
        flat_branch = T.decl_buffer((depth,), "float32", data=branch.data)
        flat_stream = T.decl_buffer((depth,), "float32", data=stream.data)
        x = T.sblock_alloc_buffer((depth,), "float32", scope=launch.shared)
        partial = T.sblock_alloc_buffer(_partial_shape(share, 1), "float32", scope=launch.shared)
        for bx in launch.bind(rows // height, "blockIdx.x"):
            prepare(0, bx == 0, flat_residual, flat_branch, weight_branch, weight_next, flat_stream, 0, x)
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("sums"):
                    T.reads()
                    T.writes()
                    if launch.gpu:
                        T.tvm_storage_sync("shared")
                    own = T.sblock_alloc_buffer((ROWS,), "float32", scope=launch.local)
                    sums(tx, bx * height, lambda k: x[k], flat_values, flat_scales, 0, own)
                    keep(tx, own, partial)
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

    return q_norm_gemv


@cache
def norm_gemv_gated(
    launch: Launch, rows: int, depth: int, epsilon: float, share: Share = MIDDLE, weights: WeightFormat = Q8
):
    """As `norm_gemv`, with y (1, 1, rows) = gelu(gate) * up, where the weight (2 * rows, depth) holds the gate's rows, then
    the up rows."""
    height, words, groups = share.height, depth // weights.per_word, depth // GROUP
    assert rows % height == 0 and height <= THREADS
    sums, keep, row_sum = _sums(launch, share, weights, depth, 2), _keep(share, 2), _row_sum(share)
    prepare = block_input(launch, depth, epsilon)

    @T.prim_func(private=True, s_tir=True)
    def q_norm_gemv_gated(
        residual: T.Buffer((1, 1, depth), "float32"),
        branch: T.Buffer((1, 1, depth), "float32"),
        weight_branch: T.Buffer((depth,), "float32"),
        weight_next: T.Buffer((depth,), "float32"),
        values: T.Buffer(weights.values_shape(2 * rows, depth), "uint32"),
        scales: T.Buffer(weights.scales_shape(2 * rows, depth), "float32"),
        stream: T.Buffer((1, 1, depth), "float32"),
        y: T.Buffer((1, 1, rows), launch.stored),
    ):
        T.func_attr(KERNEL_ATTRS)
        flat_values = T.decl_buffer((2 * rows * words,), "uint32", data=values.data)
        flat_scales = T.decl_buffer((2 * rows * groups,), "float32", data=scales.data)
        flat_residual = T.decl_buffer((depth,), "float32", data=residual.data)
        flat_branch = T.decl_buffer((depth,), "float32", data=branch.data)
        flat_stream = T.decl_buffer((depth,), "float32", data=stream.data)
        x = T.sblock_alloc_buffer((depth,), "float32", scope=launch.shared)
        partial = T.sblock_alloc_buffer(_partial_shape(share, 2), "float32", scope=launch.shared)
        for bx in launch.bind(rows // height, "blockIdx.x"):
            prepare(0, bx == 0, flat_residual, flat_branch, weight_branch, weight_next, flat_stream, 0, x)
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("sums"):
                    T.reads()
                    T.writes()
                    if launch.gpu:
                        T.tvm_storage_sync("shared")
                    own = T.sblock_alloc_buffer((2 * ROWS,), "float32", scope=launch.local)
                    sums(tx, bx * height, lambda k: x[k], flat_values, flat_scales, rows, own)
                    keep(tx, own, partial)
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

    return q_norm_gemv_gated


@cache
def head(launch: Launch, rows: int, depth: int, share: Share = WIDE, weights: WeightFormat = Q8):
    """logits (1, 1, 2 * rows) = x (1, 1, depth) times the transposed embedding (2 * rows, depth), which is in two parts.

    No thread waits for another one: there are rows enough.
    """
    height, words, groups = share.height, depth // weights.per_word, depth // GROUP
    blocks = rows // height
    assert rows % height == 0 and share.lanes == 1
    sums = _sums(launch, share, weights, depth, 1)

    @T.prim_func(private=True, s_tir=True)
    def q_head(
        x: T.Buffer((1, 1, depth), launch.stored),
        values_0: T.Buffer(weights.values_shape(rows, depth), "uint32"),
        scales_0: T.Buffer(weights.scales_shape(rows, depth), "float32"),
        values_1: T.Buffer(weights.values_shape(rows, depth), "uint32"),
        scales_1: T.Buffer(weights.scales_shape(rows, depth), "float32"),
        y: T.Buffer((1, 1, 2 * rows), "float32"),
    ):
        T.func_attr(KERNEL_ATTRS)
        flat_values_0 = T.decl_buffer((rows * words,), "uint32", data=values_0.data)
        flat_scales_0 = T.decl_buffer((rows * groups,), "float32", data=scales_0.data)
        flat_values_1 = T.decl_buffer((rows * words,), "uint32", data=values_1.data)
        flat_scales_1 = T.decl_buffer((rows * groups,), "float32", data=scales_1.data)
        for bx in launch.bind(2 * blocks, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("sums"):
                    T.reads()
                    T.writes()
                    own = T.sblock_alloc_buffer((ROWS,), "float32", scope=launch.local)
                    # A workgroup lies in one part: the branch is uniform.
                    if bx < blocks:
                        sums(tx, bx * height, lambda k: as_float32(x[0, 0, k]), flat_values_0, flat_scales_0, 0, own)
                    else:
                        sums(tx, (bx - blocks) * height, lambda k: as_float32(x[0, 0, k]), flat_values_1, flat_scales_1, 0, own)
                    for r in T.unroll(ROWS):
                        y[0, 0, bx * height + tx * ROWS + r] = own[r]

    return q_head
