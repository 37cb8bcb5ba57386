#include "files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace tidy {
namespace {

const std::filesystem::path root(PARLEY_SOURCE_DIR);

bool ends_with_one_of(const std::string& text, const std::vector<std::string>& endings) {
    return std::any_of(endings.begin(), endings.end(), [&](const std::string& ending) {
        return text.size() >= ending.size() && text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
    });
}

}  // namespace

File read(const std::string& path) {
    std::ifstream in(root / path);
    std::ostringstream text;
    text << in.rdbuf();
    File file{path, text.str(), {}};
    std::istringstream lines(file.text);
    for (std::string line; std::getline(lines, line);) file.lines.push_back(line);
    return file;
}

std::vector<File> files(const std::vector<std::string>& folders, const std::vector<std::string>& endings) {
    std::vector<File> found;
    for (const auto& folder : folders) {
        if (!std::filesystem::exists(root / folder)) continue;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            const std::string path = std::filesystem::relative(entry.path(), root).generic_string();
            if (entry.is_regular_file() && path.find("node_modules") == std::string::npos &&
                ends_with_one_of(path, endings)) {
                found.push_back(read(path));
            }
        }
    }
    std::sort(found.begin(), found.end(), [](const File& a, const File& b) { return a.path < b.path; });
    return found;
}

std::vector<std::string> folders(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(root / folder)) {
        if (entry.is_directory()) names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string lines_with(const File& file, const std::string& word) {
    std::string out;
    for (std::size_t number = 0; number < file.lines.size(); ++number) {
        if (file.lines[number].find(word) == std::string::npos) continue;
        out += file.path + ":" + std::to_string(number + 1) + ": " + file.lines[number] + "\n";
    }
    return out;
}

std::vector<Room> rooms() {
    std::vector<Room> found;
    for (const auto& line : read("CMakeLists.txt").lines) {
        if (line.rfind("room(", 0) != 0) continue;
        std::istringstream words(line.substr(5));
        Room room;
        words >> room.name >> room.folder;
        found.push_back(room);
    }
    return found;
}

}  // namespace tidy
