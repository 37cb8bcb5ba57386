// What the API tells about a connection's health, and whom.
#include "api/diagnosis.h"

#include "client.h"

using namespace parley;
using namespace parley::tests;

namespace {

std::string connection_of(Client& client, const std::string& vendor) {
    const Json all = body_of(client.send("GET", "/v1/connections"));
    for (const auto& connection : all["items"]) {
        if (connection["vendor"] == vendor) return connection["id"];
    }
    FAIL("no connection to " << vendor);
    return "";
}

}  // namespace

TEST_CASE("api: a connection's diagnosis has its findings and its log") {
    DemoHouse demo;
    Client client(demo);
    const std::string path = "/v1/connections/" + connection_of(client, "stripe");
    const auto response = client.send("GET", path + "/diagnosis");
    REQUIRE(response.status == 200);
    const Json body = body_of(response);
    CHECK(body["vendor"] == "stripe");
    CHECK(body["state"] == "connected");
    CHECK(body["reason"].is_null());
    CHECK(body["healthy"] == true);
    CHECK(body["findings"].size() >= 3);
    for (const auto& finding : body["findings"]) {
        CAPTURE(finding.dump());
        CHECK(finding["level"] == "good");
        CHECK_FALSE(finding["step"].get<std::string>().empty());
        CHECK_FALSE(finding["outcome"].get<std::string>().empty());
    }
    const Json log = body_of(client.send("GET", path + "/log"))["items"];
    CHECK(log == body["log"]);
    REQUIRE_FALSE(log.empty());
    for (const auto& line : log) {
        for (const char* member : {"at", "step", "subject", "outcome"}) CHECK(line[member].is_string());
    }
}

TEST_CASE("api: a sick vendor's diagnosis says so, with nothing of the vendor's own words") {
    constexpr int question_timeout_ms = 3'000;
    DemoHouse demo(question_timeout_ms);
    Client client(demo);
    const std::string path = "/v1/connections/" + connection_of(client, "stripe") + "/diagnosis";
    for (const auto trouble : {sim::Trouble::html, sim::Trouble::server_error, sim::Trouble::always_401}) {
        demo.simulation().set_trouble({"stripe"}, trouble);
        const auto response = client.send("GET", path);
        CHECK(response.status == 200);
        const Json body = body_of(response);
        CAPTURE(body.dump());
        CHECK(body["healthy"] == false);
        CHECK(response.body.find("<html") == std::string::npos);
    }
    demo.simulation().set_trouble({"stripe"}, sim::Trouble::none);
    CHECK(body_of(client.send("GET", path))["healthy"] == true);  // Looking has spent nothing.
    CHECK(demo.simulation().seen({"stripe"}).refreshes == 0);
}

TEST_CASE("api: diagnosis and log want a key, and another organization's find nothing") {
    DemoHouse demo;
    Client client(demo);
    const std::string path = "/v1/connections/" + connection_of(client, "ecomail");
    store::Organization other;
    other.id = {"globex"};
    other.name = "Globex";
    other.tier = "enterprise";
    REQUIRE(demo.house().store().create_organization(other));
    const SystemClock clock;
    const auto key = app::make_api_key(demo.house().store(), other.id, "test", clock);
    REQUIRE(key);
    for (const char* end : {"/diagnosis", "/log"}) {
        CAPTURE(end);
        CHECK(client.send_bare("GET", path + end).status == 401);
        CHECK(client.send_bare("GET", path + end, "", {{"Authorization", "Bearer " + key.value()}}).status == 404);
        CHECK(client.send("GET", std::string("/v1/connections/nothing") + end).status == 404);
        CHECK(client.send("POST", path + end).status == 405);
        CHECK(client.send("GET", path + end).status == 200);
    }
}

TEST_CASE("api: one bad finding makes a connection unhealthy, a notice does not") {
    using Level = connect::Finding::Level;
    struct {
        std::vector<Level> levels;
        bool healthy;
    } const cases[] = {
        {{}, true},
        {{Level::good, Level::notice}, true},
        {{Level::good, Level::bad, Level::good}, false},
    };
    for (const auto& c : cases) {
        connect::Diagnosis diagnosis;
        for (const auto level : c.levels) diagnosis.findings.push_back({"step", "outcome", level});
        CHECK(api::to_json(diagnosis)["healthy"] == c.healthy);
    }
}
