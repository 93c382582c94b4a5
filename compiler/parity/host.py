"""Compares the CPU build with the reference: `host.py LIBRARY.so MODEL_FOLDER REFERENCE.npz`; `-` for none: no comparison.

Prints one JSON object. `rows` has a comparison for each prompt: `cosine` is that of the last position's logits,
`divergence` the Kullback-Leibler divergence of our distribution from the reference's in nats, `top` the most probable
tokens of both, most probable first. `prompts` (token ids by length), `tops` (the most probable token after each), `greedy`
and `margins` repeat what the comparison in the browser needs of the reference.
"""

import ctypes
import json
import sys
from pathlib import Path

import numpy as np
import tvm
from tvm_ffi import Shape

CONTEXT, CHUNK, PAGE = 4096, 512, 16


class HostModel:
    """The model library on this machine, called as WebLLM calls it."""

    def __init__(self, library: Path, folder: Path) -> None:
        ctypes.CDLL(str(library.with_suffix(".cache.so")))
        self.device = tvm.cpu()
        self.vm = tvm.relax.VirtualMachine(tvm.runtime.load_module(str(library)), self.device)
        stored = read_parameters(folder)
        order = json.loads(library.with_suffix(".json").read_text())["params"]
        self.parameters = [self._tensor(stored[parameter["name"]]) for parameter in order]

    def _tensor(self, array):
        return tvm.runtime.tensor(np.ascontiguousarray(array), self.device)

    def start(self):
        """A cache with one empty sequence."""
        cache = self.vm["create_tir_paged_kv_cache"](
            Shape([1]), Shape([CONTEXT]), Shape([CHUNK]), Shape([PAGE]), Shape([0])
        )
        tvm.get_global_func("vm.builtin.kv_state_add_sequence")(cache, 0)
        return cache

    def forward(self, function: str, ids: list[int], cache) -> np.ndarray:
        """Logits (vocabulary,) after `ids`, which join the cache."""
        embedded = self.vm["embed"](self._tensor(np.array(ids, np.int32)), self.parameters)
        tvm.get_global_func("vm.builtin.kv_state_begin_forward")(cache, Shape([0]), Shape([len(ids)]))
        logits = self.vm[function](self._tensor(embedded.numpy()[None]), cache, self.parameters)[0]
        tvm.get_global_func("vm.builtin.kv_state_end_forward")(cache)
        return logits.numpy()[0, 0]

    def prompt(self, ids: list[int]) -> np.ndarray:
        """Logits after a prompt, given in chunks as WebLLM does."""
        cache = self.start()
        for begin in range(0, len(ids), CHUNK):
            logits = self.forward("prefill", ids[begin : begin + CHUNK], cache)
        return logits


def read_parameters(folder: Path) -> dict[str, np.ndarray]:
    """The arrays of a converted model, by name."""
    parameters = {}
    for shard in json.loads((folder / "tensor-cache.json").read_text())["records"]:
        data = np.fromfile(folder / shard["dataPath"], np.uint8)
        for record in shard["records"]:
            begin = record["byteOffset"]
            values = data[begin : begin + record["nbytes"]].view(record["dtype"])
            parameters[record["name"]] = values.reshape(record["shape"])
    return parameters


def divergence(ours: np.ndarray, theirs: np.ndarray) -> float:
    """sum of p * log(p / q) for the reference's probabilities p and ours q, from logits."""

    def log_probabilities(logits):
        shifted = logits - logits.max()
        return shifted - np.log(np.exp(shifted).sum())

    p, q = log_probabilities(theirs), log_probabilities(ours)
    return float((np.exp(p) * (p - q)).sum())


def main() -> None:
    folder, reference = Path(sys.argv[2]), np.load(sys.argv[3])
    model = None if sys.argv[1] == "-" else HostModel(Path(sys.argv[1]), folder)
    rows, tops = [], {}
    prompts = {int(name.removeprefix("ids_")): reference[name].tolist() for name in reference if name.startswith("ids_")}
    for length, ids in sorted(prompts.items()):
        theirs = reference[f"logits_{length}"].astype(np.float64)
        tops[length] = int(theirs.argmax())
        if model is None:
            continue
        ours = model.prompt(ids).astype(np.float64)
        rows.append(
            {
                "tokens": length,
                "cosine": float(ours @ theirs / np.linalg.norm(ours) / np.linalg.norm(theirs)),
                "divergence": divergence(ours, theirs),
                "difference": float(np.abs(ours - theirs).max()),
                "top": {"ours": ours.argsort()[::-1][:5].tolist(), "theirs": theirs.argsort()[::-1][:5].tolist()},
            }
        )
        print(f"host: {length} tokens compared", file=sys.stderr)
    greedy, margins = reference["greedy"].tolist(), reference["margins"].tolist()
    print(json.dumps({"rows": rows, "prompts": prompts, "tops": tops, "greedy": greedy, "margins": margins}))


if __name__ == "__main__":
    main()
