// Float16 conversions in integer and float lanes, for instruction sets without their own.
namespace mf {
namespace {

/// Nearest even, subnormals kept, overflow to infinity.
inline Int toFloat16(Float a) {
  const Int bits = bitsOf(a);
  const Int size = bits & 0x7fffffff;
  const Int rebased = size - ((127 - 15) << 23);
  const Int normal = (rebased + 0xfff + ((rebased >> 13) & 1)) >> 13;
  // Adding 1/2 gives a float32 whose last bit weighs 2^-24, as that of a subnormal float16.
  const Int subnormal = bitsOf(floatOfBits(size) + splat(0.5f)) - bitsOf(splat(0.5f));
  const Mask isSmall = isLess(floatOfBits(size), splat(0x1p-14f));
  const Mask isNumber = isLess(floatOfBits(size), splat(65520.0f));
  const Mask isInfinite = isAtMost(splat(65520.0f), floatOfBits(size));
  const Int special = select(isInfinite, splat(0x7c00), splat(x86Nan16));
  return select(isNumber, select(isSmall, subnormal, normal), special) | ((bits >> 16) & 0x8000);
}

inline Float fromFloat16(Int half) {
  const Int sign = (half & 0x8000) << 16;
  const Int size = half & 0x7fff;
  const Int rebased = (size << 13) + ((127 - 15) << 23);
  const Int special = rebased + ((255 - 31 - (127 - 15)) << 23);
  const Int subnormal = bitsOf(toFloat(size) * splat(0x1p-24f));
  const Mask isSpecial = isAtMost(splat(0x7c00 * 1.0f), toFloat(size));
  const Mask isSmall = isLess(toFloat(size), splat(0x0400 * 1.0f));
  return floatOfBits(select(isSpecial, special, select(isSmall, subnormal, rebased)) | sign);
}

inline Float loadFloat16(const uint16_t* from) { return fromFloat16(loadHalves(from)); }
inline void storeFloat16(uint16_t* to, Float a) { storeLowHalves(to, toFloat16(a)); }

}  // namespace
}  // namespace mf
