"""From the model to compiled code: a shared library for the host, or an object file for the wasm link."""

import json
import platform
from collections.abc import Callable

import tvm
from tvm import relax as rx
from tvm.relax.backend import gpu_generic
from tvm.relax.frontend import nn
from tvm.s_tir import dlight
from tvm.target import Target
from tvm.tirx.op import register_intrin_lowering

from .config import Gemma3Config
from .kv_cache import KVCache
from .model import Gemma3

_WITH_PARAMETERS = {"param_mode": "packed", "effect_mode": "none"}
_ALONE = {"param_mode": "none", "effect_mode": "none"}

# No result means "leave a * b + c as it is". WGSL's fma() is slow where the device emulates it (SwiftShader: a third of the
# speed); a compiler for real hardware contracts the plain form by itself.
register_intrin_lowering("tirx.fma", target="webgpu", f=lambda call: None, level=99)


def webgpu_target(subgroups: bool = False) -> Target:
    """WebGPU, with or without its subgroups, driven by wasm."""
    host = {"kind": "llvm", "mtriple": "wasm32-unknown-unknown-wasm"}
    if not subgroups:
        return Target({"kind": "webgpu", "host": host})
    # TVM would take 32 threads for a subgroup in the reductions that it writes itself; there may be four.
    return Target({"kind": "webgpu", "supports_subgroups": True, "thread_warp_size": 1, "host": host})


def host_target() -> Target:
    """This machine's CPU, without its newest instructions: the numbers should not depend on the machine."""
    if platform.machine() in ("x86_64", "AMD64"):
        return Target({"kind": "llvm", "mcpu": "x86-64-v3"})
    return Target({"kind": "llvm"})


