#include "analysis/database.h"

#include "analysis/scan.h"
#include "base/text.h"

#include <limits>
#include <mutex>
#include <unordered_map>

namespace parley::analysis {
namespace {

constexpr const char* memory_max = "1GB";
constexpr std::size_t statements_kept = 200;  // Per lane: plans of one shape share a statement.
constexpr std::size_t lanes_kept = 16;

Error failed(std::string detail) {
    return Error{Fault::internal, "The figures could not be worked out.", std::move(detail)};
}

// A connection, its slot, and the statements it has prepared. One thread at a time.
class Lane {
public:
    Lane(duckdb_connection connection, std::int64_t slot) : connection_(connection), slot_(slot) {}
    ~Lane() {
        forget();
        duckdb_disconnect(&connection_);
    }
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    std::int64_t slot() const { return slot_; }
    Result<duckdb_prepared_statement> prepare(const std::string& sql);

private:
    void forget() {
        for (auto& entry : statements_) duckdb_destroy_prepare(&entry.second);
        statements_.clear();
    }

    duckdb_connection connection_;
    std::int64_t slot_;
    std::unordered_map<std::string, duckdb_prepared_statement> statements_;
};

Result<duckdb_prepared_statement> Lane::prepare(const std::string& sql) {
    if (const auto kept = statements_.find(sql); kept != statements_.end()) return kept->second;
    if (statements_.size() >= statements_kept) forget();
    duckdb_prepared_statement statement = nullptr;
    if (duckdb_prepare(connection_, sql.c_str(), &statement) == DuckDBError) {
        const char* text = duckdb_prepare_error(statement);
        Error error = failed(cat("prepare: ", text ? text : "no reason", " in ", sql));
        duckdb_destroy_prepare(&statement);
        return error;
    }
    statements_.emplace(sql, statement);
    return statement;
}

bool bind_all(duckdb_prepared_statement statement, const std::vector<Parameter>& parameters) {
    if (duckdb_nparams(statement) != parameters.size()) return false;
    for (std::size_t at = 0; at < parameters.size(); ++at) {
        duckdb_state state = DuckDBError;
        if (const auto* integer = std::get_if<std::int64_t>(&parameters[at])) {
            state = duckdb_bind_int64(statement, at + 1, *integer);
        } else if (const auto* real = std::get_if<double>(&parameters[at])) {
            state = duckdb_bind_double(statement, at + 1, *real);
        } else if (const auto* text = std::get_if<std::string>(&parameters[at])) {
            state = duckdb_bind_varchar_length(statement, at + 1, text->data(), text->size());
        }
        if (state == DuckDBError) return false;
    }
    return true;
}

class ResultGuard {
public:
    explicit ResultGuard(duckdb_result& result) : result_(result) {}
    ~ResultGuard() { duckdb_destroy_result(&result_); }
    ResultGuard(const ResultGuard&) = delete;
    ResultGuard& operator=(const ResultGuard&) = delete;

private:
    duckdb_result& result_;
};

class ChunkGuard {
public:
    explicit ChunkGuard(duckdb_data_chunk chunk) : chunk_(chunk) {}
    ~ChunkGuard() { duckdb_destroy_data_chunk(&chunk_); }
    ChunkGuard(const ChunkGuard&) = delete;
    ChunkGuard& operator=(const ChunkGuard&) = delete;

private:
    duckdb_data_chunk chunk_;
};

template <typename T>
const T& value_at(const void* data, idx_t row) {
    return static_cast<const T*>(data)[row];
}

Result<Cell> narrow(const duckdb_hugeint& wide) {
    constexpr auto top = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (wide.upper == 0 && wide.lower <= top) return Cell(static_cast<std::int64_t>(wide.lower));
    if (wide.upper == -1 && wide.lower > top) return Cell(static_cast<std::int64_t>(wide.lower));
    return Error{Fault::invalid, "The sum is too large to be kept exactly.", "a HUGEINT beyond 64 bits"};
}

Result<Cell> cell_of(const void* data, duckdb_type type, idx_t row) {
    if (type == DUCKDB_TYPE_BIGINT) return Cell(value_at<std::int64_t>(data, row));
    if (type == DUCKDB_TYPE_INTEGER) return Cell(std::int64_t{value_at<std::int32_t>(data, row)});
    if (type == DUCKDB_TYPE_DOUBLE) return Cell(value_at<double>(data, row));
    if (type == DUCKDB_TYPE_HUGEINT) return narrow(value_at<duckdb_hugeint>(data, row));
    if (type == DUCKDB_TYPE_VARCHAR) {
        duckdb_string_t text = value_at<duckdb_string_t>(data, row);
        return Cell(std::string(duckdb_string_t_data(&text), duckdb_string_t_length(text)));
    }
    return failed(cat("unexpected result type ", static_cast<int>(type)));
}

Result<Done> read_chunk(duckdb_data_chunk chunk, const std::vector<duckdb_type>& types, std::vector<Cell>& cells) {
    const idx_t rows = duckdb_data_chunk_get_size(chunk);
    const std::size_t width = types.size();
    const std::size_t first = cells.size();
    cells.resize(first + rows * width);
    for (std::size_t column = 0; column < width; ++column) {
        duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, column);
        const void* data = duckdb_vector_get_data(vector);
        std::uint64_t* validity = duckdb_vector_get_validity(vector);
        for (idx_t row = 0; row < rows; ++row) {
            if (validity && !duckdb_validity_row_is_valid(validity, row)) continue;
            PARLEY_TRY(cells[first + row * width + column], cell_of(data, types[column], row));
        }
    }
    return Done{};
}

Result<Fetched> read_all(duckdb_result& result) {
    Fetched fetched;
    fetched.width = duckdb_column_count(&result);
    std::vector<duckdb_type> types;
    for (std::size_t column = 0; column < fetched.width; ++column) {
        types.push_back(duckdb_column_type(&result, column));
    }
    while (duckdb_data_chunk chunk = duckdb_fetch_chunk(result)) {
        const ChunkGuard guard(chunk);
        if (auto done = read_chunk(chunk, types, fetched.cells); !done) return std::move(done).error();
    }
    return fetched;
}

Result<Fetched> execute(duckdb_prepared_statement statement) {
    duckdb_result result{};
    const ResultGuard guard(result);
    if (duckdb_execute_prepared(statement, &result) == DuckDBSuccess) return read_all(result);
    const char* text = duckdb_result_error(&result);
    Error error = failed(text ? text : "no reason");
    if (duckdb_result_error_type(&result) == DUCKDB_ERROR_OUT_OF_MEMORY) {
        error.fault = Fault::over_limit;
        error.message = "The question needs more memory than one question may have: ask for fewer groups.";
    }
    return error;
}

bool configure(duckdb_config config) {
    const std::pair<const char*, const char*> options[] = {{"temp_directory", ""},  // Before the next: it closes files.
                                                           {"enable_external_access", "false"},
                                                           {"autoinstall_known_extensions", "false"},
                                                           {"autoload_known_extensions", "false"},
                                                           {"memory_limit", memory_max},
                                                           {"threads", "1"},
                                                           {"lock_configuration", "true"}};
    return std::all_of(std::begin(options), std::end(options), [&](const auto& option) {
        return duckdb_set_config(config, option.first, option.second) == DuckDBSuccess;
    });
}

}  // namespace

