"""From logits to a token: temperature softmax, the TOP most probable tokens, nucleus sampling among them.

Nothing here waits for other threads inside a kernel; what needs all the vocabulary is split into launches. The sort is
partial: WebLLM hands what `argsort_probs` returns only to `sample_with_top_p`, and the tail beyond the 64 most probable
of 262,144 tokens is what nucleus sampling exists to cut.
"""

from functools import cache

from tvm.script import tirx as T

from .launch import KERNEL_ATTRS, Launch

TOP = 64
CHUNK = 64
"""Tokens whose maximum stands for them in the selection."""
PARTIALS = 512
"""Threads that each reduce a part of the vocabulary."""
THREADS = 64
LOWEST = -3.4028234663852886e38


@cache
def softmax_partials(launch: Launch, vocabulary: int):
    """For each of PARTIALS interleaved parts of logits (1, 1, vocabulary): its maximum m and sum of exp((l - m) / t)."""
    steps = vocabulary // PARTIALS

    @T.prim_func(private=True, s_tir=True)
    def softmax_parts(
        logits: T.Buffer((1, 1, vocabulary), "float32"),
        temperature: T.Buffer((1,), "float32"),
        maxima: T.Buffer((PARTIALS,), "float32"),
        sums: T.Buffer((PARTIALS,), "float32"),
    ):
        T.func_attr(KERNEL_ATTRS)
        for bx in launch.bind(PARTIALS // THREADS, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("part"):
                    p = T.axis.spatial(PARTIALS, bx * THREADS + tx)
                    T.reads(logits[0, 0, 0:vocabulary], temperature[0])
                    T.writes(maxima[p], sums[p])
                    top = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    total = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    top[0] = T.float32(LOWEST)
                    for i in T.serial(steps):
                        top[0] = T.max(top[0], logits[0, 0, i * PARTIALS + p])
                    total[0] = T.float32(0)
                    for i in T.serial(steps):
                        total[0] = total[0] + T.exp(
                            T.max(logits[0, 0, i * PARTIALS + p] - top[0], T.float32(-1e30)) / temperature[0]
                        )
                    maxima[p] = top[0]
                    sums[p] = total[0]

    return softmax_parts


@cache
def softmax_total(launch: Launch):
    """The maximum and the sum of the whole vocabulary from its parts: total (2,) = m, sum of exp((l - m) / t)."""

    @T.prim_func(private=True, s_tir=True)
    def softmax_whole(
        maxima: T.Buffer((PARTIALS,), "float32"),
        sums: T.Buffer((PARTIALS,), "float32"),
        temperature: T.Buffer((1,), "float32"),
        total: T.Buffer((2,), "float32"),
    ):
        T.func_attr(KERNEL_ATTRS)
        for bx in launch.bind(1, "blockIdx.x"):
            for tx in launch.bind(1, "threadIdx.x"):
                with T.sblock("whole"):
                    T.reads(maxima[0:PARTIALS], sums[0:PARTIALS], temperature[0])
                    T.writes(total[0:2])
                    top = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    whole = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    top[0] = T.float32(LOWEST)
                    for p in T.serial(PARTIALS):
                        top[0] = T.max(top[0], maxima[p])
                    whole[0] = T.float32(0)
                    for p in T.serial(PARTIALS):
                        whole[0] = whole[0] + sums[p] * T.exp(
                            T.max(maxima[p] - top[0], T.float32(-1e30)) / temperature[0]
                        )
                    total[0] = top[0]
                    total[1] = whole[0]

    return softmax_whole


@cache
def softmax_scale(launch: Launch, vocabulary: int):
    """probs (1, 1, vocabulary) = exp((logits - m) / t) / sum."""
    threads = 256

    @T.prim_func(private=True, s_tir=True)
    def softmax_probs(
        logits: T.Buffer((1, 1, vocabulary), "float32"),
        temperature: T.Buffer((1,), "float32"),
        total: T.Buffer((2,), "float32"),
        probs: T.Buffer((1, 1, vocabulary), "float32"),
    ):
        T.func_attr(KERNEL_ATTRS)
        for bx in launch.bind(vocabulary // threads, "blockIdx.x"):
            for tx in launch.bind(threads, "threadIdx.x"):
                with T.sblock("scale"):
                    v = T.axis.spatial(vocabulary, bx * threads + tx)
                    probs[0, 0, v] = (
                        T.exp(T.max(logits[0, 0, v] - total[0], T.float32(-1e30)) / temperature[0]) / total[1]
                    )

    return softmax_probs


@cache
def chunk_maxima(launch: Launch, count: int):
    """maxima (count / CHUNK,): the largest of each CHUNK values of probs (1, count). NaN counts as nothing."""
    chunks = count // CHUNK

    @T.prim_func(private=True, s_tir=True)
    def top_chunk_maxima(probs: T.Buffer((1, count), "float32"), maxima: T.Buffer((chunks,), "float32")):
        T.func_attr(KERNEL_ATTRS)
        for bx in launch.bind(chunks // THREADS, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("maximum"):
                    c = T.axis.spatial(chunks, bx * THREADS + tx)
                    T.reads(probs[0, c * CHUNK : c * CHUNK + CHUNK])
                    T.writes(maxima[c])
                    top = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                    top[0] = T.float32(-1)
                    for i in T.serial(CHUNK):
                        if probs[0, c * CHUNK + i] > top[0]:
                            top[0] = probs[0, c * CHUNK + i]
                    maxima[c] = top[0]

    return top_chunk_maxima


@cache
def select_chunks(launch: Launch, chunks: int):
    """chosen (TOP,) int32: the chunks with the TOP largest maxima, each written by the thread that finds its own rank.

    Every one of the TOP most probable tokens lies in one of them.
    """

    @T.prim_func(private=True, s_tir=True)
    def top_chunks(maxima: T.Buffer((chunks,), "float32"), chosen: T.Buffer((TOP,), "int32")):
        T.func_attr(KERNEL_ATTRS)
        for bx in launch.bind(chunks // THREADS, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("rank"):
                    c = T.axis.spatial(chunks, bx * THREADS + tx)
                    T.reads(maxima[0:chunks])
                    T.writes(chosen[0:TOP])
                    rank = T.sblock_alloc_buffer((1,), "int32", scope=launch.local)
                    rank[0] = 0
                    for i in T.serial(chunks):
                        if maxima[i] > maxima[c] or (maxima[i] == maxima[c] and i < c):
                            rank[0] = rank[0] + 1
                    if rank[0] < TOP:
                        chosen[rank[0]] = c

    return top_chunks


@cache
def gather_candidates(launch: Launch, count: int):
    """The values and tokens of the chosen chunks: candidates (TOP * CHUNK,) float32, tokens (TOP * CHUNK,) int32."""

    @T.prim_func(private=True, s_tir=True)
    def top_candidates(
        probs: T.Buffer((1, count), "float32"),
        chosen: T.Buffer((TOP,), "int32"),
        candidates: T.Buffer((TOP * CHUNK,), "float32"),
        tokens: T.Buffer((TOP * CHUNK,), "int32"),
    ):
        T.func_attr(KERNEL_ATTRS)
        for bx in launch.bind(TOP, "blockIdx.x"):
            for tx in launch.bind(CHUNK, "threadIdx.x"):
                with T.sblock("gather"):
                    i = T.axis.spatial(TOP * CHUNK, bx * CHUNK + tx)
                    T.reads(probs[0, 0:count], chosen[i // CHUNK])
                    T.writes(candidates[i], tokens[i])
                    token: T.let[T.int32] = chosen[i // CHUNK] * CHUNK + i % CHUNK
                    tokens[i] = token
                    candidates[i] = T.Select(
                        probs[0, token] >= T.float32(0), probs[0, token], T.float32(-1)
                    )

    return top_candidates


@cache
def sort_candidates(launch: Launch):
    """The TOP largest candidates in falling order, equal ones by token: values (1, TOP) float32, ids (1, TOP) int32."""
    count = TOP * CHUNK

    @T.prim_func(private=True, s_tir=True)
    def top_sort(
        candidates: T.Buffer((count,), "float32"),
        tokens: T.Buffer((count,), "int32"),
        values: T.Buffer((1, TOP), "float32"),
        ids: T.Buffer((1, TOP), "int32"),
    ):
        T.func_attr(KERNEL_ATTRS)
        for bx in launch.bind(count // THREADS, "blockIdx.x"):
            for tx in launch.bind(THREADS, "threadIdx.x"):
                with T.sblock("rank"):
                    c = T.axis.spatial(count, bx * THREADS + tx)
                    T.reads(candidates[0:count], tokens[0:count])
                    T.writes(values[0, 0:TOP], ids[0, 0:TOP])
                    rank = T.sblock_alloc_buffer((1,), "int32", scope=launch.local)
                    rank[0] = 0
                    for i in T.serial(count):
                        if candidates[i] > candidates[c] or (candidates[i] == candidates[c] and tokens[i] < tokens[c]):
                            rank[0] = rank[0] + 1
                    if rank[0] < TOP:
                        values[0, rank[0]] = candidates[c]
                        ids[0, rank[0]] = tokens[c]

    return top_sort


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
