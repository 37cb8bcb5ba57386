#include "vendors/catalogue.h"

#include "samples.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>

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
    std::string text() const { return path_.string(); }

private:
    fs::path path_;
};

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
