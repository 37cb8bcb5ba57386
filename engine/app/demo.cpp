#include "app/demo.h"

#include "base/text.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <mutex>
#include <thread>

namespace parley::app {
namespace {

std::string percent_decode(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        int byte = 0;
        if (text[at] == '%' && at + 2 < text.size() &&
            std::from_chars(&text[at] + 1, &text[at] + 3, byte, 16).ptr == &text[at] + 3) {
            out.push_back(static_cast<char>(byte));
            at += 2;
        } else {
            out.push_back(text[at] == '+' ? ' ' : text[at]);
        }
    }
    return out;
}

std::string query_value(std::string_view url, std::string_view name) {
    const auto question = url.find('?');
    if (question == std::string_view::npos) return "";
    for (const auto& field : split(url.substr(question + 1), '&')) {
        const auto equals = field.find('=');
        if (equals != std::string::npos && field.substr(0, equals) == name)
            return percent_decode(field.substr(equals + 1));
    }
    return "";
}

connect::Begin wish_for(const vendors::Manifest& manifest) {
    connect::Begin wish;
    wish.vendor = manifest.id;
    wish.parameters = sim::demo_values(manifest);
    if (manifest.auth.kind == "api_key") wish.api_key = Secret("demo");  // The simulated vendor takes any.
    return wish;
}

// One vendor, or the revival of its connection.
Result<Done> connect_simulated(House& house, store::OrgStore& org, const vendors::Manifest& manifest,
                               const std::vector<store::Connection>& existing) {
    // A demo before this one may have had the same port, and kept its client: this authorization server knows none.
    PARLEY_TRY([[maybe_unused]] const Done forgotten,
               org.forget_registration(house.simulation()->issuer(manifest.id), house.deps().redirect_uri));
    const auto same = std::find_if(existing.begin(), existing.end(),
                                   [&](const auto& connection) { return connection.vendor == manifest.id; });
    auto started = same == existing.end() ? house.connector().begin(org, terminal_user, wish_for(manifest))
                                          : house.connector().reconnect(org, terminal_user, same->id);
    if (!started) return std::move(started).error();
    PARLEY_TRY([[maybe_unused]] const auto connected, follow_authorization(house, std::move(started).value()));
    return Done{};
}

// Several at a time: each spends most of its time waiting for an answer.
Result<Done> connect_all(House& house, const OrgId& id, const std::vector<const vendors::Manifest*>& manifests,
                         const std::vector<store::Connection>& existing) {
    constexpr std::size_t at_a_time = 4;
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::optional<Error> failed;
    const auto work = [&] {
        const auto org = house.store().for_org(id);
        for (std::size_t at = next++; at < manifests.size(); at = next++) {
            auto done = connect_simulated(house, *org, *manifests[at], existing);
            if (done) continue;
            const std::lock_guard lock(mutex);
            const auto& error = done.error();
            if (!failed) failed = Error{error.fault, cat(manifests[at]->name, ": ", error.message), error.detail};
        }
    };
    std::vector<std::thread> threads;
    for (std::size_t count = 0; count < std::min(at_a_time, manifests.size()); ++count) threads.emplace_back(work);
    for (auto& thread : threads) thread.join();
    if (failed) return std::move(*failed);
    return Done{};
}

}  // namespace

Result<store::Connection> follow_authorization(House& house, connect::Started started) {
    if (started.authorize_url.empty()) return std::move(started.connection);
    const auto http = net::make_http();
    PARLEY_TRY(auto url, house.guard().check(started.authorize_url));
    PARLEY_TRY(const auto response, http->send({"GET", std::move(url), {}, ""}));
    const std::string back = net::header(response.headers, "Location");
    if (response.status / 100 != 3 || back.empty()) {
        return Error{Fault::unavailable, "The authorization server did not send the browser back.",
                     cat(response.status)};
    }
    connect::Connector::Callback callback;
    callback.state = query_value(back, "state");
    callback.code = query_value(back, "code");
    callback.error = query_value(back, "error");
    if (auto iss = query_value(back, "iss"); !iss.empty()) callback.iss = std::move(iss);
    return house.connector().finish(std::move(callback));
}

Result<Done> furnish_demo(House& house, store::OrgStore& org) {
    PARLEY_TRY(auto settings, org.settings());
    settings.name = "Demo company";
    settings.tier = "enterprise";  // A demo that ends after fourteen days would show less than there is.
    settings.glossary["days"] = house.simulation()->named_days();
    const store::AuditEntry named{terminal_user, "settings", settings.id.text, Json::object(), house.now()};
    PARLEY_TRY([[maybe_unused]] Done saved, org.save_settings(settings, named));
    PARLEY_TRY(const auto existing, org.connections());
    std::vector<const vendors::Manifest*> simulated;
    for (const auto& vendor : house.catalogue().vendors()) {
        if (!house.simulation()->url(vendor.manifest.id).empty()) simulated.push_back(&vendor.manifest);
    }
    return connect_all(house, org.org(), simulated, existing);
}

}  // namespace parley::app
