#include "net/reply_reader.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace parley::net {
namespace {

constexpr std::string_view http_1 = "HTTP/1.";
constexpr int interims_max = 8;
constexpr int fields_max = 200;
constexpr std::size_t chunk_line_bytes_max = 4096;
constexpr std::size_t framing_per_body_byte = 7;  // A body of one-byte chunks is six times as long on the wire.

bool has_control_characters(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto octet = static_cast<unsigned char>(c);
        return (octet < 0x20 && c != '\t') || octet == 0x7f;
    });
}

// Digits and nothing else: no sign, no blank, no "0x".
std::optional<std::size_t> read_number(std::string_view text, int base) {
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number, base);
    const bool signless = !text.empty() && text.front() != '-';
    if (!signless || read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return static_cast<std::size_t>(number);
}

// "a, b" in one header or in two, in lower case.
std::vector<std::string> words_of(const Headers& headers, std::string_view name) {
    std::vector<std::string> words;
    for (const auto& value : headers_named(headers, name)) {
        for (const auto& word : split(value, ',')) words.push_back(lower(trim(word)));
    }
    return words;
}

bool names(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

ReplyReader::ReplyReader(std::string_view method, std::size_t body_bytes_max)
    : method_(method), body_bytes_max_(body_bytes_max), framing_bytes_max_(limits::header_bytes) {}

void ReplyReader::give_up(Flaw flaw, std::string detail) {
    flaw_ = flaw;
    detail_ = std::move(detail);
}

std::string_view ReplyReader::next_piece(std::string_view& bytes) {
    while (!bytes.empty() && flaw_ == Flaw::none) {
        switch (part_) {
        case Part::sized_body:
        case Part::chunk: return take_body(bytes, left_);
        case Part::endless_body: return take_body(bytes, bytes.size());
        case Part::whole: return {};
        case Part::status:
        case Part::fields:
        case Part::chunk_size:
        case Part::chunk_end:
        case Part::trailer: {
            bool complete = false;
            const auto line = next_line(bytes, complete);
            if (complete) take_line(line);
            break;
        }
        }
    }
    return {};
}

std::string_view ReplyReader::take_body(std::string_view& bytes, std::size_t most) {
    const auto piece = bytes.substr(0, most);
    bytes.remove_prefix(piece.size());
    body_bytes_ += piece.size();
    if (body_bytes_ > body_bytes_max_) {
        give_up(Flaw::too_large, "");
        return {};
    }
    if (part_ == Part::endless_body) return piece;
    left_ -= piece.size();
    if (left_ == 0) part_ = part_ == Part::chunk ? Part::chunk_end : Part::whole;
    return piece;
}

// A line without its end. It lives until the next call.
std::string_view ReplyReader::next_line(std::string_view& bytes, bool& complete) {
    if (line_was_whole_) line_.clear();
    line_was_whole_ = false;
    const auto end = bytes.find('\n');
    complete = end != std::string_view::npos;
    auto line = bytes.substr(0, end);
    const auto taken = complete ? end + 1 : bytes.size();
    bytes.remove_prefix(taken);
    framing_bytes_ += taken;
    if (framing_bytes_ > framing_bytes_max_) give_up(Flaw::padded, "");
    if (!complete || !line_.empty()) {
        line_.append(line);
        line = line_;
        line_was_whole_ = complete;
    }
    // What speaks another protocol may never end its line.
    const auto shown = std::min(line.size(), http_1.size());
    if (part_ == Part::status && line.substr(0, shown) != http_1.substr(0, shown)) {
        give_up(Flaw::garbled, "the first line is none of HTTP/1");
    }
    const bool in_chunks = part_ == Part::chunk_size || part_ == Part::chunk_end;
    if (in_chunks && line.size() > chunk_line_bytes_max) give_up(Flaw::garbled, "a chunk's line without end");
    if (flaw_ != Flaw::none) complete = false;
    ended_by_crlf_ = complete && line.ends_with('\r');
    if (ended_by_crlf_) line.remove_suffix(1);
    return line;
}

void ReplyReader::take_line(std::string_view line) {
    switch (part_) {
    case Part::status: return take_status(line);
    case Part::fields: return line.empty() ? finish_head() : take_field(line);
    case Part::chunk_size: return take_chunk_size(line);
    case Part::chunk_end:
        if (!line.empty() || !ended_by_crlf_) return give_up(Flaw::garbled, "a chunk longer than announced");
        part_ = Part::chunk_size;
        return;
    case Part::trailer:
        if (!ended_by_crlf_) return give_up(Flaw::garbled, "a trailer's line without CR");
        if (line.empty()) part_ = Part::whole;
        return;
    case Part::sized_body:
    case Part::endless_body:
    case Part::chunk:
    case Part::whole: return;
    }
}

void ReplyReader::take_status(std::string_view line) {
    const auto rest = line.substr(std::min(line.size(), http_1.size()));
    const bool shaped = rest.size() >= 5 && (rest[0] == '0' || rest[0] == '1') && rest[1] == ' ' &&
                        (rest.size() == 5 || rest[5] == ' ');
    const auto status = shaped ? read_number(rest.substr(2, 3), 10) : std::nullopt;
    if (!status || *status < 100 || *status > 599) return give_up(Flaw::garbled, "no status line");
    is_http_1_0_ = rest[0] == '0';
    reply_.status = static_cast<int>(*status);
    part_ = Part::fields;
}

void ReplyReader::take_field(std::string_view line) {
    if (++fields_ > fields_max) return give_up(Flaw::padded, "too many header fields");
    if (has_control_characters(line)) return give_up(Flaw::garbled, "a control character in a header");
    const bool folded = line.front() == ' ' || line.front() == '\t';
    if (folded) {
        if (reply_.headers.empty()) return give_up(Flaw::garbled, "a folded line without its header");
        reply_.headers.back().second += cat(" ", trim(line));
        return;
    }
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    if (colon == std::string_view::npos || !is_token(name)) return give_up(Flaw::garbled, "a header without a name");
    reply_.headers.emplace_back(name, trim(line.substr(colon + 1)));
}

void ReplyReader::take_chunk_size(std::string_view line) {
    const auto digits = trim(line.substr(0, line.find(';')));
    const auto size = line.starts_with(' ') || !ended_by_crlf_ ? std::nullopt : read_number(digits, 16);
    if (!size) return give_up(Flaw::garbled, "no chunk size");
    if (*size > body_bytes_max_ - body_bytes_) return give_up(Flaw::too_large, "");
    left_ = *size;
    part_ = left_ == 0 ? Part::trailer : Part::chunk;
}

void ReplyReader::finish_head() {
    if (reply_.status >= 200) return begin_body();
    if (reply_.status == 101) return give_up(Flaw::garbled, "another protocol, though none was asked for");
    if (++interims_ > interims_max) return give_up(Flaw::garbled, "too many interim replies");
    reply_ = Response{};
    part_ = Part::status;
}

bool ReplyReader::has_body() const {
    return method_ != "HEAD" && reply_.status != 204 && reply_.status != 304;
}

void ReplyReader::begin_body() {
    framing_bytes_max_ = framing_bytes_ + framing_per_body_byte * body_bytes_max_ + limits::header_bytes;
    const auto codings = words_of(reply_.headers, "Transfer-Encoding");
    const bool measured = !headers_named(reply_.headers, "Content-Length").empty();
    if (!codings.empty() && measured) return give_up(Flaw::garbled, "a length and chunks");
    if (!has_body()) {
        part_ = Part::whole;
        return;
    }
    if (measured) begin_sized_body();
    if (flaw_ != Flaw::none || is_whole()) return;
    const auto contents = words_of(reply_.headers, "Content-Encoding");
    const bool plain = std::all_of(contents.begin(), contents.end(),
                                   [](const std::string& word) { return word.empty() || word == "identity"; });
    if (!plain || codings.size() > 1) return give_up(Flaw::compressed, plain ? "on the way" : "");
    if (measured) return;
    if (!codings.empty() && codings.front() != "chunked") return give_up(Flaw::garbled, "an unknown transfer coding");
    part_ = codings.empty() ? Part::endless_body : Part::chunk_size;
}

// Said twice is fine where it is the same.
void ReplyReader::begin_sized_body() {
    const auto lengths = words_of(reply_.headers, "Content-Length");
    const auto length = read_number(lengths.front(), 10);
    const bool agreed =
        std::all_of(lengths.begin(), lengths.end(), [&](const std::string& other) { return other == lengths.front(); });
    if (!length || !agreed) return give_up(Flaw::garbled, "no length");
    if (*length > body_bytes_max_) return give_up(Flaw::too_large, "");
    promised_bytes_ = left_ = *length;
    part_ = left_ == 0 ? Part::whole : Part::sized_body;
}

bool ReplyReader::end() {
    ended_ = true;
    if (part_ == Part::endless_body && flaw_ == Flaw::none) part_ = Part::whole;
    return is_whole();
}

bool ReplyReader::keeps_connection() const {
    if (!is_whole() || ended_) return false;
    const auto words = words_of(reply_.headers, "Connection");
    return !names(words, "close") && (!is_http_1_0_ || names(words, "keep-alive"));
}

}  // namespace parley::net
