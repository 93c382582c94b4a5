"""Gemma 3 270M by what TVM gives of itself: stock operators, its paged key-value cache, dlight's default schedules.

It takes the parameters of the library that is shipped, in their order and layout, so that one installed model serves both;
what differs is how they are computed with. Products are a dequantisation and a matmul, as MLC-LLM writes them
(https://github.com/mlc-ai/mlc-llm/blob/main/python/mlc_llm/quantization/group_quantization.py), which the passes fuse.
Of the sampler the softmax is TVM's; its sorting needs 64-bit integers, which WebGPU does not have, so that ours stays.
"""

from tvm import relax as rx
from tvm import te, tirx
from tvm.relax.frontend.nn import Tensor, op
from tvm.relax.frontend.nn.llm.kv_cache import PagedKVCache, RopeMode, TIRPagedKVCache
from tvm.target import Target

from postil_compiler.config import GROUP, Gemma3Config
from postil_compiler.model import Gemma3, QuantisedWeight

_TYPE = "float32"


class StockGemma3(Gemma3):
    """The same parameters and VM functions as `Gemma3`."""

    def __init__(self, config: Gemma3Config, target: Target) -> None:
        super().__init__(config, target)
        self.target = target

    def embed(self, input_ids: Tensor) -> Tensor:
        """ids (S,) int32 -> (S, H), scaled by sqrt(H)."""
        config, parts = self.config, self.embedding
        scale, rows = tirx.const(config.hidden_size**0.5, _TYPE), config.rows_per_part

        def rows_of(ids: te.Tensor, *buffers: te.Tensor) -> te.Tensor:
            def element(i, j):
                value = _dequantised(buffers[-2], buffers[-1], ids[i] - rows * (len(parts) - 1), j)
                for index in reversed(range(len(parts) - 1)):
                    other = _dequantised(buffers[2 * index], buffers[2 * index + 1], ids[i] - rows * index, j)
                    value = tirx.if_then_else(ids[i] < rows * (index + 1), other, value)
                return value * scale

            return te.compute((ids.shape[0], config.hidden_size), element, name="embed")

        return op.tensor_expr_op(rows_of, "embed", [input_ids, *self._embedding_buffers()])

    def prefill(self, input_embed: Tensor, paged_kv_cache: PagedKVCache):
        """(1, S, H) -> logits of the last position (1, 1, V), and the cache."""
        hidden = self.config.hidden_size

        def last_row(x: te.Tensor) -> te.Tensor:
            return te.compute((1, 1, hidden), lambda _, __, k: x[0, x.shape[1] - 1, k], name="last_row")

        stream = self._blocks(input_embed, paged_kv_cache)
        return self._logits(op.tensor_expr_op(last_row, "last_row", [stream])), paged_kv_cache

    def decode(self, input_embed: Tensor, paged_kv_cache: PagedKVCache):
        """(1, 1, H) -> logits (1, 1, V), and the cache."""
        return self._logits(self._blocks(input_embed, paged_kv_cache)), paged_kv_cache

    def softmax_with_temperature(self, logits: Tensor, temperature: Tensor) -> Tensor:
        """logits (1, 1, V), temperature (1,) > 0 -> probabilities (1, 1, V)."""
        return op.softmax(op.divide(logits, op.reshape(temperature, (1, 1, 1))), axis=-1)

    def create_tir_paged_kv_cache(
        self, max_batch_size, max_total_seq_len, prefill_chunk_size, page_size, support_sliding_window
    ) -> PagedKVCache:
        """Five shapes of one number each -> an empty cache."""
        config = self.config
        return TIRPagedKVCache(
            attn_kind=["mha_sliding" if config.is_sliding(index) else "mha" for index in range(config.layers)],
            max_batch_size=max_batch_size,
            max_total_seq_len=max_total_seq_len,
            prefill_chunk_size=prefill_chunk_size,
            page_size=page_size,
            support_sliding_window=support_sliding_window,
            layer_partition=rx.ShapeExpr([0, config.layers]),
            num_hidden_layers=config.layers,
            num_attention_heads=config.query_heads,
            num_key_value_heads=config.kv_heads,
            qk_head_dim=config.head_dim,
            v_head_dim=config.head_dim,
            mla_original_qk_head_dim=0,
            mla_original_v_head_dim=0,
            # Gemma 3 has two bases; the cache knows one.
            rope_mode=RopeMode.NONE,
            rope_scale=1,
            rope_theta=config.rope_base_sliding,
            rope_scaling={},
            rope_ext_factors=rx.prim_value(0),
            rotary_dim=config.head_dim,
            enable_disaggregation=False,
            dtype=_TYPE,
            target=self.target,
            layer_sliding_window_size=config.sliding_window,
        )

    def _blocks(self, stream: Tensor, cache: PagedKVCache) -> Tensor:
        """The embedded tokens (1, S, H) after all blocks."""
        config, length = self.config, stream.shape[1]
        positions = cache.get_query_positions(length)
        heads, width = config.query_heads, config.head_dim
        for index, layer in enumerate(self.layers):
            qkv = self._stock_product(self._stock_norm(stream, layer.input_norm), layer.qkv)
            q, k, v = op.split(op.reshape(qkv, (1, length, config.qkv_heads, width)), [heads, heads + config.kv_heads], axis=2)
            base = config.rope_base(index)
            q = _rotated(self._stock_norm(q, layer.q_norm), positions, base)
            k = _rotated(self._stock_norm(k, layer.k_norm), positions, base)
            mixed = cache.attention_with_fused_qkv(index, op.concat([q, k, v], dim=2), heads, sm_scale=width**-0.5)
            attended = self._stock_product(op.reshape(mixed, (1, length, heads * width)), layer.o)
            stream = stream + self._stock_norm(attended, layer.post_attention_norm)
            both = self._stock_product(self._stock_norm(stream, layer.feed_forward_norm), layer.gate_up)
            gate, up = op.split(both, 2, axis=-1)
            forward = self._stock_product(op.gelu(gate, approximate="tanh") * up, layer.down)
            stream = stream + self._stock_norm(forward, layer.post_feed_forward_norm)
        return stream

    def _logits(self, stream: Tensor) -> Tensor:
        x = self._stock_norm(stream, self.output_norm)
        return op.concat([self._stock_product(x, part) for part in self.embedding], dim=-1)

    def _stock_norm(self, x: Tensor, weight: Tensor) -> Tensor:
        return op.rms_norm(x, weight, axes=[-1], epsilon=self.config.norm_epsilon)

    def _stock_product(self, x: Tensor, weight: QuantisedWeight) -> Tensor:
        """(1, S, depth) -> (1, S, rows)."""
        rows, depth = weight.rows, weight.depth

        def dequantise(q: te.Tensor, s: te.Tensor) -> te.Tensor:
            return te.compute((rows, depth), lambda n, k: _dequantised(q, s, n, k), name="dequantise")

        full = op.tensor_expr_op(dequantise, "dequantise", [weight.q, weight.s])
        return op.matmul(x, op.permute_dims(full, [1, 0]))


