#pragma once
// What a use case leaves behind: its audit entry, and lines in the connection's log. For this room only.

#include "base/clock.h"
#include "oauth/oauth.h"
#include "store/store.h"

#include <string>
#include <vector>

namespace parley::connect {

inline store::AuditEntry audit_entry(const Clock& clock, const UserId& user, std::string action, std::string subject,
                                     Json details) {
    return {user, std::move(action), std::move(subject), std::move(details), clock.now()};
}

inline Json details_of(const store::Connection& connection, const std::string& step) {
    return {{"vendor", connection.vendor.text}, {"name", connection.name}, {"auth", connection.auth}, {"step", step}};
}

// Lines for a connection's log, gathered while there may be no row yet, and written together. A log that cannot be
// written stops nothing.
class Journal {
public:
    explicit Journal(const Clock& clock) : clock_(clock) {}

    void add(std::string step, std::string subject, std::string outcome) {
        lines_.push_back({clock_.now(), std::move(step), std::move(subject), std::move(outcome)});
    }
    void add(const std::vector<oauth::Tried>& tried) {
        for (const auto& one : tried) add("discovery", one.url, one.result);
    }
    void write(store::OrgStore& org, const ConnectionId& id) {
        if (lines_.empty()) return;
        [[maybe_unused]] const auto ignored = org.log_connection(id, lines_);
        lines_.clear();
    }

private:
    const Clock& clock_;
    std::vector<store::ConnectionLogLine> lines_;
};

}  // namespace parley::connect
