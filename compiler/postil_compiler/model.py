"""Gemma 3 270M as a Relax module with the functions that WebLLM looks up.

Shapes: S tokens of a chunk, H hidden size, V vocabulary. Batches have one sequence. The residual stream, what is
added to it, the norms, logits and all sums are float32; what a library stores in 16 bits (`Launch.stored`) are the inputs
of products, queries, keys and values.
"""

from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import Tensor, op
from tvm.target import Target

from .config import GROUP, Gemma3Config
from .kernels import embedding, norm, quantised, rope, sampling
from .kernels import logits as logits_kernels
from .kernels.launch import Launch
from .kv_cache import PagedKVCache, create_kv_cache


class QuantisedLinear(nn.Module):
    """A weight (rows, depth) in 8-bit groups; `forward` is x (1, S, depth) -> (1, S, rows) of type `out`."""

    def __init__(self, launch: Launch, rows: int, depth: int, out: str) -> None:
        self.launch, self.rows, self.depth, self.out = launch, rows, depth, out
        self.q = nn.Parameter((rows, depth // 4), "uint32")
        self.s = nn.Parameter((rows, depth // GROUP), "float32")

    def forward(self, x: Tensor) -> Tensor:
        length = x.shape[1]
        kernel = quantised.gemv if _is_one(length) else quantised.gemm
        return op.tensor_ir_op(
            kernel(self.launch, self.rows, self.depth, self.out),
            f"q8_{kernel.__name__}",
            [x, self.q, self.s],
            Tensor.placeholder((1, length, self.rows), self.out),
        )


class GatedLinear(QuantisedLinear):
    """The feed-forward block's first product: gelu(gate) * up, (1, S, depth) -> (1, S, rows / 2)."""

    def forward(self, x: Tensor) -> Tensor:
        length = x.shape[1]
        half = self.rows // 2
        out = Tensor.placeholder((1, length, half), self.launch.stored)
        if _is_one(length):
            kernel = quantised.gemv_gated(self.launch, half, self.depth)
            return op.tensor_ir_op(kernel, "q8_gemv_gated", [x, self.q, self.s], out)
        both = super().forward(x)
        return op.tensor_ir_op(quantised.gated_gelu(self.launch, half), "gated_gelu", [both], out)


class EmbeddingPart(nn.Module):
    """Some rows of the embedding."""

    def __init__(self, rows: int, depth: int) -> None:
        self.q = nn.Parameter((rows, depth // 4), "uint32")
        self.s = nn.Parameter((rows, depth // GROUP), "float32")


class Layer(nn.Module):
    """One transformer block, without the normalisation of its input and of its output, which run with its neighbours'."""

    def __init__(self, config: Gemma3Config, launch: Launch, index: int) -> None:
        self.config, self.launch, self.index = config, launch, index
        hidden, width = config.hidden_size, config.head_dim
        self.input_norm = nn.Parameter((hidden,), "float32")
        self.qkv = QuantisedLinear(launch, config.qkv_heads * width, hidden, launch.stored)
        self.q_norm = nn.Parameter((width,), "float32")
        self.k_norm = nn.Parameter((width,), "float32")
        self.o = QuantisedLinear(launch, hidden, config.query_heads * width, "float32")
        self.post_attention_norm = nn.Parameter((hidden,), "float32")
        self.feed_forward_norm = nn.Parameter((hidden,), "float32")
        self.gate_up = GatedLinear(launch, 2 * config.feed_forward, hidden, launch.stored)
        self.down = QuantisedLinear(launch, hidden, config.feed_forward, "float32")
        self.post_feed_forward_norm = nn.Parameter((hidden,), "float32")

    def attention(self, x: Tensor, cache: PagedKVCache, positions: Tensor) -> Tensor:
        """(1, S, H) normalised input -> (1, S, H) before the post-attention norm; appends to the cache."""
        config = self.config
        length = x.shape[1]
        kernel = rope.norm_rope(
            self.launch,
            config.query_heads,
            config.kv_heads,
            config.head_dim,
            config.rope_base(self.index),
            config.norm_epsilon,
        )
        qkv = op.tensor_ir_op(
            kernel,
            "norm_rope_sliding" if config.is_sliding(self.index) else "norm_rope_global",
            [self.qkv(x), positions, self.q_norm, self.k_norm],
            Tensor.placeholder((length, config.qkv_heads, config.head_dim), self.launch.stored),
        )
        qkv = op.reshape(qkv, (1, length, config.qkv_heads, config.head_dim))
        # The attention kernels take a negative scale for a sliding layer (kernels/attention.py).
        scale = config.head_dim**-0.5 * (-1 if config.is_sliding(self.index) else 1)
        mixed = cache.attention_with_fused_qkv(self.index, qkv, config.query_heads, sm_scale=scale)
        return self.o(op.reshape(mixed, (1, length, config.query_heads * config.head_dim)))


class Gemma3(nn.Module):
    """The model and the sampler; each method is a VM function, documented by its WebLLM name."""

    def __init__(self, config: Gemma3Config, target: Target) -> None:
        self.config, self.target, self.launch = config, target, Launch.of(target, config.half)
        # Named "embedding" here: a VM function is called `embed`.
        self.embedding = nn.ModuleList(
            [EmbeddingPart(config.rows_per_part, config.hidden_size) for _ in range(config.embedding_parts)]
        )
        self.layers = nn.ModuleList([Layer(config, self.launch, index) for index in range(config.layers)])
        self.output_norm = nn.Parameter((config.hidden_size,), "float32")

    def embed(self, input_ids: Tensor) -> Tensor:
        """ids (S,) int32 -> (S, H), scaled by sqrt(H)."""
        return op.tensor_ir_op(
            embedding.embed(self.launch, self.config.rows_per_part, self.config.hidden_size),
            "q8_embed",
            [input_ids, *self._embedding_buffers()],
            Tensor.placeholder((input_ids.shape[0], self.config.hidden_size), "float32"),
        )

    def prefill(self, input_embed: Tensor, paged_kv_cache: PagedKVCache):
        """(1, S, H) -> logits of the last position (1, 1, V), and the cache."""
        normalised = self._layers(input_embed, paged_kv_cache)
        last = op.tensor_ir_op(
            norm.last_row(self.launch, self.config.hidden_size),
            "last_row",
            [normalised],
            Tensor.placeholder((1, 1, self.config.hidden_size), self.launch.stored),
        )
        return self._head(last), paged_kv_cache

    def decode(self, input_embed: Tensor, paged_kv_cache: PagedKVCache):
        """(1, 1, H) -> logits (1, 1, V), and the cache."""
        return self._head(self._layers(input_embed, paged_kv_cache)), paged_kv_cache

    def softmax_with_temperature(self, logits: Tensor, temperature: Tensor) -> Tensor:
        """logits (1, 1, V), temperature (1,) > 0 -> probabilities (1, 1, V)."""
        vocabulary = self.config.vocab_size
        part = Tensor.placeholder((sampling.PARTIALS,), "float32")
        maxima, sums = op.tensor_ir_op(
            sampling.softmax_partials(self.launch, vocabulary), "softmax_partials", [logits, temperature], [part, part]
        )
        total = op.tensor_ir_op(
            sampling.softmax_total(self.launch),
            "softmax_total",
            [maxima, sums, temperature],
            Tensor.placeholder((2,), "float32"),
        )
        return op.tensor_ir_op(
            sampling.softmax_scale(self.launch, vocabulary),
            "softmax_scale",
            [logits, temperature, total],
            Tensor.placeholder((1, 1, vocabulary), "float32"),
        )

    def argsort_probs(self, probs: Tensor):
        """(1, V) -> the 64 largest in falling order (1, 64) float32, and their tokens (1, 64) int32."""
        vocabulary = self.config.vocab_size
        chunks = vocabulary // sampling.CHUNK
        count = sampling.TOP * sampling.CHUNK
        maxima = op.tensor_ir_op(
            sampling.chunk_maxima(self.launch, vocabulary),
            "top_chunk_maxima",
            [probs],
            Tensor.placeholder((chunks,), "float32"),
        )
        chosen = op.tensor_ir_op(
            sampling.select_chunks(self.launch, chunks),
            "top_chunks",
            [maxima],
            Tensor.placeholder((sampling.TOP,), "int32"),
        )
        candidates, tokens = op.tensor_ir_op(
            sampling.gather_candidates(self.launch, vocabulary),
            "top_candidates",
            [probs, chosen],
            [Tensor.placeholder((count,), "float32"), Tensor.placeholder((count,), "int32")],
        )
        return op.tensor_ir_op(
            sampling.sort_candidates(self.launch),
            "top_sort",
            [candidates, tokens],
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
    ) -> PagedKVCache:
        """Five shapes of one number each -> an empty cache."""
        return create_kv_cache(
            self.config,
            self.target,
            max_batch_size,
            max_total_seq_len,
            prefill_chunk_size,
            page_size,
            support_sliding_window,
        )

    def _embedding_buffers(self) -> list[Tensor]:
        return [buffer for part in self.embedding for buffer in (part.q, part.s)]

    def _layers(self, stream: Tensor, cache: PagedKVCache) -> Tensor:
        """(1, S, H) embeddings -> (1, S, H) after the output norm."""
        positions = cache.get_query_positions(stream.shape[1])
        first = self.layers[0]
        x = op.tensor_ir_op(
            norm.rms_norm(self.launch, self.config.hidden_size, self.config.norm_epsilon),
            "rms_norm",
            [stream, first.input_norm],
            Tensor.placeholder(stream.shape, self.launch.stored),
        )
        for index, layer in enumerate(self.layers):
            attended = layer.attention(x, cache, positions)
            stream, x = self._add_norm(stream, attended, layer.post_attention_norm, layer.feed_forward_norm)
            forward = layer.down(layer.gate_up(x))
            last = index + 1 == self.config.layers
            next_norm = self.output_norm if last else self.layers[index + 1].input_norm
            stream, x = self._add_norm(stream, forward, layer.post_feed_forward_norm, next_norm)
        return x

    def _add_norm(self, stream: Tensor, branch: Tensor, weight_branch: Tensor, weight_next: Tensor):
        outputs = [Tensor.placeholder(stream.shape, dtype) for dtype in ("float32", self.launch.stored)]
        return op.tensor_ir_op(
            norm.add_norm(self.launch, self.config.hidden_size, self.config.norm_epsilon),
            "add_norm",
            [stream, branch, weight_branch, weight_next],
            outputs,
        )

    def _head(self, x: Tensor) -> Tensor:
        return op.tensor_ir_op(
            embedding.head(self.launch, self.config.rows_per_part, self.config.hidden_size),
            "q8_head",
            [x, *self._embedding_buffers()],
            Tensor.placeholder((1, 1, self.config.vocab_size), "float32"),
        )


def _is_one(length) -> bool:
    return isinstance(length, int) and length == 1


def _in_place(kernel, name: str, arguments: list[Tensor]) -> Tensor:
    target = arguments[0]
    return op.tensor_ir_inplace_op(kernel, name, arguments, 0, Tensor.placeholder(target.shape, target.dtype))
