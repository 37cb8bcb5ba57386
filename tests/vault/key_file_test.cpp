#include "vault/crypto.h"
#include "vault/vault.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace parley;
using namespace parley::vault;
namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path = fs::temp_directory_path() / ("parley-vault-" + random_token(9));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string file(const std::string& name) const { return (path / name).string(); }
    std::string write(const std::string& text, mode_t mode = 0600) const {
        const std::string name = file(random_token(6));
        std::ofstream(name, std::ios::binary) << text;
        REQUIRE(chmod(name.c_str(), mode) == 0);
        return name;
    }
    std::ptrdiff_t files() const { return std::distance(fs::directory_iterator(path), fs::directory_iterator()); }
};

const std::string one = base64url(std::string(32, '1'), true);
const std::string two = base64url(std::string(32, '2'), true);

void check_refused(const std::string& path, Missing missing = Missing::refuse) {
    CAPTURE(path);
    const auto keys = read_key_file(path, missing);
    REQUIRE(!keys);
    CHECK(keys.error().fault == Fault::invalid);
    CHECK(keys.error().message.find(path) != std::string::npos);
    CHECK(keys.error().message.back() == '.');
}

std::string id_of(const std::string& text) {
    return FernetKey::parse(text).value().id();
}

}  // namespace

TEST_CASE("vault: a key file is a key a line, with comments") {
    const Folder folder;
    struct {
        std::string text;
        std::vector<std::string> keys;
    } const cases[] = {
        {one, {one}},
        {one + "\n", {one}},
        {one + "\n" + two + "\n", {one, two}},
        {"# the new one\n" + two + "\n\n# the old one\n" + one, {two, one}},
        {"  " + one + "\t# made in May\r\n" + two + "\r\n", {one, two}},
        {one.substr(0, 43) + "\n", {one}},  // without padding
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        const auto keys = read_key_file(folder.write(c.text), Missing::refuse);
        REQUIRE(keys);
        REQUIRE(keys.value().size() == c.keys.size());
        for (std::size_t k = 0; k < c.keys.size(); ++k) CHECK(keys.value()[k].id() == id_of(c.keys[k]));
    }
}

TEST_CASE("vault: an empty or malformed key file is refused with its path") {
    const Folder folder;
    const std::string cases[] = {
        "",
        "\n\n",
        "# only a comment\n",
        "secret\n",
        one + "\nsecret\n",
        one + " " + two + "\n",
        one + two + "\n",
        one.substr(0, 40) + "\n",
        std::string(32, '1'),
        std::string("\0\0\0", 3),
        one + "\n" + std::string(100'000, '#'),
    };
    for (const auto& text : cases) {
        CAPTURE(text.substr(0, 100));
        const std::string path = folder.write(text);
        check_refused(path);
        check_refused(path, Missing::create);
    }
}

TEST_CASE("vault: a malformed line is named by its number and not quoted") {
    const Folder folder;
    const auto keys = read_key_file(folder.write("# one\n" + one + "\nhunter2\n"), Missing::refuse);
    REQUIRE(!keys);
    CHECK(keys.error().message.find("Line 3 ") == 0);
    CHECK((keys.error().message + keys.error().detail).find("hunter2") == std::string::npos);
}

TEST_CASE("vault: a key file that others can touch is refused") {
    const Folder folder;
    for (const mode_t mode : {0640U, 0604U, 0660U, 0620U, 0602U, 0666U, 0777U, 0644U, 0610U}) {
        CAPTURE(mode);
        check_refused(folder.write(one, mode));
    }
    for (const mode_t mode : {0600U, 0400U, 0700U}) {
        CAPTURE(mode);
        CHECK(read_key_file(folder.write(one, mode), Missing::refuse));
    }
}

TEST_CASE("vault: an unreadable key file is refused") {
    const Folder folder;
    check_refused(folder.path.string());
    check_refused(folder.file("missing"));
    check_refused(folder.file("missing/keys"), Missing::create);
    check_refused(folder.write(one) + "/keys", Missing::create);
    REQUIRE(mkfifo(folder.file("pipe").c_str(), 0600) == 0);
    check_refused(folder.file("pipe"));
    fs::create_symlink(folder.file("nowhere"), folder.file("dangling"));
    check_refused(folder.file("dangling"));
    check_refused(folder.file("dangling"), Missing::create);
    if (geteuid() == 0) {
        MESSAGE("skipped 1 case: nothing is unreadable to root");
    } else {
        check_refused(folder.write(one, 0000));
        check_refused(folder.write(one, 0200));
    }
}

TEST_CASE("vault: a missing key file is made with one key, for its owner only") {
    const Folder folder;
    const std::string path = folder.file("keys");
    const auto made = read_key_file(path, Missing::create);
    REQUIRE(made);
    REQUIRE(made.value().size() == 1);
    struct stat about {};
    REQUIRE(stat(path.c_str(), &about) == 0);
    CHECK((about.st_mode & 07777) == 0600);
    CHECK(folder.files() == 1);  // The draft is gone.

    const auto again = read_key_file(path, Missing::create);
    REQUIRE(again);
    CHECK(again.value().front().id() == made.value().front().id());

    const auto other = read_key_file(folder.file("others"), Missing::create);
    CHECK(other.value().front().id() != made.value().front().id());
}

TEST_CASE("vault: a refused key file is left as it was") {
    const Folder folder;
    const std::string path = folder.write("not a key\n");
    check_refused(path, Missing::create);
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    CHECK(text.str() == "not a key\n");
    CHECK(folder.files() == 1);
}

TEST_CASE("vault: processes that start at once end with one key") {
    const Folder folder;
    for (int round = 0; round < 20; ++round) {
        const std::string path = folder.file("keys" + std::to_string(round));
        std::vector<std::string> ids(8);
        std::vector<std::thread> threads;
        for (auto& id : ids) {
            threads.emplace_back([&id, &path] {
                const auto keys = read_key_file(path, Missing::create);
                id = keys ? keys.value().front().id() : keys.error().message;
            });
        }
        for (auto& thread : threads) thread.join();
        for (const auto& id : ids) CHECK(id == ids.front());
    }
    CHECK(folder.files() == 20);
}
