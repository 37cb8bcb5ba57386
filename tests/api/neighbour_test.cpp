// Two organizations on one server: whatever the one asks for by an id of the other is not there, and nothing of the
// other's has moved.
#include "api/routes.h"
#include "client.h"

#include <set>

using namespace parley;
using namespace parley::tests;

namespace {

std::string made(Client& client, const std::string& path, const Json& body) {
    const auto response = client.send("POST", path, dump(body));
    INFO(response.body);
    REQUIRE(response.status == 201);
    return body_of(response)["id"];
}

// One thing of every kind, of the first organization.
std::map<std::string, std::string> furnish(Client& client) {
    std::map<std::string, std::string> ids;
    const Json connections = body_of(client.send("GET", "/v1/connections"))["items"];
    REQUIRE_FALSE(connections.empty());
    ids["/v1/connections/{id}"] = connections[0]["id"];
    const Json tools =
        body_of(client.send("GET", "/v1/connections/" + ids["/v1/connections/{id}"] + "/tools"))["items"];
    REQUIRE_FALSE(tools.empty());
    ids["{tool}"] = tools[0]["name"];
    const Json answer = body_of(
        client.send("POST", "/v1/ask", R"({"question":"What is open-rate by audience segment last quarter?"})"));
    ids["/v1/answers/{id}"] = answer["id"];
    ids["/v1/dashboards/{id}"] = made(client, "/v1/dashboards", {{"name", "Mail"}});
    ids["/v1/pins/{id}"] =
        made(client, "/v1/pins", {{"answer", answer["id"]}, {"dashboard", ids["/v1/dashboards/{id}"]}});
    ids["/v1/keys/{id}"] = made(client, "/v1/keys", {{"name", "theirs"}});
    ids["/v1/members/{id}"] = made(client, "/v1/members", {{"email", "ann@example.com"}, {"role", "admin"}});
    return ids;
}

// All that the first organization can see of itself, and the end of its audit.
std::string picture_of(DemoHouse& demo, Client& client, const std::map<std::string, std::string>& ids) {
    std::string picture = demo.org().audit_head().value().hash;
    for (const char* list : {"/v1/connections", "/v1/answers", "/v1/dashboards", "/v1/keys", "/v1/members",
                             "/v1/organization", "/v1/plan"})
        picture += client.send("GET", list).body;
    for (const char* kind : {"/v1/connections/{id}", "/v1/answers/{id}", "/v1/dashboards/{id}", "/v1/pins/{id}"}) {
        const std::string path = kind;
        picture += client.send("GET", path.substr(0, path.find('{')) + ids.at(kind)).body;
    }
    const std::string connection = "/v1/connections/" + ids.at("/v1/connections/{id}");
    return picture + client.send("GET", connection + "/tools").body + client.send("GET", connection + "/log").body;
}

// The path of a route that names a thing of theirs; empty where there is no such thing.
std::string path_to(std::string pattern, const std::map<std::string, std::string>& ids) {
    const auto id = pattern.find("{id}");
    if (id == std::string::npos) return "";
    const auto found = ids.find(pattern.substr(0, id + 4));
    if (found == ids.end()) return "";
    pattern.replace(id, 4, found->second);
    if (const auto tool = pattern.find("{tool}"); tool != std::string::npos) pattern.replace(tool, 6, ids.at("{tool}"));
    if (const auto form = pattern.find("{shape}"); form != std::string::npos) pattern.replace(form, 7, "list_orders");
    return pattern;
}

std::string key_of(DemoHouse& demo, const std::string& id) {
    store::Organization other;
    other.id = {id};
    other.name = id;
    other.tier = "enterprise";
    REQUIRE(demo.house().store().create_organization(other));
    const SystemClock clock;
    const auto key = app::make_api_key(demo.house().store(), other.id, "test", clock);
    REQUIRE(key);
    return key.value();
}

// Bodies that would do something, if the thing were theirs.
std::string body_for(const api::Route& route) {
    const std::string pattern = route.pattern;
    if (pattern.find("{tool}") != std::string::npos)
        return dump({{"admit", true}, {"hash", std::string(64, '0')}, {"decision", "accept"}});
    if (pattern == "/v1/members/{id}") return R"({"role":"viewer","name":"Taken"})";
    return "";
}

}  // namespace

TEST_CASE("api: a neighbour's owner finds nothing by an id of ours, on no route, and changes nothing") {
    DemoHouse demo;
    Client client(demo);
    const auto ids = furnish(client);
    const net::Headers as_neighbour{{"Authorization", "Bearer " + key_of(demo, "globex")}};
    const std::string before = picture_of(demo, client, ids);
    // Public, or the same for everybody.
    const std::set<std::string> not_ours{"/v1/vendors/{id}"};
    int tried = 0;
    for (const auto& route : api::routes()) {
        const std::string pattern = route.pattern;
        if (pattern.find('{') == std::string::npos || !route.act || not_ours.contains(pattern)) continue;
        CAPTURE(route.method);
        CAPTURE(pattern);
        const std::string path = path_to(pattern, ids);
        REQUIRE_MESSAGE(!path.empty(), "nothing of this kind was made");
        const auto response = client.send_bare(route.method, path, body_for(route), as_neighbour);
        INFO(response.body);
        CHECK(response.status == 404);
        for (const auto& [kind, id] : ids) {
            if (kind != "{tool}") CHECK(response.body.find(id) == std::string::npos);
        }
        ++tried;
    }
    CHECK(tried >= 16);
    CHECK(picture_of(demo, client, ids) == before);
}

TEST_CASE("api: a neighbour pins no answer of ours, follows none, and fills no dashboard of ours") {
    DemoHouse demo;
    Client client(demo);
    const auto ids = furnish(client);
    const net::Headers as_neighbour{{"Authorization", "Bearer " + key_of(demo, "globex")}};
    const std::string own =
        body_of(client.send_bare("POST", "/v1/dashboards", R"({"name":"Own"})", as_neighbour))["id"];
    const std::string before = picture_of(demo, client, ids);
    const struct {
        const char* path;
        Json body;
    } cases[] = {
        {"/v1/pins", {{"answer", ids.at("/v1/answers/{id}")}, {"dashboard", own}}},
        {"/v1/pins", {{"answer", ids.at("/v1/answers/{id}")}, {"dashboard", ids.at("/v1/dashboards/{id}")}}},
        {"/v1/ask", {{"question", "by month"}, {"follow", ids.at("/v1/answers/{id}")}}},
    };
    for (const auto& c : cases) {
        CAPTURE(c.path);
        const auto response = client.send_bare("POST", c.path, dump(c.body), as_neighbour);
        INFO(response.body);
        CHECK(response.status == 404);
    }
    for (const char* list : {"/v1/connections", "/v1/answers", "/v1/members"})
        CHECK(body_of(client.send_bare("GET", list, "", as_neighbour))["items"].empty());
    CHECK(body_of(client.send_bare("GET", "/v1/dashboards/" + own, "", as_neighbour))["pins"].empty());
    CHECK(body_of(client.send_bare("GET", "/v1/keys", "", as_neighbour))["items"].size() == 1);
    CHECK(picture_of(demo, client, ids) == before);
}
