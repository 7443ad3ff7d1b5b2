// The check of a source for weights that no model means.
#pragma once
#include "rows.hpp"

namespace mf {
namespace {

/// Whether any of 32 bit patterns has all the bits of `exponent`, which is what infinities and NaNs have in
/// common.
inline bool hasExponent(const Int* bits, int32_t exponent) {
  Mask found = isEqual(bits[0] & exponent, splat(exponent));
  for (int i = 1; i < 32 / lanes; i++) found = either(found, isEqual(bits[i] & exponent, splat(exponent)));
  return hasAny(found);
}

template <class Source, class LoadBits>
inline size_t findExponent(const Source* weights, size_t count, Source exponent, LoadBits loadBits) {
  size_t at = 0;
  for (; at + 32 <= count; at += 32) {
    Int bits[32 / lanes];
    for (int i = 0; i < 32 / lanes; i++) bits[i] = loadBits(weights + at + i * lanes);
    if (__builtin_expect(hasExponent(bits, static_cast<int32_t>(exponent)), 0)) break;
  }
  while (at < count && (weights[at] & exponent) != exponent) at++;
  return at;
}

size_t findNonFinite(SourceType type, const void* weights, size_t count) {
  if (type == SourceType::f32) {
    const auto loadBits = [](const uint32_t* from) {
      return bitsOf(load(reinterpret_cast<const float*>(from)));
    };
    return findExponent(static_cast<const uint32_t*>(weights), count, uint32_t{0x7f800000}, loadBits);
  }
  const uint16_t exponent = type == SourceType::f16 ? 0x7c00 : 0x7f80;
  return findExponent(static_cast<const uint16_t*>(weights), count, exponent, loadHalves);
}

}  // namespace
}  // namespace mf
