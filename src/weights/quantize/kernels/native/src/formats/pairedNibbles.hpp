// 32 codes of a block: code i in the low nibble of byte i, code i + 16 in the high one.
#pragma once
#include "../lanes/lanes.hpp"

namespace mf {
namespace {

constexpr int pairedWeights = 32;
constexpr int pairedVectors = pairedWeights / lanes;

/// The low nibbles of the codes, in 16 bytes.
inline void packPairedNibbles(const Int* codes, uint8_t* to) {
  constexpr int half = pairedVectors / 2;
  Int pairs[half];
  for (int i = 0; i < half; i++) pairs[i] = (codes[i] & 15) | (codes[half + i] & 15) << 4;
  store16LowBytes(to, pairs);
}

/// Bit 4 of the codes as a field of 32 bits, code 0 lowest.
inline void packFifthBits(const Int* codes, uint8_t* to) {
  uint32_t bits = 0;
  for (int i = 0; i < pairedVectors; i++) bits |= signBits(codes[i] << 27) << (i * lanes);
  __builtin_memcpy(to, &bits, sizeof bits);
}

}  // namespace
}  // namespace mf
