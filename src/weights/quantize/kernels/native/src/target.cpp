// The formats of one instruction set: MF_TARGET names the object, MF_TARGET_NAME is what people call it.
#include "formats.hpp"
#include "nonFinite.hpp"

namespace mf {

extern const Target MF_TARGET;
const Target MF_TARGET = {MF_TARGET_NAME, formats, formatCount, findNonFinite};

}  // namespace mf
