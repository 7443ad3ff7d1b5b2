// MXFP4: 32 weights, x = 2^(e − 127) · E2M1, as in the OCP microscaling formats.
#pragma once
#include "extremes.hpp"

namespace mf {
namespace {

/// floor(log2(size)) with the logarithm rounded to float32, as ggml takes it: just below a power of two
/// that rounding reaches the whole number. Float32 logarithms of magnitude 2^n … 2^(n + 1) are 2^(n − 23)
/// apart, so that 2^n · ln 2 steps of 2^-24 of the size are near enough.
inline Int floorOfLogarithm(Float size) {
  constexpr float ln2 = 0.69314718f;
  const Int bits = bitsOf(size);
  const Mask isSubnormal = isEqual(bits >> 23, splat(0));
  const Int normal = select(isSubnormal, bitsOf(toFloat(bits)), bits);
  const Int exponent = (normal >> 23) - 127 - valueWhere(isSubnormal, 149);
  const Int stepsBelow = 0x800000 - (normal & 0x7fffff);
  const Int magnitudeOfLogarithm = greater(exponent, -1 - exponent);
  const Float binade = floatOfBits(bitsOf(toFloat(magnitudeOfLogarithm)) & 0x7f800000);
  const Int nearEnough = truncate(binade * splat(ln2));
  return exponent + valueWhere(isAtMost(toFloat(stepsBelow), toFloat(nearEnough)), 1);
}

/// The largest E2M1 value is 6 = 1.5 · 2^2: its exponent comes off the block's. The byte wraps for
/// subnormal blocks.
inline Int blockExponent(Float size) {
  const Int exponent = (floorOfLogarithm(size) - 2 + 127) & 255;
  return select(isGreater(size, splat(0.0f)), exponent, splat(0));
}

/// The code of the E2M1 value nearest to `value`: 0, 0.5, 1, 1.5, 2, 3, 4 or 6 and their negatives. Of two
/// equally near ones that of lesser magnitude; −0 never appears, nor a code above `largest`.
inline Int nearestE2M1(Float value, int32_t largest) {
  const Float size = magnitude(value);
  // Above 0.75 the code is the exponent and one bit of mantissa, rounded with halves down; below 1 it is that
  // of 1.
  const Int rounded = clampInt(((bitsOf(size) + 0x1fffff) >> 22) - 2 * 126, 2, largest);
  const Mask isSomething = isGreater(size, splat(0.25f));
  const Int code = select(isGreater(size, splat(0.75f)), rounded, valueWhere(isSomething, 1));
  return code | (bitsOf(value) >> 28 & valueWhere(isSomething, 8));
}

/// 2^(253 − 127) · 4 is no float32.
constexpr int32_t overflowingExponent = 253;

void packMxfp4(const Rows& rows) {
  constexpr int blockBytes = 17;
  const size_t blocks = rows.count * rows.length / pairedWeights;
  for (size_t first = 0; first < blocks; first += lanes) {
    const BlockRun<pairedWeights, lanes> run(rows, first);
    const Int exponent = blockExponent(findExtremes(run.weights()).size());
    BlockHeaders headers;
    store(headers.bits, exponent);
    // 2^(127 − e). Exponents from 254 on come from subnormal blocks alone, whose codes are all 0.
    store(headers.factor, floatOfBits(greater(254 - exponent, splat(0)) << 23));
    uint8_t* out = rows.out + first * blockBytes;
    for (size_t block = 0; block < run.size(); block++, out += blockBytes) {
      const float* x = run.weights() + pairedWeights * block;
      // In the topmost binade the two largest values overflow, and ggml finds them infinitely far.
      const int32_t largest = headers.bits[block] == overflowingExponent ? 5 : 7;
      Int codes[pairedVectors];
      for (int i = 0; i < pairedVectors; i++) {
        codes[i] = nearestE2M1(load(x + i * lanes) * splat(headers.factor[block]), largest);
      }
      out[0] = static_cast<uint8_t>(headers.bits[block]);
      packPairedNibbles(codes, out + 1);
    }
  }
}

}  // namespace
}  // namespace mf
