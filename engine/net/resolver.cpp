#include "base/limits.h"
#include "base/text.h"
#include "net/url_guard.h"

#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <future>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <system_error>
#include <thread>

namespace parley::net {
namespace {

constexpr int lookups_max = 64;

std::string literal_of(const addrinfo& info) {
    char buffer[INET6_ADDRSTRLEN] = "";
    const void* address = nullptr;
    if (info.ai_family == AF_INET) address = &reinterpret_cast<const sockaddr_in*>(info.ai_addr)->sin_addr;
    if (info.ai_family == AF_INET6) address = &reinterpret_cast<const sockaddr_in6*>(info.ai_addr)->sin6_addr;
    if (!address || !inet_ntop(info.ai_family, address, buffer, sizeof buffer)) return "";
    return buffer;
}

struct Answer {
    int code = 0;
    std::vector<std::string> addresses;
};

Answer look_up(const std::string& host) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    // The dot at the end keeps the resolver from trying the machine's search domains.
    const std::string name = host.find('.') == std::string::npos ? host : host + ".";
    addrinfo* list = nullptr;
    Answer answer;
    answer.code = getaddrinfo(name.c_str(), nullptr, &hints, &list);
    for (const addrinfo* info = list; info; info = info->ai_next) {
        auto literal = literal_of(*info);
        const auto& known = answer.addresses;
        if (literal.empty() || std::find(known.begin(), known.end(), literal) != known.end()) continue;
        answer.addresses.push_back(std::move(literal));
    }
    if (list) freeaddrinfo(list);
    return answer;
}

// getaddrinfo knows no time limit. It runs in a thread of its own, which is left behind where it takes too long, and
// which therefore owns what it writes to.
class SystemResolver final : public Resolver {
public:
    Result<std::vector<std::string>> resolve(const std::string& host) override {
        if (busy_->fetch_add(1) >= lookups_max) {
            busy_->fetch_sub(1);
            return Error{Fault::unavailable, "Too many name look-ups are waiting for an answer.", ""};
        }
        std::promise<Answer> promise;
        auto future = promise.get_future();
        try {
            std::thread([host, busy = busy_, promise = std::move(promise)]() mutable {
                promise.set_value(look_up(host));
                busy->fetch_sub(1);
            }).detach();
        } catch (const std::system_error& error) {
            busy_->fetch_sub(1);
            return Error{Fault::unavailable, "The name look-up could not be started.", error.what()};
        }
        if (future.wait_for(std::chrono::milliseconds(limits::resolve_timeout_ms)) != std::future_status::ready) {
            return Error{Fault::unavailable, cat("The name ", host, " could not be looked up in time."), ""};
        }
        auto answer = future.get();
        if (answer.addresses.empty()) {
            return Error{Fault::unavailable, cat("The name ", host, " does not exist or has no address."),
                         answer.code == 0 ? "" : gai_strerror(answer.code)};
        }
        return std::move(answer.addresses);
    }

private:
    // Shared with the threads left behind, which may outlive this object.
    std::shared_ptr<std::atomic<int>> busy_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace

std::unique_ptr<Resolver> system_resolver() {
    return std::make_unique<SystemResolver>();
}

}  // namespace parley::net
