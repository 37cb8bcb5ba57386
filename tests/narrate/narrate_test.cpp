#include "narrate/narrate.h"

#include <doctest/doctest.h>

using namespace parley;
using planner::Aggregate;
using planner::Timing;

namespace {

planner::Metric metric(std::string id, std::string name, Kind kind, planner::Term value) {
    planner::Metric made;
    made.id = std::move(id);
    made.name = std::move(name);
    made.kind = kind;
    made.value = std::move(value);
    return made;
}

std::vector<planner::Offer> offers() {
    planner::Offer shop;
    shop.vendor = {"shop"};
    shop.name = "Shop";
    shop.metrics = {
        metric("volume", "gross volume", Kind::money, {Aggregate::sum, "amount", "", Timing::during, {}}),
        metric("mrr", "MRR", Kind::money, {Aggregate::sum, "amount", "", Timing::at_end, {}}),
        metric("orders", "orders", Kind::count, {Aggregate::count, "", "", Timing::during, {}}),
        metric("open_rate", "open rate", Kind::ratio, {Aggregate::sum, "opens", "", Timing::during, {}}),
        metric("score", "sentiment", Kind::number, {Aggregate::mean, "score", "", Timing::during, {}}),
        metric("retention", "30-day retention", Kind::number, {Aggregate::mean, "score", "", Timing::during, {}})};
    shop.metrics[1].better = planner::Better::up;
    shop.metrics[3].per = planner::Term{Aggregate::sum, "sends", "", Timing::during, {}};
    shop.metrics[3].unit = "percent";
    shop.metrics[3].sample_min = 30;
    shop.metrics[4].sample_min = 10;
    return {shop};
}

planner::Plan plan(std::vector<std::string> metrics) {
    planner::Plan made;
    for (std::string& name : metrics) made.measures.push_back({"shop." + name, "", ""});
    return made;
}

planner::Plan ranged(std::vector<std::string> metrics, const char* start, const char* end) {
    planner::Plan made = plan(std::move(metrics));
    made.range = planner::Range{};
    made.range->start = Day::parse(start).value();
    made.range->end = Day::parse(end).value();
    return made;
}

template <typename T>
Column column(std::string name, Kind kind, Role role, std::string unit, const std::vector<T>& cells) {
    Column made(std::move(name), kind, role, std::move(unit));
    for (const T& cell : cells) made.add(cell);
    return made;
}

using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;
using Texts = std::vector<std::string>;

Column money(std::string name, const Integers& cells, std::string unit = "USD") {
    return column(std::move(name), Kind::money, Role::measure, std::move(unit), cells);
}

Column texts(std::string name, const Texts& cells) {
    return column(std::move(name), Kind::text, Role::dimension, "", cells);
}

Column days(std::string grain, const std::vector<const char*>& cells) {
    Column made(grain, Kind::day, Role::time, grain);
    for (const char* cell : cells) made.add(std::int64_t{Day::parse(cell).value().days});
    return made;
}

Table table(std::vector<Column> columns) {
    Table made;
    made.columns = std::move(columns);
    return made;
}

narrate::Narration tell(const Table& data, const planner::Plan& made, const char* today = "2026-11-21") {
    const auto known = offers();
    auto told = narrate::narrate(data, made, known, Calendar(), Day::parse(today).value());
    for (const auto& finding : told.findings) {
        CAPTURE(finding.text);
        CHECK(narrate::all_numbers_traced(finding.text, finding.values));
        for (const auto& value : finding.values) {
            CHECK(finding.text.find(value.text) != std::string::npos);
            if (!value.row) {
                CHECK(!value.formula.empty());
                continue;
            }
            const Column* source = data.find(value.column);
            REQUIRE(source);
            CHECK(cell_json(data, *source, *value.row) == value.value);
            CHECK(cell_text(data, *source, *value.row) == value.text);
        }
    }
    return told;
}

}  // namespace

