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
inline constexpr std::size_t lua_memory_turnovers = 8;  // So many times its memory a run may allocate, kept or not.
inline constexpr int lua_instructions = 200'000'000;
inline constexpr int lua_thread_time_ms = 10'000;
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
inline constexpr int threads_per_organization = 16;  // That wait for vendors.
inline constexpr int threads_for_vendors = 48;       // Of all organizations; the rest answers what needs no vendor.
inline constexpr int body_timeout_ms = 20'000;       // From its first byte to its last.

// Who asks, a minute long
inline constexpr int requests_per_minute = 120;            // Of a key or a session,
inline constexpr int vendor_requests_per_minute = 30;      // and among them those that vendors are asked for.
inline constexpr int anonymous_requests_per_minute = 120;  // Of an address, where no key is needed.
inline constexpr int wrong_keys_per_minute = 10;           // Of an address.
inline constexpr int denials_audited_per_minute = 10;      // Of a person.
inline constexpr std::size_t rate_entries = 10'000;        // In memory, of each kind.

// Who may come in
inline constexpr std::size_t members_per_organization = 10'000;
inline constexpr std::size_t keys_per_member = 50;
inline constexpr int key_days = 90;  // Unless told.
inline constexpr int key_days_max = 366;
inline constexpr std::size_t email_bytes = 254;
inline constexpr int web_session_hours = 12;  // From the sign-in on, whatever is done with it.
inline constexpr int sign_ins_at_once = 8;    // That wait for the provider.

// The vault's keys
inline constexpr int key_command_timeout_ms = 10'000;
inline constexpr std::size_t key_command_bytes = 64u << 10;
inline constexpr int rotation_batch = 200;  // Rows that are read at once.

// The audit
inline constexpr int audit_rows_at_once = 500;        // In memory, whatever is done with all of them.
inline constexpr int audit_rows_per_page = 500;       // That a reader may ask for.
inline constexpr int audit_rows_per_request = 5'000;  // Looked through for those that a filter lets pass.

// An answer
inline constexpr std::size_t rows_in_answer = 1'000;
inline constexpr std::size_t rows_in_chart = 2'000;

}  // namespace parley::limits
