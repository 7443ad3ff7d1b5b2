#include "targets.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace mf {

extern const Target genericTarget;

#if defined(__x86_64__)

extern const Target avx2Target;
extern const Target avx512Target;

namespace {

/// Not among the features that every compiler's __builtin_cpu_supports knows.
bool hasF16c() {
  unsigned int a, b, c, d;
  return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_F16C) != 0;
}

bool hasAvx2() { return __builtin_cpu_supports("avx2") && hasF16c(); }

bool hasAvx512() {
  return hasAvx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}

}  // namespace

std::vector<const Target*> availableTargets() {
  __builtin_cpu_init();
  std::vector<const Target*> targets;
  if (hasAvx512()) targets.push_back(&avx512Target);
  if (hasAvx2()) targets.push_back(&avx2Target);
  targets.push_back(&genericTarget);
  return targets;
}

#elif defined(__aarch64__)

extern const Target neonTarget;

std::vector<const Target*> availableTargets() { return {&neonTarget, &genericTarget}; }

#else

std::vector<const Target*> availableTargets() { return {&genericTarget}; }

#endif

}  // namespace mf
