"""Gemma's key-value cache: TVM's paged cache with the kernels that WebLLM reaches, and no others."""

import tvm
from tvm import relax as rx
from tvm.relax.frontend.nn.llm import kv_cache as tvm_kv
from tvm.target import Target

from .config import Gemma3Config
from .kernels import attention
from .kernels import cache as cache_kernels
from .kernels.launch import Launch

PagedKVCache = tvm_kv.PagedKVCache
QUERY_TILE = 1
"""Queries of a workgroup, whose heads share what it reads of keys and values. With 2 the shader takes SwiftShader 24 s to
compile, with 4 minutes."""


def create_kv_cache(
    config: Gemma3Config,
    target: Target,
    max_batch_size,
    max_total_seq_len,
    prefill_chunk_size,
    page_size,
    support_sliding_window,
) -> PagedKVCache:
    """The cache object that `create_tir_paged_kv_cache` returns, empty, on the VM's device.

    Keys are stored with their rotation (the model applies it, as its base depends on the layer), so that the cache's own
    rotary modes are off. Left out are the kernels for trees of drafts, for latent attention, for copies between
    devices: WebLLM runs one plain sequence.
    """
    launch = Launch.of(target, config.half)
    block = rx.BlockBuilder.current()
    heads, kv_heads, width, window = config.query_heads, config.kv_heads, config.head_dim, config.sliding_window

    def add(function, name: str):
        return block.add_func(function, name)

    def backend(function, name: str):
        # The runtime dispatches on the backend's name; "tirx" are kernels compiled into the library.
        return rx.Tuple([tvm.ir.StringImm("tirx"), add(function, name)])

    chunk = attention.prefill_chunk(launch, heads, kv_heads, width, window, QUERY_TILE)
    cached = attention.prefill_cached(launch, heads, kv_heads, width, window, QUERY_TILE)
    decode = attention.decode(launch, heads, kv_heads, width, window)
    append = add(cache_kernels.append(launch, kv_heads, width), "kv_append")
    split = add(cache_kernels.split_heads(launch, heads, kv_heads, width), "kv_split_heads")
    arguments = [
        rx.ShapeExpr([max_batch_size, max_total_seq_len, prefill_chunk_size, page_size, support_sliding_window]),
        rx.ShapeExpr([0, config.layers]),
        rx.prim_value(heads),
        rx.prim_value(kv_heads),
        rx.prim_value(width),
        rx.prim_value(width),
        rx.ShapeExpr([int(tvm_kv.AttnKind.MHA)] * config.layers),
        rx.prim_value(False),
        rx.prim_value(int(tvm_kv.RopeMode.NONE)),
        rx.prim_value(1),
        rx.prim_value(10000),
        rx.prim_value(0),
        rx.op.zeros((), launch.stored),
        append,
        rx.prim_value(0),
        backend(chunk, "attention_prefill_chunk"),
        backend(cached, "attention_prefill_cached"),
        backend(decode, "attention_decode"),
        # For caches whose every layer slides, which `support_sliding_window` would ask for.
        rx.Tuple([]),
        rx.Tuple([]),
        # Trees of drafts (2), latent attention.
        rx.Tuple([]),
        rx.Tuple([]),
        rx.Tuple([]),
        rx.Tuple([add(attention.merge(launch, heads, width), "attention_merge")]),
        split,
        # Copying a page for a forked sequence, reading the cache back, compacting it after drafts: never called, but
        # these places must hold functions.
        split,
        split,
        split,
    ]
    return PagedKVCache(
        _expr=rx.call_pure_packed("vm.builtin.paged_attention_kv_cache_create", *arguments, ty_args=rx.AnyType()),
        _name="paged_kv_cache",
    )
