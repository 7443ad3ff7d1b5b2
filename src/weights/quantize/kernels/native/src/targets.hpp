// The instruction sets that this build has, and those of them that this processor has.
#pragma once
#include <vector>

#include "packer.hpp"

namespace mf {

/// Fastest first; the last runs everywhere.
std::vector<const Target*> availableTargets();

}  // namespace mf
