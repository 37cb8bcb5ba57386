#include "app/commands/commands.h"
#include "app/key_source.h"
#include "app/terminal.h"
#include "base/text.h"
#include "connect/rotation.h"

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace parley::app {
namespace {

struct KeyUse {
    std::string id;  // Empty: of rows that name none.
    enum class Place { seals, opens, missing, unnamed } place = Place::opens;
    std::int64_t rows = 0;
    bool may_be_removed = false;
};

std::string_view name_of(KeyUse::Place place) {
    switch (place) {
    case KeyUse::Place::seals: return "seals";
    case KeyUse::Place::opens: return "opens";
    case KeyUse::Place::missing: return "MISSING";
    case KeyUse::Place::unnamed: return "unnamed";
    }
    return "";
}

// The ring in its order, then what rows name beside it. A row that names no key may need any of them.
std::vector<KeyUse> uses_of(const std::vector<std::string>& ring, std::map<std::string, std::int64_t> rows) {
    std::vector<KeyUse> uses;
    for (const auto& id : ring) {
        const auto place = uses.empty() ? KeyUse::Place::seals : KeyUse::Place::opens;
        uses.push_back({id, place, rows[id], false});
        uses.back().may_be_removed = place == KeyUse::Place::opens && rows[id] == 0 && !rows.contains("");
    }
    for (const auto& id : ring) rows.erase(id);
    for (const auto& [id, count] : rows) {
        uses.push_back({id, id.empty() ? KeyUse::Place::unnamed : KeyUse::Place::missing, count, false});
    }
    return uses;
}

OrderedJson to_json(const std::vector<KeyUse>& uses, bool healthy) {
    OrderedJson keys = OrderedJson::array();
    for (const auto& use : uses) {
        keys.push_back({{"id", use.id},
                        {"place", lower(name_of(use.place))},
                        {"rows", use.rows},
                        {"may_be_removed", use.may_be_removed}});
    }
    return {{"healthy", healthy}, {"seals", uses.front().id}, {"keys", std::move(keys)}};
}

void print(std::ostream& out, const std::vector<KeyUse>& uses) {
    std::vector<std::vector<std::string>> rows{{"key", "place", "rows", ""}};
    for (const auto& use : uses) {
        std::string note;
        if (use.may_be_removed) note = "may be removed";
        if (use.place == KeyUse::Place::opens && use.rows > 0) note = "needed until `parley vault rotate` has run";
        if (use.place == KeyUse::Place::missing) note = "put it back: what it sealed does not open";
        if (use.place == KeyUse::Place::unnamed) note = "sealed before rows named their key; rotate";
        rows.push_back({use.id.empty() ? "-" : tame(use.id), std::string(name_of(use.place)), cat(use.rows), note});
    }
    print_table(out, rows, {false, false, true, false});
}

}  // namespace

int vault_init(const Common& common) {
    const std::string& path = common.config.key_file;
    if (path.empty()) {
        const std::string place = key_place(common.config);
        return fail({Fault::invalid, cat("The keys come from ", place, ": there is no key file to make."), ""});
    }
    if (std::filesystem::exists(path))
        return fail({Fault::invalid, cat("There is a key file at ", path, " already."), ""});
    if (const auto made = make_private_folder_of(path); !made) return fail(made.error());
    const auto keys = vault::read_key_file(path, vault::Missing::create);
    if (!keys) return fail(keys.error());
    std::cout << "Made " << path << ", readable by you alone. Keep a copy: without it no token can be opened.\n";
    return 0;
}

int vault_status(const Common& common, bool json) {
    const SystemClock clock;
    const auto house = House::build(common.config, clock, {common.mode});
    if (!house) return fail(house.error());
    auto rows = connect::rows_by_key(house.value()->store());
    if (!rows) return fail(rows.error());
    const auto uses = uses_of(house.value()->vault().key_ids(), std::move(rows).value());
    const bool healthy =
        std::none_of(uses.begin(), uses.end(), [](const KeyUse& use) { return use.place == KeyUse::Place::missing; });
    if (json)
        std::cout << to_json(uses, healthy).dump(2) << '\n';
    else
        print(std::cout, uses);
    return healthy ? 0 : 1;
}

int vault_rotate(const Common& common, int batch) {
    const SystemClock clock;
    const auto house = House::build(common.config, clock, {common.mode});
    if (!house) return fail(house.error());
    connect::RotationWish wish{terminal_user, batch};
    wish.tell = [](const OrgId& org, std::int64_t rows) {
        std::cerr << tame(org.text) << ": " << counted(rows, "row", "rows") << '\n';
    };
    const auto& vault = house.value()->vault();
    const auto rotated = connect::rotate_all(house.value()->store(), vault, clock, wish);
    if (!rotated) return fail(rotated.error());
    const auto& sum = rotated.value();
    std::cout << counted(sum.rows, "row", "rows") << " put under key " << vault.key_id() << ".\n";
    for (const auto& one : sum.unopened) {
        std::cout << "Does not open: organization " << tame(one.org.text) << ", " << one.kind << ' ' << tame(one.id)
                  << ", key " << (one.key_id.empty() ? "unnamed" : tame(one.key_id)) << '\n';
    }
    if (sum.unopened.empty()) return 0;
    return fail({Fault::internal,
                 cat(counted(static_cast<std::int64_t>(sum.unopened.size()), "row does", "rows do"),
                     " not open with the keys of this installation: put the missing key back, or connect again."),
                 ""});
}

}  // namespace parley::app
