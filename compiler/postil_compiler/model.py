"""Gemma 3 270M as a Relax module with the functions that WebLLM looks up.

Shapes: S tokens of a chunk, H hidden size, V vocabulary. Batches have one sequence. The residual stream, what is
added to it, the norms, logits and all sums are float32; what a library stores in 16 bits (`Launch.stored`) are the inputs
of products, queries, keys and values.
"""

from tvm import tirx
from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import Tensor, op
from tvm.target import Target

from .config import Gemma3Config
from .kernels import attention, embedding, gemv, norm, quantised, rope, sampling
from .kernels import logits as logits_kernels
from .kernels.launch import Launch
from .kernels.quantised import WeightFormat
from .kv_cache import KVCache


class QuantisedWeight(nn.Module):
    """A weight (rows, depth) in groups, in tiles of rows (kernels/quantised.py)."""

    def __init__(self, rows: int, depth: int, form: WeightFormat = quantised.Q8) -> None:
        self.rows, self.depth, self.form = rows, depth, form
        self.q = nn.Parameter(form.values_shape(rows, depth), "uint32")
        self.s = nn.Parameter(form.scales_shape(rows, depth), "float32")


class Layer(nn.Module):
    """The parameters of a transformer block."""

    def __init__(self, config: Gemma3Config) -> None:
        hidden, width, form = config.hidden_size, config.head_dim, WeightFormat(config.body_bits)
        self.input_norm = nn.Parameter((hidden,), "float32")
        self.qkv = QuantisedWeight(config.qkv_heads * width, hidden, form)
        self.q_norm = nn.Parameter((width,), "float32")
        self.k_norm = nn.Parameter((width,), "float32")
        self.o = QuantisedWeight(hidden, config.query_heads * width, form)
        self.post_attention_norm = nn.Parameter((hidden,), "float32")
        self.feed_forward_norm = nn.Parameter((hidden,), "float32")
        self.gate_up = QuantisedWeight(2 * config.feed_forward, hidden, form)
        self.down = QuantisedWeight(hidden, config.feed_forward, form)
        self.post_feed_forward_norm = nn.Parameter((hidden,), "float32")


