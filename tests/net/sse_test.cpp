#include "net/sse.h"

#include <doctest/doctest.h>
#include <vector>

using namespace parley;

namespace {

// "type|data|id" of each event.
std::vector<std::string> read(const std::vector<std::string_view>& pieces) {
    net::SseReader reader;
    std::vector<std::string> events;
    for (const auto piece : pieces) {
        reader.feed(piece, [&](const net::SseEvent& e) { events.push_back(e.type + "|" + e.data + "|" + e.id); });
    }
    return events;
}

}  // namespace

TEST_CASE("net: server-sent events, however the stream is cut") {
    using Events = std::vector<std::string>;
    struct {
        std::string stream;
        Events events;
    } const cases[] = {
        {"data: one\n\n", {"message|one|"}},
        {"data: one\r\n\r\n", {"message|one|"}},
        {"data: one\r\rdata: two\r\r", {"message|one|", "message|two|"}},
        {"data: one\r\n\ndata: two\n\r\n", {"message|one|", "message|two|"}},
        {"data:one\ndata:  two\ndata\ndata:\n\n", {"message|one\n two\n\n|"}},
        {"\xEF\xBB\xBF"
         "data: mark\n\n",
         {"message|mark|"}},
        {": comment\n:\n\ndata: x\n\n", {"message|x|"}},
        {"event: ping\ndata: x\n\ndata: y\n\n", {"ping|x|", "message|y|"}},
        {"event: lost\n\ndata: y\n\n", {"message|y|"}},
        {"id: 7\ndata: x\n\ndata: y\n\nid\ndata: z\n\n", {"message|x|7", "message|y|7", "message|z|"}},
        {std::string("id: a\0b\ndata: x\n\n", 17), {"message|x|"}},
        {"id: 7\ndata:\n\n", {"message||7"}},
        {"data: half", {}},
        {"data: half\n", {}},
        {"unknown: x\nDATA: y\n data: z\n\n", {}},
        {"data: {\"a\": \"b: c\"}\n\n", {"message|{\"a\": \"b: c\"}|"}},
        {"", {}},
    };
    for (const auto& c : cases) {
        CAPTURE(c.stream);
        const std::string_view stream = c.stream;
        CHECK(read({stream}) == c.events);
        for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
            CAPTURE(cut);
            CHECK(read({stream.substr(0, cut), stream.substr(cut)}) == c.events);
        }
        std::vector<std::string_view> bytes;
        for (std::size_t at = 0; at < stream.size(); ++at) bytes.push_back(stream.substr(at, 1));
        CHECK(read(bytes) == c.events);
    }
}

TEST_CASE("net: the last id is that of a whole event, and retry is a number") {
    struct {
        const char* stream;
        const char* last_id;
        int retry_ms;  // -1: none
    } const cases[] = {
        {"id: 7\ndata: x\n\n", "7", -1}, {"id: 7\n\n", "7", -1},      {"id: 7\ndata: x\n\nid: 8\ndata: y\n", "7", -1},
        {"id: 7\n\nid:\n\n", "", -1},    {"retry: 500\n\n", "", 500}, {"retry: 500\nretry: soon\n\n", "", 500},
        {"retry: -5\n\n", "", -1},       {"retry:\n\n", "", -1},      {"retry: 99999999999999\n\n", "", -1},
    };
    for (const auto& c : cases) {
        CAPTURE(c.stream);
        net::SseReader reader;
        reader.feed(c.stream, [](const net::SseEvent&) {});
        CHECK(reader.last_id() == c.last_id);
        CHECK(reader.retry_ms().value_or(-1) == c.retry_ms);
    }
    net::SseReader reader;
    reader.feed("data: " + std::string(1'000, 'x'), [](const net::SseEvent&) {});
    CHECK(reader.pending_bytes() >= 1'000);
}
