// Members and keys: nobody gives, takes or touches more than his own role.
#include "api/people.h"

#include "gate.h"

using namespace parley;
using namespace parley::tests;
using api::People;
using Rank = policy::Role;

namespace {

// An organization with one member a role, and people as seen by each of them.
struct Firm {
    Gate gate;
    std::unique_ptr<store::OrgStore> org = gate.make_org("acme");
    std::map<Rank, store::Member> members;

    Firm() {
        for (const Rank role : all_roles)
            members[role] = gate.make_member(*org, std::string(policy::name_of(role)), role);
    }
    api::Caller caller(Rank role) const {
        return {{"acme"}, members.at(role).id, role, api::Caller::How::session, "s"};
    }
    People as(const api::Caller& who) { return People(*org, who, gate.house().doorkeeper(), gate.clock, "a test"); }
    std::size_t denials() { return gate.rows_of("acme", "denied").size(); }
};

const api::Caller at_terminal{{"acme"}, api::terminal_user, Rank::owner, api::Caller::How::terminal};

}  // namespace

TEST_CASE("api: a key is made with a role up to one's own, for so long, and is kept as a hash alone") {
    Firm firm;
    const auto admin = firm.caller(Rank::admin);
    const struct {
        People::KeyWish wish;
        bool made;
        Fault fault = Fault::invalid;
    } cases[] = {
        {{"a"}, true},
        {{"b", Rank::admin, 1}, true},
        {{"c", Rank::viewer, limits::key_days_max}, true},
        {{"  d  "}, true},
        {{"e", Rank::owner}, false, Fault::denied},
        {{"", Rank::viewer}, false},
        {{"  ", Rank::viewer}, false},
        {{"f\n", Rank::viewer, 0}, false},
        {{"g", Rank::viewer, 0}, false},
        {{"h", Rank::viewer, -1}, false},
        {{"i", Rank::viewer, limits::key_days_max + 1}, false},
        {{"j", Rank::viewer, std::nullopt}, false},
        {{"a\x1b[2J"}, false},
        {{"\xff"}, false},
        {{std::string(limits::name_bytes + 1, 'x')}, false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.wish.name.substr(0, 20));
        const auto made = firm.as(admin).make_key(c.wish);
        CHECK(static_cast<bool>(made) == c.made);
        if (!made) {
            CHECK(made.error().fault == c.fault);
            continue;
        }
        CHECK(api::bearer_key("Bearer " + made.value().text) == made.value().text);
        const auto found = firm.gate.store().key(vault::sha256_hex(made.value().text), firm.gate.clock.now());
        REQUIRE(found);
        CHECK(found.value().user == admin.user);
        CHECK(found.value().role == policy::name_of(c.wish.role));
        CHECK(found.value().expires_at == firm.gate.clock.now() + std::chrono::hours(24) * *c.wish.days);
        for (const auto& row : firm.gate.rows_of("acme", "key"))
            CHECK(dump(row.entry.details).find(made.value().text.substr(7)) == std::string::npos);
    }
    CHECK(firm.denials() == 1);
    const auto endless = firm.as(at_terminal).make_key({"server", Rank::owner, std::nullopt});
    REQUIRE(endless);
    CHECK_FALSE(endless.value().key.expires_at);
}

TEST_CASE("api: a key makes no key that outlives it, and the audit says which one it was") {
    Firm firm;
    auto caller = firm.caller(Rank::admin);
    caller.how = api::Caller::How::key;
    caller.id = "k-parent";
    caller.expires_at = firm.gate.clock.now() + std::chrono::hours(1);
    const auto longer = firm.as(caller).make_key({"child", Rank::viewer, 30});
    REQUIRE(longer);
    CHECK(longer.value().key.expires_at == caller.expires_at);
    CHECK(firm.gate.rows_of("acme", "key").back().entry.details["by_key"] == "k-parent");
    caller.expires_at = firm.gate.clock.now() + std::chrono::hours(24 * 60);
    const auto shorter = firm.as(caller).make_key({"child", Rank::viewer, 30});
    REQUIRE(shorter);
    CHECK(shorter.value().key.expires_at == firm.gate.clock.now() + std::chrono::hours(24 * 30));
}

TEST_CASE("api: nobody has more keys than there is room for") {
    Firm firm;
    const auto analyst = firm.caller(Rank::analyst);
    for (std::size_t number = 0; number < limits::keys_per_member; ++number)
        REQUIRE(firm.as(analyst).make_key({"key"}));
    const auto one_more = firm.as(analyst).make_key({"key"});
    REQUIRE_FALSE(one_more);
    CHECK(one_more.error().fault == Fault::over_limit);
    CHECK(firm.as(firm.caller(Rank::admin)).make_key({"key"}));
    REQUIRE(firm.as(analyst).revoke_key(firm.as(analyst).keys().value().front().id));
    CHECK(firm.as(analyst).make_key({"key"}));
}

