#include "api/problem.h"

namespace parley::api {
namespace {

const char* title_of(int status) {
    switch (status) {
    case 400: return "The request is wrong";
    case 401: return "A key or a sign-in is needed";
    case 403: return "Not allowed";
    case 404: return "Not found";
    case 405: return "Not with this method";
    case 409: return "The vendor must be connected again";
    case 413: return "The request is too large";
    case 429: return "A limit was reached";
    case 503: return "Try again later";
    default: return "Something went wrong on our side";
    }
}

}  // namespace

int status_of(Fault fault) {
    switch (fault) {
    case Fault::invalid: return 400;
    case Fault::denied: return 403;
    case Fault::not_found: return 404;
    case Fault::reconnect: return 409;
    case Fault::unavailable: return 503;
    case Fault::over_limit: return 429;
    case Fault::internal: return 500;
    }
    return 500;
}

OrderedJson problem(int status, const std::string& detail, const std::string& request_id) {
    OrderedJson out;
    out["type"] = "about:blank";
    out["title"] = title_of(status);
    out["status"] = status;
    out["detail"] = detail;
    out["request_id"] = request_id;
    return out;
}

}  // namespace parley::api