TEST_CASE("narrate: a single number says what, how much and when") {
    const Table volume = table({money("gross volume", {4821000})});
    CHECK(tell(volume, ranged({"volume"}, "2026-07-01", "2026-10-01")).text ==
          "Gross volume was USD 48,210.00 from 1 Jul to 30 Sep 2026.");
    CHECK(tell(volume, ranged({"volume"}, "2025-12-01", "2026-02-01")).text ==
          "Gross volume was USD 48,210.00 from 1 Dec 2025 to 31 Jan 2026.");
    CHECK(tell(volume, ranged({"volume"}, "2026-11-20", "2026-11-21")).text ==
          "Gross volume was USD 48,210.00 on 20 Nov 2026.");
    CHECK(tell(volume, plan({"volume"})).text == "Gross volume was USD 48,210.00.");

    const Table mrr = table({money("MRR", {4821000})});
    CHECK(tell(mrr, ranged({"mrr"}, "2026-07-01", "2026-10-01")).text ==
          "MRR was USD 48,210.00 at the end of Q3 2026 (30 Sep 2026).");
    CHECK(tell(mrr, ranged({"mrr"}, "2026-07-03", "2026-10-01")).text ==
          "MRR was USD 48,210.00 at the end of 30 Sep 2026.");
    CHECK(tell(mrr, plan({"mrr"})).text == "MRR is USD 48,210.00 on 21 Nov 2026.");

    const Table orders = table({column("orders", Kind::count, Role::measure, "", Integers{1204})});
    CHECK(tell(orders, ranged({"orders"}, "2026-10-01", "2026-11-01")).text ==
          "The number of orders was 1,204 from 1 Oct to 31 Oct 2026.");
}

TEST_CASE("narrate: a rate brings its parts, several currencies are listed") {
    const Table rate = table({column("open rate", Kind::ratio, Role::measure, "percent", Reals{0.413}),
                              column("open rate: value", Kind::count, Role::key, "", Integers{413}),
                              column("open rate: per", Kind::count, Role::key, "", Integers{1000})});
    CHECK(tell(rate, plan({"open_rate"})).text == "Open rate was 41.3 % (413 of 1,000).");
    const Table currencies =
        table({texts("currency", {"EUR", "JPY", "USD"}), money("gross volume", {2030, 500, 100}, "")});
    const auto told = tell(currencies, plan({"volume"}));
    CHECK(told.text == "Gross volume was EUR 20.30, JPY 500 and USD 1.00.");
    CHECK(told.notes == Texts{"Amounts of different currencies are shown apart and never added up."});
}

TEST_CASE("narrate: a filter is part of what is said") {
    auto filtered = plan({"volume"});
    filtered.filters = {{"country", "=", "DE"}, {"size", ">", 10}, {"status", "in", Json::array({"a", "b"})}};
    CHECK(tell(table({money("gross volume", {100})}), filtered).text ==
          "Gross volume for country \"DE\" and size > \"size 10\" and status \"a\" or \"b\" was USD 1.00.");
}

TEST_CASE("narrate: groups are told by the highest and the lowest, with a share where there is one") {
    auto by_country = plan({"volume"});
    by_country.group_by = {"country"};
    const Table data = table({texts("country", {"DE", "US", "FR"}), money("gross volume", {6000, 3000, 1000})});
    CHECK(tell(data, by_country).text ==
          "\"DE\" had the highest gross volume: USD 60.00 (60.0 % of the total). \"FR\" had the lowest gross volume: "
          "USD 10.00 (10.0 % of the total).");
    by_country.limit = 3;
    CHECK(tell(data, by_country).text == "\"DE\" had the highest gross volume: USD 60.00.");
    by_country.limit.reset();
    Table cut = data;
    cut.completeness = {Completeness::State::truncated, "400 pages were read"};
    const auto told = tell(cut, by_country);
    CHECK(told.text ==
          "\"DE\" had the highest gross volume: USD 60.00. \"FR\" had the lowest gross volume: USD 10.00.");
    CHECK(told.notes == Texts{"Not all data were read: 400 pages were read. Totals are at least what is shown."});
    const Table same = table({texts("country", {"DE", "US"}), money("gross volume", {1, 1})});
    CHECK(tell(same, plan({"volume"})).text == "All 2 groups had the same gross volume: USD 0.01.");
}

