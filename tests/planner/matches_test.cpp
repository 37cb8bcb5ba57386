#include "compact.h"
#include "offers.h"
#include "planner/keys.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::planner;

namespace {

Field keyed(std::string name, std::string identity) {
    return Field{std::move(name), Kind::text, Role::key, "", "", std::move(identity)};
}

Offer vendor(std::string id, std::string name, std::vector<std::string> synonyms) {
    Offer out;
    out.vendor = {id};
    out.connection = {"c-" + id};
    out.connected = true;
    out.name = std::move(name);
    out.synonyms = std::move(synonyms);
    return out;
}

Dataset with(Dataset from, std::vector<Field> fields) {
    from.fields = std::move(fields);
    return from;
}

Offer till() {
    Offer out = vendor("till", "Tillpay", {"billing system"});
    out.datasets = {with(dataset("charges", "charges", {}, "created"),
                         {keyed("email", "email"), keyed("company", "company"), keyed("customer", "")}),
                    with(dataset("plans", "plans", {}, "created"), {keyed("email", "email")}),
                    dataset("payouts", "payouts", {}, "created")};
    out.metrics = {money(metric("revenue", "revenue", {"takings"}, "charges", sum_of("amount"))),
                   metric("failed_payments", "failed payments", {"declined payments"}, "charges", rows()),
                   metric("paying", "active plans", {"paying customers", "subscribers"}, "plans", rows(Timing::at_end)),
                   metric("payouts", "payouts", {}, "payouts", rows())};
    Term mrr = sum_of("annual");
    mrr.timing = Timing::at_end;
    out.metrics.push_back(money(metric("mrr", "MRR", {}, "plans", mrr)));
    auto customer = dimension("customer", {"customers"}, {"charges"});
    auto company = dimension("company", {"companies"}, {"charges"});
    auto tier = dimension("tier", {"tiers"}, {"plans"});
    out.dimensions = {customer, company, tier};
    return out;
}

Offer desk() {
    Offer out = vendor("desk", "Chatdesk", {"help desk"});
    out.datasets = {with(dataset("conversations", "conversations", {}, "created"),
                         {keyed("email", "email"), keyed("organisation", "company")}),
                    with(dataset("open", "open conversations", {}, ""), {keyed("email", "email")})};
    out.metrics = {metric("tickets", "support tickets", {"tickets"}, "conversations", rows()),
                   metric("open_conversations", "open conversations", {}, "open", rows())};
    auto urgency = dimension("urgency", {"urgencies"}, {"conversations"});
    urgency.values = {{"critical", {}}, {"low", {}}};
    out.dimensions = {urgency, dimension("organisation", {"company", "companies"}, {"conversations"})};
    return out;
}

Offer crm(const char* id, const char* name) {
    Offer out = vendor(id, name, {"crm"});
    out.datasets = {with(dataset("people", "people", {}, "created"), {keyed("email", "email")})};
    out.metrics = {metric("people", "new people", {"people added"}, "people", rows())};
    return out;
}

std::string answer_of_two(const char* question, const std::vector<Offer>& offers) {
    const Context context{Calendar(), Day::of(2026, 11, 21), {}, nullptr};
    return compact(plan(question, offers, context));
}

const std::vector<Offer>& house() {
    static const std::vector<Offer> offers{till(), desk(), crm("rolo", "Rolobase")};
    return offers;
}

}  // namespace

