// The many ways in which people say the same: other words, half a name, a bare name, a date that lies ahead.
#include "compact.h"
#include "offers.h"
#include "planner/language/words.h"
#include "saturday.h"

#include <doctest/doctest.h>

namespace {

using namespace parley;
using namespace parley::planner;

struct Case {
    std::string question;
    std::string expected;
};

Dimension open_dimension(std::string id, std::vector<std::string> synonyms, const std::vector<std::string>& datasets) {
    Dimension out = dimension(std::move(id), std::move(synonyms), datasets);
    out.open_values = true;
    return out;
}

Offer tickets_offer() {
    Offer out;
    out.vendor = {"desk"};
    out.connection = {"c-desk"};
    out.connected = true;
    out.name = "Deskly";
    out.datasets = {dataset("tickets", "tickets", {}, "created"), dataset("boards", "boards", {}, ""),
                    dataset("people", "people", {}, "joined"), dataset("exports", "exports", {}, "")};
    Term wait{Aggregate::mean, "hours", "", Timing::during, {}};
    Metric resolution = metric("resolution_time", "resolution time", {}, "tickets", wait);
    resolution.unit = "hours";
    out.metrics = {metric("tickets", "tickets", {"number of tickets"}, "tickets", rows()),
                   metric("overdue_tickets", "overdue tickets", {}, "tickets", rows()),
                   resolution,
                   metric("boards", "number of boards", {"boards"}, "boards", rows()),
                   metric("registrations", "registrations", {}, "people", rows()),
                   metric("usage", "usage", {}, "people", rows()),
                   metric("exports", "exports", {}, "exports", rows())};
    auto platform = dimension("platform", {"platforms"}, {"tickets"});
    platform.values = {{"web", {}}, {"mobile", {}}};
    auto status = dimension("status", {}, {"tickets"});
    status.values = {{"open", {}}, {"merged", {}}};
    out.dimensions = {open_dimension("assignee", {"assignees"}, {"tickets"}),
                      open_dimension("project", {"projects"}, {"tickets"}),
                      open_dimension("team_inbox", {}, {"tickets"}),
                      open_dimension("board", {}, {"boards"}),
                      dimension("given_name", {}, {"people"}),
                      dimension("family_name", {}, {"people"}),
                      platform,
                      status};
    out.examples = {"How many tickets are overdue by assignee?"};
    return out;
}

Offer mail_offer(std::string id, std::string name, std::string measure) {
    Offer out;
    out.vendor = {id};
    out.connection = {"c-" + id};
    out.connected = true;
    out.name = std::move(name);
    out.datasets = {dataset("mails", "mails", {}, "sent")};
    out.metrics = {metric("bounced", std::move(measure), {}, "mails", rows())};
    out.dimensions = {dimension("country", {"countries"}, {"mails"})};
    return out;
}

std::vector<Offer> desk_and_payments() {
    return {tickets_offer(), payments_offer()};
}

template <std::size_t count>
void check_all(const Case (&cases)[count], const std::vector<Offer>& offers) {
    const Context context = context_on(saturday);
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(compact(plan(c.question, offers, context)) == c.expected);
    }
}

std::string notes_of(const std::string& question, const std::vector<Offer>& offers) {
    const auto decision = plan(question, offers, context_on(saturday));
    const auto* found = std::get_if<Plan>(&decision);
    return found == nullptr ? "no plan" : join(found->notes, "; ");
}

// Asks one question after the other, each with the plan before it.
std::string last_of(const std::vector<std::string>& turns) {
    const auto offers = desk_and_payments();
    Context context = context_on(saturday);
    std::optional<Plan> before;
    Decision decision = Refusal{};
    for (const auto& turn : turns) {
        context.previous = before ? &*before : nullptr;
        decision = plan(turn, offers, context);
        if (const auto* found = std::get_if<Plan>(&decision)) before = *found;
    }
    return compact(decision);
}

}  // namespace

