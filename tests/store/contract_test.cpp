// What any store must do with one organization's rows: give them back, change them, remove them.
#include "support.h"

#include <atomic>
#include <functional>
#include <thread>

using namespace parley;
using namespace parley::store;

namespace {

using Body = std::function<void(Store&, OrgStore&)>;

// `body` gets a fresh store in which the organization acme exists.
void on_every_backend(const Body& body) {
    for (const auto& backend : backends) {
        CAPTURE(backend.name);
        const Folder folder;
        auto store = backend.open(folder);
        REQUIRE(store);
        REQUIRE(store.value()->create_organization(organization_of(acme)));
        const auto org = store.value()->for_org(acme);
        body(*store.value(), *org);
    }
}

void check_same(const Connection& a, const Connection& b) {
    CHECK(a.id == b.id);
    CHECK(a.vendor == b.vendor);
    CHECK(a.name == b.name);
    CHECK(a.url == b.url);
    CHECK(a.state == b.state);
    CHECK(a.reason == b.reason);
    CHECK(a.auth == b.auth);
    CHECK(a.issuer == b.issuer);
    CHECK(a.resource == b.resource);
    CHECK(a.parameters == b.parameters);
    CHECK(a.created_by == b.created_by);
    CHECK(a.created_at == b.created_at);
    CHECK(a.updated_at == b.updated_at);
}

void check_same(const Organization& a, const Organization& b) {
    CHECK(a.id == b.id);
    CHECK(a.name == b.name);
    CHECK(a.tier == b.tier);
    CHECK(a.calendar == b.calendar);
    CHECK(a.currency == b.currency);
    CHECK(a.glossary == b.glossary);
    CHECK(a.created_at == b.created_at);
}

void check_same(const ToolPin& a, const ToolPin& b) {
    CHECK(a.name == b.name);
    CHECK(a.description == b.description);
    CHECK(a.input_schema == b.input_schema);
    CHECK(a.annotations == b.annotations);
    CHECK(a.verdict == b.verdict);
    CHECK(a.reason == b.reason);
    CHECK(a.decided_by == b.decided_by);
}

void check_same(const Pin& a, const Pin& b) {
    CHECK(a.id == b.id);
    CHECK(a.dashboard == b.dashboard);
    CHECK(a.title == b.title);
    CHECK(a.plan == b.plan);
    CHECK(a.spec == b.spec);
    CHECK(a.answer == b.answer);
    CHECK(a.position == b.position);
    CHECK(a.refreshed_at == b.refreshed_at);
}

}  // namespace

TEST_CASE("store: an organization is made once and its settings come back") {
    on_every_backend([](Store& store, OrgStore& org) {
        check_same(org.settings().value(), organization_of(acme));
        check_fault(store.create_organization(organization_of(acme)), Fault::invalid);
        check_fault(store.create_organization(organization_of({""})), Fault::invalid);
        REQUIRE(store.create_organization(organization_of({"Zeta"})));
        REQUIRE(store.create_organization(organization_of(globex)));
        CHECK(store.organizations().value() == std::vector<OrgId>{{"Zeta"}, acme, globex});

        auto changed = organization_of(acme);
        changed.name = "Acme Ltd";
        changed.tier = "starter";
        changed.calendar = {"America/New_York", 1, 7};
        changed.currency = "USD";
        changed.glossary = {{"synonyms", {{"takings", "revenue"}}}};
        REQUIRE(org.save_settings(changed, entry_of("settings")));
        check_same(org.settings().value(), changed);
        check_same(store.for_org(globex)->settings().value(), organization_of(globex));
        check_fault(store.for_org({"nobody"})->settings(), Fault::not_found);
        check_fault(store.for_org({"nobody"})->save_settings(organization_of({"nobody"}), entry_of("settings")),
                    Fault::not_found);
        CHECK(checked_chain(org).size() == 1);
    });
}

