#include "planner/edit.h"

#include "compact.h"
#include "offers.h"
#include "saturday.h"

#include <doctest/doctest.h>

namespace {

using namespace parley;
using namespace parley::planner;

Plan planned(const std::string& question) {
    const auto decision = plan(question, three_offers(), context_on(saturday));
    REQUIRE_MESSAGE(std::holds_alternative<Plan>(decision), question);
    return std::get<Plan>(decision);
}

Result<Plan> edit(const Plan& before, const Json& change) {
    const auto offers = three_offers();
    return edited(before, change, Index(offers), context_on(saturday));
}

std::string sentence(const Result<Plan>& made) {
    return made ? compact(made.value()) : made.error().message;
}

}  // namespace

TEST_CASE("planner: a slot of a plan is set without words, and all else stays") {
    const auto before = planned("gross volume by country last quarter top 5");
    REQUIRE(compact(before) ==
            "stripe.gross_volume:sum by country in 2026-07-01..2026-10-01 order measure down limit 5");
    struct {
        const char* change;
        const char* expected;
    } const cases[] = {
        {R"({"group_by": ["currency"]})",
         "stripe.gross_volume:sum by currency in 2026-07-01..2026-10-01 order measure down limit 5"},
        {R"({"group_by": "Card Brand"})",
         "stripe.gross_volume:sum by card_brand in 2026-07-01..2026-10-01 order measure down limit 5"},
        {R"({"group_by": null})", "stripe.gross_volume:sum in 2026-07-01..2026-10-01"},
        {R"({"range": "last month"})",
         "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01 order measure down limit 5"},
        {R"({"range": {"start": "2026-02-01", "end": "2026-02-11"}})",
         "stripe.gross_volume:sum by country in 2026-02-01..2026-02-11 order measure down limit 5"},
        {R"({"range": null})", "stripe.gross_volume:sum by country order measure down limit 5"},
        {R"({"grain": "week"})",
         "stripe.gross_volume:sum by country per week in 2026-07-01..2026-10-01 order measure down limit 5"},
        {R"({"filters": [{"field": "currency", "op": "=", "value": "euro"}]})",
         "stripe.gross_volume:sum by country where currency = \"EUR\" in 2026-07-01..2026-10-01 order measure down "
         "limit 5"},
        {R"({"limit": 3, "order": "measure ascending"})",
         "stripe.gross_volume:sum by country in 2026-07-01..2026-10-01 order measure up limit 3"},
        {R"({"limit": null})", "stripe.gross_volume:sum by country in 2026-07-01..2026-10-01 order measure down"},
        {R"({"order": {"by": "country", "descending": false}})",
         "stripe.gross_volume:sum by country in 2026-07-01..2026-10-01 order country up limit 5"},
        {R"({"compare": "previous year"})",
         "stripe.gross_volume:sum by country in 2026-07-01..2026-10-01 against previous_year order measure down limit "
         "5"},
        {R"({"chart": "table"})",
         "stripe.gross_volume:sum by country in 2026-07-01..2026-10-01 order measure down limit 5 as table"},
        {R"({"measures": ["stripe.failed_payments"]})",
         "stripe.failed_payments:count by country in 2026-07-01..2026-10-01 order measure down limit 5"},
        {R"({"measures": {"metric": "stripe.gross_volume", "aggregate": "avg"}})",
         "stripe.gross_volume:avg by country in 2026-07-01..2026-10-01 order measure down limit 5"},
        {R"({"measures": ["MRR"], "group_by": ["plan"]})",
         "stripe.mrr:sum by plan in 2026-07-01..2026-10-01 order measure down limit 5"},
        {R"({"group_by": null, "grain": "month", "measures": ["stripe.gross_volume", "ecomail.open_rate"]})",
         "stripe.gross_volume:sum + ecomail.open_rate:rate per month in 2026-07-01..2026-10-01 beside on month"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.change);
        CHECK(sentence(edit(before, parse_json(c.change).value())) == c.expected);
    }
}