TEST_CASE("planner: a name may be said in words of the same meaning") {
    const Case cases[] = {
        {"late tickets by assignee", "desk.overdue_tickets:count by assignee"},
        {"delayed issues last month", "desk.overdue_tickets:count in 2026-10-01..2026-11-01"},
        {"overdue tickets per owner", "desk.overdue_tickets:count by assignee"},
        {"show everything late by project", "desk.overdue_tickets:count by project"},
    };
    check_all(cases, desk_and_payments());
    const Case refused[] = {
        {"consumption last month", "refuse no_source"},    // One other word is no whole name.
        {"late \"overdue\" flights", "refuse off_topic"},  // Nor is a part of one.
        {"how late does the library open", "refuse off_topic"},
        {"who drew this picture and when", "refuse off_topic"},
    };
    check_all(refused, desk_and_payments());
}

TEST_CASE("planner: a slip in a small word or in the name of a grouping changes nothing") {
    const Case cases[] = {
        {"tickets lsat motnh", "desk.tickets:count in 2026-10-01..2026-11-01"},
        {"tickets per proejct", "desk.tickets:count by project"},
        {"tickets by asignee", "desk.tickets:count by assignee"},
        {"tickets by wingspan", "clarify with 4 choices"},
    };
    check_all(cases, desk_and_payments());
}

TEST_CASE("planner: several words for one thing, and work for whatever is done") {
    const Case cases[] = {
        {"tickets past their due date by assignee", "desk.overdue_tickets:count by assignee"},
        {"overdue work per assignee", "desk.overdue_tickets:count by assignee"},
    };
    check_all(cases, desk_and_payments());
}

TEST_CASE("planner: a number named in full is not answered by another one that has the grouping") {
    auto offers = desk_and_payments();
    const auto decision = plan("registrations by project", offers, context_on(saturday));
    const auto* clarify = std::get_if<Clarify>(&decision);
    REQUIRE(clarify != nullptr);
    CHECK(clarify->question.find("Registrations of Deskly cannot be grouped by project") == 0);
    CHECK(compact(plan("tickets by project", offers, context_on(saturday))) == "desk.tickets:count by project");
}

TEST_CASE("planner: what two vendors call alike is asked back, whatever synonym was said") {
    auto one = mail_offer("post", "Postbox", "bounce rate");
    auto two = mail_offer("mail", "Mailer", "bounce rate");
    one.metrics.front().synonyms = {"bounced mails share"};
    const auto both = plan("bounced mails share by country", std::vector<Offer>{one, two}, context_on(saturday));
    REQUIRE(std::holds_alternative<Clarify>(both));
    CHECK(std::get<Clarify>(both).choices.size() == 2);
    two.metrics.front().name = "opens";
    CHECK(compact(plan("bounced mails share by country", std::vector<Offer>{one, two}, context_on(saturday))) ==
          "post.bounced:count by country");
}

TEST_CASE("planner: a verb and its particle are one word, however they are joined") {
    for (const char* question : {"sign-ups last month", "signups last month", "sign ups last month"}) {
        CAPTURE(question);
        auto offers = desk_and_payments();
        offers.front().metrics[4].synonyms = {"signups"};
        CHECK(compact(plan(question, offers, context_on(saturday))) ==
              "desk.registrations:count in 2026-10-01..2026-11-01");
    }
}

TEST_CASE("planner: a period is asked of rows with dates, and a word that says what a name is counts nothing") {
    const Case cases[] = {
        {"how many tickets on the Delivery board", "desk.tickets:count"},
        {"boards", "desk.boards:count"},
        {"number of boards", "desk.boards:count"},
        {"number of boards last month", "desk.boards:count"},  // Said in full: shown as it is today.
    };
    check_all(cases, desk_and_payments());
}

