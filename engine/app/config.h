#pragma once
// What an operator sets, from a TOML file. Secrets never stand in it: only where the keys come from does.

#include "app/model_config.h"
#include "base/result.h"
#include "base/secret.h"

#include <memory>
#include <string>
#include <vector>

namespace parley::app {

// The OpenID provider that people sign in with. Without an issuer there is none.
struct SignInConfig {
    std::string issuer;
    std::string client_id;
    std::string client_secret_file;               // Path, mode 0600; or
    std::string client_secret_variable;           // the environment variable that holds it; neither: a public client.
    std::shared_ptr<const Secret> client_secret;  // What that variable held: main alone puts it here. Null: not set.
};

struct Config {
    std::string address = "127.0.0.1";
    int port = 8080;
    std::string proxy;           // Address of the proxy in front; empty: there is none.
    std::string public_url;      // Of this server, for /oauth/callback; empty: http://127.0.0.1:<port>
    std::string database;        // Path of the SQLite file, or "postgresql://..."
    std::string database_owner;  // The same PostgreSQL as the owner of the tables, who migrates them; may be empty.
    std::string key_file;        // Path of the Fernet keys; or
    std::string key_variable;    // the environment variable that holds them; or
    std::vector<std::string> key_command;    // the program that prints them, with its arguments.
    std::shared_ptr<const Secret> key_text;  // What that variable held: main alone puts it here. Null: it is not set.
    SignInConfig sign_in;
    ModelConfig model;         // Who plans, and the language model where one does.
    std::string plugins;       // Folder of the vendor folders
    std::string tiers;         // File of what each plan holds
    std::string word_vectors;  // File of words of about the same meaning; it may be missing.
};

// defaults_in: the folder for what the file does not name. Fault::invalid with file, line and field.
Result<Config> read_config(const std::string& path, const Config& defaults);

}  // namespace parley::app
