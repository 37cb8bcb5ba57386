#include "connect/registrar.h"

#include "base/limits.h"
#include "base/text.h"
#include "connect/grants.h"

namespace parley::connect {

Result<Done> Registrar::count_connect(const OrgId& org) {
    constexpr std::chrono::hours window{1};
    const Instant now = wiring_.clock.now();
    const std::lock_guard lock(mutex_);
    std::deque<Instant>& times = connects_[org];
    while (!times.empty() && now - times.front() >= window) times.pop_front();
    if (times.size() < static_cast<std::size_t>(limits::connects_per_hour)) {
        times.push_back(now);
        return Done{};
    }
    const auto left = std::chrono::ceil<std::chrono::minutes>(times.front() + window - now).count();
    return Error{Fault::over_limit,
                 cat("This organization has begun ", limits::connects_per_hour,
                     " connections within an hour: try again in ", counted(left, "minute", "minutes"), "."),
                 ""};
}

Registrar::Door::Door(Registrar& registrar, std::string key) : registrar_(registrar), key_(std::move(key)) {
    {
        const std::lock_guard lock(registrar_.mutex_);
        queue_ = &registrar_.queues_[key_];
        ++queue_->callers;
    }
    queue_->mutex.lock();
}

Registrar::Door::~Door() {
    queue_->mutex.unlock();
    const std::lock_guard lock(registrar_.mutex_);
    if (--queue_->callers == 0) registrar_.queues_.erase(key_);
}

// One that cannot be opened any more is as good as none.
std::optional<oauth::Client> Registrar::kept(store::OrgStore& org, const oauth::Endpoints& endpoints,
                                             const std::string& dead_client) const {
    const auto registration = org.registration(endpoints.issuer, wiring_.redirect_uri);
    if (!registration) return std::nullopt;
    // The secret has to last until the person is back from the vendor's page.
    const auto& end = registration.value().expires_at;
    if (end && *end <= wiring_.clock.now() + std::chrono::minutes(limits::authorization_minutes)) return std::nullopt;
    auto client = open_client(wiring_.vault, org.org(), registration.value());
    if (!client || client.value().issuer != endpoints.issuer || client.value().id == dead_client) return std::nullopt;
    return std::move(client).value();
}

Result<oauth::Client> Registrar::client(store::OrgStore& org, net::Http& http, const oauth::Endpoints& endpoints,
                                        const std::string& dead_client, Journal& journal) {
    const Door door(*this, cat(org.org().text.size(), ":", org.org().text, ":", endpoints.issuer));
    if (auto client = kept(org, endpoints, dead_client)) {
        journal.add("registration", endpoints.issuer, "used again");
        return std::move(*client);
    }
    auto client = oauth::register_client(http, wiring_.guard, endpoints, wiring_.redirect_uri);
    journal.add("registration", endpoints.issuer, client ? "registered" : client.error().message);
    if (!client) return client;
    PARLEY_TRY([[maybe_unused]] const Done saved,
               org.save_registration(seal_client(wiring_.vault, org.org(), wiring_.redirect_uri, client.value())));
    return client;
}

}  // namespace parley::connect
