// Codes of 256 weights, a byte each, packed as the K-quants keep them: eight at a time in a word.
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace mf {
namespace {

inline uint64_t wordAt(const uint8_t* from) {
  uint64_t word;
  __builtin_memcpy(&word, from, sizeof word);
  return word;
}

inline void storeWord(uint8_t* to, uint64_t word) { __builtin_memcpy(to, &word, sizeof word); }

/// The same byte in all eight places.
constexpr uint64_t everyByte(uint8_t byte) { return byte * 0x0101010101010101u; }

/// Low nibbles in chunks of 64 codes, those of the second 32 in the high halves.
inline void packNibbles(const uint8_t* codes, uint8_t* to) {
  for (int chunk = 0; chunk < 4; chunk++) {
    for (int i = 0; i < 32; i += 8) {
      const uint64_t low = wordAt(codes + 64 * chunk + i) & everyByte(15);
      const uint64_t high = wordAt(codes + 64 * chunk + 32 + i) & everyByte(15);
      storeWord(to + 32 * chunk + i, low | high << 4);
    }
  }
}

/// Bit `bit` of the codes: bit g of byte i is that of code 32 g + i.
template <int bit>
inline void packBit(const uint8_t* codes, uint8_t* to) {
  for (int i = 0; i < 32; i += 8) {
    uint64_t packed = 0;
    for (int group = 0; group < 8; group++)
      packed |= (wordAt(codes + 32 * group + i) >> bit & everyByte(1)) << group;
    storeWord(to + i, packed);
  }
}

/// The two low bits of the codes: each half of 128 fills 32 bytes, a byte holds codes 32 apart.
inline void packTwoBits(const uint8_t* codes, uint8_t* to) {
  for (int half = 0; half < 2; half++) {
    for (int i = 0; i < 32; i += 8) {
      uint64_t packed = 0;
      for (int quarter = 0; quarter < 4; quarter++) {
        packed |= (wordAt(codes + 128 * half + 32 * quarter + i) & everyByte(3)) << (2 * quarter);
      }
      storeWord(to + 32 * half + i, packed);
    }
  }
}

}  // namespace
}  // namespace mf
