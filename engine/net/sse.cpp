#include "net/sse.h"

#include <algorithm>
#include <charconv>

namespace parley::net {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::optional<int> read_retry(std::string_view value) {
    int ms = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), ms);
    const bool digits = std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || read.ec != std::errc() || read.ptr != value.data() + value.size()) return std::nullopt;
    return ms;
}

}  // namespace

void SseReader::feed(std::string_view piece, const OnEvent& on_event) {
    while (!piece.empty()) {
        if (after_cr_) {
            after_cr_ = false;
            if (piece.front() == '\n') {
                piece.remove_prefix(1);
                continue;
            }
        }
        const auto end = piece.find_first_of("\r\n");
        line_.append(piece.substr(0, end));
        if (end == std::string_view::npos) return;
        after_cr_ = piece[end] == '\r';
        piece.remove_prefix(end + 1);
        take_line(on_event);
    }
}

void SseReader::take_line(const OnEvent& on_event) {
    // Taken out first: on_event may feed on.
    const std::string whole = std::move(line_);
    line_.clear();
    std::string_view line = whole;
    if (at_start_ && line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
    at_start_ = false;

    if (line.empty()) {
        last_id_ = pending_id_;
        SseEvent event{type_.empty() ? "message" : std::move(type_), std::move(data_), last_id_};
        const bool complete = has_data_;
        type_.clear();
        data_.clear();
        has_data_ = false;
        if (complete) on_event(event);
        return;
    }
    const auto colon = line.find(':');
    if (colon == 0) return;
    const auto field = line.substr(0, colon);
    auto value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);

    if (field == "data") {
        if (has_data_) data_.push_back('\n');
        data_.append(value);
        has_data_ = true;
    } else if (field == "event") {
        type_ = value;
    } else if (field == "id") {
        if (value.find('\0') == std::string_view::npos) pending_id_ = value;
    } else if (field == "retry") {
        if (const auto ms = read_retry(value)) retry_ms_ = ms;
    }
}

}  // namespace parley::net
