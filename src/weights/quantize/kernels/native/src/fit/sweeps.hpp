// The search of Q3_K without importance: one step size, then sweeps that move single weights to the level that fits
// the scale of all others best.
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

inline void setLevel(SweepState& state, int i, Float value, Float level) {
  const Float weight = value * value;
  state.level[i] = level;
  state.partXl[i] = weight * value * level;
  state.partLl[i] = weight * level * level;
}

/// The levels for the step size that puts the extreme on the lowest level: value i of lane l lies at x[i · lanes + l].
inline void startSweeps(const float* x, SweepState& state) {
  const Extreme extreme = signedExtreme<sweptWeights>(x);
  const Float inverse = splatCount(-sweptLevels) / extreme.value;
  state.isEmpty = isLess(extreme.size, splat(negligible));
  state.sumXl = state.sumLl = splat(0.0f);
  for (int i = 0; i < sweptWeights; i++) {
    const Float value = load(x + i * lanes);
    setLevel(state, i, value, levelAt<Rounding::plain>(inverse * value, -sweptLevels, sweptLevels - 1));
    state.sumXl = state.sumXl + state.partXl[i];
    state.sumLl = state.sumLl + state.partLl[i];
  }
}

/// Where weight i surely keeps its level. Either its sum is not positive, as always when the group's extreme is: ggml
/// then leaves the weight alone. Or value · otherLl / otherXl, the level that suits it best, rounds to its level or is
/// clamped to it; that leaves a margin for the rounding of both ways to say so, and is false for whatever is not a
/// number or would wrap.
inline Mask isSettled(const SweepState& state, int i, Float value) {
  const Float otherXl = state.sumXl - state.partXl[i];
  const Float otherLl = state.sumLl - state.partLl[i];
  const Float level = state.level[i];
  const Float distance = value * otherLl - level * otherXl;
  const Mask isHighest = isEqual(level, splatCount(sweptLevels - 1));
  const Mask isLowest = isEqual(level, splatCount(-sweptLevels));
  const Float above = select(isHighest, splat(4.0e6f), splat(0.499f));
  const Float below = select(isLowest, splat(-4.0e6f), splat(-0.499f));
  const Mask isNear = both(isLess(distance, above * otherXl), isGreater(distance, below * otherXl));
  return either(isNear, isAtMost(otherXl, splat(0.0f)));
}

/// Where the first levels are the last: four groups of five need no sweep, and a division a weight is saved.
inline Mask areAllSettled(const SweepState& state, const float* x) {
  Mask areSettled = isSettled(state, 0, load(x));
  for (int i = 1; i < sweptWeights; i++) areSettled = both(areSettled, isSettled(state, i, load(x + i * lanes)));
  return either(areSettled, state.isEmpty);
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

/// Sweeps until no lane changes. A group without a change in one sweep has none in the next, so that those that are
/// done can go along with the others.
template <int groups>
inline void runSweeps(const float* x, SweepState* states) {
  for (int sweep = 0; sweep < largestSweeps; sweep++) {
    bool hasChanged = false;
    Mask isTaken[groups];
    for (int i = 0; i < sweptWeights; i++) {
      for (int g = 0; g < groups; g++) {
        const Mask moves = moveWeight(states[g], i, load(x + (g * sweptWeights + i) * lanes));
        isTaken[g] = i == 0 ? moves : either(isTaken[g], moves);
      }
    }
    for (int g = 0; g < groups; g++) hasChanged |= hasAny(both(isTaken[g], isNot(states[g].isEmpty)));
    if (!hasChanged) return;
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
    SweepState states[vectors];
    for (int g = 0; g < vectors; g++) {
      const int at = g * lanes * sweptWeights;
      intoLanes<sweptWeights>(rows_ + at, sweptWeights, x + at);
      startSweeps(x + at, states[g]);
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
  SweepState state;
  startSweeps(x, state);
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
