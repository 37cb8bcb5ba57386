// The n-th write fails, for n = 1, 2, 3 ... until none fails any more: before it happened, and after it had happened
// and nobody was told. Whatever was begun, what is kept afterwards is whole, and the next try works.
#include "connect/grants.h"
#include "fakes/failing_store.h"
#include "support.h"

using namespace parley;
using namespace parley::connect;

namespace {

using When = fakes::FailurePlan::When;
constexpr int rounds_max = 60;

struct Scene {
    fakes::FailurePlan plan;
    Vendor vendor;
    House house;
    ConnectionId id;

    explicit Scene(Vendor::Wants wants)
        : vendor(wants), house({}, {}, std::make_unique<store::FailingStore>(House::open_store(), plan)) {}

    // Begin and way back; an error wherever one of them ends.
    Result<store::Connection> connect() {
        PARLEY_TRY(const Started started, house.begin_custom(vendor.mcp()));
        if (started.authorize_url.empty()) return started.connection;
        return house.connector.finish(House::callback(started));
    }
    void connect_well() {
        const auto connected = connect();
        REQUIRE(connected);
        id = connected.value().id;
        REQUIRE(house.call(id));
    }

    bool was_revoked(const std::string& token) const {
        for (const auto& one : vendor.asked("/revoke")) {
            if (fakes::value_of(one.form(), "token") == token) return true;
        }
        return false;
    }
};

void check_audit(Scene& scene) {
    const auto rows = scene.house.ours->audit_rows(0, 10'000);
    const auto head = scene.house.ours->audit_head();
    REQUIRE(rows);
    REQUIRE(head);
    store::ChainCheck chain(scene.house.ours_id);
    for (const auto& row : rows.value()) CHECK(chain.add(row) == "");
    CHECK(chain.finish(head.value()) == "");
    const auto connections = scene.house.ours->connections();
    REQUIRE(connections);
    for (const auto& connection : connections.value()) {
        const bool is_told = std::any_of(rows.value().begin(), rows.value().end(), [&](const store::AuditRow& row) {
            const std::string step = text_at(row.entry.details, "step");
            return row.entry.action == "connect" && row.entry.subject == connection.id.text &&
                   (step == "started" || step == "finished");
        });
        CHECK(is_told);
    }
}

// A token that still opens the door is in a row that opens, or was given back.
void check_tokens(Scene& scene) {
    const auto connections = scene.house.ours->connections();
    REQUIRE(connections);
    const std::string live = scene.vendor.access();
    bool is_kept = live.empty() || scene.was_revoked(live);
    for (const auto& connection : connections.value()) {
        // What is not known to be good any more waits for a person, who is told so.
        is_kept = is_kept || connection.state == store::ConnectionState::needs_reconnect;
        if (connection.auth != "oauth" || connection.state != store::ConnectionState::connected) continue;
        const auto credential = scene.house.ours->credential(connection.id);
        REQUIRE(credential);
        const auto grant =
            open_grant(scene.house.vault, token_binding(scene.house.ours_id, connection.id), credential.value());
        REQUIRE(grant);
        is_kept = is_kept || grant.value().tokens.access.reveal() == live;
    }
    CHECK(is_kept);
}

// prepare: what goes well before; act: what a write of fails; afterwards: what works once the database does.
struct Story {
    const char* name;
    Vendor::Wants wants;
    std::function<void(Scene&)> prepare;
    std::function<bool(Scene&)> act;
    std::function<void(Scene&, bool acted)> afterwards;
    std::set<std::string> writes;  // That have failed at least once.
};

void tell(const Story& story) {
    for (const When when : {When::before, When::after}) {
        std::set<std::string> failed;
        for (int number = 1;; ++number) {
            REQUIRE(number < rounds_max);
            Scene scene(story.wants);
            story.prepare(scene);
            scene.plan.fail_write(number, when);
            const bool acted = story.act(scene);
            const std::string write = scene.plan.stop();
            CAPTURE(std::string(story.name));
            CAPTURE(write);
            CAPTURE(static_cast<int>(when));
            check_audit(scene);
            check_tokens(scene);
            story.afterwards(scene, acted);
            check_audit(scene);
            check_tokens(scene);
            if (!write.empty()) failed.insert(write);
            if (!write.empty()) continue;
            CHECK(acted);
            break;
        }
        for (const auto& write : story.writes) {
            CAPTURE(write);
            CHECK(failed.contains(write));
        }
    }
}

std::size_t count_of(Scene& scene) {
    const auto connections = scene.house.ours->connections();
    REQUIRE(connections);
    return connections.value().size();
}

void connects_again(Scene& scene, bool) {
    const auto connected = scene.connect();
    REQUIRE(connected);
    CHECK(scene.house.call(connected.value().id));
}

}  // namespace

TEST_CASE("connect: a connect whose n-th write fails leaves nothing half done, and the next one works") {
    tell({"by sign-in",
          Vendor::Wants::oauth,
          [](Scene&) {},
          [](Scene& scene) {
              const auto begun = scene.house.begin_custom(scene.vendor.mcp());
              if (!begun) {
                  // The one write that fails may be the one that takes it back; then the row says what it is.
                  for (const auto& row : scene.house.ours->connections().value())
                      CHECK(row.state == store::ConnectionState::authorizing);
                  return false;
              }
              const bool connected = static_cast<bool>(scene.house.connector.finish(House::callback(begun.value())));
              const auto state = scene.house.row(begun.value().connection.id).state;
              CHECK(connected == (state == store::ConnectionState::connected));
              return connected;
          },
          connects_again,
          {"audit", "save_registration", "save_connection", "save_authorization", "take_authorization",
           "update_connection", "save_tools", "log_connection"}});
    tell({"without one",
          Vendor::Wants::nothing,
          [](Scene&) {},
          [](Scene& scene) { return static_cast<bool>(scene.connect()); },
          [](Scene& scene, bool acted) {
              CHECK(count_of(scene) == (acted ? 1 : 0));
              connects_again(scene, acted);
          },
          {"audit", "save_connection", "save_tools"}});
}

TEST_CASE("connect: a refresh whose n-th write fails loses no token, and the next call works") {
    tell({"refresh",
          Vendor::Wants::oauth,
          [](Scene& scene) { scene.connect_well(); },
          [](Scene& scene) {
              scene.house.clock.forward(std::chrono::hours(2));
              return static_cast<bool>(scene.house.call(scene.id));
          },
          [](Scene& scene, bool) {
              CHECK(scene.house.call(scene.id));
              CHECK(scene.house.row(scene.id).state == store::ConnectionState::connected);
          },
          {"claim_refresh", "swap_credential", "log_connection"}});
    tell({"a grant that is gone",
          Vendor::Wants::oauth,
          [](Scene& scene) {
              scene.connect_well();
              scene.vendor.refresh = Vendor::Refresh::refused;
          },
          [](Scene& scene) {
              scene.house.clock.forward(std::chrono::hours(2));
              return !scene.house.call(scene.id);
          },
          [](Scene& scene, bool) {
              CHECK_FALSE(scene.house.call(scene.id));
              CHECK(scene.house.row(scene.id).state == store::ConnectionState::needs_reconnect);
              scene.vendor.refresh = Vendor::Refresh::works;
              const auto started = scene.house.connector.reconnect(*scene.house.ours, scene.house.anna, scene.id);
              REQUIRE(started);
              REQUIRE(scene.house.connector.finish(House::callback(started.value())));
              CHECK(scene.house.call(scene.id));
          },
          {"claim_refresh", "set_state", "release_refresh"}});
}

TEST_CASE("connect: a reconnect whose n-th write fails leaves a row that works or that can be connected again") {
    tell({"reconnect",
          Vendor::Wants::oauth,
          [](Scene& scene) { scene.connect_well(); },
          [](Scene& scene) {
              const auto started = scene.house.connector.reconnect(*scene.house.ours, scene.house.anna, scene.id);
              return started && scene.house.connector.finish(House::callback(started.value()));
          },
          [](Scene& scene, bool) {
              CHECK(count_of(scene) == 1);
              const auto started = scene.house.connector.reconnect(*scene.house.ours, scene.house.anna, scene.id);
              REQUIRE(started);
              REQUIRE(scene.house.connector.finish(House::callback(started.value())));
              CHECK(scene.house.call(scene.id));
          },
          {"audit", "save_authorization", "take_authorization", "update_connection"}});
}

TEST_CASE("connect: a disconnect whose n-th write fails is one that happened, or one that can be asked for again") {
    tell({"disconnect",
          Vendor::Wants::oauth,
          [](Scene& scene) { scene.connect_well(); },
          [](Scene& scene) {
              const std::string token = scene.vendor.access();
              const std::size_t asked = scene.vendor.asked("/revoke").size();
              const bool gone =
                  static_cast<bool>(scene.house.connector.disconnect(*scene.house.ours, scene.house.anna, scene.id));
              const bool revoked = scene.vendor.asked("/revoke").size() > asked;
              CHECK((!gone || revoked));
              CHECK(gone == (count_of(scene) == 0));
              return gone;
          },
          [](Scene& scene, bool acted) {
              const auto again = scene.house.connector.disconnect(*scene.house.ours, scene.house.anna, scene.id);
              CHECK(static_cast<bool>(again) == !acted);
              CHECK(count_of(scene) == 0);
              CHECK_FALSE(scene.house.ours->credential(scene.id));
              CHECK(scene.was_revoked(scene.vendor.access()));
          },
          {"audit", "remove_connection"}});
}

TEST_CASE("connect: a review whose n-th write fails admits nothing without its audit row") {
    const auto reviews_told = [](Scene& scene) {
        const auto audited = scene.house.audited();
        return std::count(audited.begin(), audited.end(), "review admitted");
    };
    tell({"review",
          Vendor::Wants::oauth,
          [](Scene& scene) {
              scene.connect_well();
              scene.vendor.publish_tools({tool("list_orders", "Lists them, and more.")});
              REQUIRE(scene.house.connector.test(*scene.house.ours, scene.house.anna, scene.id));
          },
          [&](Scene& scene) {
              const bool done = static_cast<bool>(scene.house.review(scene.id, "list_orders", Decision::Word::admit));
              CHECK((scene.house.verdict(scene.id, "list_orders") == "admitted") == (reviews_told(scene) == 1));
              return done;
          },
          [](Scene& scene, bool) {
              CHECK(scene.house.review(scene.id, "list_orders", Decision::Word::admit));
              CHECK(scene.house.call(scene.id));
          },
          {"save_tools"}});
    tell({"another list",
          Vendor::Wants::oauth,
          [](Scene& scene) {
              scene.connect_well();
              scene.vendor.publish_tools({tool("list_orders", "Lists them, and more.")});
          },
          [](Scene& scene) {
              return static_cast<bool>(scene.house.connector.test(*scene.house.ours, scene.house.anna, scene.id));
          },
          [](Scene& scene, bool) {
              REQUIRE(scene.house.connector.test(*scene.house.ours, scene.house.anna, scene.id));
              CHECK(scene.house.verdict(scene.id, "list_orders") == "waiting");
              CHECK_FALSE(scene.house.call(scene.id));
          },
          {"audit", "save_tools", "log_connection"}});
}

TEST_CASE("connect: where no audit row can be written nothing reaches the wire") {
    struct {
        const char* name;
        std::function<bool(Scene&)> act;
    } const cases[] = {
        {"connect", [](Scene& scene) { return static_cast<bool>(scene.house.begin_custom(scene.vendor.mcp())); }},
        {"reconnect",
         [](Scene& scene) {
             return static_cast<bool>(scene.house.connector.reconnect(*scene.house.ours, scene.house.anna, scene.id));
         }},
        {"disconnect",
         [](Scene& scene) {
             return static_cast<bool>(scene.house.connector.disconnect(*scene.house.ours, scene.house.anna, scene.id));
         }},
        {"test",
         [](Scene& scene) {
             return static_cast<bool>(scene.house.connector.test(*scene.house.ours, scene.house.anna, scene.id));
         }},
        {"diagnose",
         [](Scene& scene) {
             const auto diagnosis = scene.house.connector.diagnose(*scene.house.ours, scene.house.anna, scene.id);
             REQUIRE(diagnosis);
             return diagnosis.value().findings.back().level != Finding::Level::bad;
         }},
    };
    for (const auto wants : {Vendor::Wants::oauth, Vendor::Wants::nothing}) {
        for (const auto& c : cases) {
            CAPTURE(std::string(c.name));
            Scene scene(wants);
            scene.connect_well();
            const auto asked = scene.vendor.asked().size();
            const auto rows = scene.house.audited();
            scene.plan.fail_audit(true);
            CHECK_FALSE(c.act(scene));
            CHECK(scene.vendor.asked().size() == asked);
            CHECK(scene.house.audited() == rows);
            scene.plan.stop();
            CHECK(scene.house.call(scene.id));
            CHECK(c.act(scene));  // It was the audit and nothing else.
            CHECK(scene.vendor.asked().size() > asked);
        }
    }
}
