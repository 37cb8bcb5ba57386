#pragma once
// JSON-RPC answers on Streamable HTTP: as one JSON document or as an event stream, and how trouble spoils them.

#include "base/json.h"
#include "sim/server.h"
#include "sim/sim.h"

#include <string>

namespace parley::sim {

enum class Form { json, stream };

// What the client accepts; where it accepts both, odd request ids and large answers come as a stream, so that every
// client meets both. Nothing where it accepts neither.
std::optional<Form> form_of_answer(const Request& request, const Json& id, std::size_t bytes);

Json result_message(const Json& id, Json result);
Json error_message(const Json& id, int code, const std::string& message);

// revision: from 2025-11-25 on a stream begins with an event that carries only an id.
Reply in_form(Form form, const Json& message, const std::string& revision);

// A JSON-RPC error outside any session, with an HTTP status that is not 200.
Reply refused_message(int status, int code, const std::string& message);

// In place of, or out of, a good answer. Troubles that are about tokens, tools or rows leave it as it is.
Reply spoilt(Reply good, Trouble trouble);

}  // namespace parley::sim
