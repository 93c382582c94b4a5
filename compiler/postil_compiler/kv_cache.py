"""Gemma's key-value cache: TVM's paged cache with the kernels that WebLLM reaches, and no others."""

import tvm
from tvm import relax as rx
from tvm.relax.frontend.nn.llm import kv_cache as tvm_kv
from tvm.target import Target

from .config import Gemma3Config
from .kernels import cache as cache_kernels
from .kernels.launch import Launch

PagedKVCache = tvm_kv.PagedKVCache
_NO_SCALING: dict[str, str] = {}


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
    launch = Launch.of(target)
    block = rx.BlockBuilder.current()
    heads, kv_heads, width, window = config.query_heads, config.kv_heads, config.head_dim, config.sliding_window
    kinds = [
        int(tvm_kv.AttnKind.MHA_SLIDING if config.is_sliding(layer) else tvm_kv.AttnKind.MHA)
        for layer in range(config.layers)
    ]

    def add(function, name: str):
        return block.add_func(function, name)

    def backend(function, name: str):
        # The runtime dispatches on the backend's name; "tirx" are kernels compiled into the library.
        return rx.Tuple([tvm.ir.StringImm("tirx"), add(function, name)])

    if launch.gpu:
        ragged = tvm_kv._attention_prefill_ragged(kv_heads, heads, width, width, "float32", _NO_SCALING, target)

        def prefill(sliding):
            return tvm_kv._attention_prefill(
                kv_heads, heads, width, "float32", sliding, _NO_SCALING, target, sliding_window_size=window
            )

        def decode(sliding):
            return tvm_kv._attention_decode(kv_heads, heads, width, "float32", sliding, _NO_SCALING, target)

        merge = tvm_kv._merge_state_inplace(heads, width, "float32", target, "attention_merge")
        copy_page = tvm_kv._copy_single_page(kv_heads, cache_kernels.PAGE, width, "float32", target)
        compact = tvm_kv._compact_kv_copy(kv_heads, width, "float32", target)
    else:
        ragged = tvm_kv._attention_prefill_ragged_cpu(kv_heads, heads, width, width, "float32", _NO_SCALING)

        def prefill(sliding):
            return tvm_kv._attention_prefill_cpu(
                kv_heads, heads, width, "float32", sliding, _NO_SCALING, sliding_window_size=window
            )

        def decode(sliding):
            return tvm_kv._attention_decode_cpu(kv_heads, heads, width, "float32", sliding, _NO_SCALING)

        merge = tvm_kv._merge_state_inplace_cpu("float32")
        copy_page = tvm_kv._copy_single_page_cpu(kv_heads, cache_kernels.PAGE, width, "float32")
        compact = tvm_kv._compact_kv_copy_cpu(kv_heads, width, "float32")
    append = add(cache_kernels.append(launch, kv_heads, width), "kv_append")
    split = add(cache_kernels.split_heads(launch, heads, kv_heads, width), "kv_split_heads")
    arguments = [
        rx.ShapeExpr(
            [max_batch_size, max_total_seq_len, prefill_chunk_size, page_size, support_sliding_window, window]
        ),
        rx.ShapeExpr([0, config.layers]),
        rx.prim_value(heads),
        rx.prim_value(kv_heads),
        rx.prim_value(width),
        rx.prim_value(width),
        rx.ShapeExpr(kinds),
        rx.prim_value(False),
        rx.prim_value(int(tvm_kv.RopeMode.NONE)),
        rx.prim_value(1),
        rx.prim_value(10000),
        rx.prim_value(0),
        rx.op.zeros((), "float32"),
        append,
        rx.prim_value(0),
        backend(ragged, "attention_prefill_ragged"),
        backend(prefill(False), "attention_prefill"),
        backend(decode(False), "attention_decode"),
        backend(prefill(True), "attention_prefill_sliding"),
        backend(decode(True), "attention_decode_sliding"),
        rx.Tuple([]),
        rx.Tuple([]),
        rx.Tuple([]),
        rx.Tuple([add(merge, "attention_merge")]),
        split,
        add(copy_page, "kv_copy_page"),
        # The function that reads the cache back for debugging is never called; its place must hold a function.
        split,
        add(compact, "kv_compact"),
    ]
    return PagedKVCache(
        _expr=rx.call_pure_packed("vm.builtin.paged_attention_kv_cache_create", *arguments, ty_args=rx.AnyType()),
        _name="paged_kv_cache",
    )
