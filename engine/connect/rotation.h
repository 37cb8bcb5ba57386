#pragma once
// Puts everything that is sealed under the first key of the ring, in all organizations. Can be stopped anywhere and
// started again, and run by several processes at once: a row is only written over what was read of it, its generation
// stays, and what is under the first key is not looked at. Safe from several threads.

#include "base/limits.h"
#include "store/store.h"
#include "vault/vault.h"

#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace parley::connect {

// A row that no key of the ring opens, or that was sealed for somewhere else. Says where it is, nothing of what it is.
struct Unopened {
    OrgId org;
    std::string kind;  // "credential", "registration", "authorization"
    std::string id;    // The connection's, or the issuer.
    std::string key_id;
};

struct Rotated {
    std::int64_t rows = 0;
    std::vector<Unopened> unopened;
    bool is_whole = true;  // False where it was stopped.
};

struct RotationWish {
    UserId user;
    int batch = limits::rotation_batch;                         // Rows that are read at once.
    std::stop_token stop = {};                                  // Looked at between two rows.
    std::function<void(const OrgId&, std::int64_t)> tell = {};  // After each batch: rows so far in this organization.
};

// An organization with rows to change has its audit row first ("rotate": count, from, to): where that cannot be
// written, none of them is changed. A row that does not open is told and passed by; a store that fails ends it.
Result<Rotated> rotate_all(store::Store& store, const vault::Vault& vault, const Clock& clock,
                           const RotationWish& wish);

// Who still needs which key, over all organizations. "": sealed before rows named their key.
Result<std::map<std::string, std::int64_t>> rows_by_key(store::Store& store);

}  // namespace parley::connect
