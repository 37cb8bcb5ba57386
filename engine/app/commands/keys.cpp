#include "app/commands/commands.h"
#include "base/text.h"

#include <filesystem>
#include <iostream>

namespace parley::app {

int new_key(const Common& common, const std::string& name) {
    const SystemClock clock;
    const auto house = House::build(common.config, clock, {common.mode});
    if (!house) return fail(house.error());
    const auto org = house.value()->home();
    if (!org) return fail(org.error());
    const auto key = make_api_key(house.value()->store(), org.value()->org(), name, clock);
    if (!key) return fail(key.error());
    std::cout << "Shown once; keep it: " << key.value() << '\n';
    return 0;
}

int vault_init(const Common& common) {
    const std::string& path = common.config.key_file;
    if (std::filesystem::exists(path))
        return fail({Fault::invalid, cat("There is a key file at ", path, " already."), ""});
    if (const auto made = make_private_folder_of(path); !made) return fail(made.error());
    const auto keys = vault::read_key_file(path, vault::Missing::create);
    if (!keys) return fail(keys.error());
    std::cout << "Made " << path << ", readable by you alone. Keep a copy: without it no token can be opened.\n";
    return 0;
}

}  // namespace parley::app
