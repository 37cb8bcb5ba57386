#include "planner/routing/definitions.h"

#include "compact.h"
#include "offers.h"
#include "planner/routing/additivity.h"
#include "planner/routing/glossary.h"
#include "saturday.h"

#include <doctest/doctest.h>

namespace {

using namespace parley;
using namespace parley::planner;

std::string all_text(const Decision& decision) {
    if (const auto* plan = std::get_if<Plan>(&decision)) return join(plan->notes, "; ");
    if (const auto* clarify = std::get_if<Clarify>(&decision)) return clarify->question;
    return std::get<Refusal>(decision).text;
}

bool says(const Decision& decision, std::string_view words) {
    return all_text(decision).find(words) != std::string::npos;
}

GlossaryTerm term(std::string word, std::string means, std::string metric = "", std::string definition = "") {
    return {std::move(word), std::move(means), std::move(definition), std::move(metric)};
}

Context with_terms(std::vector<GlossaryTerm> terms) {
    Context context = context_on(saturday);
    context.glossary = std::move(terms);
    return context;
}

// Three vendors, with people counted once, an average and a largest value beside what they have.
std::vector<Offer> more_offers() {
    auto offers = three_offers();
    Offer& payments = offers.front();
    payments.datasets.push_back(dataset("visits", "visits", {}, "day"));
    payments.metrics.push_back(metric("daily_visitors", "daily visitors", {"visitors"}, "visits",
                                      Term{Aggregate::distinct, "person", "", {}, {}}));
    payments.metrics.push_back(
        metric("order_value", "average order value", {"AOV"}, "charges", Term{Aggregate::mean, "amount", "", {}, {}}));
    payments.metrics.push_back(
        metric("largest_order", "largest order", {}, "charges", Term{Aggregate::maximum, "amount", "", {}, {}}));
    return offers;
}

Json terms_json(const char* text) {
    return parse_json(text).value();
}

}  // namespace

TEST_CASE("glossary: a term's meaning is read in its place") {
    const auto offers = three_offers();
    const Context context = with_terms({term("GMV", "gross volume"), term("bookings", "gross volume"),
                                        term("our whales", "gross volume in country DE"),
                                        term("whale watching", "open rate"), term("IT", "failed payments")});
    const struct {
        const char* question;
        const char* read;
    } cases[] = {
        {"GMV last quarter", "gross volume last quarter"},
        {"what was gmv's course, by month?", "what was gross volume course, by month?"},
        {"Bookings and booking", "gross volume and gross volume"},
        {"our whales last month", "gross volume in country DE last month"},
        {"whales last month", "whales last month"},
        {"whale watching by segment", "open rate by segment"},
        {"GMV, GMV", "gross volume, gross volume"},
        {"GMV/month", "gross volume/month"},
        // Not the word itself.
        {"campaigns called \"GMV\"", "campaigns called \"GMV\""},
        {"GMVs2", "GMVs2"},
        {"acme/gmv", "acme/gmv"},
        {"gmv.example", "gmv.example"},
        {"our, whales", "our, whales"},
        {"show it by country", "show it by country"},
        {"IT by country", "failed payments by country"},
        {"", ""},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.question));
        const Wording wording = read_glossary(c.question, offers, context);
        CHECK(wording.text == c.read);
        CHECK(wording.notes.empty() == (wording.text == c.question));
        CHECK_FALSE(wording.missing);
    }
}

TEST_CASE("glossary: the longest term is read, and a meaning is not read again") {
    const auto offers = three_offers();
    const Context context = with_terms(
        {term("GMV", "net GMV"), term("net GMV", "gross volume without refunds"), term("gross volume", "GMV")});
    CHECK(read_glossary("net GMV last month", offers, context).text == "gross volume without refunds last month");
    CHECK(read_glossary("GMV last month", offers, context).text == "net GMV last month");
    CHECK(read_glossary("gross volume last month", offers, context).text == "GMV last month");
}

