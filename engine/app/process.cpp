#include "app/process.h"

#include "base/text.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace parley::app {
namespace {

using Steady = std::chrono::steady_clock;

class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor() { reset(-1); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    void reset(int number) {
        if (number_ >= 0) ::close(number_);
        number_ = number;
    }
    int number() const { return number_; }

private:
    int number_;
};

// Until it is reaped here its number belongs to nobody else, nor does that of its group.
class Child {
public:
    explicit Child(pid_t pid) : pid_(pid) {}
    ~Child() { [[maybe_unused]] const int status = end(); }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    // Kills what is left of the group. A program that had ended before keeps its own status.
    int end() {
        if (pid_ <= 0) return 0;
        ::kill(-pid_, SIGKILL);
        int status = 0;
        while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
        }
        pid_ = -1;
        return status;
    }
    pid_t pid() const { return pid_; }

private:
    pid_t pid_;
};

// The C interface of posix_spawn wants both made and freed.
struct Plan {
    posix_spawn_file_actions_t files{};
    posix_spawnattr_t attributes{};
    Plan() {
        ::posix_spawn_file_actions_init(&files);
        ::posix_spawnattr_init(&attributes);
    }
    ~Plan() {
        ::posix_spawn_file_actions_destroy(&files);
        ::posix_spawnattr_destroy(&attributes);
    }
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;
};

// 0, or the errno. `out` is where its output goes.
int start(const std::vector<std::string>& command, int out, pid_t& pid) {
    Plan plan;
    ::posix_spawn_file_actions_addopen(&plan.files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&plan.files, out, STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&plan.files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&plan.files, STDERR_FILENO + 1);
    ::posix_spawnattr_setpgroup(&plan.attributes, 0);
    sigset_t none, all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&plan.attributes, &none);
    ::posix_spawnattr_setsigdefault(&plan.attributes, &all);
    ::posix_spawnattr_setflags(&plan.attributes,
                               POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::vector<std::string> words = command;  // posix_spawn takes them as not const.
    std::vector<char*> pointers;
    for (auto& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return ::posix_spawn(&pid, pointers.front(), &plan.files, &plan.attributes, pointers.data(), environ);
}

// Whether there is something to read, or an end to see, before the time is over.
bool wait_for(int descriptor, Steady::time_point until) {
    for (;;) {
        const auto left_ms = std::chrono::ceil<std::chrono::milliseconds>(until - Steady::now()).count();
        if (left_ms <= 0) return false;
        pollfd waiting{descriptor, POLLIN, 0};
        const int ready = ::poll(&waiting, 1, static_cast<int>(left_ms));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
    }
}

enum class Reading { whole, too_long, too_late };

Reading read_all(int descriptor, Steady::time_point until, std::size_t bytes_max, std::string& text) {
    text.assign(bytes_max + 1, '\0');  // Once, so that no piece of a secret stays behind in a smaller block.
    std::size_t length = 0;
    while (length < text.size()) {
        if (!wait_for(descriptor, until)) return Reading::too_late;
        const ssize_t count = ::read(descriptor, text.data() + length, text.size() - length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            text.resize(length);
            return Reading::whole;
        }
        length += static_cast<std::size_t>(count);
    }
    return Reading::too_long;
}

}  // namespace

Result<Secret> output_of(const std::vector<std::string>& command, const ProcessLimits& limits,
                         const std::string& what) {
    const auto failed = [&](const std::string& how, int code = 0) {
        return Error{Fault::unavailable, cat("The ", what, " ", command.empty() ? "" : command.front(), " ", how, "."),
                     code == 0 ? "" : std::system_category().message(code)};
    };
    if (command.empty() || !command.front().starts_with('/')) {
        return Error{Fault::invalid, cat("The ", what, " must begin with the full path of a program."), ""};
    }
    const auto until = Steady::now() + std::chrono::milliseconds(limits.timeout_ms);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return failed("cannot be started", errno);
    const Descriptor reading(ends[0]);
    Descriptor writing(ends[1]);
    pid_t pid = -1;
    if (const int code = start(command, writing.number(), pid); code != 0) return failed("cannot be started", code);
    Child child(pid);
    writing.reset(-1);
    // By its number: glibc 2.36 declares pidfd_open without C linkage.
    const Descriptor watch(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    if (watch.number() < 0) return failed("cannot be watched", errno);

    std::string text;
    const auto end = read_all(reading.number(), until, limits.output_bytes, text);
    Secret output(std::move(text));  // Wiped from here on, whatever becomes of it.
    if (end == Reading::too_long) return failed(cat("printed more than ", limits.output_bytes / 1024, " KB"));
    const bool ended = end == Reading::whole && wait_for(watch.number(), until);
    const int status = child.end();
    if (!ended) return failed(cat("did not end within ", limits.timeout_ms / 1000, " seconds"));
    if (WIFSIGNALED(status)) return failed("was ended by a signal");
    if (WEXITSTATUS(status) != 0) return failed(cat("failed with exit code ", WEXITSTATUS(status)));
    return output;
}

}  // namespace parley::app
