# JSON is read and written in this one file, and half of what the sanitized tests do is JSON: it is always optimised.
set_source_files_properties(${CMAKE_SOURCE_DIR}/engine/base/json.cpp PROPERTIES COMPILE_OPTIONS -O1
                            SKIP_PRECOMPILE_HEADERS ON)
