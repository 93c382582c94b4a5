// Byte streams, as far as the TVM runtime sources use them. The apache-tvm wheel ships those sources without this header;
// the interface is read off its callers (tensor.h, executable.cc, file_utils.h).
#ifndef TVM_SUPPORT_IO_H_
#define TVM_SUPPORT_IO_H_

#include <cstddef>

namespace tvm {
namespace support {

/*! \brief A source or sink of bytes, with typed access through Serializer<T> (serializer.h). */
class Stream {
 public:
  virtual ~Stream() = default;
  /*! \brief Reads up to `size` bytes into `ptr`; returns the number read. */
  virtual size_t Read(void* ptr, size_t size) = 0;
  /*! \brief Writes `size` bytes from `ptr`; returns the number written. */
  virtual size_t Write(const void* ptr, size_t size) = 0;

  template <typename T>
  inline void Write(const T& value);
  template <typename T>
  inline bool Read(T* value);
  template <typename T>
  inline void WriteArray(const T* values, size_t count);
  template <typename T>
  inline bool ReadArray(T* values, size_t count);
};

}  // namespace support
}  // namespace tvm

#endif  // TVM_SUPPORT_IO_H_
