#include "mcp/listener.h"

#include "base/limits.h"

namespace parley::mcp {

void Listener::begin_stream() {
    if (!reader_.last_id().empty()) last_id_ = reader_.last_id();
    retry_ms_ = reader_.retry_ms().value_or(retry_ms_);
    reader_ = net::SseReader();
    kind_ = Kind::unknown;
}

Outcome Listener::finish(net::Response response) {
    Outcome outcome;
    outcome.status = response.status;
    outcome.type = media_type(response.headers);
    outcome.headers = std::move(response.headers);
    outcome.bytes = bytes_;
    outcome.end = end_;
    transport_.blot_out_secret(body_);
    outcome.body = std::move(body_);
    if (is_event_stream(outcome.status, outcome.type)) {
        if (wants_more()) outcome.end = Outcome::End::cut;
    } else if (wants_more() && !outcome.body.empty()) {
        if (auto message = parse_json(outcome.body)) on_message(message.value());
    }
    outcome.message = std::move(message_);
    return outcome;
}

net::Flow Listener::take(const net::Response& head, std::string_view piece) {
    bytes_ += piece.size();
    if (kind_ == Kind::unknown) {
        kind_ = is_event_stream(head.status, media_type(head.headers)) ? Kind::events : Kind::body;
    }
    if (kind_ == Kind::body) {
        body_.append(piece);
        return net::Flow::go_on;
    }
    reader_.feed(piece, [this](const net::SseEvent& event) { on_event(event); });
    return wants_more() ? net::Flow::go_on : net::Flow::stop;
}

void Listener::on_event(const net::SseEvent& event) {
    // A priming event has an id and no data; other types are none of ours.
    if (!wants_more() || event.data.empty() || event.type != "message") return;
    if (++events_ > limits::stream_events) {
        end_ = Outcome::End::overwhelmed;
        return;
    }
    auto message = transport_.parse(event.data);
    if (message)
        on_message(message.value());
    else
        end_ = Outcome::End::garbled;
}

// Batches are gone since 2025-06-18, but an older server may answer with one.
void Listener::on_message(Json& message) {
    if (message.is_array()) {
        for (auto& one : message) on_message(one);
        return;
    }
    if (!message.is_object() || !wants_more()) return;
    if (message.contains("method")) {
        if (!on_other_(message)) end_ = Outcome::End::overwhelmed;
    } else if (at_or_null(message, "id") == id_ && (message.contains("result") || message.contains("error"))) {
        message_ = std::move(message);
    }
}

}  // namespace parley::mcp
