#include "analysis/scan.h"

#include "base/text.h"

#include <cstring>

namespace parley::analysis {
namespace {

struct Bound {
    std::int64_t slot = 0;
    std::string signature;
};

struct Scan {
    const Query* query = nullptr;
    std::vector<std::size_t> projected;
    std::size_t row = 0;
};

template <typename T>
void destroy(void* value) {
    delete static_cast<T*>(value);
}

duckdb_type type_of(char letter) {
    if (letter == 't') return DUCKDB_TYPE_VARCHAR;
    if (letter == 'r') return DUCKDB_TYPE_DOUBLE;
    return letter == 'n' ? DUCKDB_TYPE_INTEGER : DUCKDB_TYPE_BIGINT;
}

std::string text_parameter(duckdb_bind_info info, idx_t index) {
    duckdb_value value = duckdb_bind_get_parameter(info, index);
    char* text = duckdb_get_varchar(value);
    std::string out = text ? text : "";
    duckdb_free(text);
    duckdb_destroy_value(&value);
    return out;
}

std::int64_t integer_parameter(duckdb_bind_info info, idx_t index) {
    duckdb_value value = duckdb_bind_get_parameter(info, index);
    const std::int64_t out = duckdb_get_int64(value);
    duckdb_destroy_value(&value);
    return out;
}

void bind_rows(duckdb_bind_info info) {
    try {
        auto bound = std::make_unique<Bound>(Bound{integer_parameter(info, 0), text_parameter(info, 1)});
        for (std::size_t at = 0; at < bound->signature.size(); ++at) {
            duckdb_logical_type type = duckdb_create_logical_type(type_of(bound->signature[at]));
            duckdb_bind_add_result_column(info, cat("c", at).c_str(), type);
            duckdb_destroy_logical_type(&type);
        }
        duckdb_bind_set_bind_data(info, bound.release(), destroy<Bound>);
    } catch (const std::exception& e) {
        duckdb_bind_set_error(info, e.what());
    }
}

void start_scan(duckdb_init_info info) {
    try {
        const auto& bound = *static_cast<const Bound*>(duckdb_init_get_bind_data(info));
        const auto& slots = *static_cast<const Slots*>(duckdb_init_get_extra_info(info));
        auto scan = std::make_unique<Scan>();
        scan->query = slots.find(bound.slot);
        if (!scan->query || signature_of(scan->query->columns) != bound.signature) {
            return duckdb_init_set_error(info, "the slot holds no such columns");
        }
        for (idx_t at = 0; at < duckdb_init_get_column_count(info); ++at) {
            scan->projected.push_back(duckdb_init_get_column_index(info, at));
        }
        duckdb_init_set_max_threads(info, 1);
        duckdb_init_set_init_data(info, scan.release(), destroy<Scan>);
    } catch (const std::exception& e) {
        duckdb_init_set_error(info, e.what());
    }
}

// DuckDB's text is UTF-8 without exception; a vendor's need not be.
void put_text(duckdb_vector vector, idx_t at, const std::string& text) {
    if (is_valid_utf8(text)) return duckdb_vector_assign_string_element_len(vector, at, text.data(), text.size());
    std::string mended = text;
    for (char& c : mended) {
        if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    }
    duckdb_vector_assign_string_element_len(vector, at, mended.data(), mended.size());
}

template <typename T>
void put_numbers(duckdb_vector vector, const std::vector<T>& numbers, std::size_t from, std::size_t count) {
    std::memcpy(duckdb_vector_get_data(vector), numbers.data() + from, count * sizeof(T));
}

void put_column(duckdb_vector vector, const SourceColumn& source, std::size_t from, std::size_t count) {
    if (!source.column) return put_numbers(vector, *source.numbers, from, count);
    const Column& column = *source.column;
    const auto& present = column.present();
    const auto begin = present.begin() + static_cast<std::ptrdiff_t>(from);
    if (std::find(begin, begin + static_cast<std::ptrdiff_t>(count), 0) != begin + static_cast<std::ptrdiff_t>(count)) {
        duckdb_vector_ensure_validity_writable(vector);
        std::uint64_t* validity = duckdb_vector_get_validity(vector);
        for (std::size_t at = 0; at < count; ++at) {
            if (!present[from + at]) duckdb_validity_set_row_invalid(validity, at);
        }
    }
    if (column.kind != Kind::text) {
        if (column.keeps_reals()) return put_numbers(vector, column.reals(), from, count);
        return put_numbers(vector, column.integers(), from, count);
    }
    for (std::size_t at = 0; at < count; ++at) {
        if (present[from + at]) put_text(vector, at, column.text(from + at));
    }
}

void scan_rows(duckdb_function_info info, duckdb_data_chunk output) {
    try {
        auto& scan = *static_cast<Scan*>(duckdb_function_get_init_data(info));
        const Query& query = *scan.query;
        const std::size_t count = std::min<std::size_t>(duckdb_vector_size(), query.rows - scan.row);
        for (std::size_t at = 0; at < scan.projected.size(); ++at) {
            const std::size_t column = scan.projected[at];
            if (column >= query.columns.size()) continue;  // Nobody reads it.
            put_column(duckdb_data_chunk_get_vector(output, at), query.columns[column], scan.row, count);
        }
        duckdb_data_chunk_set_size(output, count);
        scan.row += count;
    } catch (const std::exception& e) {
        duckdb_function_set_error(info, e.what());
    }
}

}  // namespace

std::int64_t Slots::add() {
    const std::lock_guard lock(mutex_);
    queries_[next_] = nullptr;
    return next_++;
}

void Slots::remove(std::int64_t slot) {
    const std::lock_guard lock(mutex_);
    queries_.erase(slot);
}

void Slots::set(std::int64_t slot, const Query* query) {
    const std::lock_guard lock(mutex_);
    queries_[slot] = query;
}

const Query* Slots::find(std::int64_t slot) const {
    const std::lock_guard lock(mutex_);
    const auto found = queries_.find(slot);
    return found == queries_.end() ? nullptr : found->second;
}

std::string signature_of(const std::vector<SourceColumn>& columns) {
    std::string signature;
    if (columns.empty()) return "n";  // Rows alone can be counted, but a table without columns is none.
    for (const SourceColumn& source : columns) {
        if (!source.column)
            signature += 'n';
        else if (source.column->kind == Kind::text)
            signature += 't';
        else
            signature += source.column->keeps_reals() ? 'r' : 'i';
    }
    return signature;
}

bool register_scan(duckdb_connection connection, Slots& slots) {
    duckdb_table_function function = duckdb_create_table_function();
    duckdb_table_function_set_name(function, "parley_rows");
    for (const duckdb_type type : {DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_VARCHAR}) {
        duckdb_logical_type logical = duckdb_create_logical_type(type);
        duckdb_table_function_add_parameter(function, logical);
        duckdb_destroy_logical_type(&logical);
    }
    duckdb_table_function_set_extra_info(function, &slots, nullptr);
    duckdb_table_function_set_bind(function, bind_rows);
    duckdb_table_function_set_init(function, start_scan);
    duckdb_table_function_set_function(function, scan_rows);
    duckdb_table_function_supports_projection_pushdown(function, true);
    const bool registered = duckdb_register_table_function(connection, function) == DuckDBSuccess;
    duckdb_destroy_table_function(&function);
    return registered;
}

}  // namespace parley::analysis