TEST_CASE("narrate: a group's name is a quoted name, whatever it says") {
    for (const std::string name : {"Top 10", "5,000 more\" said 7", "2026", "a\nb", "\xff\xfe"}) {
        CAPTURE(name);
        const Table data = table({texts("country", {name, "US"}), money("gross volume", {6000, 3000})});
        const auto told = tell(data, plan({"volume"}));
        CHECK(told.text.find('\n') == std::string::npos);
    }
    const Table bare = table({texts("country", {"2026", "US"}), money("gross volume", {6000, 3000})});
    CHECK(tell(bare, plan({"volume"})).findings.size() >= 1);
}

TEST_CASE("narrate: a trend goes from the first whole step to the last, the running one is said apart") {
    auto months = plan({"mrr"});
    months.grain = Grain::month;
    const Table data = table({days("month", {"2026-08-01", "2026-09-01", "2026-10-01", "2026-11-01"}),
                              money("MRR", {10000, 15000, 12000, 100})});
    CHECK(tell(data, months).text ==
          "MRR rose from USD 100.00 (Aug 2026) to USD 120.00 (Oct 2026), up 20.0 % (good). "
          "Its highest was USD 150.00 (Sep 2026), its lowest USD 100.00 (Aug 2026). Nov 2026 is not over: MRR is USD "
          "1.00 now.");
    const Table flat =
        table({days("month", {"2026-08-01", "2026-09-01", "2026-10-01"}), money("MRR", {100, 100, 100})});
    CHECK(tell(flat, months).text == "MRR stayed at USD 1.00 in every whole month from Aug 2026 to Oct 2026.");
    const Table falling =
        table({days("month", {"2026-08-01", "2026-09-01", "2026-10-01"}), money("MRR", {300, 200, 100})});
    CHECK(tell(falling, months).findings[0].text ==
          "MRR fell from USD 3.00 (Aug 2026) to USD 1.00 (Oct 2026), down 66.7 % (bad).");
}

TEST_CASE("narrate: a group whose name is a number is said, and the number comes with its cell") {
    auto by_team = plan({"orders"});
    by_team.group_by = {"team"};
    const Table data =
        table({texts("team", {"5120348", "77"}), column("orders", Kind::count, Role::measure, "", Integers{9, 2})});
    const auto told = tell(data, by_team);
    CAPTURE(told.text);
    CHECK(told.text.find("\"5120348\" had the highest orders: 9") != std::string::npos);
    CHECK(told.findings[0].values[0].column == "team");
}

TEST_CASE("narrate: by day, only the same day of the week is a rise or a fall in percent") {
    auto by_day = plan({"orders"});
    by_day.grain = Grain::day;
    const auto counts = [](const Integers& cells) { return column("orders", Kind::count, Role::measure, "", cells); };
    const Table other_days = table({days("day", {"2026-10-01", "2026-10-02", "2026-10-03"}), counts({40, 38, 11})});
    const std::string text = tell(other_days, by_day).text;
    CAPTURE(text);
    CHECK(text.find("fell from 40 (") != std::string::npos);
    CHECK(text.find('%') == std::string::npos);
    const Table same_day = table({days("day", {"2026-10-01", "2026-10-02", "2026-10-08"}), counts({40, 38, 20})});
    CHECK(tell(same_day, by_day).text.find("down 50.0 %") != std::string::npos);
}

