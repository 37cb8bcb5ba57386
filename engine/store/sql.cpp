#include "store/sql.h"

#include "base/text.h"

#include <limits>

namespace parley::store {

std::string Row::text() {
    auto text = cursor_.text(next_++);
    if (!text) say_damaged();
    return std::move(text).value_or("");
}

std::int64_t Row::integer() {
    const auto number = cursor_.integer(next_++);
    if (!number) say_damaged();
    return number.value_or(0);
}

int Row::small() {
    const std::int64_t value = integer();
    if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max()) {
        say_damaged();
        return 0;
    }
    return static_cast<int>(value);
}

Instant Row::instant() {
    return Instant(std::chrono::milliseconds(integer()));
}

std::optional<Instant> Row::optional_instant() {
    if (cursor_.is_null(next_)) {
        ++next_;
        return std::nullopt;
    }
    return instant();
}

Json Row::json() {
    auto value = parse_json(text());
    if (!value) {
        say_damaged();
        return nullptr;
    }
    return std::move(value).value();
}

Scope scope_of(const OrgId& org) {
    return {{"organization", org.text}};
}

Error no_such(std::string_view what) {
    return {Fault::not_found, cat("There is no such ", what, "."), ""};
}

}  // namespace parley::store