TEST_CASE("glossary: an answer says what was read as what, and how it is defined") {
    const auto offers = three_offers();
    const Context context = with_terms({term("GMV", "gross volume", "", "All card payments, before refunds."),
                                        term("peak", "from 1 July 2026 to 30 September 2026")});
    const auto decision = plan("GMV by country in the peak", offers, context);
    CHECK(compact(decision) == "stripe.gross_volume:sum by country in 2026-07-01..2026-10-01");
    CHECK(says(decision, "\"GMV\" is read as \"gross volume\", as the organization's glossary says"));
    CHECK(says(decision, "GMV: All card payments, before refunds."));
    CHECK_FALSE(says(plan("gross volume by country", offers, context), "glossary"));
    // A meaning that leads nowhere is told with the refusal, so that somebody can set it right.
    const auto lost = plan("kumquats last month", offers, with_terms({term("kumquats", "president of france")}));
    CHECK(std::holds_alternative<Refusal>(lost));
    CHECK(says(lost, "\"kumquats\" is read as \"president of france\""));
}

TEST_CASE("glossary: a pinned term is that number and no other") {
    const auto offers = three_offers();
    const auto asked = [&](GlossaryTerm one, const char* question) {
        return plan(question, offers, with_terms({std::move(one)}));
    };
    CHECK(compact(asked(term("GMV", "", "stripe.gross_volume"), "GMV last month by country")) ==
          "stripe.gross_volume:sum by country in 2026-10-01..2026-11-01");
    CHECK(compact(asked(term("German GMV", "in country DE", "stripe.gross_volume"), "German GMV last month")) ==
          "stripe.gross_volume:sum where country = \"DE\" in 2026-10-01..2026-11-01");
    // A connection of the organization may stand in the vendor's place.
    CHECK(compact(asked(term("GMV", "", "c-stripe.gross_volume"), "GMV last month")) ==
          "stripe.gross_volume:sum in 2026-10-01..2026-11-01");

    const auto gone = asked(term("GMV", "", "stripe.gross_merchandise"), "GMV last month");
    CHECK(compact(gone) == "refuse no_source");
    CHECK(says(gone, "\"GMV\" is defined as stripe.gross_merchandise in the organization's glossary"));
    auto unconnected = offers;
    unconnected.front().connected = false;
    unconnected.front().connection = {};
    const auto later = plan("GMV last month", unconnected, with_terms({term("GMV", "", "stripe.gross_volume")}));
    CHECK(compact(later) == "refuse no_source stripe");
    CHECK(says(later, "connect it first"));
    // A wish to change something stays one, whatever the glossary lacks.
    CHECK(compact(asked(term("GMV", "", "stripe.gone"), "delete the GMV of last month")).rfind("refuse write", 0) == 0);
}