def function_specs(config: Gemma3Config) -> dict[str, dict[str, object]]:
    """The VM functions and the types of their arguments; a string is a length that varies."""
    tensor = nn.spec.Tensor
    cache = nn.spec.Object(object_type=KVCache)
    vocabulary, hidden = config.vocab_size, config.hidden_size
    return {
        "embed": {"input_ids": tensor(["seq_len"], "int32"), "$": _WITH_PARAMETERS},
        "prefill": {
            "input_embed": tensor([1, "seq_len", hidden], "float32"),
            "paged_kv_cache": cache,
            "$": _WITH_PARAMETERS,
        },
        "decode": {
            "input_embed": tensor([1, 1, hidden], "float32"),
            "paged_kv_cache": cache,
            "$": _WITH_PARAMETERS,
        },
        "softmax_with_temperature": {
            "logits": tensor([1, 1, vocabulary], "float32"),
            "temperature": tensor([1], "float32"),
            "$": _ALONE,
        },
        "argsort_probs": {"probs": tensor([1, vocabulary], "float32"), "$": _ALONE},
        "sample_with_top_p": {
            "sorted_probs": tensor(["rows", "top"], "float32"),
            "sorted_indices": tensor(["rows", "top"], "int32"),
            "uniform_samples": tensor(["samples"], "float32"),
            "sample_indices": tensor(["samples"], "int32"),
            "top_p": tensor(["rows"], "float32"),
            "$": _ALONE,
        },
        "apply_bitmask_inplace": {
            "logits": tensor(["batch", vocabulary], "float32"),
            "seq_ids": tensor(["sequences"], "int32"),
            "bitmask": tensor(["batch", vocabulary // 32], "int32"),
            "$": _ALONE,
        },
        "apply_penalty_inplace": {
            "logits": tensor(["batch", vocabulary], "float32"),
            "seq_ids": tensor(["sequences"], "int32"),
            "pos2seq_id": tensor(["tokens"], "int32"),
            "token_ids": tensor(["tokens"], "int32"),
            "token_cnt": tensor(["tokens"], "int32"),
            "penalties": tensor(["sequences", 3], "float32"),
            "$": _ALONE,
        },
        "apply_logit_bias_inplace": {
            "logits": tensor(["batch", vocabulary], "float32"),
            "pos2seq_id": tensor(["tokens"], "int32"),
            "token_ids": tensor(["tokens"], "int32"),
            "logit_bias": tensor(["tokens"], "float32"),
            "$": _ALONE,
        },
        "create_tir_paged_kv_cache": {
            "max_batch_size": int,
            "max_total_seq_len": int,
            "prefill_chunk_size": int,
            "page_size": int,
            "support_sliding_window": int,
            "$": _ALONE,
        },
    }


def build_module(config: Gemma3Config, target: Target) -> tuple[tvm.ir.IRModule, list[tuple[str, nn.Parameter]]]:
    """The Relax module with `_metadata`, and its parameters in the order the VM functions take them."""
    with target:
        module, exported = Gemma3(config, target).export_tvm(spec=function_specs(config))
    # In the model the embedding cannot be called `embed`: a VM function is.
    parameters = [(name.replace("embedding.", "embed.", 1), parameter) for name, parameter in exported]
    # With its bound known, the memory of a prefill is planned here and not allocated anew at every call.
    bound = {"tir_var_upper_bound": {"seq_len": config.prefill_chunk}}
    for name in ("embed", "prefill"):
        module[name] = module[name].with_attrs(bound)
    metadata = {
        "model_type": "gemma3_text",
        "kv_state_kind": "kv_cache",
        "prefill_chunk_size": config.prefill_chunk,
        "context_window_size": config.context_window,
        "sliding_window_size": -1,
        "attention_sink_size": -1,
        "params": [
            {"name": name, "shape": [int(n) for n in parameter.shape], "dtype": parameter.dtype}
            for name, parameter in parameters
        ],
    }
    builder = rx.BlockBuilder(module)
    with builder.function("_metadata", params=[]):
        builder.emit_func_output(tvm.ir.StringImm(json.dumps(metadata, separators=(",", ":"))))
    return builder.get(), parameters


def pipeline(target: Target) -> tvm.transform.Pass:
    """The passes from Relax to VM code. Kernels come with their launch; what the frontend adds gets dlight's default."""

    @tvm.transform.module_pass(opt_level=0)
    def run(module: tvm.ir.IRModule, _context: tvm.transform.PassContext) -> tvm.ir.IRModule:
        schedule = [] if target.kind.name == "llvm" else [dlight.ApplyDefaultSchedule(dlight.gpu.Fallback())]
        with target:
            return tvm.transform.Sequential(
                [
                    rx.transform.LegalizeOps(),
                    rx.transform.DeadCodeElimination(),
                    *schedule,
                    *gpu_generic.dataflow_lower_passes(target),
                    rx.transform.DeadCodeElimination(),
                    *gpu_generic.finalize_passes(target),
                ]
            )(module)

    return run


def compile_module(module: tvm.ir.IRModule, target: Target) -> rx.VMExecutable:
    with tvm.transform.PassContext(opt_level=3):
        return rx.build(module, target=target, relax_pipeline=pipeline(target))


def export_host(executable: rx.VMExecutable, path: str) -> None:
    """Writes a shared library for this machine."""
    executable.export_library(path)


def export_objects(executable: rx.VMExecutable, path: str, link: Callable[[str, list[str]], None]) -> None:
    """Writes wasm objects (the wheel's LLVM and emscripten's differ, so no bitcode) and calls `link(path, objects)`."""

    def compile_objects(output: str, objects: list[str], options=None, **_unused) -> None:
        link(output, objects)

    compile_objects.object_format = "o"
    executable.export_library(path, fcompile=compile_objects)


def shader_source(executable: rx.VMExecutable) -> str:
    """The WGSL of every kernel, one after the other."""
    sources = []

    def collect(module) -> None:
        if module.kind == "webgpu":
            sources.append(module.inspect_source())
        for imported in module.imports:
            collect(imported)

    collect(executable.mod)
    return "\n".join(sources)
