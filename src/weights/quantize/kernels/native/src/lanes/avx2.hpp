// Eight lanes of AVX2 with F16C.
#pragma once
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

namespace mf {
namespace {

constexpr int lanes = 8;

typedef __m256 Float;
typedef int32_t Int __attribute__((vector_size(32)));

}  // namespace
}  // namespace mf

#include "vectorMasks.hpp"

namespace mf {
namespace {

inline Float splat(float value) { return _mm256_set1_ps(value); }
inline Int splat(int32_t value) { return (Int)_mm256_set1_epi32(value); }
inline Float load(const float* from) { return _mm256_loadu_ps(from); }
inline void store(float* to, Float value) { _mm256_storeu_ps(to, value); }
inline void store(int32_t* to, Int value) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), (__m256i)value);
}

inline Float squareRoot(Float a) { return _mm256_sqrt_ps(a); }
inline Float lesser(Float a, Float b) { return _mm256_min_ps(a, b); }
inline Float greater(Float a, Float b) { return _mm256_max_ps(a, b); }
inline Float magnitude(Float a) { return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), a); }
inline Float nearestEven(Float a) {
  return _mm256_round_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}

inline Float toFloat(Int a) { return _mm256_cvtepi32_ps((__m256i)a); }
inline Int truncate(Float a) { return (Int)_mm256_cvttps_epi32(a); }
inline Int lesser(Int a, Int b) { return (Int)_mm256_min_epi32((__m256i)a, (__m256i)b); }
inline Int greater(Int a, Int b) { return (Int)_mm256_max_epi32((__m256i)a, (__m256i)b); }

inline bool hasAny(Mask a) { return _mm256_movemask_ps((__m256)a) != 0; }
inline uint32_t laneBits(Mask a) { return static_cast<uint32_t>(_mm256_movemask_ps((__m256)a)); }
inline Float select(Mask mask, Float then, Float otherwise) {
  return _mm256_blendv_ps(otherwise, then, (__m256)mask);
}
inline Int select(Mask mask, Int then, Int otherwise) {
  return (Int)_mm256_blendv_epi8((__m256i)otherwise, (__m256i)then, (__m256i)mask);
}

inline Float lookup8(const float* table, Int index) {
  return _mm256_permutevar8x32_ps(_mm256_loadu_ps(table), (__m256i)index);
}

inline void store16LowBytes(uint8_t* to, const Int* values) {
  const __m256i lowByte = _mm256_set1_epi32(255);
  const __m256i a = _mm256_and_si256((__m256i)values[0], lowByte);
  const __m256i b = _mm256_and_si256((__m256i)values[1], lowByte);
  const __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi32(a, b), 0xd8);
  const __m128i bytes = _mm_packus_epi16(_mm256_castsi256_si128(packed), _mm256_extracti128_si256(packed, 1));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes);
}

inline void store32LowBytes(uint8_t* to, const Int* values) {
  const __m256i lowByte = _mm256_set1_epi32(255);
  const __m256i a = _mm256_and_si256((__m256i)values[0], lowByte);
  const __m256i b = _mm256_and_si256((__m256i)values[1], lowByte);
  const __m256i c = _mm256_and_si256((__m256i)values[2], lowByte);
  const __m256i d = _mm256_and_si256((__m256i)values[3], lowByte);
  // Packing works within 128 bits, so that the groups of four come out as a b c d, a b c d.
  const __m256i packed = _mm256_packus_epi16(_mm256_packs_epi32(a, b), _mm256_packs_epi32(c, d));
  const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_permutevar8x32_epi32(packed, order));
}

inline void storeLowHalves(uint16_t* to, Int value) {
  const __m256i masked = _mm256_and_si256((__m256i)value, _mm256_set1_epi32(0xffff));
  const __m128i packed =
      _mm_packus_epi32(_mm256_castsi256_si128(masked), _mm256_extracti128_si256(masked, 1));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), packed);
}

inline Int loadHalves(const uint16_t* from) {
  return (Int)_mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}

inline Float fromFloat16(Int bits) {
  const __m256i wide = (__m256i)bits;
  return _mm256_cvtph_ps(_mm_packus_epi32(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1)));
}
inline Float loadFloat16(const uint16_t* from) {
  return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}
inline Int toFloat16(Float a) {
  return (Int)_mm256_cvtepu16_epi32(_mm256_cvtps_ph(a, _MM_FROUND_TO_NEAREST_INT));
}
inline void storeFloat16(uint16_t* to, Float a) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm256_cvtps_ph(a, _MM_FROUND_TO_NEAREST_INT));
}

inline void transpose(Float (&rows)[lanes]) {
  Float pairs[lanes];
  for (int i = 0; i < 4; i++) {
    pairs[2 * i] = _mm256_unpacklo_ps(rows[2 * i], rows[2 * i + 1]);
    pairs[2 * i + 1] = _mm256_unpackhi_ps(rows[2 * i], rows[2 * i + 1]);
  }
  // quads[4g + k]: columns k and k + 4 of rows 4g … 4g + 3, one column per 128 bits.
  Float quads[lanes];
  for (int g = 0; g < 2; g++) {
    quads[4 * g] = _mm256_shuffle_ps(pairs[4 * g], pairs[4 * g + 2], 0x44);
    quads[4 * g + 1] = _mm256_shuffle_ps(pairs[4 * g], pairs[4 * g + 2], 0xee);
    quads[4 * g + 2] = _mm256_shuffle_ps(pairs[4 * g + 1], pairs[4 * g + 3], 0x44);
    quads[4 * g + 3] = _mm256_shuffle_ps(pairs[4 * g + 1], pairs[4 * g + 3], 0xee);
  }
  for (int k = 0; k < 4; k++) {
    rows[k] = _mm256_permute2f128_ps(quads[k], quads[4 + k], 0x20);
    rows[4 + k] = _mm256_permute2f128_ps(quads[k], quads[4 + k], 0x31);
  }
}

}  // namespace
}  // namespace mf
