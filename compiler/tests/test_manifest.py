"""The manifest: parameters, buffers within limits, hashes of sources."""

import hashlib
import json
from pathlib import Path

import pytest
from tvm.relax.frontend import nn

from postil_compiler import build, manifest
from postil_compiler.config import LIBRARIES, MAX_BUFFER_BYTES

ROOT = Path(__file__).resolve().parents[2]
CONFIG = LIBRARIES["gemma3-270m-q8-f32"]


@pytest.fixture(scope="module")
def parameters():
    return build.build_module(CONFIG, build.host_target())[1]


@pytest.fixture(scope="module")
def described(parameters):
    return [manifest.describe_parameter(name, parameter, CONFIG) for name, parameter in parameters]


def test_every_tensor_of_the_model_is_used_once_a_layout(described):
    used = [(source["tensor"], entry["layout"]) for entry in described for source in entry["from"] if "rows" not in source]
    assert len(used) == len(set(used))
    tensors = {tensor for tensor, _ in used}
    per_layer = ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down", "attn_norm"]
    per_layer += ["post_attention_norm", "ffn_norm", "post_ffw_norm", "attn_q_norm", "attn_k_norm"]
    assert tensors == {f"blk.{i}.{name}.weight" for i in range(18) for name in per_layer} | {"output_norm.weight"}


def test_the_embedding_is_split_in_rows_that_follow(described):
    rows = [e["from"][0]["rows"] for e in described if e["name"].startswith("embed.") and e["layout"] == "q8_values"]
    assert rows == [[0, 131072], [131072, 262144]]


def test_no_buffer_is_over_the_default_limit(described, parameters):
    assert max(4 * entry["shape"][0] * (entry["shape"] + [1])[1] for entry in described) <= MAX_BUFFER_BYTES
    too_large = nn.Parameter((262144, 160), "uint32")
    with pytest.raises(ValueError, match="over WebGPU's default limit"):
        manifest.describe_parameter("embed.0.q", too_large, CONFIG)


def test_a_layer_of_the_cache_and_logits_fit_too():
    layer = CONFIG.context_window * 2 * CONFIG.kv_heads * CONFIG.head_dim * 4
    activations = CONFIG.prefill_chunk * 2 * CONFIG.feed_forward * 4
    assert max(layer, activations, CONFIG.vocab_size * 4) <= MAX_BUFFER_BYTES


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_committed_library_is_the_one_its_manifest_names(name, described):
    """Both take the parameters `described`, so that an installed model serves both."""
    folder = ROOT / "assets" / "model-lib"
    committed = json.loads((folder / f"{name}.json").read_text())
    assert committed["name"] == name
    assert committed["activations"] == LIBRARIES[name].stored
    assert committed["features"] == (["shader-f16"] if LIBRARIES[name].half else [])
    wasm = (folder / committed["wasm"]["file"]).read_bytes()
    assert hashlib.sha256(wasm).hexdigest() == committed["wasm"]["sha256"]
    assert len(wasm) == committed["wasm"]["bytes"]
    assert committed["params"] == described
    assert committed["sources"] == manifest.source_hashes(ROOT)


def test_the_manifest_is_json_with_a_parameter_to_a_line(described):
    text = manifest.format_manifest({"name": "x", "model": {"layers": 1}, "params": described[:3]})
    assert json.loads(text) == {"name": "x", "model": {"layers": 1}, "params": described[:3]}
    assert sum('"dtype"' in line for line in text.splitlines()) == 3


def test_the_libraries_take_the_same_parameters():
    """The extension compares `model` and `params` to tell whether an installed model fits a library."""
    folder = ROOT / "assets" / "model-lib"
    first, second = (json.loads((folder / f"{name}.json").read_text()) for name in LIBRARIES)
    assert [first["model"], first["params"]] == [second["model"], second["params"]]
