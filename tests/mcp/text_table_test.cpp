#include "mcp/text_table.h"

#include "mcp/partial.h"

#include <chrono>
#include <doctest/doctest.h>

using namespace parley;

namespace {

// "none" for no table, so that a case reads as one line.
std::string rows_of(std::string_view text) {
    const auto table = mcp::table_in(text);
    return table ? dump(table->rows) : "none";
}

}  // namespace

TEST_CASE("mcp: a table in a text becomes rows") {
    const std::string two = R"([{"name":"Ann","sales":3},{"name":"Bob","sales":4}])";
    const struct {
        std::string what;
        std::string text;
        std::string rows;
    } cases[] = {
        {"Markdown", "| name | sales |\n|---|---|\n| Ann | 3 |\n| Bob | 4 |", two},
        {"without outer pipes", "name | sales\n--- | ---\nAnn | 3\nBob | 4", two},
        {"aligned", "|name|sales|\n|:--|--:|\n|Ann|3|\n|Bob|4|\n", two},
        {"Windows line ends", "| name | sales |\r\n|---|---|\r\n| Ann | 3 |\r\n| Bob | 4 |\r\n", two},
        {"prose around it", "Here you are:\n\n| name | sales |\n|---|---|\n| Ann | 3 |\n| Bob | 4 |\n\nAnything else?",
         two},
        {"in a fence", "```\n| name | sales |\n|---|---|\n| Ann | 3 |\n| Bob | 4 |\n```", two},
        {"dressed cells", "| **name** | `sales` |\n|---|---|\n| **Ann** | `3` |\n| Bob | 4 |", two},
        {"MySQL's box",
         "+------+-------+\n| name | sales |\n+------+-------+\n| Ann  |     3 |\n| Bob  |     4 "
         "|\n+------+-------+\n2 rows in set",
         two},
        {"psql", " name | sales \n------+-------\n Ann  |     3\n Bob  |     4\n(2 rows)\n", two},
        {"drawn lines",
         "┌──────┬───────┐\n│ name │ sales │\n├──────┼───────┤\n│ Ann  │     3 │\n│ Bob  │     4 │\n└──────┴───────┘",
         two},
        {"drawn heavily",
         "╔══════╦═══════╗\n║ name ║ sales ║\n╠══════╬═══════╣\n║ Ann  ║     3 ║\n║ Bob  ║     4 ║\n╚══════╩═══════╝",
         two},
        {"under a ruler", "name  sales\n----  -----\nAnn       3\nBob       4\n\n(2 rows affected)", two},
        {"tabs", "name\tsales\nAnn\t3\nBob\t4", two},
        {"tabs after prose", "Top sellers:\nname\tsales\nAnn\t3\nBob\t4\n", two},
        {"commas", "name,sales\nAnn,3\nBob,4\n", two},
        {"commas after prose", "The report, as asked:\n\nname,sales\nAnn,3\nBob,4\n\nThat is all.", two},
        {"quoted commas", "\"name\",\"sales\"\r\n\"Ann\",\"3\"\r\n\"Bob\",\"4\"\r\n", two},
        {"a fence that says csv", "```csv\nname, sales\nAnn, 3\nBob, 4\n```", two},
        {"an escaped pipe", "| name | id |\n|---|---|\n| a\\|b | 1 |", R"([{"id":1,"name":"a|b"}])"},
        {"a comma and a line end in quotes", "id,text\n1,\"a, b\"\n2,\"c\nd\"\n3,\"say \"\"e\"\"\"",
         R"([{"id":1,"text":"a, b"},{"id":2,"text":"c\nd"},{"id":3,"text":"say \"e\""}])"},
        {"short rows", "| a | b |\n|---|---|\n| x |\n| y | z |", R"([{"a":"x","b":null},{"a":"y","b":"z"}])"},
        {"one column", "| name |\n|---|\n| Ann |", R"([{"name":"Ann"}])"},
        {"no rows", "| name | sales |\n|---|---|\n", "[]"},
        {"names missing or twice", "| | a | a |\n|---|---|---|\n| 1 | 2 | 3 |", R"([{"a":2,"a 2":3,"column 1":1}])"},
        {"letters of several bytes under a ruler", "název   počet\n------  -----\nžížala      1\nčáp         2",
         "[{\"název\":\"žížala\",\"počet\":1},{\"název\":\"čáp\",\"počet\":2}]"},
        {"words under a ruler", "name      city\n--------  --------\nAnn Lee   New York\nBob       Brno",
         R"([{"city":"New York","name":"Ann Lee"},{"city":"Brno","name":"Bob"}])"},
        {"a note ends it", "name,sales\nAnn,3\nBob,4\n... and 1,200 more rows", two},
        {"the largest of two",
         "| a | b |\n|---|---|\n| 1 | 2 |\n\n| name | sales |\n|---|---|\n| Ann | 3 |\n| Bob | 4 |", two},
        {"one list under two headings",
         "## May\n| name | sales |\n|---|---|\n| Ann | 3 |\n\n## June\n| name | sales |\n|---|---|\n| Bob | 4 |", two},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        CHECK(rows_of(c.text) == c.rows);
    }
}

