#include "api/endpoints/endpoints.h"

namespace parley::api {

Result<Reply> list_suggestions(const Deps& deps, Call& call) {
    constexpr std::size_t most = 12;
    PARLEY_TRY(const auto suggestions, deps.asker.suggestions(*call.org, most));
    OrderedJson items = OrderedJson::array();
    for (const auto& one : suggestions) {
        items.push_back({{"question", one.question}, {"vendor", one.vendor.text}, {"connection", one.connection_name}});
    }
    return Reply{200, {{"items", std::move(items)}}, "", {}};
}

}  // namespace parley::api