TEST_CASE("api: one sees and revokes one's own keys, an administrator everybody's but an owner's") {
    const struct {
        Rank who, whose;
        bool sees, revokes;
    } cases[] = {
        {Rank::analyst, Rank::analyst, true, true}, {Rank::analyst, Rank::viewer, false, false},
        {Rank::analyst, Rank::admin, false, false}, {Rank::analyst, Rank::owner, false, false},
        {Rank::admin, Rank::admin, true, true},     {Rank::admin, Rank::analyst, true, true},
        {Rank::admin, Rank::owner, true, false},    {Rank::owner, Rank::admin, true, true},
        {Rank::owner, Rank::owner, true, true},
    };
    for (const auto& c : cases) {
        CAPTURE(policy::name_of(c.who));
        CAPTURE(policy::name_of(c.whose));
        Firm firm;
        const KeyId id{"theirs"};
        firm.gate.make_key(*firm.org, firm.members[c.whose].id, Rank::viewer, std::nullopt, id.text);
        const auto caller = firm.caller(c.who);
        CHECK((firm.as(caller).keys().value().size() == 1) == c.sees);
        const auto gone = firm.as(caller).revoke_key(id);
        CHECK(static_cast<bool>(gone) == c.revokes);
        CHECK(firm.org->keys().value().empty() == c.revokes);
        CHECK(firm.denials() == (c.revokes ? 0 : 1));
        const auto none = firm.as(caller).revoke_key({"nothing"});
        REQUIRE_FALSE(none);
        CHECK(none.error().fault == Fault::not_found);
    }
}

TEST_CASE("api: keys of the terminal are for owners, and those of nobody for whoever manages members") {
    Firm firm;
    firm.gate.make_key(*firm.org, api::terminal_user, Rank::viewer, std::nullopt, "of-terminal");
    firm.gate.make_key(*firm.org, {"long gone"}, Rank::owner, std::nullopt, "of-nobody");
    const auto admin = firm.caller(Rank::admin);
    CHECK_FALSE(firm.as(admin).revoke_key({"of-terminal"}));
    CHECK(firm.as(admin).revoke_key({"of-nobody"}));
    CHECK(firm.as(firm.caller(Rank::owner)).revoke_key({"of-terminal"}));
}

TEST_CASE("api: an email is compared as one writes it down, and only an address is one") {
    const struct {
        const char *text, *email;
    } cases[] = {
        {"ann@example.com", "ann@example.com"},
        {"  Ann.Smith+x@Example.COM \t", "ann.smith+x@example.com"},
        {"a@b", "a@b"},
        {"o'neil@example.com", "o'neil@example.com"},
        {"", ""},
        {"ann", ""},
        {"@example.com", ""},
        {"ann@", ""},
        {"ann@@example.com", ""},
        {"ann@example.com@evil.example", ""},
        {"ann smith@example.com", ""},
        {"ann@example.com\nBcc: x@y", ""},
        {"Ann <ann@example.com>", ""},
        {"ann@example.com,bob@example.com", ""},
        {"\"ann\"@example.com", ""},
        {"\xD0\xB0nn@example.com", ""},  // A Cyrillic letter that looks like an a.
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        const auto email = api::normal_email(c.text);
        CHECK(static_cast<bool>(email) == (*c.email != 0));
        if (email) CHECK(email.value() == c.email);
    }
    CHECK_FALSE(api::normal_email(std::string(300, 'a') + "@example.com"));
}

TEST_CASE("api: nobody adds, changes or removes a member above himself, nor raises himself") {
    for (const Rank who : {Rank::admin, Rank::owner}) {
        for (const Rank role : all_roles) {
            CAPTURE(policy::name_of(who));
            CAPTURE(policy::name_of(role));
            const bool allowed = role <= who;
            Firm firm;
            const auto spare = firm.gate.make_member(*firm.org, "spare", Rank::owner);  // So that no owner is the last.
            const auto caller = firm.caller(who);

            const auto added = firm.as(caller).add_member({"New@Example.com ", "New", role});
            CHECK(static_cast<bool>(added) == allowed);
            if (added) CHECK(firm.org->member(added.value().id).value().email == "new@example.com");

            const auto raised = firm.as(caller).change_member(firm.members[Rank::viewer].id, {{}, {}, role});
            CHECK(static_cast<bool>(raised) == allowed);
            const auto self = firm.as(caller).change_member(caller.user, {{}, {}, role});
            CHECK(static_cast<bool>(self) == allowed);

            const auto target = firm.gate.make_member(*firm.org, "target", role);
            CHECK(static_cast<bool>(firm.as(caller).change_member(target.id, {{}, "Other", {}})) == allowed);
            CHECK(static_cast<bool>(firm.as(caller).change_member(target.id, {{}, {}, Rank::viewer})) == allowed);
            CHECK(firm.org->member(target.id).value().role == (allowed ? "viewer" : policy::name_of(role)));
            const auto second = firm.gate.make_member(*firm.org, "second", role);
            CHECK(static_cast<bool>(firm.as(caller).remove_member(second.id)) == allowed);
            CHECK(static_cast<bool>(firm.org->member(second.id)) == !allowed);
            CHECK(firm.denials() == (allowed ? 0 : 6));
        }
    }
}

