// What one call packs: the part that does not depend on the instruction set.
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace mf {

/// The types a source may have; numbered as ggml numbers them.
enum class SourceType : int32_t { f32 = 0, f16 = 1, bf16 = 30 };

inline size_t sourceBytes(SourceType type) { return type == SourceType::f32 ? 4 : 2; }

/// Whole rows of weights in consecutive memory.
struct Rows {
  SourceType sourceType;
  const void* weights;
  size_t count;
  size_t length;
  /// One per column, or null.
  const float* importance;
  uint8_t* out;
};

using Packer = void (*)(const Rows&);

/// How one tensor type is packed.
struct Format {
  /// As ggml numbers its types.
  int32_t type;
  int32_t blockWeights;
  int32_t blockBytes;
  Packer plain;
  /// The same where the type has no use for importance.
  Packer byImportance;
};

/// The formats of one instruction set.
struct Target {
  const char* name;
  const Format* formats;
  size_t formatCount;
  /// Where the first weight is that is infinite or not a number; `count` when there is none.
  size_t (*findNonFinite)(SourceType type, const void* weights, size_t count);
};

inline const Format* tryFormat(const Format* formats, size_t count, int32_t type) {
  for (size_t i = 0; i < count; i++) {
    if (formats[i].type == type) return &formats[i];
  }
  return nullptr;
}

inline void packRows(const Format& format, const Rows& rows) {
  (rows.importance == nullptr ? format.plain : format.byImportance)(rows);
}

}  // namespace mf
