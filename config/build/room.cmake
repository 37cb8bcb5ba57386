# room(name folder USES <rooms...> OUTSIDE <libraries...>)
# One folder, one static library, one namespace. `#include "name/x.h"` resolves only for rooms that say USES name.
option(PARLEY_WERROR "Warnings stop the build" ON)
# Eight files compiled as one take a third of the time: that is what a clean machine wants, while whoever works on a room
# wants its files apart. A name of one file is then no shadow over its neighbour's: the presets without batches look there.
option(PARLEY_BATCHES "Compile most rooms eight files at a time" OFF)
set(PARLEY_BATCH_FILES 8 CACHE STRING "How many; 0 is a whole room at once, which shows every name that two files share")
add_library(parley_warnings INTERFACE)
target_compile_options(parley_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion $<$<NOT:$<BOOL:${PARLEY_BATCHES}>>:-Wshadow> -Wnon-virtual-dtor
                       -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough $<$<BOOL:${PARLEY_WERROR}>:-Werror>)
# What one file keeps for itself looks to g++ like a header's secret where several files are compiled as one.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND PARLEY_BATCHES)
  target_compile_options(parley_warnings INTERFACE -Wno-subobject-linkage)
endif()
# g++ 12 sees overflows in std::string itself once it optimises; the debug builds and clang still look for them.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(parley_warnings INTERFACE -Wno-stringop-overflow -Wno-restrict -Wno-maybe-uninitialized
                         -Wno-stringop-overread -Wno-array-bounds)
endif()
# g++ collects its garbage many times a file where it guesses the memory small: a tenth of the time of each.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(--param=ggc-min-heapsize=1048576)
endif()
set(PARLEY_SANITIZE "" CACHE STRING "e.g. address,undefined or thread")
if(PARLEY_SANITIZE)
  add_compile_options(-fsanitize=${PARLEY_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${PARLEY_SANITIZE})
  # A finding that only prints a line is one that nobody reads.
  if(PARLEY_SANITIZE MATCHES "undefined|overflow")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()

# What every room reads anyway, parsed once: on two cores this is a third of the build.
add_library(parley_prefix STATIC ${CMAKE_SOURCE_DIR}/config/build/prefix.cpp)
target_link_libraries(parley_prefix PRIVATE nlohmann_json::nlohmann_json parley_warnings)
target_precompile_headers(parley_prefix PRIVATE <algorithm> <array> <chrono> <functional> <map> <memory> <mutex> <optional>
                          <set> <string> <string_view> <utility> <variant> <vector> <nlohmann/json.hpp>)

# A room is in batches where no two of its files give one name to different things.
set(PARLEY_SEPARATE charts policy vault llm parley_prefix planner_tests vault_tests sim_tests vendors_tests faults_tests
                    peers_tests)
function(batched target)
  if(PARLEY_BATCHES AND NOT target IN_LIST PARLEY_SEPARATE)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${PARLEY_BATCH_FILES})
  endif()
endfunction()

function(room name folder)
  cmake_parse_arguments(ARG "" "" "USES;OUTSIDE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp ${CMAKE_SOURCE_DIR}/${folder}/*.h)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  foreach(above IN LISTS ARG_USES)
    if(NOT TARGET ${above})
      message(FATAL_ERROR "${name} uses ${above}, which is not above it in the floor plan")
    endif()
  endforeach()
  set(kind STATIC)
  set(scope PUBLIC)
  if(NOT sources MATCHES "\\.cpp")
    set(kind INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(${name} ${kind})
  if(kind STREQUAL STATIC)
    target_sources(${name} PRIVATE ${sources})
    target_link_libraries(${name} PRIVATE parley_warnings)
    target_precompile_headers(${name} REUSE_FROM parley_prefix)
    batched(${name})
  endif()
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/rooms/${name})
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${folder} ${CMAKE_BINARY_DIR}/rooms/${name}/${name} SYMBOLIC)
  target_include_directories(${name} ${scope} ${CMAKE_BINARY_DIR}/rooms/${name})
  target_link_libraries(${name} ${scope} ${ARG_USES} ${ARG_OUTSIDE})
  # A room that makes some of its sources at configure time says so in its own folder.
  if(EXISTS ${CMAKE_SOURCE_DIR}/${folder}/sources.cmake)
    include(${CMAKE_SOURCE_DIR}/${folder}/sources.cmake)
  endif()
endfunction()

# room_test(name USES <more rooms...>): tests/<name>/*.cpp as one program. USES is for what a test needs beyond its room.
function(room_test name)
  cmake_parse_arguments(ARG "" "" "USES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${name}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(${name}_tests ${sources})
  target_precompile_headers(${name}_tests REUSE_FROM parley_prefix)
  batched(${name}_tests)
  set(room)
  if(TARGET ${name})
    set(room ${name})
  endif()
  target_link_libraries(${name}_tests PRIVATE ${room} ${ARG_USES} parley_warnings parley_test_main)
  add_test(NAME ${name} COMMAND ${name}_tests)
endfunction()
