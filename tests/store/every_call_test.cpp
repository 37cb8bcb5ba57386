// What must hold whatever is called: the n-th write fails, for n = 1, 2, 3 ... until none fails any more.
#include "every_call.h"

#include "failing_database.h"

#include <fstream>
#include <set>
#include <sstream>

using namespace parley;
using namespace parley::store;

namespace {

using Moment = FailurePlan::Moment;

const Payload before{"before"};
const Payload after{"after"};

struct Fixture {
    explicit Fixture(const Backend& backend, Moment moment) : plan(std::make_shared<FailurePlan>(moment)) {
        auto tables = backend.tables(folder);
        REQUIRE(tables);
        store = store_over(std::make_unique<FailingDatabase>(std::move(tables).value(), plan));
        fill(*store, acme, before);
        org = store->for_org(acme);
    }

    const Folder folder;
    std::shared_ptr<FailurePlan> plan;
    std::unique_ptr<Store> store;
    std::unique_ptr<OrgStore> org;
};

// Sessions and authorizations are found by what their mark makes: the calls that remove must find what is there.
const Payload& payload_of(const WritingCall& each) {
    return each.name.rfind("remove_", 0) == 0 || each.name.rfind("forget_", 0) == 0 ? before : after;
}

std::size_t chain_length(OrgStore& org) {
    const auto rows = checked_chain(org);
    const auto head = org.audit_head();
    REQUIRE(head);
    CHECK(head.value().number == static_cast<std::int64_t>(rows.size()));
    return rows.size();
}

}  // namespace

TEST_CASE("store: the tables of calls hold every method of an organization's store") {
    std::ostringstream text;
    text << std::ifstream(PARLEY_SOURCE_DIR "/engine/store/store.h").rdbuf();
    const std::string header = text.str();
    const auto start = header.find("class OrgStore {");
    const std::string interface = header.substr(start, header.find("\n};", start) - start);
    std::set<std::string> methods, listed;
    for (auto at = interface.find("virtual Result<"); at != std::string::npos;
         at = interface.find("virtual Result<", at + 1)) {
        const auto open = interface.find("> ", at);
        const auto name = interface.find_first_not_of(' ', open + 1);
        methods.insert(interface.substr(name, interface.find('(', name) - name));
    }
    for (const auto& each : writing_calls()) listed.insert(each.name);
    for (const auto& each : reading_calls()) listed.insert(each.name);
    CHECK(methods == listed);
    CHECK(methods.size() > 45);
}

TEST_CASE("store: whichever write fails, all of a call happens or nothing, and no act is without its audit row") {
    int failures = 0;
    for (const auto& backend : backends) {
        CAPTURE(backend.name);
        for (const auto& each : writing_calls()) {
            CAPTURE(each.name);
            Fixture f(backend, Moment::before);
            const std::string untouched = everything_of(*f.org, before);
            const std::size_t rows = chain_length(*f.org);
            Result<Done> result = Done{};
            int number = 1;
            for (; f.plan->fail_at(number, [&] { result = each.call(*f.org, payload_of(each)); }); ++number) {
                CAPTURE(number);
                check_fault(result, Fault::unavailable);
                // A resealing of several rows is several acts.
                if (each.name != "reseal") CHECK(everything_of(*f.org, before) == untouched);
                CHECK(chain_length(*f.org) == rows);
                ++failures;
                REQUIRE(number < 100);
            }
            REQUIRE(result);
            CHECK(number > 2);  // At least a statement and its commit have failed.
            CHECK(chain_length(*f.org) == rows + (each.audited == Audited::yes ? 1 : 0));
        }
    }
    MESSAGE(failures << " writes failed, over " << writing_calls().size() << " calls and " << backends.size()
                     << " databases");
}

TEST_CASE("store: a commit whose answer is lost has happened whole, with its audit row") {
    for (const auto& backend : backends) {
        CAPTURE(backend.name);
        for (const auto& each : writing_calls()) {
            if (each.audited == Audited::no) continue;
            CAPTURE(each.name);
            Fixture f(backend, Moment::after_commit);
            const std::size_t rows = chain_length(*f.org);
            Result<Done> result = Done{};
            REQUIRE(f.plan->fail_at(1, [&] { result = each.call(*f.org, payload_of(each)); }));
            check_fault(result, Fault::unavailable);
            CHECK(chain_length(*f.org) == rows + 1);
        }
    }
}

TEST_CASE("store: whichever write of making an organization or of a callback fails, it happens whole or not at all") {
    for (const auto& backend : backends) {
        CAPTURE(backend.name);
        Fixture f(backend, Moment::before);
        Result<Done> made = Done{};
        int number = 1;
        for (; f.plan->fail_at(number, [&] { made = f.store->create_organization(organization_of(globex)); });
             ++number) {
            check_fault(made, Fault::unavailable);
            check_fault(f.store->for_org(globex)->settings(), Fault::not_found);
        }
        CHECK(number > 2);
        CHECK(made);
        CHECK(f.store->for_org(globex)->settings());

        const std::string state = before.hash("state");
        Result<Store::Claimed> claimed = Error{};
        for (number = 1; f.plan->fail_at(number, [&] { claimed = f.store->take_authorization(state, noon); });
             ++number) {
            check_fault(claimed, Fault::unavailable);
        }
        CHECK(number > 2);
        REQUIRE(claimed);  // None of the failures has used it up.
        check_fault(f.store->take_authorization(state, noon), Fault::not_found);
    }
}
