#include "ggml.hpp"

#include <dlfcn.h>

namespace mf {

GgmlQuantizeChunk tryGgml(const std::string& path, std::string& error) {
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  void* function = library == nullptr ? nullptr : dlsym(library, "ggml_quantize_chunk");
  if (function == nullptr) {
    const char* reason = dlerror();
    error = reason == nullptr ? "ggml_quantize_chunk is missing" : reason;
  }
  return reinterpret_cast<GgmlQuantizeChunk>(function);
}

}  // namespace mf
