#pragma once
// Server-sent events, as the WHATWG HTML standard reads them: CR, LF and CRLF, comments, multi-line data, id, retry.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace parley::net {

struct SseEvent {
    std::string type;  // "message" where the stream names none
    std::string data;
    std::string id;  // The last id seen.
};

// Feed it pieces of any size. One stream, one reader, one thread.
class SseReader {
public:
    using OnEvent = std::function<void(const SseEvent&)>;
    void feed(std::string_view piece, const OnEvent& on_event);

    const std::string& last_id() const { return last_id_; }
    std::optional<int> retry_ms() const { return retry_ms_; }
    std::size_t pending_bytes() const { return line_.size() + data_.size(); }

private:
    void take_line(const OnEvent& on_event);

    std::string line_, data_, type_, last_id_;
    // Becomes the last id when its event is whole: a stream that was cut before that must be asked again.
    std::string pending_id_;
    std::optional<int> retry_ms_;
    bool after_cr_ = false, at_start_ = true, has_data_ = false;
};

}  // namespace parley::net
