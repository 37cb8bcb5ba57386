#include "planner/tools/vectors.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace parley::planner {
namespace {

std::optional<std::uint32_t> read_number(std::string_view bytes, std::size_t at) {
    if (at + 4 > bytes.size()) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t k = 4; k-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + k]);
    return value;
}

}  // namespace

float dot(const float* a, const float* b) {
    std::array<float, 4> sums{};  // Four at once, so that the compiler may use wide registers.
    for (std::size_t k = 0; k < WordVectors::dimensions; k += sums.size()) {
        for (std::size_t lane = 0; lane < sums.size(); ++lane) sums[lane] += a[k + lane] * b[k + lane];
    }
    return sums[0] + sums[1] + sums[2] + sums[3];
}

Result<WordVectors> WordVectors::parse(std::string_view bytes) {
    constexpr std::size_t head = 16;
    const Error broken{Fault::invalid, "These are no word vectors.", ""};
    const auto count = read_number(bytes, 4);
    const auto width = read_number(bytes, 8);
    const auto letters = read_number(bytes, 12);
    if (!bytes.starts_with("PWV1") || !letters || *width != dimensions) return broken;
    const std::size_t numbers_at = head + *letters;
    if (bytes.size() != numbers_at + std::size_t{*count} * dimensions) return broken;
    WordVectors out;
    out.numbers_.reserve(std::size_t{*count} * dimensions);
    std::size_t from = head;
    for (std::uint32_t word = 0; word < *count; ++word) {
        const auto end = bytes.find('\n', from);
        if (end == std::string_view::npos || end >= numbers_at) return broken;
        out.rank_.emplace(std::string(bytes.substr(from, end - from)), word);
        from = end + 1;
        const auto* row = bytes.data() + numbers_at + std::size_t{word} * dimensions;
        float length = 0;
        for (std::size_t k = 0; k < dimensions; ++k) {
            const auto number = static_cast<float>(static_cast<signed char>(row[k]));
            out.numbers_.push_back(number);
            length += number * number;
        }
        length = std::sqrt(std::max(length, 1.0F));
        for (std::size_t k = 0; k < dimensions; ++k) out.numbers_[out.numbers_.size() - 1 - k] /= length;
    }
    return out;
}

std::optional<std::size_t> WordVectors::rank(std::string_view word) const {
    const auto found = rank_.find(word);
    if (found == rank_.end()) return std::nullopt;
    return found->second;
}

const float* WordVectors::find(std::string_view word) const {
    const auto found = rank_.find(word);
    return found == rank_.end() ? nullptr : numbers_.data() + std::size_t{found->second} * dimensions;
}

float WordVectors::weight(std::string_view word) const {
    constexpr float unknown = 11.0F;
    const auto place = rank(word);
    return place ? std::log(static_cast<float>(*place) + 3.0F) : unknown;  // Zipf: frequency falls with the place.
}

}  // namespace parley::planner
