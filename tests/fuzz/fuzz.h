#pragma once
// What the bytes of strangers meet first, one function each. libFuzzer calls them with bytes of its own making
// (entry.cpp), the test with those that were kept (corpus_test.cpp). A promise that does not hold is thrown, which
// ends a fuzzer and fails the test.

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace parley::fuzz {

using Bytes = std::span<const std::uint8_t>;

void url(Bytes bytes);               // A URL, and in a last line of its own what its name leads to.
void sse(Bytes bytes);               // One byte that says how the stream is cut, then the stream.
void http_reply(Bytes bytes);        // Likewise, of an HTTP reply.
void json_rpc(Bytes bytes);          // Header lines, a blank line, and the body of an MCP server's reply.
void www_authenticate(Bytes bytes);  // Headers, one a line.
void fernet(Bytes bytes);            // A token, or what to seal and where to damage it.
void proposal(Bytes bytes);          // A language model's reply.
void lua(Bytes bytes);               // A plugin's source, a value to build, or a pattern.

struct Target {
    const char* name;
    void (*run)(Bytes bytes);
};
inline constexpr Target targets[] = {{"url", url},
                                     {"sse", sse},
                                     {"http_reply", http_reply},
                                     {"json_rpc", json_rpc},
                                     {"www_authenticate", www_authenticate},
                                     {"fernet", fernet},
                                     {"proposal", proposal},
                                     {"lua", lua}};

inline void must(bool holds, const char* promise) {
    if (!holds) throw std::logic_error(std::string("A promise was broken: ") + promise);
}

inline std::string_view text_of(Bytes bytes) {
    return bytes.empty() ? std::string_view()
                         : std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

// The text in pieces whose sizes follow from the seed: from single bytes to more than a line.
inline std::vector<std::string_view> pieces_of(std::string_view text, std::uint32_t seed) {
    std::vector<std::string_view> pieces;
    std::uint32_t state = seed * 2654435761u + 1;
    while (!text.empty()) {
        state = state * 1664525u + 1013904223u;
        const std::size_t size = 1 + (state >> 16) % (1 + seed % 40);
        pieces.push_back(text.substr(0, size));
        text.remove_prefix(pieces.back().size());
    }
    return pieces;
}

// For a log or for people: one line.
inline bool is_one_line(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return false;
    }
    return true;
}

}  // namespace parley::fuzz
