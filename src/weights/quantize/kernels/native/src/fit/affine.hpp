// Scale and offset of groups of weights, x ≈ scale · code − offset, a group a lane.
#pragma once
#include "../lanes/lanes.hpp"

namespace mf {
namespace {

/// The step sizes a search tries: (first + step · k + levels) / range for k = 0 … steps.
template <int countOfWeights, int largestLevel, int lastStep, bool isAbsolute = false>
struct AffineSearch {
  static constexpr int count = countOfWeights;
  static constexpr int levels = largestLevel;
  static constexpr int steps = lastStep;
  /// Whether the error is Σ weight · |δ| (Q2_K without importance) instead of Σ weight · δ².
  static constexpr bool absoluteError = isAbsolute;

  float numerators[steps + 1];

  constexpr AffineSearch(float first, float step) : numerators() {
    for (int k = 0; k <= steps; k++) {
      const float offset = step * static_cast<float>(k);
      const float start = first + offset;
      numerators[k] = start + static_cast<float>(levels);
    }
  }
};

struct AffineFit {
  Float scale;
  Float offset;
  /// What gave the best codes: levelAt(inverse · (x − origin)). Zero inverse for groups of one value.
  Float inverse;
  Float origin;
};

/// `lanes` groups under search: value i of lane l lies at x[i · lanes + l].
template <class Search>
struct AffineGroup {
  static constexpr int count = Search::count;
  static constexpr int levels = Search::levels;

  const float* x;
  const float* weights;
  Float least;
  Float max;
  /// Origin of the candidates; the minimum of the best one so far. The maximum stays: ggml's order, and the
  /// bytes follow from it.
  Float min;
  Float sumW;
  Float sumWx;
  Float inverse;
  Float bestError;
  Mask isFlat;
  /// Where plain rounding has been right all along.
  Mask isPlain;
  Float trial[count];
  AffineFit fit;

  Float position(int i) const { return inverse * (load(x + i * lanes) - min); }

  Float errorOf(int i, Float scale, Float newMin) const {
    const Float delta = scale * trial[i] + newMin - load(x + i * lanes);
    return load(weights + i * lanes) * (Search::absoluteError ? magnitude(delta) : delta * delta);
  }

  void measure() {
    least = max = load(x);
    sumW = load(weights);
    sumWx = sumW * least;
    for (int i = 1; i < count; i++) {
      const Float value = load(x + i * lanes);
      const Float weight = load(weights + i * lanes);
      least = lesser(value, least);
      max = greater(value, max);
      sumW = sumW + weight;
      sumWx = sumWx + weight * value;
    }
    min = lesser(splat(0.0f), least);
    isFlat = isAtMost(max, min);
  }