struct Database::Inside {
    ~Inside() {
        lanes.clear();
        duckdb_close(&database);
    }

    Result<std::unique_ptr<Lane>> borrow() {
        {
            const std::lock_guard lock(mutex);
            if (!lanes.empty()) {
                auto lane = std::move(lanes.back());
                lanes.pop_back();
                return lane;
            }
        }
        duckdb_connection connection = nullptr;
        if (duckdb_connect(database, &connection) == DuckDBError) return failed("connect");
        return std::make_unique<Lane>(connection, slots.add());
    }

    void give_back(std::unique_ptr<Lane> lane) {
        const std::lock_guard lock(mutex);
        if (lanes.size() < lanes_kept) return lanes.push_back(std::move(lane));
        slots.remove(lane->slot());
    }

    Slots slots;
    duckdb_database database = nullptr;
    std::mutex mutex;
    std::vector<std::unique_ptr<Lane>> lanes;
};

Database::Database(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open() {
    auto inside = std::make_unique<Inside>();
    duckdb_config config = nullptr;
    if (duckdb_create_config(&config) == DuckDBError) return failed("configuration");
    char* reason = nullptr;
    const bool opened =
        configure(config) && duckdb_open_ext(nullptr, &inside->database, config, &reason) == DuckDBSuccess;
    duckdb_destroy_config(&config);
    const std::string detail = reason ? reason : "open";
    duckdb_free(reason);
    if (!opened) return failed(detail);

    PARLEY_TRY(auto lane, inside->borrow());
    duckdb_connection connection = nullptr;
    if (duckdb_connect(inside->database, &connection) == DuckDBError) return failed("connect");
    const bool registered = register_scan(connection, inside->slots);
    duckdb_disconnect(&connection);
    if (!registered) return failed("the table function was not accepted");
    inside->give_back(std::move(lane));
    return std::unique_ptr<Database>(new Database(std::move(inside)));
}

Result<Fetched> Database::run(const Query& query) {
    PARLEY_TRY(auto lane, inside_->borrow());
    constexpr std::string_view placeholder = "FROM rows";
    std::string sql = query.sql;
    const auto at = sql.find(placeholder);
    assert(at != std::string::npos);
    sql.replace(at, placeholder.size(),
                cat("FROM parley_rows(", lane->slot(), ", '", signature_of(query.columns), "')"));

    inside_->slots.set(lane->slot(), &query);
    auto fetched = [&]() -> Result<Fetched> {
        PARLEY_TRY(auto statement, lane->prepare(sql));
        if (!bind_all(statement, query.parameters)) return failed("a parameter was not accepted");
        return execute(statement);
    }();
    inside_->slots.set(lane->slot(), nullptr);
    inside_->give_back(std::move(lane));
    return fetched;
}

}  // namespace parley::analysis
