// What WebLLM's JavaScript runtime expects of a model library beyond TVM's own C interface: memory for call frames, calls
// into JavaScript functions, the last error as text, logging, and a few global functions by name.

#define TVM_LOG_DEBUG 0
#define TVM_LOG_CUSTOMIZE 1
#define TVM_FFI_ALWAYS_LOG_BEFORE_THROW 1

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry.h>
#include <tvm/runtime/base.h>
#include <tvm/runtime/c_backend_api.h>
#include <tvm/runtime/device_api.h>
#include <tvm/runtime/logging.h>
#include <tvm/runtime/tensor.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#define POSTIL_EXPORT extern "C" __attribute__((visibility("default"), used))

// Supplied by the JavaScript runtime as imports.
extern "C" int TVMFFIWasmSafeCall(void* self, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result);
extern "C" void TVMFFIWasmFunctionDeleter(void* self);

/*! \brief `size` bytes for a call frame, aligned to 8; freed by TVMWasmFreeSpace. */
POSTIL_EXPORT void* TVMWasmAllocSpace(int size) { return std::malloc(size < 8 ? 8 : static_cast<size_t>(size)); }

POSTIL_EXPORT void TVMWasmFreeSpace(void* space) { std::free(space); }

/*! \brief Wraps the JavaScript function with handle `self` as a TVM function in `*out`; 0 on success. */
POSTIL_EXPORT int TVMFFIWasmFunctionCreate(void* self, TVMFFIObjectHandle* out) {
  return TVMFFIFunctionCreate(self, TVMFFIWasmSafeCall, TVMFFIWasmFunctionDeleter, out);
}

/*! \brief The text of the error the last call raised; valid until the next call of this function. */
POSTIL_EXPORT const char* TVMFFIWasmGetLastError() {
  static std::string text;
  text = tvm::ffi::details::MoveFromSafeCallRaised().what();
  return text.c_str();
}

// Host code runs on the one thread there is: a parallel launch is a call.
int TVMBackendParallelLaunch(FTVMParallelLambda task, void* closure, int) {
  TVMParallelGroupEnv environment;
  environment.num_task = 1;
  return task(0, &environment, closure);
}

int TVMBackendParallelBarrier(int, TVMParallelGroupEnv*) { return 0; }

namespace tvm {
namespace runtime {
namespace detail {

[[noreturn]] void LogFatalImpl(const std::string& file, int line, const std::string& message) {
  std::fprintf(stderr, "%s:%d: %s\n", file.c_str(), line, message.c_str());
  std::abort();
}

void LogMessageImpl(const std::string& file, int line, int level, const std::string& message) {
  static const char* const kNames[] = {"debug", "info", "warning", "error"};
  const char* name = level >= 0 && level < 4 ? kNames[level] : "error";
  std::fprintf(stderr, "%s: %s:%d: %s\n", name, file.c_str(), line, message.c_str());
}

}  // namespace detail

namespace {

/*! \brief Fills the CPU tensor `target` from file bytes; bfloat16 stored for a float32 tensor is widened. */
void DecodeStorage(Tensor target, TVMFFIByteArray* bytes, const ffi::String& format, const ffi::String& dtype) {
  TVM_FFI_ICHECK_EQ(target->device.device_type, kDLCPU);
  if (!(format == "f32-to-bf16" && dtype == "float32")) {
    target.CopyFromBytes(bytes->data, bytes->size);
    return;
  }
  size_t count = ffi::GetDataSize(*target.operator->()) / sizeof(float);
  TVM_FFI_ICHECK_EQ(bytes->size, count * sizeof(uint16_t));
  uint8_t* out = static_cast<uint8_t*>(target->data) + target->byte_offset;
  for (size_t i = 0; i < count; ++i) {
    uint16_t half;
    std::memcpy(&half, bytes->data + i * sizeof(half), sizeof(half));
    uint32_t bits = static_cast<uint32_t>(half) << 16;
    std::memcpy(out + i * sizeof(bits), &bits, sizeof(bits));
  }
}

/*! \brief The embeddings (n_i, hidden) one after the other: (sum of n_i, hidden), on their device. */
Tensor ConcatEmbeddings(const std::vector<Tensor>& parts) {
  TVM_FFI_ICHECK(!parts.empty());
  int64_t rows = 0;
  for (const Tensor& part : parts) {
    TVM_FFI_ICHECK_EQ(part->ndim, 2);
    TVM_FFI_ICHECK_EQ(part->shape[1], parts[0]->shape[1]);
    rows += part->shape[0];
  }
  Tensor joined = Tensor::Empty(ffi::Shape({rows, parts[0]->shape[1]}), parts[0]->dtype, parts[0]->device);
  uint64_t offset = 0;
  for (const Tensor& part : parts) {
    DLTensor target = *joined.operator->();
    target.shape = part->shape;
    target.byte_offset = offset;
    Tensor::CopyFromTo(part.operator->(), &target);
    offset += ffi::GetDataSize(*part.operator->());
  }
  return joined;
}

/*! \brief The arrays one after the other. */
ffi::Array<ffi::Any> ConcatArrays(const ffi::PackedArgs& arrays) {
  ffi::Array<ffi::Any> joined;
  for (int i = 0; i < arrays.size(); ++i) {
    for (const ffi::Any& value : arrays[i].cast<ffi::Array<ffi::Any>>()) joined.push_back(value);
  }
  return joined;
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  tvm::ffi::reflection::GlobalDef()
      .def_packed("tvmjs.array.decode_storage",
                  [](ffi::PackedArgs args, ffi::Any*) {
                    DecodeStorage(args[0].cast<Tensor>(), args[1].cast<TVMFFIByteArray*>(), args[2].cast<ffi::String>(),
                                  args[3].cast<ffi::String>());
                  })
      .def_packed("tvmjs.runtime.ArrayConcat",
                  [](ffi::PackedArgs args, ffi::Any* result) { *result = ConcatArrays(args); })
      .def_packed("tvmjs.runtime.ConcatEmbeddings",
                  [](ffi::PackedArgs args, ffi::Any* result) {
                    std::vector<Tensor> parts;
                    for (int i = 0; i < args.size(); ++i) parts.push_back(args[i].cast<Tensor>());
                    *result = ConcatEmbeddings(parts);
                  })
      .def("tvmjs.runtime.TensorCopyFromBytes",
           [](Tensor tensor, TVMFFIByteArray* bytes) { tensor.CopyFromBytes(bytes->data, bytes->size); })
      .def("tvmjs.runtime.TensorCopyToBytes", [](Tensor tensor) {
        std::string bytes(ffi::GetDataSize(*tensor.operator->()), '\0');
        tensor.CopyToBytes(bytes.data(), bytes.size());
        return ffi::Bytes(std::move(bytes));
      });
}

}  // namespace runtime
}  // namespace tvm