TEST_CASE("store: a connection comes back as it was saved, in every state") {
    on_every_backend([](Store&, OrgStore& org) {
        for (const auto state :
             {ConnectionState::authorizing, ConnectionState::connected, ConnectionState::needs_reconnect}) {
            auto connection = connection_of("c1");
            connection.state = state;
            REQUIRE(org.save_connection(connection, nullptr, entry_of("connect")));
            check_same(org.connection({"c1"}).value(), connection);
        }
        REQUIRE(org.save_connection(Connection{}, nullptr, entry_of("connect", "")));  // Every text empty.
        check_same(org.connection({""}).value(), Connection{});
        CHECK(org.connections().value().size() == 2);
        check_fault(org.connection({"c2"}), Fault::not_found);
    });
}

TEST_CASE("store: an update changes a connection that is there and brings back none that was removed") {
    on_every_backend([](Store&, OrgStore& org) {
        auto connection = connection_of("c1");
        const Credential credential = credential_of("gAAAAA-first", 1);
        check_fault(org.update_connection(connection, &credential, entry_of("connect")), Fault::not_found);
        CHECK(org.connections().value().empty());
        check_fault(org.credential({"c1"}), Fault::not_found);
        CHECK(checked_chain(org).empty());

        REQUIRE(org.save_connection(connection, nullptr, entry_of("connect")));
        connection.state = ConnectionState::needs_reconnect;
        REQUIRE(org.update_connection(connection, &credential, entry_of("reconnect")));
        check_same(org.connection({"c1"}).value(), connection);
        CHECK(org.credential({"c1"}));
        REQUIRE(org.remove_connection({"c1"}, entry_of("disconnect")));
        check_fault(org.update_connection(connection, nullptr, entry_of("reconnect")), Fault::not_found);
        CHECK(org.connections().value().empty());
        CHECK(checked_chain(org).size() == 3);
    });
}

TEST_CASE("store: connections are listed in the order they were made") {
    on_every_backend([](Store&, OrgStore& org) {
        CHECK(org.connections().value().empty());
        for (const char* id : {"b", "c", "a"}) {
            REQUIRE(org.save_connection(connection_of(id), nullptr, entry_of("connect")));
        }
        auto early = connection_of("z");
        early.created_at = noon - std::chrono::hours(1);
        REQUIRE(org.save_connection(early, nullptr, entry_of("connect")));
        REQUIRE(org.save_connection(connection_of("b"), nullptr, entry_of("reconnect")));
        std::string order;
        const auto connections = org.connections().value();
        for (const auto& connection : connections) order += connection.id.text;
        CHECK(order == "zbca");
    });
}

