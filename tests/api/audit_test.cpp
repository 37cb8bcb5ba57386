// The audit over HTTP: pages, filters, and the export that notes itself first.
#include "api/audit_trail.h"
#include "base/text.h"
#include "client.h"
#include "vault/crypto.h"

#include <sstream>

using namespace parley;
using namespace parley::tests;

namespace {

std::string header(const net::Response& response, const std::string& name) {
    for (const auto& [key, value] : response.headers) {
        if (lower(key) == lower(name)) return value;
    }
    return "";
}

std::vector<Json> lines_of(const std::string& text) {
    std::vector<Json> rows;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        const auto row = parse_json(line);
        REQUIRE(row);
        rows.push_back(row.value());
    }
    return rows;
}

// Rows by two users, as many as a page would not hold.
void fill(store::OrgStore& org, int rows) {
    for (int number = 0; number < rows; ++number) {
        const UserId user{number % 3 == 0 ? "ann" : "bob"};
        const std::string action = number % 2 == 0 ? "use" : "denied";
        REQUIRE(org.audit({user,
                           action,
                           cat("tool_", number),
                           {{"n", number}},
                           parse_instant("2026-11-01T00:00:00Z").value() + std::chrono::hours(number)}));
    }
}

// A store of its own: nothing of a house is needed to read the trail.
struct Trail {
    Trail() : store(std::move(store::open_sqlite(":memory:")).value()), org(store->for_org({"acme"})) {}
    std::unique_ptr<store::Store> store;
    std::unique_ptr<store::OrgStore> org;
    Instant now = parse_instant("2026-11-21T12:00:00Z").value();
};

}  // namespace