  template <Rounding rounding>
  void tryPlainStep() {
    inverse = splatCount(levels) / (max - min);
    isPlain = isAtMost(inverse * (max - min), splat(largestPlainPosition));
    fit.scale = splat(1.0f) / inverse;
    bestError = splat(0.0f);
    for (int i = 0; i < count; i++) {
      trial[i] = levelAt<rounding>(position(i), 0, levels);
      bestError = bestError + errorOf(i, fit.scale, min);
    }
    fit.inverse = inverse;
    fit.origin = min;
  }
};

/// Which ends of the levels the positions of a step can pass.
struct Reach {
  bool below;
  bool above;
};

/// Takes the next step size. Positions are monotone in x, so that those of the least and the greatest
/// weight tell where the others are.
template <class Search>
inline Reach setStep(AffineGroup<Search>& group, float numerator) {
  const Float range = group.max - group.min;
  group.inverse = splat(numerator) / range;
  const Float first = group.inverse * (group.least - group.min);
  const Float last = group.inverse * range;
  const Mask isOrdered = both(isAtMost(splat(-largestPlainPosition), first), isAtMost(first, last));
  group.isPlain = both(group.isPlain, both(isOrdered, isAtMost(last, splat(largestPlainPosition))));
  // Half a level beyond an end still rounds to it; the rest is margin.
  return {
      hasAny(isLess(first, splat(-0.49f))),
      hasAny(isGreater(last, splat(static_cast<float>(Search::levels) + 0.49f))),
  };
}

struct AffineSums {
  Float l;
  Float ll;
  Float xl;
};

template <Rounding rounding, bool clampsLow, bool clampsHigh, int groups, class Search>
inline void sumLevels(AffineGroup<Search>* group, AffineSums* sums) {
  const Float zero = splat(0.0f);
  for (int g = 0; g < groups; g++) sums[g] = {zero, zero, zero};
  for (int i = 0; i < Search::count; i++) {
    for (int g = 0; g < groups; g++) {
      const Float position = group[g].position(i);
      Float level;
      if constexpr (rounding == Rounding::wrapping) {
        level = levelAt<rounding>(position, 0, Search::levels);
      } else {
        level = nearestEven(position);
        if (clampsHigh) level = lesser(level, splatCount(Search::levels));
        if (clampsLow) level = greater(level, zero);
      }
      const Float weighted = load(group[g].weights + i * lanes) * level;
      group[g].trial[i] = level;
      sums[g].l = sums[g].l + weighted;
      sums[g].ll = sums[g].ll + weighted * level;
      sums[g].xl = sums[g].xl + weighted * load(group[g].x + i * lanes);
    }
  }
}

template <Rounding rounding, int groups, class Search>
inline void sumLevels(AffineGroup<Search>* group, Reach reach, AffineSums* sums) {
  if (rounding == Rounding::wrapping)
    sumLevels<rounding, true, true, groups>(group, sums);
  else if (reach.below && reach.above)
    sumLevels<rounding, true, true, groups>(group, sums);
  else if (reach.below)
    sumLevels<rounding, true, false, groups>(group, sums);
  else if (reach.above)
    sumLevels<rounding, false, true, groups>(group, sums);
  else
    sumLevels<rounding, false, false, groups>(group, sums);
}

/// Solves the least squares of one step for its levels, and keeps what is better than all before.
template <int groups, class Search>
inline void solveStep(AffineGroup<Search>* group, const AffineSums* sums) {
  const Float zero = splat(0.0f);
  Float scale[groups], min[groups], error[groups];
  Mask isSolved[groups];
  for (int g = 0; g < groups; g++) {
    const AffineSums& sum = sums[g];
    const Float determinant = group[g].sumW * sum.ll - sum.l * sum.l;
    isSolved[g] = isGreater(determinant, zero);
    scale[g] = (group[g].sumW * sum.xl - group[g].sumWx * sum.l) / determinant;
    min[g] = (sum.ll * group[g].sumWx - sum.l * sum.xl) / determinant;
    const Mask isPositive = isGreater(min[g], zero);
    if (hasAny(isPositive)) {
      scale[g] = select(isPositive, sum.xl / sum.ll, scale[g]);
      min[g] = select(isPositive, zero, min[g]);
    }
    error[g] = zero;
  }
  for (int i = 0; i < Search::count; i++) {
    for (int g = 0; g < groups; g++) error[g] = error[g] + group[g].errorOf(i, scale[g], min[g]);
  }
  for (int g = 0; g < groups; g++) {
    const Mask isBetter = both(isSolved[g], isLess(error[g], group[g].bestError));
    AffineFit& fit = group[g].fit;
    group[g].bestError = select(isBetter, error[g], group[g].bestError);
    fit.scale = select(isBetter, scale[g], fit.scale);
    fit.inverse = select(isBetter, group[g].inverse, fit.inverse);
    fit.origin = select(isBetter, group[g].min, fit.origin);
    group[g].min = select(isBetter, min[g], group[g].min);
  }
}

/// Weighted least squares over the candidates of `search`. False when plain rounding was not right for some
/// lane: the fits are then of no use.
template <Rounding rounding, int groups, class Search>
inline bool tryFitAffine(const Search& search, const float* x, const float* weights, AffineFit* fits) {
  AffineGroup<Search> group[groups];
  for (int g = 0; g < groups; g++) {
    group[g].x = x + g * Search::count * lanes;
    group[g].weights = weights + g * Search::count * lanes;
    group[g].measure();
    group[g].template tryPlainStep<rounding>();
  }
  for (int k = 0; k <= Search::steps; k++) {
    Reach reach = {false, false};
    for (int g = 0; g < groups; g++) {
      const Reach own = setStep(group[g], search.numerators[k]);
      reach = {reach.below || own.below, reach.above || own.above};
    }
    AffineSums sums[groups];
    sumLevels<rounding, groups>(group, reach, sums);
    solveStep<groups>(group, sums);
  }
  for (int g = 0; g < groups; g++) {
    const Float zero = splat(0.0f);
    const bool isUseless = hasAny(isNot(either(group[g].isFlat, group[g].isPlain)));
    if (rounding == Rounding::plain && isUseless) return false;
    fits[g] = group[g].fit;
    fits[g].scale = select(group[g].isFlat, zero, fits[g].scale);
    fits[g].inverse = select(group[g].isFlat, zero, fits[g].inverse);
    fits[g].offset = negative(group[g].min);
  }
  return true;
}

/// Fits `groups` × `lanes` groups: value i of group g and lane l lies at x[(g · count + i) · lanes + l].
template <int groups, class Search>
inline void fitAffine(const Search& search, const float* x, const float* weights, AffineFit* fits) {
  if (tryFitAffine<Rounding::plain, groups>(search, x, weights, fits)) return;
  tryFitAffine<Rounding::wrapping, groups>(search, x, weights, fits);
}

}  // namespace
}  // namespace mf
