#include "fuzz/fuzz.h"
#include "net/reply_reader.h"

namespace parley::fuzz {
namespace {

constexpr std::size_t body_bytes_max = 4096;

struct Read {
    net::Flaw flaw = net::Flaw::none;
    bool is_whole = false;
    int status = 0;
    net::Headers headers = {};
    std::string body = {};
    std::size_t left = 0;  // Bytes behind the reply.
    bool operator==(const Read&) const = default;
};

Read read(std::string_view method, const std::vector<std::string_view>& pieces) {
    net::ReplyReader reader(method, body_bytes_max);
    Read read;
    for (auto piece : pieces) {
        while (!piece.empty() && reader.flaw() == net::Flaw::none && !reader.is_whole()) {
            read.body.append(reader.next_piece(piece));
        }
        read.left += piece.size();
    }
    must(!reader.keeps_connection() || reader.is_whole(), "only behind a whole reply there may be another");
    if (!reader.is_whole()) reader.end();
    read.flaw = reader.flaw();
    read.is_whole = reader.is_whole();
    if (read.flaw != net::Flaw::none) return Read{read.flaw};
    read.status = reader.reply().status;
    read.headers = reader.reply().headers;
    return read;
}

void check(const Read& read) {
    must(read.body.size() <= body_bytes_max, "a body keeps to its limit");
    must(!read.is_whole || (read.status >= 200 && read.status <= 599), "a whole reply has a final status");
    for (const auto& [name, value] : read.headers) {
        must(net::is_token(name), "a header has a name");
        must(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos, "a header is of one line");
    }
}

}  // namespace

void http_reply(Bytes bytes) {
    if (bytes.empty()) return;
    const std::string_view method = bytes.front() % 4 == 3 ? "HEAD" : "POST";
    const auto text = text_of(bytes.subspan(1));
    const Read whole = read(method, {text});
    check(whole);
    must(read(method, pieces_of(text, bytes.front())) == whole, "the same reply, however it is cut");
    must(read(method, pieces_of(text, 0)) == whole, "the same reply, byte by byte");
}

}  // namespace parley::fuzz
