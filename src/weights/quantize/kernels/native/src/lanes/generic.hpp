// Four lanes in the compiler's own vectors: whatever the machine has, or plain scalars.
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace mf {
namespace {

constexpr int lanes = 4;

typedef float Float __attribute__((vector_size(16)));
typedef int32_t Int __attribute__((vector_size(16)));

}  // namespace
}  // namespace mf

#include "vectorMasks.hpp"

namespace mf {
namespace {

inline Float splat(float value) { return Float{value, value, value, value}; }
inline Int splat(int32_t value) { return Int{value, value, value, value}; }
inline Float load(const float* from) { return Float{from[0], from[1], from[2], from[3]}; }
inline void store(float* to, Float value) { __builtin_memcpy(to, &value, sizeof value); }
inline void store(int32_t* to, Int value) { __builtin_memcpy(to, &value, sizeof value); }

inline Float select(Mask mask, Float then, Float otherwise) {
  return (Float)((mask & (Int)then) | (~mask & (Int)otherwise));
}
inline Int select(Mask mask, Int then, Int otherwise) { return (mask & then) | (~mask & otherwise); }

inline Float squareRoot(Float a) {
  return Float{__builtin_sqrtf(a[0]), __builtin_sqrtf(a[1]), __builtin_sqrtf(a[2]), __builtin_sqrtf(a[3])};
}
inline Float lesser(Float a, Float b) { return select(a < b, a, b); }
inline Float greater(Float a, Float b) { return select(a > b, a, b); }
inline Float magnitude(Float a) { return (Float)((Int)a & 0x7fffffff); }
inline Float nearestEven(Float a) { return (a + 12582912.0f) - 12582912.0f; }

inline Float toFloat(Int a) { return __builtin_convertvector(a, Float); }
inline Int truncate(Float a) {
  const Mask fits = magnitude(a) < 2147483648.0f;
  return select(fits, __builtin_convertvector(select(fits, a, Float{}), Int), splat(INT32_MIN));
}
inline Int lesser(Int a, Int b) { return select(a < b, a, b); }
inline Int greater(Int a, Int b) { return select(a > b, a, b); }

inline bool hasAny(Mask a) { return (a[0] | a[1] | a[2] | a[3]) != 0; }
inline uint32_t laneBits(Mask a) {
  const auto bit = [&](int lane) { return a[lane] < 0 ? 1u << lane : 0u; };
  return bit(0) | bit(1) | bit(2) | bit(3);
}

inline Float lookup8(const float* table, Int index) {
  return Float{table[index[0]], table[index[1]], table[index[2]], table[index[3]]};
}

inline void store16LowBytes(uint8_t* to, const Int* values) {
  for (int i = 0; i < 16; i++) to[i] = static_cast<uint8_t>(values[i / lanes][i % lanes]);
}
inline void store32LowBytes(uint8_t* to, const Int* values) {
  store16LowBytes(to, values);
  store16LowBytes(to + 16, values + 4);
}
inline void storeLowHalves(uint16_t* to, Int value) {
  for (int i = 0; i < lanes; i++) to[i] = static_cast<uint16_t>(value[i]);
}
inline Int loadHalves(const uint16_t* from) { return Int{from[0], from[1], from[2], from[3]}; }

inline void transpose(Float (&rows)[lanes]) {
  const Float a = rows[0], b = rows[1], c = rows[2], d = rows[3];
  for (int i = 0; i < lanes; i++) rows[i] = Float{a[i], b[i], c[i], d[i]};
}

}  // namespace
}  // namespace mf

#include "softFloat16.hpp"
