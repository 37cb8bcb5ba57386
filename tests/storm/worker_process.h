#pragma once
// A worker in a process of its own, to talk to and to kill.

#include <cerrno>
#include <csignal>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace parley::storm {

class WorkerProcess {
public:
    static constexpr int patience_ms = 120'000;

    WorkerProcess(const std::string& database, const std::string& key_file) {
        int to[2], from[2];
        REQUIRE(pipe2(to, O_CLOEXEC) == 0);
        REQUIRE(pipe2(from, O_CLOEXEC) == 0);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
        // The test's own connections must not live on in here when the test closes them.
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
        std::string program = PARLEY_STORM_WORKER, first = database, second = key_file;
        char* arguments[] = {program.data(), first.data(), second.data(), nullptr};
        const int code = posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments, environ);
        posix_spawn_file_actions_destroy(&actions);
        close(to[0]);
        close(from[1]);
        to_ = to[1];
        from_ = from[0];
        REQUIRE(code == 0);
    }
    ~WorkerProcess() {
        close(to_);  // The end of its input ends it.
        wait();
        close(from_);
    }
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    void say(const std::string& line) {
        const std::string text = line + "\n";
        // A worker that was killed does not read: that is for the test to find, not for a signal.
        [[maybe_unused]] const auto written = write(to_, text.data(), text.size());
    }

    // Empty when the worker is gone or silent for too long.
    std::string hear() {
        while (true) {
            const auto end = heard_.find('\n');
            if (end != std::string::npos) {
                std::string line = heard_.substr(0, end);
                heard_.erase(0, end + 1);
                return line;
            }
            pollfd wait_for{from_, POLLIN, 0};
            if (poll(&wait_for, 1, patience_ms) <= 0) return "";
            char bytes[512];
            const ssize_t count = read(from_, bytes, sizeof bytes);
            if (count <= 0) return "";
            heard_.append(bytes, static_cast<std::size_t>(count));
        }
    }

    // From any thread, as long as the process has not been waited for.
    void kill_at_once() const { ::kill(pid_, SIGKILL); }

    int wait() {
        if (waited_) return status_;
        while (waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
        }
        waited_ = true;
        return status_;
    }

private:
    pid_t pid_ = -1;
    int to_ = -1, from_ = -1;
    int status_ = 0;
    bool waited_ = false;
    std::string heard_;
};

}  // namespace parley::storm
