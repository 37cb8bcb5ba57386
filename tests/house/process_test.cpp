// A program of the operator's, run for what it prints: bounded in time and size, and nothing of it stays behind.
#include "app/process.h"

#include "command.h"
#include "vault/vault.h"

#include <cerrno>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace parley;
using namespace parley::tests;

namespace {

const char* const key = "MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE=";

Result<Secret> shell(const std::string& script, int timeout_ms = 5'000, std::size_t bytes = 1'000) {
    return app::output_of({"/bin/sh", "-c", script}, {timeout_ms, bytes}, "key command");
}

std::string first_line_of(const std::string& path) {
    std::ifstream file(path);
    std::string text;
    std::getline(file, text);
    return text;
}

// A killed process ends a moment after the signal was sent: its end is waited for, five seconds at most.
bool is_alive(const std::string& pid) {
    const auto watch = static_cast<int>(::syscall(SYS_pidfd_open, std::stoi(pid), 0));
    if (watch < 0) return errno != ESRCH && errno != EINVAL;  // EINVAL: a number that is just being given back.
    pollfd waiting{watch, POLLIN, 0};
    const bool ended = ::poll(&waiting, 1, 5'000) == 1;
    ::close(watch);
    return !ended;
}

}  // namespace

TEST_CASE("house: what a command prints is taken whole, and only where it ends well and in time") {
    const struct {
        const char* script;
        const char* says;  // Empty: it works.
    } cases[] = {
        {"echo MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE=", ""},
        {"printf MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE=", ""},
        {"echo MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE= ; echo oops hunter2 >&2", ""},
        {"cat; echo MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE=", ""},  // Nothing comes in, and it does not wait.
        {"echo hunter2; exit 3", "failed with exit code 3"},
        {"echo hunter2 >&2; exit 1", "failed with exit code 1"},
        {"echo hunter2; kill -9 $$", "was ended by a signal"},
        {"yes hunter2", "printed more than"},
        {"head -c 1001 /dev/zero", "printed more than"},
        {"exec /nowhere/at/all", "failed with exit code"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.script);
        const auto output = shell(c.script);
        REQUIRE(static_cast<bool>(output) == (*c.says == '\0'));
        if (output) {
            const auto keys = vault::parse_keys(output.value(), "the output");
            REQUIRE(keys);
            CHECK(keys.value().size() == 1);
            continue;
        }
        const Error& error = output.error();
        CAPTURE(error.message);
        CHECK(error.fault == Fault::unavailable);
        CHECK(error.message.find(c.says) != std::string::npos);
        CHECK(error.message.find("/bin/sh") != std::string::npos);
        CHECK((error.message + error.detail).find("hunter2") == std::string::npos);
    }
    CHECK(shell("head -c 1000 /dev/zero"));
}

TEST_CASE("house: a command that is none is told at once") {
    for (const std::vector<std::string>& command :
         std::vector<std::vector<std::string>>{{}, {""}, {"sh", "-c", "true"}, {"./sh"}, {"bin/sh"}}) {
        const auto output = app::output_of(command, {1'000, 1'000}, "key command");
        REQUIRE_FALSE(output);
        CHECK(output.error().fault == Fault::invalid);
    }
    for (const char* program : {"/nowhere/client", "/etc/passwd", "/tmp"}) {
        const auto output = app::output_of({program}, {1'000, 1'000}, "key command");
        REQUIRE_FALSE(output);
        CHECK(output.error().message == cat("The key command ", program, " cannot be started."));
    }
}

TEST_CASE("house: no shell reads a command's arguments") {
    const Folder folder;
    const auto output =
        app::output_of({"/bin/echo", "$(touch " + folder.file("made") + ")", ";", key}, {5'000, 1'000}, "key command");
    REQUIRE(output);
    CHECK_FALSE(std::filesystem::exists(folder.file("made")));
}

TEST_CASE("house: a command that hangs is killed at its time, with all that it has started") {
    const struct {
        const char* what;
        const char* script;  // PID: where it writes who hangs.
    } cases[] = {
        {"itself", "echo $$ > PID; exec sleep 60"},
        {"with its output closed", "echo $$ > PID; exec >&-; exec sleep 60"},
        {"deaf to a polite end", "trap '' TERM INT HUP; echo $$ > PID; sleep 60; sleep 60"},
        {"by a child that holds the output", "sleep 60 & echo $! > PID"},
        {"dripping", "echo $$ > PID; while :; do echo x; sleep 0.05; done"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        const Folder folder;
        std::string script = c.script;
        script.replace(script.find("PID"), 3, folder.file("pid"));
        const auto start = std::chrono::steady_clock::now();
        const auto output = shell(script, 700, 10'000);
        const auto took = std::chrono::steady_clock::now() - start;
        REQUIRE_FALSE(output);
        CHECK(output.error().message.find("did not end within") != std::string::npos);
        CHECK(took < std::chrono::seconds(20));
        const std::string pid = first_line_of(folder.file("pid"));
        REQUIRE_FALSE(pid.empty());
        CHECK_FALSE(is_alive(pid));
    }
}

TEST_CASE("house: what a command leaves running behind a good end is ended too") {
    const Folder folder;
    const auto output = shell("sleep 60 > /dev/null & echo $! > " + folder.file("pid") + "; echo done");
    REQUIRE(output);
    CHECK_FALSE(is_alive(first_line_of(folder.file("pid"))));
}

TEST_CASE("house: a command inherits the environment and no open file of ours") {
    const Folder folder;
    const std::string secret = folder.file("secret");
    write(secret, "hunter2\n");
    std::FILE* open = std::fopen(secret.c_str(), "r");  // Not close-on-exec, as a library might open one.
    REQUIRE(open != nullptr);
    const auto output = shell("ls /proc/self/fd | wc -l > " + folder.file("count") + "; test -n \"$PATH\"");
    std::fclose(open);
    REQUIRE(output);
    CHECK(std::stoi(first_line_of(folder.file("count"))) <= 4);  // Three, and the folder that ls reads.
}
