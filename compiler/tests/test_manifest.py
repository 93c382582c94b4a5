"""The manifest: parameters, buffers within limits, hashes of sources."""

import hashlib
import json
from functools import cache
from math import prod
from pathlib import Path

import pytest
from tvm.relax.frontend import nn

from postil_compiler import build, manifest
from postil_compiler.config import LIBRARIES, MAX_BUFFER_BYTES, Gemma3Config

ROOT = Path(__file__).resolve().parents[2]
CONFIG = LIBRARIES["gemma3-270m-q8-f32"]


@cache
def parameters_of(bits):
    return build.build_module(Gemma3Config(body_bits=bits), build.host_target())[1]


def describe(bits):
    config = Gemma3Config(body_bits=bits)
    return [manifest.describe_parameter(name, parameter, config) for name, parameter in parameters_of(bits)]


@pytest.fixture(scope="module", params=[8, 4], ids=["q8", "q4"])
def described(request):
    return describe(request.param)


def test_every_tensor_of_the_model_is_used_once_a_layout(described):
    used = [(source["tensor"], entry["layout"]) for entry in described for source in entry["from"] if "rows" not in source]
    assert len(used) == len(set(used))
    tensors = {tensor for tensor, _ in used}
    per_layer = ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down", "attn_norm"]
    per_layer += ["post_attention_norm", "ffn_norm", "post_ffw_norm", "attn_q_norm", "attn_k_norm"]
    assert tensors == {f"blk.{i}.{name}.weight" for i in range(18) for name in per_layer} | {"output_norm.weight"}


def test_the_embedding_is_split_in_rows_that_follow(described):
    rows = [e["from"][0]["rows"] for e in described if e["name"].startswith("embed.") and e["layout"] == "q8_tiled_values"]
    assert rows == [[0, 131072], [131072, 262144]]


def test_no_buffer_is_over_the_default_limit(described):
    assert max(4 * prod(entry["shape"]) for entry in described) <= MAX_BUFFER_BYTES
    too_large = nn.Parameter((262144, 160), "uint32")
    with pytest.raises(ValueError, match="over WebGPU's default limit"):
        manifest.describe_parameter("embed.0.q", too_large, CONFIG)


def test_a_layer_of_the_cache_and_logits_fit_too():
    layer = CONFIG.context_window * 2 * CONFIG.kv_heads * CONFIG.head_dim * 4
    activations = CONFIG.prefill_chunk * 2 * CONFIG.feed_forward * 4
    assert max(layer, activations, CONFIG.vocab_size * 4) <= MAX_BUFFER_BYTES


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_committed_library_is_the_one_its_manifest_names(name):
    folder = ROOT / "assets" / "model-lib"
    committed = json.loads((folder / f"{name}.json").read_text())
    assert committed["name"] == name
    assert committed["activations"] == LIBRARIES[name].stored
    assert committed["features"] == LIBRARIES[name].features
    wasm = (folder / committed["wasm"]["file"]).read_bytes()
    assert hashlib.sha256(wasm).hexdigest() == committed["wasm"]["sha256"]
    assert len(wasm) == committed["wasm"]["bytes"]
    assert committed["params"] == describe(LIBRARIES[name].body_bits)
    assert committed["sources"] == manifest.source_hashes(ROOT)


def test_the_manifest_is_json_with_a_parameter_to_a_line(described):
    text = manifest.format_manifest({"name": "x", "model": {"layers": 1}, "params": described[:3]})
    assert json.loads(text) == {"name": "x", "model": {"layers": 1}, "params": described[:3]}
    assert sum('"dtype"' in line for line in text.splitlines()) == 3


def test_the_body_has_the_layouts_of_its_bits_and_the_embedding_eight():
    def layouts(bits, prefix):
        return {entry["layout"] for entry in describe(bits) if entry["name"].startswith(prefix) and len(entry["shape"]) > 1}

    assert layouts(8, "layers.") == layouts(8, "embed.") == layouts(4, "embed.") == {"q8_tiled_values", "q8_tiled_scales"}
    assert layouts(4, "layers.") == {"q4_tiled_values", "q4_tiled_scales"}
    shapes = {entry["name"]: entry["shape"] for entry in describe(4)}
    assert [shapes["layers.3.down.q"], shapes["layers.3.down.s"]] == [[40, 256, 16], [40, 64, 16]]


@pytest.mark.parametrize("bits", [8, 4])
def test_the_libraries_of_a_scheme_take_the_same_parameters(bits):
    """The extension compares `model` and `params` to tell whether an installed model fits a library."""
    folder = ROOT / "assets" / "model-lib"
    names = [name for name, config in LIBRARIES.items() if config.body_bits == bits]
    first, *others = (json.loads((folder / f"{name}.json").read_text()) for name in names)
    assert len(others) == 3
    for other in others:
        assert [first["model"], first["params"]] == [other["model"], other["params"]]
