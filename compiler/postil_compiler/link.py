"""Compiles TVM's runtime with emscripten and links it with the model's objects to one wasm.

The sources are copied from the installed apache-tvm and apache-tvm-ffi packages into a build folder, together with our
shims for the headers these packages leave out (runtime/shims), and compiled by paths relative to it: no absolute path
reaches the wasm, and the same inputs give the same bytes anywhere.
"""

import hashlib
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

EMSCRIPTEN_VERSION = "3.1.6"
_UNITS = {
    "runtime.o": "runtime.cc",
    "kv_cache.o": "kv_cache.cc",
    "js_support.o": "js_support.cc",
    "webgpu_runtime.o": "web/emcc/webgpu_runtime.cc",
}
_COMPILE_FLAGS = [
    "-Oz",
    "-std=c++17",
    "-DNDEBUG",
    "-fno-ident",
    "-Wno-ignored-attributes",
    "-Wno-deprecated-declarations",
    "-I.",
    "-Iinclude",
    "-I3rdparty/tvm-ffi/include",
]
_LINK_FLAGS = [
    "-Oz",
    "--no-entry",
    "-sSTANDALONE_WASM=1",
    "-sWASM_BIGINT=1",
    "-sALLOW_MEMORY_GROWTH=1",
    "-sINITIAL_MEMORY=33554432",
    # The two functions that call back into JavaScript are imports; emscripten reports them as undefined.
    "-sERROR_ON_UNDEFINED_SYMBOLS=0",
    "-sWARN_ON_UNDEFINED_SYMBOLS=0",
]


class LinkError(Exception):
    """The wasm could not be linked; the message says why and what to do."""


def check_emscripten() -> str:
    """The installed emscripten's version. Raises LinkError when there is none, or another than the pinned one."""
    program = shutil.which("emcc")
    if program is None:
        raise LinkError("emcc was not found: install emscripten (on Debian and Ubuntu: apt-get install emscripten)")
    output = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    words = output.split()
    version = next((word for word in words if word[:1].isdigit() and word.count(".") == 2), "unknown")
    if version != EMSCRIPTEN_VERSION:
        raise LinkError(f"emscripten {version} was found, but the library is built with {EMSCRIPTEN_VERSION} (Debian 12's)")
    return version


def stage_sources(runtime: Path, build: Path) -> None:
    """Fills `build` with the sources to compile: the packages' and, over them, those of `runtime`."""
    tvm = _package_folder("tvm")
    ffi = _package_folder("tvm_ffi")
    shutil.rmtree(build, ignore_errors=True)
    shutil.copytree(tvm / "include", build / "include")
    shutil.copytree(tvm / "src", build / "src")
    (build / "web").mkdir()
    shutil.copytree(tvm / "web" / "emcc", build / "web" / "emcc")
    # TVM's sources name the package by the place it has in TVM's repository.
    shutil.copytree(ffi / "include", build / "3rdparty" / "tvm-ffi" / "include")
    shutil.copytree(ffi / "src", build / "3rdparty" / "tvm-ffi" / "src")
    shutil.copytree(runtime / "shims" / "tvm", build / "include" / "tvm", dirs_exist_ok=True)
    shutil.copytree(runtime / "shims" / "src", build / "src", dirs_exist_ok=True)
    for source in runtime.glob("*.cc"):
        shutil.copy(source, build / source.name)


def compile_runtime(runtime: Path, cache: Path) -> list[Path]:
    """The runtime's objects, from `cache` when the sources and flags are those of an earlier build."""
    sources = cache / "sources"
    stage_sources(runtime, sources)
    digest = hashlib.sha256(" ".join([EMSCRIPTEN_VERSION, *_COMPILE_FLAGS]).encode())
    for path in sorted(sources.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(sources).as_posix().encode())
            digest.update(path.read_bytes())
    objects = cache / f"objects-{digest.hexdigest()[:16]}"
    if not objects.exists():
        building = cache / f"building-{os.getpid()}"
        building.mkdir(parents=True, exist_ok=True)
        for name, source in _UNITS.items():
            print(f"compile: {source}", flush=True)
            output = os.path.relpath(building / name, sources)
            subprocess.run(["emcc", *_COMPILE_FLAGS, "-c", source, "-o", output], cwd=sources, check=True)
        building.rename(objects)
    return [objects / name for name in _UNITS]


def compile_host_cache(runtime: Path, build: Path, output: Path) -> None:
    """The key-value cache as a shared library for this machine, to be loaded into a process that has loaded TVM."""
    stage_sources(runtime, build)
    flags = ["-O1", "-std=c++17", "-fPIC", "-shared", "-I.", "-Iinclude", "-I3rdparty/tvm-ffi/include"]
    compiler = os.environ.get("CXX", "g++")
    subprocess.run([compiler, *flags, "kv_cache.cc", "-o", str(output.resolve())], cwd=build, check=True)


def link_wasm(output: Path, objects: list[Path], build: Path) -> None:
    """Links `objects` to `output`, from copies with fixed names inside `build`, in the order given."""
    build.mkdir(parents=True, exist_ok=True)
    names = []
    for index, path in enumerate(objects):
        name = f"{index}.o"
        shutil.copy(path, build / name)
        names.append(name)
    subprocess.run(["emcc", *_LINK_FLAGS, "-o", "library.wasm", *names], cwd=build, check=True)
    shutil.copy(build / "library.wasm", output)


def _package_folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise LinkError(f"the Python package {name} is not installed in this environment")
    return Path(spec.origin).parent
