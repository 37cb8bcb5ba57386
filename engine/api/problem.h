#pragma once
// Faults as HTTP: RFC 9457. The only place that knows which status a fault is.

#include "base/json.h"
#include "base/result.h"

namespace parley::api {

int status_of(Fault fault);
OrderedJson problem(int status, const std::string& detail, const std::string& request_id);

}  // namespace parley::api
