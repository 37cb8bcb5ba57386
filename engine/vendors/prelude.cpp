#include "vendors/prelude.h"

#include "base/text.h"
#include "policy/private_names.h"

namespace parley::vendors {
namespace {

// With the one list of private names written into it: Lua has a copy of the list, never a list of its own.
std::string with_private_marks(std::string source) {
    constexpr std::string_view place = "local PRIVATE = {";
    std::string marks;
    for (const auto mark : policy::private_marks()) marks += cat("\"", mark, "\", ");
    const auto at = source.find(place);
    return at == std::string::npos ? source : source.insert(at + place.size(), marks);
}

}  // namespace

Result<Done> add_prelude(lua::State& state) {
    // Translated once: a question opens a state for each of its steps.
    static const Result<lua::Compiled> prelude =
        lua::Compiled::make(with_private_marks(std::string(prelude_source())), "prelude.lua");
    if (!prelude) return prelude.error();
    return state.define_all(prelude.value());
}

}  // namespace parley::vendors
