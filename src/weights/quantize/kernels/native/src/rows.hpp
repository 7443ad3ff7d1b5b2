// How weights come into lanes.
#pragma once
#include "lanes/lanes.hpp"
#include "packer.hpp"

namespace mf {
namespace {

inline void widenFloat16(const uint16_t* from, float* to, size_t count) {
  for (size_t i = 0; i < count; i += lanes) store(to + i, loadFloat16(from + i));
}

inline void widenBfloat16(const uint16_t* from, float* to, size_t count) {
  for (size_t i = 0; i < count; i += lanes) store(to + i, floatOfBits(loadHalves(from + i) << 16));
}

/// `count` weights from `at` as float32: those of the source itself, or a copy in `scratch`. `count` is a
/// multiple of 32.
inline const float* readWeights(const Rows& rows, size_t at, size_t count, float* scratch) {
  switch (rows.sourceType) {
    case SourceType::f16:
      widenFloat16(static_cast<const uint16_t*>(rows.weights) + at, scratch, count);
      return scratch;
    case SourceType::bf16:
      widenBfloat16(static_cast<const uint16_t*>(rows.weights) + at, scratch, count);
      return scratch;
    default:
      return static_cast<const float*>(rows.weights) + at;
  }
}

/// A run of `blocks` blocks, of which the last of a call may lack some.
template <int blockWeights, int blocks>
class BlockRun {
 public:
  static constexpr size_t weightCount = static_cast<size_t>(blockWeights) * blocks;

  BlockRun(const Rows& rows, size_t firstBlock) {
    const size_t all = rows.count * rows.length / blockWeights;
    size_ = all - firstBlock < blocks ? all - firstBlock : blocks;
    const size_t filled = size_ * blockWeights;
    weights_ = readWeights(rows, firstBlock * blockWeights, filled, scratch_);
    if (size_ == blocks) return;
    if (weights_ != scratch_) __builtin_memcpy(scratch_, weights_, filled * sizeof(float));
    // The lanes of blocks that are not there compute on zeros, and nobody looks.
    __builtin_memset(scratch_ + filled, 0, (weightCount - filled) * sizeof(float));
    weights_ = scratch_;
  }

  /// Blocks that are there.
  size_t size() const { return size_; }
  const float* weights() const { return weights_; }

 private:
  alignas(64) float scratch_[weightCount];
  const float* weights_;
  size_t size_;
};

/// The importance of `blocks` blocks from `firstBlock`, gathered where the run crosses into the next row.
template <int blockWeights, int blocks>
inline void gatherImportance(const Rows& rows, size_t firstBlock, float* to) {
  const size_t perRow = rows.length / blockWeights;
  for (int block = 0; block < blocks; block++) {
    const float* from = rows.importance + (firstBlock + block) % perRow * blockWeights;
    __builtin_memcpy(to + block * blockWeights, from, blockWeights * sizeof(float));
  }
}

/// Makes `lanes` rows of `columns` values, `stride` apart, into columns: value i of row l at to[i · lanes +
/// l].
template <int columns>
inline void intoLanes(const float* from, size_t stride, float* to) {
  for (int column = 0; column < columns; column += lanes) {
    Float tile[lanes];
    for (int row = 0; row < lanes; row++) tile[row] = load(from + row * stride + column);
    transpose(tile);
    for (int i = 0; i < lanes; i++) store(to + (column + i) * lanes, tile[i]);
  }
}

/// A run of super-blocks, one a lane: weight i of block l is x[i · lanes + l], and its importance likewise.
template <bool byImportance>
class SuperBlockRun {
 public:
  SuperBlockRun(const Rows& rows, size_t firstBlock) : blocks_(rows, firstBlock) {
    if constexpr (byImportance) {
      gatherImportance<256, lanes>(rows, firstBlock, x);
      intoLanes<256>(x, 256, importance);
    }
    intoLanes<256>(blocks_.weights(), 256, x);
  }

  /// Blocks that are there.
  size_t size() const { return blocks_.size(); }
  const float* weightsOf(size_t block) const { return blocks_.weights() + 256 * block; }

  alignas(64) float x[256 * lanes];
  alignas(64) float importance[byImportance ? 256 * lanes : 1];

 private:
  BlockRun<256, lanes> blocks_;
};

inline size_t countSuperBlocks(const Rows& rows) { return rows.count * rows.length / 256; }

/// Weights of the squared error under importance: importance · √(variance + x²).
template <int count>
inline void fillImportanceWeights(const float* x, const float* importance, Float variance, float* weights) {
  for (int i = 0; i < count; i++) {
    const Float value = load(x + i * lanes);
    store(weights + i * lanes, load(importance + i * lanes) * squareRoot(variance + value * value));
  }
}

/// Without importance a weight counts by its square.
template <int count>
inline void fillSquareWeights(const float* x, float* weights) {
  for (int i = 0; i < count; i++) {
    const Float value = load(x + i * lanes);
    store(weights + i * lanes, value * value);
  }
}

template <int count>
inline Float sumOfSquares(const float* x) {
  Float sum = splat(0.0f);
  for (int i = 0; i < count; i++) {
    const Float value = load(x + i * lanes);
    sum = sum + value * value;
  }
  return sum;
}

template <int count>
inline Float sumInOrder(const float* values) {
  Float sum = splat(0.0f);
  for (int i = 0; i < count; i++) sum = sum + load(values + i * lanes);
  return sum;
}

}  // namespace
}  // namespace mf
