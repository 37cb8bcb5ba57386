#pragma once
// The program itself, as a person at a terminal runs it.

#include "base/text.h"
#include "support.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <string>
#include <sys/wait.h>

namespace parley::tests {

struct Ran {
    int code = 0;
    std::string output;  // Both streams.
};

// environment: "PARLEY_KEYS='...'", in front of the command. The program finds a few vendor folders unless it is told
// others, for reading them all costs more than what most commands do.
inline Ran run(const Folder& folder, const std::string& arguments, const std::string& environment = "") {
    const std::string few = folder.file("few_vendors");
    if (std::filesystem::create_directory(few)) {
        for (const std::string vendor : {"box", "clootrack", "ecomail", "stripe"}) {
            std::filesystem::create_directory_symlink(PARLEY_SOURCE_DIR "/plugins/vendors/" + vendor,
                                                      few + "/" + vendor);
        }
    }
    const std::string command = "PARLEY_PLUGINS='" + few + "' " + environment + " PARLEY_HOME='" + folder.file("home") +
                                "' '" + PARLEY_BINARY_DIR + "/bin/parley' " + arguments + " 2>&1";
    std::FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    Ran ran;
    std::array<char, 4096> buffer{};
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
        ran.output.append(buffer.data(), count);
    ran.code = WEXITSTATUS(::pclose(pipe));
    return ran;
}

inline void write(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
}

}  // namespace parley::tests
