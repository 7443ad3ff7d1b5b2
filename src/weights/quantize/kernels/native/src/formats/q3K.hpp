// Q3_K: 16 groups of 16 weights, x = scale · (groupScale − 32) · (code − 4).
#pragma once
#include "../fit/sweeps.hpp"
#include "../fit/symmetric.hpp"
#include "codes.hpp"
#include "requantize.hpp"

namespace mf {
namespace {

constexpr int q3kGroups = 16;
constexpr int q3kGroupWeights = 16;
constexpr int q3kLevels = 4;
constexpr int q3kScaleLevels = 32;
constexpr int q3kBlockBytes = 110;

/// Codes of x ≈ step · (code − levels), for groups whose step is not 0.
struct SweptPlan {
  static constexpr int groupWeights = q3kGroupWeights;
  PerGroup<q3kGroups> step;

  Float position(int group, size_t block, Float value) const { return value / step.at(group, block); }
};

struct Q3KHeaders {
  /// The twelve bytes of the group scales.
  int32_t words[3][lanes];
  int32_t scales[lanes];
};

inline Float fitQ3KScales(const float* scales, Int* codes) {
  const Float zero = splat(0.0f);
  const Float extreme = signedExtreme<q3kGroups>(scales).value;
  const Mask isEmpty = isEqual(extreme, zero);
  const Float inverse = splatCount(-q3kScaleLevels) / extreme;
  for (int group = 0; group < q3kGroups; group++) {
    const Int code = nearestInt(inverse * load(scales + group * lanes)) << 24 >> 24;
    const Int clamped = clampInt(code, -q3kScaleLevels, q3kScaleLevels - 1) + q3kScaleLevels;
    codes[group] = select(isEmpty, splat(0), clamped);
  }
  return select(isEmpty, zero, splat(1.0f) / inverse);
}

inline Float fitQ3KScalesByImportance(const float* scales, const float* weightSums, Int* codes) {
  SymmetricFit fit;
  fitSymmetric<Rounding::wrapping, q3kGroups, q3kScaleLevels, 1>(scales, weightSums, &fit);
  for (int group = 0; group < q3kGroups; group++) {
    const Int level = nearestInt(fit.inverse * load(scales + group * lanes));
    const Int code = clampInt(level, -q3kScaleLevels, q3kScaleLevels - 1) + q3kScaleLevels;
    codes[group] = select(fit.isEmpty, splat(0), code);
  }
  return fit.scale;
}

/// Sixteen codes of six bits: four low bits in bytes 0–7, two high bits in bytes 8–11.
inline void packQ3KScales(Float scale, const Int* codes, Q3KHeaders& headers, PerGroup<q3kGroups>& step) {
  Int words[3] = {splat(0), splat(0), splat(0)};
  for (int i = 0; i < 4; i++) {
    const int place = 8 * i;
    words[0] = words[0] | ((codes[i] & 15) | (codes[i + 8] & 15) << 4) << place;
    words[1] = words[1] | ((codes[i + 4] & 15) | (codes[i + 12] & 15) << 4) << place;
    for (int j = 0; j < 4; j++) words[2] = words[2] | (codes[i + 4 * j] >> 4) << (place + 2 * j);
  }
  for (int i = 0; i < 3; i++) store(headers.words[i], words[i]);
  const Int bits = toFloat16(scale);
  store(headers.scales, bits);
  for (int group = 0; group < q3kGroups; group++) {
    step.set(group, fromFloat16(bits) * toFloat(codes[group] - q3kScaleLevels));
  }
}

inline void writeQ3KBlock(const uint8_t* codes, const Q3KHeaders& headers, size_t block, uint8_t* out) {
  packBit<2>(codes, out);
  packTwoBits(codes, out + 32);
  for (int i = 0; i < 3; i++) __builtin_memcpy(out + 96 + 4 * i, &headers.words[i][block], 4);
  __builtin_memcpy(out + 108, &headers.scales[block], 2);
}

/// Puts the codes of the search into groups whose step has become 0.
inline void restoreSweptCodes(const SweptPlan& plan, size_t block, const float* x, uint8_t* codes) {
  for (int group = 0; group < q3kGroups; group++) {
    if (__builtin_expect(plan.step.values[group][block] != 0.0f, 1)) continue;
    readSweptCodes(x + q3kGroupWeights * group, codes + q3kGroupWeights * group);
  }
}

/// Scales of all groups of a run: at once for those that are settled, together for the others.
inline void fitQ3KGroups(const SuperBlockRun<false>& run, float* scales) {
  SweptGroups unsettled;
  for (int group = 0; group < q3kGroups; group++) {
    const float* groupX = run.x + group * q3kGroupWeights * lanes;
    Float reached[sweptWeights];
    SweepState state;
    startSweeps(groupX, state, reached);
    store(scales + group * lanes, sweptScale(state));
    uint32_t left = laneBits(isNot(areSettled(state, reached)));
    for (; left != 0; left &= left - 1) {
      const int lane = __builtin_ctz(left);
      unsettled.add(run.weightsOf(lane) + q3kGroupWeights * group, scales + group * lanes + lane);
    }
  }
  unsettled.finish();
}

void packQ3K(const Rows& rows) {
  const size_t blocks = countSuperBlocks(rows);
  for (size_t first = 0; first < blocks; first += lanes) {
    const SuperBlockRun<false> run(rows, first);
    alignas(64) float scales[q3kGroups * lanes];
    fitQ3KGroups(run, scales);
    SweptPlan plan;
    Q3KHeaders headers;
    Int scaleCodes[q3kGroups];
    const Float scale = fitQ3KScales(scales, scaleCodes);
    packQ3KScales(scale, scaleCodes, headers, plan.step);
    uint8_t* out = rows.out + first * q3kBlockBytes;
    for (size_t block = 0; block < run.size(); block++, out += q3kBlockBytes) {
      const float* from = run.weightsOf(block);
      uint8_t codes[256];
      requantize<-q3kLevels, q3kLevels - 1>(plan, block, from, codes);
      restoreSweptCodes(plan, block, from, codes);
      writeQ3KBlock(codes, headers, block, out);
    }
  }
}

void packQ3KByImportance(const Rows& rows) {
  constexpr int groupValues = q3kGroupWeights * lanes;
  const size_t blocks = countSuperBlocks(rows);
  for (size_t first = 0; first < blocks; first += lanes) {
    const SuperBlockRun<true> run(rows, first);
    const Float variance = splat(2.0f) * sumOfSquares<256>(run.x) / splat(256.0f);
    alignas(64) float weights[256 * lanes];
    fillImportanceWeights<256>(run.x, run.importance, variance, weights);
    SymmetricPlan<q3kGroups> plan;
    Q3KHeaders headers;
    alignas(64) float scales[q3kGroups * lanes];
    alignas(64) float weightSums[q3kGroups * lanes];
    for (int group = 0; group < q3kGroups; group += interleave) {
      SymmetricFit found[interleave];
      const int at = group * groupValues;
      fitSymmetric<Rounding::plain, q3kGroupWeights, q3kLevels, interleave>(run.x + at, weights + at, found);
      for (int g = 0; g < interleave; g++) {
        store(scales + (group + g) * lanes, found[g].scale);
        store(weightSums + (group + g) * lanes, sumInOrder<q3kGroupWeights>(weights + at + g * groupValues));
        plan.inverse.set(group + g, found[g].inverse);
        plan.isEmpty[group + g] = laneBits(found[g].isEmpty);
      }
    }
    Int scaleCodes[q3kGroups];
    const Float scale = fitQ3KScalesByImportance(scales, weightSums, scaleCodes);
    packQ3KScales(scale, scaleCodes, headers, plan.step);
    uint8_t* out = rows.out + first * q3kBlockBytes;
    for (size_t block = 0; block < run.size(); block++, out += q3kBlockBytes) {
      uint8_t codes[256];
      requantize<-q3kLevels, q3kLevels - 1>(plan, block, run.weightsOf(block), codes);
      writeQ3KBlock(codes, headers, block, out);
    }
  }
}

}  // namespace
}  // namespace mf
