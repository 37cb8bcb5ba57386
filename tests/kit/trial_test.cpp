#include "kit/trial.h"

#include "folders.h"
#include "kit/hostile.h"

using namespace parley;
using namespace parley::tests;

namespace {

kit::Verdict verdict_of(const VendorFolders& folders,
                        kit::TrialWish::Missing missing = kit::TrialWish::Missing::report) {
    const auto verdicts = kit::trial({folders.path(), {"bookshelf"}, noon, missing});
    REQUIRE(verdicts);
    REQUIRE(verdicts.value().size() == 1);
    return verdicts.value().front();
}

}  // namespace

TEST_CASE("kit: a plugin that takes nothing for rows passes its trial") {
    const VendorFolders folders;
    folders.add_bookshelf();
    CHECK(tests::text_of(verdict_of(folders)) == "");
}

TEST_CASE("kit: a plugin that falls for a reply, or goes astray, does not") {
    struct {
        const char *plugin, *expected;
    } const cases[] = {
        // The classic: whatever comes without the list becomes "there is nothing".
        {"function plugin.shape(_, reply) local rows = {} for i, row in ipairs(reply.loans or {}) do rows[i] = "
         "to_row(row) "
         "end return rows end",
         "{ error = text } becomes an empty table"},
        {"function plugin.shape(_, reply) local rows = {} for i, row in ipairs(type(reply) == 'table' and "
         "type(reply.loans) == 'table' and reply.loans or {}) do rows[i] = to_row(row) end return rows end",
         "a text where the reply has loans becomes an empty table"},
        {"function plugin.shape(_, reply) local rows = {} local list = reply.loans or { reply } for i, row in "
         "ipairs(list) "
         "do rows[i] = to_row(row) rows[i].pages = rows[i].pages or 0 end return rows end",
         "becomes 1 row"},
        {"function plugin.shape(_, reply) local rows = {} for i, row in ipairs(assert(reply.loans)) do rows[i] = "
         "to_row(row) end if rows[1].book and #rows[1].book == 2000 then while true do end end return rows end",
         "does not come to an end"},
        {"function plugin.shape(_, reply) local rows = {} for i, row in ipairs(assert(reply.loans)) do rows[i] = "
         "to_row(row) rows[i].pages = 1 end return rows end",
         "row 1: pages should be 412, but is 1"},
        {"function plugin.shape(_, reply) local rows = {} for i, row in ipairs(assert(reply.loans)) do rows[i] = "
         "to_row(row) rows[i].author = 'x' end return rows end",
         "there is no column author"},
        {"function plugin.shape(_, reply) local row = assert(reply.loans)[1] return { to_row(row) } end",
         "should have 2 rows, but has 1"},
        {"function plugin.more(_, arguments) arguments.page = (arguments.page or 0) % 2 + 1 return arguments end",
         "more() goes in a circle"},
        {"function plugin.more(_, arguments) return arguments.next.page end", "more() fails on its example"},
        {"function plugin.prepare(request) return { limit = request.limits.rows } end",
         "prepare() fails for no period"},
        {"function plugin.prepare() return { limit = 500, confirm = true } end",
         "refuse what prepare() sends for loans and no period"},
        {"function plugin.prepare() return { limit = 5 } end function plugin.more(_, arguments) return { limit = "
         "arguments.limit * 10 } end",
         "refuse what more() sends for loans"},
    };
    for (const auto& one : cases) {
        const std::string plugin = one.plugin;
        CAPTURE(plugin);
        const VendorFolders folders;
        folders.add_bookshelf();
        folders.replace("bookshelf/manifest.lua", "confidence = \"unconfirmed\",\n            description",
                        "closed = true, arguments = { { path = \"limit\", max = 100 }, { path = \"page\" } },\n"
                        "            description");
        const std::string text = folders.read("bookshelf/plugin.lua");
        const std::string helper =
            "local function to_row(row) return { id = row.id, lent_at = row.lent_at, book = row.book, branch_name = "
            "row.branch and row.branch.name, pages = row.pages } end\n";
        const auto end = text.rfind("return plugin");
        folders.write("bookshelf/plugin.lua", text.substr(0, end) + helper + one.plugin + "\n" + text.substr(end));
        const std::string mistakes = tests::text_of(verdict_of(folders));
        CHECK_MESSAGE(mistakes.find(one.expected) != std::string::npos, mistakes);
    }
}

