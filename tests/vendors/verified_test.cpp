// Which numbers of a manifest are verified.
#include "samples.h"

using namespace parley;
using namespace parley::vendors;

namespace {

bool is_verified(const Vendor& vendor, const char* metric) {
    const auto offer = make_offer_unconnected(vendor);
    REQUIRE(offer.metric(metric) != nullptr);
    return offer.metric(metric)->verified;
}

}  // namespace

TEST_CASE("vendors: a number is verified where its tool is known and nothing it is made of is called unconfirmed") {
    CHECK(is_verified(sample_vendor(""), "sales"));
    CHECK(is_verified(sample_vendor(""), "gift_rate"));
    struct {
        const char* what;
        void (*change)(Manifest&);
        bool sales, gift_rate;
    } const cases[] = {
        {"seen is enough", [](Manifest& it) { it.tools.at("orders").confidence = "seen"; }, true, true},
        {"the tool's own confidence counts before the address's",
         [](Manifest& it) {
             it.server.confidence = "unconfirmed";
             it.tools.at("orders").confidence = "documented";
         },
         true, true},
        {"an address that nobody has confirmed", [](Manifest& it) { it.server.confidence = "unconfirmed"; }, false,
         false},
        {"a tool that nobody has confirmed", [](Manifest& it) { it.tools.at("orders").confidence = "unconfirmed"; },
         false, false},
        {"a tool without a name of its own", [](Manifest& it) { it.tools.at("orders").names.clear(); }, false, false},
        {"rows of unconfirmed form",
         [](Manifest& it) { it.datasets.at("orders").offer.description = "One row for each order; unconfirmed form."; },
         false, false},
        {"an unconfirmed column",
         [](Manifest& it) { it.datasets.at("orders").offer.fields.front().description = "Unconfirmed."; }, false,
         false},
        {"a table that the customer made", [](Manifest& it) { it.datasets.at("orders").offer.open_fields = true; },
         false, false},
        {"one number alone",
         [](Manifest& it) {
             for (auto& metric : it.metrics) {
                 if (metric.id == "sales") metric.description = "The sum; the unit is unconfirmed.";
             }
         },
         false, true},
        {"a tool that is not there", [](Manifest& it) { it.tools.erase("orders"); }, false, false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        Vendor vendor = sample_vendor("");
        c.change(vendor.manifest);
        CHECK(is_verified(vendor, "sales") == c.sales);
        CHECK(is_verified(vendor, "gift_rate") == c.gift_rate);
    }
}

TEST_CASE("vendors: of a server that nobody described no number is verified") {
    policy::ToolDefinition orders;
    orders.name = "list_orders";
    orders.description = "Lists orders.";
    const auto offer = make_offer_inferred({"c2"}, "Warehouse", {orders});
    REQUIRE_FALSE(offer.metrics.empty());
    for (const auto& metric : offer.metrics) CHECK_FALSE(metric.verified);
}
