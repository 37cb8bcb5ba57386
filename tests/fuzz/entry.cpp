// libFuzzer's way in. One program a target; CMake says which.
#include "fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    parley::fuzz::PARLEY_FUZZ_TARGET(parley::fuzz::Bytes(data, size));
    return 0;
}