class Gemma3(nn.Module):
    """The model and the sampler; each method is a VM function, documented by its WebLLM name."""

    def __init__(self, config: Gemma3Config, target: Target) -> None:
        self.config, self.launch = config, Launch.of(target, config.half, config.subgroups)
        # Named "embedding" here: a VM function is called `embed`.
        self.embedding = nn.ModuleList(
            [QuantisedWeight(config.rows_per_part, config.hidden_size) for _ in range(config.embedding_parts)]
        )
        self.layers = nn.ModuleList([Layer(config) for _ in range(config.layers)])
        self.output_norm = nn.Parameter((config.hidden_size,), "float32")

    def embed(self, input_ids: Tensor) -> Tensor:
        """ids (S,) int32 -> (S, H), scaled by sqrt(H)."""
        return op.tensor_ir_op(
            embedding.embed(self.launch, self.config.rows_per_part, self.config.hidden_size),
            "q8_embed",
            [input_ids, *self._embedding_buffers()],
            Tensor.placeholder((input_ids.shape[0], self.config.hidden_size), "float32"),
        )

    def prefill(self, input_embed: Tensor, paged_kv_cache: KVCache):
        """(1, S, H) -> logits of the last position (1, 1, V), and the cache."""
        length = tirx.Var("length", "int64")
        stream = input_embed
        x = self._norm(stream, self.layers[0].input_norm)
        for index, layer in enumerate(self.layers):
            qkv = self._products(x, layer.qkv, self.config.stored)
            q, cached = self._queries(index, qkv, paged_kv_cache, length)
            if index + 1 == self.config.layers:
                # Of the last layer only the last position's output is wanted.
                q, stream = self._last_row(q), self._last_row(stream)
                return self._finish(index, stream, q, cached), paged_kv_cache
            attended = self._products(self._attention(index, q, cached), layer.o, "float32")
            stream, x = self._add_norm(stream, attended, layer.post_attention_norm, layer.feed_forward_norm)
            gated = self._gate(self._products(x, layer.gate_up, self.config.stored))
            forward = self._products(gated, layer.down, "float32")
            following = self.layers[index + 1].input_norm
            stream, x = self._add_norm(stream, forward, layer.post_feed_forward_norm, following)

    def decode(self, input_embed: Tensor, paged_kv_cache: KVCache):
        """(1, 1, H) -> logits (1, 1, V), and the cache."""
        length = tirx.Var("length", "int64")
        stream = input_embed
        first = self.layers[0]
        qkv = self._product(self._norm(stream, first.input_norm), first.qkv, self.config.stored, gemv.QKV)
        for index, layer in enumerate(self.layers):
            q, cached = self._queries(index, qkv, paged_kv_cache, length)
            if index + 1 == self.config.layers:
                return self._finish(index, stream, q, cached), paged_kv_cache
            stream, forward = self._block(index, stream, q, cached)
            following = self.layers[index + 1]
            stream, qkv = self._norm_product(
                gemv.norm_gemv,
                [stream, forward, layer.post_feed_forward_norm, following.input_norm],
                following.qkv,
                following.qkv.rows,
            )

    def softmax_with_temperature(self, logits: Tensor, temperature: Tensor) -> Tensor:
        """logits (1, 1, V), temperature (1,) > 0 -> probabilities (1, 1, V)."""
        vocabulary = self.config.vocab_size
        part = Tensor.placeholder((sampling.PARTS,), "float32")
        maxima, sums = op.tensor_ir_op(
            sampling.softmax_parts(self.launch, vocabulary), "softmax_parts", [logits, temperature], [part, part]
        )
        return op.tensor_ir_op(
            sampling.softmax_scale(self.launch, vocabulary),
            "softmax_scale",
            [logits, temperature, maxima, sums],
            Tensor.placeholder((1, 1, vocabulary), "float32"),
        )

    def argsort_probs(self, probs: Tensor):
        """(1, V) -> the 64 largest in falling order (1, 64) float32, and their tokens (1, 64) int32."""
        return op.tensor_ir_op(
            sampling.select_top(self.launch, self.config.vocab_size),
            "top_select",
            [probs],
            [
                Tensor.placeholder((1, sampling.TOP), "float32"),
                Tensor.placeholder((1, sampling.TOP), "int32"),
            ],
        )

    def sample_with_top_p(
        self,
        sorted_probs: Tensor,
        sorted_indices: Tensor,
        uniform_samples: Tensor,
        sample_indices: Tensor,
        top_p: Tensor,
    ) -> Tensor:
        """What `argsort_probs` returned, uniform (n,), rows (n,) int32, top_p (rows,) -> tokens (n,) int32."""
        return op.tensor_ir_op(
            sampling.sample_top_p(self.launch),
            "top_p_sample",
            [sorted_probs, sorted_indices, uniform_samples, sample_indices, top_p],
            Tensor.placeholder((uniform_samples.shape[0],), "int32"),
        )

    def apply_bitmask_inplace(self, logits: Tensor, seq_ids: Tensor, bitmask: Tensor) -> Tensor:
        """logits (B, V), sequences (S,) int32, mask (B, V / 32) int32."""
        kernel = logits_kernels.apply_mask(self.launch, self.config.vocab_size)
        return _in_place(kernel, "mask_logits", [logits, seq_ids, bitmask])

    def apply_penalty_inplace(
        self, logits: Tensor, seq_ids: Tensor, pos2seq_id: Tensor, token_ids: Tensor, token_cnt: Tensor,
        penalties: Tensor,
    ) -> Tensor:
        """logits (B, V), sequences (S,), then (n,) int32 row, token and count of each seen token, penalties (S, 3)."""
        kernel = logits_kernels.penalise(self.launch, self.config.vocab_size)
        return _in_place(kernel, "penalise_logits", [logits, seq_ids, pos2seq_id, token_ids, token_cnt, penalties])

    def apply_logit_bias_inplace(
        self, logits: Tensor, pos2seq_id: Tensor, token_ids: Tensor, logit_bias: Tensor
    ) -> Tensor:
        """logits (B, V), then (n,) row and token int32 and bias float32."""
        kernel = logits_kernels.add_bias(self.launch, self.config.vocab_size)
        return _in_place(kernel, "add_logit_bias", [logits, pos2seq_id, token_ids, logit_bias])

    def create_tir_paged_kv_cache(
        self, max_batch_size, max_total_seq_len, prefill_chunk_size, page_size, support_sliding_window
    ) -> KVCache:
        """Five shapes of one number each, of which the second counts -> an empty cache."""
        return KVCache.create(self.config, max_total_seq_len)

    def _embedding_buffers(self) -> list[Tensor]:
        return [buffer for part in self.embedding for buffer in (part.q, part.s)]

    def _queries(self, index: int, qkv: Tensor, cache: KVCache, length: tirx.Var) -> tuple[Tensor, Tensor]:
        """qkv (1, S, heads * width) of a layer -> queries (S, heads, width), and the cache, which has got the rest."""
        config, layer = self.config, self.layers[index]
        kernel = rope.norm_rope_append(
            self.launch,
            config.query_heads,
            config.kv_heads,
            config.head_dim,
            config.rope_base(index),
            config.norm_epsilon,
        )
        cached = cache.layer(config, index, length)
        queries = Tensor.placeholder((qkv.shape[1], config.query_heads, config.head_dim), config.stored)
        return op.tensor_ir_inplace_op(
            kernel,
            "norm_rope_append_sliding" if config.is_sliding(index) else "norm_rope_append_global",
            [qkv, layer.q_norm, layer.k_norm, cached],
            [3, -1],
            [cached, queries],
        )[::-1]

    def _attention(self, index: int, q: Tensor, cached: Tensor) -> Tensor:
        """Queries (S, heads, width) -> (1, S, heads * width)."""
        config = self.config
        sliding, one = config.is_sliding(index), _is_one(q.shape[0])
        window = config.sliding_window if sliding else None
        mixed = op.tensor_ir_op(
            attention.attention(self.launch, config.query_heads, config.kv_heads, config.head_dim, window, one),
            f"attention_{'decode' if one else 'prefill'}_{'sliding' if sliding else 'global'}",
            [q, cached],
            Tensor.placeholder(q.shape, config.stored),
        )
        return op.reshape(mixed, (1, q.shape[0], config.query_heads * config.head_dim))

    def _block(self, index: int, stream: Tensor, q: Tensor, cached: Tensor) -> tuple[Tensor, Tensor]:
        """What follows the queries of one position in a layer -> the stream, and what is to be added to it."""
        layer = self.layers[index]
        attended = self._product(self._attention(index, q, cached), layer.o, "float32")
        stream, gated = self._norm_product(
            gemv.norm_gemv_gated,
            [stream, attended, layer.post_attention_norm, layer.feed_forward_norm],
            layer.gate_up,
            layer.gate_up.rows // 2,
        )
        return stream, self._product(gated, layer.down, "float32")

    def _finish(self, index: int, stream: Tensor, q: Tensor, cached: Tensor) -> Tensor:
        """From the queries of the last layer for one position to its logits (1, 1, V)."""
        stream, forward = self._block(index, stream, q, cached)
        _, x = self._add_norm(stream, forward, self.layers[index].post_feed_forward_norm, self.output_norm)
        return op.tensor_ir_op(
            gemv.head(self.launch, self.config.rows_per_part, self.config.hidden_size),
            "q8_head",
            [x, *self._embedding_buffers()],
            Tensor.placeholder((1, 1, self.config.vocab_size), "float32"),
        )

    def _product(self, x: Tensor, weight: QuantisedWeight, out: str, share: gemv.Share = gemv.NARROW) -> Tensor:
        """(1, 1, depth) -> (1, 1, rows) of type `out`."""
        return op.tensor_ir_op(
            gemv.gemv(self.launch, weight.rows, weight.depth, out, share, weight.form),
            f"q{weight.form.bits}_gemv",
            [x, weight.q, weight.s],
            Tensor.placeholder((1, 1, weight.rows), out),
        )

    def _norm_product(self, kernel, inputs: list[Tensor], weight: QuantisedWeight, width: int) -> list[Tensor]:
        """The stream after a block, and what `kernel` makes of it, (1, 1, width)."""
        function = kernel(self.launch, width, weight.depth, self.config.norm_epsilon, weights=weight.form)
        outputs = [
            Tensor.placeholder((1, 1, weight.depth), "float32"),
            Tensor.placeholder((1, 1, width), self.config.stored),
        ]
        return op.tensor_ir_op(function, f"q{weight.form.bits}_{kernel.__name__}", [*inputs, weight.q, weight.s], outputs)

    def _products(self, x: Tensor, weight: QuantisedWeight, out: str) -> Tensor:
        """(1, S, depth) -> (1, S, rows) of type `out`."""
        return op.tensor_ir_op(
            quantised.gemm(self.launch, weight.rows, weight.depth, out, weight.form),
            f"q{weight.form.bits}_gemm",
            [x, weight.q, weight.s],
            Tensor.placeholder((1, x.shape[1], weight.rows), out),
        )

    def _gate(self, both: Tensor) -> Tensor:
        """gate then up (1, S, 2 * width) -> gelu(gate) * up (1, S, width)."""
        width = self.config.feed_forward
        return op.tensor_ir_op(
            quantised.gated_gelu(self.launch, width),
            "gated_gelu",
            [both],
            Tensor.placeholder((1, both.shape[1], width), self.config.stored),
        )

    def _norm(self, stream: Tensor, weight: Tensor) -> Tensor:
        return op.tensor_ir_op(
            norm.rms_norm(self.launch, self.config.hidden_size, self.config.norm_epsilon),
            "rms_norm",
            [stream, weight],
            Tensor.placeholder(stream.shape, self.config.stored),
        )

    def _add_norm(self, stream: Tensor, branch: Tensor, weight_branch: Tensor, weight_next: Tensor) -> list[Tensor]:
        return op.tensor_ir_op(
            norm.add_norm(self.launch, self.config.hidden_size, self.config.norm_epsilon),
            "add_norm",
            [stream, branch, weight_branch, weight_next],
            [Tensor.placeholder(stream.shape, dtype) for dtype in ("float32", self.config.stored)],
        )

    def _last_row(self, x: Tensor) -> Tensor:
        """The last of S rows, where S is the first dimension but for one of 1, in the shape that x has for S = 1."""
        rows = 1 if _is_one(x.shape[0]) else 0
        shape = [1 if dimension == rows else size for dimension, size in enumerate(x.shape)]
        width = 1
        for size in shape:
            width *= int(size)
        flat = op.reshape(x, (x.shape[rows], width))
        last = op.tensor_ir_op(
            norm.last_row(self.launch, width, x.dtype), "last_row", [flat], Tensor.placeholder((1, width), x.dtype)
        )
        return op.reshape(last, shape)


def _is_one(length) -> bool:
    return isinstance(length, int) and length == 1


def _in_place(kernel, name: str, arguments: list[Tensor]) -> Tensor:
    target = arguments[0]
    return op.tensor_ir_inplace_op(kernel, name, arguments, 0, Tensor.placeholder(target.shape, target.dtype))
