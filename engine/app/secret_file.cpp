#include "app/secret_file.h"

#include "base/text.h"

#include <filesystem>
#include <fstream>

namespace parley::app {
namespace {

constexpr std::size_t secret_bytes_max = 16u << 10;  // A private key in PEM, and more.

Error wrong(std::string message) {
    return Error{Fault::invalid, std::move(message), ""};
}

}  // namespace

Result<std::shared_ptr<const Secret>> read_secret_file(const std::string& path, std::string_view name) {
    using std::filesystem::perms;
    std::error_code problem;
    const auto status = std::filesystem::status(path, problem);
    if (problem || !std::filesystem::is_regular_file(status)) {
        return wrong(cat("The ", name, "'s file ", path, " cannot be read."));
    }
    if ((status.permissions() & (perms::group_all | perms::others_all)) != perms::none) {
        return wrong(cat("Others can read the ", name, "'s file ", path, ": give it mode 0600."));
    }
    std::ifstream file(path, std::ios::binary);
    std::string text(secret_bytes_max + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    if (text.size() > secret_bytes_max) return wrong(cat("The ", name, "'s file ", path, " is too large."));
    if (trim(text).empty()) return wrong(cat("The ", name, "'s file ", path, " holds nothing."));
    return std::make_shared<const Secret>(std::move(text));
}

}  // namespace parley::app
