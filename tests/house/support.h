#pragma once
// The whole house on simulated vendors, at a fixed time, in a folder of its own.

#include "app/demo.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <unistd.h>
#include <utility>

namespace parley::tests {

class Folder {
public:
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "parley-house-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::filesystem::path& path() const { return path_; }
    std::string file(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

// vendors: the only folders that the house finds, for reading them all costs more than most tests; empty: all there
// are.
inline app::Config config_in(const Folder& folder, const std::vector<VendorId>& vendors = {}) {
    app::Config config;
    config.database = folder.file("parley.db");
    config.key_file = folder.file("keys");
    config.plugins = PARLEY_SOURCE_DIR "/plugins/vendors";
    config.tiers = PARLEY_SOURCE_DIR "/config/tiers.toml";
    if (vendors.empty()) return config;
    const std::string all = std::exchange(config.plugins, folder.file("plugins"));
    std::filesystem::create_directory(config.plugins);
    for (const auto& vendor : vendors) {
        std::filesystem::create_directory_symlink(all + "/" + vendor.text, config.plugins + "/" + vendor.text);
    }
    return config;
}

// The configuration of a file with this text.
inline Result<app::Config> config_saying(const Folder& folder, const std::string& text) {
    const std::string path = folder.file("parley.toml");
    std::ofstream(path) << text;
    return app::read_config(path, config_in(folder));
}

inline const connect::Finding& finding(const std::vector<connect::Finding>& findings, const std::string& step) {
    for (const auto& one : findings) {
        if (one.step == step) return one;
    }
    FAIL("no finding about " << step);
    return findings.front();
}

// Three simulated vendors, for each costs two listeners.
inline app::House::Options few_vendors() {
    return {app::Mode::demo, limits::question_timeout_ms, {}, {{"clootrack"}, {"ecomail"}, {"stripe"}}};
}

// Saturday, 21 November 2026: last quarter is July to September, this one began on 1 October.
class DemoHouse {
public:
    struct Wish {
        int question_timeout_ms = limits::question_timeout_ms;
        std::string public_url;
        sim::Options simulation;
        // Few, for each costs a connection; empty: all that can be simulated.
        std::vector<VendorId> vendors = {{"clootrack"}, {"ecomail"}, {"stripe"}};
    };
    explicit DemoHouse(int question_timeout_ms = limits::question_timeout_ms)
        : DemoHouse(wish_in(question_timeout_ms)) {}
    explicit DemoHouse(const Wish& wish) {
        app::Config config = config_in(folder_, wish.vendors);
        config.public_url = wish.public_url;
        auto built = app::House::build(config, clock_,
                                       {app::Mode::demo, wish.question_timeout_ms, wish.simulation, wish.vendors});
        INFO((built ? "" : built.error().message + " " + built.error().detail));
        REQUIRE(built);
        house_ = std::move(built).value();
        auto org = house_->home();
        REQUIRE(org);
        org_ = std::move(org).value();
        const auto ready = app::furnish_demo(*house_, *org_);
        INFO((ready ? "" : ready.error().message + " " + ready.error().detail));
        REQUIRE(ready);
    }

    app::House& house() { return *house_; }
    const Folder& folder() const { return folder_; }
    store::OrgStore& org() { return *org_; }
    sim::Simulation& simulation() { return *house_->simulation(); }

    ask::Answer ask(const std::string& text, const std::string& follow = "") {
        auto answer = house_->asker().ask(*org_, app::terminal_user, {text, {follow}, false});
        INFO(text << ": " << (answer ? "" : answer.error().message));
        REQUIRE(answer);
        return std::move(answer).value();
    }

    // Every object of a Stripe list, paged by hand.
    std::vector<Json> stripe(const std::string& operation, Json parameters = Json::object()) {
        std::vector<Json> all;
        parameters["limit"] = 100;
        for (;;) {
            const auto page = simulation().answer({"stripe"}, "stripe_api_read",
                                                  {{"stripe_context", "acct_LfLive01"},
                                                   {"livemode", true},
                                                   {"stripe_api_operation_id", operation},
                                                   {"parameters", parameters}});
            REQUIRE(page);
            for (const auto& object : page.value()["data"]) all.push_back(object);
            if (!page.value()["has_more"].get<bool>()) return all;
            parameters["starting_after"] = all.back()["id"];
        }
    }

    std::vector<Json> ecomail(const std::string& tool) {
        std::vector<Json> all;
        for (int page = 1;; ++page) {
            const auto reply = simulation().answer({"ecomail"}, tool, {{"page", page}});
            REQUIRE(reply);
            for (const auto& row : reply.value()["data"]) all.push_back(row);
            if (page >= reply.value()["last_page"].get<int>()) return all;
        }
    }

    std::vector<Json> clootrack() {
        std::vector<Json> all;
        Json arguments = Json::object();
        for (;;) {
            const auto reply = simulation().answer({"clootrack"}, "get_theme_mentions", arguments);
            REQUIRE(reply);
            for (const auto& row : reply.value()["data"]) all.push_back(row);
            if (text_at(reply.value(), "next_cursor").empty()) return all;
            arguments["cursor"] = reply.value()["next_cursor"];
        }
    }

private:
    static Wish wish_in(int question_timeout_ms) {
        Wish wish;
        wish.question_timeout_ms = question_timeout_ms;
        return wish;
    }

    Folder folder_;
    FixedClock clock_{parse_instant("2026-11-21T02:48:00Z").value()};
    std::unique_ptr<app::House> house_;
    std::unique_ptr<store::OrgStore> org_;
};

inline std::size_t column(const ask::Answer& answer, const std::string& name) {
    const auto& columns = answer["table"]["columns"];
    for (std::size_t index = 0; index < columns.size(); ++index) {
        if (columns[index]["name"] == name) return index;
    }
    FAIL("no column \"" << name << "\" in " << columns.dump());
    return 0;
}

}  // namespace parley::tests
