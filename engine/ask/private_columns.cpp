#include "ask/private_columns.h"

#include "base/limits.h"
#include "base/text.h"
#include "policy/private_names.h"

#include <algorithm>
#include <cctype>

namespace parley::ask {
namespace {

constexpr std::size_t named_most = 5;

// When a password was changed, and whether there is one, is no password.
bool could_hold_a_secret(const Column& column) {
    return column.kind != Kind::flag && column.kind != Kind::day && column.kind != Kind::time;
}

// A vendor's names are data: they may say what they are called, and nothing in markup.
bool is_sayable(const std::string& name) {
    return name.size() <= 60 && std::all_of(name.begin(), name.end(), [](unsigned char letter) {
               return std::isalnum(letter) != 0 || letter == '_' || letter == ' ' || letter == '.';
           });
}

std::string sentence_of(const std::vector<std::string>& taken) {
    std::vector<std::string> shown;
    for (const auto& name : taken) {
        if (shown.size() < named_most && is_sayable(name)) shown.push_back(name);
    }
    const std::string number = counted(static_cast<std::int64_t>(taken.size()), "column", "columns");
    const std::string names =
        shown.empty() ? "" : cat(" (", join(shown, ", "), shown.size() < taken.size() ? ", ..." : "", ")");
    return cat(number, names,
               taken.size() == 1 ? " looks secret by its name and was" : " look secret by their names and were",
               " left out.");
}

}  // namespace

std::string take_private_columns(Table& rows, const std::function<bool(const std::string&)>& is_described) {
    std::vector<std::string> taken;
    const auto is_taken = [&](const Column& column) {
        const bool is_private =
            could_hold_a_secret(column) && policy::is_private_name(column.name) && !is_described(column.name);
        if (is_private) taken.push_back(column.name);
        return is_private;
    };
    rows.columns.erase(std::remove_if(rows.columns.begin(), rows.columns.end(), is_taken), rows.columns.end());
    return taken.empty() ? "" : sentence_of(taken);
}

}  // namespace parley::ask
