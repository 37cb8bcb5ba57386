#pragma once
// A vendor of the catalogue whose folder and replies the test writes, and the house that asks it.

#include "support.h"

#include <filesystem>
#include <fstream>

namespace parley::ask {

// One vendor folder, removed with all that is in it.
class ShopFolder {
public:
    ShopFolder(const std::string& manifest, const std::string& plugin)
        : path_(std::filesystem::temp_directory_path() / cat("parley_ask_", ::getpid(), "_", ++made)) {
        std::filesystem::create_directories(path_ / "till");
        std::ofstream(path_ / "till/manifest.lua") << manifest;
        if (!plugin.empty()) std::ofstream(path_ / "till/plugin.lua") << plugin;
    }
    ~ShopFolder() { std::filesystem::remove_all(path_); }
    ShopFolder(const ShopFolder&) = delete;
    ShopFolder& operator=(const ShopFolder&) = delete;

    vendors::Catalogue read() const {
        auto catalogue = vendors::Catalogue::read(path_.string());
        REQUIRE(catalogue);
        for (const auto& mistake : catalogue.value().mistakes()) FAIL_CHECK(to_text(mistake));
        return std::move(catalogue).value();
    }

private:
    static inline int made = 0;
    std::filesystem::path path_;
};

// The fields of the dataset "orders" are the test's; the rest of the manifest is always the same.
inline std::string till_manifest(const std::string& dataset_fields, const std::string& more = "") {
    return R"(return { id = "till", name = "Till", category = "Commerce", api = 1,
        server = { url = "https://till.example/mcp", confidence = "documented" }, auth = { kind = "none" },
        tools = { orders = { names = { "list_orders" }, description = "The orders." } },
        datasets = { orders = { name = "orders", description = "One row for each order.", tool = "orders",
            time = "day", columns = { { name = "id", kind = "text", role = "key" },
                                      { name = "day", kind = "day", role = "time" } }, )" +
           dataset_fields + R"( } },
        ask = { "How many orders?" }, )" +
           more + " }";
}

class FolderShop {
public:
    using Reply = std::function<Json(const Json& arguments)>;  // The result of tools/call.

    FolderShop(const std::string& manifest, const std::string& plugin, Reply reply, Json parameters = Json::object())
        : folder_(manifest, plugin), house({{"till", vendor.mcp()}}, folder_.read()) {
        vendor.on_call = [this, answer = std::move(reply)](const Json& request) -> std::optional<fakes::Web::Answer> {
            const Json& arguments = at_or_null(at_or_null(request, "params"), "arguments");
            const std::lock_guard lock(mutex_);
            asked_.push_back(arguments);
            return Vendor::result(request, answer(arguments));
        };
        auto opened = analysis::Workbench::open();
        REQUIRE(opened);
        workbench_.emplace(std::move(opened).value());
        connect::Begin wish;
        wish.vendor = {"till"};
        wish.parameters = std::move(parameters);
        const auto started = house.connector.begin(*house.ours, house.anna, std::move(wish));
        REQUIRE(started);
        id = started.value().connection.id;
        wiring_.emplace(Asker::Wiring{house.catalogue, house.sessions, *workbench_, house.clock});
    }

    planner::Step step() const {
        planner::Step made;
        made.vendor = {"till"};
        made.connection = id;
        made.dataset = "orders";
        return made;
    }
    Result<Fetched> fetch(const Need& need = {}) {
        const auto entry = connect::access(*house.ours, house.catalogue, house.row(id));
        REQUIRE(entry);
        const Fetcher fetcher(*wiring_, *house.ours, house.anna,
                              std::chrono::steady_clock::now() + std::chrono::seconds(20));
        auto wanted = step();
        return fetcher.fetch(entry.value(), wanted, need);
    }
    // What tools/call was given, in order.
    std::vector<Json> asked() {
        const std::lock_guard lock(mutex_);
        return asked_;
    }

    static Json words(const std::string& text) {
        return {{"content", Json::array({{{"type", "text"}, {"text", text}}})}};
    }
    static Json data(const Json& value) { return words(dump(value)); }

private:
    std::mutex mutex_;
    std::vector<Json> asked_;  // Guarded by mutex_.
    ShopFolder folder_;

public:
    Vendor vendor{Vendor::Wants::nothing};
    connect::House house;
    ConnectionId id;

private:
    std::optional<analysis::Workbench> workbench_;
    std::optional<Asker::Wiring> wiring_;
};

}  // namespace parley::ask
