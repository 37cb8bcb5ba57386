#include "connect/rotation.h"

#include "base/text.h"
#include "connect/grants.h"
#include "connect/records.h"

#include <set>

namespace parley::connect {
namespace {

using store::SealedRow;

// Rounds in which every row was changed by somebody else between our reading and our writing. A node that still seals
// with another key could keep us at it for ever.
constexpr int idle_rounds_max = 10;

vault::Binding binding_of(const OrgId& org, const SealedRow& row) {
    switch (row.kind) {
    case SealedRow::Kind::credential: return token_binding(org, row.connection);
    case SealedRow::Kind::registration: return client_binding(org, row.issuer);
    case SealedRow::Kind::authorization: return pending_binding(org, row.connection);
    }
    return {};
}

Unopened unopened(const OrgId& org, const SealedRow& row) {
    switch (row.kind) {
    case SealedRow::Kind::credential: return {org, "credential", row.connection.text, row.key_id};
    case SealedRow::Kind::registration: return {org, "registration", row.issuer, row.key_id};
    case SealedRow::Kind::authorization: return {org, "authorization", row.connection.text, row.key_id};
    }
    return {};
}

// Which row, holding what. Not the sealed text alone: a copy of it may stand where it does not open.
std::string reading_of(const SealedRow& row) {
    return join(
        {unopened({}, row).kind, row.connection.text, row.issuer, row.redirect_uri, row.state_hash, row.sealed.fernet},
        "\n");
}

class OrgRotation {
public:
    OrgRotation(store::OrgStore& org, const vault::Vault& vault, const RotationWish& wish, Rotated& sum)
        : org_(org), vault_(vault), wish_(wish), sum_(sum) {}

    Result<Done> run() {
        for (int idle = 0; idle < idle_rounds_max;) {
            PARLEY_TRY(const bool more, next_batch(idle));
            if (!more) return Done{};
        }
        return Error{Fault::unavailable,
                     "Rows are sealed with another key while they are rotated: does every node have the new key first?",
                     org_.org().text};
    }

private:
    // Those that were passed by come again with every reading, so they are read on top; twice, so that many of them
    // are not read again for each few others.
    Result<bool> next_batch(int& idle) {
        const auto passed_by = static_cast<int>(shut_.size());
        PARLEY_TRY(const auto rows, org_.rows_not_sealed_by(vault_.key_id(), wish_.batch + 2 * passed_by));
        const std::int64_t before = rows_ + static_cast<std::int64_t>(shut_.size());
        bool any = false;
        for (const auto& row : rows) {
            if (shut_.contains(reading_of(row))) continue;
            if (wish_.stop.stop_requested()) {
                sum_.is_whole = false;
                return false;
            }
            any = true;
            PARLEY_TRY([[maybe_unused]] const Done taken, take(row));
        }
        if (any && wish_.tell) wish_.tell(org_.org(), rows_);
        idle = rows_ + static_cast<std::int64_t>(shut_.size()) > before ? 0 : idle + 1;
        return any;
    }

    Result<Done> take(const SealedRow& row) {
        const auto fresh = vault_.rotate(row.sealed, binding_of(org_.org(), row));
        if (!fresh) {
            shut_.insert(reading_of(row));
            sum_.unopened.push_back(unopened(org_.org(), row));
            return Done{};
        }
        PARLEY_TRY(const bool written, org_.reseal(row, fresh.value(), vault_.key_id()));
        if (!written) return Done{};  // Changed meanwhile: it comes again, unless it is under the first key by now.
        ++rows_;
        ++sum_.rows;
        return Done{};
    }

    store::OrgStore& org_;
    const vault::Vault& vault_;
    const RotationWish& wish_;
    Rotated& sum_;
    std::int64_t rows_ = 0;
    std::set<std::string> shut_;  // What did not open, as it was read: a row that changes is tried again.
};

}  // namespace

Result<Rotated> rotate_all(store::Store& store, const vault::Vault& vault, const Clock& clock,
                           const RotationWish& wish) {
    Rotated sum;
    PARLEY_TRY(const std::vector<OrgId> organizations, store.organizations());
    for (const auto& id : organizations) {
        if (wish.stop.stop_requested()) sum.is_whole = false;
        if (!sum.is_whole) break;
        const auto org = store.for_org(id);
        PARLEY_TRY(auto from, org->rows_by_key());
        from.erase(vault.key_id());
        if (from.empty()) continue;
        std::int64_t count = 0;
        for (const auto& one : from) count += one.second;
        const Json details{{"count", count}, {"from", from}, {"to", vault.key_id()}};
        PARLEY_TRY([[maybe_unused]] const Done noted,
                   org->audit(audit_entry(clock, wish.user, "rotate", "vault", details)));
        PARLEY_TRY([[maybe_unused]] const Done done, OrgRotation(*org, vault, wish, sum).run());
    }
    return sum;
}

Result<std::map<std::string, std::int64_t>> rows_by_key(store::Store& store) {
    std::map<std::string, std::int64_t> sum;
    PARLEY_TRY(const std::vector<OrgId> organizations, store.organizations());
    for (const auto& id : organizations) {
        PARLEY_TRY(const auto counts, store.for_org(id)->rows_by_key());
        for (const auto& [key_id, rows] : counts) sum[key_id] += rows;
    }
    return sum;
}

}  // namespace parley::connect
