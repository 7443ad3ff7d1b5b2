#pragma once
#include <dlfcn.h>

namespace mf {

/// Node unloads an addon with the last worker that used it, but the threads of the pool go on living in its
/// code.
inline void pinLibrary() {
  Dl_info self;
  if (dladdr(reinterpret_cast<const void*>(&pinLibrary), &self) != 0)
    dlopen(self.dli_fname, RTLD_NOW | RTLD_NODELETE);
}

}  // namespace mf
