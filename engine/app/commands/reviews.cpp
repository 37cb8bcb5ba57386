// What waits for a person, and a person's word on it.
#include "app/commands/commands.h"
#include "app/demo.h"
#include "app/terminal.h"
#include "base/text.h"
#include "connect/pins.h"

#include <algorithm>
#include <iostream>

namespace parley::app {
namespace {

using connect::Decision;

struct Desk {
    SystemClock clock;
    std::unique_ptr<House> house;
    std::unique_ptr<store::OrgStore> org;
};

Result<Done> open(Desk& desk, const Common& common, policy::Act act, const char* what) {
    PARLEY_TRY(desk.house, House::build(common.config, desk.clock, {common.mode}));
    PARLEY_TRY(desk.org, desk.house->home());
    if (common.mode == Mode::demo) {
        PARLEY_TRY([[maybe_unused]] Done ready, furnish_demo(*desk.house, *desk.org));
    }
    return desk.house->may(*desk.org, act, what);
}

// What is decided about is shown first, and its hash goes along: what has changed since is not decided about.
Result<Done> decide(Desk& desk, const ConnectionId& id, const std::string& tool, Decision::Word word) {
    PARLEY_TRY(const auto pins, desk.org->tools(id));
    const auto pin = std::find_if(pins.begin(), pins.end(), [&](const auto& one) { return one.name == tool; });
    if (pin == pins.end()) return Error{Fault::not_found, "This connection has no tool of that name.", tool};
    const Decision decision{word, connect::definition_hash(connect::definition_of(*pin))};
    std::cout << tame(pin->name) << ": " << tame(pin->reason) << "\n  definition " << decision.hash << '\n';
    PARLEY_TRY([[maybe_unused]] const auto reviewed,
               desk.house->connector().review(*desk.org, terminal_user, id, tool, decision));
    return Done{};
}

Result<Done> accept_form(Desk& desk, const ConnectionId& id, const std::string& shape) {
    PARLEY_TRY(const auto reviews, desk.house->connector().reviews(*desk.org));
    for (const auto& review : reviews) {
        if (review.kind != connect::Review::Kind::shape || review.connection != id || review.subject != shape) continue;
        std::cout << tame(review.sentence) << "\n  form " << review.hash << '\n';
        return desk.house->connector().accept_shape(*desk.org, terminal_user, id, shape, review.hash);
    }
    return Error{Fault::not_found, "No replies of that name wait for a review.", shape};
}

Result<Done> print_tools(Desk& desk, const ConnectionId& id) {
    PARLEY_TRY([[maybe_unused]] const auto connection, desk.org->connection(id));
    PARLEY_TRY(const auto pins, desk.org->tools(id));
    std::vector<std::vector<std::string>> rows{{"tool", "verdict", "by", "change", "reason"}};
    for (const auto& pin : pins) {
        rows.push_back({tame(pin.name), pin.verdict, pin.decided_by, pin.change, tame(pin.reason)});
    }
    print_table(std::cout, rows, std::vector<bool>(rows[0].size(), false));
    return Done{};
}

Result<Done> use_tools(const Common& common, const ToolsOptions& options) {
    const bool looks = options.admit.empty() && options.refuse.empty() && options.accept_form.empty();
    Desk desk;
    PARLEY_TRY([[maybe_unused]] const Done opened,
               open(desk, common, looks ? policy::Act::look : policy::Act::review, "parley tools"));
    const ConnectionId id{options.connection};
    if (!options.admit.empty()) {
        PARLEY_TRY([[maybe_unused]] const Done done, decide(desk, id, options.admit, Decision::Word::admit));
    }
    if (!options.refuse.empty()) {
        PARLEY_TRY([[maybe_unused]] const Done done, decide(desk, id, options.refuse, Decision::Word::refuse));
    }
    if (!options.accept_form.empty()) {
        PARLEY_TRY([[maybe_unused]] const Done done, accept_form(desk, id, options.accept_form));
    }
    return print_tools(desk, id);
}

OrderedJson to_json(const connect::Review& review) {
    return {{"kind", connect::name_of(review.kind)},
            {"connection", review.connection.text},
            {"subject", review.subject},
            {"change", review.change},
            {"sentence", review.sentence},
            {"hash", review.hash},
            {"since", review.since ? OrderedJson(to_text(*review.since)) : OrderedJson(nullptr)}};
}

Result<Done> print_reviews(const Common& common, bool json) {
    Desk desk;
    PARLEY_TRY([[maybe_unused]] const Done opened, open(desk, common, policy::Act::review, "parley reviews"));
    PARLEY_TRY(const auto reviews, desk.house->connector().reviews(*desk.org));
    OrderedJson items = OrderedJson::array();
    std::vector<std::vector<std::string>> rows{{"connection", "vendor", "what", "change", "since", "sentence"}};
    for (const auto& review : reviews) {
        items.push_back(to_json(review));
        rows.push_back({review.connection.text, review.vendor.text, tame(review.subject), review.change,
                        review.since ? to_text(*review.since) : "", tame(review.sentence)});
    }
    if (json)
        std::cout << items.dump(2, ' ', false, OrderedJson::error_handler_t::replace) << '\n';
    else if (reviews.empty())
        std::cout << "Nothing waits for a review.\n";
    else
        print_table(std::cout, rows, std::vector<bool>(rows[0].size(), false));
    return Done{};
}

}  // namespace

int tools(const Common& common, const ToolsOptions& options) {
    const auto done = use_tools(common, options);
    return done ? 0 : fail(done.error());
}

int reviews(const Common& common, bool json) {
    const auto done = print_reviews(common, json);
    return done ? 0 : fail(done.error());
}

}  // namespace parley::app