TEST_CASE("glossary: what is no term is refused in one sentence") {
    const char* const good[] = {
        "null",
        "[]",
        R"([{"word":"GMV","means":"gross volume"}])",
        R"([{"word":" GMV ","means":"gross volume","definition":"All of it.","metric":"stripe.gross_volume"}])",
        R"([{"word":"R&D","means":"payments with category \"research\""},{"word":"IT","means":"spend of IT"}])",
        R"([{"word":"Übernahme","metric":"c1-x_2.won"}])",
    };
    for (const char* text : good) {
        CAPTURE(text);
        const auto read = glossary_from(terms_json(text));
        REQUIRE(read);
        const auto again = glossary_from(to_json(read.value()));
        REQUIRE(again);
        CHECK(to_json(again.value()) == to_json(read.value()));
    }
    const std::string long_word(glossary_word_bytes + 1, 'x');
    const std::string long_text(glossary_definition_bytes + 1, 'x');
    Json many = Json::array();
    for (std::size_t k = 0; k <= glossary_terms_most; ++k) many.push_back({{"word", cat("w", k)}, {"means", "MRR"}});
    const Json bad[] = {
        Json::object(),
        Json("GMV"),
        Json::array({Json("GMV")}),
        Json::array({Json{{"means", "gross volume"}}}),
        Json::array({Json{{"word", "GMV"}}}),
        Json::array({Json{{"word", "GMV"}, {"means", 7}}}),
        Json::array({Json{{"word", "GMV"}, {"meaning", "gross volume"}}}),
        Json::array({Json{{"word", "?!"}, {"means", "MRR"}}}),
        Json::array({Json{{"word", "the"}, {"means", "MRR"}}}),
        Json::array({Json{{"word", "for us"}, {"means", "MRR"}}}),
        Json::array({Json{{"word", "\"GMV\""}, {"means", "MRR"}}}),
        Json::array({Json{{"word", long_word}, {"means", "MRR"}}}),
        Json::array({Json{{"word", "GMV"}, {"means", long_text}}}),
        Json::array({Json{{"word", "GMV"}, {"means", "MRR"}, {"definition", long_text}}}),
        Json::array({Json{{"word", "GMV"}, {"means", "<b>gross</b> volume"}}}),
        Json::array({Json{{"word", "GMV"}, {"means", "gross\nvolume"}}}),
        Json::array({Json{{"word", "GMV"}, {"means", "gross \"volume"}}}),
        Json::array({Json{{"word", "GMV\xE2\x80\xAE"}, {"means", "MRR"}}}),
        Json::array({Json{{"word", "GMV"}, {"means", "\xFF"}}}),
        Json::array({Json{{"word", "GMV"}, {"metric", "gross volume"}}}),
        Json::array({Json{{"word", "GMV"}, {"metric", "stripe."}}}),
        Json::array({Json{{"word", "GMV"}, {"means", "MRR"}}, Json{{"word", "gmv"}, {"means", "AOV"}}}),
        many,
    };
    for (const auto& json : bad) {
        CAPTURE(json.dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 200));
        const auto read = glossary_from(json);
        REQUIRE_FALSE(read);
        CHECK(read.error().fault == Fault::invalid);
        CHECK(read.error().message.back() == '.');
    }
}

TEST_CASE("additivity: how parts of a number make the whole") {
    const auto offers = more_offers();
    const auto of = [&](std::size_t offer, const char* id) { return adding_of(*offers[offer].metric(id)); };
    CHECK(of(0, "gross_volume") == Adding::freely);
    CHECK(of(0, "failed_payments") == Adding::freely);
    CHECK(of(0, "mrr") == Adding::not_over_time);
    CHECK(of(0, "active_subscriptions") == Adding::not_over_time);
    CHECK(of(0, "churn_rate") == Adding::of_parts);
    CHECK(of(0, "daily_visitors") == Adding::counted_anew);
    CHECK(of(0, "order_value") == Adding::averaged);
    CHECK(of(0, "largest_order") == Adding::extreme);
    CHECK(of(1, "open_rate") == Adding::of_parts);
}