TEST_CASE("api: who acts with a smaller role than his own raises nobody, himself least of all") {
    Firm firm;
    auto caller = firm.caller(Rank::owner);
    caller.role = Rank::admin;  // An owner's key that is good for an administrator's work.
    CHECK_FALSE(firm.as(caller).change_member(caller.user, {{}, {}, Rank::owner}));
    CHECK_FALSE(firm.as(caller).change_member(caller.user, {{}, "Other", {}}));
    CHECK_FALSE(firm.as(caller).remove_member(caller.user));
    CHECK_FALSE(firm.as(caller).make_key({"key", Rank::owner}));
    CHECK(firm.as(caller).make_key({"key", Rank::admin}));
}

TEST_CASE("api: the last owner stays, and an email is one member's") {
    Firm firm;
    const auto owner = firm.caller(Rank::owner);
    CHECK_FALSE(firm.as(owner).remove_member(owner.user));
    CHECK_FALSE(firm.as(owner).change_member(owner.user, {{}, {}, Rank::admin}));
    CHECK_FALSE(firm.as(at_terminal).remove_member(owner.user));
    CHECK(firm.org->member(owner.user).value().role == "owner");
    REQUIRE(firm.as(owner).change_member(firm.members[Rank::admin].id, {{}, {}, Rank::owner}));
    CHECK(firm.as(owner).change_member(owner.user, {{}, {}, Rank::viewer}));

    const auto second = firm.as(at_terminal).add_member({" VIEWER@example.com", {}, {}});
    REQUIRE_FALSE(second);
    CHECK(second.error().fault == Fault::invalid);
    const auto nobody = firm.as(at_terminal).change_member({"nobody"}, {});
    REQUIRE_FALSE(nobody);
    CHECK(nobody.error().fault == Fault::not_found);
}

TEST_CASE("api: an email can be mended until somebody has signed in by it") {
    Firm firm;
    const auto owner = firm.caller(Rank::owner);
    auto member = firm.as(owner).add_member({"amn@example.com", "Ann", Rank::analyst});
    REQUIRE(member);
    REQUIRE(firm.as(owner).change_member(member.value().id, {"ann@example.com", {}, {}}));
    auto signed_in = firm.org->member(member.value().id).value();
    CHECK(signed_in.email == "ann@example.com");
    CHECK(signed_in.role == "analyst");
    signed_in.issuer = "https://id.example.com";
    signed_in.subject = "s1";
    REQUIRE(firm.org->save_member(signed_in, firm.gate.entry("member")));
    CHECK_FALSE(firm.as(owner).change_member(signed_in.id, {"bob@example.com", {}, {}}));
    CHECK(firm.as(owner).change_member(signed_in.id, {"ANN@example.com", "Ann S.", {}}));
    CHECK(firm.org->member(signed_in.id).value().subject == "s1");
}

TEST_CASE("api: every change of members and keys leaves its row, without the email") {
    Firm firm;
    const auto owner = firm.caller(Rank::owner);
    const auto before = firm.gate.rows_of("acme", "member").size();
    const auto member = firm.as(owner).add_member({"ann@example.com", "Ann", Rank::viewer});
    REQUIRE(member);
    REQUIRE(firm.as(owner).change_member(member.value().id, {{}, {}, Rank::admin}));
    REQUIRE(firm.as(owner).remove_member(member.value().id));
    const auto rows = firm.gate.rows_of("acme", "member");
    REQUIRE(rows.size() == before + 3);
    const char* const did[] = {"added", "changed", "removed"};
    for (std::size_t step = 0; step < 3; ++step) {
        const auto& entry = rows[before + step].entry;
        CHECK(entry.details["did"] == did[step]);
        CHECK(entry.user == owner.user);
        CHECK(entry.subject == member.value().id.text);
        CHECK(dump(entry.details).find("ann@") == std::string::npos);
    }
    CHECK(rows[before + 1].entry.details["role_before"] == "viewer");
    CHECK(rows[before + 1].entry.details["role"] == "admin");
}
