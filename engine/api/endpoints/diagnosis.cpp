#include "api/diagnosis.h"

#include "api/endpoints/endpoints.h"

namespace parley::api {

Result<Reply> diagnose_connection(const Deps& deps, Call& call) {
    PARLEY_TRY(const auto diagnosis, deps.connector.diagnose(*call.org, call.user, {call.at("id")}));
    return Reply{200, to_json(diagnosis), "", {}};
}

Result<Reply> connection_log(const Deps&, Call& call) {
    PARLEY_TRY(const auto connection, call.org->connection({call.at("id")}));
    PARLEY_TRY(const auto lines, call.org->connection_log(connection.id));
    return Reply{200, {{"items", list_of(lines)}}, "", {}};
}

}  // namespace parley::api
