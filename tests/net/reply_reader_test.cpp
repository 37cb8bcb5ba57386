#include "net/reply_reader.h"

#include <doctest/doctest.h>

using namespace parley;
using net::Flaw;
using net::ReplyReader;

namespace {

struct Heard {
    int status = 0;
    std::string body;
    Flaw flaw = Flaw::none;
    bool whole = false;
    bool keeps = false;
    std::string left;
};

// As the wire would bring it, in pieces of this many bytes; `ended`: the connection is closed behind them.
Heard hear(std::string_view bytes, std::size_t piece_bytes, std::string_view method = "GET", bool ended = true) {
    ReplyReader reader(method, 64);
    Heard heard;
    while (!bytes.empty() && reader.flaw() == Flaw::none && !reader.is_whole()) {
        auto piece = bytes.substr(0, piece_bytes);
        bytes.remove_prefix(piece.size());
        for (auto part = reader.next_piece(piece); !part.empty(); part = reader.next_piece(piece)) heard.body += part;
        heard.left = std::string(piece);
    }
    heard.left += bytes;
    heard.keeps = reader.keeps_connection();
    if (ended) reader.end();
    heard.status = reader.reply().status;
    heard.flaw = reader.flaw();
    heard.whole = reader.is_whole();
    return heard;
}

const std::string ok = "HTTP/1.1 200 OK\r\n";
const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";

std::string lines(int count) {
    std::string all;
    for (int i = 0; i < count; ++i) all += "A: b\r\n";
    return all;
}

}  // namespace

TEST_CASE("net: reply: what can be read in one way only is read, however it is cut") {
    struct {
        std::string what;
        std::string bytes;
        int status;
        std::string body;
        bool keeps;
        const char* method = "GET";
    } const cases[] = {
        {"length", ok + "Content-Length: 2\r\n\r\nhi", 200, "hi", true},
        {"length of nothing", ok + "Content-Length: 0\r\n\r\n", 200, "", true},
        {"the same length twice", ok + "Content-Length: 2, 2\r\nContent-Length: 2\r\n\r\nhi", 200, "hi", true},
        {"chunks", chunked + "1\r\nh\r\nA;x=\"y\"\r\n0123456789\r\n0\r\n\r\n", 200, "h0123456789", true},
        {"zeros before a size", chunked + "0002\r\nhi\r\n000\r\n\r\n", 200, "hi", true},
        {"a blank behind a size", chunked + "2 \r\nhi\r\n0\r\n\r\n", 200, "hi", true},
        {"a trailer", chunked + "2\r\nhi\r\n0\r\nA: b\r\nC: d\r\n\r\n", 200, "hi", true},
        {"until the end", ok + "\r\nhi", 200, "hi", false},
        {"told to close", ok + "Connection: x, Close\r\nContent-Length: 2\r\n\r\nhi", 200, "hi", false},
        {"HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", 200, "hi", false},
        {"HTTP/1.0 that stays", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi", 200, "hi",
         true},
        {"no reason", "HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n", 404, "", true},
        {"lines that end in LF", "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi", 200, "hi", true},
        {"a folded header", ok + "A: b\r\n  c\r\nContent-Length: 2\r\n\r\nhi", 200, "hi", true},
        {"an empty header", ok + "A:\r\nContent-Length: 2\r\n\r\nhi", 200, "hi", true},
        {"hints first", "HTTP/1.1 103 Hint\r\nA: b\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nhi", 200, "hi", true},
        {"HEAD", ok + "Content-Length: 999999\r\n\r\n", 200, "", true, "HEAD"},
        {"204", "HTTP/1.1 204 No\r\nContent-Encoding: gzip\r\n\r\n", 204, "", true},
        {"304", "HTTP/1.1 304 No\r\nContent-Length: 9\r\n\r\n", 304, "", true},
        {"identity", ok + "Content-Encoding: identity\r\nContent-Length: 2\r\n\r\nhi", 200, "hi", true},
        {"gzip of nothing", ok + "Content-Encoding: gzip\r\nContent-Length: 0\r\n\r\n", 200, "", true},
        {"as large as it may be", ok + "Content-Length: 64\r\n\r\n" + std::string(64, 'x'), 200, std::string(64, 'x'),
         true},
        {"two hundred headers", ok + lines(199) + "Content-Length: 2\r\n\r\nhi", 200, "hi", true},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        for (std::size_t piece = 1; piece <= c.bytes.size(); piece = piece < 40 ? piece + 1 : piece * 2) {
            CAPTURE(piece);
            const auto heard = hear(c.bytes, piece, c.method);
            CHECK(heard.flaw == Flaw::none);
            CHECK(heard.whole);
            CHECK(heard.status == c.status);
            CHECK(heard.body == c.body);
            CHECK(heard.keeps == c.keeps);
            CHECK(heard.left.empty());
        }
    }
}

