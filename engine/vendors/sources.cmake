# The prelude is compiled in, so that a plugin needs no file beside its own.
set(prelude ${CMAKE_SOURCE_DIR}/engine/vendors/prelude.lua)
set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${prelude})
file(READ ${prelude} prelude_text)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/vendors_prelude.cpp @ONLY CONTENT [[
#include "vendors/prelude.h"

namespace parley::vendors {

std::string_view prelude_source() {
    return R"prelude_lua(@prelude_text@)prelude_lua";
}

}  // namespace parley::vendors
]])
target_sources(vendors PRIVATE ${CMAKE_BINARY_DIR}/generated/vendors_prelude.cpp)
