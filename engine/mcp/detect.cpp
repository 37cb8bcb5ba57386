#include "mcp/detect.h"

#include "mcp/codes.h"
#include "mcp/event_stream.h"
#include "mcp/modern.h"
#include "mcp/streamable.h"

#include <algorithm>

namespace parley::mcp {
namespace {

bool knows_no_such_page(int status) {
    return status == 400 || status == 404 || status == 405;
}

Result<Opened> open_streamable(Talk& talk, const Deadline& deadline, int& status) {
    auto dialect = std::make_unique<Streamable>(talk);
    auto opened = dialect->open(deadline);
    status = dialect->greeting_status();
    if (opened) return Opened{std::move(dialect)};
    dialect->leave();
    return std::move(opened).error();
}

Result<Opened> open_event_stream(Talk& talk, const Deadline& deadline, bool& is_one) {
    auto dialect = std::make_unique<EventStream>(talk);
    auto opened = dialect->open(deadline);
    is_one = dialect->is_one();
    if (opened) return Opened{std::move(dialect)};
    return std::move(opened).error();
}

Result<Opened> remembered(Result<Opened> opened, const Talk& talk, EraMemory* eras) {
    if (opened && eras) eras->remember(memory_key(talk.transport.endpoint()), opened.value().dialect->era());
    return opened;
}

// A server that does not answer a question that it does not know must leave time for the next one.
Deadline half_of(const Deadline& deadline) {
    return Deadline(deadline.left_ms() / 2, deadline.stop);
}

// Nothing where the server no longer is what it was.
std::optional<Result<Opened>> open_as(Era era, Talk& talk, const Deadline& deadline) {
    switch (era) {
    case Era::modern: return Opened{std::make_unique<Modern>(talk), Opened::Proof::owed};
    case Era::streamable: {
        int status = 0;
        auto opened = open_streamable(talk, deadline, status);
        if (!opened && knows_no_such_page(status)) return std::nullopt;
        return opened;
    }
    case Era::event_stream: {
        bool is_one = false;
        auto opened = open_event_stream(talk, deadline, is_one);
        if (!opened && !is_one && talk.refusal.status == 0 && !deadline.is_over()) return std::nullopt;
        return opened;
    }
    }
    return std::nullopt;
}

}  // namespace

std::string memory_key(const net::SafeUrl& endpoint) {
    return endpoint.origin() + endpoint.target().substr(0, endpoint.target().find('?'));
}

Result<Opened> open_dialect(Talk& talk, EraMemory* eras, const Deadline& deadline) {
    const auto key = memory_key(talk.transport.endpoint());
    if (const auto era = eras ? eras->of(key) : std::nullopt) {
        if (auto opened = open_as(*era, talk, deadline)) return std::move(*opened);
        eras->forget(key);
    }
    auto modern = std::make_unique<Modern>(talk);
    PARLEY_TRY(const auto sign, modern->discover(half_of(deadline)));
    if (sign == Modern::Sign::sure) return remembered(Opened{std::move(modern)}, talk, eras);
    auto older = open_older(talk, eras, deadline);
    if (!older && sign == Modern::Sign::perhaps && talk.refusal.status == 0)
        return remembered(Opened{std::move(modern)}, talk, eras);
    return older;
}

Result<Opened> open_older(Talk& talk, EraMemory* eras, const Deadline& deadline) {
    talk.refusal = {};
    int status = 0;
    auto opened = open_streamable(talk, deadline, status);
    if (opened || !knows_no_such_page(status)) return remembered(std::move(opened), talk, eras);
    bool is_one = false;
    auto stream = open_event_stream(talk, deadline, is_one);
    if (stream || is_one || talk.refusal.status != 0) return remembered(std::move(stream), talk, eras);
    return opened;
}

bool is_of_older_server(const Outcome& outcome) {
    const int status = outcome.status;
    if (status == 401 || status == 403 || status == 429 || status >= 500) return false;
    const int code = error_code_of(outcome);
    if (is_modern_error(code)) return false;
    if (status < 300) return code == invalid_request || code == method_not_found;
    return status >= 400 && !(status == 404 && code == method_not_found);
}

}  // namespace parley::mcp
