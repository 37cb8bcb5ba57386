#pragma once
// One HTTP/1.1 reply, read strictly from pieces of any size: what two readers might cut at different places is no reply
// here. Holds a line at most, never a body. Decodes nothing. Pure.

#include "net/http.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley::net {

// What came instead of a reply.
enum class Flaw {
    none,
    garbled,     // not HTTP, or HTTP that can be read in two ways
    padded,      // headers or padding beyond every measure
    too_large,   // a body over its limit
    compressed,  // a content encoding, though none was asked for
};

class ReplyReader {
public:
    ReplyReader(std::string_view method, std::size_t body_bytes_max);

    // Reads on in `bytes`, which lose what was read, up to the next piece of body. An empty piece: all bytes are read,
    // or the reply is whole, or it is flawed.
    std::string_view next_piece(std::string_view& bytes);

    // Nothing more will come. False where the reply is cut short by that.
    bool end();

    bool has_head() const { return part_ != Part::status && part_ != Part::fields; }
    bool is_whole() const { return part_ == Part::whole; }
    Flaw flaw() const { return flaw_; }
    const std::string& detail() const { return detail_; }  // Of the flaw, for the log.
    bool keeps_connection() const;                         // Another request may follow on the same connection.
    std::size_t promised_bytes() const { return promised_bytes_; }
    Response& reply() { return reply_; }  // Its body is the caller's to fill.

private:
    enum class Part { status, fields, sized_body, endless_body, chunk_size, chunk, chunk_end, trailer, whole };

    std::string_view next_line(std::string_view& bytes, bool& complete);
    void take_line(std::string_view line);
    void take_status(std::string_view line);
    void take_field(std::string_view line);
    void take_chunk_size(std::string_view line);
    void finish_head();
    void begin_body();
    void begin_sized_body();
    std::string_view take_body(std::string_view& bytes, std::size_t most);
    bool has_body() const;
    void give_up(Flaw flaw, std::string detail);

    const std::string method_;
    const std::size_t body_bytes_max_;
    Response reply_;
    Part part_ = Part::status;
    Flaw flaw_ = Flaw::none;
    std::string detail_;
    std::string line_;  // The beginning of a line whose end has not come yet.
    bool line_was_whole_ = false;
    bool ended_by_crlf_ = false;  // The last line; the head alone may do without.
    std::size_t framing_bytes_ = 0, framing_bytes_max_;
    std::size_t body_bytes_ = 0, promised_bytes_ = 0, left_ = 0;
    int fields_ = 0, interims_ = 0;
    bool is_http_1_0_ = false, ended_ = false;
};

}  // namespace parley::net
