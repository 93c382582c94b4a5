"""The key-value cache of the runtime, compiled for this machine, by the functions through which WebLLM reaches it."""

import numpy as np
import pytest
import tvm
from conftest import tensor
from tvm_ffi import Shape

CONTEXT = 8


class _Cache:
    def __init__(self):
        like = tensor(np.zeros((), np.float32))
        self.object = tvm.get_global_func("postil.kv_cache_create")(like, 2, Shape([CONTEXT, 2, 1, 4]))
        self("add_sequence", 0)

    def __call__(self, name, *arguments):
        return tvm.get_global_func(f"vm.builtin.kv_state_{name}")(self.object, *arguments)

    def view(self, layer):
        return tvm.get_global_func("postil.kv_cache_view")(self.object, layer)

    def forward(self, count, value):
        """A pass that writes `value`, plus the layer, for `count` positions."""
        self("begin_forward", Shape([0]), Shape([count]))
        for layer in range(2):
            view = self.view(layer)
            whole = view.numpy()
            whole[-count:] = value + layer
            view.copyfrom(whole)
        self("end_forward")


@pytest.fixture
def cache(cache_runtime):
    return _Cache()


def test_it_grows_with_each_pass_and_keeps_what_was_written(cache):
    cache.forward(3, 10)
    cache.forward(1, 20)
    for layer in range(2):
        view = cache.view(layer).numpy()
        assert view.shape == (4, 2, 1, 4)
        assert (view[:3] == 10 + layer).all() and (view[3] == 20 + layer).all()


def test_it_drops_the_last_positions_and_all(cache):
    cache.forward(5, 10)
    cache("popn", 0, 2)
    assert cache.view(0).shape[0] == 3
    cache.forward(1, 20)
    assert cache.view(0).numpy()[:, 0, 0, 0].tolist() == [10, 10, 10, 20]
    cache("clear")
    cache.forward(2, 30)
    assert cache.view(1).numpy()[:, 0, 0, 0].tolist() == [31, 31]


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("begin_forward", (Shape([0]), Shape([CONTEXT])), "full"),
        ("begin_forward", (Shape([1]), Shape([1])), "one sequence"),
        ("begin_forward", (Shape([0, 0]), Shape([1, 1])), "one sequence"),
        ("popn", (0, 2), "cannot drop 2 of 1"),
        ("popn", (0, -1), "cannot drop"),
        ("add_sequence", (1,), "one sequence"),
        ("fork_sequence", (0, 1, -1), "one sequence"),
    ],
)
def test_it_refuses_what_it_cannot_do_and_stays_as_it_was(cache, name, arguments, message):
    cache.forward(1, 10)
    with pytest.raises(Exception, match=message):
        cache(name, *arguments)
    assert cache.view(0).numpy()[:, 0, 0, 0].tolist() == [10]