TEST_CASE("additivity: what is never added up or averaged is computed anew, and the answer says so") {
    const auto offers = more_offers();
    const Context context = context_on(saturday);
    const struct {
        const char* question;
        const char* plan;
        const char* note;  // Null: none of these is needed.
    } cases[] = {
        {"sum of open rates by campaign last month", "ecomail.open_rate:rate by campaign in 2026-10-01..2026-11-01",
         "\"open rate\" is a ratio and is never added up"},
        {"total open rate last quarter", "ecomail.open_rate:rate in 2026-07-01..2026-10-01", "is never added up"},
        {"average open rate by campaign", "ecomail.open_rate:rate by campaign", "computed from its two parts"},
        {"add up the daily visitors of last month", "stripe.daily_visitors:distinct in 2026-10-01..2026-11-01",
         "counts each once"},
        {"total visitors last month", "stripe.daily_visitors:distinct in 2026-10-01..2026-11-01", "counts each once"},
        {"average of the average order value per month this year",
         "stripe.order_value:avg per month in 2026-01-01..2026-11-22", "averages are not averaged again"},
        {"sum of the average order value last month", "stripe.order_value:avg in 2026-10-01..2026-11-01",
         "is an average and is never added up"},
        {"total MRR over the last 6 months", "stripe.mrr:sum in 2026-05-01..2026-11-01",
         "shown as it was at the end of the period"},
        {"median MRR last month", "stripe.mrr:sum in 2026-10-01..2026-11-01", "\"median\" had no effect"},
        {"average number of failed payments last month", "stripe.failed_payments:count in 2026-10-01..2026-11-01",
         "\"average\" had no effect"},
        {"average gross volume per month this year", "stripe.gross_volume:avg per month in 2026-01-01..2026-11-22",
         "\"average gross volume\" is taken over single charges"},
        // What may be added up or averaged, and what only is called so.
        {"total gross volume last month", "stripe.gross_volume:sum in 2026-10-01..2026-11-01", nullptr},
        {"sum of gross volume by country", "stripe.gross_volume:sum by country", nullptr},
        {"average gross volume last month", "stripe.gross_volume:avg in 2026-10-01..2026-11-01", nullptr},
        {"total MRR by plan last month", "stripe.mrr:sum by plan in 2026-10-01..2026-11-01", nullptr},
        {"what is our total MRR", "stripe.mrr:sum", nullptr},
        {"average order value last month", "stripe.order_value:avg in 2026-10-01..2026-11-01", nullptr},
        {"open rate of the campaign \"Total sum\"", "ecomail.open_rate:rate where campaign contains \"Total sum\"",
         nullptr},
        {"refund rate for customer Max last month", nullptr, nullptr},
        {"open rate by campaign last month", "ecomail.open_rate:rate by campaign in 2026-10-01..2026-11-01", nullptr},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.question));
        const auto decision = plan(c.question, offers, context);
        if (c.plan != nullptr) CHECK(compact(decision) == c.plan);
        CAPTURE(all_text(decision));
        if (c.note != nullptr) {
            CHECK(says(decision, c.note));
        } else {
            for (const char* note : {"added up", "averaged", "two parts", "no effect"})
                CHECK_FALSE(says(decision, note));
        }
    }
}

TEST_CASE("additivity: a stock added up over time is asked back, with what can be shown") {
    const auto offers = more_offers();
    const Context context = context_on(saturday);
    for (const char* question :
         {"sum of MRR over the last 6 months", "add up MRR by month this year", "cumulative MRR since January"}) {
        CAPTURE(std::string(question));
        const auto decision = plan(question, offers, context);
        REQUIRE(std::holds_alternative<Clarify>(decision));
        const auto& clarify = std::get<Clarify>(decision);
        CHECK(clarify.question.find("would count again and again") != std::string::npos);
        REQUIRE(clarify.choices.size() == 2);
        CHECK(clarify.choices.front().plan.grain == Grain::month);
        CHECK_FALSE(clarify.choices.back().plan.grain);
        CHECK(clarify.choices.back().plan.measures.front().metric == "stripe.mrr");
    }
    for (const char* question : {"sum of MRR by plan", "sum of MRR last month", "sum of gross volume per month"}) {
        CAPTURE(std::string(question));
        CHECK(std::holds_alternative<Plan>(plan(question, offers, context)));
    }
}

TEST_CASE("compatibility: numbers beside each other say where they are not alike") {
    auto offers = three_offers();
    Metric& failed = *std::find_if(offers.front().metrics.begin(), offers.front().metrics.end(),
                                   [](const Metric& one) { return one.id == "failed_payments"; });
    failed.value.where = {{"status", "=", "failed"}};
    const Context context = context_on(saturday);
    const auto side = plan("failed payments vs refund rate per month this year", offers, context);
    CHECK(says(side, "their course can be compared, not their size"));
    const auto stock = plan("MRR vs refunds per month this year", offers, context);
    CHECK(says(stock, "\"MRR\" is what there is at one time, \"refunds\" what happens in between"));
    CHECK_FALSE(says(stock, "their size"));
    const auto filtered = plan("failed payments vs gross volume per month this year", offers, context);
    CHECK(
        says(filtered,
             "by definition, \"failed payments\" looks at rows with status = failed and \"gross volume\" at all rows"));
    CHECK_FALSE(says(plan("open rate vs click rate per month this year", offers, context), "by definition"));
}

