# The story is compiled in, so that a simulation needs no file of the source tree at run time.
set(story ${CMAKE_SOURCE_DIR}/engine/sim/story.lua)
set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${story})
file(READ ${story} story_text)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/sim_story.cpp @ONLY CONTENT [[
#include "sim/script.h"

namespace parley::sim {

std::string_view story_source() {
    return R"story_lua(@story_text@)story_lua";
}

}  // namespace parley::sim
]])
target_sources(sim PRIVATE ${CMAKE_BINARY_DIR}/generated/sim_story.cpp)
