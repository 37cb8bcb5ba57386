#include "api/endpoints/endpoints.h"

namespace parley::api {

Result<Reply> health(const Deps&, Call&) {
    return Reply{200, {{"status", "ok"}}, "", {}};
}

}  // namespace parley::api