TEST_CASE("kit: paging that ends, or counts on, is no mistake") {
    for (const char* more :
         {"return nil", "if (arguments.page or 1) < 3 then return { page = (arguments.page or 1) + 1 } end",
          "return { page = (arguments.page or 1) + 1 }", "return { page = #reply.loans }"}) {
        CAPTURE(more);
        const VendorFolders folders;
        folders.add_bookshelf();
        folders.replace(
            "bookshelf/plugin.lua", "return plugin",
            cat("function plugin.more(_, arguments, reply) assert(reply, arguments) ", more, " end\nreturn plugin"));
        CHECK(tests::text_of(verdict_of(folders)) == "");
    }
}

TEST_CASE("kit: a missing table is written only when asked for, and one that is there is never replaced") {
    const VendorFolders folders;
    folders.add_bookshelf();
    const std::string table = "bookshelf/examples/loans.table";
    const std::string good = folders.read(table);
    std::filesystem::remove(folders.file(table));
    CHECK(tests::text_of(verdict_of(folders)).find("loans.table: is missing") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folders.file(table)));

    CHECK(tests::text_of(verdict_of(folders, kit::TrialWish::Missing::write)) == "");
    const auto written = parse_json(folders.read(table));
    REQUIRE(written);
    CHECK(written.value() == parse_json(good).value());

    for (const char* wrong : {"{\"dataset\": \"loans\", \"columns\": [], \"rows\": []}", "not JSON"}) {
        folders.write(table, wrong);
        CHECK(tests::text_of(verdict_of(folders, kit::TrialWish::Missing::write)) != "");
        CHECK(folders.read(table) == wrong);
    }
}

TEST_CASE("kit: hostile replies hold what a plugin must not believe, and never the good reply") {
    const Json good = loans_json();
    std::size_t errors = 0;
    bool has_wrong_list = false;
    for (const auto& hostile : kit::hostile_replies(good)) {
        CAPTURE(hostile.name);
        CHECK(hostile.reply != good);
        if (hostile.allowed == kit::Allowed::error) ++errors;
        has_wrong_list = has_wrong_list || hostile.name == "a text where the reply has loans";
    }
    CHECK(errors >= 6);
    CHECK(has_wrong_list);
}

TEST_CASE("kit: two tables differ where a person would look first") {
    const auto table = [](const char* text) { return parse_json(text).value(); };
    const Json good = table(R"({"dataset": "a", "columns": ["x", "y"], "rows": [[1, "p"], [2, null]]})");
    struct {
        const char *text, *expected;
    } const cases[] = {
        {R"({"dataset": "a", "columns": ["x", "y"], "rows": [[1, "p"], [2, null]]})", ""},
        {R"({"dataset": "b", "columns": ["x", "y"], "rows": [[1, "p"], [2, null]]})",
         "dataset should be \"a\", but is \"b\""},
        {R"({"dataset": "a", "columns": ["x"], "rows": []})", "columns should be [\"x\",\"y\"], but is [\"x\"]"},
        {R"({"dataset": "a", "columns": ["x", "y"], "rows": [[1, "p"], [3, null]]})", "row 2: x should be 2, but is 3"},
        {R"({"dataset": "a", "columns": ["x", "y"], "rows": [[1, "p"]]})", "should have 2 rows, but has 1"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.text);
        CHECK(kit::difference(good, table(one.text)) == one.expected);
    }
}
