#include "kit/interview.h"

#include "folders.h"
#include "kit/check.h"
#include "lua/state.h"

#include <sstream>

using namespace parley;
using namespace parley::tests;

namespace {

const std::vector<std::string> groups{"Libraries", "Payments & Finance"};

struct Held {
    Result<kit::DraftWish> wish;
    std::string said;
};

Held held(const std::string& answers, const std::string& id = "new_shop") {
    std::istringstream in(answers);
    std::ostringstream out;
    auto wish = kit::interview(id, groups, in, out);
    return {std::move(wish), out.str()};
}

std::size_t times(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

// As the catalogue reads the draft.
vendors::Manifest manifest_of(const kit::DraftWish& wish) {
    const auto files = kit::draft(wish);
    REQUIRE(files);
    lua::State state;
    const auto data = state.read_data(files.value().front().text, "manifest.lua");
    REQUIRE(data);
    return vendors::check_manifest(data.value(), "manifest.lua").manifest;
}

}  // namespace

TEST_CASE("kit: what is answered at the terminal stands in the draft") {
    const std::string open_category = cat(kit::mark, ": the card's group in the catalogue");
    const std::string open_url = cat(kit::mark, ": https://the address of its MCP server");
    struct {
        const char* answers;
        std::string name, category, url, auth;
    } const cases[] = {
        {"\n\n\n\n", "New shop", open_category, open_url, "oauth"},
        {"Shop\n\n\n\n", "Shop", open_category, open_url, "oauth"},
        {"\nCommerce\n\n\n", "New shop", "Commerce", open_url, "oauth"},
        {"\n\nhttps://mcp.shop.example/mcp\n\n", "New shop", open_category, "https://mcp.shop.example/mcp", "oauth"},
        {"\n\n\nnone\n", "New shop", open_category, open_url, "none"},
        {"  The Shop \t\n Commerce \n https://mcp.shop.example:8443/a?b=1 \n api_key", "The Shop", "Commerce",
         "https://mcp.shop.example:8443/a?b=1", "api_key"},
        {"A \"shop\" \\ 2\npayments & FINANCE\nhttps://{shop}.example.com/mcp\nAPI key\n", "A \"shop\" \\ 2",
         "Payments & Finance", "https://{shop}.example.com/mcp", "api_key"},
        {"\xe5\x95\x86\xe5\xba\x97\nLibraries\r\nhttps://mcp.shop.example/mcp\r\nOAuth\r\n", "\xe5\x95\x86\xe5\xba\x97",
         "Libraries", "https://mcp.shop.example/mcp", "oauth"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.answers);
        const auto talk = held(one.answers);
        REQUIRE(talk.wish);
        for (const char* prompt : {"  name [New shop]: ", "  category [to be filled in]: ",
                                   "  server [to be filled in]: ", "  sign-in [oauth]: "})
            CHECK_MESSAGE(times(talk.said, prompt) == 1, prompt);
        CHECK(talk.said.find("(Libraries; Payments & Finance)") != std::string::npos);
        const auto manifest = manifest_of(talk.wish.value());
        CHECK(manifest.id.text == "new_shop");
        CHECK(manifest.name == one.name);
        CHECK(manifest.category == one.category);
        CHECK(manifest.server.url == one.url);
        CHECK(manifest.auth.kind == one.auth);
    }
}

TEST_CASE("kit: a wrong answer at the terminal gets one sentence and the question again") {
    const std::string no_text = "That holds characters that are no text.";
    const std::string no_letter = "There is no letter and no digit in that.";
    const std::string odd = "An address has no blanks, no # and plain letters only.";
    const std::string no_host = "There is no host in that, such as mcp.example.com.";
    const std::string https = "The address must begin with https://.";
    const std::string password =
        "No user and no password belong into the address: a key is given when somebody connects.";
    const std::string kinds = "It is one of oauth, api_key, none";
    struct {
        const char* label;
        std::string answer, sentence;
    } const cases[] = {
        {"name", "Sh\x1b[2Jop", no_text},
        {"name", "Shop\xff", no_text},
        {"name", "\"...\"", no_letter},
        {"name", std::string(201, 'a'), "That is longer than 200 bytes."},
        {"category", "Com\x7fmerce", no_text},
        {"category", "&", no_letter},
        {"server", "mcp.shop.example/mcp", https},
        {"server", "http://mcp.shop.example/mcp", https},
        {"server", "HTTPS://mcp.shop.example/mcp", https},
        {"server", "ftp://mcp.shop.example/", https},
        {"server", "https://", no_host},
        {"server", "https:///mcp.shop.example", no_host},
        {"server", "https://?a.b", no_host},
        {"server", "https://localhost/mcp", no_host},
        {"server", "https://.example/mcp", no_host},
        {"server", "https://shop./mcp", no_host},
        {"server", "https://mcp.shop.example/a b", odd},
        {"server", "https://mcp.shop.example/#a", odd},
        {"server", "https://mcp.shop.example\\mcp", odd},
        {"server", "https://mcp.shop\xc3\xa9.example/mcp", odd},
        {"server", "https://anna@mcp.shop.example/mcp", password},
        {"server", "https://anna:secret@mcp.shop.example/mcp", password},
        {"server", "https://mcp.shop.example/" + std::string(2000, 'a'), "That is longer than 2000 bytes."},
        {"sign-in", "oath", kinds + "; did you mean oauth?"},
        {"sign-in", "apikey", kinds + "; did you mean api_key?"},
        {"sign-in", "password", kinds + "."},
        {"sign-in", "?", kinds + "."},
    };
    const std::vector<std::string> labels{"name", "category", "server", "sign-in"};
    const std::vector<std::string> good{"Shop", "Commerce", "https://mcp.shop.example/mcp", "none"};
    for (const auto& one : cases) {
        CAPTURE(one.answer);
        std::string answers;
        for (std::size_t k = 0; k < labels.size(); ++k) {
            if (labels[k] == one.label) answers += one.answer + "\n";
            answers += good[k] + "\n";
        }
        const auto talk = held(answers);
        CAPTURE(talk.said);
        REQUIRE(talk.wish);
        for (const auto& label : labels)
            CHECK(times(talk.said, cat("  ", label, " [")) == (label == one.label ? 2 : 1));
        CHECK(times(talk.said, cat("]:   ", one.sentence, "\n  ", one.label, " [")) == 1);
        CHECK(times(talk.said, "\x1b") == 0);
        const auto& wish = talk.wish.value();
        CHECK(std::vector<std::string>{wish.name, wish.category, wish.url, wish.auth} == good);
    }
}

TEST_CASE("kit: where the input ends before the last answer there is no draft, and of a wrong id nothing is asked") {
    for (const char* answers : {"", "Shop", "Shop\n", "Shop\nCommerce\n", "Shop\nCommerce\nhttps://mcp.shop.example\n",
                                "\n\n\n", "\n\n\noath", "Shop\nCommerce\nhttp://shop.example\n"}) {
        CAPTURE(answers);
        const auto talk = held(answers);
        REQUIRE_FALSE(talk.wish);
        CHECK(talk.wish.error().fault == Fault::invalid);
        CHECK(talk.wish.error().message == "The input ended before the last answer; nothing was written.");
        CHECK(talk.said.ends_with("]: \n"));
    }
    for (const char* id : {"", "Shop", "../shop", "2shop"}) {
        CAPTURE(id);
        const auto talk = held("\n\n\n\n", id);
        REQUIRE_FALSE(talk.wish);
        CHECK(talk.wish.error().message.find("is no vendor's id") != std::string::npos);
        CHECK(talk.said == "");
    }
}

TEST_CASE("kit: four empty lines give the draft that the id alone gives, and its open lines are counted") {
    const auto talk = held("\n\n\n\n");
    REQUIRE(talk.wish);
    kit::DraftWish bare;
    bare.id = "new_shop";
    const auto asked = kit::draft(talk.wish.value());
    const auto plain = kit::draft(bare);
    REQUIRE(asked);
    REQUIRE(plain);
    REQUIRE(asked.value().size() == plain.value().size());
    for (std::size_t k = 0; k < asked.value().size(); ++k) {
        CHECK(asked.value()[k].name == plain.value()[k].name);
        CHECK(asked.value()[k].text == plain.value()[k].text);
    }
    const VendorFolders folders;
    REQUIRE(kit::write_draft(folders.file("new_shop"), asked.value()));
    const auto verdicts = kit::check({folders.path(), {}, "", noon});
    REQUIRE(verdicts);
    const auto open = times(tests::text_of(verdicts.value().front()), "is still to be filled in");
    CHECK(open > 1);
    const std::string next = kit::next_steps("new_shop", asked.value());
    CHECK(next.starts_with(cat(open, " lines are marked \"FILL IN\". ")));
    for (const char* step :
         {"parley plugin check new_shop", "parley plugin run new_shop", "parley plugin test new_shop --write"})
        CHECK_MESSAGE(next.find(step) != std::string::npos, next);
}

TEST_CASE("kit: a folder that is there is refused before a word is asked, and one that is not may begin") {
    const VendorFolders folders;
    folders.write("shop/notes.txt", "mine");
    folders.write("file", "mine");
    std::filesystem::create_symlink("nowhere", folders.file("link"));
    struct {
        const char* name;
        bool is_new;
    } const cases[] = {{"shop", false}, {"file", false}, {"link", false}, {"other", true}, {"none/other", true}};
    for (const auto& one : cases) {
        CAPTURE(one.name);
        const auto checked = kit::check_is_new(folders.file(one.name));
        CHECK(static_cast<bool>(checked) == one.is_new);
        if (!checked) CHECK(checked.error().message.find("nothing was changed") != std::string::npos);
    }
}
