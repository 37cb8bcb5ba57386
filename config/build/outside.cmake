# Outside libraries, each for the rooms that CMakeLists.txt names. Debian packages, but for DuckDB, which install.sh brings.
find_package(nlohmann_json REQUIRED)
find_package(date REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(Poco REQUIRED COMPONENTS Foundation Net NetSSL)
# Its targets also switch the C library (_XOPEN_SOURCE=500, ...), which would keep the rooms from sharing one prefix.
set_target_properties(Poco::Foundation PROPERTIES INTERFACE_COMPILE_DEFINITIONS
                      "POCO_ENABLE_CPP11;POCO_ENABLE_CPP14;POCO_HAVE_FD_EPOLL;POCO_OS_FAMILY_UNIX;POCO_UNBUNDLED")
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(PkgConfig REQUIRED)

# Imported, so that the compiler treats their headers as somebody else's.
function(outside name header library)
  find_path(${name}_include NAMES ${header} REQUIRED)
  find_library(${name}_library NAMES ${library} REQUIRED)
  add_library(${name} INTERFACE IMPORTED)
  target_include_directories(${name} SYSTEM INTERFACE ${${name}_include})
  target_link_libraries(${name} INTERFACE ${${name}_library})
endfunction()
outside(stemmer libstemmer.h stemmer)
outside(re2 re2/re2.h re2)
add_library(re2::re2 ALIAS re2)
find_path(lua54_include NAMES lua.hpp PATH_SUFFIXES lua5.4 REQUIRED)
find_library(lua54_library NAMES lua5.4 REQUIRED)
add_library(lua54 INTERFACE IMPORTED)
target_include_directories(lua54 SYSTEM INTERFACE ${lua54_include})
target_link_libraries(lua54 INTERFACE ${lua54_library})

# DuckDB: an installed one first, else the copy that config/build/install.sh unpacked from the npm registry.
set(parley_deps ${CMAKE_SOURCE_DIR}/build/deps)
find_path(duckdb_include NAMES duckdb.h HINTS ${parley_deps}/duckdb REQUIRED)
find_library(duckdb_library NAMES duckdb HINTS ${parley_deps}/duckdb REQUIRED)
add_library(duckdb SHARED IMPORTED)
set_target_properties(duckdb PROPERTIES IMPORTED_LOCATION ${duckdb_library})
target_include_directories(duckdb SYSTEM INTERFACE ${duckdb_include})
