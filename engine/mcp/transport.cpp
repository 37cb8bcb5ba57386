#include "mcp/transport.h"

#include "base/limits.h"
#include "base/text.h"
#include "net/sse.h"

#include <algorithm>
#include <thread>

namespace parley::mcp {
namespace {

constexpr int resumes_max = 8;
constexpr int resume_wait_ms = 250;  // Where the server names no other.
constexpr int server_requests_max = 32;
constexpr int side_message_timeout_ms = 2'000;
constexpr int farewell_timeout_ms = 1'000;
constexpr int method_not_found = -32601;

std::string media_type(const net::Headers& headers) {
    const auto value = net::header(headers, "Content-Type");
    return lower(trim(std::string_view(value).substr(0, value.find(';'))));
}

bool is_event_stream(int status, std::string_view type) {
    return status >= 200 && status < 300 && type == "text/event-stream";
}

Json answer_to(const Json& request) {
    Json answer{{"jsonrpc", "2.0"}, {"id", request.at("id")}};
    if (text_at(request, "method") == "ping")
        answer["result"] = Json::object();
    else
        answer["error"] = {{"code", method_not_found}, {"message", "Parley offers no such method."}};
    return answer;
}

}  // namespace

// Hears what comes for one request, on as many streams as it takes.
class Transport::Listener {
public:
    Listener(Transport& transport, const Json& id, const Deadline& deadline)
        : transport_(transport), id_(id), deadline_(deadline) {}

    net::OnBody on_body() {
        return [this](const net::Response& head, std::string_view piece) { return take(head, piece); };
    }

    void begin_stream() {
        if (!reader_.last_id().empty()) last_id_ = reader_.last_id();
        retry_ms_ = reader_.retry_ms().value_or(retry_ms_);
        reader_ = net::SseReader();
    }

    bool wants_more() const { return message_.is_null() && end_ == Outcome::End::whole; }
    const std::string& last_id() const { return last_id_; }
    int retry_ms() const { return retry_ms_; }

    // After the last piece: `response` is the head of the stream or body that ended.
    Outcome finish(net::Response response) {
        Outcome outcome;
        outcome.status = response.status;
        outcome.type = media_type(response.headers);
        outcome.headers = std::move(response.headers);
        outcome.bytes = bytes_;
        outcome.end = end_;
        outcome.body = std::move(body_);
        if (is_event_stream(outcome.status, outcome.type)) {
            if (wants_more()) outcome.end = Outcome::End::cut;
        } else if (auto message = parse_json(outcome.body)) {
            on_message(message.value());
        }
        outcome.message = std::move(message_);
        return outcome;
    }

private:
    net::Flow take(const net::Response& head, std::string_view piece) {
        bytes_ += piece.size();
        if (!is_event_stream(head.status, media_type(head.headers))) {
            body_.append(piece);
            return net::Flow::go_on;
        }
        reader_.feed(piece, [this](const net::SseEvent& event) { on_event(event); });
        return wants_more() ? net::Flow::go_on : net::Flow::stop;
    }

    void on_event(const net::SseEvent& event) {
        // A priming event has an id and no data; other types are none of ours.
        if (!wants_more() || event.data.empty() || event.type != "message") return;
        auto message = parse_json(event.data);
        if (message)
            on_message(message.value());
        else
            end_ = Outcome::End::garbled;
    }

    // Batches are gone since 2025-06-18, but an older server may answer with one.
    void on_message(Json& message) {
        if (message.is_array()) {
            for (auto& one : message) on_message(one);
            return;
        }
        if (!message.is_object() || !message_.is_null()) return;
        const Json& id = at_or_null(message, "id");
        if (message.contains("method")) {
            if (id.is_string() || id.is_number_integer()) on_request(message);
        } else if (id == id_ && (message.contains("result") || message.contains("error"))) {
            message_ = std::move(message);
        }
    }

