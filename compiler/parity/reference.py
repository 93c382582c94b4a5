"""Logits of Hugging Face transformers on the GGUF's weights, dequantised to float32: `reference.py GGUF TOKENIZER OUT`.

OUT is an .npz with, for each prompt length N, `ids_N` and `logits_N` (the last position's), and for the shortest the
greedy continuation `greedy` with the margin of each token over the runner-up, `margins`. An OUT that was made from the
same GGUF, prompts and script is kept.
"""

import hashlib
import os
import sys
from pathlib import Path

import numpy as np

from prompts import read_prompts

GREEDY = 16
_LINEAR = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
_NORMS = {
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "post_attention_norm",
    "pre_feedforward_layernorm": "ffn_norm",
    "post_feedforward_layernorm": "post_ffw_norm",
}


def fingerprint(gguf: Path, prompts: dict[int, list[int]]) -> str:
    """What the logits depend on."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update(repr(sorted(prompts.items())).encode())
    with gguf.open("rb") as file:
        digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def load_model(gguf: Path):
    """transformers' own model class with the weights of the GGUF."""
    import torch
    from gguf import GGUFReader, dequantize
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    tensors = {tensor.name: tensor for tensor in GGUFReader(gguf).tensors}

    def read(name: str):
        tensor = tensors[f"{name}.weight"]
        values = dequantize(tensor.data, tensor.tensor_type)
        return torch.tensor(values.reshape([int(n) for n in reversed(tensor.shape)]).astype(np.float32))

    config = Gemma3TextConfig(
        vocab_size=262144,
        hidden_size=640,
        intermediate_size=2048,
        num_hidden_layers=18,
        num_attention_heads=4,
        num_key_value_heads=1,
        head_dim=256,
        sliding_window=512,
        query_pre_attn_scalar=256,
        rope_theta=1e6,
        rope_local_base_freq=1e4,
        max_position_embeddings=32768,
        sliding_window_pattern=6,
        attn_implementation="eager",
    )
    model = Gemma3ForCausalLM(config).eval()
    # transformers adds 1 to norm weights; the GGUF's have it already.
    state = {"model.embed_tokens.weight": read("token_embd"), "model.norm.weight": read("output_norm") - 1}
    for layer in range(config.num_hidden_layers):
        for theirs, ours in _LINEAR.items():
            state[f"model.layers.{layer}.{theirs}.weight"] = read(f"blk.{layer}.{ours}")
        for theirs, ours in _NORMS.items():
            state[f"model.layers.{layer}.{theirs}.weight"] = read(f"blk.{layer}.{ours}") - 1
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or [name for name in missing if name != "lm_head.weight"]:
        raise ValueError(f"weights do not fit transformers' model: {missing} {unexpected}")
    return model


def main() -> None:
    gguf, tokenizer, out = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    prompts = read_prompts(tokenizer)
    key = fingerprint(gguf, prompts)
    if out.exists() and str(np.load(out)["key"]) == key:
        print("reference: logits are cached", file=sys.stderr)
        return
    import torch

    model = load_model(gguf)
    result: dict[str, object] = {"key": key}
    with torch.no_grad():
        for length, ids in prompts.items():
            result[f"ids_{length}"] = np.array(ids, np.int32)
            logits = model(torch.tensor([ids]), logits_to_keep=1).logits[0, -1]
            result[f"logits_{length}"] = logits.numpy()
            print(f"reference: {length} tokens done", file=sys.stderr)
        ids = list(prompts[min(prompts)])
        greedy, margins = [], []
        for _ in range(GREEDY):
            top = model(torch.tensor([ids]), logits_to_keep=1).logits[0, -1].topk(2)
            greedy.append(int(top.indices[0]))
            margins.append(float(top.values[0] - top.values[1]))
            ids.append(greedy[-1])
    result["greedy"], result["margins"] = np.array(greedy, np.int32), np.array(margins, np.float32)
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_suffix(".part.npz")
    np.savez(part, **result)
    os.replace(part, out)


if __name__ == "__main__":
    main()
