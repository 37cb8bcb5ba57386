#include "net/resolver.h"

#include "base/limits.h"
#include "base/text.h"
#include "net/trouble.h"

#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <netdb.h>
#include <netinet/in.h>
#include <optional>
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

LookedUp ask_the_system(const std::string& host) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    // The dot at the end keeps the resolver from trying the machine's search domains.
    const std::string name = host.find('.') == std::string::npos ? host : host + ".";
    addrinfo* list = nullptr;
    LookedUp answer;
    const int code = getaddrinfo(name.c_str(), nullptr, &hints, &list);
    if (code != 0) answer.trouble = gai_strerror(code);
    for (const addrinfo* info = list; info; info = info->ai_next) {
        auto literal = literal_of(*info);
        const auto& known = answer.addresses;
        if (literal.empty() || std::find(known.begin(), known.end(), literal) != known.end()) continue;
        answer.addresses.push_back(std::move(literal));
    }
    if (list) freeaddrinfo(list);
    return answer;
}

// What the waiting and the asking thread share; the last of them takes it down.
struct Answer {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::optional<LookedUp> found;
};

// Shared with the threads left behind, which may outlive the resolver.
struct Desk {
    explicit Desk(LookUp given) : look_up(std::move(given)) {}
    const LookUp look_up;
    std::atomic<int> busy = 0;
};

class AbandoningResolver final : public Resolver {
public:
    explicit AbandoningResolver(LookUp look_up) : desk_(std::make_shared<Desk>(std::move(look_up))) {}

    Result<std::vector<std::string>> resolve(const std::string& host, const Deadline& deadline) override {
        auto answer = std::make_shared<Answer>();
        PARLEY_TRY([[maybe_unused]] auto begun, begin(host, answer));
        const Deadline end = deadline.at_most(std::chrono::milliseconds(limits::resolve_timeout_ms));
        std::unique_lock lock(answer->mutex);
        const bool there =
            answer->changed.wait_until(lock, end.stop, end.at, [&] { return answer->found.has_value(); });
        if (!there && end.stop.stop_requested()) return cancelled();
        if (!there) return Error{Fault::unavailable, cat("The name ", host, " could not be looked up in time."), ""};
        if (answer->found->addresses.empty()) {
            return Error{Fault::unavailable, cat("The name ", host, " does not exist or has no address."),
                         answer->found->trouble};
        }
        return std::move(answer->found->addresses);
    }

private:
    Result<Done> begin(const std::string& host, const std::shared_ptr<Answer>& answer) {
        if (desk_->busy.fetch_add(1) >= lookups_max) {
            desk_->busy.fetch_sub(1);
            return Error{Fault::unavailable, "Too many name look-ups are waiting for an answer.", ""};
        }
        try {
            std::thread([host, answer, desk = desk_] {
                auto found = desk->look_up(host);
                {
                    const std::lock_guard lock(answer->mutex);
                    answer->found = std::move(found);
                }
                answer->changed.notify_all();
                desk->busy.fetch_sub(1);
            }).detach();
        } catch (const std::system_error& error) {
            desk_->busy.fetch_sub(1);
            return Error{Fault::unavailable, "The name look-up could not be started.", error.what()};
        }
        return Done{};
    }

    std::shared_ptr<Desk> desk_;
};

}  // namespace

std::unique_ptr<Resolver> resolver_over(LookUp look_up) {
    return std::make_unique<AbandoningResolver>(std::move(look_up));
}

std::unique_ptr<Resolver> system_resolver() {
    return resolver_over(ask_the_system);
}

}  // namespace parley::net