TEST_CASE("planner: values that are set against each other are conditions and a grouping") {
    const Case cases[] = {
        {"Web vs mobile tickets last month",
         "desk.tickets:count by platform where platform in [\"web\",\"mobile\"] in 2026-10-01..2026-11-01"},
        {"tickets on web and mobile by assignee",
         "desk.tickets:count by assignee where platform in [\"web\",\"mobile\"]"},
        {"tickets on web and mobile", "desk.tickets:count by platform where platform in [\"web\",\"mobile\"]"},
        {"tickets in status merged that were opened last week",
         "desk.tickets:count where status = \"merged\" in 2026-11-09..2026-11-16"},
    };
    check_all(cases, desk_and_payments());
}

TEST_CASE("planner: the last word of a dimension's name stands for it where it is the only one") {
    const Case cases[] = {
        {"tickets per inbox", "desk.tickets:count by team_inbox"},
        {"tickets in each inbox last week", "desk.tickets:count by team_inbox in 2026-11-09..2026-11-16"},
        {"registrations by name", "clarify with 3 choices"},
        {"tickets by colour", "clarify with 4 choices"},
    };
    check_all(cases, desk_and_payments());
}

TEST_CASE("planner: a bare name is looked for where it most likely belongs") {
    const Case cases[] = {
        {"tickets for Northlight", "desk.tickets:count where project contains \"Northlight\""},
        {"tickets in Northlight last month",
         "desk.tickets:count where project contains \"Northlight\" in 2026-10-01..2026-11-01"},
        {"tickets by Anna", "desk.tickets:count where assignee contains \"Anna\""},
        {"tickets of Sprint 214", "desk.tickets:count where project contains \"Sprint 214\""},
        {"tickets of Content calendar", "desk.tickets:count where project contains \"Content calendar\""},
        {"tickets in Deskly", "desk.tickets:count"},
        {"tickets in October", "desk.tickets:count in 2026-10-01..2026-11-01"},
        {"tickets by Anna in the project Northlight",
         "desk.tickets:count where project contains \"Northlight\" where assignee contains \"Anna\""},
    };
    check_all(cases, desk_and_payments());
    CHECK(notes_of("tickets for Northlight", desk_and_payments()) == "\"Northlight\" is looked for in project");
    auto offers = desk_and_payments();
    offers.front().dimensions = {open_dimension("theme", {}, {"tickets"}), open_dimension("assignee", {}, {"tickets"})};
    CHECK(compact(plan("tickets for Northlight", offers, context_on(saturday))) == "clarify with 3 choices");
}

TEST_CASE("planner: two measures stand beside each other without steps of time where both have the grouping") {
    const std::vector<Offer> offers{payments_offer(), second_payments_offer(true),
                                    mail_offer("post", "Post", "bounces")};
    const Case cases[] = {
        {"gross volume vs chargebacks by currency last month",
         "stripe.gross_volume:sum + paypal.disputes:count by currency in 2026-10-01..2026-11-01"},
        {"gross volume by currency per week vs chargebacks last month",
         "stripe.gross_volume:sum + paypal.disputes:count per week in 2026-10-01..2026-11-01 beside on week"},
        {"gross volume by card brand vs chargebacks last month",
         "stripe.gross_volume:sum + paypal.disputes:count per day in 2026-10-01..2026-11-01 beside on day"},
        {"correlation between gross volume and chargebacks last month",
         "stripe.gross_volume:sum + paypal.disputes:count in 2026-10-01..2026-11-01 correlate on day"},
        {"refunds at Stripe and at PayPal last month",
         "stripe.refunded_amount:sum + paypal.refunds:sum in 2026-10-01..2026-11-01"},
    };
    check_all(cases, offers);
    CHECK(notes_of("gross volume by card brand vs chargebacks last month", offers).find("not split by card brand") !=
          std::string::npos);
}

