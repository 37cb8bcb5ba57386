#include "net/sse.h"

#include "fuzz/fuzz.h"

#include <string>

namespace parley::fuzz {
namespace {

struct Heard {
    std::vector<std::string> events;
    std::string last_id;
    std::optional<int> retry_ms;
    std::size_t pending_bytes = 0;
    bool operator==(const Heard&) const = default;
};

Heard hear(const std::vector<std::string_view>& pieces) {
    net::SseReader reader;
    Heard heard;
    for (const auto piece : pieces) {
        reader.feed(piece, [&](const net::SseEvent& event) {
            must(!event.type.empty(), "an event has a type");
            must(event.type.find_first_of("\r\n") == std::string::npos, "a type is of one line");
            must(event.id.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos, "an id is of one line");
            must(event.data.find('\r') == std::string::npos, "lines of data end in LF");
            heard.events.push_back(event.type + '\n' + event.id + '\n' + event.data);
        });
    }
    heard.last_id = reader.last_id();
    heard.retry_ms = reader.retry_ms();
    heard.pending_bytes = reader.pending_bytes();
    return heard;
}

}  // namespace

void sse(Bytes bytes) {
    if (bytes.empty()) return;
    const auto stream = text_of(bytes.subspan(1));
    const Heard whole = hear({stream});
    must(whole.pending_bytes <= stream.size(), "no more is kept than came");
    must(hear(pieces_of(stream, bytes.front())) == whole, "the same events, however the stream is cut");
    must(hear(pieces_of(stream, 0)) == whole, "the same events, byte by byte");
}

}  // namespace parley::fuzz
