// Q6_K: 16 groups of 16 weights, x = scale · groupScale · (code − 32), group scales are signed bytes.
#pragma once
#include "../fit/symmetric.hpp"
#include "codes.hpp"
#include "requantize.hpp"

namespace mf {
namespace {

constexpr int q6kGroups = 16;
constexpr int q6kGroupWeights = 16;
constexpr int q6kLevels = 32;
constexpr int q6kBlockBytes = 210;

/// The first level: a scale for each group of each super-block.
template <bool byImportance>
inline void fitQ6KGroups(const float* x, const float* importance, Float* scales,
                         SymmetricPlan<q6kGroups>& plan) {
  alignas(64) float squares[interleave * q6kGroupWeights * lanes];
  for (int first = 0; first < q6kGroups; first += interleave) {
    const float* groupX = x + first * q6kGroupWeights * lanes;
    const float* weights = byImportance ? importance + first * q6kGroupWeights * lanes : squares;
    if (!byImportance) fillSquareWeights<interleave * q6kGroupWeights>(groupX, squares);
    SymmetricFit found[interleave];
    fitSymmetric<Rounding::plain, q6kGroupWeights, q6kLevels, interleave>(groupX, weights, found);
    for (int g = 0; g < interleave; g++) {
      scales[first + g] = found[g].scale;
      plan.inverse.set(first + g, found[g].inverse);
      plan.isEmpty[first + g] = laneBits(found[g].isEmpty);
    }
  }
}

/// The second level: the groups' scales as signed bytes and their common scale. Gives the lanes that hold
/// nothing.
inline uint32_t fitQ6KScales(const Float* scales, SymmetricPlan<q6kGroups>& plan, int32_t (*codes)[lanes],
                             int32_t* scaleBits) {
  alignas(64) float stored[q6kGroups * lanes];
  for (int group = 0; group < q6kGroups; group++) store(stored + group * lanes, scales[group]);
  const Extreme extreme = signedExtreme<q6kGroups>(stored);
  const Float inverse = splat(-128.0f) / extreme.value;
  const Int bits = toFloat16(splat(1.0f) / inverse);
  store(scaleBits, bits);
  for (int group = 0; group < q6kGroups; group++) {
    // Stored as a byte: what wraps below −128 is read back so.
    const Int code = lesser(nearestInt(inverse * scales[group]), splat(127)) << 24 >> 24;
    store(codes[group], code);
    plan.step.set(group, fromFloat16(bits) * toFloat(code));
  }
  return laneBits(isLess(extreme.size, splat(negligible)));
}

/// Low nibbles of codes 64 apart share a byte, high bits of codes 32 apart.
inline void packSixBits(const uint8_t* codes, uint8_t* to) {
  for (int half = 0; half < 2; half++) {
    for (int i = 0; i < 32; i += 8) {
      const uint8_t* from = codes + 128 * half + i;
      const uint64_t a = wordAt(from), b = wordAt(from + 32), c = wordAt(from + 64), d = wordAt(from + 96);
      const uint64_t low = everyByte(15), high = everyByte(3);
      storeWord(to + 64 * half + i, (a & low) | (c & low) << 4);
      storeWord(to + 64 * half + 32 + i, (b & low) | (d & low) << 4);
      const uint64_t firstPairs = (a >> 4 & high) | (b >> 4 & high) << 2;
      const uint64_t lastPairs = (c >> 4 & high) << 4 | (d >> 4 & high) << 6;
      storeWord(to + 128 + 32 * half + i, firstPairs | lastPairs);
    }
  }
}

template <bool byImportance>
void packQ6K(const Rows& rows) {
  const size_t blocks = countSuperBlocks(rows);
  for (size_t first = 0; first < blocks; first += lanes) {
    const SuperBlockRun<byImportance> run(rows, first);
    Float scales[q6kGroups];
    SymmetricPlan<q6kGroups> plan;
    int32_t groupScales[q6kGroups][lanes];
    int32_t scaleBits[lanes];
    fitQ6KGroups<byImportance>(run.x, run.importance, scales, plan);
    const uint32_t isEmpty = fitQ6KScales(scales, plan, groupScales, scaleBits);
    uint8_t* out = rows.out + first * q6kBlockBytes;
    for (size_t block = 0; block < run.size(); block++, out += q6kBlockBytes) {
      if (isEmpty >> block & 1) {
        __builtin_memset(out, 0, q6kBlockBytes);
        continue;
      }
      uint8_t codes[256];
      requantize<-q6kLevels, q6kLevels - 1>(plan, block, run.weightsOf(block), codes);
      packSixBits(codes, out);
      for (int group = 0; group < q6kGroups; group++)
        out[192 + group] = static_cast<uint8_t>(groupScales[group][block]);
      __builtin_memcpy(out + 208, &scaleBits[block], 2);
    }
  }
}

}  // namespace
}  // namespace mf
