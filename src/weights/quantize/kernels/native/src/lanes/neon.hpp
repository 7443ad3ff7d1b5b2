// Four lanes of AArch64 NEON.
#pragma once
#include <arm_neon.h>
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

inline Float splat(float value) { return (Float)vdupq_n_f32(value); }
inline Int splat(int32_t value) { return (Int)vdupq_n_s32(value); }
inline Float load(const float* from) { return (Float)vld1q_f32(from); }
inline void store(float* to, Float value) { vst1q_f32(to, (float32x4_t)value); }
inline void store(int32_t* to, Int value) { vst1q_s32(to, (int32x4_t)value); }

inline Float select(Mask mask, Float then, Float otherwise) {
  return (Float)vbslq_f32((uint32x4_t)mask, (float32x4_t)then, (float32x4_t)otherwise);
}
inline Int select(Mask mask, Int then, Int otherwise) {
  return (Int)vbslq_s32((uint32x4_t)mask, (int32x4_t)then, (int32x4_t)otherwise);
}

inline Float squareRoot(Float a) { return (Float)vsqrtq_f32((float32x4_t)a); }
// NEON's own minimum and maximum treat NaN otherwise than x86's.
inline Float lesser(Float a, Float b) { return select(a < b, a, b); }
inline Float greater(Float a, Float b) { return select(a > b, a, b); }
inline Float magnitude(Float a) { return (Float)vabsq_f32((float32x4_t)a); }
inline Float nearestEven(Float a) { return (Float)vrndnq_f32((float32x4_t)a); }

inline Float toFloat(Int a) { return (Float)vcvtq_f32_s32((int32x4_t)a); }
inline Int truncate(Float a) {
  const Mask fits = isLess(magnitude(a), splat(2147483648.0f));
  return select(fits, (Int)vcvtq_s32_f32((float32x4_t)a), splat(INT32_MIN));
}
inline Int lesser(Int a, Int b) { return (Int)vminq_s32((int32x4_t)a, (int32x4_t)b); }
inline Int greater(Int a, Int b) { return (Int)vmaxq_s32((int32x4_t)a, (int32x4_t)b); }

inline bool hasAny(Mask a) { return vmaxvq_u32((uint32x4_t)a) != 0; }
inline uint32_t laneBits(Mask a) {
  const uint32x4_t places = {1, 2, 4, 8};
  return vaddvq_u32(vandq_u32((uint32x4_t)(a >> 31), places));
}

inline Float lookup8(const float* table, Int index) {
  const uint8x16x2_t bytes = {{(uint8x16_t)vld1q_f32(table), (uint8x16_t)vld1q_f32(table + 4)}};
  return (Float)vqtbl2q_u8(bytes, (uint8x16_t)(index * 0x04040404 + 0x03020100));
}

inline void store16LowBytes(uint8_t* to, const Int* values) {
  const uint16x8_t a = vuzp1q_u16((uint16x8_t)values[0], (uint16x8_t)values[1]);
  const uint16x8_t b = vuzp1q_u16((uint16x8_t)values[2], (uint16x8_t)values[3]);
  vst1q_u8(to, vuzp1q_u8((uint8x16_t)a, (uint8x16_t)b));
}
inline void store32LowBytes(uint8_t* to, const Int* values) {
  store16LowBytes(to, values);
  store16LowBytes(to + 16, values + 4);
}
inline void storeLowHalves(uint16_t* to, Int value) { vst1_u16(to, vmovn_u32((uint32x4_t)value)); }
inline Int loadHalves(const uint16_t* from) { return (Int)vmovl_u16(vld1_u16(from)); }

inline Float fromFloat16(Int bits) { return (Float)vcvt_f32_f16((float16x4_t)vmovn_u32((uint32x4_t)bits)); }
inline Float loadFloat16(const uint16_t* from) { return (Float)vcvt_f32_f16((float16x4_t)vld1_u16(from)); }
inline Int toFloat16(Float a) {
  const Int bits = (Int)vmovl_u16((uint16x4_t)vcvt_f16_f32((float32x4_t)a));
  return select(isEqual(a, a), bits, splat(x86Nan16));
}
inline void storeFloat16(uint16_t* to, Float a) { vst1_u16(to, (uint16x4_t)vcvt_f16_f32((float32x4_t)a)); }

inline void transpose(Float (&rows)[lanes]) {
  const float32x4x2_t ab = vtrnq_f32((float32x4_t)rows[0], (float32x4_t)rows[1]);
  const float32x4x2_t cd = vtrnq_f32((float32x4_t)rows[2], (float32x4_t)rows[3]);
  rows[0] = (Float)vcombine_f32(vget_low_f32(ab.val[0]), vget_low_f32(cd.val[0]));
  rows[1] = (Float)vcombine_f32(vget_low_f32(ab.val[1]), vget_low_f32(cd.val[1]));
  rows[2] = (Float)vcombine_f32(vget_high_f32(ab.val[0]), vget_high_f32(cd.val[0]));
  rows[3] = (Float)vcombine_f32(vget_high_f32(ab.val[1]), vget_high_f32(cd.val[1]));
}

}  // namespace
}  // namespace mf
