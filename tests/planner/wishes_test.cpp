// Wishes that are no commands, slips of the pen, and several words for one.
#include "planner/language/intent.h"
#include "planner/language/paraphrases.h"
#include "planner/language/spelling.h"

#include <doctest/doctest.h>

namespace {

using namespace parley::planner;

Words split_words(const std::string& text) {
    Stemmer stemmer;
    return words_of(text, stemmer);
}

std::string rephrased(const std::string& text) {
    Stemmer stemmer;
    Words words = words_of(text, stemmer);
    rephrase(words, stemmer);
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : " ") + word.text;
    return out;
}

}  // namespace

TEST_CASE("planner: a wish is known however politely it is put") {
    for (const char* wish : {"it would be lovely if the item had Petra as its owner",
                             "I'd be happier if the ticket was assigned to Eva",
                             "let jane see the contracts folder",
                             "let everyone know that the site is down",
                             "mind closing it?",
                             "how about moving the sprint end to Friday",
                             "why don't you merge it",
                             "feel free to archive the cards",
                             "the folder should only be visible to finance",
                             "Tom should no longer see the salary sheet",
                             "could the invoice go out today",
                             "have Jan's tasks moved to Petra",
                             "Petra needs access to the board",
                             "the headline needs fixing",
                             "please get PR 482 into main",
                             "ask Petra to review it",
                             "ask everyone with an open bill to pay",
                             "nudge those clients with a reminder, would you",
                             "chase the customers with unpaid invoices",
                             "follow up with everyone who has an open invoice",
                             "tick off the task",
                             "would you be so kind as to refund the charge from Friday",
                             "could you do me a favour and close the ticket",
                             "everything unowned should be Marta's from now on",
                             "the draft about opening hours should go live today",
                             "Tomas needs edit rights on the folder",
                             "enter the bill into the books",
                             "OK, shift every one of them to next Monday",
                             "show me the unpaid invoices and nudge each of those customers",
                             "delte last year's designs nobody opened",
                             "aprove all pending reimbursements",
                             "bring the price down to 49"}) {
        CAPTURE(std::string(wish));
        CHECK(find_write_wish(split_words(wish)).has_value());
    }
    for (const char* question : {"it would be great if you could show me the open tickets",
                                 "it'd be nice if I could see MRR by plan",
                                 "let me see the open deals",
                                 "let's look at churn by month",
                                 "get the deals closed last week",
                                 "put gross volume next to what we spent",
                                 "deleted files last week",
                                 "invites last month by country",
                                 "chance the deal closes this month",
                                 "take the last 4 weeks",
                                 "make that the last 7 days",
                                 "I need net profit for the quarter that just closed",
                                 "lay the two years side by side",
                                 "would you be able to show me churn by plan",
                                 "shift hours by employee last week",
                                 "sales and refunds each month",
                                 "how many tasks were handed over to Petra",
                                 "which customers need a reminder",
                                 "mind telling me how many deals we won?",
                                 "how about orders by city",
                                 "bring me the revenue of last week",
                                 "the tasks that need fixing per team",
                                 "drop off by step",
                                 "thank you",
                                 "name the five biggest customers",
                                 "deals that should close this month by owner",
                                 "get back to me with the open deals",
                                 "contact us form submissions by page",
                                 "follow up tasks by owner",
                                 "could you double check the revenue",
                                 "an overview of open deals would be great"}) {
        CAPTURE(question);
        CHECK_FALSE(find_write_wish(split_words(question)).has_value());
    }
}

TEST_CASE("planner: what would be lovely is only suspected to be a wish") {
    CHECK(may_be_wish(split_words("a square version of the summer poster would be lovely")));
    CHECK(may_be_wish(split_words("Acme should get a discount on the plan")));
    CHECK_FALSE(may_be_wish(split_words("a list of the open deals would be lovely")));
    CHECK_FALSE(may_be_wish(split_words("which customers should get a discount")));
}

TEST_CASE("planner: a slip in a word of time or order is put right, and no word of its own is taken for one") {
    struct {
        std::string written;
        std::string meant;
    } const slips[] = {{"lsat", "last"},       {"dyas", "days"},          {"motnh", "month"}, {"qarter", "quarter"},
                       {"eahc", "each"},       {"evrey", "every"},        {"snice", "since"}, {"agaist", "against"},
                       {"Ocotber", "Ocotber"}, {"septmber", "september"}, {"wich", "which"},  {"calender", "calendar"},
                       {"montly", "monthly"}};
    for (const auto& slip : slips) {
        CAPTURE(slip.written);
        CHECK(respelled(slip.written) == slip.meant);
    }
    for (const char* own : {"list",    "lost",   "lasts",  "dairy",  "mouth",   "form",     "must",  "moist",
                            "split",   "splits", "shared", "thin",   "pass",    "part",     "junk",  "marc",
                            "quartet", "yeah",   "weed",   "latest", "average", "tuesdays", "totals"}) {
        CAPTURE(own);
        CHECK(respelled(own) == own);
    }
    CHECK(is_one_slip("onwer", "owner"));
    CHECK_FALSE(is_one_slip("downer", "owner"));  // The first letter is never wrong.
    CHECK(lacks_inner_letter("stok", "stock"));
    CHECK_FALSE(lacks_inner_letter("make", "maker"));
}

TEST_CASE("planner: several words of general English mean what one word means") {
    CHECK(rephrased("tasks past their due date by owner") == "tasks overdue by owner");
    CHECK(rephrased("items nobody owns on the board") == "items unassigned on the board");
    CHECK(rephrased("how many text messages last week") == "how many sms last week");
    CHECK(rephrased("where do people give up") == "where do people drop off");
    CHECK(rephrased("the list \"Give up\" by day") == "the list give up by day");  // Somebody's name for a list.
    CHECK(rephrased("tasks due by owner") == "tasks due by owner");
    const Words words = split_words("tasks past their due date by owner");
    Stemmer stemmer;
    Words kept = words;
    rephrase(kept, stemmer);
    REQUIRE(kept.size() == 4);
    CHECK(kept[1].at == 6);
    CHECK(kept[1].at + kept[1].length == words[4].at + words[4].length);  // It stands where they stood.
    CHECK(kept[2].text == "by");
}
