#include "store/postgres_text.h"

#include "base/text.h"
#include "support.h"

#include <random>
#include <set>

using namespace parley;
using namespace parley::store;

TEST_CASE("store: text that PostgreSQL can keep stands there as it is, and any other comes back byte for byte") {
    const std::string as_it_is[] = {"", "plain", "žluť 💶", "'; DROP TABLE audit; --", "\\x00", "%_\t\n\x7f"};
    for (const auto& text : as_it_is) {
        CAPTURE(text);
        CHECK(to_stored(text) == text);
        CHECK(from_stored(text) == text);
    }
    const struct {
        std::string text, stored;
    } changed[] = {{std::string("a\0b", 3),
                    "a\x1A"
                    "00b"},
                   {"\x1A",
                    "\x1A"
                    "1a"},
                   {"\xff\xfe",
                    "\x1A"
                    "ff\x1A"
                    "fe"},
                   {"ž\xff",
                    "\x1A"
                    "c5\x1A"
                    "be\x1A"
                    "ff"}};
    for (const auto& each : changed) {
        CAPTURE(each.stored);
        CHECK(to_stored(each.text) == each.stored);
        CHECK(from_stored(each.stored) == each.text);
    }
    for (const char* foreign : {"\x1A",
                                "\x1A"
                                "0",
                                "\x1A"
                                "0g",
                                "a\x1A"
                                "G0"}) {
        CHECK(!from_stored(foreign));
    }
}

TEST_CASE("store: random bytes are kept as valid text without NUL, and no two alike") {
    std::mt19937 random(20'261'121);
    std::set<std::string> texts, kept;
    for (int round = 0; round < 20'000; ++round) {
        std::string text(random() % 12, ' ');
        for (char& byte : text)
            byte =
                "\0\x1A\x80\xc5\xbe\xff"
                "0az"[random() % 9];
        const std::string stored = to_stored(text);
        CHECK(is_valid_utf8(stored));
        CHECK(stored.find('\0') == std::string::npos);
        CHECK(from_stored(stored) == text);
        texts.insert(text);
        kept.insert(stored);
    }
    CHECK(texts.size() == kept.size());
}

TEST_CASE("store: question marks become numbered and typed, but for those inside a text") {
    const std::optional<Instant> never;
    CHECK(numbered("SELECT 1", {}) == "SELECT 1");
    CHECK(numbered("SELECT ?, ?, ?", {"a", 1, never}) == "SELECT $1::text, $2::bigint, $3");
    CHECK(numbered("WHERE a = '?' AND b = ''  AND c = ?", {noon}) == "WHERE a = '?' AND b = ''  AND c = $1::bigint");
    CHECK(numbered("'it''s ?' ?", {"x"}) == "'it''s ?' $1::text");
    CHECK(numbered("? ?", {1}) == "$1::bigint $2");
}

TEST_CASE("store: an address of PostgreSQL is read in both forms, and never with a password") {
    const struct {
        const char *address, *database, *place;
    } read[] = {
        {"postgresql://app@db.example.com:5433/parley", "parley", "parley on db.example.com"},
        {"postgres://db.example.com", "", "PostgreSQL on db.example.com"},
        {"host=/run/postgresql dbname=parley user=app", "parley", "parley on /run/postgresql"},
        {"hostaddr=10.0.0.7 dbname='it''s'", "it", ""},
        {"dbname=parley", "parley", "parley"},
        {"postgresql:///parley?sslmode=verify-full&connect_timeout=2", "parley", "parley"},
    };
    for (const auto& each : read) {
        CAPTURE(each.address);
        const auto found = read_postgres_address(each.address);
        if (*each.place == '\0') {
            check_fault(found, Fault::invalid);
            continue;
        }
        REQUIRE(found);
        CHECK(found.value().database == each.database);
        CHECK(found.value().place == each.place);
        CHECK(found.value().complete.find("tcp_user_timeout='10000'") != std::string::npos);
    }
    CHECK(read_postgres_address("postgresql:///p?connect_timeout=2").value().complete.find("connect_timeout='2'") !=
          std::string::npos);
    CHECK(read_postgres_address(R"(dbname='a\'b\\c')").value().complete.find(R"(dbname='a\'b\\c')") !=
          std::string::npos);
    for (const char* wrong : {"postgresql://app:hunter2@db/parley", "host=db password=hunter2",
                              "postgresql://db/parley?password=hunter2", "host=db sslpassword=hunter2",
                              "postgresql://[bad:hunter2", "colour=hunter2", "hunter2", "mysql://app:hunter2@db"}) {
        CAPTURE(wrong);
        const auto refused = read_postgres_address(wrong);
        check_fault(refused, Fault::invalid);
        CHECK(refused.error().message.find("hunter2") == std::string::npos);
        CHECK(refused.error().detail.find("hunter2") == std::string::npos);
    }
}
