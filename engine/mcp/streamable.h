#pragma once
// Streamable HTTP, 2025-03-26 to 2025-11-25: a handshake, a session id, streams that are taken up again by GET.

#include "mcp/listener.h"
#include "mcp/side_stream.h"
#include "mcp/talk.h"

#include <memory>

namespace parley::mcp {

class Streamable final : public Dialect {
public:
    explicit Streamable(Talk& talk) : talk_(talk) {}

    // initialize and notifications/initialized.
    Result<Done> open(const Deadline& deadline);
    int greeting_status() const { return greeting_status_; }  // HTTP's, of the last greeting; 0 where none came.

    Era era() const override { return Era::streamable; }
    Result<Outcome> ask(const Ask& ask, const Deadline& deadline) override;
    void leave() override {
        side_.reset();
        talk_.transport.end_session();
    }

private:
    Result<Outcome> greet(const Deadline& deadline);
    Result<Done> settle(Outcome outcome);
    Result<Outcome> initialize_as(std::string_view version, const Deadline& deadline);
    Result<Outcome> exchange(const Ask& ask, const Deadline& deadline);
    Result<Outcome> converse(std::int64_t id, std::string body, const Deadline& deadline);
    bool take_up(Listener& listener, Result<net::Response>& response, const Deadline& deadline);
    void cancel(std::int64_t id, std::string_view reason);

    Talk& talk_;
    int greeting_status_ = 0;
    std::unique_ptr<SideStream> side_;  // Only where somebody here can be asked.
};

}  // namespace parley::mcp
