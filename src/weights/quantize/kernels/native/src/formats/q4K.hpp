// Q4_K and Q5_K: 8 groups of 32 weights, x = scale · groupScale · code − minScale · groupOffset.
#pragma once
#include "../fit/affine.hpp"
#include "../fit/scales.hpp"
#include "codes.hpp"
#include "requantize.hpp"

namespace mf {
namespace {

constexpr int q4kGroups = 8;
constexpr int q4kGroupWeights = 32;
/// Codes of scales and offsets have six bits.
constexpr int sixBitLevels = 63;

template <int bits>
struct Q4KFormat;

template <>
struct Q4KFormat<4> {
  static constexpr int levels = 15;
  static constexpr int blockBytes = 144;
  using Plain = AffineSearch<q4kGroupWeights, 15, 20>;
  using ByImportance = AffineSearch<q4kGroupWeights, 15, 36>;
  static constexpr Plain plain{-1.0f, 0.1f};
  static constexpr ByImportance byImportance{-0.9f, 0.05f};
};

template <>
struct Q4KFormat<5> {
  static constexpr int levels = 31;
  static constexpr int blockBytes = 176;
  using Plain = AffineSearch<q4kGroupWeights, 31, 15>;
  using ByImportance = AffineSearch<q4kGroupWeights, 31, 36>;
  static constexpr Plain plain{-0.5f, 0.1f};
  static constexpr ByImportance byImportance{-0.9f, 0.05f};
};

/// What the first level found for a run of super-blocks, a super-block a lane.
struct Q4KFits {
  Float scale[q4kGroups];
  Float offset[q4kGroups];
  Float weightSum[q4kGroups];
};

/// The header words of a run: scale and minScale as float16, then the six-bit codes.
struct Q4KHeaders {
  int32_t words[4][lanes];
};

/// Without importance a weight counts by the group's root mean square plus its own magnitude.
inline void fillMagnitudeWeights(const float* x, float* weights) {
  const Float rootMeanSquare = squareRoot(sumOfSquares<q4kGroupWeights>(x) / splatCount(q4kGroupWeights));
  for (int i = 0; i < q4kGroupWeights; i++) {
    store(weights + i * lanes, rootMeanSquare + magnitude(load(x + i * lanes)));
  }
}

/// Codes for eight scales or offsets by the largest of them; gives their common scale.
inline Float roundSixBitScales(const Float* values, Int* codes) {
  const Float zero = splat(0.0f);
  Float max = zero;
  for (int group = 0; group < q4kGroups; group++) max = greater(values[group], max);
  const Float inverse = select(isGreater(max, zero), splatCount(sixBitLevels) / max, zero);
  for (int group = 0; group < q4kGroups; group++) {
    codes[group] = lesser(nearestInt(inverse * values[group]) & 255, splat(sixBitLevels));
  }
  return max / splatCount(sixBitLevels);
}

/// Packs the pairs of codes into three words, and puts what a reader will take from there back into the
/// codes: in Q4_K under importance a code can have wrapped to more than six bits.
inline void packSixBitPairs(Int* scales, Int* offsets, Int* words) {
  words[0] = words[1] = words[2] = splat(0);
  for (int group = 0; group < 4; group++) {
    const int place = 8 * group;
    const Int scaleByte = (scales[group] | (scales[group + 4] >> 4) << 6) & 255;
    const Int offsetByte = (offsets[group] | (offsets[group + 4] >> 4) << 6) & 255;
    words[0] = words[0] | scaleByte << place;
    words[1] = words[1] | offsetByte << place;
    words[2] = words[2] | ((scales[group + 4] & 15) | (offsets[group + 4] & 15) << 4) << place;
    scales[group] = scaleByte & 63;
    offsets[group] = offsetByte & 63;
    scales[group + 4] = (scales[group + 4] & 15) | (scaleByte >> 6) << 4;
    offsets[group + 4] = (offsets[group + 4] & 15) | (offsetByte >> 6) << 4;
  }
}

template <int bits, bool byImportance>
inline void fitGroups(const float* x, const float* importance, Q4KFits& fits, AffinePlan<q4kGroups>& plan) {
  using Format = Q4KFormat<bits>;
  Float variance = splat(0.0f);
  if (byImportance) variance = splat(2.0f) * sumOfSquares<256>(x) / splat(256.0f);
  alignas(64) float weights[interleave * q4kGroupWeights * lanes];
  for (int first = 0; first < q4kGroups; first += interleave) {
    for (int g = 0; g < interleave; g++) {
      const int at = (first + g) * q4kGroupWeights * lanes;
      float* groupWeights = weights + g * q4kGroupWeights * lanes;
      if constexpr (byImportance) {
        fillImportanceWeights<q4kGroupWeights>(x + at, importance + at, variance, groupWeights);
        fits.weightSum[first + g] = sumInOrder<q4kGroupWeights>(groupWeights);
      } else {
        fillMagnitudeWeights(x + at, groupWeights);
      }
    }
    AffineFit found[interleave];
    const float* groupX = x + first * q4kGroupWeights * lanes;
    if constexpr (byImportance)
      fitAffine<interleave>(Format::byImportance, groupX, weights, found);
    else
      fitAffine<interleave>(Format::plain, groupX, weights, found);
    for (int g = 0; g < interleave; g++) {
      fits.scale[first + g] = found[g].scale;
      fits.offset[first + g] = found[g].offset;
      plan.inverse.set(first + g, found[g].inverse);
      plan.origin.set(first + g, found[g].origin);
    }
  }
}

template <int bits, bool byImportance>
inline void fitSuperBlocks(const Q4KFits& fits, AffinePlan<q4kGroups>& plan, Q4KHeaders& headers) {
  Int scaleCodes[q4kGroups], offsetCodes[q4kGroups], words[3];
  Float scale, minScale;
  if constexpr (byImportance) {
    scale = fitScales<q4kGroups>(fits.scale, fits.weightSum, sixBitLevels, scaleCodes);
    minScale = fitScales<q4kGroups>(fits.offset, fits.weightSum, sixBitLevels, offsetCodes);
    // Only Q5_K clamps here; in Q4_K a wrapped code reaches the packing as it is.
    for (int group = 0; bits == 5 && group < q4kGroups; group++) {
      scaleCodes[group] = lesser(scaleCodes[group], splat(sixBitLevels));
      offsetCodes[group] = lesser(offsetCodes[group], splat(sixBitLevels));
    }
  } else {
    scale = roundSixBitScales(fits.scale, scaleCodes);
    minScale = roundSixBitScales(fits.offset, offsetCodes);
  }
  packSixBitPairs(scaleCodes, offsetCodes, words);
  const Int scaleBits = toFloat16(scale);
  const Int minScaleBits = toFloat16(minScale);
  store(headers.words[0], scaleBits | minScaleBits << 16);
  for (int i = 0; i < 3; i++) store(headers.words[1 + i], words[i]);
  for (int group = 0; group < q4kGroups; group++) {
    plan.step.set(group, fromFloat16(scaleBits) * toFloat(scaleCodes[group]));
    plan.offset.set(group, fromFloat16(minScaleBits) * toFloat(offsetCodes[group]));
  }
}

template <int bits, bool byImportance>
void packQ4K(const Rows& rows) {
  using Format = Q4KFormat<bits>;
  const size_t blocks = countSuperBlocks(rows);
  for (size_t first = 0; first < blocks; first += lanes) {
    const SuperBlockRun<byImportance> run(rows, first);
    Q4KFits fits;
    AffinePlan<q4kGroups> plan;
    Q4KHeaders headers;
    fitGroups<bits, byImportance>(run.x, run.importance, fits, plan);
    fitSuperBlocks<bits, byImportance>(fits, plan, headers);
    uint8_t* out = rows.out + first * Format::blockBytes;
    for (size_t block = 0; block < run.size(); block++, out += Format::blockBytes) {
      uint8_t codes[256];
      requantize<0, Format::levels>(plan, block, run.weightsOf(block), codes);
      for (int i = 0; i < 4; i++) __builtin_memcpy(out + 4 * i, &headers.words[i][block], 4);
      if (bits == 5) packBit<4>(codes, out + 16);
      packNibbles(codes, out + (bits == 5 ? 48 : 16));
    }
  }
}

}  // namespace
}  // namespace mf
