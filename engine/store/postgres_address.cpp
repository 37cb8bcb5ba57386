#include "base/text.h"
#include "store/postgres.h"

#include <libpq-fe.h>
#include <map>

namespace parley::store {
namespace {

struct Free {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
    void operator()(char* text) const { PQfreemem(text); }
};

// A server that does not answer is given up after seconds, not after the hours
// that TCP would wait.
const std::map<std::string, std::string>& defaults() {
    static const std::map<std::string, std::string> all{
        {"application_name", "parley"}, {"connect_timeout", "5"},  {"keepalives_idle", "30"},
        {"keepalives_interval", "10"},  {"keepalives_count", "3"}, {"tcp_user_timeout", "10000"},
    };
    return all;
}

std::string quoted(const std::string& value) {
    std::string out = "'";
    for (const char letter : value) {
        if (letter == '\'' || letter == '\\') out += '\\';
        out += letter;
    }
    return out + "'";
}

std::string place_of(const std::map<std::string, std::string>& given) {
    const auto of = [&](const char* key) {
        const auto found = given.find(key);
        return found == given.end() ? std::string() : found->second;
    };
    const std::string host = of("host").empty() ? of("hostaddr") : of("host");
    const std::string name = of("dbname").empty() ? "PostgreSQL" : of("dbname");
    return host.empty() ? name : cat(name, " on ", host);
}

}  // namespace

Result<PostgresAddress> read_postgres_address(const std::string& address) {
    char* raw_problem = nullptr;
    const std::unique_ptr<PQconninfoOption, Free> options(PQconninfoParse(address.c_str(), &raw_problem));
    const std::unique_ptr<char, Free> problem(raw_problem);
    // The problem is not told: it quotes the address, and with it a password.
    if (!options) return Error{Fault::invalid, "The database's address is no PostgreSQL connection string.", ""};
    std::map<std::string, std::string> given;
    for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val != nullptr && *option->val != '\0') given.emplace(option->keyword, option->val);
    }
    if (given.contains("password") || given.contains("sslpassword")) {
        return Error{Fault::invalid,
                     "The database's address holds a password, which belongs into "
                     "the file that PGPASSFILE names.",
                     ""};
    }
    PostgresAddress found{"", given.contains("dbname") ? given.at("dbname") : "", place_of(given)};
    for (const auto& [key, value] : defaults()) given.emplace(key, value);
    for (const auto& [key, value] : given) found.complete += cat(key, "=", quoted(value), " ");
    return found;
}

}  // namespace parley::store
