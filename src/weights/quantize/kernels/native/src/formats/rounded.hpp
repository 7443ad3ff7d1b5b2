// The formats of 32 weights that are rounded without a search: Q8_0, and Q4_0, Q5_0, Q4_1 and Q5_1 without
// importance.
#pragma once
#include "extremes.hpp"

namespace mf {
namespace {

using PairedRun = BlockRun<pairedWeights, lanes>;

inline size_t pairedBlocks(const Rows& rows) { return rows.count * rows.length / pairedWeights; }

/// Halves away from zero, for |a| ≤ 2^22: the largest float below one half, with the sign of `a`, is added.
inline Int roundHalfAway(Float a) {
  const Float nearlyHalf = floatOfBits((bitsOf(a) & INT32_MIN) | bitsOf(splat(0x1.fffffep-2f)));
  return truncate(a + nearlyHalf);
}

void packQ8_0(const Rows& rows) {
  constexpr int blockBytes = 34;
  const size_t blocks = pairedBlocks(rows);
  for (size_t first = 0; first < blocks; first += lanes) {
    const PairedRun run(rows, first);
    const Float scale = findExtremes(run.weights()).size() / splat(127.0f);
    BlockHeaders headers;
    store(headers.factor, inverseOrZero(scale));
    store(headers.bits, toFloat16(scale));
    uint8_t* out = rows.out + first * blockBytes;
    for (size_t block = 0; block < run.size(); block++, out += blockBytes) {
      const float* x = run.weights() + pairedWeights * block;
      Int codes[pairedVectors];
      for (int i = 0; i < pairedVectors; i++)
        codes[i] = roundHalfAway(load(x + i * lanes) * splat(headers.factor[block]));
      __builtin_memcpy(out, &headers.bits[block], 2);
      store32LowBytes(out + 2, codes);
    }
  }
}

/// Q4_0 and Q5_0: x = (code − levels) · scale, the scale puts the largest weight on the lowest level.
template <int bits>
void packSymmetric(const Rows& rows) {
  constexpr int levels = 1 << (bits - 1);
  constexpr int codesAt = bits == 4 ? 2 : 6;
  constexpr int blockBytes = codesAt + 16;
  const size_t blocks = pairedBlocks(rows);
  for (size_t first = 0; first < blocks; first += lanes) {
    const PairedRun run(rows, first);
    const Float scale = findSignedExtremes(run.weights()) / splatCount(-levels);
    BlockHeaders headers;
    store(headers.factor, inverseOrZero(scale));
    store(headers.bits, toFloat16(scale));
    uint8_t* out = rows.out + first * blockBytes;
    for (size_t block = 0; block < run.size(); block++, out += blockBytes) {
      const float* x = run.weights() + pairedWeights * block;
      Int codes[pairedVectors];
      for (int i = 0; i < pairedVectors; i++) {
        const Float position = load(x + i * lanes) * splat(headers.factor[block]) + splat(levels + 0.5f);
        // What does not fit an int has the low byte 0, on x86 and so everywhere.
        codes[i] = lesser(truncate(position) & 255, splat(2 * levels - 1));
      }
      __builtin_memcpy(out, &headers.bits[block], 2);
      if (bits == 5) packFifthBits(codes, out + 2);
      packPairedNibbles(codes, out + codesAt);
    }
  }
}

/// Q4_1 and Q5_1: x = code · scale + min, levels spread evenly from the least to the largest weight.
template <int bits>
void packAffine(const Rows& rows) {
  constexpr int levels = (1 << bits) - 1;
  constexpr int codesAt = bits == 4 ? 4 : 8;
  constexpr int blockBytes = codesAt + 16;
  const size_t blocks = pairedBlocks(rows);
  for (size_t first = 0; first < blocks; first += lanes) {
    const PairedRun run(rows, first);
    const BlockExtremes extremes = findExtremes(run.weights());
    const Float least = findLeast(run.weights(), extremes.least);
    // The magnitude, for zeros of different signs must not give a negative one.
    const Float scale = magnitude(extremes.largest - least) / splatCount(levels);
    BlockHeaders headers;
    store(headers.factor, inverseOrZero(scale));
    store(headers.origin, least);
    store(headers.bits, toFloat16(scale) | toFloat16(least) << 16);
    uint8_t* out = rows.out + first * blockBytes;
    for (size_t block = 0; block < run.size(); block++, out += blockBytes) {
      const float* x = run.weights() + pairedWeights * block;
      Int codes[pairedVectors];
      for (int i = 0; i < pairedVectors; i++) {
        const Float distance = load(x + i * lanes) - splat(headers.origin[block]);
        const Int code = truncate(distance * splat(headers.factor[block]) + splat(0.5f)) & 255;
        // Only Q4_1 clamps; what Q5_1 lets through has its upper bits cut off by the packing.
        codes[i] = bits == 4 ? lesser(code, splat(levels)) : code;
      }
      __builtin_memcpy(out, &headers.bits[block], 4);
      if (bits == 5) packFifthBits(codes, out + 4);
      packPairedNibbles(codes, out + codesAt);
    }
  }
}

}  // namespace
}  // namespace mf
