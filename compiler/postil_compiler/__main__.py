"""Builds the model library: `python -m postil_compiler wasm|host …`; `npm run compile` and `npm run parity` call it."""

import argparse
import gzip
import json
import sys
import tempfile
from pathlib import Path

from . import build, link, manifest
from .config import LIBRARIES

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(prog="postil_compiler", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    wasm = commands.add_parser("wasm", help="the libraries for the browser, and their manifests")
    wasm.add_argument("--out", type=Path, required=True, help="folder for the wasm files and manifests")
    wasm.add_argument("--cache", type=Path, required=True, help="folder for compiled runtime objects")
    wasm.add_argument("--library", choices=LIBRARIES, action="append", help="only this one (or these)")
    wasm.add_argument("--wgsl", type=Path, help="folder into which the shaders are written too, for reading")
    host = commands.add_parser("host", help="the same functions for this machine's CPU, to check numbers")
    host.add_argument("--library", choices=LIBRARIES, required=True)
    host.add_argument("--out", type=Path, required=True, help="path of the shared library")
    arguments = parser.parse_args()
    try:
        if arguments.command == "host":
            build_host(arguments.library, arguments.out)
            return 0
        for name in arguments.library or LIBRARIES:
            build_wasm(name, arguments.out, arguments.cache, arguments.wgsl)
    except link.LinkError as error:
        print(f"compile: {error}", file=sys.stderr)
        return 2
    return 0


def build_host(name: str, out: Path) -> None:
    """Writes the shared library and, beside it, one with the key-value cache, and a manifest whose `params` say what the
    first takes."""
    config, target = LIBRARIES[name], build.host_target()
    module, parameters = build.build_module(config, target)
    build.export_host(build.compile_module(module, target), str(out))
    with tempfile.TemporaryDirectory() as folder:
        link.compile_host_cache(ROOT / "compiler" / "runtime", Path(folder) / "sources", out.with_suffix(".cache.so"))
    described = [manifest.describe_parameter(name, parameter, config) for name, parameter in parameters]
    out.with_suffix(".json").write_text(json.dumps({"params": described}))


def build_wasm(name: str, out: Path, cache: Path, wgsl: Path | None) -> None:
    """Writes the wasm of library `name` and its manifest into `out`, both or neither."""
    emscripten = link.check_emscripten()
    config = LIBRARIES[name]
    target = build.webgpu_target(config.subgroups)
    module, parameters = build.build_module(config, target)
    executable = build.compile_module(module, target)
    if wgsl is not None:
        wgsl.mkdir(parents=True, exist_ok=True)
        (wgsl / f"{name}.wgsl").write_text(build.shader_source(executable))
    runtime_objects = link.compile_runtime(ROOT / "compiler" / "runtime", cache)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.wasm"

        def link_objects(output: str, objects: list[str]) -> None:
            link.link_wasm(Path(output), [*map(Path, objects), *runtime_objects], Path(folder) / "link")

        build.export_objects(executable, str(path), link_objects)
        library = path.read_bytes()
    web_llm = json.loads((ROOT / "package.json").read_text())["dependencies"]["@mlc-ai/web-llm"]
    described = manifest.create_manifest(ROOT, name, library, parameters, config, emscripten, web_llm)
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{name}.wasm").write_bytes(library)
    (out / f"{name}.json").write_text(manifest.format_manifest(described))
    packed = len(gzip.compress(library, 9))
    print(f"compile: {name}.wasm: {len(library):,} bytes, {packed:,} gzipped")
    print(f"compile: sha256 {described['wasm']['sha256']}")


if __name__ == "__main__":
    sys.exit(main())
