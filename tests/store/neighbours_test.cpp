// Twenty organizations at work at once, with the same ids everywhere: nobody ever sees another's row.
#include "base/text.h"
#include "every_call.h"

#include <atomic>
#include <random>
#include <thread>

using namespace parley;
using namespace parley::store;

namespace {

constexpr int organizations = 20;
constexpr unsigned threads_at_once = 8;
constexpr int operations_per_thread = 500;

struct Seen {
    std::atomic<int> operations = 0, rows = 0, foreign = 0, unavailable = 0;

    template <typename T>
    void count(const Result<T>& result) {
        ++operations;
        if (!result && result.error().fault != Fault::not_found && result.error().fault != Fault::invalid)
            ++unavailable;
    }
    void row(const OrgId& mine, const std::string& mark) {
        ++rows;
        if (mark.rfind(mine.text + "#", 0) != 0) ++foreign;
    }
};

OrgId org_number(std::size_t number) {
    return {cat("org", number, "x")};
}

// What anybody may present at a door is one organization's, whoever asks.
void knock(Store& store, const OrgId& org, const Payload& payload, Seen& seen) {
    if (const auto key = store.key(payload.hash("key"), noon)) {
        seen.row(org, key.value().org.text + "#");
        seen.row(key.value().org, key.value().name);
    }
    if (const auto session = store.session(payload.hash("session"), noon)) {
        seen.row(org, session.value().org.text + "#");
        seen.row(session.value().org, session.value().csrf_hash);
    }
    if (const auto claimed = store.take_authorization(payload.hash("state"), noon)) {
        seen.row(org, claimed.value().org.text + "#");
        seen.row(claimed.value().org, claimed.value().authorization.sealed.fernet);
    }
    const auto memberships = store.memberships("https://id.example.com", payload.id);
    if (memberships) {
        for (const auto& one : memberships.value()) seen.row(one.org, one.member.name);
    }
    seen.count(memberships);
    seen.operations += 3;
}

void work(Store& store, unsigned seed, Seen& seen) {
    std::mt19937 random(seed);
    for (int round = 0; round < operations_per_thread; ++round) {
        const OrgId id = org_number(random() % organizations);
        const auto org = store.for_org(id);
        const Payload payload{cat(id.text, "#", random() % 4), cat("c", random() % 3)};
        const auto kind = random() % 20;
        if (kind == 0) {
            knock(store, id, payload, seen);
        } else if (kind < 10) {
            seen.count(writing_calls()[random() % writing_calls().size()].call(*org, payload));
        } else {
            const auto marks = reading_calls()[random() % reading_calls().size()].marks(*org, payload);
            seen.count(marks);
            if (!marks) continue;
            for (const auto& mark : marks.value()) seen.row(id, mark);
        }
    }
}

}  // namespace

TEST_CASE("store: random operations of twenty organizations on eight threads never show a foreign row") {
    for (const auto& backend : backends) {
        CAPTURE(backend.name);
        const Folder folder;
        const auto store = backend.open(folder);
        REQUIRE(store);
        for (unsigned number = 0; number < organizations; ++number) {
            auto organization = organization_of(org_number(number));
            organization.name = organization.id.text + "#0";
            REQUIRE(store.value()->create_organization(organization));
        }
        Seen seen;
        std::vector<std::thread> threads;
        for (unsigned number = 0; number < threads_at_once; ++number) {
            threads.emplace_back([&, number] { work(*store.value(), 1'000 + number, seen); });
        }
        for (auto& thread : threads) thread.join();
        CHECK(seen.foreign == 0);
        CHECK(seen.unavailable == 0);
        CHECK(seen.rows > 1'000);
        for (unsigned number = 0; number < organizations; ++number) {
            checked_chain(*store.value()->for_org(org_number(number)));
        }
        MESSAGE(backend.name << ": " << seen.operations.load() << " operations showed " << seen.rows.load()
                             << " rows, foreign ones " << seen.foreign.load());
    }
}
