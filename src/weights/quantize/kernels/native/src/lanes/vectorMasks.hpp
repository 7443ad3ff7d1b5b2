// Masks as vectors of 0 and −1, for instruction sets that compare into ordinary registers. A lane
// header includes this after naming Float and Int.
namespace mf {
namespace {

typedef Int Mask;

/// What a scale becomes that is not a number: x86 makes such values negative, others positive. (A file with
/// such a block is refused later; its bytes are the same all the same.)
constexpr int32_t x86Nan16 = 0xfe00;

inline Mask isGreater(Float a, Float b) { return (Mask)(a > b); }
inline Mask isAtMost(Float a, Float b) { return (Mask)(a <= b); }
inline Mask isLess(Float a, Float b) { return (Mask)(a < b); }
inline Mask isEqual(Float a, Float b) { return (Mask)(a == b); }
inline Mask isEqual(Int a, Int b) { return (Mask)(a == b); }
inline Mask both(Mask a, Mask b) { return a & b; }
inline Mask either(Mask a, Mask b) { return a | b; }
inline Mask isNot(Mask a) { return ~a; }
inline Int valueWhere(Mask mask, int32_t value) { return mask & value; }

inline uint32_t laneBits(Mask a);
/// A bit a lane: whether the value is negative.
inline uint32_t signBits(Int a) { return laneBits(a); }

inline Int bitsOf(Float a) { return (Int)a; }
inline Float floatOfBits(Int a) { return (Float)a; }

}  // namespace
}  // namespace mf
