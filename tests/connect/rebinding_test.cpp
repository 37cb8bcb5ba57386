// A name that leads somewhere else tomorrow: what was checked when the connection was made is checked again whenever it
// is dialled, and what the check said is what is dialled.
#include "connect/support.h"
#include "fakes/resolver.h"
#include "fakes/stop_watch.h"

#include <condition_variable>
#include <thread>

using namespace parley;
using namespace parley::connect;

namespace {

constexpr const char* somewhere = "93.184.216.34";

// A name server that says nothing for as long as anybody waits.
class Silence final : public net::Resolver {
public:
    Result<std::vector<std::string>> resolve(const std::string&, const Deadline& deadline) override {
        {
            const std::lock_guard lock(mutex_);
            asked_ = true;
        }
        changed_.notify_all();
        deadline.pause(std::chrono::hours(1));
        return Error{Fault::unavailable, "Nobody answers.", ""};
    }
    void wait_until_asked() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return asked_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool asked_ = false;
};

// A connection by name, to the port of a vendor of ours that listens on the loopback.
ConnectionId connect_by_name(House& house, const Vendor& vendor) {
    store::Connection connection = house.row(house.connect(vendor).id);
    connection.url = cat("https://rebind.partner.dev", vendor.mcp().substr(vendor.mcp().rfind(':')));
    REQUIRE(house.ours->save_connection(
        connection, nullptr, {house.anna, "connect", connection.id.text, Json::object(), house.clock.now()}));
    return connection.id;
}

}  // namespace

TEST_CASE("connect: a name that leads inside later is not dialled, though it was public when it was connected") {
    House house;
    Vendor vendor(Vendor::Wants::nothing);
    const ConnectionId id = connect_by_name(house, vendor);
    const auto asked = vendor.asked().size();
    fakes::FixedResolver names;
    names.set("rebind.partner.dev", {somewhere});
    const net::UrlGuard guard(names, net::Reach::public_only);
    REQUIRE(guard.check(house.row(id).url));

    const std::vector<std::string> insides[] = {
        {"127.0.0.1"},     {"169.254.169.254"},     {"10.0.0.1"}, {"::1"}, {"::ffff:127.0.0.1"},
        {"fd00:ec2::254"}, {somewhere, "127.0.0.1"}};
    int dialled = 0;
    for (const auto& inside : insides) {
        CAPTURE(inside.back());
        names.set("rebind.partner.dev", inside);
        Sessions sessions({house.vault, house.catalogue, guard, house.clock});
        const auto loan = sessions.lend(*house.ours, house.anna, id);
        REQUIRE_FALSE(loan);
        CHECK(loan.error().fault == Fault::denied);
        ++dialled;
    }
    CHECK(names.lookups() == 1 + dialled);  // Asked each time, and what was answered once is not trusted.
    CHECK(vendor.asked().size() == asked);
}

TEST_CASE("connect: a cancelled question waits for no look-up") {
    House house;
    Vendor vendor(Vendor::Wants::nothing);
    const ConnectionId id = connect_by_name(house, vendor);
    Silence names;
    const net::UrlGuard guard(names, net::Reach::public_only);
    Sessions sessions({house.vault, house.catalogue, guard, house.clock});
    const auto entry = access(*house.ours, house.catalogue, house.row(id));
    REQUIRE(entry);
    const auto admitted = entry.value().gate.admit({id, "list_orders", Json::object()});
    REQUIRE(admitted);

    std::stop_source source;
    std::thread impatient([&] {
        names.wait_until_asked();
        source.request_stop();
    });
    const fakes::StopWatch watch;
    const auto reply = sessions.call(*house.ours, house.anna, admitted.value(), 60'000, source.get_token());
    impatient.join();
    REQUIRE_FALSE(reply);
    CHECK(reply.error().fault == Fault::unavailable);
    CHECK(watch.ms() < 5'000);
}
