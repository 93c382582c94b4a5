"""A small model of two layers, compiled for this machine's CPU: the schemes against each other."""

import numpy as np
import tvm
from conftest import packed, tensor, tiled
from tvm_ffi import Shape

from postil_compiler import build
from postil_compiler.config import Gemma3Config
from postil_compiler.model import Gemma3

CONTEXT = 64


class _Model:
    def __init__(self, bits, integers, scales, norms):
        """`integers` and `scales` of the matrices and `norms` by the parameter's name, without its part."""
        config = Gemma3Config(layers=2, vocab_size=1024, global_every=2, context_window=CONTEXT, prefill_chunk=16, body_bits=bits)
        target = build.host_target()
        specs = {name: build.function_specs(config)[name] for name in ("embed", "prefill", "decode")}
        with target:
            module, parameters = Gemma3(config, target).export_tvm(spec=specs)
        self.vm = tvm.relax.VirtualMachine(build.compile_module(module, target), tvm.cpu())
        self.parameters = []
        for name, parameter in parameters:
            matrix, _, part = name.rpartition(".")
            if part == "q":
                array = packed(integers[matrix], bits if name.startswith("layers.") else 8)
            else:
                array = tiled(scales[matrix]) if part == "s" else norms[name]
            assert list(array.shape) == [int(size) for size in parameter.shape], name
            self.parameters.append(tensor(array))
        like = tensor(np.zeros((), np.float32))
        self.cache = tvm.get_global_func("postil.kv_cache_create")(like, 2, Shape([CONTEXT, 2, 1, 256]))
        tvm.get_global_func("vm.builtin.kv_state_add_sequence")(self.cache, 0)

    def __call__(self, function, ids):
        embedded = self.vm["embed"](tensor(np.array(ids, np.int32)), self.parameters)
        tvm.get_global_func("vm.builtin.kv_state_begin_forward")(self.cache, Shape([0]), Shape([len(ids)]))
        logits = self.vm[function](tensor(embedded.numpy()[None]), self.cache, self.parameters)[0].numpy()
        tvm.get_global_func("vm.builtin.kv_state_end_forward")(self.cache)
        return logits[0, 0]


def test_four_and_eight_bits_of_the_same_weights_give_the_same_logits(cache_runtime):
    random = np.random.default_rng(270)
    shapes = {f"embedding.{part}": (512, 640) for part in range(2)}
    norms = {"output_norm": random.normal(1, 0.3, 640).astype(np.float32)}
    for layer in range(2):
        shapes |= {
            f"layers.{layer}.qkv": (1536, 640),
            f"layers.{layer}.o": (640, 1024),
            f"layers.{layer}.gate_up": (4096, 640),
            f"layers.{layer}.down": (640, 2048),
        }
        for name in ("input_norm", "post_attention_norm", "feed_forward_norm", "post_feed_forward_norm"):
            norms[f"layers.{layer}.{name}"] = random.normal(1, 0.3, 640).astype(np.float32)
        for name in ("q_norm", "k_norm"):
            norms[f"layers.{layer}.{name}"] = random.normal(1, 0.3, 256).astype(np.float32)
    integers = {name: random.integers(-8, 8, shape) for name, shape in shapes.items()}
    scales = {name: random.normal(0, 0.01, (rows, depth // 32)).astype(np.float32) for name, (rows, depth) in shapes.items()}
    eight, four = (_Model(bits, integers, scales, norms) for bits in (8, 4))
    for function, ids in (("prefill", [2, 5, 700, 1023, 17]), ("decode", [44]), ("decode", [999])):
        expected, found = eight(function, ids), four(function, ids)
        assert np.abs(expected).max() > 1
        np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-3 * np.abs(expected).max())
