#pragma once
// What was written down while something ran, and a search through it for what must not be there.

#include "base/json.h"
#include "base/result.h"
#include "base/text.h"
#include "net/http.h"

#include <cstdio>
#include <doctest/doctest.h>
#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace parley::tests {

inline std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// Both output streams of the process, down to the descriptors, in a file. A test that fails meanwhile is shown all the
// same.
class CapturedOutput {
public:
    explicit CapturedOutput(const std::filesystem::path& file) : file_(file) {
        std::cout.flush();
        const int into = ::open(file.c_str(), O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0600);
        REQUIRE(into >= 0);
        for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
            saved_.push_back(::dup(stream));
            ::dup2(into, stream);
        }
        ::close(into);
    }
    ~CapturedOutput() {
        restore();
        if (std::uncaught_exceptions() > 0) std::cerr << bytes_of(file_);
    }
    CapturedOutput(const CapturedOutput&) = delete;
    CapturedOutput& operator=(const CapturedOutput&) = delete;

    std::string take() {
        restore();
        return bytes_of(file_);
    }

private:
    void restore() {
        std::cout.flush();
        std::clog.flush();
        std::fflush(nullptr);
        for (std::size_t at = 0; at < saved_.size(); ++at) {
            ::dup2(saved_[at], at == 0 ? STDOUT_FILENO : STDERR_FILENO);
            ::close(saved_[at]);
        }
        saved_.clear();
    }

    std::filesystem::path file_;
    std::vector<int> saved_;
};

// Everything that was written, by where it was written.
class Record {
public:
    void add(const std::string& where, const std::string& text) { parts_[where] += text + "\n"; }

    template <typename T>
    void add_error(const Result<T>& result) {
        REQUIRE_FALSE(result);
        add("error messages", result.error().message);
        add("error details", result.error().detail);
    }

    net::Response add_response(net::Response response) {
        std::string text = response.body + "\n";
        for (const auto& [name, value] : response.headers) text += name + ": " + value + "\n";
        add("API responses", text);
        return response;
    }

    const std::map<std::string, std::string>& parts() const { return parts_; }

    // Where a secret stands, or a piece of it that nobody writes by accident.
    std::set<std::string> places_of(const std::string& secret) const {
        std::set<std::string> places;
        for (const auto& piece : pieces_of(secret)) {
            for (const auto& [where, text] : parts_) {
                if (text.find(piece) != std::string::npos) places.insert(where);
            }
        }
        return places;
    }

private:
    static std::vector<std::string> pieces_of(const std::string& secret) {
        constexpr std::size_t piece_bytes = 14;
        if (secret.size() <= piece_bytes) return {secret};
        return {secret.substr(secret.size() - piece_bytes),
                secret.substr((secret.size() - piece_bytes) / 2, piece_bytes)};
    }

    std::map<std::string, std::string> parts_;
};

}  // namespace parley::tests
