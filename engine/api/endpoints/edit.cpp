#include "api/endpoints/endpoints.h"

namespace parley::api {

// {"change": {"group_by": ["country"], "range": "last month"}, "explain": false} -> a new answer; the old one stays.
Result<Reply> edit_answer(const Deps& deps, Call& call) {
    const ask::Edit change{{call.at("id")}, at_or_null(call.body, "change"), flag_at(call.body, "explain", false)};
    PARLEY_TRY(auto answer, deps.asker.edit(*call.org, call.user, change));
    return Reply{200, std::move(answer), "", {}};
}

}  // namespace parley::api
