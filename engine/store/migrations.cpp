#include "store/migrations.h"

#include "base/text.h"
#include "vault/crypto.h"

namespace parley::store {
namespace {

struct Applied {
    int version = 0;
    std::string hash;
};

struct State {
    int version = 0;  // 0 for an empty database.
    bool has_hashes = false;
};

int read_number(Row& row) {
    return row.small();
}

Applied read_applied(Row& row) {
    return {row.small(), row.text()};
}

Result<int> number_of(Transaction& transaction, std::string_view sql) {
    return expect(transaction.first(sql, {}, read_number), "number");
}

Error wrong(const std::string& subject, const std::string& why) {
    return {Fault::invalid, cat(subject, " ", why, "."), ""};
}

std::string hash_of(const Migration& migration) {
    return vault::sha256_hex(migration.script);
}

// What has run must be what stands here, from the first one on.
Result<Done> compare(const std::vector<Applied>& applied, const Schema& schema, const std::string& subject) {
    const int newest = schema.migrations.back().version;
    if (!applied.empty() && applied.back().version > newest) {
        return wrong(subject, cat("was made by a newer version of Parley (schema ", applied.back().version,
                                  "; this one knows ", newest, ")"));
    }
    for (std::size_t k = 0; k < applied.size(); ++k) {
        const Migration& ours = schema.migrations[k];
        if (applied[k].version != ours.version) {
            return wrong(subject, cat("lacks migration ", ours.version, ", though later ones have run"));
        }
        if (!applied[k].hash.empty() && applied[k].hash != hash_of(ours)) {
            return wrong(subject,
                         cat("was made by another migration ", ours.version, " than this version of Parley has"));
        }
    }
    return Done{};
}

Result<State> look(Transaction& transaction, const Schema& schema, const std::string& subject) {
    PARLEY_TRY(const int ours, number_of(transaction, schema.count_versions));
    if (ours == 0) {
        PARLEY_TRY(const int others, number_of(transaction, schema.count_tables));
        if (others == 0) return State{};
        return wrong(subject, "belongs to another program");
    }
    PARLEY_TRY(const int hashes, number_of(transaction, schema.count_hashes));
    PARLEY_TRY(const auto applied,
               transaction.all(hashes > 0 ? "SELECT version, hash FROM schema_version ORDER BY version"
                                          : "SELECT version, '' FROM schema_version ORDER BY version",
                               {}, read_applied));
    PARLEY_TRY([[maybe_unused]] const Done same, compare(applied, schema, subject));
    return State{applied.empty() ? 0 : applied.back().version, hashes > 0};
}

bool is_newest(const State& state, const Schema& schema) {
    return state.has_hashes && state.version == schema.migrations.back().version;
}

// A database from before hashes were noted is taken to have run what we have.
Result<Done> note_hashes(Transaction& writing, const Schema& schema, int version) {
    PARLEY_TRY([[maybe_unused]] const Done added, writing.run_script(schema.add_hashes));
    for (const auto& migration : schema.migrations) {
        if (migration.version > version) continue;
        PARLEY_TRY([[maybe_unused]] const int noted, writing.run("UPDATE schema_version SET hash = ? WHERE version = ?",
                                                                 {hash_of(migration), migration.version}));
    }
    return Done{};
}

// Nodes that start at once follow one another.
const char* const turn = "migration";

}  // namespace

Result<Done> migrate(Database& database, const Schema& schema, const std::string& subject) {
    {
        PARLEY_TRY(Transaction reading, database.begin(Access::read, {}));
        PARLEY_TRY(const State state, look(reading, schema, subject));
        if (is_newest(state, schema)) return Done{};
    }
    PARLEY_TRY(Transaction writing, database.begin(Access::write, {{turn, "schema"}}));
    PARLEY_TRY(const State state, look(writing, schema, subject));  // Another process may have been faster.
    if (state.version == 0) {
        PARLEY_TRY([[maybe_unused]] const Done made, writing.run_script(schema.make_versions));
    } else if (!state.has_hashes) {
        PARLEY_TRY([[maybe_unused]] const Done noted, note_hashes(writing, schema, state.version));
    }
    for (const auto& migration : schema.migrations) {
        if (migration.version <= state.version) continue;
        PARLEY_TRY([[maybe_unused]] const Done changed, writing.run_script(migration.script));
        PARLEY_TRY([[maybe_unused]] const int noted,
                   writing.run("INSERT INTO schema_version (version, hash) VALUES (?, ?)",
                               {migration.version, hash_of(migration)}));
    }
    return writing.commit();
}

Result<Done> require_newest(Database& database, const Schema& schema, const std::string& subject) {
    PARLEY_TRY(Transaction reading, database.begin(Access::read, {}));
    PARLEY_TRY(const State state, look(reading, schema, subject));
    if (is_newest(state, schema)) return Done{};
    return wrong(subject, cat("has schema ", state.version, " and needs ", schema.migrations.back().version,
                              ": the owner of its tables brings it up to date, see database_owner"));
}

}  // namespace parley::store
