#include "api/plan.h"

#include "api/endpoints/endpoints.h"

namespace parley::api {

Result<Reply> get_plan(const Deps& deps, Call& call) {
    PARLEY_TRY(auto plan, plan_of(*call.org, deps.doorkeeper.permits(), deps.clock.now()));
    return Reply{200, std::move(plan), "", {}};
}

}  // namespace parley::api