TEST_CASE("narrate: a flow over time has a total, at least one where data are missing") {
    auto months = ranged({"volume"}, "2026-08-01", "2026-11-01");
    months.grain = Grain::month;
    Table data = table(
        {days("month", {"2026-08-01", "2026-09-01", "2026-10-01"}), money("gross volume", {10000, 15000, 12000})});
    CHECK(tell(data, months).findings[2].text == "Gross volume came to USD 370.00 in total from 1 Aug to 31 Oct 2026.");
    CHECK(tell(data, months).findings[2].values[0].formula == "sum(gross volume)");
    CHECK(tell(data, months).findings[0].text ==
          "Gross volume rose from USD 100.00 (Aug 2026) to USD 120.00 (Oct 2026), up 20.0 %.");
    data.completeness.state = Completeness::State::unknown;
    CHECK(tell(data, months).findings[2].text ==
          "Gross volume came to at least USD 370.00 in total from 1 Aug to 31 Oct 2026.");
    CHECK(tell(table({money("gross volume", {1})}), plan({"volume"})).text == "Gross volume was USD 0.01.");
    Table single = table({money("gross volume", {1})});
    single.completeness.state = Completeness::State::truncated;
    CHECK(tell(single, plan({"volume"})).text == "Gross volume was at least USD 0.01.");
}

TEST_CASE("narrate: averages and largest values are never added up, and are no shares of a total") {
    const Table by_month = table(
        {days("month", {"2026-08-01", "2026-09-01", "2026-10-01"}), money("gross volume", {10000, 15000, 12000})});
    const Table by_country = table({texts("country", {"DE", "US"}), money("gross volume", {6000, 4000})});
    const struct {
        const char* aggregate;
        bool adds;
    } cases[] = {{"sum", true}, {"", true}, {"avg", false}, {"median", false}, {"max", false}, {"min", false}};
    for (const auto& c : cases) {
        CAPTURE(c.aggregate);
        auto months = ranged({"volume"}, "2026-08-01", "2026-11-01");
        months.grain = Grain::month;
        months.measures.front().aggregate = c.aggregate;
        CHECK((tell(by_month, months).text.find("in total") != std::string::npos) == c.adds);
        auto countries = plan({"volume"});
        countries.group_by = {"country"};
        countries.measures.front().aggregate = c.aggregate;
        CHECK((tell(by_country, countries).text.find("of the total") != std::string::npos) == c.adds);
    }
}

TEST_CASE("narrate: two whole steps are no trend") {
    auto months = plan({"score"});
    months.grain = Grain::month;
    const Table data = table({days("month", {"2026-09-01", "2026-10-01", "2026-11-01"}),
                              column("sentiment", Kind::number, Role::measure, "", Reals{0.5, 0.5, 0.1}),
                              column("sentiment: count", Kind::count, Role::key, "", Integers{100, 4, 2})});
    CHECK(tell(data, months).text ==
          "Only 2 whole months of sentiment are there: too few for a trend. Nov 2026 is not over: sentiment was 0.10 "
          "so far. "
          "Only 2 cases stand behind sentiment in Nov 2026, and 1 other row is small as well; from 10 on it says "
          "something.");
}

TEST_CASE("narrate: groups over time are told by who leads in the last whole step") {
    auto months = plan({"mrr"});
    months.grain = Grain::month;
    months.group_by = {"country"};
    const Table data = table({days("month", {"2026-09-01", "2026-09-01", "2026-10-01", "2026-10-01", "2026-11-01"}),
                              texts("country", {"DE", "US", "DE", "US", "DE"}), money("MRR", {9, 1, 300, 200, 999})});
    CHECK(tell(data, months).text ==
          "\"DE\" had the highest MRR in the last whole month (Oct 2026): USD 3.00. \"US\" had the lowest: USD 2.00.");
}

