#pragma once
// Everything foreign has a limit, and all limits stand here. Units are in the names.

#include <cstddef>
#include <cstdint>

namespace parley::limits {

// A question
inline constexpr std::size_t question_bytes = 2'000;
inline constexpr int question_timeout_ms = 60'000;
inline constexpr int steps_per_plan = 4;
inline constexpr std::size_t name_bytes = 200;

// A vendor's reply
inline constexpr std::size_t reply_bytes = 16u << 20;
inline constexpr std::size_t metadata_bytes = 1u << 20;  // OAuth and well-known documents.
inline constexpr int pages_per_call = 400;
inline constexpr std::int64_t rows_per_table = 2'000'000;
inline constexpr int json_depth = 64;
inline constexpr int tools_per_server = 2'000;
inline constexpr int tool_list_pages = 50;

// The wire
inline constexpr int connect_timeout_ms = 5'000;
inline constexpr int reply_timeout_ms = 20'000;  // One request, headers to last byte.
inline constexpr int redirects = 3;
inline constexpr int resolve_timeout_ms = 5'000;
inline constexpr std::size_t url_bytes = 2'000;
inline constexpr std::size_t header_bytes = 64u << 10;
inline constexpr int reads_retried = 2;
inline constexpr int retry_after_max_ms = 10'000;  // A server may ask us to wait, but not for longer than this.
inline constexpr int stream_resumes = 8;
inline constexpr int stream_events = 100'000;
inline constexpr int server_requests_per_call = 32;
inline constexpr int input_rounds_per_call = 4;  // How often a server may answer "input_required" to one call.
inline constexpr int schema_depth = 32;
inline constexpr int calls_at_once_per_vendor = 8;  // Of one organization; more wait their turn.
inline constexpr int session_idle_minutes = 60;     // After that a pooled session is proved good before it is lent.

// A plugin
inline constexpr std::size_t lua_memory_bytes = 256u << 20;
inline constexpr int lua_instructions = 200'000'000;
inline constexpr std::size_t lua_source_bytes = 1u << 20;

// OAuth
inline constexpr int authorization_minutes = 10;
inline constexpr int refresh_margin_s = 60;
inline constexpr int refresh_lease_ms = 30'000;  // Longer than a token request may take: who holds it longer is dead.
inline constexpr int refused_sign_ins_max = 3;   // In a row; then the connection waits for a person.
inline constexpr int connects_per_hour = 60;     // Of one organization: each may register a client somewhere.
inline constexpr std::size_t connection_log_lines = 200;

// The server
inline constexpr std::size_t request_bytes = 1u << 20;
inline constexpr int threads = 64;
inline constexpr int threads_per_organization = 16;

// An answer
inline constexpr std::size_t rows_in_answer = 1'000;
inline constexpr std::size_t rows_in_chart = 2'000;

}  // namespace parley::limits
