// The key-value cache: one sequence, each layer's keys and values in one buffer, position after position.
//
// TVM's own cache (paged_kv_cache.cc) is made for servers: pages of many sequences, whose tables it writes to the device
// before every forward pass, and kernels of its own for splitting, appending, and joining two parts of the attention. Here
// a layer's cache is a tensor of the model like any other: kernels write to it and read from it, and how long it is they
// see in its shape, so that nothing has to be written to the device.
//
// WebLLM calls the cache by the functions that kv_state.cc registers for every KVState.

#define TVM_LOG_DEBUG 0
#define TVM_LOG_CUSTOMIZE 1
#define TVM_FFI_ALWAYS_LOG_BEFORE_THROW 1

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry.h>
#include <tvm/runtime/tensor.h>

#include <utility>

#include "src/runtime/vm/kv_state.h"

namespace tvm {
namespace runtime {
namespace vm {

class SequenceKVCacheObj final : public KVStateObj {
 public:
  /*! \param layers of shape (context, 2, heads, width): for each position its keys, then its values. */
  explicit SequenceKVCacheObj(ffi::Array<Tensor> layers)
      : layers_(std::move(layers)), context_(layers_[0]->shape[0]) {}

  void Clear() final { stored_ = running_ = 0; }

  void AddSequence(int64_t seq_id) final {
    CheckSequence(seq_id);
    Clear();
  }

  void RemoveSequence(int64_t seq_id) final {
    CheckSequence(seq_id);
    Clear();
  }

  void ForkSequence(int64_t, int64_t, int64_t) final {
    TVM_FFI_THROW(RuntimeError) << "the key-value cache holds one sequence";
  }

  void PopN(int64_t seq_id, int32_t n) final {
    CheckSequence(seq_id);
    TVM_FFI_ICHECK(n >= 0 && n <= stored_) << "cannot drop " << n << " of " << stored_ << " positions";
    stored_ -= n;
  }

  void BeginForward(const ffi::Shape& seq_ids, const ffi::Shape& append_lengths, const ffi::Optional<ffi::Shape>&) final {
    TVM_FFI_ICHECK(seq_ids.size() == 1 && append_lengths.size() == 1) << "the key-value cache holds one sequence";
    CheckSequence(seq_ids[0]);
    TVM_FFI_ICHECK_LE(stored_ + append_lengths[0], context_) << "the key-value cache is full";
    running_ = append_lengths[0];
  }

  void EndForward() final {
    stored_ += running_;
    running_ = 0;
  }

  /*! \brief A layer's cache up to the end of the running forward pass: (positions, 2, heads, width). */
  Tensor View(int64_t layer) const {
    Tensor whole = layers_[layer];
    return whole.CreateView(ffi::Shape({stored_ + running_, whole->shape[1], whole->shape[2], whole->shape[3]}), whole->dtype);
  }

  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("postil.SequenceKVCache", SequenceKVCacheObj, KVStateObj);

 private:
  static void CheckSequence(int64_t seq_id) {
    TVM_FFI_ICHECK_EQ(seq_id, 0) << "the key-value cache holds one sequence, of id 0";
  }

  ffi::Array<Tensor> layers_;
  int64_t context_;
  /*! \brief Positions of finished forward passes, and those that the running one adds. */
  int64_t stored_ = 0;
  int64_t running_ = 0;
};

TVM_FFI_STATIC_INIT_BLOCK() {
  tvm::ffi::reflection::GlobalDef()
      .def("postil.kv_cache_create",
           [](const Tensor& like, int64_t layers, const ffi::Shape& shape) {
             ffi::Array<Tensor> tensors;
             for (int64_t i = 0; i < layers; ++i) tensors.push_back(Tensor::Empty(shape, like->dtype, like->device));
             return KVState(ffi::make_object<SequenceKVCacheObj>(std::move(tensors)));
           })
      .def("postil.kv_cache_view", [](const KVState& cache, int64_t layer) {
        return static_cast<const SequenceKVCacheObj*>(cache.get())->View(layer);
      });
}

}  // namespace vm
}  // namespace runtime
}  // namespace tvm