TEST_CASE("narrate: a comparison says the change, its share, and whether it is good where that is known") {
    auto compared = ranged({"mrr"}, "2026-07-01", "2026-10-01");
    compared.compare = planner::Compare::previous_period;
    const auto data = [](std::int64_t now, std::int64_t before) {
        Table made = table({money("MRR", {now}), money("previous", {before}), money("change", {now - before})});
        made.columns.emplace_back("change_ratio", Kind::ratio, Role::measure, "percent");
        if (before == 0)
            made.columns[3].add_null();
        else
            made.columns[3].add(static_cast<double>(now - before) / static_cast<double>(before));
        return made;
    };
    CHECK(tell(data(13200, 15000), compared).findings[1].text ==
          "MRR was down USD 18.00 (12.0 %) from USD 150.00 in the period before to USD 132.00 (bad).");
    compared.compare = planner::Compare::previous_year;
    CHECK(tell(data(15000, 12000), compared).findings[1].text ==
          "MRR was up USD 30.00 (25.0 %) from USD 120.00 a year earlier to USD 150.00 (good).");
    CHECK(tell(data(100, 100), compared).findings[1].text == "MRR was the same as a year earlier: USD 1.00.");
    CHECK(tell(data(100, 0), compared).findings[1].text ==
          "MRR was up USD 1.00 from USD 0.00 a year earlier to USD 1.00 (good).");

    Table rate = table({column("open rate", Kind::ratio, Role::measure, "percent", Reals{0.4}),
                        column("previous", Kind::ratio, Role::measure, "percent", Reals{0.35}),
                        column("change", Kind::ratio, Role::measure, "percent", Reals{0.05}),
                        column("change_ratio", Kind::ratio, Role::measure, "percent", Reals{0.142})});
    auto of_rate = plan({"open_rate"});
    of_rate.compare = planner::Compare::previous_period;
    CHECK(tell(rate, of_rate).findings[1].text ==
          "Open rate was up 5.0 percentage points from 35.0 % in the period before to 40.0 %.");
    for (Column& cell : rate.columns) {
        if (cell.name == "open rate") continue;
        cell = Column(cell.name, Kind::ratio, Role::measure, "percent");
        cell.add_null();
    }
    CHECK(tell(rate, of_rate).findings[1].text ==
          "Open rate cannot be compared: there is no number for it in the period before.");
}

TEST_CASE("narrate: of groups compared, those that moved most") {
    auto compared = plan({"volume"});
    compared.compare = planner::Compare::previous_period;
    const Table data = table({texts("country", {"DE", "US", "FR"}), money("gross volume", {300, 100, 200}),
                              money("previous", {200, 400, 190}), money("change", {100, -300, 10}),
                              column("change_ratio", Kind::ratio, Role::measure, "percent", Reals{0.5, -0.75, 0.05})});
    const auto told = tell(data, compared);
    REQUIRE(told.findings.size() == 4);
    CHECK(told.findings[2].text ==
          "\"DE\": gross volume was up USD 1.00 (50.0 %) from USD 2.00 in the period before to USD 3.00.");
    CHECK(told.findings[3].text ==
          "\"US\": gross volume was down USD 3.00 (75.0 %) from USD 4.00 in the period before to USD 1.00.");
    CHECK(told.findings[3].kind == "change");
}

TEST_CASE("narrate: a correlation is no cause, and a short one is weak") {
    auto joined = plan({"mrr", "score"});
    joined.join = planner::Join{planner::Join::Kind::correlate, "month"};
    Table data = table({texts("topic", {"shipping", "price"}),
                        column("correlation", Kind::number, Role::measure, "", Reals{-0.823, 0.4}),
                        column("points", Kind::count, Role::key, "", Integers{8, 8}),
                        column("lag", Kind::count, Role::key, "", Integers{0, 0})});
    CHECK(tell(data, joined).text ==
          "MRR and sentiment moved against each other most for \"shipping\": r = -0.82 over 8 months. This is a "
          "correlation, not a cause. "
          "With only 8 points, chance alone can look like this.");
    data = table({column("correlation", Kind::number, Role::measure, "", Reals{0.5}),
                  column("points", Kind::count, Role::key, "", Integers{24})});
    CHECK(tell(data, joined).text ==
          "MRR and sentiment moved together: r = 0.50 over 24 months. This is a correlation, not a cause.");
    data = table({Column("correlation", Kind::number, Role::measure),
                  column("points", Kind::count, Role::key, "", Integers{2})});
    data.columns[0].add_null();
    CHECK(tell(data, joined).text ==
          "No correlation of MRR and sentiment can be given: there are too few whole steps of time, or one side never "
          "moves.");
}

