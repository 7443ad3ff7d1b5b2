// IQ4_NL and IQ4_XS: 32 weights on uneven levels, alone or eight groups of them under a common scale.
#pragma once
#include "../fit/nonLinear.hpp"
#include "../rows.hpp"
#include "pairedNibbles.hpp"

namespace mf {
namespace {

inline void packNonLinear(const float* x, float inverse, uint8_t* to) {
  Int codes[pairedVectors];
  for (int i = 0; i < pairedVectors; i++)
    codes[i] = nearestLevel(splat(inverse) * load(x + i * lanes)).code();
  packPairedNibbles(codes, to);
}

template <bool byImportance>
void packIq4Nl(const Rows& rows) {
  constexpr int blockBytes = 18;
  constexpr int blocksAtOnce = lanes * interleave;
  constexpr int groupValues = nonLinearWeights * lanes;
  const size_t blocks = rows.count * rows.length / nonLinearWeights;
  alignas(64) float x[interleave * groupValues];
  alignas(64) float weights[interleave * groupValues];
  alignas(64) float importance[byImportance ? interleave * groupValues : 1];
  for (size_t first = 0; first < blocks; first += blocksAtOnce) {
    const BlockRun<nonLinearWeights, blocksAtOnce> run(rows, first);
    if constexpr (byImportance) gatherImportance<nonLinearWeights, blocksAtOnce>(rows, first, importance);
    for (int g = 0; g < interleave; g++) {
      const int at = g * groupValues;
      intoLanes<nonLinearWeights>(run.weights() + at, nonLinearWeights, x + at);
      if constexpr (byImportance) {
        alignas(64) float columns[groupValues];
        intoLanes<nonLinearWeights>(importance + at, nonLinearWeights, columns);
        const Float variance = sumOfSquares<nonLinearWeights>(x + at) * splat(2.0f / nonLinearWeights);
        fillImportanceWeights<nonLinearWeights>(x + at, columns, variance, weights + at);
      } else {
        fillSquareWeights<nonLinearWeights>(x + at, weights + at);
      }
    }
    Float scales[interleave];
    fitNonLinear<interleave>(x, weights, scales);
    alignas(64) float inverse[blocksAtOnce];
    int32_t bits[blocksAtOnce];
    for (int g = 0; g < interleave; g++) {
      store(inverse + g * lanes, inverseOrZero(scales[g]));
      store(bits + g * lanes, toFloat16(scales[g]));
    }
    uint8_t* out = rows.out + first * blockBytes;
    for (size_t block = 0; block < run.size(); block++, out += blockBytes) {
      __builtin_memcpy(out, &bits[block], 2);
      packNonLinear(run.weights() + nonLinearWeights * block, inverse[block], out + 2);
    }
  }
}

constexpr int iq4XsGroups = 8;
constexpr int iq4XsScaleLevels = 32;

/// The second level of IQ4_XS for a run, a super-block a lane.
struct Iq4XsScales {
  /// Scale, then the high bits of the group scales.
  int32_t firstWord[lanes];
  /// The low bits of the group scales.
  int32_t secondWord[lanes];
  float inverse[iq4XsGroups][lanes];
};

inline void fitIq4XsScales(const Float* scales, Iq4XsScales& fitted) {
  alignas(64) float stored[iq4XsGroups * lanes];
  for (int group = 0; group < iq4XsGroups; group++) store(stored + group * lanes, scales[group]);
  const Float scale = negative(signedExtreme<iq4XsGroups>(stored).value) / splatCount(iq4XsScaleLevels);
  // The group scales and the codes follow the scale before its rounding to float16.
  const Float inverse = inverseOrZero(scale);
  Int high = splat(0), low = splat(0);
  for (int group = 0; group < iq4XsGroups; group++) {
    const Int groupScale =
        clampInt(nearestInt(inverse * scales[group]), -iq4XsScaleLevels, iq4XsScaleLevels - 1);
    const Int code = groupScale + iq4XsScaleLevels;
    high = high | (code >> 4) << (2 * group);
    low = low | (code & 15) << (4 * group);
    store(fitted.inverse[group], inverseOrZero(scale * toFloat(groupScale)));
  }
  store(fitted.firstWord, toFloat16(scale) | high << 16);
  store(fitted.secondWord, low);
}

template <bool byImportance>
void packIq4Xs(const Rows& rows) {
  constexpr int blockBytes = 136;
  constexpr int groupValues = nonLinearWeights * lanes;
  const size_t blocks = countSuperBlocks(rows);
  for (size_t first = 0; first < blocks; first += lanes) {
    const SuperBlockRun<byImportance> run(rows, first);
    alignas(64) float weights[256 * lanes];
    if constexpr (byImportance) {
      const Float variance = sumOfSquares<256>(run.x) * splat(2.0f / 256);
      fillImportanceWeights<256>(run.x, run.importance, variance, weights);
    } else {
      fillSquareWeights<256>(run.x, weights);
    }
    Float scales[iq4XsGroups];
    for (int group = 0; group < iq4XsGroups; group += interleave) {
      fitNonLinear<interleave>(run.x + group * groupValues, weights + group * groupValues, scales + group);
    }
    Iq4XsScales fitted;
    fitIq4XsScales(scales, fitted);
    uint8_t* out = rows.out + first * blockBytes;
    for (size_t block = 0; block < run.size(); block++, out += blockBytes) {
      __builtin_memcpy(out, &fitted.firstWord[block], 4);
      __builtin_memcpy(out + 4, &fitted.secondWord[block], 4);
      for (int group = 0; group < iq4XsGroups; group++) {
        const float* from = run.weightsOf(block) + nonLinearWeights * group;
        packNonLinear(from, fitted.inverse[group][block], out + 8 + 16 * group);
      }
    }
  }
}

}  // namespace
}  // namespace mf