TEST_CASE("planner: one thing under two names at two vendors is asked back, unless one explains more of the words") {
    std::vector<Offer> offers{mail_offer("post", "Post", "bounces"), mail_offer("dove", "Dove", "bounce rate")};
    const Context context = context_on(saturday);
    CHECK(compact(plan("bounces last month", offers, context)) == "clarify with 2 choices");
    CHECK(compact(plan("bounces last month in Dove", offers, context)) ==
          "dove.bounced:count in 2026-10-01..2026-11-01");
    CHECK(compact(plan("bounce rate last month", offers, context)) == "dove.bounced:count in 2026-10-01..2026-11-01");
    offers.back().dimensions.front() = dimension("plan", {}, {"mails"});
    CHECK(compact(plan("bounces by country", offers, context)) == "post.bounced:count by country");
}

TEST_CASE("planner: what a follow-up cannot do is asked back with the plan before it") {
    const Case cases[] = {
        {"by colour", "clarify with 4 choices"},
        {"only Northlight", "desk.tickets:count where project contains \"Northlight\" in 2026-10-01..2026-11-01"},
        {"and the wubbly flimflam?", "clarify with 4 choices"},
        {"and?", "desk.tickets:count in 2026-10-01..2026-11-01"},
        {"by project instead", "desk.tickets:count by project in 2026-10-01..2026-11-01"},
        {"mobile ones only", "desk.tickets:count where platform = \"mobile\" in 2026-10-01..2026-11-01"},
        {"who is the president of france and why", "refuse off_topic"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(last_of({"tickets last month", c.question}) == c.expected);
    }
    const auto offers = desk_and_payments();
    Context context = context_on(saturday);
    const auto before = std::get<Plan>(plan("tickets by project last month", offers, context));
    context.previous = &before;
    const auto asked = std::get<Clarify>(plan("by colour", offers, context));
    CHECK(asked.question.find("cannot be grouped by colour") != std::string::npos);
    CHECK(compact(asked.choices.front().plan) == "desk.tickets:count by assignee in 2026-10-01..2026-11-01");
    CHECK(compact(asked.choices.back().plan) == "desk.tickets:count in 2026-10-01..2026-11-01");
}

TEST_CASE("planner: why something is so is looked into by the next thing that its rows have") {
    CHECK(
        last_of({"tickets by project last month", "why so many in Northlight?"}) ==
        "desk.tickets:count by assignee where project contains \"Northlight\" in 2026-10-01..2026-11-01 order measure "
        "down");
    CHECK(last_of({"tickets by project last month", "and for Northlight?"}) ==
          "desk.tickets:count by project where project contains \"Northlight\" in 2026-10-01..2026-11-01");
}

TEST_CASE("planner: what is to come is not cut at today") {
    const Case cases[] = {
        {"tickets due on Friday", "desk.tickets:count in 2026-11-27..2026-11-28"},
        {"tickets due this week", "desk.tickets:count in 2026-11-16..2026-11-23"},
        {"tickets scheduled for March", "desk.tickets:count in 2027-03-01..2027-04-01"},
        {"tickets due in the next 30 days", "desk.tickets:count in 2026-11-21..2026-12-21"},
        {"tickets on Friday", "desk.tickets:count in 2026-11-20..2026-11-21"},
        {"tickets this week", "desk.tickets:count in 2026-11-16..2026-11-22"},
        {"tickets that were due on Friday", "desk.tickets:count in 2026-11-20..2026-11-21"},
        {"tickets due to rain in March", "desk.tickets:count in 2026-03-01..2026-04-01"},
        {"tickets due last week", "desk.tickets:count in 2026-11-09..2026-11-16"},
        {"tickets since the relaunch (1 April)", "desk.tickets:count in 2026-04-01..2026-11-22"},
    };
    check_all(cases, desk_and_payments());
    const Context context = context_on(saturday);
    for (const char* question : {"tickets due on Friday", "tickets due this week", "tickets scheduled for March"}) {
        CAPTURE(question);
        const auto decided = std::get<Plan>(plan(question, desk_and_payments(), context));
        const auto again = read_range(decided.range->phrase, context);
        REQUIRE(again);
        CHECK(again->start == decided.range->start);
        CHECK(again->end == decided.range->end);
        CHECK(again->phrase == decided.range->phrase);
    }
}

TEST_CASE("planner: a vendor that is not connected yields to one whose name is said in full, however scattered") {
    auto other = mail_offer("later", "Laterly", "tickets that are overdue");
    other.connected = false;
    auto offers = desk_and_payments();
    offers.push_back(other);
    CHECK(compact(plan("tickets that are overdue", offers, context_on(saturday))) == "desk.overdue_tickets:count");
    CHECK(compact(plan("tickets that are overdue in Laterly", offers, context_on(saturday))) ==
          "refuse no_source later");
}

TEST_CASE("planner: how long something takes is a time and no number of things") {
    const Case cases[] = {
        {"How long did resolution take in Deskly last month?", "desk.resolution_time:avg in 2026-10-01..2026-11-01"},
        {"how many tickets", "desk.tickets:count"},
        {"how long have you been alive", "refuse off_topic"},
    };
    check_all(cases, desk_and_payments());
}

TEST_CASE("planner: rows that nobody described are read without asking for their columns") {
    auto offers = desk_and_payments();
    CHECK(compact(plan("exports by colour", offers, context_on(saturday))) == "desk.exports:count");
    offers.front().datasets[3].fields = {{"size", Kind::count, Role::measure, "", ""}};
    CHECK(compact(plan("exports by colour", offers, context_on(saturday))) == "clarify with 1 choice");
}

TEST_CASE("planner: a vendor's name has no plural") {
    auto offers = desk_and_payments();
    offers.front().name = "Desk";
    CHECK(compact(plan("tickets in Desk", offers, context_on(saturday))) == "desk.tickets:count");
    const auto of_things = plan("sentries and desks", offers, context_on(saturday));
    CHECK_FALSE(std::holds_alternative<Plan>(of_things));
}

TEST_CASE("planner: of a named vendor only what it has a name for is answered") {
    const auto offers = desk_and_payments();
    const Context context = context_on(saturday);
    for (const char* strange : {"How many unicorns did Desk have last month?", "wingspan in Desk"}) {
        CAPTURE(strange);
        const auto decision = plan(strange, offers, context);
        const auto* clarify = std::get_if<Clarify>(&decision);
        REQUIRE(clarify != nullptr);
        CHECK(clarify->question == "Which number of Deskly is meant?");
        CHECK(clarify->choices.size() > 1);
    }
    CHECK(std::holds_alternative<Plan>(plan("tickets in Desk last month", offers, context)));
}

TEST_CASE("planner: a name with a capital inside is a name") {
    Stemmer stemmer;
    CHECK(words_of("iOS", stemmer).front().capital);
    CHECK_FALSE(words_of("ios", stemmer).front().capital);
    CHECK_FALSE(words_of("iOS", stemmer).front().upper);
}

TEST_CASE("planner: people have many names, and steps of time survive a slip") {
    const Case cases[] = {
        {"tickets by dev last month", "desk.tickets:count by assignee in 2026-10-01..2026-11-01"},
        {"tickets per colleague last month", "desk.tickets:count by assignee in 2026-10-01..2026-11-01"},
        {"tickets by asignee last month", "desk.tickets:count by assignee in 2026-10-01..2026-11-01"},
        {"tickets by asisgnee last month", "desk.tickets:count by assignee in 2026-10-01..2026-11-01"},
        {"tickets montly this year", "desk.tickets:count per month in 2026-01-01..2026-11-22"},
        {"tickets per qarter this year", "desk.tickets:count per quarter in 2026-01-01..2026-11-22"},
        {"tickets trend, last 4 quarters", "desk.tickets:count per quarter in 2025-10-01..2026-10-01"},
        {"tickets trend, last 6 weeks", "desk.tickets:count per week in 2026-10-05..2026-11-16"},
        {"tickets per sprint last month", "clarify with 4 choices"},
    };
    check_all(cases, desk_and_payments());
}