TEST_CASE("net: reply: what is none, or two, is refused, however it is cut") {
    const std::string head = ok + "Content-Length: 2\r\n\r\n";
    struct {
        std::string what;
        std::string bytes;
        Flaw flaw;
    } const cases[] = {
        {"another protocol", "SSH-2.0-x\r\n", Flaw::garbled},
        {"another protocol without lines", "\x16\x03\x01", Flaw::garbled},
        {"HTTP/2", "HTTP/2 200\r\n\r\n", Flaw::garbled},
        {"HTTP/1.2", "HTTP/1.2 200 OK\r\n\r\n", Flaw::garbled},
        {"no number", "HTTP/1.1 abc OK\r\n\r\n", Flaw::garbled},
        {"a long number", "HTTP/1.1 2000 OK\r\n\r\n", Flaw::garbled},
        {"a small number", "HTTP/1.1 099 OK\r\n\r\n", Flaw::garbled},
        {"a large number", "HTTP/1.1 600 OK\r\n\r\n", Flaw::garbled},
        {"a signed number", "HTTP/1.1 -20 OK\r\n\r\n", Flaw::garbled},
        {"another protocol from here", "HTTP/1.1 101 Switching\r\n\r\n", Flaw::garbled},
        {"a header without colon", ok + "what\r\n\r\n", Flaw::garbled},
        {"a header without name", ok + ": b\r\n\r\n", Flaw::garbled},
        {"a blank before the colon", ok + "A : b\r\n\r\n", Flaw::garbled},
        {"a folded line first", ok + " a: b\r\n\r\n", Flaw::garbled},
        {"CR in a header", ok + "A: b\rX: y\r\n\r\n", Flaw::garbled},
        {"NUL in a header", ok + std::string("A: b\0\r\n\r\n", 10), Flaw::garbled},
        {"two lengths", ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n", Flaw::garbled},
        {"two lengths in one", ok + "Content-Length: 2, 3\r\n\r\n", Flaw::garbled},
        {"a negative length", ok + "Content-Length: -2\r\n\r\n", Flaw::garbled},
        {"a signed length", ok + "Content-Length: +2\r\n\r\n", Flaw::garbled},
        {"a length in hexadecimal", ok + "Content-Length: 0x2\r\n\r\n", Flaw::garbled},
        {"an empty length", ok + "Content-Length:\r\n\r\n", Flaw::garbled},
        {"a length beyond numbers", ok + "Content-Length: 99999999999999999999\r\n\r\n", Flaw::garbled},
        {"a length and chunks", ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n", Flaw::garbled},
        {"another transfer coding", ok + "Transfer-Encoding: rot13\r\n\r\n", Flaw::garbled},
        {"no chunk size", chunked + "\r\nhi\r\n", Flaw::garbled},
        {"a signed chunk size", chunked + "-2\r\nhi\r\n", Flaw::garbled},
        {"a prefixed chunk size", chunked + "0x2\r\nhi\r\n", Flaw::garbled},
        {"a blank before a chunk size", chunked + " 2\r\nhi\r\n", Flaw::garbled},
        {"words for a chunk size", chunked + "two\r\nhi\r\n", Flaw::garbled},
        {"a chunk size beyond numbers", chunked + "fffffffffffffffff\r\nhi\r\n", Flaw::garbled},
        {"a chunk size that ends in LF", chunked + "2\nhi\r\n", Flaw::garbled},
        {"a chunk longer than announced", chunked + "2\r\nhi!\r\n", Flaw::garbled},
        {"a chunk line without end", chunked + "2;" + std::string(5'000, 'x'), Flaw::garbled},
        {"a length over the limit", ok + "Content-Length: 65\r\n\r\n", Flaw::too_large},
        {"a chunk over the limit", chunked + "41\r\n", Flaw::too_large},
        {"chunks over the limit", chunked + "40\r\n" + std::string(64, 'x') + "\r\n1\r\n", Flaw::too_large},
        {"too much until the end", ok + "\r\n" + std::string(65, 'x'), Flaw::too_large},
        {"too many headers", ok + lines(201), Flaw::padded},
        {"a header without end", ok + "A: " + std::string(70'000, 'x'), Flaw::padded},
        {"a first line without end", ok.substr(0, ok.size() - 2) + std::string(70'000, 'x'), Flaw::padded},
        {"trailers without end", chunked + "0\r\n" + lines(12'000), Flaw::padded},
        {"gzip", ok + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n", Flaw::compressed},
        {"br in chunks", ok + "content-encoding: BR\r\nTransfer-Encoding: chunked\r\n\r\n", Flaw::compressed},
        {"deflate until the end", ok + "Content-Encoding: identity, deflate\r\n\r\n", Flaw::compressed},
        {"gzip on the way", ok + "Transfer-Encoding: gzip, chunked\r\n\r\n", Flaw::compressed},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        for (const std::size_t piece : {std::size_t(1), std::size_t(7), std::size_t(1000), c.bytes.size()}) {
            CAPTURE(piece);
            const auto heard = hear(c.bytes, piece);
            CHECK(heard.flaw == c.flaw);
            CHECK_FALSE(heard.whole);
            CHECK_FALSE(heard.keeps);
        }
    }
}

TEST_CASE("net: reply: interim replies are passed over, but not for ever") {
    const std::string hint = "HTTP/1.1 103 Hint\r\n\r\n";
    std::string hints;
    for (int i = 0; i < 8; ++i) hints += hint;
    CHECK(hear(hints + ok + "Content-Length: 2\r\n\r\nhi", 16).body == "hi");
    CHECK(hear(hints + hint + ok + "Content-Length: 2\r\n\r\nhi", 16).flaw == Flaw::garbled);
}

TEST_CASE("net: reply: an end in the middle is no end") {
    const std::string whole[] = {
        ok + "Content-Length: 2\r\n\r\nhi",
        chunked + "2\r\nhi\r\n0\r\nA: b\r\n\r\n",
    };
    for (const auto& bytes : whole) {
        for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
            CAPTURE(cut);
            CHECK_FALSE(hear(std::string_view(bytes).substr(0, cut), 5).whole);
        }
        CHECK(hear(bytes, 5).whole);
    }
}

TEST_CASE("net: reply: what follows a reply is left where it is") {
    CHECK(hear(ok + "Content-Length: 2\r\n\r\nhimore", 100).left == "more");
    CHECK(hear(chunked + "2\r\nhi\r\n0\r\n\r\nmore", 100).left == "more");
    CHECK(hear("HTTP/1.1 204 No\r\n\r\nmore", 100).left == "more");
}
