// Members, their keys, and the plan: what the HTTP face has, for whoever sits at the terminal.
#include "api/people.h"

#include "api/plan.h"
#include "app/commands/commands.h"
#include "app/terminal.h"
#include "base/text.h"

#include <iostream>

namespace parley::app {
namespace {

using api::People;

// A house, its organization and who acts in it; not moved, for People refers to all of it.
struct Office {
    SystemClock clock;
    std::unique_ptr<House> house;
    std::unique_ptr<store::OrgStore> org;
    api::Caller caller;
    std::string what;

    People people() { return People(*org, caller, house->doorkeeper(), clock, what); }
};

Result<Done> open(Office& office, const Common& common, policy::Act act, const std::string& what) {
    PARLEY_TRY(office.house, House::build(common.config, office.clock, {common.mode}));
    PARLEY_TRY(office.org, office.house->home());
    office.caller = terminal_caller(*office.org);
    office.what = what;
    return office.house->may(*office.org, act, what);
}

Result<policy::Role> role_named(const std::string& name) {
    const auto role = policy::role_from(name);
    if (!role) {
        return Error{Fault::invalid,
                     cat("There is no role \"", name, "\"; there are owner, admin, analyst and viewer."), ""};
    }
    return *role;
}

void print(const std::vector<std::vector<std::string>>& rows) {
    print_table(std::cout, rows, std::vector<bool>(rows[0].size(), false));
}

Result<Done> make_key(const Common& common, const KeyOptions& options) {
    Office office;
    PARLEY_TRY([[maybe_unused]] Done opened, open(office, common, policy::Act::own_keys, "parley key"));
    People::KeyWish wish;
    wish.name = options.name;
    PARLEY_TRY(wish.role, role_named(options.role));
    wish.days = options.days > 0 ? std::optional<int>(options.days) : std::nullopt;
    PARLEY_TRY(const auto made, office.people().make_key(wish));
    std::cout << "Shown once; keep it: " << made.text << '\n';
    return Done{};
}

Result<Done> list_keys(const Common& common) {
    Office office;
    PARLEY_TRY([[maybe_unused]] Done opened, open(office, common, policy::Act::own_keys, "parley keys"));
    PARLEY_TRY(const auto keys, office.people().keys());
    std::vector<std::vector<std::string>> rows{{"id", "name", "role", "of", "made", "ends"}};
    for (const auto& key : keys) {
        rows.push_back({key.id.text, key.name, key.role, key.user.text, to_text(key.created_at),
                        key.expires_at ? to_text(*key.expires_at) : "never"});
    }
    print(rows);
    return Done{};
}

Result<Done> drop_key(const Common& common, const std::string& id) {
    Office office;
    PARLEY_TRY([[maybe_unused]] Done opened, open(office, common, policy::Act::own_keys, "parley key revoke"));
    PARLEY_TRY([[maybe_unused]] Done gone, office.people().revoke_key({id}));
    std::cout << "The key is good for nothing any more.\n";
    return Done{};
}

Result<Done> list_members(const Common& common) {
    Office office;
    PARLEY_TRY([[maybe_unused]] Done opened, open(office, common, policy::Act::manage_members, "parley members"));
    PARLEY_TRY(const auto members, office.org->members());
    std::vector<std::vector<std::string>> rows{{"id", "email", "name", "role", "has signed in"}};
    for (const auto& member : members) {
        rows.push_back(
            {member.id.text, member.email, member.name, member.role, member.subject.empty() ? "not yet" : "yes"});
    }
    print(rows);
    return Done{};
}

// Adds, or gives another role and name to who is there already.
Result<Done> put_member(const Common& common, const MemberOptions& options) {
    Office office;
    PARLEY_TRY([[maybe_unused]] Done opened, open(office, common, policy::Act::manage_members, "parley member add"));
    People::MemberWish wish;
    if (!options.role.empty()) {
        PARLEY_TRY(wish.role, role_named(options.role));
    }
    if (!options.name.empty()) wish.name = options.name;
    auto people = office.people();
    const auto there = people.find_member(options.email);
    if (there) {
        PARLEY_TRY(const auto changed, people.change_member(there.value().id, wish));
        std::cout << changed.email << " is " << changed.role << " now.\n";
        return Done{};
    }
    if (there.error().fault != Fault::not_found) return there.error();
    wish.email = options.email;
    PARLEY_TRY(const auto added, people.add_member(wish));
    std::cout << added.email << " may sign in as " << added.role << ".\n";
    return Done{};
}

Result<Done> drop_member(const Common& common, const std::string& email) {
    Office office;
    PARLEY_TRY([[maybe_unused]] Done opened, open(office, common, policy::Act::manage_members, "parley member remove"));
    auto people = office.people();
    PARLEY_TRY(const auto member, people.find_member(email));
    PARLEY_TRY([[maybe_unused]] Done gone, people.remove_member(member.id));
    std::cout << member.email << " is no member any more; keys and sessions are gone too.\n";
    return Done{};
}

Result<Done> set_tier(Office& office, const std::string& tier) {
    PARLEY_TRY([[maybe_unused]] Done allowed, office.house->may(*office.org, policy::Act::change_tier, "parley plan"));
    if (!office.house->doorkeeper().permits().tier(tier)) {
        std::vector<std::string> known;
        for (const auto& one : office.house->doorkeeper().permits().tiers()) known.push_back(one.id);
        return Error{Fault::invalid, cat("There is no plan \"", tier, "\"; there are ", join(known, ", "), "."), ""};
    }
    PARLEY_TRY(auto settings, office.org->settings());
    const Json details{{"tier", tier}, {"tier_before", settings.tier}};
    settings.tier = tier;
    return office.org->save_settings(settings,
                                     {terminal_user, "settings", settings.id.text, details, office.clock.now()});
}

Result<Done> show_plan(const Common& common, const std::string& tier, bool json) {
    Office office;
    PARLEY_TRY([[maybe_unused]] Done opened, open(office, common, policy::Act::look, "parley plan"));
    if (!tier.empty()) {
        PARLEY_TRY([[maybe_unused]] Done set, set_tier(office, tier));
    }
    PARLEY_TRY(const auto plan, api::plan_of(*office.org, office.house->doorkeeper().permits(), office.clock.now()));
    if (json) {
        std::cout << plan.dump(2) << '\n';
        return Done{};
    }
    std::cout << "Plan: " << plan["tier"].get<std::string>();
    if (plan["over"].get<bool>())
        std::cout << ", which is over";
    else if (!plan["days_left"].is_null())
        std::cout << ", " << counted(plan["days_left"].get<std::int64_t>(), "day", "days") << " left";
    std::cout << "\nHolds: ";
    for (const auto& feature : plan["features"]) std::cout << feature.get<std::string>() << ' ';
    std::cout << "\nIn use: " << counted(plan["usage"]["connections"].get<std::int64_t>(), "connection", "connections")
              << ", " << counted(plan["usage"]["members"].get<std::int64_t>(), "member", "members") << ", "
              << counted(plan["usage"]["keys"].get<std::int64_t>(), "key", "keys") << '\n';
    return Done{};
}

int code_of(const Result<Done>& done) {
    return done ? 0 : fail(done.error());
}

}  // namespace

int new_key(const Common& common, const KeyOptions& options) {
    return code_of(make_key(common, options));
}
int keys(const Common& common) {
    return code_of(list_keys(common));
}
int revoke_key(const Common& common, const std::string& id) {
    return code_of(drop_key(common, id));
}
int members(const Common& common) {
    return code_of(list_members(common));
}
int add_member(const Common& common, const MemberOptions& options) {
    return code_of(put_member(common, options));
}
int remove_member(const Common& common, const std::string& email) {
    return code_of(drop_member(common, email));
}
int plan(const Common& common, const std::string& tier, bool json) {
    return code_of(show_plan(common, tier, json));
}

}  // namespace parley::app
