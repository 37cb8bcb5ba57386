#include "kit/luacheck.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <filesystem>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;  // NOLINT(readability-identifier-naming): POSIX's own name

namespace parley::kit {
namespace {

constexpr int not_found = 127;
constexpr int worst_finding = 2;  // luacheck: 0 nothing, 1 warnings, 2 errors; above, it did not look.

struct Ran {
    int code = not_found;
    std::string output;
};

std::string drained(int from) {
    std::string out;
    std::array<char, 4096> buffer{};
    for (;;) {
        const ssize_t count = ::read(from, buffer.data(), buffer.size());
        if (count <= 0) return out;
        out.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

Ran run(std::vector<std::string> words) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    // It reads a configuration's patterns from where it stands: from here they fit folders anywhere.
    posix_spawn_file_actions_addchdir_np(&actions, "/");
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t child = 0;
    const int failed = ::posix_spawnp(&child, arguments.front(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    Ran ran;
    if (failed == 0) {
        ran.output = drained(ends[0]);
        int status = 0;
        ::waitpid(child, &status, 0);
        ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : not_found;
    }
    ::close(ends[0]);
    return ran;
}

}  // namespace

std::optional<std::vector<Lint>> luacheck(const std::string& config, const std::vector<std::string>& files) {
    if (files.empty()) return std::vector<Lint>{};
    std::vector<std::string> words{"luacheck", "--formatter", "plain", "--no-cache"};
    if (!config.empty()) words.insert(words.end(), {"--config", std::filesystem::absolute(config).string()});
    words.emplace_back("--");
    const std::size_t first = words.size();
    for (const auto& file : files) words.push_back(std::filesystem::absolute(file).string());
    const std::vector<std::string> full(words.begin() + static_cast<std::ptrdiff_t>(first), words.end());
    const Ran ran = run(std::move(words));
    if (ran.code > worst_finding) return std::nullopt;
    std::vector<Lint> lints;
    for (const auto& line : split(ran.output, '\n')) {
        const auto file = std::find_if(full.begin(), full.end(),
                                       [&line](const std::string& one) { return line.starts_with(one + ":"); });
        if (file == full.end()) continue;
        const auto index = static_cast<std::size_t>(file - full.begin());
        lints.push_back({files[index], line.substr(file->size() + 1)});
    }
    return lints;
}

}  // namespace parley::kit
