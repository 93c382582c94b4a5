"""One kernel source for two targets.

A kernel binds its loops to GPU threads through a Launch. For the host target the same loops are serial and on-chip
memory is ordinary memory, so that the kernel that runs in the browser is the one the CPU build tests: phases that
threads share data across are sibling loops over the threads, which keeps their order in both forms.
"""

from dataclasses import dataclass

from tvm.script import tirx as T
from tvm.target import Target

KERNEL_ATTRS = {"tirx.is_scheduled": True, "tirx.noalias": True}


@dataclass(frozen=True)
class Launch:
    """How loops, memory scopes and types of a kernel map to a target and a library."""

    gpu: bool
    half: bool = False
    """Whether what kernels hand on to products and attention, and the cache, is stored in 16 bits."""
    subgroups: bool = False
    """Whether neighbouring threads of a workgroup may pass each other numbers without memory (reduce.py); on a GPU only."""

    @staticmethod
    def of(target: Target, half: bool, subgroups: bool) -> "Launch":
        gpu = target.kind.name == "webgpu"
        return Launch(gpu=gpu, half=half, subgroups=gpu and subgroups)

    @property
    def stored(self) -> str:
        """The type in which activations between kernels, keys and values are stored; sums are float32 always."""
        return "float16" if self.half else "float32"

    @property
    def shared(self) -> str:
        """The memory scope that the threads of a block share."""
        return "shared" if self.gpu else "global"

    @property
    def local(self) -> str:
        """The memory scope of one thread."""
        return "local" if self.gpu else "global"

    def bind(self, extent, thread: str):
        """A loop of `extent` over the blocks or threads named `thread`, e.g. "blockIdx.x"."""
        return T.thread_binding(extent, thread=thread) if self.gpu else T.serial(extent)
