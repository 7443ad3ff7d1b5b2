// The least and the largest weight of blocks of 32, a block a lane.
#pragma once
#include "../rows.hpp"
#include "pairedNibbles.hpp"

namespace mf {
namespace {

struct BlockExtremes {
  Float least;
  Float largest;

  Float size() const { return magnitude(greater(largest, negative(least))); }
};

/// Asks for a block that will be needed a few runs later. The formats without a search wait for memory;
/// this takes them from half of the speed of memcpy to all of it. The distance was found by measuring.
inline void prefetchBlock(const float* now) {
  const char* ahead = reinterpret_cast<const char*>(now) + 8192;
  __builtin_prefetch(ahead);
  __builtin_prefetch(ahead + 64);
}

template <class Combine>
inline Float combineColumns(Float (&rows)[lanes], Combine combine) {
  transpose(rows);
  for (int width = lanes / 2; width > 0; width /= 2) {
    for (int i = 0; i < width; i++) rows[i] = combine(rows[i], rows[i + width]);
  }
  return rows[0];
}

inline BlockExtremes findExtremes(const float* x) {
  Float least[lanes], largest[lanes];
  for (int block = 0; block < lanes; block++) {
    const float* from = x + pairedWeights * block;
    prefetchBlock(from);
    least[block] = largest[block] = load(from);
    for (int i = lanes; i < pairedWeights; i += lanes) {
      least[block] = lesser(least[block], load(from + i));
      largest[block] = greater(largest[block], load(from + i));
    }
  }
  return {
      combineColumns(least, [](Float a, Float b) { return lesser(a, b); }),
      combineColumns(largest, [](Float a, Float b) { return greater(a, b); }),
  };
}

/// The least weights, of which zeros have the sign of the first zero.
inline Float findLeast(const float* x, Float least) {
  const uint32_t zeros = laneBits(isEqual(least, splat(0.0f)));
  if (__builtin_expect(zeros == 0, 1)) return least;
  alignas(64) float values[lanes];
  store(values, least);
  for (int block = 0; block < lanes; block++) {
    if (!(zeros >> block & 1)) continue;
    const float* from = x + pairedWeights * block;
    while (*from != 0.0f) from++;
    values[block] = *from;
  }
  return load(values);
}

/// The weight of largest magnitude with its sign; of two equal ones the first.
inline Float findSignedExtremes(const float* x) {
  const BlockExtremes extremes = findExtremes(x);
  const Float size = extremes.size();
  const Mask isTie = isEqual(extremes.largest, negative(extremes.least));
  alignas(64) float values[lanes];
  store(values, select(isLess(extremes.largest, size), extremes.least, extremes.largest));
  const uint32_t ties = laneBits(isTie);
  for (int block = 0; __builtin_expect(ties >> block, 0); block++) {
    if (!(ties >> block & 1)) continue;
    const float* from = x + pairedWeights * block;
    const float largest = values[block];
    int first = 0;
    while (first < pairedWeights && from[first] != largest && from[first] != -largest) first++;
    // A block of zeros counts as positive, whatever the signs of the zeros.
    values[block] = largest == 0.0f ? 0.0f : from[first];
  }
  return load(values);
}

/// Per block of a run: what its weights are multiplied with, and the field that it starts with.
struct BlockHeaders {
  alignas(64) float factor[lanes];
  alignas(64) float origin[lanes];
  alignas(64) int32_t bits[lanes];
};

}  // namespace
}  // namespace mf
