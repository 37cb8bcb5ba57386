// The catalogue for everybody: what can be connected, and how.
#include "api/catalogue_pages.h"
#include "api/endpoints/endpoints.h"
#include "base/text.h"

namespace parley::api {
namespace {

constexpr std::size_t words_bytes_max = 100;

std::string asked_for(const Call& call, const std::string& name) {
    const auto found = call.query.find(name);
    if (found == call.query.end() || !is_valid_utf8(found->second)) return "";
    return found->second.size() > words_bytes_max ? "" : found->second;
}

}  // namespace

Result<Reply> integrations(const Deps& deps, Call& call) {
    return Reply{200, {}, catalogue_page(deps.catalogue, {asked_for(call, "q"), asked_for(call, "category")}), {}};
}

Result<Reply> integration(const Deps& deps, Call& call) {
    PARLEY_TRY(const auto* vendor, deps.catalogue.get({call.at("id")}));
    return Reply{200, {}, guide_page(deps.catalogue, *vendor), {}};
}

}  // namespace parley::api
