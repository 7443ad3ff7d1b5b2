// Q4_0, Q5_0, Q4_1 and Q5_1 under importance: the searches of the K-quants on blocks of 32.
#pragma once
#include "../fit/affine.hpp"
#include "../fit/symmetric.hpp"
#include "../rows.hpp"
#include "pairedNibbles.hpp"

namespace mf {
namespace {

/// The mean square of each row, which stands for the variance of all its blocks. A row a lane.
inline void meanSquares(const Rows& rows, float* to) {
  constexpr size_t columns = 32;
  for (size_t row = 0; row < rows.count; row += lanes) {
    Float sum = splat(0.0f);
    for (size_t at = 0; at < rows.length; at += columns) {
      alignas(64) float tile[lanes * columns];
      alignas(64) float x[lanes * columns];
      for (size_t lane = 0; lane < lanes; lane++) {
        const size_t source = row + lane < rows.count ? row + lane : row;
        const float* from = readWeights(rows, source * rows.length + at, columns, tile + lane * columns);
        if (from != tile + lane * columns)
          __builtin_memcpy(tile + lane * columns, from, columns * sizeof(float));
      }
      intoLanes<columns>(tile, columns, x);
      for (size_t i = 0; i < columns; i++) {
        const Float value = load(x + i * lanes);
        sum = sum + value * value;
      }
    }
    alignas(64) float means[lanes];
    store(means, sum / splat(static_cast<float>(rows.length)));
    for (size_t lane = 0; lane < lanes && row + lane < rows.count; lane++) to[row + lane] = means[lane];
  }
}

constexpr int weightedBlocks = lanes * interleave;
constexpr int weightedValues = pairedWeights * lanes;

/// A run of blocks in lanes with their weights in the error.
struct WeightedRun {
  alignas(64) float x[interleave * weightedValues];
  alignas(64) float weights[interleave * weightedValues];
};

inline void fillWeightedRun(const Rows& rows, size_t first, const float* blocks, const float* rowVariance,
                            WeightedRun& run) {
  const size_t perRow = rows.length / pairedWeights;
  alignas(64) float importance[interleave * weightedValues];
  gatherImportance<pairedWeights, weightedBlocks>(rows, first, importance);
  for (int g = 0; g < interleave; g++) {
    const int at = g * weightedValues;
    alignas(64) float columns[weightedValues];
    alignas(64) float variance[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      const size_t row = (first + g * lanes + lane) / perRow;
      variance[lane] = rowVariance[row < rows.count ? row : rows.count - 1];
    }
    intoLanes<pairedWeights>(blocks + at, pairedWeights, run.x + at);
    intoLanes<pairedWeights>(importance + at, pairedWeights, columns);
    fillImportanceWeights<pairedWeights>(run.x + at, columns, load(variance), run.weights + at);
  }
}

/// What a search leaves of each block of a run: its first fields, and how its weights become codes.
struct WeightedBlocks {
  int32_t bits[weightedBlocks];
  alignas(64) float inverse[weightedBlocks];
  alignas(64) float origin[weightedBlocks];
};

/// x = (code − levels) · scale.
template <int codeBits>
struct WeightedSymmetric {
  static constexpr int bits = codeBits;
  static constexpr int headerBytes = 2;
  static constexpr int levels = 1 << (bits - 1);
  static constexpr int low = -levels;
  static constexpr int high = levels - 1;

  static void fit(const WeightedRun& run, WeightedBlocks& blocks) {
    SymmetricFit found[interleave];
    fitSymmetric<Rounding::plain, pairedWeights, levels, interleave>(run.x, run.weights, found);
    for (int g = 0; g < interleave; g++) {
      // An empty block has code 0 throughout; only an infinite position, which wraps, is clamped to it.
      store(blocks.inverse + g * lanes, select(found[g].isEmpty, splat(1.0f), found[g].inverse));
      store(blocks.origin + g * lanes, select(found[g].isEmpty, splat(__builtin_inff()), splat(0.0f)));
      store(blocks.bits + g * lanes, toFloat16(found[g].scale));
    }
  }
};

/// x = code · scale + min.
template <int codeBits>
struct WeightedAffine {
  static constexpr int bits = codeBits;
  static constexpr int headerBytes = 4;
  static constexpr int low = 0;
  static constexpr int high = (1 << bits) - 1;

  static void fit(const WeightedRun& run, WeightedBlocks& blocks) {
    static constexpr AffineSearch<pairedWeights, high, 36> search{-0.9f, 0.05f};
    AffineFit found[interleave];
    fitAffine<interleave>(search, run.x, run.weights, found);
    for (int g = 0; g < interleave; g++) {
      store(blocks.inverse + g * lanes, found[g].inverse);
      store(blocks.origin + g * lanes, found[g].origin);
      store(blocks.bits + g * lanes, toFloat16(found[g].scale) | toFloat16(negative(found[g].offset)) << 16);
    }
  }
};

template <class Format>
inline void packWeightedBlock(const float* x, const WeightedBlocks& found, size_t block, uint8_t* out) {
  Int codes[pairedVectors];
  for (int i = 0; i < pairedVectors; i++) {
    const Float position = splat(found.inverse[block]) * (load(x + i * lanes) - splat(found.origin[block]));
    codes[i] = clampInt(nearestInt(position), Format::low, Format::high) - Format::low;
  }
  __builtin_memcpy(out, &found.bits[block], Format::headerBytes);
  if (Format::bits == 5) packFifthBits(codes, out + Format::headerBytes);
  packPairedNibbles(codes, out + Format::headerBytes + (Format::bits == 5 ? 4 : 0));
}

/// Packs rows whose mean squares fit `variance`.
template <class Format>
inline void packWeightedRows(const Rows& rows, const float* variance) {
  constexpr int blockBytes = Format::headerBytes + (Format::bits == 5 ? 4 : 0) + 16;
  const size_t blocks = rows.count * rows.length / pairedWeights;
  for (size_t first = 0; first < blocks; first += weightedBlocks) {
    const BlockRun<pairedWeights, weightedBlocks> run(rows, first);
    WeightedRun weighted;
    WeightedBlocks found;
    fillWeightedRun(rows, first, run.weights(), variance, weighted);
    Format::fit(weighted, found);
    uint8_t* out = rows.out + first * blockBytes;
    for (size_t block = 0; block < run.size(); block++, out += blockBytes) {
      packWeightedBlock<Format>(run.weights() + pairedWeights * block, found, block, out);
    }
  }
}

template <class Format>
void packWeighted(const Rows& rows) {
  constexpr int blockBytes = Format::headerBytes + (Format::bits == 5 ? 4 : 0) + 16;
  constexpr size_t rowsAtOnce = 64;
  const size_t weightBytes = sourceBytes(rows.sourceType);
  for (size_t row = 0; row < rows.count; row += rowsAtOnce) {
    float variance[rowsAtOnce];
    Rows part = rows;
    part.count = rows.count - row < rowsAtOnce ? rows.count - row : rowsAtOnce;
    part.weights = static_cast<const uint8_t*>(rows.weights) + row * rows.length * weightBytes;
    part.out = rows.out + row * rows.length / pairedWeights * blockBytes;
    meanSquares(part, variance);
    packWeightedRows<Format>(part, variance);
  }
}

}  // namespace
}  // namespace mf
