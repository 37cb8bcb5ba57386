#include "base/clock.h"

#include "base/calendar.h"
#include "base/text.h"

#include <cstdio>

namespace parley {
namespace {

// Reads exactly `count` digits at `at`; -1 where there are other characters.
int digits(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) return -1;
    int value = 0;
    for (std::size_t k = at; k < at + count; ++k) {
        if (text[k] < '0' || text[k] > '9') return -1;
        value = value * 10 + (text[k] - '0');
    }
    return value;
}

// "Z", "+02:00", "-0530" or nothing (UTC), in minutes. The whole rest must be that.
std::optional<int> offset_minutes(std::string_view rest) {
    if (rest.empty() || rest == "Z" || rest == "z") return 0;
    if (rest[0] != '+' && rest[0] != '-') return std::nullopt;
    const bool colon = rest.size() == 6 && rest[3] == ':';
    if (!colon && rest.size() != 5) return std::nullopt;
    const int hours = digits(rest, 1, 2);
    const int minutes = digits(rest, colon ? 4 : 3, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    return (rest[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

// ".25" -> 250; `at` moves behind it.
int milliseconds(std::string_view text, std::size_t& at) {
    if (at >= text.size() || text[at] != '.') return 0;
    int value = 0;
    int scale = 100;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
        value += (text[at] - '0') * scale;
        scale /= 10;
    }
    return value;
}

}  // namespace

Instant SystemClock::now() const {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string to_text(Instant instant) {
    const auto whole = std::chrono::floor<std::chrono::days>(instant);
    const auto rest = (instant - whole).count();
    const Day day{static_cast<std::int32_t>(whole.time_since_epoch().count())};
    const auto seconds = static_cast<int>(rest / 1000);
    const auto millis = static_cast<int>(rest % 1000);
    char time[40];
    std::snprintf(time, sizeof time, "T%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    std::string text = day.text() + time;
    if (millis != 0) {
        std::snprintf(time, sizeof time, ".%03d", millis);
        text += time;
    }
    return text + "Z";
}

Result<Instant> parse_instant(std::string_view text) {
    const Error wrong{Fault::invalid, "This is not a time in ISO 8601 form.", std::string(text.substr(0, 40))};
    if (text.size() < 16 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ') || text[13] != ':') return wrong;
    const auto day = Day::parse(text.substr(0, 10));
    const int hour = digits(text, 11, 2);
    const int minute = digits(text, 14, 2);
    if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59) return wrong;
    std::size_t at = 16;
    int second = 0;
    if (at < text.size() && text[at] == ':') {
        second = digits(text, 17, 2);
        if (second < 0 || second > 60) return wrong;
        at = 19;
    }
    const int millis = milliseconds(text, at);
    const auto offset = offset_minutes(text.substr(at));
    if (!offset) return wrong;
    const std::int64_t seconds = std::int64_t{day.value().days} * 86'400 + hour * 3600 + minute * 60 + second;
    return Instant(std::chrono::milliseconds((seconds - std::int64_t{*offset} * 60) * 1000 + millis));
}

}  // namespace parley
