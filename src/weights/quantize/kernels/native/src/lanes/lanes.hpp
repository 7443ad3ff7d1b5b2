// The lane primitives, which each header beside this one defines for its instruction set:
//
//   Float, Int, Mask       one value a lane; + − · / and bit operators as on scalars
//   lanes                  how many there are
//   lesser, greater        a < b ? a : b and a > b ? a : b, which is what x86 does with NaN
//   nearestEven            for |a| ≤ 2^22 at least
//   truncate               float to int; what does not fit gives INT32_MIN, as on x86
//   lookup8                table[index] for a table of eight floats
//   laneBits, signBits     a bit a lane: whether the mask is set, whether the int is negative
//   store16LowBytes        the low bytes of 16 / lanes vectors, in order; likewise store32LowBytes
//   transpose              rows become columns
//
// Everything lies in an unnamed namespace and is inlined: a function that the linker shared between
// instruction sets would fault on the lesser machine.
#pragma once

#if defined(MF_LANES_AVX512)
#include "avx512.hpp"
#elif defined(MF_LANES_AVX2)
#include "avx2.hpp"
#elif defined(MF_LANES_NEON)
#include "neon.hpp"
#elif defined(MF_LANES_WASM)
#include "wasmSimd.hpp"
#else
#include "generic.hpp"
#endif

namespace mf {
namespace {

/// Searches run side by side, since each is a chain of operations that wait for one another.
constexpr int interleave = 2;

inline Float splatCount(int value) { return splat(static_cast<float>(value)); }

inline Mask noLane() { return isLess(splat(0.0f), splat(0.0f)); }

inline Float negative(Float a) { return floatOfBits(bitsOf(a) ^ INT32_MIN); }

/// 1 / a, and 0 for 0, the guard of every block format.
inline Float inverseOrZero(Float a) { return select(isEqual(a, splat(0.0f)), splat(0.0f), splat(1.0f) / a); }

/// ggml's nearest_int: nearest even for |a| ≤ 2^22. Beyond that it wraps (infinity → −4194304, NaN → 0),
/// and blocks of subnormal weights do get there.
inline Int nearestInt(Float a) { return (bitsOf(a + splat(12582912.0f)) & 0x7fffff) - 0x400000; }

inline Int clampInt(Int value, int32_t low, int32_t high) {
  return greater(lesser(value, splat(high)), splat(low));
}

/// How a search turns positions into levels.
enum class Rounding {
  /// As floats: fast, and ggml's result where all positions are numbers up to 2^22.
  plain,
  /// As nearestInt, whatever the positions.
  wrapping,
};

template <Rounding rounding>
inline Float levelAt(Float position, int low, int high) {
  if constexpr (rounding == Rounding::wrapping) {
    return toFloat(clampInt(nearestInt(position), low, high));
  } else {
    return greater(lesser(nearestEven(position), splatCount(high)), splatCount(low));
  }
}

/// The largest position that plain rounding is right for, with a margin for the rounding of positions.
constexpr float largestPlainPosition = 4194303.0f;

}  // namespace
}  // namespace mf
