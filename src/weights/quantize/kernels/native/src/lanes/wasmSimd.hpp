// Four lanes of WebAssembly SIMD.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <wasm_simd128.h>

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

inline Float splat(float value) { return (Float)wasm_f32x4_splat(value); }
inline Int splat(int32_t value) { return (Int)wasm_i32x4_splat(value); }
inline Float load(const float* from) { return (Float)wasm_v128_load(from); }
inline void store(float* to, Float value) { wasm_v128_store(to, (v128_t)value); }
inline void store(int32_t* to, Int value) { wasm_v128_store(to, (v128_t)value); }

inline Float squareRoot(Float a) { return (Float)wasm_f32x4_sqrt((v128_t)a); }
// pmin and pmax are x86's MINPS and MAXPS with their operands exchanged.
inline Float lesser(Float a, Float b) { return (Float)wasm_f32x4_pmin((v128_t)b, (v128_t)a); }
inline Float greater(Float a, Float b) { return (Float)wasm_f32x4_pmax((v128_t)b, (v128_t)a); }
inline Float magnitude(Float a) { return (Float)wasm_f32x4_abs((v128_t)a); }
inline Float nearestEven(Float a) { return (Float)wasm_f32x4_nearest((v128_t)a); }

inline Float toFloat(Int a) { return (Float)wasm_f32x4_convert_i32x4((v128_t)a); }
inline Int lesser(Int a, Int b) { return (Int)wasm_i32x4_min((v128_t)a, (v128_t)b); }
inline Int greater(Int a, Int b) { return (Int)wasm_i32x4_max((v128_t)a, (v128_t)b); }

inline bool hasAny(Mask a) { return wasm_v128_any_true((v128_t)a); }
inline uint32_t laneBits(Mask a) { return static_cast<uint32_t>(wasm_i32x4_bitmask((v128_t)a)); }
inline Float select(Mask mask, Float then, Float otherwise) {
  return (Float)wasm_v128_bitselect((v128_t)then, (v128_t)otherwise, (v128_t)mask);
}
inline Int select(Mask mask, Int then, Int otherwise) {
  return (Int)wasm_v128_bitselect((v128_t)then, (v128_t)otherwise, (v128_t)mask);
}
inline Int truncate(Float a) {
  const Mask fits = isLess(magnitude(a), splat(2147483648.0f));
  return select(fits, (Int)wasm_i32x4_trunc_sat_f32x4((v128_t)a), splat(INT32_MIN));
}

inline Float lookup8(const float* table, Int index) {
  // Byte numbers of the entry; a swizzle gives 0 for numbers past its 16 bytes, so the halves are ORed.
  const v128_t bytes = (v128_t)(index * 0x04040404 + 0x03020100);
  const v128_t low = wasm_i8x16_swizzle(wasm_v128_load(table), bytes);
  const v128_t high =
      wasm_i8x16_swizzle(wasm_v128_load(table + 4), wasm_i8x16_sub(bytes, wasm_i8x16_splat(16)));
  return (Float)wasm_v128_or(low, high);
}

inline void store16LowBytes(uint8_t* to, const Int* values) {
  v128_t low[4];
  for (int i = 0; i < 4; i++) low[i] = (v128_t)(values[i] & 255);
  const v128_t a = wasm_i16x8_narrow_i32x4(low[0], low[1]);
  const v128_t b = wasm_i16x8_narrow_i32x4(low[2], low[3]);
  wasm_v128_store(to, wasm_u8x16_narrow_i16x8(a, b));
}
inline void store32LowBytes(uint8_t* to, const Int* values) {
  store16LowBytes(to, values);
  store16LowBytes(to + 16, values + 4);
}
inline void storeLowHalves(uint16_t* to, Int value) {
  const v128_t low = (v128_t)(value & 0xffff);
  wasm_v128_store64_lane(to, wasm_u16x8_narrow_i32x4(low, low), 0);
}
inline Int loadHalves(const uint16_t* from) { return (Int)wasm_u32x4_load16x4(from); }

inline void transpose(Float (&rows)[lanes]) {
  const v128_t a = wasm_i32x4_shuffle((v128_t)rows[0], (v128_t)rows[1], 0, 4, 1, 5);
  const v128_t b = wasm_i32x4_shuffle((v128_t)rows[0], (v128_t)rows[1], 2, 6, 3, 7);
  const v128_t c = wasm_i32x4_shuffle((v128_t)rows[2], (v128_t)rows[3], 0, 4, 1, 5);
  const v128_t d = wasm_i32x4_shuffle((v128_t)rows[2], (v128_t)rows[3], 2, 6, 3, 7);
  rows[0] = (Float)wasm_i64x2_shuffle(a, c, 0, 2);
  rows[1] = (Float)wasm_i64x2_shuffle(a, c, 1, 3);
  rows[2] = (Float)wasm_i64x2_shuffle(b, d, 0, 2);
  rows[3] = (Float)wasm_i64x2_shuffle(b, d, 1, 3);
}

}  // namespace
}  // namespace mf

#include "softFloat16.hpp"
