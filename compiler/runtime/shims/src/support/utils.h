// Helpers the runtime sources ask for by this name; those linked here use only the combination of hashes.
#ifndef TVM_SUPPORT_UTILS_H_
#define TVM_SUPPORT_UTILS_H_

#include <cstdint>
#include <functional>

namespace tvm {
namespace support {

/*! \brief A hash of `seed` and `value` together (the constant is 2^64 divided by the golden ratio). */
template <typename T>
inline uint64_t HashCombine(uint64_t seed, const T& value) {
  return seed ^ (static_cast<uint64_t>(std::hash<T>()(value)) + 0x9e3779b97f4a7c15ULL + (seed << 6) + (seed >> 2));
}

}  // namespace support
}  // namespace tvm

#endif  // TVM_SUPPORT_UTILS_H_