TEST_CASE("api: an export holds the rows of its time, and its own row came before") {
    Trail trail;
    fill(*trail.org, 1'203);
    const auto at = [](const char* text) { return std::optional<Instant>(parse_instant(text).value()); };
    const struct {
        std::optional<Instant> since, until;
        std::int64_t count;
    } cases[] = {
        {std::nullopt, std::nullopt, 1'203},
        {at("2026-11-02T00:00:00Z"), std::nullopt, 1'203 + 1 - 24},  // And the export before.
        {std::nullopt, at("2026-11-02T00:00:00Z"), 24},
        {at("2026-11-02T00:00:00Z"), at("2026-11-02T03:00:00Z"), 3},
        {at("2036-11-02T00:00:00Z"), std::nullopt, 0},
    };
    std::int64_t noted = 1'203;
    for (const auto& c : cases) {
        CAPTURE(c.count);
        const api::AuditWish wish{api::AuditFormat::jsonl, c.since, c.until};
        const auto made = api::AuditExport::begin(*trail.org, {"ann"}, wish, trail.now);
        REQUIRE(made);
        CHECK(made.value().count() == c.count);
        const auto own = trail.org->audit_rows(noted, 10).value();
        REQUIRE(own.size() == 1);
        CHECK(own[0].entry.action == "export");
        CHECK(own[0].entry.details["count"] == c.count);
        CHECK(own[0].entry.details["last_hash"] == made.value().last_hash());
        CHECK(own[0].entry.details.contains("since") == c.since.has_value());
        ++noted;
        std::ostringstream out;
        REQUIRE(made.value().write(*trail.org, out));
        const auto rows = lines_of(out.str());
        REQUIRE(std::ssize(rows) == c.count);
        if (!rows.empty()) CHECK(rows.back()["hash"] == made.value().last_hash());
        if (c.count == 1'203) {
            for (std::size_t k = 1; k < rows.size(); ++k) CHECK(rows[k]["previous_hash"] == rows[k - 1]["hash"]);
        }
    }
    CHECK(api::verify_audit(*trail.org).value().broken.empty());
}

TEST_CASE("api: an exported line gives its row's hash again, so a reader needs no database to check it") {
    Trail trail;
    fill(*trail.org, 3);
    const auto made =
        api::AuditExport::begin(*trail.org, {"ann"}, {api::AuditFormat::jsonl, {}, {}}, trail.now).value();
    std::ostringstream out;
    REQUIRE(made.write(*trail.org, out));
    for (Json row : lines_of(out.str())) {
        const std::string hash = row["hash"];
        row.erase("hash");
        row["org"] = "acme";
        CHECK(vault::sha256_hex(row.dump()) == hash);
    }
}

TEST_CASE("api: an export that cannot be written to its end says so") {
    Trail trail;
    fill(*trail.org, 10);
    const auto made = api::AuditExport::begin(*trail.org, {"ann"}, {}, trail.now).value();
    std::ostringstream out;
    out.setstate(std::ios::badbit);
    const auto written = made.write(*trail.org, out);
    REQUIRE_FALSE(written);
    CHECK(written.error().fault == Fault::unavailable);
    const auto other = trail.store->for_org({"globex"});
    std::ostringstream foreign;
    CHECK_FALSE(made.write(*other, foreign));  // Other rows than were counted: none.
}

TEST_CASE("api: a chain is verified in pieces, and an anchor is found in it or not") {
    Trail trail;
    CHECK(api::verify_audit(*trail.org).value().rows == 0);
    CHECK(api::verify_audit(*trail.org).value().broken.empty());
    fill(*trail.org, 1'203);
    const auto anchor = trail.org->audit_rows(600, 1).value().at(0).hash;
    const auto state = api::verify_audit(*trail.org, anchor);
    REQUIRE(state);
    CHECK(state.value().rows == 1'203);
    CHECK(state.value().broken.empty());
    CHECK(state.value().has_anchor);
    CHECK_FALSE(api::verify_audit(*trail.org, std::string(64, 'a')).value().has_anchor);
    CHECK_FALSE(api::verify_audit(*trail.org).value().has_anchor);
}

TEST_CASE("api: the audit is read in pages, by action and by user") {
    DemoHouse demo;
    Client client(demo);
    fill(demo.org(), 700);
    const auto total = api::verify_audit(demo.org()).value().rows;

    std::vector<std::int64_t> numbers;
    std::string path = "/v1/audit?limit=250";
    for (int page = 0; page < 20; ++page) {
        const auto body = body_of(client.send("GET", path));
        for (const auto& item : body["items"]) numbers.push_back(item["number"]);
        if (body["next"].is_null()) break;
        path = "/v1/audit?limit=250&after=" + body["next"].get<std::string>();
    }
    REQUIRE(std::ssize(numbers) == total);
    for (std::size_t k = 0; k < numbers.size(); ++k) CHECK(numbers[k] == static_cast<std::int64_t>(k) + 1);

    const auto denied = body_of(client.send("GET", "/v1/audit?action=denied&user=ann&limit=500"));
    CHECK(denied["items"].size() == 117);
    for (const auto& item : denied["items"]) {
        CHECK(item["action"] == "denied");
        CHECK(item["user"] == "ann");
    }
    CHECK(body_of(client.send("GET", "/v1/audit?action=nothing"))["items"].empty());
    CHECK(body_of(client.send("GET", "/v1/audit?action=nothing"))["next"].is_null());
    CHECK(body_of(client.send("GET", "/v1/audit"))["items"].size() == 100);
    for (const char* wrong : {"limit=0", "limit=501", "limit=ten", "limit=", "after=-1", "after=1e3", "after=1&after=2",
                              "action=a&action=b", "limit=99999999999999999999"}) {
        CAPTURE(wrong);
        CHECK(client.send("GET", cat("/v1/audit?", wrong)).status == 400);
    }
}

TEST_CASE("api: an export tells beforehand how much it is, and is one row of the trail itself") {
    DemoHouse demo;
    Client client(demo);
    fill(demo.org(), 40);
    const auto before = api::verify_audit(demo.org()).value();
    const auto csv = client.send("GET", "/v1/audit/export");
    CHECK(csv.status == 200);
    CHECK(header(csv, "Content-Type").rfind("text/csv", 0) == 0);
    CHECK(header(csv, "Content-Disposition") == "attachment; filename=\"audit.csv\"");
    CHECK(header(csv, "X-Audit-Rows") == cat(before.rows));
    CHECK(header(csv, "X-Audit-Last-Hash") == before.last_hash);
    CHECK(csv.body.rfind("number,at,user,action,subject,details,previous_hash,hash\r\n", 0) == 0);
    const auto own = demo.org().audit_rows(before.rows, 10).value();
    REQUIRE(own.size() == 1);
    CHECK(own[0].entry.action == "export");
    CHECK(own[0].entry.user == app::terminal_user);
    CHECK(own[0].entry.details["format"] == "csv");

    const auto json = client.send("GET", "/v1/audit/export?format=jsonl&since=2026-11-02&until=2026-11-02T05:00:00Z");
    CHECK(header(json, "Content-Type") == "application/jsonl");
    CHECK(lines_of(json.body).size() == 5);

    const auto rows = api::verify_audit(demo.org()).value().rows;
    for (const char* wrong : {"format=xlsx", "format=csv&format=csv", "since=yesterday", "until="}) {
        CAPTURE(wrong);
        CHECK(client.send("GET", cat("/v1/audit/export?", wrong)).status == 400);
    }
    CHECK(api::verify_audit(demo.org()).value().rows == rows);  // What was refused exported nothing.
    CHECK(client.send_bare("GET", "/v1/audit/export").status == 401);
}