TEST_CASE("verified: where only verified numbers may answer, others are refused with the way to change it") {
    auto offers = three_offers();
    Context context = context_on(saturday);
    for (auto& metric : offers.front().metrics) metric.verified = metric.id != "mrr";
    CHECK(compact(plan("open rate by segment", offers, context)) == "ecomail.open_rate:rate by segment");
    context.verified_only = true;
    CHECK(compact(plan("gross volume last month", offers, context)) ==
          "stripe.gross_volume:sum in 2026-10-01..2026-11-01");
    const auto refused = plan("open rate by segment", offers, context);
    CHECK(compact(refused) == "refuse denied");
    CHECK(says(refused, "\"open rate\" of Ecomail is not verified"));
    CHECK(says(refused, "administrator"));
    CHECK(compact(plan("MRR last month", offers, context)) == "refuse denied");
    // Two measures, one of them not verified; and no wish to change something becomes another refusal.
    CHECK(compact(plan("MRR vs gross volume per month this year", offers, context)) == "refuse denied");
    CHECK(compact(plan("delete all refunds", offers, context)).rfind("refuse write", 0) == 0);
}

TEST_CASE("verified: choices that are not verified are left out") {
    auto offers = three_offers();
    Context context = context_on(saturday);
    const auto both = plan("sum of MRR over the last 6 months", offers, context);
    REQUIRE(std::holds_alternative<Clarify>(both));
    context.verified_only = true;
    CHECK(compact(plan("sum of MRR over the last 6 months", offers, context)) == "refuse denied");
    for (auto& metric : offers.front().metrics) metric.verified = true;
    CHECK(compact(plan("sum of MRR over the last 6 months", offers, context)) == "clarify with 2 choices");
}

TEST_CASE("verified: a verified number of the same name elsewhere is said") {
    auto offers = three_offers();
    Context context = context_on(saturday);
    context.verified_only = true;
    Offer other = mailing_offer();
    other.vendor = {"letters"};
    other.connection = {"c-letters"};
    other.name = "Letters";
    for (auto& metric : other.metrics) metric.verified = true;
    offers.push_back(other);
    const auto refused = plan("open rate in Ecomail last month", offers, context);
    CHECK(compact(refused) == "refuse denied letters");
    CHECK(says(refused, "Letters has a verified number of this name."));
    // Asked back between the two, only the verified one is left.
    const auto either = plan("open rate last month", offers, context);
    CHECK(compact(either) == "clarify with 1 choice");
    CHECK(says(either, "not verified are left out"));
    offers.back().connected = false;
    CHECK(compact(plan("open rate in Ecomail last month", offers, context)) == "refuse denied");
}

TEST_CASE("verified: a number is found by its vendor or by its connection") {
    const auto offers = three_offers();
    const Offer& payments = offers.front();
    const Metric& mrr = *payments.metric("mrr");
    CHECK(is_called_so("stripe.mrr", payments, mrr));
    CHECK(is_called_so("c-stripe.mrr", payments, mrr));
    CHECK_FALSE(is_called_so("stripe.churn_rate", payments, mrr));
    CHECK_FALSE(is_called_so("mrr", payments, mrr));
    CHECK_FALSE(is_called_so(".mrr", payments, mrr));
    Plan nothing;
    CHECK_FALSE(is_verified(nothing, offers));
    nothing.measures = {{"stripe.gone", "sum", ""}};
    CHECK_FALSE(is_verified(nothing, offers));
    CHECK_FALSE(unverified_text(nothing, offers).empty());
}
