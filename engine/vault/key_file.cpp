#include "base/text.h"
#include "vault/crypto.h"
#include "vault/vault.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace parley::vault {
namespace {

constexpr std::size_t file_bytes_max = 64u << 10;

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    bool is_open() const { return number_ >= 0; }
    int number() const { return number_; }

private:
    int number_;
};

Error refused(std::string message, int code = 0) {
    return {Fault::invalid, std::move(message), code == 0 ? "" : std::system_category().message(code)};
}

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

// 0, or the errno of what failed.
int write_durably(const Descriptor& file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = write(file.number(), text.data(), text.size());
        if (written < 0 && errno != EINTR) return errno;
        if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
    }
    return fsync(file.number()) == 0 ? 0 : errno;
}

// Written whole beside its place, then renamed, so that nobody ever reads half a key. Where another process was faster
// its file stays: what it has sealed meanwhile must stay readable.
Result<Done> create_key_file(const std::string& path) {
    const std::string draft = cat(path, ".", random_token(6));
    int code = 0;
    {
        const Descriptor file(open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
        if (!file.is_open()) return refused(cat("The key file ", path, " cannot be created."), errno);
        const Secret text(cat("# Keys of the vault: the first seals, all open. Keep a copy in a safe place.\n",
                              FernetKey::generate().text().reveal(), "\n"));
        code = write_durably(file, text.reveal());
    }
    if (code == 0 && renameat2(AT_FDCWD, draft.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0) code = errno;
    if (code != 0) unlink(draft.c_str());
    if (code != 0 && code != EEXIST) return refused(cat("The key file ", path, " cannot be created."), code);
    const Descriptor folder(open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.is_open()) fsync(folder.number());  // Not every file system can, and the file itself is safe.
    return Done{};
}

Result<Secret> read_all(const Descriptor& file, const std::string& path) {
    std::string text(file_bytes_max + 1, '\0');
    std::size_t length = 0;
    while (length < text.size()) {
        const ssize_t count = read(file.number(), text.data() + length, text.size() - length);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return refused(cat("The key file ", path, " cannot be read."), errno);
        if (count == 0) break;
        length += static_cast<std::size_t>(count);
    }
    if (length > file_bytes_max) return refused(cat("The key file ", path, " is too long to be one."));
    text.resize(length);
    return Secret(std::move(text));
}

}  // namespace

Result<std::vector<FernetKey>> read_key_file(const std::string& path, Missing missing) {
    // Without O_NONBLOCK a pipe in this place would hold the start for ever.
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.is_open() && errno == ENOENT && missing == Missing::create) {
        PARLEY_TRY([[maybe_unused]] const Done created, create_key_file(path));
        return read_key_file(path, Missing::refuse);
    }
    if (!file.is_open() && errno == ENOENT) return refused(cat("There is no key file at ", path, "."));
    if (!file.is_open()) return refused(cat("The key file ", path, " cannot be read."), errno);
    struct stat about {};
    if (fstat(file.number(), &about) != 0) return refused(cat("The key file ", path, " cannot be read."), errno);
    if (!S_ISREG(about.st_mode)) return refused(cat("The key file ", path, " is not a file."));
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return refused(cat("The key file ", path, " is open to other users: make it readable by its owner only."));
    }
    PARLEY_TRY(const Secret text, read_all(file, path));
    return parse_keys(text, cat("the key file ", path));
}

}  // namespace parley::vault
