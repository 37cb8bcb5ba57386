#pragma once
// How `parley eval` tries the guard of URLs and the shut-in Lua against a case. What is told is what happened here, to
// the very parts that stand in the way of a vendor or a plugin.

#include "base/json.h"
#include "lua/state.h"

#include <string>

namespace parley::app {

// A URL as somebody would type it, with what its name resolves to ("resolves_to"), what it resolves to later
// ("resolves_later") and where its server sends whoever asks ("redirects"): {"id","decision","reason"}.
Json judge_url(const Json& item);

// A script as the body of a plugin's function: {"script","outcome","reason"}. With the product's own limits unless
// given.
Json judge_script(const std::string& name, const std::string& source, lua::Limits limits = {});

}  // namespace parley::app
