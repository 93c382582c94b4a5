"""The library manifest: what the wasm was built from, and which tensors each of its parameters is made of.

It lies beside the wasm as JSON. The extension's build checks `wasm` and `sources`; the converter reads `model` and
`params`.
"""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

from tvm.relax.frontend import nn

from .config import MAX_BUFFER_BYTES, Gemma3Config

_DTYPE_BYTES = {"uint32": 4, "float32": 4}
_PARTS = {"q": "values", "s": "scales"}
_TENSORS = {
    "input_norm": ["attn_norm"],
    "qkv": ["attn_q", "attn_k", "attn_v"],
    "q_norm": ["attn_q_norm"],
    "k_norm": ["attn_k_norm"],
    "o": ["attn_output"],
    "post_attention_norm": ["post_attention_norm"],
    "feed_forward_norm": ["ffn_norm"],
    "gate_up": ["ffn_gate", "ffn_up"],
    "down": ["ffn_down"],
    "post_feed_forward_norm": ["post_ffw_norm"],
}
"""The GGUF tensors of a block's parameter, rows one after the other (names: llama.cpp's gguf-py/gguf/constants.py)."""


def describe_parameter(name: str, parameter: nn.Parameter, config: Gemma3Config) -> dict[str, object]:
    """The manifest's entry for a parameter. Raises ValueError for one that no GPU's default limits can bind."""
    shape = [int(size) for size in parameter.shape]
    size = _DTYPE_BYTES[parameter.dtype]
    for extent in shape:
        size *= extent
    if size > MAX_BUFFER_BYTES:
        raise ValueError(f"parameter {name} has {size} bytes, over WebGPU's default limit of {MAX_BUFFER_BYTES}")
    layout, sources = _origin(name, config)
    return {"name": name, "shape": shape, "dtype": parameter.dtype, "layout": layout, "from": sources}


def _layout(bits: int, part: str) -> str:
    return f"q{bits}_tiled_{_PARTS[part]}"


def _origin(name: str, config: Gemma3Config) -> tuple[str, list[dict[str, object]]]:
    head, *rest = name.split(".")
    if head == "embed":
        part, kind = rest
        start = int(part) * config.rows_per_part
        return _layout(8, kind), [{"tensor": "token_embd.weight", "rows": [start, start + config.rows_per_part]}]
    if head == "layers":
        index, field, *kind = rest
        tensors = [{"tensor": f"blk.{index}.{tensor}.weight"} for tensor in _TENSORS[field]]
        return (_layout(config.body_bits, kind[0]) if kind else "f32"), tensors
    if name == "output_norm":
        return "f32", [{"tensor": "output_norm.weight"}]
    raise ValueError(f"no tensor is known for parameter {name}")


def source_hashes(root: Path) -> dict[str, str]:
    """sha256 of every file whose change can change the wasm, by path from the repository's root, sorted."""
    compiler = root / "compiler"
    files = [*compiler.glob("postil_compiler/**/*.py"), *compiler.glob("runtime/**/*"), compiler / "requirements.txt"]
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(files, key=lambda path: path.relative_to(root).as_posix())
        if path.is_file()
    }


def create_manifest(
    root: Path,
    name: str,
    wasm: bytes,
    parameters: list[tuple[str, nn.Parameter]],
    config: Gemma3Config,
    emscripten: str,
    web_llm: str,
) -> dict[str, object]:
    """The manifest of library `name`, whose bytes are `wasm`; see compiler/README.md for its fields."""
    return {
        "name": name,
        "wasm": {
            "file": f"{name}.wasm",
            "bytes": len(wasm),
            "sha256": hashlib.sha256(wasm).hexdigest(),
        },
        "versions": {
            "apache-tvm": version("apache-tvm"),
            "apache-tvm-ffi": version("apache-tvm-ffi"),
            "emscripten": emscripten,
            "web-llm": web_llm,
        },
        "sources": source_hashes(root),
        "activations": config.stored,
        "features": config.features,
        "model": {
            "contextWindow": config.context_window,
            "prefillChunk": config.prefill_chunk,
            "vocabSize": config.vocab_size,
            "hiddenSize": config.hidden_size,
            "layers": config.layers,
            "feedForward": config.feed_forward,
            "queryHeads": config.query_heads,
            "kvHeads": config.kv_heads,
            "headDim": config.head_dim,
            "slidingWindow": config.sliding_window,
        },
        "params": [describe_parameter(name, parameter, config) for name, parameter in parameters],
    }


def format_manifest(manifest: dict[str, object]) -> str:
    """JSON with one parameter to a line, so that a change is readable in a diff."""
    fields = []
    for key, value in manifest.items():
        if key == "params":
            lines = ",\n".join(f"    {json.dumps(parameter)}" for parameter in value)
            fields.append(f'  "{key}": [\n{lines}\n  ]')
        else:
            fields.append(f'  "{key}": ' + json.dumps(value, indent=2).replace("\n", "\n  "))
    return "{\n" + ",\n".join(fields) + "\n}\n"
