// Where a vendor's authorization server sends the browser back to. What it brings is used and left behind at once: the
// page that the person sees has an address without code and state.
#include "api/endpoints/endpoints.h"
#include "api/endpoints/pages.h"
#include "base/text.h"

#include <array>

namespace parley::api {
namespace {

// All that a browser is told. Which connection it was about, and why it failed, stands in the connection's log.
struct Outcome {
    std::string_view word;  // Of the page's address.
    std::string_view title;
    std::string_view text;
};
constexpr std::array outcomes{
    Outcome{"connected", "Connected", "The connection is ready. You can close this window."},
    Outcome{
        "over", "This sign-in is over",
        "It was finished already, or it has run out. If your connection is shown as connected there is nothing left to "
        "do; else connect it again."},
    Outcome{"denied", "Not connected",
            "Access was not granted, or the answer did not come from the vendor, so nothing was connected. Start the "
            "connection again if you want it."},
    Outcome{"unavailable", "Not connected yet",
            "The vendor did not answer as it should, so nothing was connected. Start the connection again in a few "
            "minutes."},
    Outcome{"refused", "Not connected",
            "The vendor's sign-in did not work out, so nothing was connected. Start the connection again."},
    Outcome{"problem", "Not connected", "Something went wrong on our side; the log has the reason."},
};

std::string_view word_for(Fault fault) {
    switch (fault) {
    case Fault::not_found: return "over";
    case Fault::denied: return "denied";
    case Fault::unavailable:
    case Fault::over_limit: return "unavailable";
    case Fault::invalid:
    case Fault::reconnect: return "refused";
    case Fault::internal: return "problem";
    }
    return "problem";
}

// Relative to /oauth/callback, so that it holds below any prefix; and nothing of the request is in it.
Reply leave(std::string_view word) {
    return Reply{303, {}, "", {}, {{"Location", cat("finished/", word)}}};
}

}  // namespace

Result<Reply> callback(const Deps& deps, Call& call) {
    // A proxy that ends TLS for us says so. What came in the clear has been read on the way.
    if (call.came_in_clear && deps.redirect_uri.rfind("https://", 0) == 0) {
        return Error{Fault::not_found, "There is nothing at this path.", "callback over http"};
    }
    // RFC 6749 3.1: nothing of an answer may stand there twice. Names that nobody knows are ignored (4.1.2).
    for (const char* name : {"state", "code", "iss", "error"}) {
        if (call.repeated.contains(name)) return leave("refused");
    }
    connect::Connector::Callback back;
    back.state = call.asked("state");
    back.code = call.asked("code");
    back.error = call.asked("error");
    if (call.query.contains("iss")) back.iss = call.asked("iss");
    // Where the browser has signed in here it must be that of whoever began; one that has not is found by the state.
    const auto browser = session_of(deps, call.browser);
    if (browser) {
        back.user = browser.value().session.user;
        back.org = browser.value().session.org;
    } else if (browser.error().fault != Fault::not_found) {
        return leave(word_for(browser.error().fault));
    }
    const auto connection = deps.connector.finish(std::move(back));
    return leave(connection ? "connected" : word_for(connection.error().fault));
}

Result<Reply> finished(const Deps&, Call& call) {
    for (const auto& outcome : outcomes) {
        if (call.at("outcome") == outcome.word) return Reply{200, {}, plain_page(outcome.title, outcome.text), {}};
    }
    return Error{Fault::not_found, "There is nothing at this path.", ""};
}

}  // namespace parley::api
