#pragma once
// Word vectors: which words mean about the same. Read-only and shared; the bytes are loaded by the caller, for the
// planner reads no files. Without them (an empty one) everything works, only less well.

#include "base/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace parley::planner {

class WordVectors {
public:
    static constexpr std::size_t dimensions = 100;
    using Vector = std::array<float, dimensions>;

    WordVectors() = default;
    static Result<WordVectors> parse(std::string_view bytes);  // As learn/make_vectors.mjs writes them.

    std::size_t size() const { return rank_.size(); }
    const float* find(std::string_view word) const;  // Of length one; null for a word that is not known.

    // The place of the word among all words by frequency; none for a word that is not known.
    std::optional<std::size_t> rank(std::string_view word) const;

    // How much a word says by itself, from its frequency in English: about 1 for "the", 10 for a word nobody knows.
    float weight(std::string_view word) const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> rank_;
    std::vector<float> numbers_;
};

float dot(const float* a, const float* b);

}  // namespace parley::planner