TEST_CASE("planner: an edit that the catalogue or the rows do not allow is refused in a sentence") {
    const auto before = planned("gross volume by country last quarter");
    struct {
        const char* change;
        const char* part;  // Of the sentence.
    } const cases[] = {
        {"{}", "Nothing is to be changed"},
        {"[]", "Nothing is to be changed"},
        {R"({"groupby": ["country"]})", "did you mean \"group_by\"?"},
        {R"({"steps": []})", "no part \"steps\""},
        {R"({"join": null})", "no part \"join\""},
        {R"({"notes": ["hello"]})", "no part \"notes\""},
        {R"({"group_by": ["contry"]})", "did you mean \"country\"?"},
        {R"({"group_by": ["segment"]})", "cannot be split by \"segment\""},
        {R"({"group_by": [1]})", "must be a list of names"},
        {R"({"group_by": [1, 2, 3, 4, 5]})", "At most 4 groupings"},
        {R"({"measures": [1, 2, 3, 4, 5, 6, 7]})", "one to 6 measures"},
        {R"({"filters": [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21]})", "at most 20 conditions"},
        {R"({"group_by": ["country", "country"]})", "stands twice"},
        {R"({"grain": "fortnight"})", "no step of time \"fortnight\""},
        {R"({"grain": "weekk"})", "did you mean \"week\"?"},
        {R"({"range": "the other day perhaps"})", "names no days"},
        {R"({"range": {"start": "July"}})", "must be a day such as 2026-07-01"},
        {R"({"range": {"start": null}})", "neither a start nor an end"},
        {R"({"range": {"start": "2026-07-02", "end": "2026-07-01"}})", "ends before it begins"},
        {R"({"filters": [{"field": "segment", "value": "VIP"}]})", "cannot be narrowed down by \"segment\""},
        {R"({"filters": ["country"]})", "must be a list of"},
        {R"({"filters": [{"field": "country", "op": "like", "value": "D"}]})", "like"},
        {R"({"measures": ["stripe.gross_volum"]})", "did you mean \"stripe.gross_volume\"?"},
        {R"({"measures": ["paypal.disputes"]})", "Nothing connected is called \"paypal\""},
        {R"({"measures": []})", "at least one metric"},
        {R"({"measures": null})", "at least one metric"},
        {R"({"measures": [{"metric": "stripe.refund_rate", "aggregate": "avg"}], "group_by": null})", "it is a rate"},
        {R"({"measures": ["stripe.users"], "group_by": null})", "has no dates"},
        {R"({"compare": "last_decade"})", "Nothing can be compared with"},
        {R"({"compare": "previous_period", "range": null})", "needs a period"},
        {R"({"order": "size"})", "put in order by"},
        {R"({"order": "change"})", "Without a comparison"},
        {R"({"order": {"descending": true}})", "must say by what"},
        {R"({"limit": 0})", "whole number"},
        {R"({"limit": "five"})", "whole number"},
        {R"({"limit": 2.5})", "whole number"},
        {R"({"chart": "bra"})", "did you mean \"bar\"?"},
        {R"({"chart": 7})", "must be a name"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.change);
        const auto made = edit(before, parse_json(c.change).value());
        REQUIRE_FALSE(made);
        CHECK(made.error().fault == Fault::invalid);
        CHECK_MESSAGE(made.error().message.find(c.part) != std::string::npos, made.error().message);
        CHECK(made.error().message.ends_with('.'));
    }
}

TEST_CASE("planner: a condition of an edit lists no more values than a plan may hold") {
    const auto before = planned("gross volume by country last quarter");
    const auto with = [&](std::size_t count) {
        const Json filter{{"field", "country"}, {"op", "in"}, {"value", Json(count, "DE")}};
        return Json{{"filters", Json::array({filter})}};
    };
    CHECK(edit(before, with(100)));
    const auto over = edit(before, with(101));
    REQUIRE_FALSE(over);
    CHECK(over.error().fault == Fault::invalid);
    CHECK(over.error().message == "A condition lists at most 100 values.");
}

TEST_CASE("planner: an edit says what it kept, changed and dropped") {
    const auto before = planned("gross volume by country last quarter top 5");
    const auto made = edit(before, parse_json(R"({"group_by": ["currency"], "range": "last month"})").value());
    REQUIRE(made);
    CHECK(join(made.value().notes, " | ") ==
          "kept: gross volume from Stripe (charges); the five largest first | changed: by currency; from 1 to 31 Oct "
          "2026 (last month)");
    const auto plain = edit(before, parse_json(R"({"group_by": null})").value());
    REQUIRE(plain);
    CHECK(join(plain.value().notes, " | ") ==
          "kept: gross volume from Stripe (charges); from 1 Jul to 30 Sep 2026 (last quarter) | no longer: by country; "
          "the five largest first");
    const auto same = edit(before, parse_json(R"({"limit": 5})").value());
    REQUIRE(same);
    CHECK(same.value().notes.back() == "nothing was changed: it was so already");
    CHECK(same.value().steps.front().why == before.steps.front().why);
}

TEST_CASE("planner: a plan in two sources keeps its steps of time together") {
    const auto before = planned("compare gross volume and open rate by month this year");
    REQUIRE(before.join);
    const auto weekly = edit(before, Json{{"grain", "week"}});
    REQUIRE(weekly);
    CHECK(weekly.value().join->on == "week");
    CHECK(weekly.value().grain == Grain::week);
    const auto one = edit(before, parse_json(R"({"measures": ["stripe.gross_volume"]})").value());
    REQUIRE(one);
    CHECK_FALSE(one.value().join);
    CHECK(one.value().steps.size() == 1);
}

TEST_CASE("planner: settings from a terminal become a change") {
    struct {
        std::vector<std::string> settings;
        const char* change;
    } const cases[] = {
        {{"group_by=country"}, R"({"group_by":["country"]})"},
        {{"group_by=country, plan", "limit=5"}, R"({"group_by":["country","plan"],"limit":5})"},
        {{"range=last month"}, R"({"range":"last month"})"},
        {{"range="}, R"({"range":null})"},
        {{"filters=status=open"}, R"({"filters":[{"field":"status","op":"=","value":"open"}]})"},
        {{"filters=amount >= 5", "filters=name contains a=b"},
         R"({"filters":[{"field":"amount","op":">=","value":"5"},{"field":"name","op":"contains","value":"a=b"}]})"},
        {{"filters=country!=DE"}, R"({"filters":[{"field":"country","op":"!=","value":"DE"}]})"},
        {{R"(filters=[{"field":"a","op":"=","value":1}])"}, R"({"filters":[{"field":"a","op":"=","value":1}]})"},
        {{"limit=many"}, R"({"limit":"many"})"},
        {{}, "{}"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.change);
        const auto made = change_from_text(c.settings);
        REQUIRE(made);
        CHECK(dump(made.value()) == c.change);
    }
    for (const char* wrong : {"group_by", "filters=status", "range={\"start\":", ""}) {
        CAPTURE(wrong);
        const auto made = change_from_text({wrong});
        REQUIRE_FALSE(made);
        CHECK(made.error().fault == Fault::invalid);
    }
}
