// The search of Q3_K without importance: one step size, then sweeps that move single weights to the level
// that fits the scale of all others best.
#pragma once
#include "../rows.hpp"
#include "scales.hpp"
#include "symmetric.hpp"

namespace mf {
namespace {

constexpr int sweptWeights = 16;
constexpr int sweptLevels = 4;
constexpr int largestSweeps = 5;

/// One group a lane.
struct SweepState {
  Float sumXl;
  Float sumLl;
  Float level[sweptWeights];
  /// What each weight adds to the two sums.
  Float partXl[sweptWeights];
  Float partLl[sweptWeights];
  /// Groups of nothing, whose codes are 0 (not `sweptLevels`).
  Mask isEmpty;
};

/// The levels for the step size that puts the extreme on the lowest level: value i of lane l lies at x[i ·
/// lanes + l]. Writes each weight to `reached`, those beyond an end of the levels brought back to it.
inline void startSweeps(const float* x, SweepState& state, Float* reached) {
  const Extreme extreme = signedExtreme<sweptWeights>(x);
  const Float step = extreme.value / splatCount(-sweptLevels);
  const Float inverse = splatCount(-sweptLevels) / extreme.value;
  state.isEmpty = isLess(extreme.size, splat(negligible));
  state.sumXl = state.sumLl = splat(0.0f);
  for (int i = 0; i < sweptWeights; i++) {
    const Float value = load(x + i * lanes);
    const Float weight = value * value;
    const Float upToHighest = lesser(inverse * value, splatCount(sweptLevels - 1));
    const Float position = greater(upToHighest, splatCount(-sweptLevels));
    const Float level = nearestEven(position);
    reached[i] = position * step;
    state.level[i] = level;
    state.partXl[i] = weight * value * level;
    state.partLl[i] = weight * level * level;
    state.sumXl = state.sumXl + state.partXl[i];
    state.sumLl = state.sumLl + state.partLl[i];
  }
}

/// Where the first levels are surely the last: four groups of five need no sweep, and a division a weight
/// is saved.
///
/// A weight stays when its sum without it is not positive, which it never is in groups whose extreme is:
/// ggml then leaves it alone. It also stays when value · otherLl / otherXl, the level that suits it best,
/// rounds to the level it has or lies beyond the end that it is on. The comparison leaves a margin for the
/// rounding of both ways to say so, and is false for whatever is not a number.
inline Mask areSettled(const SweepState& state, const Float* reached) {
  Mask areAll = isNot(noLane());
  for (int i = 0; i < sweptWeights; i++) {
    const Float otherXl = state.sumXl - state.partXl[i];
    const Float otherLl = state.sumLl - state.partLl[i];
    const Float distance = reached[i] * otherLl - state.level[i] * otherXl;
    const Mask isNear = isLess(magnitude(distance), splat(0.499f) * otherXl);
    areAll = both(areAll, either(isNear, isAtMost(otherXl, splat(0.0f))));
  }
  return either(areAll, state.isEmpty);
}

/// One weight's chance to move. Gives the lanes where it did.
inline Mask moveWeight(SweepState& state, int i, Float value) {
  const Float zero = splat(0.0f);
  const Float weight = value * value;
  const Float otherXl = state.sumXl - state.partXl[i];
  const Float otherLl = state.sumLl - state.partLl[i];
  const Float moved = levelAt<Rounding::wrapping>(value * otherLl / otherXl, -sweptLevels, sweptLevels - 1);
  const Float partXl = weight * value * moved;
  const Float partLl = weight * moved * moved;
  const Float newXl = otherXl + partXl;
  const Float newLl = otherLl + partLl;
  const Mask isMoved = both(isGreater(otherXl, zero), isNot(isEqual(moved, state.level[i])));
  const Mask isSound = both(isGreater(newLl, zero), isBetterFit(newXl, newLl, state.sumXl, state.sumLl));
  const Mask isTaken = both(isMoved, isSound);
  state.level[i] = select(isTaken, moved, state.level[i]);
  state.partXl[i] = select(isTaken, partXl, state.partXl[i]);
  state.partLl[i] = select(isTaken, partLl, state.partLl[i]);
  state.sumXl = select(isTaken, newXl, state.sumXl);
  state.sumLl = select(isTaken, newLl, state.sumLl);
  return isTaken;
}

/// Sweeps until no lane changes. A group without a change in one sweep has none in the next, so that those
/// that are done can go along with the others.
template <int groups>
inline void runSweeps(const float* x, SweepState* states) {
  for (int sweep = 0; sweep < largestSweeps; sweep++) {
    Mask hasChanged = noLane();
    for (int i = 0; i < sweptWeights; i++) {
      for (int g = 0; g < groups; g++) {
        const Mask isTaken = moveWeight(states[g], i, load(x + (g * sweptWeights + i) * lanes));
        hasChanged = either(hasChanged, both(isTaken, isNot(states[g].isEmpty)));
      }
    }
    if (!hasAny(hasChanged)) return;
  }
}

inline Float sweptScale(const SweepState& state) {
  const Float zero = splat(0.0f);
  const Mask isSound = both(isGreater(state.sumLl, zero), isNot(state.isEmpty));
  return select(isSound, state.sumXl / state.sumLl, zero);
}

/// Groups of 16 weights that are swept together, taken from anywhere.
class SweptGroups {
 public:
  /// Sweeps are long chains of dependent operations: more of them run side by side than elsewhere.
  static constexpr int vectors = 2 * interleave;
  static constexpr int capacity = vectors * lanes;

  /// `scale` is where the group's scale goes.
  void add(const float* x, float* scale) {
    __builtin_memcpy(rows_ + size_ * sweptWeights, x, sweptWeights * sizeof(float));
    scales_[size_++] = scale;
    if (size_ == capacity) finish();
  }

  void finish() {
    if (size_ == 0) return;
    __builtin_memset(rows_ + size_ * sweptWeights, 0, (capacity - size_) * sweptWeights * sizeof(float));
    alignas(64) float x[capacity * sweptWeights];
    alignas(64) float found[capacity];
    Float reached[sweptWeights];
    SweepState states[vectors];
    for (int g = 0; g < vectors; g++) {
      const int at = g * lanes * sweptWeights;
      intoLanes<sweptWeights>(rows_ + at, sweptWeights, x + at);
      startSweeps(x + at, states[g], reached);
    }
    runSweeps<vectors>(x, states);
    for (int g = 0; g < vectors; g++) store(found + g * lanes, sweptScale(states[g]));
    for (int i = 0; i < size_; i++) *scales_[i] = found[i];
    size_ = 0;
  }

 private:
  alignas(64) float rows_[capacity * sweptWeights];
  float* scales_[capacity];
  int size_ = 0;
};

/// The codes 0 … 7 of one group after its sweeps.
inline void readSweptCodes(const float* group, uint8_t* codes) {
  alignas(64) float rows[sweptWeights * lanes] = {};
  alignas(64) float x[sweptWeights * lanes];
  __builtin_memcpy(rows, group, sweptWeights * sizeof(float));
  intoLanes<sweptWeights>(rows, sweptWeights, x);
  Float reached[sweptWeights];
  SweepState state;
  startSweeps(x, state, reached);
  runSweeps<1>(x, &state);
  for (int i = 0; i < sweptWeights; i++) {
    const Float level = select(state.isEmpty, splatCount(-sweptLevels), state.level[i]);
    alignas(64) float levels[lanes];
    store(levels, level);
    codes[i] = static_cast<uint8_t>(static_cast<int>(levels[0]) + sweptLevels);
  }
}

}  // namespace
}  // namespace mf
