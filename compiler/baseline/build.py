"""Builds the peer of the bench, `gemma3-270m-q8-f32-default-schedule`: what TVM's compiler gives by itself (see model.py).
`npm run bench:engine` calls it; no extension carries what it writes. Needs emscripten as `npm run compile` does.

    PYTHONPATH=compiler python -m baseline.build --out FOLDER --cache FOLDER
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import tvm
from tvm import relax as rx
from tvm.relax.backend import gpu_generic
from tvm.relax.frontend import nn
from tvm.relax.frontend.nn.llm.kv_cache import PagedKVCache
from tvm.s_tir import dlight
from tvm.target import Target

from postil_compiler import build, link, manifest
from postil_compiler.config import LIBRARIES

from .model import StockGemma3

SHIPPED = "gemma3-270m-q8-f32"
NAME = f"{SHIPPED}-default-schedule"
ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for the wasm and its manifest")
    parser.add_argument("--cache", type=Path, required=True, help="folder for compiled runtime objects")
    arguments = parser.parse_args()
    try:
        write_library(arguments.out, arguments.cache)
    except link.LinkError as error:
        print(f"baseline: {error}", file=sys.stderr)
        return 2
    return 0


def write_library(out: Path, cache: Path) -> None:
    emscripten = link.check_emscripten()
    config, target = LIBRARIES[SHIPPED], build.webgpu_target()
    # Put in from here: the manifests of the shipped libraries name the sources of `postil_compiler` by their hashes.
    build.Gemma3 = StockGemma3
    specs = build.function_specs
    build.function_specs = lambda config: _with_paged_cache(specs(config))
    module, parameters = build.build_module(config, target)
    with tvm.transform.PassContext(opt_level=3):
        executable = rx.build(module, target=target, relax_pipeline=_default_pipeline(target))
    objects = [*link.compile_runtime(ROOT / "compiler" / "runtime", cache), _compile_cache(cache)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{NAME}.wasm"

        def link_objects(output: str, compiled: list[str]) -> None:
            link.link_wasm(Path(output), [*map(Path, compiled), *objects], Path(folder) / "link")

        build.export_objects(executable, str(path), link_objects)
        library = path.read_bytes()
    described = manifest.create_manifest(ROOT, NAME, library, parameters, config, emscripten, "")
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{NAME}.wasm").write_bytes(library)
    # Last: whoever finds it finds both.
    (out / f"{NAME}.json").write_text(manifest.format_manifest(described))
    print(f"baseline: {NAME}.wasm: {len(library):,} bytes")


def _with_paged_cache(specs: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    paged = nn.spec.Object(object_type=PagedKVCache)
    return {
        name: {argument: paged if argument == "paged_kv_cache" else spec for argument, spec in arguments.items()}
        for name, arguments in specs.items()
    }


def _default_pipeline(target: Target) -> tvm.transform.Pass:
    """The passes that MLC-LLM runs for a GPU, without a rule of our own."""

    @tvm.transform.module_pass(opt_level=0)
    def run(module: tvm.ir.IRModule, _context: tvm.transform.PassContext) -> tvm.ir.IRModule:
        with target:
            return tvm.transform.Sequential(
                [
                    *gpu_generic.library_dispatch_passes(target),
                    rx.transform.LegalizeOps(),
                    rx.transform.AnnotateTIROpPattern(),
                    rx.transform.FoldConstant(),
                    rx.transform.FuseOps(),
                    rx.transform.FuseTIR(),
                    rx.transform.DeadCodeElimination(),
                    dlight.ApplyDefaultSchedule(
                        dlight.gpu.Matmul(),
                        dlight.gpu.GEMV(),
                        dlight.gpu.Reduction(),
                        dlight.gpu.GeneralReduction(),
                        dlight.gpu.Fallback(),
                    ),
                    *gpu_generic.dataflow_lower_passes(target),
                    *gpu_generic.finalize_passes(target),
                ]
            )(module)

    return run


def _compile_cache(cache: Path) -> Path:
    """TVM's paged key-value cache as an object, from the sources that `link.compile_runtime` has laid out."""
    sources, output = cache / "sources", cache / "paged_kv_cache.o"
    (sources / "paged_kv_cache.cc").write_bytes((Path(__file__).parent / "paged_kv_cache.cc").read_bytes())
    flags = [*link._COMPILE_FLAGS, "-c", "paged_kv_cache.cc", "-o", str(output.resolve())]
    subprocess.run(["emcc", *flags], cwd=sources, check=True)
    return output


if __name__ == "__main__":
    sys.exit(main())