def _dequantised(values: te.Tensor, scales: te.Tensor, row, column):
    """One weight: a signed byte of a little-endian word, times the scale of its group."""
    word = _at(values, row, column // 4).astype("int32")
    shift = tirx.Cast("int32", 24 - column % 4 * 8)
    byte = tirx.shift_right(tirx.shift_left(word, shift), tirx.const(24, "int32"))
    return byte.astype(_TYPE) * _at(scales, row, column // GROUP)


def _at(stored: te.Tensor, row, column):
    """Of rows that are stored one after the other (rows, columns), or in tiles (tiles, columns, rows of a tile)."""
    if len(stored.shape) == 2:
        return stored[row, column]
    tile = stored.shape[2]
    return stored[row // tile, column, row % tile]


def _rotated(x: Tensor, positions: Tensor, base: float) -> Tensor:
    """Rotary embedding of (1, S, heads, width), the halves of the width paired."""
    width = x.shape[-1]
    half = width // 2

    def rotate(x: te.Tensor, positions: te.Tensor) -> te.Tensor:
        def element(b, s, h, d):
            exponent = tirx.Cast(_TYPE, d % half * 2) / tirx.const(float(width), _TYPE)
            angle = tirx.Cast(_TYPE, positions[s]) / tirx.power(tirx.const(base, _TYPE), exponent)
            other = tirx.if_then_else(d < half, -x[b, s, h, (d + half) % width], x[b, s, h, (d + half) % width])
            return tirx.cos(angle) * x[b, s, h, d] + tirx.sin(angle) * other

        return te.compute(x.shape, element, name="rotate")

    return op.tensor_expr_op(rotate, "rotate", [x, positions])
