// Scale of groups of weights, x ≈ scale · (code − levels) with codes 0 … 2 · levels − 1, a group a lane.
#pragma once
#include "../lanes/lanes.hpp"

namespace mf {
namespace {

/// Groups whose largest weight is below this are stored as zeros (ggml-quants.c, GROUP_MAX_EPS).
constexpr float negligible = 1e-15f;

/// The value of largest magnitude with its sign; the first of equals wins.
struct Extreme {
  Float value;
  Float size;
};

template <int count>
inline Extreme signedExtreme(const float* x) {
  Extreme extreme = {splat(0.0f), splat(0.0f)};
  for (int i = 0; i < count; i++) {
    const Float value = load(x + i * lanes);
    const Float size = magnitude(value);
    const Mask isLarger = isGreater(size, extreme.size);
    extreme.size = select(isLarger, size, extreme.size);
    extreme.value = select(isLarger, value, extreme.value);
  }
  return extreme;
}

/// The step sizes tried besides the plain one, −(levels + s / 10) for s = −9 … 9 without 0.
template <int levels>
struct SymmetricSteps {
  static constexpr int count = 18;
  float numerators[count];

  constexpr SymmetricSteps() : numerators() {
    for (int i = 0; i < count; i++) {
      const int tenths = i < 9 ? i - 9 : i - 8;
      const float offset = 0.1f * static_cast<float>(tenths);
      const float size = static_cast<float>(levels) + offset;
      numerators[i] = -size;
    }
  }
};

struct SymmetricFit {
  Float scale;
  /// What gave the best codes: levelAt(inverse · x).
  Float inverse;
  /// Groups of nothing, whose codes are 0 (not `levels`).
  Mask isEmpty;
};

/// The scale that makes the weighted squared error least among 19 candidate step sizes, for `groups` ×
/// `lanes` groups: value i of group g and lane l lies at x[(g · count + i) · lanes + l].
///
/// Plain rounding is right for all finite weights: no position is far beyond `levels`.
template <Rounding rounding, int count, int levels, int groups>
inline void fitSymmetric(const float* x, const float* weights, SymmetricFit* fits) {
  static constexpr SymmetricSteps<levels> steps{};
  const Float zero = splat(0.0f);
  Float weightedX[groups][count];
  Float extreme[groups], best[groups], inverse[groups];

  for (int g = 0; g < groups; g++) {
    const Extreme found = signedExtreme<count>(x + g * count * lanes);
    extreme[g] = found.value;
    fits[g].isEmpty = isLess(found.size, splat(negligible));
    fits[g].inverse = splatCount(-levels) / extreme[g];
    for (int i = 0; i < count; i++) {
      const int at = (g * count + i) * lanes;
      weightedX[g][i] = load(weights + at) * load(x + at);
    }
  }

  for (int attempt = -1; attempt < steps.count; attempt++) {
    Float sumXl[groups], sumLl[groups];
    for (int g = 0; g < groups; g++) {
      inverse[g] = attempt < 0 ? fits[g].inverse : splat(steps.numerators[attempt]) / extreme[g];
      sumXl[g] = sumLl[g] = zero;
    }
    for (int i = 0; i < count; i++) {
      for (int g = 0; g < groups; g++) {
        const int at = (g * count + i) * lanes;
        const Float level = levelAt<rounding>(inverse[g] * load(x + at), -levels, levels - 1);
        sumXl[g] = sumXl[g] + weightedX[g][i] * level;
        sumLl[g] = sumLl[g] + load(weights + at) * level * level;
      }
    }
    for (int g = 0; g < groups; g++) {
      const Float scale = sumXl[g] / sumLl[g];
      if (attempt < 0) {
        fits[g].scale = select(isEqual(sumLl[g], zero), zero, scale);
        best[g] = fits[g].scale * sumXl[g];
        continue;
      }
      const Mask isBetter =
          both(isGreater(sumLl[g], zero), isGreater(sumXl[g] * sumXl[g], best[g] * sumLl[g]));
      fits[g].inverse = select(isBetter, inverse[g], fits[g].inverse);
      fits[g].scale = select(isBetter, scale, fits[g].scale);
      best[g] = select(isBetter, scale * sumXl[g], best[g]);
    }
  }
  for (int g = 0; g < groups; g++) fits[g].scale = select(fits[g].isEmpty, zero, fits[g].scale);
}

}  // namespace
}  // namespace mf
