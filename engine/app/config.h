#pragma once
// What an operator sets, from a TOML file. Secrets never stand in it: only the path of the key file does.

#include "base/result.h"

#include <string>

namespace parley::app {

struct Config {
    std::string address = "127.0.0.1";
    int port = 8080;
    std::string public_url;  // Of this server, for /oauth/callback; empty: http://127.0.0.1:<port>
    std::string database;    // Path of the SQLite file
    std::string key_file;    // Path of the Fernet keys
    std::string plugins;     // Folder of the vendor folders
};

// defaults_in: the folder for what the file does not name. Fault::invalid with file, line and field.
Result<Config> read_config(const std::string& path, const Config& defaults);

}  // namespace parley::app
