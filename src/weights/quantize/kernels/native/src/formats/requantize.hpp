// The last step of the K-quants: weights rounded anew to the scales as they are stored.
#pragma once
#include "../rows.hpp"

namespace mf {
namespace {

/// One value for each group of each super-block of a run, a super-block a lane.
template <int groups>
struct PerGroup {
  alignas(64) float values[groups][lanes];

  void set(int group, Float value) { store(values[group], value); }
  Float at(int group, size_t block) const { return splat(values[group][block]); }
};

/// Codes of x ≈ step · code − offset. Where the step has become 0 the codes of the search stay, those of
/// inverse · (x − origin).
template <int groups>
struct AffinePlan {
  static constexpr int groupWeights = 256 / groups;
  PerGroup<groups> step;
  PerGroup<groups> offset;
  PerGroup<groups> inverse;
  PerGroup<groups> origin;

  Float position(int group, size_t block, Float value) const {
    if (__builtin_expect(step.values[group][block] == 0.0f, 0)) {
      return inverse.at(group, block) * (value - origin.at(group, block));
    }
    return (value + offset.at(group, block)) / step.at(group, block);
  }
};

/// Codes of x ≈ step · (code − levels), with the search's inverse where the step has become 0.
template <int groups>
struct SymmetricPlan {
  static constexpr int groupWeights = 256 / groups;
  PerGroup<groups> step;
  PerGroup<groups> inverse;
  /// A bit a super-block: groups that the search left empty have code 0 where the step is 0.
  uint32_t isEmpty[groups];

  Float position(int group, size_t block, Float value) const {
    if (__builtin_expect(step.values[group][block] == 0.0f, 0)) {
      // Infinity is the one position that clamps to the lowest code: it wraps.
      if (isEmpty[group] >> block & 1) return splat(__builtin_inff());
      return inverse.at(group, block) * value;
    }
    return value / step.at(group, block);
  }
};

template <int low, int high, class Plan>
inline void requantize(const Plan& plan, size_t block, const float* x, uint8_t* codes) {
  constexpr int perStore = 32 / lanes;
  for (int at = 0; at < 256; at += 32) {
    Int rounded[perStore];
    for (int i = 0; i < perStore; i++) {
      const int weight = at + i * lanes;
      const Float position = plan.position(weight / Plan::groupWeights, block, load(x + weight));
      rounded[i] = clampInt(nearestInt(position), low, high) - low;
    }
    store32LowBytes(codes + at, rounded);
  }
}

}  // namespace
}  // namespace mf