TEST_CASE("narrate: no data is said as such, and no number as no number") {
    CHECK(tell(table({money("gross volume", {})}), ranged({"volume"}, "2026-07-01", "2026-10-01")).text ==
          "No data for gross volume from 1 Jul to 30 Sep 2026.");
    Table rate = table({Column("open rate", Kind::ratio, Role::measure, "percent")});
    rate.columns[0].add_null();
    CHECK(tell(rate, plan({"open_rate"})).text == "No open rate can be given: there is nothing to divide by.");
    CHECK(tell(Table{}, plan({"volume"})).text == "No data for this question.");
}

TEST_CASE("narrate: a small sample is said with its size") {
    const Table data = table({texts("segment", {"VIP", "New"}),
                              column("open rate", Kind::ratio, Role::measure, "percent", Reals{0.5, 0.4}),
                              column("open rate: value", Kind::count, Role::key, "", Integers{2, 40}),
                              column("open rate: per", Kind::count, Role::key, "", Integers{4, 100})});
    const auto told = tell(data, plan({"open_rate"}));
    CHECK(told.findings.back().kind == "caution");
    CHECK(told.findings.back().text == "Only 4 cases stand behind open rate of \"VIP\"; from 30 on it says something.");
    CHECK(told.findings.front().text == "\"VIP\" had the highest open rate: 50.0 % (2 of 4).");
}

TEST_CASE("narrate: a metric with digits in its name is quoted, not dropped") {
    const Table data = table({column("30-day retention", Kind::number, Role::measure, "", Reals{4.5})});
    CHECK(tell(data, plan({"retention"})).text == "\"30-day retention\" was 4.50.");
}

TEST_CASE("narrate: a period that is not over is a note, once") {
    auto running = ranged({"volume"}, "2026-11-01", "2026-12-01");
    const Table data = table({money("gross volume", {100})});
    CHECK(tell(data, running).text == "Gross volume was USD 1.00 from 1 Nov to 21 Nov 2026.");
    CHECK(tell(data, running).notes == Texts{"The period is not over: it is counted up to and including 21 Nov 2026."});
    running.notes = {"the week starts on Monday",
                     "the period is not over: days up to and including 21 Nov 2026 are counted"};
    CHECK(tell(data, running).notes == running.notes);
}

TEST_CASE("narrate: a finding as JSON says where each number comes from") {
    auto by_country = plan({"volume"});
    const Table data = table({texts("country", {"DE", "US"}), money("gross volume", {7500, 2500})});
    CHECK(to_json(tell(data, by_country).findings[0]).dump() ==
          R"({"kind":"top","text":"\"DE\" had the highest gross volume: USD 75.00 (75.0 % of the total).","values":[)"
          R"({"text":"USD 75.00","value":75.0,"from":{"row":0,"column":"gross volume"}},)"
          R"end({"text":"75.0 %","value":0.75,"from":{"formula":"gross volume / sum(gross volume)"}}]})end");
}

TEST_CASE("narrate: a histogram tells how many there are, where most of them lie and what is in the middle") {
    auto spread = ranged({"volume"}, "2026-07-01", "2026-10-01");
    spread.bins = planner::Bins{50};
    const Table data = table({texts("amount", {"USD 0 to 50", "USD 50 to 100"}),
                              column("payments", Kind::count, Role::measure, "", Integers{1, 3}),
                              column("from", Kind::money, Role::key, "USD", Integers{0, 5000}),
                              column("to", Kind::money, Role::key, "USD", Integers{5000, 10000}),
                              column("median", Kind::money, Role::key, "USD", Integers{6000, 6000})});
    CHECK(tell(data, spread).text ==
          "4 payments from 1 Jul to 30 Sep 2026 have a value of amount; the range with most of them is "
          "\"USD 50 to 100\" with 3 (75.0 %), and the middle value is USD 60.00.");
}
