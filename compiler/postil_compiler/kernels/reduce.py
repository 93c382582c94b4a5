"""What the threads of a workgroup make of their numbers together.

Where the device has subgroups (https://www.w3.org/TR/WGSL/#subgroup-builtin-functions), the four threads of a quad begin among
themselves, by shuffles, and a quarter of the numbers goes through the memory that all threads share; elsewhere all do. No
subgroup is smaller than a quad (https://www.w3.org/TR/webgpu/#dom-gpuadapterinfo-subgroupminsize).
"""

from tvm.script import tirx as T

from .launch import Launch

QUAD = 4
"""Neighbouring threads that are of one subgroup."""


def down(value, distance: int):
    """What the thread `distance` further has as `value`; of no meaning in the last ones of a quad."""
    return T.webgpu.subgroup_shuffle_down(value, T.uint32(distance))


def up(value, distance: int):
    """What the thread `distance` before has as `value`; of no meaning in the first ones of a quad."""
    return T.webgpu.subgroup_shuffle_up(value, T.uint32(distance))


def kept(launch: Launch, threads: int) -> int:
    """How many numbers of `threads` threads go through shared memory."""
    return threads // QUAD if launch.subgroups else threads


class WorkgroupSum:
    """The sum of a number that each of a workgroup's `threads` threads has.

    `keep(tx, part, sums)` puts the thread's number, `part` (1,), into `sums` (self.kept,), shared. Behind a barrier,
    `total(sums, gathered, whole)` gives their sum, `whole` (1,), to any thread. Without subgroups that is a long way for a
    thread; with `parts`, `gather(sums, gathered)`, a phase of its own that is to stand between, leaves it as many sums, in
    `gathered` (parts,), shared; without `parts` nothing is read there.
    """

    def __init__(self, launch: Launch, threads: int, parts: int = 0) -> None:
        self.kept = kept(launch, threads)
        gathers = parts > 0 and not launch.subgroups
        run = threads // max(parts, 1)
        count = parts if gathers else self.kept

        @T.macro
        def keep(tx, part, sums):
            if launch.subgroups:
                part[0] = part[0] + down(part[0], 1)
                part[0] = part[0] + down(part[0], 2)
                if tx % QUAD == 0:
                    sums[tx // QUAD] = part[0]
            else:
                sums[tx] = part[0]

        @T.macro
        def gather(sums, gathered):
            if gathers:
                for tx in launch.bind(threads, "threadIdx.x"):
                    with T.sblock("gather"):
                        T.reads()
                        T.writes()
                        part = T.sblock_alloc_buffer((1,), "float32", scope=launch.local)
                        if launch.gpu:
                            T.tvm_storage_sync("shared")
                        if tx < parts:
                            part[0] = T.float32(0)
                            for i in T.serial(run):
                                part[0] = part[0] + sums[tx * run + i]
                            gathered[tx] = part[0]

        @T.macro
        def total(sums, gathered, whole):
            whole[0] = T.float32(0)
            for i in T.serial(count):
                if gathers:
                    whole[0] = whole[0] + gathered[i]
                else:
                    whole[0] = whole[0] + sums[i]

        self.keep, self.gather, self.total = keep, gather, total
