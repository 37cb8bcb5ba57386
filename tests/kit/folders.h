#pragma once
// A folder of vendor folders in a place of its own, with one good vendor in it for tests to break.

#include "base/text.h"
#include "kit/draft.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace parley::tests {

inline const Instant noon = parse_instant("2026-11-21T12:00:00Z").value();

inline const char* const loans_reply = R"({"loans": [
  {"id": "L-3", "lent_at": "2026-11-18T09:30:00Z", "branch": {"name": "Harbour"}, "book": "The Salt Road", "pages": 412},
  {"id": "L-2", "lent_at": "2026-11-17T16:05:00Z", "branch": {"name": "Mill Lane"}, "book": "Small Fires", "pages": 230}
]})";

inline Json loans_json() {
    const auto json = parse_json(loans_reply);
    REQUIRE(json);
    return json.value();
}

class VendorFolders {
public:
    VendorFolders() {
        std::string pattern = (std::filesystem::temp_directory_path() / "parley-kit-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~VendorFolders() { std::filesystem::remove_all(path_); }
    VendorFolders(const VendorFolders&) = delete;
    VendorFolders& operator=(const VendorFolders&) = delete;

    std::string path() const { return path_.string(); }
    std::filesystem::path file(const std::string& name) const { return path_ / name; }
    std::string read(const std::string& name) const { return kit::text_of(path_ / name); }
    void write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << text;
    }
    void replace(const std::string& name, const std::string& from, const std::string& to) const {
        std::string text = read(name);
        const auto at = text.find(from);
        INFO(name << " has no " << from);
        REQUIRE(at != std::string::npos);
        write(name, text.replace(at, from.size(), to));
    }

    // bookshelf, drafted from a reply, with everything filled in.
    void add_bookshelf() const {
        kit::DraftWish wish;
        wish.id = "bookshelf";
        wish.category = "Libraries";
        wish.url = "https://mcp.bookshelf.example/mcp";
        wish.replies = {{"list_loans", loans_json()}};
        const auto files = kit::draft(wish);
        REQUIRE(files);
        REQUIRE(kit::write_draft(file("bookshelf"), files.value()));
        for (const char* name : {"bookshelf/manifest.lua", "bookshelf/guide.md"}) {
            std::string text = read(name);
            for (auto at = text.find(kit::mark); at != std::string::npos; at = text.find(kit::mark))
                text.replace(at, kit::mark.size(), "Told");
            write(name, text);
        }
        write("bookshelf/examples/loans.table",
              R"({"dataset": "loans", "columns": ["id", "lent_at", "book", "branch_name", "pages"],
"rows": [["L-3", 1794994200, "The Salt Road", "Harbour", 412], ["L-2", 1794931500, "Small Fires", "Mill Lane", 230]]}
)");
    }

private:
    std::filesystem::path path_;
};

// All mistakes of a verdict, a line each.
inline std::string text_of(const kit::Verdict& verdict) {
    std::string out;
    for (const auto& mistake : verdict.mistakes) out += vendors::to_text(mistake) + "\n";
    return out;
}

}  // namespace parley::tests
