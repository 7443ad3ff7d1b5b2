// Every type that is packed here. One translation unit includes this for each instruction set.
#pragma once
#include "formats/casts.hpp"
#include "formats/iq4.hpp"
#include "formats/mxfp4.hpp"
#include "formats/q2K.hpp"
#include "formats/q3K.hpp"
#include "formats/q4K.hpp"
#include "formats/q6K.hpp"
#include "formats/rounded.hpp"
#include "formats/weighted.hpp"

namespace mf {
namespace {

/// Numbers, weights and bytes of blocks as in ggml (ggml.h, ggml-common.h).
constexpr Format formats[] = {
    {0, 1, 4, castRows<IntoFloat32>, castRows<IntoFloat32>},
    {1, 1, 2, castRows<IntoFloat16>, castRows<IntoFloat16>},
    {2, 32, 18, packSymmetric<4>, packWeighted<WeightedSymmetric<4>>},
    {3, 32, 20, packAffine<4>, packWeighted<WeightedAffine<4>>},
    {6, 32, 22, packSymmetric<5>, packWeighted<WeightedSymmetric<5>>},
    {7, 32, 24, packAffine<5>, packWeighted<WeightedAffine<5>>},
    {8, 32, 34, packQ8_0, packQ8_0},
    {10, 256, 84, packQ2K<false>, packQ2K<true>},
    {11, 256, 110, packQ3K, packQ3KByImportance},
    {12, 256, 144, packQ4K<4, false>, packQ4K<4, true>},
    {13, 256, 176, packQ4K<5, false>, packQ4K<5, true>},
    {14, 256, 210, packQ6K<false>, packQ6K<true>},
    {20, 32, 18, packIq4Nl<false>, packIq4Nl<true>},
    {23, 256, 136, packIq4Xs<false>, packIq4Xs<true>},
    {30, 1, 2, castRows<IntoBfloat16>, castRows<IntoBfloat16>},
    {39, 32, 17, packMxfp4, packMxfp4},
};

constexpr size_t formatCount = sizeof formats / sizeof formats[0];

}  // namespace
}  // namespace mf
