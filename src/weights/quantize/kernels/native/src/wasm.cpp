// The WebAssembly module: functions on memory that the host grows and fills.
#include "formats.hpp"

#define MF_EXPORT(name) __attribute__((export_name(name)))

extern "C" {

extern unsigned char __heap_base;

/// From here on the memory is the host's.
MF_EXPORT("heapBase") uintptr_t heapBase() { return reinterpret_cast<uintptr_t>(&__heap_base); }

/// Bytes of a block of `type`; 0 for a type that is not packed here.
MF_EXPORT("blockBytes") int32_t blockBytes(int32_t type) {
  const mf::Format* format = mf::tryFormat(mf::formats, mf::formatCount, type);
  return format == nullptr ? 0 : format->blockBytes;
}

/// Packs whole rows of a type that has bytes.
MF_EXPORT("pack")
void pack(int32_t type, mf::SourceType sourceType, const void* weights, size_t rows, size_t rowLength,
          const float* importance, uint8_t* out) {
  const mf::Format* format = mf::tryFormat(mf::formats, mf::formatCount, type);
  if (format != nullptr) mf::packRows(*format, {sourceType, weights, rows, rowLength, importance, out});
}
}
