"""The key-value cache in Relax: what runtime/kv_cache.cc implements."""

from tvm import relax as rx
from tvm import tirx
from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import Tensor

from .config import Gemma3Config


class KVCache(nn.Object):
    """A cache of one sequence. For kernels, a layer of it is a tensor that is as long as the sequence."""

    @staticmethod
    def create(config: Gemma3Config, context) -> "KVCache":
        """An empty one for `context` positions, on the VM's device."""
        return KVCache(
            _expr=rx.call_pure_packed(
                "postil.kv_cache_create",
                rx.op.zeros((), config.stored),
                rx.prim_value(config.layers),
                rx.ShapeExpr([context, 2, config.kv_heads, config.head_dim]),
                ty_args=rx.AnyType(),
            ),
            _name="kv_cache",
        )

    def layer(self, config: Gemma3Config, index: int, length: tirx.Var) -> Tensor:
        """Keys and values (length, 2, heads, width) of a layer, up to the last position of the running forward pass.

        `length` gets its value here, at the first call.
        """
        block = rx.BlockBuilder.current()
        view = rx.call_pure_packed(
            "postil.kv_cache_view", self._expr, rx.prim_value(index), ty_args=rx.TensorType(ndim=4, dtype=config.stored)
        )
        shape = [length, 2, config.kv_heads, config.head_dim]
        return Tensor(_expr=block.match_cast(block.emit(view), rx.TensorType(shape, config.stored)))