TEST_CASE("store: hostile text comes back byte for byte") {
    on_every_backend([](Store&, OrgStore& org) {
        const std::string cases[] = {"'; DROP TABLE connections; --", std::string("a\0b", 3), "\xff\xfe", "%_\\\"",
                                     std::string(1'000'000, 'x')};
        for (const auto& text : cases) {
            auto connection = connection_of(text.substr(0, 1'000));  // What is indexed has a longest length.
            connection.name = text;
            REQUIRE(org.save_connection(connection, nullptr, entry_of(text, text)));
            CHECK(org.connection(connection.id).value().name == text);
        }
        CHECK(org.connections().value().size() == 5);
        CHECK(checked_chain(org).size() == 5);
    });
}

TEST_CASE("store: a credential is kept with its connection and stays when none is given") {
    on_every_backend([](Store&, OrgStore& org) {
        check_fault(org.credential({"c1"}), Fault::not_found);
        REQUIRE(org.save_connection(connection_of("c1"), nullptr, entry_of("connect")));
        check_fault(org.credential({"c1"}), Fault::not_found);

        const Credential credential = credential_of("gAAAAA1", 5);
        REQUIRE(org.save_connection(connection_of("c1"), &credential, entry_of("connect")));
        REQUIRE(org.save_connection(connection_of("c1"), nullptr, entry_of("settings")));
        const auto kept = org.credential({"c1"}).value();
        CHECK(kept.sealed == credential.sealed);
        CHECK(kept.key_id == credential.key_id);
        CHECK(kept.expires_at == credential.expires_at);
        CHECK(kept.generation == 5);

        Credential endless = credential_of("gAAAAA2", 9);
        endless.expires_at.reset();
        REQUIRE(org.save_connection(connection_of("c1"), &endless, entry_of("reconnect")));
        CHECK(!org.credential({"c1"}).value().expires_at);
        CHECK(org.credential({"c1"}).value().generation == 9);
    });
}

TEST_CASE("store: a refreshed credential is written only over the generation that was read") {
    on_every_backend([](Store&, OrgStore& org) {
        check_fault(org.swap_credential({"c1"}, 0, credential_of("gAAAAA2")), Fault::not_found);
        const Credential first = credential_of("gAAAAA1");
        REQUIRE(org.save_connection(connection_of("c1"), &first, entry_of("connect")));

        CHECK(org.swap_credential({"c1"}, 0, credential_of("gAAAAA2", 1)).value());
        CHECK(org.credential({"c1"}).value().generation == 1);
        CHECK(!org.swap_credential({"c1"}, 0, credential_of("gAAAAA3", 1)).value());
        CHECK(!org.swap_credential({"c1"}, 2, credential_of("gAAAAA3", 3)).value());
        CHECK(org.credential({"c1"}).value().sealed.fernet == "gAAAAA2");
        CHECK(checked_chain(org).size() == 1);
    });
}

TEST_CASE("store: a refresh that began before a reconnect cannot write over the new grant") {
    on_every_backend([](Store&, OrgStore& org) {
        const Credential old_grant = credential_of("gAAAAA-old");
        REQUIRE(org.save_connection(connection_of("c1"), &old_grant, entry_of("connect")));
        const auto read = org.credential({"c1"}).value();
        const Credential new_grant = credential_of("gAAAAA-new");
        REQUIRE(org.save_connection(connection_of("c1"), &new_grant, entry_of("reconnect")));
        CHECK(!org.swap_credential({"c1"}, read.generation, credential_of("gAAAAA-late", 1)).value());
        CHECK(org.credential({"c1"}).value().sealed.fernet == "gAAAAA-new");
    });
}

TEST_CASE("store: of eight threads that refresh at once, one wins each generation") {
    on_every_backend([](Store& store, OrgStore& org) {
        const Credential first = credential_of("gAAAAA");
        REQUIRE(org.save_connection(connection_of("c1"), &first, entry_of("connect")));
        constexpr std::int64_t generations = 20;
        std::vector<std::atomic<int>> winners(static_cast<std::size_t>(generations));
        std::atomic<int> failures = 0;
        std::vector<std::thread> threads;
        for (int number = 0; number < 8; ++number) {
            threads.emplace_back([&store, &winners, &failures, number] {
                const auto mine = store.for_org(acme);
                for (std::int64_t generation = 0; generation < generations; ++generation) {
                    const auto swapped =
                        mine->swap_credential({"c1"}, generation, credential_of("by " + std::to_string(number)));
                    if (!swapped) ++failures;
                    if (swapped && swapped.value()) ++winners[static_cast<std::size_t>(generation)];
                }
            });
        }
        for (auto& thread : threads) thread.join();
        CHECK(failures == 0);
        for (const auto& count : winners) CHECK(count == 1);
        CHECK(org.credential({"c1"}).value().generation == generations);
    });
}

TEST_CASE("store: the state of a connection changes with its reason and nothing else") {
    on_every_backend([](Store&, OrgStore& org) {
        REQUIRE(org.save_connection(connection_of("c1"), nullptr, entry_of("connect")));
        const Instant later = noon + std::chrono::hours(2);
        REQUIRE(org.set_state({"c1"}, ConnectionState::needs_reconnect, "The grant is gone.", later));
        auto expected = connection_of("c1");
        expected.state = ConnectionState::needs_reconnect;
        expected.reason = "The grant is gone.";
        expected.updated_at = later;
        check_same(org.connection({"c1"}).value(), expected);
        check_fault(org.set_state({"c2"}, ConnectionState::connected, "", later), Fault::not_found);
    });
}

TEST_CASE("store: tools are replaced as a whole and keep their order") {
    on_every_backend([](Store&, OrgStore& org) {
        check_fault(org.save_tools({"c1"}, {tool_of("a")}, entry_of("review")), Fault::not_found);
        REQUIRE(org.save_connection(connection_of("c1"), nullptr, entry_of("connect")));
        CHECK(org.tools({"c1"}).value().empty());
        REQUIRE(org.save_tools({"c1"}, {tool_of("b"), tool_of("a"), ToolPin{}}, entry_of("review")));
        const auto tools = org.tools({"c1"}).value();
        REQUIRE(tools.size() == 3);
        check_same(tools[0], tool_of("b"));
        check_same(tools[1], tool_of("a"));
        check_same(tools[2], ToolPin{});
        REQUIRE(org.save_tools({"c1"}, {tool_of("c")}, entry_of("review")));
        REQUIRE(org.tools({"c1"}).value().size() == 1);

        check_fault(org.save_tools({"c1"}, {tool_of("d"), tool_of("d")}, entry_of("review")), Fault::invalid);
        REQUIRE(org.tools({"c1"}).value().size() == 1);
        CHECK(org.tools({"c1"}).value().front().name == "c");
        CHECK(checked_chain(org).size() == 3);
    });
}

TEST_CASE("store: a removed connection takes credential, tools and authorizations with it") {
    on_every_backend([](Store& store, OrgStore& org) {
        const Credential credential = credential_of("gAAAAA");
        for (const char* id : {"c1", "c2"}) {
            REQUIRE(org.save_connection(connection_of(id), &credential, entry_of("connect", id)));
            REQUIRE(org.save_tools({id}, {tool_of("a")}, entry_of("review", id)));
            REQUIRE(org.save_authorization(authorization_of(id, id)));
        }
        REQUIRE(org.remove_connection({"c1"}, entry_of("disconnect")));
        check_fault(org.connection({"c1"}), Fault::not_found);
        check_fault(org.credential({"c1"}), Fault::not_found);
        check_fault(org.tools({"c1"}), Fault::not_found);
        check_fault(store.take_authorization(vault::sha256_hex("c1"), noon), Fault::not_found);
        check_fault(org.remove_connection({"c1"}, entry_of("disconnect")), Fault::not_found);

        CHECK(org.connections().value().size() == 1);
        CHECK(org.credential({"c2"}));
        CHECK(org.tools({"c2"}).value().size() == 1);
        CHECK(store.take_authorization(vault::sha256_hex("c2"), noon));

        REQUIRE(org.save_connection(connection_of("c1"), nullptr, entry_of("connect")));
        check_fault(org.credential({"c1"}), Fault::not_found);
        CHECK(org.tools({"c1"}).value().empty());
        CHECK(checked_chain(org).size() == 6);
    });
}

TEST_CASE("store: answers come back, newest first") {
    on_every_backend([](Store&, OrgStore& org) {
        CHECK(org.answers(10).value().empty());
        REQUIRE(org.save_answer(answer_of("a1")));
        REQUIRE(org.save_answer(answer_of("a2")));
        REQUIRE(org.save_answer(answer_of("a0", noon - std::chrono::hours(1))));
        const auto answer = org.answer({"a1"}).value();
        CHECK(answer.id.text == "a1");
        CHECK(answer.question == "How many?");
        CHECK(answer.answer == answer_of("a1").answer);
        CHECK(answer.at == noon);
        CHECK(answer.user.text == "ann");
        check_fault(org.answer({"a9"}), Fault::not_found);

        std::string order;
        const auto answers = org.answers(10).value();
        for (const auto& each : answers) order += each.id.text;
        CHECK(order == "a2a1a0");
        CHECK(org.answers(2).value().size() == 2);
        CHECK(org.answers(0).value().empty());
        CHECK(org.answers(-1).value().empty());

        auto again = answer_of("a1");
        again.answer = {{"text", "4"}};
        REQUIRE(org.save_answer(again));
        CHECK(org.answer({"a1"}).value().answer == again.answer);
        CHECK(org.answers(10).value().size() == 3);
    });
}

TEST_CASE("store: a dashboard and its pins come back by position and go together") {
    on_every_backend([](Store&, OrgStore& org) {
        check_fault(org.save_pin(pin_of("p1")), Fault::not_found);
        REQUIRE(org.save_dashboard(dashboard_of("d1")));
        REQUIRE(org.save_dashboard(dashboard_of("d2")));
        REQUIRE(org.save_pin(pin_of("p1", "d1", 2)));
        REQUIRE(org.save_pin(pin_of("p2", "d1", 1)));
        REQUIRE(org.save_pin(pin_of("p3", "d2", 0)));
        CHECK(org.dashboards().value().size() == 2);
        CHECK(org.dashboard({"d1"}).value().name == "Board d1");
        CHECK(org.dashboard({"d1"}).value().created_at == noon);
        check_same(org.pin({"p1"}).value(), pin_of("p1", "d1", 2));
        const auto pins = org.pins({"d1"}).value();
        REQUIRE(pins.size() == 2);
        check_same(pins[0], pin_of("p2", "d1", 1));

        auto moved = pin_of("p2", "d2", 7);
        moved.answer = {{"text", "new"}};
        REQUIRE(org.save_pin(moved));
        check_same(org.pin({"p2"}).value(), moved);
        CHECK(org.pins({"d1"}).value().size() == 1);

        Dashboard renamed = dashboard_of("d2");
        renamed.name = "Sales";
        REQUIRE(org.save_dashboard(renamed));
        CHECK(org.dashboard({"d2"}).value().name == "Sales");
        CHECK(org.pins({"d2"}).value().size() == 2);

        REQUIRE(org.remove_pin({"p3"}));
        check_fault(org.remove_pin({"p3"}), Fault::not_found);
        REQUIRE(org.remove_dashboard({"d2"}));
        check_fault(org.remove_dashboard({"d2"}), Fault::not_found);
        check_fault(org.pin({"p2"}), Fault::not_found);
        check_fault(org.pins({"d2"}), Fault::not_found);
        CHECK(org.pin({"p1"}));
    });
}

TEST_CASE("store: many threads use one store at once") {
    on_every_backend([](Store& store, OrgStore& org) {
        std::atomic<int> failures = 0;
        std::vector<std::thread> threads;
        for (int number = 0; number < 8; ++number) {
            threads.emplace_back([&store, &failures, number] {
                const auto mine = store.for_org(number % 2 == 0 ? acme : globex);
                for (int round = 0; round < 10; ++round) {
                    const std::string id = std::to_string(number) + "-" + std::to_string(round);
                    const bool saved =
                        static_cast<bool>(mine->save_connection(connection_of(id), nullptr, entry_of("connect")));
                    const bool read =
                        static_cast<bool>(mine->connection({id})) && static_cast<bool>(mine->connections());
                    if (!saved || !read) ++failures;
                }
            });
        }
        for (auto& thread : threads) thread.join();
        CHECK(failures == 0);
        CHECK(org.connections().value().size() == 40);
        CHECK(checked_chain(org).size() == 40);
        CHECK(checked_chain(*store.for_org(globex)).size() == 40);
    });
}
