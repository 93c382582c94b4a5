"""The model's dimensions and the limits of the library built from it."""

from dataclasses import dataclass

GROUP = 32
"""Weights that share one scale, along the input dimension (as in GGUF's Q8_0)."""

TILE = 16
"""Rows of a weight matrix that are stored together: for each place along them the words of all, one after the other, so that
neighbouring threads, which work on neighbouring rows, read neighbouring words."""

MAX_BUFFER_BYTES = 128 * 1024 * 1024
"""WebGPU's default maxStorageBufferBindingSize: https://www.w3.org/TR/webgpu/#limits"""


@dataclass(frozen=True)
class Gemma3Config:
    """Gemma 3 270M (https://huggingface.co/google/gemma-3-270m/blob/main/config.json) and the sizes it is compiled for."""

    layers: int = 18
    hidden_size: int = 640
    feed_forward: int = 2048
    query_heads: int = 4
    kv_heads: int = 1
    head_dim: int = 256
    vocab_size: int = 262144
    sliding_window: int = 512
    global_every: int = 6
    """Every sixth layer attends to the whole context; the others to the last `sliding_window` positions."""
    rope_base_sliding: float = 10_000.0
    rope_base_global: float = 1_000_000.0
    norm_epsilon: float = 1e-6
    context_window: int = 4096
    prefill_chunk: int = 512
    embedding_parts: int = 2
    """The embedding is stored in this many buffers, so that none exceeds MAX_BUFFER_BYTES."""
    body_bits: int = 8
    """Bits of the integers in the groups of the layers' matrices: 8, or 4 for weights that were trained for it. Those of the
    embedding have 8."""
    half: bool = False
    """Whether inputs of products, queries, keys and values have 16 bits; weights and parameters are the same."""

    subgroups: bool = False
    """Whether neighbouring threads pass each other numbers without memory; parameters are the same."""

    @property
    def features(self) -> list[str]:
        """The WebGPU features (https://www.w3.org/TR/webgpu/#feature-index) without which it does not run."""
        return [name for name, needed in (("shader-f16", self.half), ("subgroups", self.subgroups)) if needed]

    @property
    def stored(self) -> str:
        """The type of inputs of products, of queries, keys and values."""
        return "float16" if self.half else "float32"

    @property
    def qkv_heads(self) -> int:
        return self.query_heads + 2 * self.kv_heads

    @property
    def rows_per_part(self) -> int:
        return self.vocab_size // self.embedding_parts

    def is_sliding(self, layer: int) -> bool:
        """Whether `layer` (from 0) attends to the sliding window only."""
        return (layer + 1) % self.global_every != 0

    def rope_base(self, layer: int) -> float:
        """The base of the rotary frequencies in `layer` (from 0)."""
        return self.rope_base_sliding if self.is_sliding(layer) else self.rope_base_global


LIBRARIES = {
    f"gemma3-270m-q{bits}-{activations}{'-subgroups' if subgroups else ''}": Gemma3Config(
        body_bits=bits, half=activations == "f16", subgroups=subgroups
    )
    for bits in (8, 4)
    for activations in ("f32", "f16")
    for subgroups in (False, True)
}
"""The libraries by name. An installed model serves all that have its bits, which take the same parameters."""
