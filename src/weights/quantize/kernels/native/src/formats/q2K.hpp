// Q2_K: 16 groups of 16 weights, x = scale · groupScale · code − minScale · groupOffset.
#pragma once
#include "../fit/affine.hpp"
#include "../fit/scales.hpp"
#include "codes.hpp"
#include "requantize.hpp"

namespace mf {
namespace {

constexpr int q2kGroups = 16;
constexpr int q2kGroupWeights = 16;
constexpr int q2kLevels = 3;
constexpr int q2kScaleLevels = 15;
constexpr int q2kBlockBytes = 84;

constexpr AffineSearch<q2kGroupWeights, q2kLevels, 15, true> q2kPlainSearch{-0.5f, 0.1f};
constexpr AffineSearch<q2kGroupWeights, q2kLevels, 36> q2kImportanceSearch{-0.9f, 0.05f};

struct Q2KFits {
  Float scale[q2kGroups];
  Float offset[q2kGroups];
  Float weightSum[q2kGroups];
};

struct Q2KHeaders {
  /// Scale and offset code of each group, a nibble each.
  int32_t pairs[q2kGroups][lanes];
  int32_t scales[lanes];
};

template <bool byImportance>
inline void fitQ2KGroups(const float* x, const float* importance, Q2KFits& fits,
                         AffinePlan<q2kGroups>& plan) {
  constexpr int groupValues = q2kGroupWeights * lanes;
  Float variance = splat(0.0f);
  if (byImportance) variance = sumOfSquares<256>(x) / splat(256.0f);
  alignas(64) float weights[interleave * groupValues];
  for (int first = 0; first < q2kGroups; first += interleave) {
    const float* groupX = x + first * groupValues;
    AffineFit found[interleave];
    if constexpr (byImportance) {
      fillImportanceWeights<interleave * q2kGroupWeights>(groupX, importance + first * groupValues, variance,
                                                          weights);
      for (int g = 0; g < interleave; g++)
        fits.weightSum[first + g] = sumInOrder<q2kGroupWeights>(weights + g * groupValues);
      fitAffine<interleave>(q2kImportanceSearch, groupX, weights, found);
    } else {
      for (int i = 0; i < interleave * q2kGroupWeights; i++)
        store(weights + i * lanes, magnitude(load(groupX + i * lanes)));
      fitAffine<interleave>(q2kPlainSearch, groupX, weights, found);
    }
    for (int g = 0; g < interleave; g++) {
      fits.scale[first + g] = found[g].scale;
      fits.offset[first + g] = found[g].offset;
      plan.inverse.set(first + g, found[g].inverse);
      plan.origin.set(first + g, found[g].origin);
    }
  }
}

/// Codes for sixteen scales or offsets by the largest of them, unclamped; gives their common scale.
inline Float roundQ2KScales(const Float* values, Int* codes) {
  const Float zero = splat(0.0f);
  Float max = zero;
  for (int group = 0; group < q2kGroups; group++) max = greater(values[group], max);
  const Mask isPositive = isGreater(max, zero);
  const Float inverse = splatCount(q2kScaleLevels) / max;
  for (int group = 0; group < q2kGroups; group++) {
    codes[group] = select(isPositive, nearestInt(inverse * values[group]), splat(0));
  }
  return select(isPositive, max / splatCount(q2kScaleLevels), zero);
}

template <bool byImportance>
inline void fitQ2KScales(const Q2KFits& fits, AffinePlan<q2kGroups>& plan, Q2KHeaders& headers) {
  Int scaleCodes[q2kGroups], offsetCodes[q2kGroups];
  Float scale, minScale;
  if constexpr (byImportance) {
    scale = fitScales<q2kGroups>(fits.scale, fits.weightSum, q2kScaleLevels, scaleCodes);
    minScale = fitScales<q2kGroups>(fits.offset, fits.weightSum, q2kScaleLevels, offsetCodes);
  } else {
    scale = roundQ2KScales(fits.scale, scaleCodes);
    minScale = roundQ2KScales(fits.offset, offsetCodes);
  }
  const Int scaleBits = toFloat16(scale);
  const Int minScaleBits = toFloat16(minScale);
  store(headers.scales, scaleBits | minScaleBits << 16);
  for (int group = 0; group < q2kGroups; group++) {
    // A code that wrapped spills into the other nibble, and is read back so.
    const Int pair = (scaleCodes[group] | offsetCodes[group] << 4) & 255;
    store(headers.pairs[group], pair);
    plan.step.set(group, fromFloat16(scaleBits) * toFloat(pair & 15));
    plan.offset.set(group, fromFloat16(minScaleBits) * toFloat(pair >> 4));
  }
}

template <bool byImportance>
void packQ2K(const Rows& rows) {
  const size_t blocks = countSuperBlocks(rows);
  for (size_t first = 0; first < blocks; first += lanes) {
    const SuperBlockRun<byImportance> run(rows, first);
    Q2KFits fits;
    AffinePlan<q2kGroups> plan;
    Q2KHeaders headers;
    fitQ2KGroups<byImportance>(run.x, run.importance, fits, plan);
    fitQ2KScales<byImportance>(fits, plan, headers);
    uint8_t* out = rows.out + first * q2kBlockBytes;
    for (size_t block = 0; block < run.size(); block++, out += q2kBlockBytes) {
      uint8_t codes[256];
      requantize<0, q2kLevels>(plan, block, run.weightsOf(block), codes);
      for (int group = 0; group < q2kGroups; group++)
        out[group] = static_cast<uint8_t>(headers.pairs[group][block]);
      packTwoBits(codes, out + 16);
      __builtin_memcpy(out + 80, &headers.scales[block], 4);
    }
  }
}

}  // namespace
}  // namespace mf
