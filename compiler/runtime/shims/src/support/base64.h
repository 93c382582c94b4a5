// Base64 streams (RFC 4648). tensor.cc names them to print tensors inside JSON, which nothing in this runtime does, but
// the code has to compile and to be right.
#ifndef TVM_SUPPORT_BASE64_H_
#define TVM_SUPPORT_BASE64_H_

#include <tvm/support/io.h>

#include <cstdint>
#include <cstring>

namespace tvm {
namespace support {

inline constexpr char kBase64Alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/*! \brief Encodes what is written to it into another stream; Finish() writes the rest and the padding. */
class Base64OutStream : public Stream {
 public:
  explicit Base64OutStream(Stream* out) : out_(out) {}

  using Stream::Read;
  using Stream::Write;

  size_t Read(void*, size_t) final { return 0; }
  size_t Write(const void* ptr, size_t size) final {
    const uint8_t* bytes = static_cast<const uint8_t*>(ptr);
    for (size_t i = 0; i < size; ++i) {
      pending_ = (pending_ << 8) | bytes[i];
      if (++count_ == 3) Emit(4);
    }
    return size;
  }
  void Finish() {
    if (count_ == 0) return;
    int digits = count_ + 1;
    for (; count_ < 3; ++count_) pending_ <<= 8;
    Emit(digits);
  }

 private:
  void Emit(int digits) {
    char text[4] = {'=', '=', '=', '='};
    for (int i = 0; i < digits; ++i) text[i] = kBase64Alphabet[(pending_ >> (18 - 6 * i)) & 63];
    out_->Write(static_cast<const void*>(text), sizeof(text));
    pending_ = 0;
    count_ = 0;
  }

  Stream* out_;
  uint32_t pending_ = 0;
  int count_ = 0;
};

/*! \brief Decodes what it reads from another stream; stops at the padding or at a foreign character. */
class Base64InStream : public Stream {
 public:
  explicit Base64InStream(Stream* in) : in_(in) {}

  using Stream::Read;
  using Stream::Write;

  /*! \brief Callers announce the start of the text; there is nothing to skip. */
  void InitPosition() {}

  size_t Read(void* ptr, size_t size) final {
    uint8_t* bytes = static_cast<uint8_t*>(ptr);
    for (size_t i = 0; i < size; ++i) {
      if (next_ == available_ && !Fill()) return i;
      bytes[i] = group_[next_++];
    }
    return size;
  }
  size_t Write(const void*, size_t) final { return 0; }

 private:
  bool Fill() {
    uint32_t bits = 0;
    int digits = 0;
    char c;
    while (digits < 4 && in_->Read(static_cast<void*>(&c), 1) == 1) {
      const char* at = c == 0 ? nullptr : std::strchr(kBase64Alphabet, c);
      if (at == nullptr) break;
      bits = (bits << 6) | static_cast<uint32_t>(at - kBase64Alphabet);
      ++digits;
    }
    next_ = 0;
    available_ = digits < 2 ? 0 : digits - 1;
    bits <<= 6 * (4 - digits);
    for (int i = 0; i < available_; ++i) group_[i] = static_cast<uint8_t>(bits >> (16 - 8 * i));
    return available_ > 0;
  }

  Stream* in_;
  uint8_t group_[3] = {0, 0, 0};
  int next_ = 0;
  int available_ = 0;
};

}  // namespace support
}  // namespace tvm

#endif  // TVM_SUPPORT_BASE64_H_
