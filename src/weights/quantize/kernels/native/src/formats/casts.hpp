// F32, F16 and BF16. Weights are finite here: who reads a file refuses the others.
#pragma once
#include "../rows.hpp"

namespace mf {
namespace {

/// Nearest even; finite values only.
inline Int toBfloat16(Float a) {
  const Int bits = bitsOf(a);
  return ((bits + 0x7fff + ((bits >> 16) & 1)) >> 16) & 0xffff;
}

struct IntoFloat16 {
  static constexpr size_t bytes = 2;
  static void write(uint8_t* to, Float a) { storeFloat16(reinterpret_cast<uint16_t*>(to), a); }
};

struct IntoBfloat16 {
  static constexpr size_t bytes = 2;
  static void write(uint8_t* to, Float a) { storeLowHalves(reinterpret_cast<uint16_t*>(to), toBfloat16(a)); }
};

struct IntoFloat32 {
  static constexpr size_t bytes = 4;
  static void write(uint8_t* to, Float a) { store(reinterpret_cast<float*>(to), a); }
};

/// A row may have any length here, so that the last weights go through a padded copy.
template <class Target>
void castRows(const Rows& rows) {
  constexpr size_t piece = 512;
  constexpr size_t step = 32;
  const size_t count = rows.count * rows.length;
  const size_t weightBytes = sourceBytes(rows.sourceType);
  alignas(64) float scratch[piece];
  size_t at = 0;
  for (size_t size; (size = (count - at < piece ? count - at : piece) / step * step) > 0; at += size) {
    const float* x = readWeights(rows, at, size, scratch);
    for (size_t i = 0; i < size; i += lanes) Target::write(rows.out + (at + i) * Target::bytes, load(x + i));
  }
  if (at == count) return;

  alignas(64) uint8_t last[step * 4] = {};
  alignas(64) uint8_t lastOut[step * 4];
  __builtin_memcpy(last, static_cast<const uint8_t*>(rows.weights) + at * weightBytes,
                   (count - at) * weightBytes);
  castRows<Target>({rows.sourceType, last, 1, step, nullptr, lastOut});
  __builtin_memcpy(rows.out + at * Target::bytes, lastOut, (count - at) * Target::bytes);
}

}  // namespace
}  // namespace mf
