"""From logits to a token: temperature softmax, the TOP most probable tokens, nucleus sampling among them, in four launches.

The sort is partial: WebLLM hands what `argsort_probs` returns only to `sample_with_top_p`, and the tail beyond the 64 most
probable of 262,144 tokens is what nucleus sampling exists to cut.
"""

from functools import cache

from tvm.script import tirx as T

from .launch import KERNEL_ATTRS, Launch
from .reduce import QUAD, down, kept, up

TOP = 64
CHUNK = 64
"""Neighbouring tokens whose maximum stands for them in the selection."""
PARTS = 64
"""Workgroups that each reduce a part of the vocabulary, and threads of those."""
BLOCKS = 256
"""Workgroups that each write a part of the probabilities."""
THREADS = 64
SELECTORS = 256
"""Threads that select: WebGPU's default limit for a workgroup."""
GROUP = 16
"""Selectors among which one thread finds the best."""
LOWEST = -3.4028234663852886e38


def _weight(logit, top, temperature):
    """exp((logit - top) / temperature), where the difference may be of any size."""
    return T.exp(T.max(logit - top, T.float32(-1e30)) / temperature)


@cache
def softmax_parts(launch: Launch, vocabulary: int):
    """For each of PARTS interleaved parts of logits (1, 1, vocabulary): its maximum m and sum of exp((l - m) / t)."""
    steps = vocabulary // (PARTS * THREADS)
    stride = PARTS * THREADS
    found = kept(launch, THREADS)
    assert vocabulary % stride == 0

    @T.macro
    def join_quad(distance, top, total, temperature):
        """The maximum and sum of a thread and of the one `distance` further, for the first."""
        other_top: T.let[T.float32] = down(top[0], distance)
        other_total: T.let[T.float32] = down(total[0], distance)
        both: T.let[T.float32] = T.max(top[0], other_top)
        total[0] = total[0] * _weight(top[0], both, temperature) + other_total * _weight(other_top, both, temperature)
        top[0] = both

    @T.prim_func(private=True, s_tir=True)
    def softmax_reduce(
        logits: T.Buffer((1, 1, vocabulary), "float32"),
        temperature: T.Buffer((1,), "float32"),
        maxima: T.Buffer((PARTS,), "float32"),
        sums: T.Buffer((PARTS,), "float32"),
    ):
        T.func_attr(KERNEL_ATTRS)
        tops = T.sblock_alloc_buffer((found,), "float32", scope=launch.shared)
        totals = T.sblock_alloc_buffer((found,), "float32", scope=launch.shared)
        for bx in launch.bind(PARTS, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("own"):
                    T.reads()
                    T.writes()
                    top = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    total = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    top[0] = T.float32(LOWEST)
                    for i in T.serial(steps):
                        top[0] = T.max(top[0], logits[0, 0, i * stride + bx * THREADS + tx])
                    total[0] = T.float32(0)
                    for i in T.serial(steps):
                        total[0] = total[0] + _weight(
                            logits[0, 0, i * stride + bx * THREADS + tx], top[0], temperature[0]
                        )
                    if launch.subgroups:
                        join_quad(1, top, total, temperature[0])
                        join_quad(2, top, total, temperature[0])
                        if tx % QUAD == 0:
                            tops[tx // QUAD] = top[0]
                            totals[tx // QUAD] = total[0]
                    else:
                        tops[tx] = top[0]
                        totals[tx] = total[0]
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("part"):
                    T.reads()
                    T.writes()
                    top = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    total = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    if launch.gpu:
                        T.tvm_storage_sync("shared")
                    if tx == 0:
                        top[0] = T.float32(LOWEST)
                        for i in T.serial(found):
                            top[0] = T.max(top[0], tops[i])
                        total[0] = T.float32(0)
                        for i in T.serial(found):
                            total[0] = total[0] + totals[i] * _weight(tops[i], top[0], temperature[0])
                        maxima[bx] = top[0]
                        sums[bx] = total[0]

    return softmax_reduce


@cache
def softmax_scale(launch: Launch, vocabulary: int):
    """probs (1, 1, vocabulary) = exp((logits - m) / t) / sum, from the parts' maxima and sums, which each workgroup joins."""
    steps = vocabulary // (BLOCKS * THREADS)
    assert vocabulary % (BLOCKS * THREADS) == 0 and PARTS == THREADS

    @T.prim_func(private=True, s_tir=True)
    def softmax_probs(
        logits: T.Buffer((1, 1, vocabulary), "float32"),
        temperature: T.Buffer((1,), "float32"),
        maxima: T.Buffer((PARTS,), "float32"),
        sums: T.Buffer((PARTS,), "float32"),
        probs: T.Buffer((1, 1, vocabulary), "float32"),
    ):
        T.func_attr(KERNEL_ATTRS)
        tops = T.sblock_alloc_buffer((THREADS,), "float32", scope=launch.shared)
        totals = T.sblock_alloc_buffer((THREADS,), "float32", scope=launch.shared)
        for bx in launch.bind(BLOCKS, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("top"):
                    T.reads()
                    T.writes()
                    top = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    top[0] = T.float32(LOWEST)
                    for i in T.serial(PARTS):
                        top[0] = T.max(top[0], maxima[i])
                    tops[tx] = top[0]
                    totals[tx] = sums[tx] * _weight(maxima[tx], top[0], temperature[0])
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("scale"):
                    T.reads()
                    T.writes()
                    whole = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    if launch.gpu:
                        T.tvm_storage_sync("shared")
                    whole[0] = T.float32(0)
                    for i in T.serial(THREADS):
                        whole[0] = whole[0] + totals[i]
                    for i in T.serial(steps):
                        v: T.let[T.int32] = (i * BLOCKS + bx) * THREADS + tx
                        probs[0, 0, v] = _weight(logits[0, 0, v], tops[tx], temperature[0]) / whole[0]

    return softmax_probs


@cache
def select_top(launch: Launch, count: int):
    """The TOP largest of probs (1, count) in falling order, equal ones by token: values (1, TOP) float32, ids (1, TOP)
    int32. What is not a number counts as nothing; where there are fewer than TOP numbers, the rest has the value -1.

    One workgroup: each thread keeps the maxima of its chunks, and each round takes the best of all. The thread that has it
    looks through that chunk for the token and the next best. What was taken needs no list: it is what is larger than the
    round's value, and of those equal to it the tokens up to the last one.

    What is in shared memory is read into a variable before it is compared, and not read and written in one condition: TVM's
    placing of barriers does not follow it there.
    """
    chunks = count // CHUNK
    own = chunks // SELECTORS
    bests = kept(launch, SELECTORS)
    assert count % (CHUNK * SELECTORS) == 0 and SELECTORS == GROUP * GROUP and bests in (SELECTORS, QUAD * GROUP)

    @T.macro
    def find_best(tx, maxima, changed, following, value, chunk):
        """The best of a thread's chunks, of which `changed` now has the maximum `following`; of equal ones the first."""
        value[0] = T.float32(-1)
        chunk[0] = tx
        for j in T.serial(own):
            maximum: T.let[T.float32] = T.Select(j * SELECTORS + tx == changed, following, maxima[j * SELECTORS + tx])
            chunk[0] = T.Select(maximum > value[0], j * SELECTORS + tx, chunk[0])
            value[0] = T.max(maximum, value[0])

    @T.macro
    def take_better(v, c, value, chunk):
        """value (1,) and chunk (1,) become v and c where those are better: larger, or as large and of an earlier chunk."""
        wins: T.let[T.bool] = v > value[0] or (v == value[0] and c < chunk[0])
        value[0] = T.Select(wins, v, value[0])
        chunk[0] = T.Select(wins, c, chunk[0])

    @T.macro
    def find_group_best(first, values, chunks_of, value, chunk):
        """value (1,) and chunk (1,) of the best among GROUP from `first`."""
        value[0] = values[first]
        chunk[0] = chunks_of[first]
        for i in T.serial(GROUP - 1):
            v: T.let[T.float32] = values[first + 1 + i]
            c: T.let[T.int32] = chunks_of[first + 1 + i]
            take_better(v, c, value, chunk)

    @T.macro
    def exchange(second, distance, value, chunk):
        """The better of two threads' value and chunk, to both; `second` in the one that is `distance` further."""
        value_after: T.let[T.float32] = down(value[0], distance)
        value_before: T.let[T.float32] = up(value[0], distance)
        chunk_after: T.let[T.int32] = down(chunk[0], distance)
        chunk_before: T.let[T.int32] = up(chunk[0], distance)
        v: T.let[T.float32] = T.Select(second, value_before, value_after)
        c: T.let[T.int32] = T.Select(second, chunk_before, chunk_after)
        take_better(v, c, value, chunk)

    @T.macro
    def find_quad_best(tx, value, chunk):
        """The best of a quad's values and chunks, to its four threads."""
        exchange(tx % 2 == 1, 1, value, chunk)
        exchange(tx % QUAD // 2 == 1, 2, value, chunk)

    @T.prim_func(private=True, s_tir=True)
    def top_select(
        probs: T.Buffer((1, count), "float32"),
        values: T.Buffer((1, TOP), "float32"),
        ids: T.Buffer((1, TOP), "int32"),
    ):
        T.func_attr(KERNEL_ATTRS)
        maxima = T.sblock_alloc_buffer((chunks,), "float32", scope=launch.shared)
        best_value = T.sblock_alloc_buffer((bests,), "float32", scope=launch.shared)
        best_chunk = T.sblock_alloc_buffer((bests,), "int32", scope=launch.shared)
        if not launch.subgroups:
            group_value = T.sblock_alloc_buffer((GROUP,), "float32", scope=launch.shared)
            group_chunk = T.sblock_alloc_buffer((GROUP,), "int32", scope=launch.shared)
        # Of the last round: value, token, chunk and that chunk's next best.
        taken_value = T.sblock_alloc_buffer((1,), "float32", scope=launch.shared)
        taken_token = T.sblock_alloc_buffer((1,), "int32", scope=launch.shared)
        taken_chunk = T.sblock_alloc_buffer((1,), "int32", scope=launch.shared)
        following_value = T.sblock_alloc_buffer((1,), "float32", scope=launch.shared)
        for bx in launch.bind(1, "blockIdx.x"):
            for tx in launch.bind(SELECTORS, "threadIdx.x"):
                with T.sblock("chunks"):
                    T.reads()
                    T.writes()
                    top = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    for j in T.serial(own):
                        top[0] = T.float32(-1)
                        for i in T.serial(CHUNK):
                            if probs[0, (j * SELECTORS + tx) * CHUNK + i] > top[0]:
                                top[0] = probs[0, (j * SELECTORS + tx) * CHUNK + i]
                        maxima[j * SELECTORS + tx] = top[0]
                    if tx == 0:
                        taken_value[0] = T.float32(2)
                        taken_token[0] = -1
                        taken_chunk[0] = -1
                        following_value[0] = T.float32(-1)
            for r in T.serial(TOP):
                for tx in launch.bind(SELECTORS, "threadIdx.x"):
                    with T.sblock("own"):
                        T.reads()
                        T.writes()
                        if launch.gpu:
                            T.tvm_storage_sync("shared")
                        changed: T.let[T.int32] = taken_chunk[0]
                        following: T.let[T.float32] = following_value[0]
                        value = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                        chunk = T.sblock_alloc_buffer((1,), "int32", scope=launch.local)
                        find_best(tx, maxima, changed, following, value, chunk)
                        if launch.subgroups:
                            find_quad_best(tx, value, chunk)
                            if tx % QUAD == 0:
                                best_value[tx // QUAD] = value[0]
                                best_chunk[tx // QUAD] = chunk[0]
                        else:
                            best_value[tx] = value[0]
                            best_chunk[tx] = chunk[0]
                if not launch.subgroups:
                    for tx in launch.bind(SELECTORS, "threadIdx.x"):
                        with T.sblock("groups"):
                            T.reads()
                            T.writes()
                            value = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                            chunk = T.sblock_alloc_buffer((1,), "int32", scope=launch.local)
                            if launch.gpu:
                                T.tvm_storage_sync("shared")
                            if tx < GROUP:
                                find_group_best(tx * GROUP, best_value, best_chunk, value, chunk)
                                group_value[tx] = value[0]
                                group_chunk[tx] = chunk[0]
                for tx in launch.bind(SELECTORS, "threadIdx.x"):
                    with T.sblock("take"):
                        T.reads()
                        T.writes()
                        value = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                        chunk = T.sblock_alloc_buffer((1,), "int32", scope=launch.local)
                        last = T.sblock_alloc_buffer((1,), "int32", scope=launch.local)
                        token = T.sblock_alloc_buffer((1,), "int32", scope=launch.local)
                        following = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                        if launch.gpu:
                            T.tvm_storage_sync("shared")
                        if launch.subgroups:
                            # A thread looks at a quarter of the quads' bests, and asks its neighbours for the other ones.
                            find_group_best(tx % QUAD * GROUP, best_value, best_chunk, value, chunk)
                            find_quad_best(tx, value, chunk)
                        else:
                            find_group_best(0, group_value, group_chunk, value, chunk)
                        if tx == 0:
                            changed: T.let[T.int32] = taken_chunk[0]
                            if changed >= 0:
                                maxima[changed] = following_value[0]
                        # Of tokens as probable as this round's, those up to the last one are taken.
                        last[0] = T.Select(value[0] < taken_value[0], -1, taken_token[0])
                        token[0] = -1
                        following[0] = T.float32(-1)
                        if tx == chunk[0] % SELECTORS:
                            for i in T.serial(CHUNK):
                                p: T.let[T.float32] = probs[0, chunk[0] * CHUNK + i]
                                if p < value[0]:
                                    following[0] = T.max(following[0], p)
                                if p == value[0] and chunk[0] * CHUNK + i > last[0]:
                                    if token[0] < 0:
                                        token[0] = chunk[0] * CHUNK + i
                                    else:
                                        following[0] = p
                            values[0, r] = value[0]
                            ids[0, r] = T.max(token[0], 0)
                        if launch.gpu:
                            T.tvm_storage_sync("shared")
                        if tx == chunk[0] % SELECTORS:
                            taken_value[0] = value[0]
                            taken_token[0] = token[0]
                            taken_chunk[0] = chunk[0]
                            following_value[0] = following[0]

    return top_select


@cache
def sample_top_p(launch: Launch):
    """token (n,) int32: for each sample, the nucleus is the shortest run of `values` (rows, TOP) whose sum reaches top_p
    (at least one token), and the token is where `uniform` (n,) in [0, 1) falls in it. `sample_rows` (n,) int32 names
    the row of each sample. -1 if the probabilities are not numbers: WebLLM raises an error for it.
    """

    @T.prim_func(private=True, s_tir=True)
    def top_p_sample(
        values_handle: T.handle,
        ids_handle: T.handle,
        uniform_handle: T.handle,
        sample_rows_handle: T.handle,
        top_p_handle: T.handle,
        token_handle: T.handle,
    ):
        T.func_attr(KERNEL_ATTRS)
        R = T.int32()
        n = T.int32()
        values = T.match_buffer(values_handle, (R, TOP), "float32")
        ids = T.match_buffer(ids_handle, (R, TOP), "int32")
        uniform = T.match_buffer(uniform_handle, (n,), "float32")
        sample_rows = T.match_buffer(sample_rows_handle, (n,), "int32")
        top_p = T.match_buffer(top_p_handle, (R,), "float32")
        token = T.match_buffer(token_handle, (n,), "int32")
        for bx in launch.bind(n, "blockIdx.x"):
            for tx in launch.bind(1, "threadIdx.x"):
                with T.sblock("sample"):
                    s = T.axis.spatial(n, bx)
                    T.reads(values[0:R, 0:TOP], ids[0:R, 0:TOP], uniform[s], sample_rows[s], top_p[0:R])
                    T.writes(token[s])
                    nucleus = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    passed = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    pick = T.sblock_alloc_buffer((1,), "int32", scope=launch.local)
                    row: T.let[T.int32] = sample_rows[s]
                    nucleus[0] = T.float32(0)
                    for i in T.serial(TOP):
                        if i == 0 or nucleus[0] < top_p[row]:
                            nucleus[0] = nucleus[0] + T.max(values[row, i], T.float32(0))
                    passed[0] = T.float32(0)
                    pick[0] = -1
                    for i in T.serial(TOP):
                        # The run ends where its sum is reached; rounding may leave `uniform` just past it, so the last
                        # token of the run stays picked.
                        if passed[0] < nucleus[0] and values[row, i] > T.float32(0):
                            if i == 0 or passed[0] <= uniform[s] * nucleus[0]:
                                pick[0] = ids[row, i]
                            passed[0] = passed[0] + values[row, i]
                    token[s] = pick[0]

    return top_p_sample
