// ggml's own quantizer, from the shared library of an installation of llama.cpp.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace mf {

/// ggml_quantize_chunk of ggml.h.
using GgmlQuantizeChunk = size_t (*)(int32_t type, const float* source, void* out, int64_t start,
                                     int64_t rows, int64_t rowLength, const float* importance);

/// Null, with the reason in `error`, when the library cannot be opened or lacks the function.
GgmlQuantizeChunk tryGgml(const std::string& path, std::string& error);

}  // namespace mf