TEST_CASE("planner: people whom two vendors know are matched by a key that both have") {
    struct {
        const char* question;
        const char* expected;
    } const cases[] = {
        {"customers with failing payments who also have an open conversation",
         "till.failed_payments:count + desk.open_conversations:count by email match on email whole as table"},
        {"Which customers with failed payments also have open conversations?",
         "till.failed_payments:count + desk.open_conversations:count by email match on email whole as table"},
        {"paying accounts missing in the CRM",
         "till.paying:count + rolo.people:count by email without on email whole as table"},
        {"which subscribers are not in Rolobase",
         "till.paying:count + rolo.people:count by email without on email whole as table"},
        {"how many paying customers are missing in the CRM",
         "till.paying:count + rolo.people:count without on email whole"},
        {"paying customers without a Rolobase contact",
         "till.paying:count + rolo.people:count by email without on email whole as table"},
        {"paying customers who never opened a ticket",
         "till.paying:count + desk.tickets:count by email without on email whole as table"},
        {"paying customers who never opened a ticket in the last 30 days",
         "till.paying:count + desk.tickets:count by email in 2026-10-23..2026-11-22 without on email as table"},
        {"paying accounts missing in the CRM last month",
         "till.paying:count + rolo.people:count by email in 2026-10-01..2026-11-01 without on email whole as table"},
        {"MRR of the customers with open conversations",
         "till.mrr:sum + desk.open_conversations:count match on email whole"},
        {"MRR by tier of our customers with open conversations",
         "till.mrr:sum + desk.open_conversations:count by tier match on email whole"},
        {"MRR of the customers with critical tickets",
         "till.mrr:sum + desk.tickets:count match on email where urgency = \"critical\""},
        {"customers with failed payments last month who also have open conversations",
         "till.failed_payments:count + desk.open_conversations:count by email in 2026-10-01..2026-11-01 match on email "
         "whole as table"},
        {"customers with failed payments who also have tickets in the last 30 days",
         "till.failed_payments:count + desk.tickets:count by email in 2026-10-23..2026-11-22 match on email as table"},
        {"takings of the customers who are in the CRM", "till.revenue:sum + rolo.people:count match on email whole"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(answer_of_two(c.question, house()) == c.expected);
    }
}

TEST_CASE("planner: what two vendors count for the same key stands side by side") {
    struct {
        const char* question;
        const char* expected;
    } const cases[] = {
        {"revenue by company next to support tickets by company",
         "till.revenue:sum + desk.tickets:count by company beside on company"},
        {"revenue per customer against tickets", "till.revenue:sum + desk.tickets:count by email beside on email"},
        {"revenue by company vs tickets last month",
         "till.revenue:sum + desk.tickets:count by company in 2026-10-01..2026-11-01 beside on company"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(answer_of_two(c.question, house()) == c.expected);
    }
}

TEST_CASE("planner: no key is made up, and one question about one vendor stays one") {
    struct {
        const char* question;
        const char* expected;
    } const cases[] = {
        {"revenue by month", "till.revenue:sum per month in 2025-11-01..2026-11-01"},
        {"open conversations", "desk.open_conversations:count"},
        {"support tickets by urgency", "desk.tickets:count by urgency"},
        {"how many support tickets without an owner", "desk.tickets:count"},
        {"failed payments without refunds", "till.failed_payments:count"},
        {"support tickets with urgency critical", "desk.tickets:count where urgency = \"critical\""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        CHECK(answer_of_two(c.question, house()) == c.expected);
    }
}

TEST_CASE("planner: where nothing tells who is the same, it is asked back and no half is answered") {
    // Payouts have no e-mail address.
    CHECK(answer_of_two("customers with payouts who also have open conversations", house()) ==
          "clarify with 2 choices");
    CHECK(answer_of_two("customers with payouts but no open conversation", house()) == "clarify with 2 choices");
}

TEST_CASE("planner: what people did is a number of it") {
    CHECK(answer_of_two("people with failed payments who never complained", house()).find("match") ==
          std::string::npos);
    auto offers = house();
    offers[0].metrics.push_back(metric("successful", "successful payments", {}, "charges", rows()));
    CHECK(answer_of_two("who paid but has no open conversation", offers).find("till.successful:count") == 0);
    CHECK(answer_of_two("people who paid last month but have no open conversation", offers) ==
          "till.successful:count + desk.open_conversations:count by email in 2026-10-01..2026-11-01 without on email "
          "whole as table");
}

TEST_CASE("planner: of several vendors of a kind it is asked which one, and of none it is said who could") {
    const std::vector<Offer> two{till(), crm("rolo", "Rolobase"), crm("deals", "Dealhub")};
    CHECK(answer_of_two("paying customers missing in the CRM", two) == "clarify with 2 choices");
    CHECK(answer_of_two("paying customers missing in Dealhub", two) ==
          "till.paying:count + deals.people:count by email without on email whole as table");
    std::vector<Offer> none{till(), crm("rolo", "Rolobase")};
    none[1].connected = false;
    CHECK(answer_of_two("paying customers missing in the CRM", none) == "refuse no_source rolo");
}

TEST_CASE("planner: a follow-up changes the period of a match and keeps the rest") {
    const Context first{Calendar(), Day::of(2026, 11, 21), {}, nullptr};
    const auto before = plan("paying accounts missing in the CRM", house(), first);
    REQUIRE(std::holds_alternative<Plan>(before));
    const Context next{Calendar(), Day::of(2026, 11, 21), {}, &std::get<Plan>(before)};
    CHECK(compact(plan("and last month?", house(), next)) ==
          "till.paying:count + rolo.people:count by email in 2026-10-01..2026-11-01 without on email whole as table");
    CHECK(compact(plan("by month", house(), next)) ==
          "till.paying:count + rolo.people:count by email without on email whole as table");
}

TEST_CASE("planner: a plan with a join by key is the same after it was stored") {
    const Context context{Calendar(), Day::of(2026, 11, 21), {}, nullptr};
    const auto decision = plan("MRR of the customers with critical tickets last month", house(), context);
    REQUIRE(std::holds_alternative<Plan>(decision));
    const Plan& made = std::get<Plan>(decision);
    const auto read = plan_from_json(sorted(to_json(made)));
    REQUIRE(read);
    CHECK(to_json(read.value()) == to_json(made));
    for (const char* wrong :
         {R"({"kind":"match","on":""})", R"({"kind":"meet","on":"email"})", R"({"kind":"correlate","on":"email"})",
          R"({"kind":"match","on":"email","filters":[{"field":"a","op":"like","value":1}]})"}) {
        CAPTURE(wrong);
        Json json = sorted(to_json(made));
        json["join"] = Json::parse(wrong);
        CHECK(!plan_from_json(json));
    }
}

TEST_CASE("planner: keys are compared without regard to capitals and blanks, and no further") {
    struct {
        const char* on;
        const char* left;
        const char* right;
        bool same;
    } const cases[] = {
        {"email", " Ada@Example.COM ", "ada@example.com", true},
        {"email", "ada@example.com", "ada@example.org", false},
        {"email", "a da@example.com", "ada@example.com", false},
        {"company", "Alder  Studio", "alder studio", true},
        {"company", "Alder Studio", "Alder Studio Ltd", false},
        {"domain", "https://www.alder.example/about", "alder.example", true},
        {"domain", "shop.alder.example", "alder.example", false},
        {"sku", "AB-1", "ab-1", true},
        {"sku", "AB-1", "AB1", false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.left);
        CHECK((compared_key(c.left, c.on) == compared_key(c.right, c.on)) == c.same);
    }
    CHECK(compared_key(" \t", "email").empty());
    CHECK(keys_for("companies").front() == "company");
    CHECK(keys_for("clients").front() == "email");
    CHECK(keys_for("weeks").empty());
    CHECK(key_column(desk(), "conversations", "company") == "organisation");
    CHECK(key_column(desk(), "open", "company").empty());
    CHECK(key_name("company", true) == "companies");
}
