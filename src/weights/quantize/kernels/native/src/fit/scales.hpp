// The second level under importance: the scales (or offsets) of a super-block's groups become codes.
#pragma once
#include "../lanes/lanes.hpp"

namespace mf {
namespace {

/// As in fit/symmetric.hpp: below this a super-block has no scale worth storing.
constexpr float negligibleScale = 1e-15f;

/// Levels 0 … largest without a lower clamp, as ggml has it.
inline Int scaleCode(Float position, int largest) { return lesser(nearestInt(position), splat(largest)); }

/// Whether Σxl²/Σll, the part of Σx² that a scale explains, grows from the old sums to the new ones.
inline Mask isBetterFit(Float newXl, Float newLl, Float oldXl, Float oldLl) {
  return isGreater(newXl * newXl * oldLl, oldXl * oldXl * newLl);
}

/// The inverse step size, of the plain one and eight around it, with the least weighted squared error.
template <int count>
inline Float bestInverseStep(const Float* x, const Float* weights, Float max, int levels) {
  Float best = splatCount(levels) / max;
  Float bestError = splat(0.0f);
  const Float plainScale = splat(1.0f) / best;
  for (int i = 0; i < count; i++) {
    // The plain step's codes go through a byte unclamped before their error is taken.
    const Float delta = x[i] - plainScale * toFloat(nearestInt(best * x[i]) & 255);
    bestError = bestError + weights[i] * delta * delta;
  }
  for (int step = -4; step <= 4; step++) {
    if (step == 0) continue;
    const Float inverse = splat(0.1f * static_cast<float>(step) + static_cast<float>(levels)) / max;
    const Float scale = splat(1.0f) / inverse;
    Float error = splat(0.0f);
    for (int i = 0; i < count; i++) {
      const Float delta = x[i] - scale * toFloat(scaleCode(inverse * x[i], levels));
      error = error + weights[i] * delta * delta;
    }
    const Mask isBetter = isLess(error, bestError);
    bestError = select(isBetter, error, bestError);
    best = select(isBetter, inverse, best);
  }
  return best;
}

/// Quantizes `count` values a lane, which are not negative, to codes 0 … levels; gives their common scale.
/// Codes are bytes: a negative one wraps.
template <int count>
inline Float fitScales(const Float* x, const Float* weights, int levels, Int* codes) {
  const Float zero = splat(0.0f);
  Float max = zero;
  for (int i = 0; i < count; i++) max = greater(x[i], max);
  const Mask isEmpty = isLess(max, splat(negligibleScale));

  const Float inverse = bestInverseStep<count>(x, weights, max, levels);
  Float sumXl = zero, sumLl = zero;
  Float weightedX[count];
  for (int i = 0; i < count; i++) {
    const Int code = scaleCode(inverse * x[i], levels);
    const Float level = toFloat(code);
    weightedX[i] = weights[i] * x[i];
    codes[i] = code & 255;
    sumXl = sumXl + weightedX[i] * level;
    sumLl = sumLl + weights[i] * level * level;
  }
  for (int sweep = 0; sweep < 5; sweep++) {
    Mask hasChanged = noLane();
    for (int i = 0; i < count; i++) {
      const Float level = toFloat(codes[i]);
      const Float otherXl = sumXl - weightedX[i] * level;
      const Float otherLl = sumLl - weights[i] * level * level;
      const Int moved = scaleCode(x[i] * otherLl / otherXl, levels);
      const Float movedLevel = toFloat(moved);
      const Float newXl = otherXl + weightedX[i] * movedLevel;
      const Float newLl = otherLl + weights[i] * movedLevel * movedLevel;
      const Mask isPossible = both(isGreater(otherXl, zero), isGreater(otherLl, zero));
      const Mask isMoved = both(isPossible, isNot(isEqual(moved, codes[i])));
      const Mask isTaken = both(isMoved, isBetterFit(newXl, newLl, sumXl, sumLl));
      codes[i] = select(isTaken, moved & 255, codes[i]);
      sumXl = select(isTaken, newXl, sumXl);
      sumLl = select(isTaken, newLl, sumLl);
      hasChanged = either(hasChanged, isTaken);
    }
    if (!hasAny(both(hasChanged, isNot(isEmpty)))) break;
  }
  for (int i = 0; i < count; i++) codes[i] = select(isEmpty, splat(0), codes[i]);
  const Float scale = select(isGreater(sumLl, zero), sumXl / sumLl, zero);
  return select(isEmpty, zero, scale);
}

}  // namespace
}  // namespace mf
