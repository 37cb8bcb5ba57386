#include "vendors/catalogue.h"

#include "samples.h"

#include <atomic>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <thread>

namespace fs = std::filesystem;
using namespace parley;
using namespace parley::vendors;

namespace {

// Removed with all that is in it.
class Folder {
public:
    Folder() : path_(fs::temp_directory_path() / ("parley_vendors_" + std::to_string(::getpid()))) {
        fs::create_directories(path_);
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void write(const std::string& file, const std::string& text) const {
        fs::create_directories((path_ / file).parent_path());
        std::ofstream(path_ / file) << text;
    }
    void take_away(const std::string& name) const { fs::remove_all(path_ / name); }
    std::string text() const { return path_.string(); }

private:
    fs::path path_;
};

std::string with_id(const std::string& id, const std::string& name = "Shop") {
    std::string text = sample_manifest;
    text.replace(text.find("\"shop\""), 6, "\"" + id + "\"");
    text.replace(text.find("\"Shop\""), 6, "\"" + name + "\"");
    return text;
}

const Catalogue::Trial no_mistake = [](const Vendor&) { return std::vector<Mistake>{}; };

std::string names_in(const Catalogue& catalogue) {
    std::string names;
    for (const auto& vendor : catalogue.vendors()) names += vendor.manifest.id.text + "=" + vendor.manifest.name + " ";
    return names;
}

}  // namespace

TEST_CASE("vendors: a folder with mistakes is left out and the others stay") {
    const Folder folder;
    folder.write("shop/manifest.lua", sample_manifest);
    folder.write("shop/plugin.lua", "return { shape = function() return {} end }");
    folder.write("shop/guide.md", "# Shop\n");
    folder.write("copy/manifest.lua", sample_manifest);
    folder.write("code/manifest.lua", "return { id = tostring(5) }");
    folder.write("list/manifest.lua", "return 5");
    folder.write("notes/readme.txt", "no vendor");
    folder.write("stray.txt", "no folder");
    const auto catalogue = Catalogue::read(folder.text());
    REQUIRE(catalogue);
    REQUIRE(catalogue.value().vendors().size() == 1);
    const Vendor& shop = catalogue.value().vendors().front();
    CHECK(shop.manifest.name == "Shop");
    CHECK(shop.guide == "# Shop\n");
    CHECK(shop.simulate_source.empty());
    REQUIRE(catalogue.value().mistakes().size() == 3);
    CHECK(to_text(catalogue.value().mistakes()[0])
              .find("code/manifest.lua: code/manifest.lua:1: attempt to call a nil value") == 0);
    CHECK(to_text(catalogue.value().mistakes()[1]) == "copy/manifest.lua: id: must be the folder's name, \"copy\"");
    CHECK(to_text(catalogue.value().mistakes()[2]) == "list/manifest.lua: the file must return a table of fields");
    CHECK_FALSE(Catalogue::read(folder.text() + "/nowhere"));
}

TEST_CASE("vendors: a plugin that cannot work is a mistake of its folder") {
    for (const std::string source :
         {"return {", "return 5", "return {}", "return { shapes = function() end }", "error('no')"}) {
        CAPTURE(source);
        const Folder folder;
        folder.write("shop/manifest.lua", sample_manifest);
        folder.write("shop/plugin.lua", source);
        const auto catalogue = Catalogue::read(folder.text());
        REQUIRE(catalogue);
        CHECK(catalogue.value().vendors().empty());
        REQUIRE(catalogue.value().mistakes().size() == 1);
        CHECK(catalogue.value().mistakes()[0].file == "shop/plugin.lua");
    }
}

TEST_CASE("vendors: a vendor that is not there is named with its neighbour") {
    const Folder folder;
    folder.write("shop/manifest.lua", sample_manifest);
    const auto catalogue = Catalogue::read(folder.text());
    REQUIRE(catalogue);
    CHECK(catalogue.value().get({"shop"}));
    CHECK(catalogue.value().find({"shp"}) == nullptr);
    CHECK(catalogue.value().get({"shp"}).error().message == "There is no vendor \"shp\". Did you mean \"shop\"?");
    CHECK(catalogue.value().get({"something_else"}).error().message == "There is no vendor \"something_else\".");
    CHECK(catalogue.value().get({"shp"}).error().fault == Fault::not_found);
}

TEST_CASE("vendors: the URL takes only checked parameters") {
    Vendor vendor = sample_vendor("");
    CHECK(server_url(vendor.manifest, {{"account", "my-shop"}}).value() == "https://my-shop.shop.example/mcp");
    CHECK(server_url(vendor.manifest, {{"account", "my-shop"}, {"other", "x"}}));
    for (const char* value :
         {"", "My-Shop", "a.b", "evil.example/", "a@b", "a b", "{account}", "a\n", "a#", "a?b", "-a"}) {
        const std::string shown = value;
        CAPTURE(shown);
        const auto url = server_url(vendor.manifest, {{"account", value}});
        REQUIRE_FALSE(url);
        CHECK(url.error().fault == Fault::invalid);
        CHECK(url.error().message.find("\"account\"") != std::string::npos);
    }
    CHECK_FALSE(server_url(vendor.manifest, Json::object()));
    CHECK_FALSE(server_url(vendor.manifest, {{"account", 5}}));
    CHECK_FALSE(server_url(vendor.manifest, Json::array()));

    vendor.manifest.server.parameters[0].pattern = ".*";  // A careless pattern does not let a value split the URL.
    for (const char* value : {"evil.example/", "evil.example#", "x?y", "a@b", "a:80", "a\\b"}) {
        const std::string shown = value;
        CAPTURE(shown);
        CHECK_FALSE(server_url(vendor.manifest, {{"account", value}}));
    }
}

TEST_CASE("vendors: folders read again are taken over where they are good, and stay as they were where not") {
    const Folder folder;
    for (const char* id : {"bakery", "cellar", "dairy"}) folder.write(std::string(id) + "/manifest.lua", with_id(id));
    auto read = Catalogue::read(folder.text());
    REQUIRE(read);
    Catalogue& catalogue = read.value();
    const Vendor* const bakery = catalogue.find({"bakery"});
    const Edition* const first = &catalogue.edition();

    SUBCASE("nothing has changed") {
        const auto same = catalogue.reload([](const Vendor& vendor) {
            FAIL_CHECK("tried without need: " << vendor.folder);
            return std::vector<Mistake>{};
        });
        REQUIRE(same);
        CHECK((same.value().added.empty() && same.value().changed.empty() && same.value().gone.empty()));
        CHECK(&catalogue.edition() == first);
    }
    SUBCASE("one is new, one has changed, one is gone") {
        folder.write("apiary/manifest.lua", with_id("apiary"));
        folder.write("bakery/manifest.lua", with_id("bakery", "Bakery"));
        folder.take_away("dairy");
        const auto changes = catalogue.reload(no_mistake);
        REQUIRE(changes);
        CHECK(changes.value().added == std::vector<std::string>{"apiary"});
        CHECK(changes.value().changed == std::vector<std::string>{"bakery"});
        CHECK(changes.value().gone == std::vector<std::string>{"dairy"});
        CHECK(changes.value().mistakes.empty());
        CHECK(names_in(catalogue) == "apiary=Shop bakery=Bakery cellar=Shop ");
        CHECK(bakery->manifest.name == "Shop");  // Who began with it ends with it.
        CHECK(catalogue.find({"bakery"}) != bakery);
        CHECK(catalogue.find({"dairy"}) == nullptr);
    }
    SUBCASE("a plugin alone is a change") {
        folder.write("bakery/plugin.lua", "return { shape = function() return {} end }");
        const auto changes = catalogue.reload(no_mistake);
        REQUIRE(changes);
        CHECK(changes.value().changed == std::vector<std::string>{"bakery"});
        CHECK_FALSE(catalogue.find({"bakery"})->plugin_source.empty());
    }
    SUBCASE("what is spoilt stays as it was, and the others change") {
        folder.write("bakery/manifest.lua", "return {");
        folder.write("cellar/manifest.lua", with_id("cellar", "Cellar"));
        folder.write("dairy/plugin.lua", "return {}");
        folder.write("eatery/manifest.lua", "return 5");
        const auto changes = catalogue.reload(no_mistake);
        REQUIRE(changes);
        CHECK(changes.value().changed == std::vector<std::string>{"cellar"});
        CHECK(changes.value().gone.empty());
        CHECK(changes.value().mistakes.size() == 3);
        CHECK(catalogue.mistakes().size() == 3);
        CHECK(names_in(catalogue) == "bakery=Shop cellar=Cellar dairy=Shop ");
        CHECK(catalogue.find({"dairy"})->plugin_source.empty());
        folder.write("bakery/manifest.lua", with_id("bakery", "Bakery"));
        REQUIRE(catalogue.reload(no_mistake));
        CHECK(catalogue.find({"bakery"})->manifest.name == "Bakery");
    }
    SUBCASE("what its trial finds wrong stays as it was") {
        folder.write("bakery/manifest.lua", with_id("bakery", "Bakery"));
        folder.write("cellar/manifest.lua", with_id("cellar", "Cellar"));
        folder.write("eatery/manifest.lua", with_id("eatery"));
        const auto changes = catalogue.reload([](const Vendor& vendor) {
            if (vendor.manifest.id.text == "cellar") return std::vector<Mistake>{};
            return std::vector<Mistake>{{vendor.manifest.id.text + "/plugin.lua", "", "does not work"}};
        });
        REQUIRE(changes);
        CHECK(changes.value().changed == std::vector<std::string>{"cellar"});
        CHECK(changes.value().added.empty());
        CHECK(changes.value().mistakes.size() == 2);
        CHECK(names_in(catalogue) == "bakery=Shop cellar=Cellar dairy=Shop ");
    }
    SUBCASE("a folder of folders that cannot be read changes nothing") {
        folder.take_away("");
        CHECK_FALSE(catalogue.reload(no_mistake));
        CHECK(&catalogue.edition() == first);
    }
}

TEST_CASE("vendors: who reads while folders are read again sees one edition whole") {
    const Folder folder;
    folder.write("bakery/manifest.lua", with_id("bakery", "1"));
    folder.write("cellar/manifest.lua", with_id("cellar", "1"));
    auto read = Catalogue::read(folder.text());
    REQUIRE(read);
    Catalogue& catalogue = read.value();
    std::atomic<bool> done = false;
    std::atomic<int> torn = 0;
    std::vector<std::thread> readers;
    for (int k = 0; k < 2; ++k) {
        readers.emplace_back([&] {
            while (!done) {
                const Edition& edition = catalogue.edition();
                if (edition.vendors[0].manifest.name != edition.vendors[1].manifest.name) ++torn;
            }
        });
    }
    for (int round = 2; round < 20; ++round) {
        folder.write("bakery/manifest.lua", with_id("bakery", std::to_string(round)));
        folder.write("cellar/manifest.lua", with_id("cellar", std::to_string(round)));
        REQUIRE(catalogue.reload(no_mistake));
    }
    done = true;
    for (auto& reader : readers) reader.join();
    CHECK(torn == 0);
    CHECK(catalogue.find({"cellar"})->manifest.name == "19");
}
