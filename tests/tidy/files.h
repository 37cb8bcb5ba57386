#pragma once
// The source tree as the tidy tests read it.

#include <string>
#include <vector>

namespace tidy {

struct File {
    std::string path;  // From the repository's root.
    std::string text;
    std::vector<std::string> lines;
};

File read(const std::string& path);  // Empty text where there is no such file.
std::vector<File> files(const std::vector<std::string>& folders, const std::vector<std::string>& endings);
std::vector<std::string> folders(const std::string& folder);

// "path:12: the line" for each line that holds the word; empty where none does.
std::string lines_with(const File& file, const std::string& word);

struct Room {
    std::string name;
    std::string folder;
};
std::vector<Room> rooms();  // As CMakeLists.txt lists them.

}  // namespace tidy