TEST_CASE("mcp: what only looks like a table is words") {
    const struct {
        std::string what;
        std::string text;
    } cases[] = {
        {"nothing", ""},
        {"a sentence", "You have 3 invoices, 2 of them paid."},
        {"lines of prose with commas", "First, we looked.\nThen, we found.\nLast, we left."},
        {"prose with equally many commas", "Ann,who came first\nBob,who came last"},
        {"a list of words", "red, green, blue\nyellow, black, white\nbrown, grey, pink"},
        {"a pipe in prose", "Use a | b to choose.\nOr c | d."},
        {"a shell pipe", "cat a.txt | grep b\n---\ncat c.txt | grep d"},
        {"a heading", "Report\n------\nAll went well."},
        {"a rule between paragraphs", "One\n\n---\n\nTwo | three"},
        {"a header that does not fit its ruling", "| a | b | c |\n|---|---|\n| 1 | 2 | 3 |"},
        {"a pipe that nobody escaped", "| name | id |\n|---|---|\n| a|b | 1 |"},
        {"indented by tabs", "Do this:\n\tfirst\tthis\n\tthen\tthat\n\tlast\tthat"},
        {"numbered with tabs", "1.\tOpen it\n2.\tClose it\n3.\tLeave"},
        {"fields with tabs", "Name:\tAnn\nAge:\t41\nCity:\tBrno"},
        {"code", "if (a,b) {\n  f(c,d);\n  g(e,f);\n}"},
        {"rows of unequal width", "name,sales\nAnn,3\nBob,4,5\n"},
        {"tabs of unequal width", "name\tsales\nAnn\t3\tx\nBob\t4"},
        {"figures only", "1,2,3\n4,5,6\n7,8,9"},
        {"the same name twice", "a,a\n1,2\n3,4"},
        {"a header alone", "name,sales"},
        {"one line of words", "Dear all\tplease note\nKind regards\tthe team"},
        {"columns that run over their ruler", "name  sales\n----  -----\nAnnabelle 3\nBob       4"},
        {"dashes in a list", "- one\n- two\n- three"},
        {"two different tables of one size", "| a | b |\n|---|---|\n| 1 | 2 |\n\n| c | d |\n|---|---|\n| 3 | 4 |"},
        {"a quote that never ends", "name,sales\n\"Ann,3\nBob,4\nCid,5"},
        {"an address list", "Ann Lee, Brno\nBob Ray, Praha"},
        {"a log", "2026-01-01 10:00,123 INFO started\n2026-01-01 10:01,456 INFO stopped"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        CHECK(rows_of(c.text) == "none");
    }
}

TEST_CASE("mcp: a column of a text table is numbers only where all of it is") {
    const struct {
        std::string what;
        std::vector<std::string> cells;
        std::string values;
    } cases[] = {
        {"whole", {"1", "-2", "0"}, "[1,-2,0]"},
        {"decimal", {"1.50", "2", "-0.5"}, "[1.5,2,-0.5]"},
        {"a gap", {"1", "", "N/A"}, "[1,null,null]"},
        {"dashes for nothing", {"1", "-", "\xe2\x80\x94"}, "[1,null,null]"},
        {"one word among them", {"1", "many", "3"}, R"(["1","many","3"])"},
        {"leading zeros", {"007", "12", "13"}, R"(["007","12","13"])"},
        {"a phone number", {"+420777123456", "420777123456", "1"}, R"(["+420777123456","420777123456","1"])"},
        {"dates", {"2026-01-01", "2026-01-02", "2026-01-03"}, R"(["2026-01-01","2026-01-02","2026-01-03"])"},
        {"months", {"2026-01", "2026-02", ""}, R"(["2026-01","2026-02",null])"},
        {"grouped", {"1,234", "5", "6"}, R"(["1,234","5","6"])"},
        {"money", {"$1", "$2", "$3"}, R"(["$1","$2","$3"])"},
        {"percent", {"1%", "2%", "3%"}, R"(["1%","2%","3%"])"},
        {"exponents", {"1e5", "2", "3"}, R"(["1e5","2","3"])"},
        {"versions", {"1.2.3", "1.2", "1"}, R"(["1.2.3","1.2","1"])"},
        {"long ids", {"12345678901234567", "2", "3"}, R"(["12345678901234567","2","3"])"},
        {"loose points", {"1.", ".5", "3"}, R"(["1.",".5","3"])"},
        {"yes and no by their names", {"true", "False", ""}, "[true,false,null]"},
        {"booleans and numbers", {"true", "1", "0"}, R"(["true","1","0"])"},
        {"words for nothing among words", {"None", "-", "null"}, R"(["None","-",null])"},
        {"nothing at all", {"", "", ""}, "[null,null,null]"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        std::vector<std::vector<std::string>> rows;
        for (const auto& cell : c.cells) rows.push_back({cell});
        Json values = Json::array();
        for (const auto& row : mcp::typed_rows({"x"}, rows)) values.push_back(row["x"]);
        CHECK(dump(values) == c.values);
    }
    // Digits that name something stay as they are written.
    for (const char* header : {"phone", "Phone_Number", "zip", "Postal code", "VAT", "mobile"}) {
        CAPTURE(header);
        CHECK(mcp::typed_rows({header}, {{"420777123"}})[0][header] == "420777123");
    }
    for (const char* header : {"telephones sold", "amount", "zipped"}) {
        CAPTURE(header);
        CHECK(mcp::typed_rows({header}, {{"420777123"}})[0][header] == 420777123);
    }
}

TEST_CASE("mcp: a last row that adds up the others is no row") {
    const struct {
        std::string name;
        std::string sum;
        std::size_t rows;
    } cases[] = {
        {"Total", "7", 2},          {"**Total**", "**7**", 2}, {"grand total", "7", 2},
        {"Sum", "7.0", 2},          {"Total", "8", 3},  // Whatever it is, it is not the sum.
        {"Total Energies", "7", 3}, {"Cid", "7", 3},           {"Total", "", 3},
    };
    for (const auto& c : cases) {
        CAPTURE(c.name);
        CAPTURE(c.sum);
        const std::string head = "| name | sales |\n|---|---|\n| Ann | 3 |\n| Bob | 4 |\n";
        const auto table = mcp::table_in(head + "| " + c.name + " | " + c.sum + " |");
        REQUIRE(table);
        CHECK(table->rows.size() == c.rows);
    }
}

TEST_CASE("mcp: a note of more is told from words about anything") {
    for (const char* note : {"... and 40 more rows",
                             "… and 40 more",
                             "(40 more)",
                             "+40 more",
                             "[40 more items not shown]",
                             "and 1,240 more",
                             "There are 40 more results.",
                             "40 rows omitted",
                             "(12 remaining)",
                             "Showing 10 of 250",
                             "Showing 10 of 250 results.",
                             "Showing rows 1-10 of 250",
                             "Displaying 1 - 10 of 1,250 records",
                             "10 of 250 results",
                             "10 out of 250 rows",
                             "Page 1 of 5",
                             "Page 5 of 5",
                             "Showing 241-250 of 250",
                             "Showing the first 100 rows",
                             "Only first 50 shown",
                             "[truncated]",
                             "Output truncated.",
                             "Results limited to 100 rows",
                             "Row limit reached",
                             "More results are available.",
                             "Use offset=10 to see more",
                             "There are more rows.",
                             "next_cursor: abc",
                             "Next page: 2",
                             "has_more: true",
                             "Additional results exist"}) {
        CAPTURE(note);
        CHECK(mcp::is_note_of_more(note));
    }
    for (const char* words : {"",
                              "Found 10 results.",
                              "Showing 10 of 10",
                              "Showing 1-10 of 10 results",
                              "10 of 10 rows",
                              "Page 1 of 1",
                              "0 more",
                              "No more results.",
                              "There are no more rows",
                              "has_more: false",
                              "next_cursor: null",
                              "Next page: none",
                              "not truncated",
                              "truncated: false",
                              "2 of 3 customers pay by card.",
                              "We sold 40 more than last year in all of the shops we have.",
                              "Here is more about it",
                              "Total: 250",
                              "One of 5 shops is closed",
                              "Limited edition",
                              "The first 3 months were good"}) {
        CAPTURE(words);
        CHECK_FALSE(mcp::is_note_of_more(words));
    }
}

TEST_CASE("mcp: a reply's own fields tell that it is a part") {
    for (const char* part : {R"({"rows":[1],"has_more":true})", R"({"rows":[1],"hasMore":true})",
                             R"({"rows":[1],"next_cursor":"abc"})", R"({"rows":[1],"nextPageToken":"x"})",
                             R"({"rows":[1],"next_page":2})", R"({"rows":[1],"pagination":{"has_next":true}})",
                             R"({"rows":[1],"page_info":{"hasNextPage":true}})", R"({"rows":[1],"truncated":true})",
                             R"({"rows":[1,2],"total_count":250})", R"({"rows":[1,2],"total":250,"limit":2})"}) {
        CAPTURE(part);
        CHECK(mcp::is_partial(Json::parse(part)));
    }
    for (const char* whole :
         {"[1,2]", "7", "{}", R"({"rows":[1],"has_more":false})", R"({"rows":[1],"next_cursor":null})",
          R"({"rows":[1],"next_cursor":""})", R"({"rows":[1,2],"total_count":2})", R"({"rows":[{"has_more":true}]})",
          R"({"items":[1,2],"total":250})", R"({"rows":[],"total_count":250})", R"({"rows":[1],"has_more":"true"})",
          R"({"a":[1],"b":[2],"total_count":250})", R"({"rows":[1],"next_page":0})"}) {
        CAPTURE(whole);
        CHECK_FALSE(mcp::is_partial(Json::parse(whole)));
    }
}

TEST_CASE("mcp: a hostile text is looked through once") {
    const auto repeated = [](const std::string& line, std::size_t count) {
        std::string text;
        for (std::size_t at = 0; at < count; ++at) text += line;
        return text;
    };
    const std::string texts[] = {
        repeated("a,b\n\"", 20'000),
        repeated("a,b\n1,2\n", 20'000) + "x,y,z",
        repeated("a\tb\n", 50'000) + "a\tb\tc",
        repeated("| a | b |\n", 50'000),
        repeated("|---|---|\n", 50'000),
        repeated("|", 500'000),
        repeated("a,", 500'000) + "\n" + repeated("b,", 500'000),
        repeated("-- ", 200'000),
        "```csv\n" + repeated("\"", 300'001),
    };
    for (const auto& text : texts) {
        CAPTURE(text.substr(0, 20));
        const auto start = std::chrono::steady_clock::now();
        [[maybe_unused]] const auto table = mcp::table_in(text);
        CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
    }
}
