#pragma once
// Offers as three vendors' manifests make them, cut to what the planner's tests need.

#include "planner/planner.h"

#include <string>
#include <vector>

namespace parley::planner {

inline Term sum_of(std::string column) {
    return Term{Aggregate::sum, std::move(column), "", Timing::during, {}};
}

inline Term rows(Timing timing = Timing::during, std::string time_column = "") {
    return Term{Aggregate::count, "", std::move(time_column), timing, {}};
}

inline Metric metric(std::string id, std::string name, std::vector<std::string> synonyms, std::string dataset,
                     Term value) {
    Metric out;
    out.id = std::move(id);
    out.name = std::move(name);
    out.synonyms = std::move(synonyms);
    out.dataset = std::move(dataset);
    out.value = std::move(value);
    return out;
}

inline Metric money(Metric from) {
    from.kind = Kind::money;
    from.better = Better::up;
    return from;
}

inline Metric rate(Metric from, Term per, Better better) {
    from.per = std::move(per);
    from.kind = Kind::ratio;
    from.unit = "percent";
    from.better = better;
    return from;
}

inline Dataset dataset(std::string id, std::string name, std::vector<std::string> synonyms, std::string time_field) {
    Dataset out;
    out.id = std::move(id);
    out.name = std::move(name);
    out.synonyms = std::move(synonyms);
    out.tool = "read_" + out.id;
    out.time_field = std::move(time_field);
    return out;
}

inline Dimension dimension(std::string id, std::vector<std::string> synonyms,
                           const std::vector<std::string>& datasets) {
    Dimension out;
    out.name = id;
    for (char& c : out.name) {
        if (c == '_') c = ' ';
    }
    out.synonyms = std::move(synonyms);
    for (const auto& of : datasets) out.columns[of] = id;
    out.id = std::move(id);
    return out;
}

inline Offer payments_offer() {
    Offer out;
    out.vendor = {"stripe"};
    out.connection = {"c-stripe"};
    out.connected = true;
    out.name = "Stripe";
    out.synonyms = {"billing"};
    out.datasets = {dataset("charges", "charges", {"payments", "transactions"}, "created"),
                    dataset("subscriptions", "subscriptions", {"plans"}, "created"),
                    dataset("balance", "balance transactions", {}, "created"),
                    dataset("refunds", "refunds", {}, "created"), dataset("settings", "settings", {}, "")};
    Term mrr = sum_of("annual_amount");
    mrr.timing = Timing::at_end;
    out.metrics = {
        money(metric("mrr", "MRR", {"monthly recurring revenue"}, "subscriptions", mrr)),
        metric("active_subscriptions", "active subscriptions", {"subscribers"}, "subscriptions", rows(Timing::at_end)),
        rate(metric("churn_rate", "churn rate", {"churn", "subscriber churn"}, "subscriptions",
                    rows(Timing::during, "canceled_at")),
             rows(Timing::at_start), Better::down),
        metric("cancellations", "cancellations", {"cancelled subscriptions", "subscriptions cancelled"},
               "subscriptions", rows(Timing::during, "canceled_at")),
        money(metric("gross_volume", "gross volume", {"revenue", "sales", "card volume"}, "charges", sum_of("amount"))),
        metric("failed_payments", "failed payments", {"declined payments"}, "charges", rows()),
        rate(metric("refund_rate", "refund rate", {"share of refunds"}, "balance", sum_of("refunded")),
             sum_of("charged"), Better::down),
        money(metric("refunded_amount", "refunds", {"refunded amount"}, "refunds", sum_of("amount"))),
        metric("users", "team members", {"seats"}, "settings", rows()),
    };
    auto country = dimension("country", {"countries", "market"}, {"charges", "subscriptions"});
    country.values = {{"DE", {"germany"}}, {"US", {"united states"}}, {"AT", {"austria"}}};
    auto currency = dimension("currency", {"currencies"}, {"charges", "subscriptions", "balance", "refunds"});
    currency.values = {{"EUR", {"euro"}}, {"USD", {"dollar"}}};
    auto brand = dimension("card_brand", {"card network"}, {"charges"});
    brand.values = {{"visa", {}}, {"amex", {"american express"}}};
    auto customer = dimension("customer", {"customers", "client"}, {"charges", "subscriptions"});
    customer.open_values = true;
    auto plan = dimension("plan", {"plans", "tier"}, {"subscriptions"});
    plan.open_values = true;
    out.dimensions = {country, currency, brand, customer, plan};
    out.examples = {"How did MRR develop month by month this year?",
                    "Which customers paid us the most in the last 12 months?"};
    return out;
}

inline Offer mailing_offer() {
    Offer out;
    out.vendor = {"ecomail"};
    out.connection = {"c-ecomail"};
    out.connected = true;
    out.name = "Ecomail";
    out.datasets = {dataset("campaign_stats", "campaign statistics", {"campaigns", "emails"}, "sent_at"),
                    dataset("automation_stats", "automation statistics", {}, "day"),
                    dataset("list_growth", "list growth", {}, "day")};
    Term size = sum_of("subscribers");
    size.timing = Timing::at_end;
    out.metrics = {
        rate(metric("open_rate", "open rate", {"opens"}, "campaign_stats", sum_of("opens")), sum_of("delivered"),
             Better::up),
        rate(metric("click_rate", "click rate", {"clicks", "CTR"}, "campaign_stats", sum_of("clicks")),
             sum_of("delivered"), Better::up),
        rate(metric("unsubscribe_rate", "unsubscribe rate", {"opt-outs"}, "campaign_stats", sum_of("unsubscribes")),
             sum_of("delivered"), Better::down),
        rate(metric("automation_unsubscribe_rate", "automation unsubscribe rate", {}, "automation_stats",
                    sum_of("unsubscribes")),
             sum_of("delivered"), Better::down),
        rate(metric("conversion_rate", "conversion rate", {"converting", "conversion of a series", "welcome series"},
                    "automation_stats", sum_of("conversions")),
             sum_of("entries"), Better::up),
        metric("subscribers_gained", "subscribers gained", {"gain subscribers", "list growth"}, "list_growth",
               sum_of("gained")),
        metric("list_size", "list size", {"contacts"}, "list_growth", size),
    };
    auto segment = dimension("segment", {"segments", "audience segment"}, {"campaign_stats"});
    auto automation = dimension("automation", {"automations", "flow", "series"}, {"automation_stats"});
    automation.open_values = true;
    auto campaign = dimension("campaign", {"campaigns", "newsletter"}, {"campaign_stats"});
    campaign.open_values = true;
    auto list = dimension("list", {"lists", "audience"}, {"list_growth"});
    auto channel = dimension("channel", {"channels"}, {"campaign_stats"});
    channel.values = {{"email", {"emails"}}, {"SMS", {"text message"}}};
    out.dimensions = {segment, automation, campaign, list, channel};
    out.examples = {"What was the open rate by segment last quarter?"};
    return out;
}

inline Offer feedback_offer() {
    Offer out;
    out.vendor = {"clootrack"};
    out.connection = {"c-clootrack"};
    out.connected = true;
    out.name = "Clootrack";
    out.datasets = {dataset("theme_mentions", "theme mentions", {"feedback", "mentions"}, "week")};
    out.metrics = {
        metric("theme_volume", "theme volume", {"mentions", "theme trend"}, "theme_mentions", sum_of("mentions")),
        rate(metric("share_of_negative", "share of negative feedback", {"negative sentiment"}, "theme_mentions",
                    sum_of("negative")),
             sum_of("mentions"), Better::down),
        rate(metric("sentiment_score", "sentiment score", {"sentiment"}, "theme_mentions", sum_of("net")),
             sum_of("mentions"), Better::up),
    };
    auto theme = dimension("theme", {"themes", "topic", "experience themes"}, {"theme_mentions"});
    theme.open_values = true;
    auto driver = dimension("driver", {"drivers"}, {"theme_mentions"});
    auto source = dimension("feedback_source", {"source", "sources"}, {"theme_mentions"});
    out.dimensions = {theme, driver, source};
    out.examples = {"What were the top drivers of negative sentiment last quarter?"};
    return out;
}

inline std::vector<Offer> three_offers() {
    return {payments_offer(), mailing_offer(), feedback_offer()};
}

// A second vendor that takes payments, so that some questions have two homes.
inline Offer second_payments_offer(bool connected) {
    Offer out;
    out.vendor = {"paypal"};
    out.connected = connected;
    if (connected) out.connection = {"c-paypal"};
    out.name = "PayPal";
    out.datasets = {dataset("transactions", "transactions", {"payments"}, "created"),
                    dataset("disputes", "disputes", {"chargebacks"}, "opened")};
    out.metrics = {money(metric("refunds", "refunds", {}, "transactions", sum_of("refunded"))),
                   money(metric("sales_volume", "sales volume", {"sales"}, "transactions", sum_of("amount"))),
                   metric("disputes", "disputes", {"chargebacks"}, "disputes", rows())};
    out.dimensions = {dimension("currency", {"currencies"}, {"transactions", "disputes"})};
    out.examples = {"How many disputes were opened last month?"};
    return out;
}

inline Context context_on(Day today) {
    Context context;
    CalendarRules rules;
    rules.zone = "Europe/Prague";
    context.calendar = Calendar::make(rules).value();
    context.today = today;
    context.named_days = {{"policy change", Day::of(2026, 6, 1)}};
    return context;
}

}  // namespace parley::planner
