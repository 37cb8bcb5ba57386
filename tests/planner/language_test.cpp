#include "planner/language/cues.h"
#include "planner/language/intent.h"
#include "planner/planner.h"

#include <doctest/doctest.h>
#include <thread>

namespace {

using namespace parley::planner;

Words split_words(const std::string& text) {
    Stemmer stemmer;
    return words_of(text, stemmer);
}

Cues cues_of(const char* text) {
    const auto words = split_words(text);
    Uses uses(words.size(), Use::open);
    return read_cues(words, uses);
}

}  // namespace

TEST_CASE("planner: words keep their place, their stem and their writing") {
    const auto words = split_words("Open-rate of the \"Spring sale\", last quarter's EUR");
    REQUIRE(words.size() == 9);
    CHECK(words[0].text == "open");
    CHECK(words[1].text == "rate");
    CHECK(words[0].capital);
    CHECK(words[4].quoted);
    CHECK(words[5].quoted);
    CHECK_FALSE(words[6].quoted);
    CHECK(words[6].breaks);
    CHECK(words[7].text == "quarter");
    CHECK(words[8].upper);
    CHECK(words[8].at == 47);
    CHECK(split_words("cancelled")[0].stem == split_words("cancellations")[0].stem);
    CHECK(split_words("").empty());
    CHECK(split_words("?!").empty());
}

TEST_CASE("planner: a wish to change something is known by its verb") {
    struct {
        std::string text;
        bool write;
    } const cases[] = {
        {"Refund the last Stripe payment", true},
        {"could you please cancel subscription sub_123", true},
        {"I want to send the newsletter to everyone", true},
        {"please pause the welcome flow", true},
        {"delete all test customers", true},
        {"issue a new invoice to Globex", true},
        {"set the price of the Pro plan to 30", true},
        {"add Jana to the VIP list", true},
        {"turn off the abandoned cart flow until monday", true},
        {"give customer cus_12 their money back", true},
        {"archive the project Website", true},
        {"which conversations are unanswered? close them all", true},
        {"show churned customers and email them an offer", true},
        {"this campaign should be deleted", true},
        {"I'd like you to update the card of cus_9", true},
        {"Refund order 17", true},
        {"how many refunds did we make", false},
        {"which subscriptions were cancelled last month", false},
        {"show cancelled orders", false},
        {"how do I refund a payment", false},
        {"refund rate by month", false},
        {"refunds last week", false},
        {"unsubscribe rate vs churn rate", false},
        {"open rate by segment", false},
        {"close rate by team", false},
        {"share of refunds this year", false},
        {"give me the revenue by country", false},
        {"send me the numbers of last month", false},
        {"make a chart of MRR", false},
        {"create a table of churn by plan", false},
        {"can you show me the charges", false},
        {"I need to know what was paid out", false},
        {"issues opened per week", false},
        {"orders and returns by day", false},
        {"", false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(find_write_wish(split_words(c.text)).has_value() == c.write);
    }
}

TEST_CASE("planner: wishes without a known verb are only suspected") {
    for (const char* text : {"I need hot dogs on my list", "please put my account on hold", "can I get more credit"}) {
        CAPTURE(text);
        CHECK(is_write_wish(text));
    }
    for (const char* text : {"MRR last quarter", "I want to know the churn rate", "can you tell me our revenue",
                             "what is our revenue", "top 10 customers"}) {
        CAPTURE(text);
        CHECK_FALSE(is_write_wish(text));
    }
}

TEST_CASE("planner: cues say how the answer is shaped") {
    CHECK(cues_of("top 5 customers").limit == 5);
    CHECK(cues_of("top five customers").limit == 5);
    CHECK(cues_of("best ten").limit == 10);
    CHECK(cues_of("top customers").top);
    CHECK_FALSE(cues_of("top customers").limit);
    CHECK(cues_of("lowest rate").descending == false);
    CHECK(cues_of("the most sales").descending == true);
    CHECK_FALSE(cues_of("sales").descending);
    CHECK(cues_of("themes that grew most").by_change);
    CHECK(cues_of("revenue by month").grain == parley::Grain::month);
    CHECK(cues_of("revenue weekly").grain == parley::Grain::week);
    CHECK(cues_of("month by month").grain == parley::Grain::month);
    CHECK_FALSE(cues_of("monthly recurring revenue").grain);
    CHECK(cues_of("revenue over time").trend);
    CHECK(cues_of("revenue by country as a bar chart").chart == "bar");
    CHECK(cues_of("as a table").chart == "table");
    CHECK(cues_of("as a pie chart").chart.empty());
    CHECK(cues_of("as a pie chart").chart_note != "");
    CHECK(cues_of("bar association members").chart.empty());
    CHECK(cues_of("average order").aggregate == "avg");
}

TEST_CASE("planner: comparisons with the period before") {
    CHECK(read_comparison(split_words("sales last month compared with the month before")).with ==
          Compare::previous_period);
    CHECK(read_comparison(split_words("sales this month vs last month")).with == Compare::previous_period);
    CHECK(read_comparison(split_words("sales compared with a year earlier")).with == Compare::previous_year);
    CHECK(read_comparison(split_words("revenue yoy")).with == Compare::previous_year);
    CHECK(read_comparison(split_words("sales vs refunds")).with == Compare::none);
    CHECK(read_comparison(split_words("more than 30 customers")).with == Compare::none);
}

TEST_CASE("planner: a number of things is asked for in words, not inside of one") {
    for (const char* asks :
         {"How many orders?", "the number of orders by country", "Count the orders", "order counts"}) {
        CAPTURE(asks);
        CHECK(asks_for_count(asks));
    }
    for (const char* does_not :
         {"Orders by country", "Show the discounts", "accounts and their counters", "", "many"}) {
        CAPTURE(does_not);
        CHECK_FALSE(asks_for_count(does_not));
    }
}

TEST_CASE("planner: stemming works from several threads at once") {
    std::vector<std::thread> threads;
    std::vector<std::string> stems(8);
    for (auto& stem : stems) {
        threads.emplace_back([&stem] {
            for (int k = 0; k < 200; ++k) stem = split_words("subscriptions")[0].stem;
        });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& stem : stems) CHECK(stem == "subscript");
}
