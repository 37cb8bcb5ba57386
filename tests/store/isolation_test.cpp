// Organizations are apart: every method of one, run against the other's rows of the same ids.
#include "support.h"

using namespace parley;
using namespace parley::store;

namespace {

// One row of everything, ids the same in every organization.
void fill(Store& store, const OrgId& id) {
    REQUIRE(store.create_organization(organization_of(id)));
    const auto org = store.for_org(id);
    const Credential credential = credential_of("gAAAAA-" + id.text);
    REQUIRE(org->save_connection(connection_of("c1"), &credential, entry_of("connect")));
    REQUIRE(org->save_tools({"c1"}, {tool_of(id.text)}, entry_of("review")));
    REQUIRE(org->save_authorization(authorization_of("state-" + id.text)));
    REQUIRE(org->save_answer(answer_of("a1")));
    REQUIRE(org->save_dashboard(dashboard_of("d1")));
    REQUIRE(org->save_pin(pin_of("p1")));
    REQUIRE(store.for_org(id)->save_key(key_of("k1", id), vault::sha256_hex("key-" + id.text), entry_of("key")));
}

void check_untouched(Store& store, const OrgId& id) {
    const auto org = store.for_org(id);
    CHECK(org->settings().value().name == organization_of(id).name);
    CHECK(org->connections().value().size() == 1);
    CHECK(org->connection({"c1"}).value().name == connection_of("c1").name);
    CHECK(org->connection({"c1"}).value().state == ConnectionState::connected);
    CHECK(org->credential({"c1"}).value().sealed.fernet == "gAAAAA-" + id.text);
    CHECK(org->credential({"c1"}).value().generation == 0);
    REQUIRE(org->tools({"c1"}).value().size() == 1);
    CHECK(org->tools({"c1"}).value().front().name == id.text);
    CHECK(org->answer({"a1"}).value().question == "How many?");
    CHECK(org->answers(10).value().size() == 1);
    CHECK(org->dashboard({"d1"}).value().name == "Board d1");
    CHECK(org->dashboards().value().size() == 1);
    CHECK(org->pin({"p1"}).value().title == "Pin p1");
    CHECK(org->pins({"d1"}).value().size() == 1);
    CHECK(checked_chain(*org).size() == 3);
    CHECK(store.key(vault::sha256_hex("key-" + id.text), noon).value().org == id);
}

// Fresh stores, so that one case does not lean on another.
template <typename Body>
void with_no_organization(Body body) {
    for (const auto& backend : backends) {
        CAPTURE(backend.name);
        const Folder folder;
        auto store = backend.open(folder);
        REQUIRE(store);
        body(*store.value());
    }
}

}  // namespace

TEST_CASE("store: an organization finds nothing of another's") {
    with_no_organization([](Store& store) {
        fill(store, acme);
        for (const OrgId& stranger : {globex, OrgId{""}, OrgId{"ACME"}, OrgId{"acme "}, OrgId{"acm"}, OrgId{"%"}}) {
            CAPTURE(stranger.text);
            const auto other = store.for_org(stranger);
            CHECK(other->org() == stranger);
            check_fault(other->settings(), Fault::not_found);
            check_fault(other->connection({"c1"}), Fault::not_found);
            CHECK(other->connections().value().empty());
            check_fault(other->credential({"c1"}), Fault::not_found);
            check_fault(other->tools({"c1"}), Fault::not_found);
            CHECK(other->audit_rows(0, 100).value().empty());
            check_fault(other->answer({"a1"}), Fault::not_found);
            CHECK(other->answers(100).value().empty());
            check_fault(other->dashboard({"d1"}), Fault::not_found);
            CHECK(other->dashboards().value().empty());
            check_fault(other->pin({"p1"}), Fault::not_found);
            check_fault(other->pins({"d1"}), Fault::not_found);
        }
    });
}

TEST_CASE("store: an organization changes nothing of another's that it does not have itself") {
    with_no_organization([](Store& store) {
        fill(store, acme);
        const auto other = store.for_org(globex);
        const auto entry = entry_of("attempt");
        check_fault(other->save_settings(organization_of(acme), entry), Fault::invalid);
        check_fault(other->save_settings(organization_of(globex), entry), Fault::not_found);
        check_fault(other->swap_credential({"c1"}, 0, credential_of("gAAAAA-evil", 1)), Fault::not_found);
        check_fault(other->set_state({"c1"}, ConnectionState::needs_reconnect, "", noon), Fault::not_found);
        check_fault(other->remove_connection({"c1"}, entry), Fault::not_found);
        check_fault(other->save_authorization(authorization_of("other")), Fault::not_found);
        check_fault(other->save_tools({"c1"}, {}, entry), Fault::not_found);
        check_fault(other->save_pin(pin_of("p1")), Fault::not_found);
        check_fault(other->remove_pin({"p1"}), Fault::not_found);
        check_fault(other->remove_dashboard({"d1"}), Fault::not_found);
        CHECK(other->audit_rows(0, 100).value().empty());
        check_untouched(store, acme);
    });
}

TEST_CASE("store: the same ids in two organizations are different rows") {
    with_no_organization([](Store& store) {
        fill(store, acme);
        fill(store, globex);
        check_untouched(store, acme);
        check_untouched(store, globex);

        const auto other = store.for_org(globex);
        const auto entry = entry_of("change");
        auto settings = organization_of(globex);
        settings.name = "Globex";
        REQUIRE(other->save_settings(settings, entry));
        auto connection = connection_of("c1");
        connection.name = "other";
        const Credential credential = credential_of("gAAAAA-other", 4);
        REQUIRE(other->save_connection(connection, &credential, entry));
        REQUIRE(other->swap_credential({"c1"}, 4, credential_of("gAAAAA-newer", 5)).value());
        REQUIRE(other->set_state({"c1"}, ConnectionState::needs_reconnect, "gone", noon));
        REQUIRE(other->save_tools({"c1"}, {}, entry));
        auto answer = answer_of("a1");
        answer.question = "Which?";
        REQUIRE(other->save_answer(answer));
        auto dashboard = dashboard_of("d1");
        dashboard.name = "other";
        REQUIRE(other->save_dashboard(dashboard));
        auto pin = pin_of("p1");
        pin.title = "other";
        REQUIRE(other->save_pin(pin));
        REQUIRE(other->audit(entry));
        check_untouched(store, acme);

        REQUIRE(other->remove_pin({"p1"}));
        REQUIRE(other->remove_dashboard({"d1"}));
        REQUIRE(other->remove_connection({"c1"}, entry));
        check_untouched(store, acme);
        CHECK(store.take_authorization(vault::sha256_hex("state-acme"), noon).value().org == acme);
        check_fault(store.take_authorization(vault::sha256_hex("state-globex"), noon), Fault::not_found);
    });
}

TEST_CASE("store: each organization numbers its own audit") {
    with_no_organization([](Store& store) {
        const auto one = store.for_org(acme);
        const auto two = store.for_org(globex);
        for (int round = 0; round < 3; ++round) {
            REQUIRE(one->audit(entry_of("use")));
            REQUIRE(two->audit(entry_of("use")));
        }
        const auto rows = checked_chain(*one);
        CHECK(rows.size() == 3);
        CHECK(checked_chain(*two).size() == 3);
        CHECK(rows.back().number == 3);
        CHECK(verify_chain(rows, globex) != "");  // A chain copied from another organization does not hold.
    });
}
