// Sixteen lanes of AVX-512 (F, BW, DQ, VL). Masks live in mask registers.
#pragma once
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

namespace mf {
namespace {

constexpr int lanes = 16;

typedef __m512 Float;
typedef int32_t Int __attribute__((vector_size(64)));
typedef __mmask16 Mask;

inline Float splat(float value) { return _mm512_set1_ps(value); }
inline Int splat(int32_t value) { return (Int)_mm512_set1_epi32(value); }
inline Float load(const float* from) { return _mm512_loadu_ps(from); }
inline void store(float* to, Float value) { _mm512_storeu_ps(to, value); }
inline void store(int32_t* to, Int value) { _mm512_storeu_si512(to, (__m512i)value); }

inline Float squareRoot(Float a) { return _mm512_sqrt_ps(a); }
inline Float lesser(Float a, Float b) { return _mm512_min_ps(a, b); }
inline Float greater(Float a, Float b) { return _mm512_max_ps(a, b); }
inline Float magnitude(Float a) { return _mm512_abs_ps(a); }
inline Float nearestEven(Float a) {
  return _mm512_roundscale_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}

inline Int bitsOf(Float a) { return (Int)_mm512_castps_si512(a); }
inline Float floatOfBits(Int a) { return _mm512_castsi512_ps((__m512i)a); }
inline Float toFloat(Int a) { return _mm512_cvtepi32_ps((__m512i)a); }
inline Int truncate(Float a) { return (Int)_mm512_cvttps_epi32(a); }
inline Int lesser(Int a, Int b) { return (Int)_mm512_min_epi32((__m512i)a, (__m512i)b); }
inline Int greater(Int a, Int b) { return (Int)_mm512_max_epi32((__m512i)a, (__m512i)b); }

inline Mask isGreater(Float a, Float b) { return _mm512_cmp_ps_mask(a, b, _CMP_GT_OQ); }
inline Mask isAtMost(Float a, Float b) { return _mm512_cmp_ps_mask(a, b, _CMP_LE_OQ); }
inline Mask isLess(Float a, Float b) { return _mm512_cmp_ps_mask(a, b, _CMP_LT_OQ); }
inline Mask isEqual(Float a, Float b) { return _mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ); }
inline Mask isEqual(Int a, Int b) { return _mm512_cmpeq_epi32_mask((__m512i)a, (__m512i)b); }
inline Mask both(Mask a, Mask b) { return a & b; }
inline Mask either(Mask a, Mask b) { return a | b; }
inline Mask isNot(Mask a) { return static_cast<Mask>(~a); }
inline bool hasAny(Mask a) { return a != 0; }
inline uint32_t laneBits(Mask a) { return a; }
inline uint32_t signBits(Int a) { return _mm512_movepi32_mask((__m512i)a); }
inline Float select(Mask mask, Float then, Float otherwise) {
  return _mm512_mask_blend_ps(mask, otherwise, then);
}
inline Int select(Mask mask, Int then, Int otherwise) {
  return (Int)_mm512_mask_blend_epi32(mask, (__m512i)otherwise, (__m512i)then);
}
inline Int valueWhere(Mask mask, int32_t value) { return (Int)_mm512_maskz_set1_epi32(mask, value); }

inline Float lookup8(const float* table, Int index) {
  return _mm512_permutexvar_ps((__m512i)index, _mm512_castps256_ps512(_mm256_loadu_ps(table)));
}

inline void store16LowBytes(uint8_t* to, const Int* values) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm512_cvtepi32_epi8((__m512i)values[0]));
}
inline void store32LowBytes(uint8_t* to, const Int* values) {
  store16LowBytes(to, values);
  store16LowBytes(to + 16, values + 1);
}

inline void storeLowHalves(uint16_t* to, Int value) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm512_cvtepi32_epi16((__m512i)value));
}

inline Int loadHalves(const uint16_t* from) {
  return (Int)_mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
}

inline Float fromFloat16(Int bits) { return _mm512_cvtph_ps(_mm512_cvtepi32_epi16((__m512i)bits)); }
inline Float loadFloat16(const uint16_t* from) {
  return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
}
inline Int toFloat16(Float a) {
  return (Int)_mm512_cvtepu16_epi32(_mm512_cvtps_ph(a, _MM_FROUND_TO_NEAREST_INT));
}
inline void storeFloat16(uint16_t* to, Float a) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm512_cvtps_ph(a, _MM_FROUND_TO_NEAREST_INT));
}

inline void transpose(Float (&rows)[lanes]) {
  Float pairs[lanes];
  for (int i = 0; i < 8; i++) {
    pairs[2 * i] = _mm512_unpacklo_ps(rows[2 * i], rows[2 * i + 1]);
    pairs[2 * i + 1] = _mm512_unpackhi_ps(rows[2 * i], rows[2 * i + 1]);
  }
  // quads[4g + k]: columns k, k + 4, k + 8 and k + 12 of rows 4g … 4g + 3, one column per 128 bits.
  Float quads[lanes];
  for (int g = 0; g < 4; g++) {
    const __m512d a = _mm512_castps_pd(pairs[4 * g]);
    const __m512d b = _mm512_castps_pd(pairs[4 * g + 1]);
    const __m512d c = _mm512_castps_pd(pairs[4 * g + 2]);
    const __m512d d = _mm512_castps_pd(pairs[4 * g + 3]);
    quads[4 * g] = _mm512_castpd_ps(_mm512_unpacklo_pd(a, c));
    quads[4 * g + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(a, c));
    quads[4 * g + 2] = _mm512_castpd_ps(_mm512_unpacklo_pd(b, d));
    quads[4 * g + 3] = _mm512_castpd_ps(_mm512_unpackhi_pd(b, d));
  }
  for (int k = 0; k < 4; k++) {
    const Float evenTop = _mm512_shuffle_f32x4(quads[k], quads[4 + k], 0x88);
    const Float oddTop = _mm512_shuffle_f32x4(quads[k], quads[4 + k], 0xdd);
    const Float evenLow = _mm512_shuffle_f32x4(quads[8 + k], quads[12 + k], 0x88);
    const Float oddLow = _mm512_shuffle_f32x4(quads[8 + k], quads[12 + k], 0xdd);
    rows[k] = _mm512_shuffle_f32x4(evenTop, evenLow, 0x88);
    rows[8 + k] = _mm512_shuffle_f32x4(evenTop, evenLow, 0xdd);
    rows[4 + k] = _mm512_shuffle_f32x4(oddTop, oddLow, 0x88);
    rows[12 + k] = _mm512_shuffle_f32x4(oddTop, oddLow, 0xdd);
  }
}

}  // namespace
}  // namespace mf
