#pragma once
// HTTP+SSE, 2024-11-05: one stream by GET on which everything comes, and messages by POST to the address that the
// stream names.

#include "mcp/event_reader.h"
#include "mcp/talk.h"

#include <memory>

namespace parley::mcp {

class EventStream final : public Dialect {
public:
    explicit EventStream(Talk& talk) : talk_(talk) {}

    // The stream, its address for messages, initialize and notifications/initialized.
    Result<Done> open(const Deadline& deadline);
    // True once the server has shown that it is one of these, whatever went wrong after.
    bool is_one() const { return url_.has_value(); }

    Era era() const override { return Era::event_stream; }
    Result<Outcome> ask(const Ask& ask, const Deadline& deadline) override;
    void leave() override { reader_.reset(); }

private:
    Result<Done> begin(const Deadline& deadline);
    Result<Outcome> exchange(const Ask& ask, const Deadline& deadline);
    Result<Outcome> await(std::int64_t id, const Deadline& deadline);
    Result<Outcome> give_up(std::int64_t id, const Deadline& deadline);
    Result<Done> tell(std::string text, const Deadline& deadline);

    Talk& talk_;
    std::optional<net::SafeUrl> url_;  // For messages.
    std::unique_ptr<EventReader> reader_;
};

}  // namespace parley::mcp
