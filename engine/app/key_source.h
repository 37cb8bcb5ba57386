#pragma once
// Where the vault's keys come from: a file, an environment variable or a command, whichever the configuration names.

#include "app/config.h"
#include "vault/vault.h"

#include <string>
#include <vector>

namespace parley::app {

// For people: "the key file /etc/parley/keys", "the environment variable PARLEY_KEYS", "the key command /usr/bin/pass".
std::string key_place(const Config& config);

// create: only a file is ever made, where there is none. One sentence for whatever is wrong; it never quotes a key, nor
// what the command printed.
Result<std::vector<vault::FernetKey>> read_keys(const Config& config, vault::Missing missing);

}  // namespace parley::app
