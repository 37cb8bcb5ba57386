#include "vendors/prelude.h"

namespace parley::vendors {

Result<Done> add_prelude(lua::State& state) {
    // Translated once: a question opens a state for each of its steps.
    static const Result<lua::Compiled> prelude = lua::Compiled::make(prelude_source(), "prelude.lua");
    if (!prelude) return prelude.error();
    return state.define_all(prelude.value());
}

}  // namespace parley::vendors
