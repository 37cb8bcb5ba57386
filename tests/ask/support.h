#pragma once
// A server by URL with one tool whose replies the test writes, and the house that asks it.

#include "analysis/workbench.h"
#include "ask/asker.h"
#include "ask/fetcher.h"
#include "connect/support.h"
#include "fakes/failing_store.h"

#include <mutex>

namespace parley::ask {

using connect::Vendor;

class Shop {
public:
    explicit Shop(Vendor::Wants wants = Vendor::Wants::nothing)
        : vendor(wants), house({}, {}, std::make_unique<store::FailingStore>(connect::House::open_store(), plan)) {
        vendor.on_call = [this](const Json& request) -> std::optional<fakes::Web::Answer> {
            const std::lock_guard lock(mutex_);
            return Vendor::result(request, {{"content", {{{"type", "text"}, {"text", dump(reply_)}}}}});
        };
        auto opened = analysis::Workbench::open();
        REQUIRE(opened);
        workbench_.emplace(std::move(opened).value());
        id = house.connect(vendor).id;
        wiring_.emplace(Asker::Wiring{house.catalogue, house.sessions, *workbench_, house.clock});
        asker.emplace(*wiring_);
    }

    void answers(Json reply) {
        const std::lock_guard lock(mutex_);
        reply_ = std::move(reply);
    }

    connect::Access access() {
        auto made = connect::access(*house.ours, house.catalogue, house.row(id));
        REQUIRE(made);
        return std::move(made).value();
    }
    planner::Step step() {
        planner::Step made;
        made.vendor = {"custom"};
        made.connection = id;
        made.dataset = "list_orders";
        return made;
    }
    Result<Fetched> fetch() { return fetch(access()); }
    Result<Fetched> fetch(const connect::Access& entry) {
        const Fetcher fetcher(*wiring_, *house.ours, house.anna,
                              std::chrono::steady_clock::now() + std::chrono::seconds(20));
        auto wanted = step();
        return fetcher.fetch(entry, wanted, Need{});
    }

    store::ShapePin pinned() {
        const auto shapes = house.ours->shapes(id);
        REQUIRE(shapes);
        REQUIRE(shapes.value().size() == 1);
        return shapes.value()[0];
    }

    fakes::FailurePlan plan;
    Vendor vendor;
    connect::House house;
    ConnectionId id;
    std::optional<Asker> asker;

private:
    std::mutex mutex_;
    Json reply_ = Json::object();  // Guarded by mutex_.
    std::optional<analysis::Workbench> workbench_;
    std::optional<Asker::Wiring> wiring_;
};

// So many orders, each as the last argument makes it.
inline Json orders(int count, const std::function<void(Json& order, int number)>& change = {}) {
    Json all = Json::array();
    for (int number = 0; number < count; ++number) {
        Json order{{"order", cat("o", number)}, {"amount", number * 5}, {"city", "Brno"}};
        if (change) change(order, number);
        all.push_back(std::move(order));
    }
    return {{"orders", std::move(all)}};
}

}  // namespace parley::ask
