// The sixteen uneven levels of IQ4_NL and IQ4_XS.
#pragma once
#include "symmetric.hpp"

namespace mf {
namespace {

/// kvalues_iq4nl of ggml-common.h, even codes and odd codes apart: tables have eight entries.
alignas(32) constexpr float evenLevels[8] = {-127, -83, -49, -22, 1, 25, 53, 89};
alignas(32) constexpr float oddLevels[8] = {-104, -65, -35, -10, 13, 38, 69, 113};
constexpr float lowestLevel = -127.0f;

/// The midpoints between neighbouring levels, by the code's bits known so far (highest bit in place 4). A
/// value on a midpoint belongs to the upper level: the differences to both are exact there, so that
/// comparing with the midpoint is comparing the differences.
constexpr float firstMidpoint = -4.5f;
alignas(32) constexpr float secondMidpoints[8] = {-57, 0, 0, 0, 45.5f, 0, 0, 0};
alignas(32) constexpr float thirdMidpoints[8] = {-93.5f, 0, -28.5f, 0, 19, 0, 79, 0};
alignas(32) constexpr float fourthMidpoints[8] = {-115.5f, -74, -42, -16, 7, 31.5f, 61, 101};

struct NearestLevel {
  /// The upper three bits of the code.
  Int pair;
  Mask isOdd;

  Float level() const { return select(isOdd, lookup8(oddLevels, pair), lookup8(evenLevels, pair)); }
  Int code() const { return pair + pair + valueWhere(isOdd, 1); }
};

/// NaN counts as above all, as in ggml.
inline NearestLevel nearestLevel(Float value) {
  const auto isAbove = [&](Float midpoint) { return isNot(isLess(value, midpoint)); };
  Int pair = valueWhere(isAbove(splat(firstMidpoint)), 4);
  pair = pair | valueWhere(isAbove(lookup8(secondMidpoints, pair)), 2);
  pair = pair | valueWhere(isAbove(lookup8(thirdMidpoints, pair)), 1);
  return {pair, isAbove(lookup8(fourthMidpoints, pair))};
}

constexpr int nonLinearWeights = 32;
constexpr int nonLinearAttempts = 7;

/// The best scale of 32 weights, of which the largest meets the lowest level or one of 15 points near it,
/// for `groups` × `lanes` groups: value i of group g and lane l lies at x[(g · 32 + i) · lanes + l].
template <int groups>
inline void fitNonLinear(const float* x, const float* weights, Float* scales) {
  const Float zero = splat(0.0f);
  Float extreme[groups], best[groups];
  Mask isEmpty[groups];
  for (int g = 0; g < groups; g++) {
    const Extreme found = signedExtreme<nonLinearWeights>(x + g * nonLinearWeights * lanes);
    extreme[g] = found.value;
    isEmpty[g] = isLess(found.size, splat(negligible));
  }
  for (int attempt = -nonLinearAttempts - 1; attempt <= nonLinearAttempts; attempt++) {
    const bool isFirst = attempt < -nonLinearAttempts;
    Float inverse[groups], sumXl[groups], sumLl[groups];
    for (int g = 0; g < groups; g++) {
      // The first try inverts a rounded scale, the others divide directly: the results can differ.
      inverse[g] = isFirst ? splat(1.0f) / (negative(extreme[g]) / splat(lowestLevel))
                           : splat(static_cast<float>(attempt) + lowestLevel) / extreme[g];
      sumXl[g] = sumLl[g] = zero;
    }
    for (int i = 0; i < nonLinearWeights; i++) {
      for (int g = 0; g < groups; g++) {
        const int at = (g * nonLinearWeights + i) * lanes;
        const Float value = load(x + at);
        const Float level = nearestLevel(inverse[g] * value).level();
        const Float weighted = load(weights + at) * level;
        sumXl[g] = sumXl[g] + weighted * value;
        sumLl[g] = sumLl[g] + weighted * level;
      }
    }
    for (int g = 0; g < groups; g++) {
      const Float scale = sumXl[g] / sumLl[g];
      const Mask isSolved = isGreater(sumLl[g], zero);
      if (isFirst) {
        scales[g] = select(isSolved, scale, zero);
        best[g] = scales[g] * sumXl[g];
        continue;
      }
      const Mask isBetter = both(isSolved, isGreater(sumXl[g] * sumXl[g], best[g] * sumLl[g]));
      scales[g] = select(isBetter, scale, scales[g]);
      best[g] = select(isBetter, scale * sumXl[g], best[g]);
    }
  }
  for (int g = 0; g < groups; g++) scales[g] = select(isEmpty[g], zero, scales[g]);
}

}  // namespace
}  // namespace mf
