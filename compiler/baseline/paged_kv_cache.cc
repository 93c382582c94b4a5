// TVM's own key-value cache, which the libraries that are shipped leave out; for the baseline of the bench alone.

#define TVM_LOG_DEBUG 0
#define TVM_LOG_CUSTOMIZE 1
#define TVM_FFI_ALWAYS_LOG_BEFORE_THROW 1

#include "src/runtime/vm/attn_backend.cc"
#include "src/runtime/vm/paged_kv_cache.cc"
