// What libpqxx 6.4 forgets when a connection breaks under a statement: some 2 KB, once for each such connection.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libpqxx\n";
}
