#include "api/endpoints/endpoints.h"
#include "vendors/describe.h"

namespace parley::api {

Result<Reply> list_vendors(const Deps& deps, Call&) {
    OrderedJson items = OrderedJson::array();
    for (const auto& vendor : deps.catalogue.vendors()) items.push_back(vendors::card(vendor));
    return Reply{200, {{"items", std::move(items)}}, "", {}};
}

Result<Reply> get_vendor(const Deps& deps, Call& call) {
    PARLEY_TRY(const auto* vendor, deps.catalogue.get({call.at("id")}));
    return Reply{200, vendors::describe(*vendor), "", {}};
}

}  // namespace parley::api
