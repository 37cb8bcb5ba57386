#include "connect/pool.h"

#include "support.h"

using namespace parley;
using namespace parley::connect;

namespace {

// The pool moves sessions about and never speaks to one, so there is none in these.
OpenSession session(std::int64_t generation, int idle_since_ms = 0) {
    return {nullptr, nullptr, generation, Instant(std::chrono::milliseconds(idle_since_ms))};
}

const Pool::Key annas_key{{"org"}, {"c1"}, {"anna"}};

void put(Pool& pool, const Pool::Key& key, OpenSession open) {
    auto taken = pool.take(key, -1);
    taken.place.give_back(std::move(open));
}

}  // namespace

TEST_CASE("connect: a pooled session comes back to its organization, connection and user only") {
    Pool pool;
    put(pool, annas_key, session(1));
    struct {
        const char* org;
        const char* connection;
        const char* user;
    } const others[] = {{"org", "c1", "bert"}, {"org", "c2", "anna"}, {"other", "c1", "anna"}, {"orgc1", "", "anna"}};
    for (const auto& other : others) {
        CAPTURE(std::string(other.org) + other.connection + other.user);
        CHECK_FALSE(pool.take({{other.org}, {other.connection}, {other.user}}, 1).session);
    }
    CHECK(pool.take(annas_key, 1).session);
}

TEST_CASE("connect: a session of an older token is not lent any more") {
    Pool pool;
    auto one = pool.take(annas_key, 1);
    auto two = pool.take(annas_key, 1);
    one.place.give_back(session(1));
    two.place.give_back(session(2));
    CHECK(pool.take(annas_key, 2).session);
    CHECK_FALSE(pool.take(annas_key, 2).session);
    put(pool, annas_key, session(1));
    CHECK_FALSE(pool.take(annas_key, 2).session);
    CHECK_FALSE(pool.take(annas_key, 1).session);  // Ended, not kept for later.
}

TEST_CASE("connect: shelves stand as long as something is on them or lent from them") {
    Pool pool;
    {
        const auto lent = pool.take(annas_key, 1);
        CHECK(pool.shelves() == 1);
    }
    CHECK(pool.shelves() == 0);
    put(pool, annas_key, session(1));
    CHECK(pool.shelves() == 1);
    pool.forget({"org"}, {"c2"});
    CHECK(pool.shelves() == 1);
    pool.forget({"org"}, {"c1"});
    CHECK(pool.shelves() == 0);
    for (int k = 0; k < 1000; ++k) {
        const auto lent = pool.take({{"org"}, {std::to_string(k)}, {"anna"}}, 1);
    }
    CHECK(pool.shelves() == 0);
}

TEST_CASE("connect: what was lent before a forget does not come back, of any user") {
    Pool pool;
    const Pool::Key bert{{"org"}, {"c1"}, {"bert"}};
    auto of_anna = pool.take(annas_key, 1);
    auto of_bert = pool.take(bert, 1);
    pool.forget({"org"}, {"c1"});
    of_anna.place.give_back(session(1));
    of_bert.place.give_back(session(1));
    CHECK_FALSE(pool.take(annas_key, 1).session);
    CHECK_FALSE(pool.take(bert, 1).session);
    put(pool, annas_key, session(1));
    CHECK(pool.take(annas_key, 1).session);
}

TEST_CASE("connect: idle sessions are bounded, for one user and altogether") {
    Pool pool;
    const auto idle_of = [&](const Pool::Key& key) {
        int count = 0;
        std::vector<Pool::Taken> all;
        for (;;) {
            all.push_back(pool.take(key, 1));
            if (!all.back().session) return count;
            ++count;
        }
    };
    {
        std::vector<Pool::Taken> lent;
        for (std::size_t k = 0; k < 2 * Pool::idle_per_user; ++k) lent.push_back(pool.take(annas_key, 1));
        for (auto& one : lent) one.place.give_back(session(1));
    }
    CHECK(idle_of(annas_key) == static_cast<int>(Pool::idle_per_user));

    for (std::size_t k = 0; k <= Pool::idle_altogether; ++k) {
        put(pool, {{"org"}, {"c" + std::to_string(k)}, {"anna"}}, session(1, static_cast<int>(k)));
    }
    CHECK(pool.shelves() == Pool::idle_altogether);
    CHECK_FALSE(pool.take({{"org"}, {"c0"}, {"anna"}}, 1).session);  // The one that was idle for longest.
    CHECK(pool.take({{"org"}, {"c1"}, {"anna"}}, 1).session);
}
