#pragma once
// The whole house by the wall clock, connected to independent servers by the browser of a patient person.

#include "../house/support.h"
#include "node_server.h"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>
#include <atomic>
#include <map>

namespace parley::tests {

inline std::string peer_script(const std::string& name) {
    return std::string(PARLEY_SOURCE_DIR "/tests/peers/") + name;
}

inline bool peers_are_here(const std::string& module) {
    const bool here = std::filesystem::exists(node_module(module));
    if (!here) MESSAGE("skipped, 1 test: npm ci has not brought " << module);
    return here;
}

// The time it is, and what a test puts on top.
class ShiftedClock final : public Clock {
public:
    Instant now() const override { return SystemClock().now() + std::chrono::milliseconds(ahead_ms_.load()); }
    void forward(std::chrono::milliseconds by) { ahead_ms_ += by.count(); }

private:
    std::atomic<std::int64_t> ahead_ms_ = 0;
};

// Follows redirects, keeps cookies, sends the forms of oidc-provider's own pages: whoever signs in is Alice unless told
// otherwise, and she consents.
class Browser {
public:
    explicit Browser(std::string person = "alice") : person_(std::move(person)) {}

    // Until it is sent to an address that begins with `home`; that address.
    std::string visit(const std::string& url, const std::string& home) {
        std::string place = url;
        for (int step = 0; step < 12; ++step) {
            if (place.rfind(home, 0) == 0) return place;
            const Page page = get_or_post(place, "");
            place = page.location.empty() ? submit(place, page.body) : absolute(place, page.location);
        }
        FAIL("the sign-in pages lead nowhere: " << place.substr(0, place.find('?')));
        return "";
    }

    Json read_json(const std::string& url) {
        const auto json = parse_json(get_or_post(url, "").body);
        REQUIRE(json);
        return json.value();
    }

private:
    struct Page {
        std::string location;
        std::string body;
    };

    static std::string absolute(const std::string& base, const std::string& location) {
        Poco::URI uri(base);
        uri.resolve(location);
        return uri.toString();
    }

    static std::string between(const std::string& text, const std::string& start, char end) {
        const auto at = text.find(start);
        if (at == std::string::npos) return "";
        const auto from = at + start.size();
        return text.substr(from, text.find(end, from) - from);
    }

    std::string submit(const std::string& base, const std::string& html) {
        const std::string action = between(html, "action=\"", '"');
        const std::string prompt = between(html, "name=\"prompt\" value=\"", '"');
        REQUIRE_MESSAGE(!action.empty(), html.substr(0, 2000));
        const std::string form =
            "prompt=" + prompt + (prompt == "login" ? "&login=" + person_ + "&password=secret" : "");
        const Page page = get_or_post(absolute(base, action), form);
        REQUIRE_FALSE(page.location.empty());
        return absolute(base, page.location);
    }

    Page get_or_post(const std::string& url, const std::string& form) {
        const Poco::URI uri(url);
        Poco::Net::HTTPClientSession session(uri.getHost(), uri.getPort());
        Poco::Net::HTTPRequest request(form.empty() ? "GET" : "POST", uri.getPathAndQuery(),
                                       Poco::Net::HTTPMessage::HTTP_1_1);
        if (!cookies_.empty()) request.set("Cookie", cookie_line());
        if (!form.empty()) {
            request.setContentType("application/x-www-form-urlencoded");
            request.setContentLength(static_cast<std::streamsize>(form.size()));
        }
        session.sendRequest(request) << form;
        Poco::Net::HTTPResponse response;
        Page page;
        Poco::StreamCopier::copyToString(session.receiveResponse(response), page.body);
        page.location = response.get("Location", "");
        keep_cookies(response);
        return page;
    }

    // As they are written: Poco's own cookies would be encoded once more on their way back.
    void keep_cookies(const Poco::Net::HTTPResponse& response) {
        for (const auto& [name, value] : response) {
            if (Poco::icompare(name, "Set-Cookie") != 0) continue;
            const std::string pair = value.substr(0, value.find(';'));
            cookies_[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
        }
    }

    std::string cookie_line() const {
        std::string line;
        for (const auto& [name, value] : cookies_) line += (line.empty() ? "" : "; ") + name + "=" + value;
        return line;
    }

    const std::string person_;
    std::map<std::string, std::string> cookies_;
};

class PeerHouse {
public:
    PeerHouse() {
        config_ = config_in(folder_, few_vendors().vendors);
        auto built = app::House::build(config_, clock, few_vendors());
        INFO((built ? "" : built.error().message + " " + built.error().detail));
        REQUIRE(built);
        house_ = std::move(built).value();
        auto home = house_->home();
        REQUIRE(home);
        org_ = std::move(home).value();
    }

    store::OrgStore& org() { return *org_; }
    connect::Connector& connector() { return house_->connector(); }

    // Begins, walks and comes back.
    store::Connection connect(const std::string& url, const std::string& name) {
        connect::Begin wish;
        wish.url = url;
        wish.name = name;
        auto started = connector().begin(*org_, app::terminal_user, std::move(wish));
        INFO((started ? "" : started.error().message + " " + started.error().detail));
        REQUIRE(started);
        return finish(std::move(started).value());
    }
    store::Connection reconnect(const ConnectionId& id) {
        auto started = connector().reconnect(*org_, app::terminal_user, id);
        INFO((started ? "" : started.error().message + " " + started.error().detail));
        REQUIRE(started);
        return finish(std::move(started).value());
    }

    Result<mcp::Reply> call(const ConnectionId& id, const std::string& tool, Json arguments = Json::object()) {
        PARLEY_TRY(const store::Connection connection, org_->connection(id));
        PARLEY_TRY(const connect::Access access, connect::access(*org_, house_->catalogue(), connection));
        PARLEY_TRY(const policy::AdmittedCall call, access.gate.admit({id, tool, std::move(arguments)}));
        return house_->sessions().call(*org_, app::terminal_user, call, 10'000);
    }

    Result<ask::Answer> ask(const std::string& text) {
        return house_->asker().ask(*org_, app::terminal_user, {text, {}, false});
    }

    ShiftedClock clock;
    Browser browser;

private:
    store::Connection finish(connect::Started started) {
        if (started.authorize_url.empty()) return started.connection;
        auto finished = connector().finish(callback(started.authorize_url));
        INFO((finished ? "" : finished.error().message + " " + finished.error().detail));
        REQUIRE(finished);
        return finished.value();
    }

    connect::Connector::Callback callback(const std::string& authorize_url) {
        const std::string home = "http://127.0.0.1:" + std::to_string(config_.port) + "/oauth/callback?";
        connect::Connector::Callback back;
        for (const auto& [name, value] : Poco::URI(browser.visit(authorize_url, home)).getQueryParameters()) {
            if (name == "state") back.state = value;
            if (name == "code") back.code = value;
            if (name == "iss") back.iss = value;
            if (name == "error") back.error = value;
        }
        return back;
    }

    Folder folder_;
    app::Config config_;
    std::unique_ptr<app::House> house_;
    std::unique_ptr<store::OrgStore> org_;
};

}  // namespace parley::tests
