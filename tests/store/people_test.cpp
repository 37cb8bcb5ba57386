// Members, keys, sessions, sealed rows and shapes: what any store must do with them.
#include "support.h"

using namespace parley;
using namespace parley::store;

namespace {

template <typename Body>
void with_two_organizations(Body body) {
    for (const auto& backend : backends) {
        CAPTURE(backend.name);
        const Folder folder;
        auto store = backend.open(folder);
        REQUIRE(store);
        REQUIRE(store.value()->create_organization(organization_of(acme)));
        REQUIRE(store.value()->create_organization(organization_of(globex)));
        const auto org = store.value()->for_org(acme);
        body(*store.value(), *org);
    }
}

Member member_of(const std::string& id, const std::string& role = "analyst", const std::string& subject = "") {
    const std::string issuer = subject.empty() ? "" : "https://id.example.com";
    return {{id}, id + "@example.com", "Ann " + id, role, issuer, subject, noon};
}

WebSession session_of(const std::string& hash, const std::string& user, const OrgId& org = acme) {
    return {hash, org, {user}, "csrf-" + hash, noon, noon + std::chrono::hours(12)};
}

}  // namespace

TEST_CASE("store: a member comes back as saved, and nobody signs in as two of them") {
    with_two_organizations([](Store& store, OrgStore& org) {
        REQUIRE(org.save_member(member_of("ann", "owner", "s1"), entry_of("member")));
        REQUIRE(org.save_member(member_of("bob"), entry_of("member")));
        REQUIRE(org.save_member(member_of("cat"), entry_of("member")));  // Two without an identity are no clash.
        const auto ann = org.member({"ann"});
        REQUIRE(ann);
        CHECK(ann.value().email == "ann@example.com");
        CHECK(ann.value().name == "Ann ann");
        CHECK(ann.value().role == "owner");
        CHECK(ann.value().issuer == "https://id.example.com");
        CHECK(ann.value().subject == "s1");
        CHECK(ann.value().created_at == noon);
        CHECK(org.members().value().size() == 3);

        auto same_email = member_of("dan");
        same_email.email = "ann@example.com";
        check_fault(org.save_member(same_email, entry_of("member")), Fault::invalid);
        check_fault(org.save_member(member_of("dan", "viewer", "s1"), entry_of("member")), Fault::invalid);
        // Another organization has its own.
        CHECK(store.for_org(globex)->save_member(member_of("ann", "viewer", "s1"), entry_of("member")));
        check_fault(org.member({"dan"}), Fault::not_found);
        CHECK(checked_chain(org).size() == 3);
    });
}

TEST_CASE("store: the last owner stays, in every way of losing one") {
    with_two_organizations([](Store&, OrgStore& org) {
        REQUIRE(org.save_member(member_of("ann", "owner"), entry_of("member")));
        REQUIRE(org.save_member(member_of("bob", "admin"), entry_of("member")));
        check_fault(org.save_member(member_of("ann", "admin"), entry_of("member")), Fault::invalid);
        check_fault(org.remove_member({"ann"}, entry_of("member")), Fault::invalid);
        CHECK(org.member({"ann"}).value().role == "owner");
        REQUIRE(org.save_member(member_of("bob", "owner"), entry_of("member")));
        CHECK(org.save_member(member_of("ann", "admin"), entry_of("member")));
        CHECK(org.remove_member({"ann"}, entry_of("member")));
        check_fault(org.remove_member({"ann"}, entry_of("member")), Fault::not_found);
        check_fault(org.remove_member({"bob"}, entry_of("member")), Fault::invalid);
        CHECK(checked_chain(org).size() == 5);
    });
}

TEST_CASE("store: a member that goes takes keys and sessions along") {
    with_two_organizations([](Store& store, OrgStore& org) {
        for (const char* id : {"ann", "bob"}) REQUIRE(org.save_member(member_of(id, "owner"), entry_of("member")));
        auto key = key_of("k1", acme);
        REQUIRE(org.save_key(key, "hash1", entry_of("key")));
        key = key_of("k2", acme);
        key.user = {"bob"};
        REQUIRE(org.save_key(key, "hash2", entry_of("key")));
        REQUIRE(org.save_session(session_of("t1", "ann"), entry_of("sign-in")));
        REQUIRE(org.save_session(session_of("t2", "bob"), entry_of("sign-in")));
        REQUIRE(org.remove_member({"ann"}, entry_of("member")));
        check_fault(store.key("hash1", noon), Fault::not_found);
        check_fault(store.session("t1", noon), Fault::not_found);
        CHECK(store.key("hash2", noon).value().user.text == "bob");
        CHECK(store.session("t2", noon).value().user.text == "bob");
        CHECK(org.keys().value().size() == 1);
    });
}