    // Answered at once, for the server may wait for it before it goes on.
    void on_request(const Json& request) {
        if (++server_requests_ > server_requests_max) {
            end_ = Outcome::End::overwhelmed;
            return;
        }
        const int timeout_ms = std::min(side_message_timeout_ms, deadline_.left_ms());
        // Whether it arrives is the server's business; our own answer may come all the same.
        [[maybe_unused]] const auto told = transport_.tell(answer_to(request), timeout_ms);
    }

    Transport& transport_;
    const Json id_;
    const Deadline& deadline_;
    net::SseReader reader_;
    std::string last_id_;
    int retry_ms_ = resume_wait_ms;
    int server_requests_ = 0;
    std::string body_;
    Json message_;
    std::size_t bytes_ = 0;
    Outcome::End end_ = Outcome::End::whole;
};

Transport::Transport(net::Http& http, net::SafeUrl endpoint, Credential credential)
    : http_(http), endpoint_(std::move(endpoint)), credential_(std::move(credential)) {}

net::Request Transport::request_of(std::string method, int timeout_ms) const {
    net::Request request{.method = std::move(method), .url = endpoint_};
    request.timeout_ms = timeout_ms;
    request.connect_timeout_ms = std::min(request.connect_timeout_ms, timeout_ms);
    auto& headers = request.headers;
    if (!protocol_version_.empty()) headers.emplace_back("MCP-Protocol-Version", protocol_version_);
    if (!session_id_.empty()) headers.emplace_back("MCP-Session-Id", session_id_);
    if (credential_.secret) {
        const bool bearer = credential_.header == "Bearer";
        headers.emplace_back(bearer ? "Authorization" : credential_.header,
                             cat(bearer ? "Bearer " : "", credential_.secret->reveal()));
    }
    return request;
}

Result<net::Response> Transport::post(const Json& message, int timeout_ms, const net::OnBody& on_body) {
    auto request = request_of("POST", timeout_ms);
    request.headers.emplace_back("Content-Type", "application/json");
    request.headers.emplace_back("Accept", "application/json, text/event-stream");
    request.body = dump(message);
    return http_.stream(request, on_body);
}

Result<net::Response> Transport::take_up(const std::string& last_id, int timeout_ms, const net::OnBody& on_body) {
    auto request = request_of("GET", timeout_ms);
    request.headers.emplace_back("Accept", "text/event-stream");
    request.headers.emplace_back("Last-Event-ID", last_id);
    return http_.stream(request, on_body);
}

// A stream that ends before its answer is neither an error nor a cancellation: the server says when to come back.
Result<Outcome> Transport::exchange(const Json& request, const Deadline& deadline) {
    Listener listener(*this, at_or_null(request, "id"), deadline);
    auto response = post(request, deadline.left_ms(), listener.on_body());
    for (int resume = 0; resume < resumes_max && listener.wants_more(); ++resume) {
        if (response && !is_event_stream(response.value().status, media_type(response.value().headers))) break;
        if (!response && response.error().fault != Fault::unavailable) break;
        listener.begin_stream();
        if (listener.last_id().empty() || deadline.left_ms() <= listener.retry_ms()) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(listener.retry_ms()));
        auto resumed = take_up(listener.last_id(), deadline.left_ms(), listener.on_body());
        // A server that offers no such stream has only cut the first one.
        const bool refused = resumed && (resumed.value().status == 405 || resumed.value().status == 400);
        if (refused) break;
        response = std::move(resumed);
    }
    if (!response && listener.wants_more()) return std::move(response).error();
    return listener.finish(response ? std::move(response).value() : net::Response{200, {}, ""});
}

Result<Outcome> Transport::tell(const Json& message, int timeout_ms) {
    PARLEY_TRY(auto response, post(message, timeout_ms, nullptr));
    Outcome outcome;
    outcome.status = response.status;
    outcome.type = media_type(response.headers);
    outcome.headers = std::move(response.headers);
    outcome.body = std::move(response.body);
    return outcome;
}

void Transport::end_session() {
    if (session_id_.empty()) return;
    [[maybe_unused]] const auto ended = http_.send(request_of("DELETE", farewell_timeout_ms));
    session_id_.clear();
}

}  // namespace parley::mcp