TEST_CASE("store: a key ends with its time or its removal") {
    with_two_organizations([](Store& store, OrgStore& org) {
        auto key = key_of("k1", acme);
        key.role = "analyst";
        key.expires_at = noon + std::chrono::hours(1);
        REQUIRE(org.save_key(key, "hash1", entry_of("key")));
        REQUIRE(org.save_key(key_of("k2", acme), "hash2", entry_of("key")));
        CHECK(store.key("hash1", noon).value().role == "analyst");
        CHECK(store.key("hash1", *key.expires_at - std::chrono::milliseconds(1)));
        check_fault(store.key("hash1", *key.expires_at), Fault::not_found);
        CHECK(store.key("hash2", noon + std::chrono::hours(100'000)));
        check_fault(store.for_org(globex)->remove_key({"k2"}, entry_of("key")), Fault::not_found);
        REQUIRE(org.remove_key({"k2"}, entry_of("key")));
        check_fault(store.key("hash2", noon), Fault::not_found);
        check_fault(org.remove_key({"k2"}, entry_of("key")), Fault::not_found);
        CHECK(org.keys().value().size() == 1);
        CHECK(checked_chain(org).size() == 3);
        CHECK(checked_chain(*store.for_org(globex)).empty());
    });
}

TEST_CASE("store: a session is its organization's member's, until it is over") {
    with_two_organizations([](Store& store, OrgStore& org) {
        REQUIRE(org.save_member(member_of("ann"), entry_of("member")));
        check_fault(org.save_session(session_of("t1", "nobody"), entry_of("sign-in")), Fault::not_found);
        check_fault(org.save_session(session_of("t1", "ann", globex), entry_of("sign-in")), Fault::invalid);
        REQUIRE(org.save_session(session_of("t1", "ann"), entry_of("sign-in")));
        check_fault(org.save_session(session_of("t1", "ann"), entry_of("sign-in")), Fault::invalid);
        const auto session = store.session("t1", noon);
        REQUIRE(session);
        CHECK(session.value().org == acme);
        CHECK(session.value().csrf_hash == "csrf-t1");
        CHECK(session.value().expires_at == noon + std::chrono::hours(12));
        check_fault(store.session("t1", noon + std::chrono::hours(12)), Fault::not_found);
        check_fault(store.session("", noon), Fault::not_found);
        check_fault(store.for_org(globex)->remove_session("t1", entry_of("sign-out")), Fault::not_found);
        REQUIRE(org.remove_session("t1", entry_of("sign-out")));
        check_fault(store.session("t1", noon), Fault::not_found);
        check_fault(org.remove_session("t1", entry_of("sign-out")), Fault::not_found);
    });
}

TEST_CASE("store: a sign-in finds its memberships, and an invitation only while nobody has taken it") {
    with_two_organizations([](Store& store, OrgStore& org) {
        REQUIRE(org.save_member(member_of("ann"), entry_of("member")));
        REQUIRE(store.for_org(globex)->save_member(member_of("ann"), entry_of("member")));
        CHECK(store.invitations("ann@example.com").value().size() == 2);
        CHECK(store.invitations("ANN@example.com").value().empty());
        CHECK(store.memberships("", "").value().empty());
        REQUIRE(org.save_member(member_of("ann", "analyst", "s1"), entry_of("member")));
        const auto invited = store.invitations("ann@example.com");
        REQUIRE(invited.value().size() == 1);
        CHECK(invited.value()[0].org == globex);
        const auto memberships = store.memberships("https://id.example.com", "s1");
        REQUIRE(memberships.value().size() == 1);
        CHECK(memberships.value()[0].org == acme);
        CHECK(memberships.value()[0].member.id.text == "ann");
        CHECK(store.memberships("https://other.example.com", "s1").value().empty());
        CHECK(store.memberships("https://id.example.com", "s2").value().empty());
    });
}

TEST_CASE("store: rows sealed by another key are found, put under the new one, and nothing that changed meanwhile") {
    with_two_organizations([](Store& store, OrgStore& org) {
        const Credential credential = credential_of("old-c", 7);
        REQUIRE(org.save_connection(connection_of("c1"), &credential, entry_of("connect")));
        REQUIRE(org.save_registration({"https://auth.example.com", "https://r", Sealed{"old-r"}, "0a1b2c3d", noon}));
        auto authorization = authorization_of("s1");
        REQUIRE(org.save_authorization(authorization));
        CHECK(org.rows_by_key().value() == std::map<std::string, std::int64_t>{{"", 1}, {"0a1b2c3d", 2}});
        CHECK(org.rows_not_sealed_by("0a1b2c3d", 10).value().size() == 1);
        CHECK(org.rows_not_sealed_by("new", 2).value().size() == 2);
        CHECK(store.for_org(globex)->rows_not_sealed_by("new", 10).value().empty());
        CHECK(store.for_org(globex)->rows_by_key().value().empty());

        for (const auto& row : org.rows_not_sealed_by("new", 10).value()) {
            auto changed = row;
            changed.sealed = Sealed{"something else"};
            CHECK(org.reseal(changed, Sealed{"lost"}, "new").value() == false);
            CHECK(store.for_org(globex)->reseal(row, Sealed{"stolen"}, "new").value() == false);
            CHECK(org.reseal(row, Sealed{"new-" + row.sealed.fernet}, "new").value() == true);
            CHECK(org.reseal(row, Sealed{"twice"}, "new").value() == false);
        }
        CHECK(org.rows_not_sealed_by("new", 10).value().empty());
        CHECK(org.rows_by_key().value() == std::map<std::string, std::int64_t>{{"new", 3}});
        CHECK(org.credential({"c1"}).value().sealed.fernet == "new-old-c");
        CHECK(org.credential({"c1"}).value().generation == 7);
        CHECK(org.registration("https://auth.example.com", "https://r").value().sealed.fernet == "new-old-r");
    });
}

TEST_CASE("store: the form of a tool's replies is kept with its connection and goes with it") {
    with_two_organizations([](Store& store, OrgStore& org) {
        check_fault(org.save_shape({"c1"}, {"list", {{"a", 1}}, "", nullptr, noon}, nullptr), Fault::not_found);
        REQUIRE(org.save_connection(connection_of("c1"), nullptr, entry_of("connect")));
        REQUIRE(org.save_shape({"c1"}, {"list", {{"a", 1}}, "", nullptr, noon}, nullptr));
        const AuditEntry review = entry_of("review");
        REQUIRE(org.save_shape({"c1"}, {"list", {{"a", 2}}, "a is gone.", {{"b", 1}}, noon}, &review));
        const auto shapes = org.shapes({"c1"});
        REQUIRE(shapes.value().size() == 1);
        CHECK(shapes.value()[0].tool == "list");
        CHECK(shapes.value()[0].shape == Json{{"a", 2}});
        CHECK(shapes.value()[0].drift == "a is gone.");
        CHECK(shapes.value()[0].seen == Json{{"b", 1}});
        CHECK(store.for_org(globex)->shapes({"c1"}).value().empty());
        CHECK(checked_chain(org).size() == 2);
        REQUIRE(org.remove_connection({"c1"}, entry_of("disconnect")));
        CHECK(org.shapes({"c1"}).value().empty());
    });
}

TEST_CASE("store: a chain whose tail was cut off is found by its head") {
    with_two_organizations([](Store&, OrgStore& org) {
        for (int number = 0; number < 4; ++number) REQUIRE(org.audit(entry_of("use")));
        const auto rows = org.audit_rows(0, 10).value();
        const auto head = org.audit_head().value();
        const struct {
            std::size_t rows;
            AuditHead head;
            bool holds;
        } cases[] = {{4, head, true},
                     {3, head, false},
                     {0, head, false},
                     {4, {3, rows[2].hash}, false},
                     {4, {4, rows[2].hash}, false},
                     {3, {3, rows[2].hash}, true},
                     {0, {}, true}};
        for (const auto& c : cases) {
            CAPTURE(c.rows);
            ChainCheck check(acme);
            for (std::size_t at = 0; at < c.rows; ++at) CHECK(check.add(rows[at]) == "");
            CHECK(check.finish(c.head).empty() == c.holds);
        }
    });
}
