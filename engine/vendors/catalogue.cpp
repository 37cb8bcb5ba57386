#include "vendors/catalogue.h"

#include "base/text.h"
#include "lua/state.h"
#include "vendors/fields.h"
#include "vendors/prelude.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <re2/re2.h>
#include <sstream>
#include <system_error>

namespace parley::vendors {
namespace {

namespace fs = std::filesystem;

// Empty where there is no such file.
std::string file_text(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    if (in) text << in.rdbuf();
    return text.str();
}

// A plugin that cannot be loaded, or that has none of the functions the engine calls, is a mistake of its folder.
void check_plugin(const std::string& source, const std::string& file, std::vector<Mistake>& mistakes) {
    lua::State state;
    auto loaded = add_prelude(state);
    if (loaded) loaded = state.load(source, file);
    if (!loaded) {
        mistakes.push_back({file, "", loaded.error().detail});
        return;
    }
    for (const char* name : {"account", "prepare", "shape", "more"}) {
        if (state.has(name)) return;
    }
    mistakes.push_back({file, "", "it has none of the functions account, prepare, shape, more"});
}

void read_folder(const fs::path& path, Edition& edition) {
    auto& [vendors, mistakes] = edition;
    const std::string folder = path.filename().string();
    const std::string file = folder + "/manifest.lua";
    Vendor vendor;
    vendor.manifest_source = file_text(path / "manifest.lua");
    lua::State state;
    const auto data = state.read_data(vendor.manifest_source, file);
    if (!data) {
        mistakes.push_back({file, "", data.error().detail});
        return;
    }
    Checked checked = check_manifest(data.value(), file);
    vendor.folder = path.string();
    vendor.plugin_source = file_text(path / "plugin.lua");
    vendor.simulate_source = file_text(path / "simulate.lua");
    vendor.guide = file_text(path / "guide.md");
    if (!vendor.plugin_source.empty()) check_plugin(vendor.plugin_source, folder + "/plugin.lua", checked.mistakes);
    mistakes.insert(mistakes.end(), checked.mistakes.begin(), checked.mistakes.end());
    if (!checked.mistakes.empty()) return;
    vendor.manifest = std::move(checked.manifest);
    vendors.push_back(std::move(vendor));
}

Result<Edition> read_edition(const std::string& folder) {
    std::error_code failed;
    std::vector<fs::path> folders;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
        std::error_code unknown;
        if (fs::exists(entry->path() / "manifest.lua", unknown)) folders.push_back(entry->path());
    }
    if (failed) {
        return Error{Fault::invalid, cat("The folder of the vendor plugins, ", folder, ", cannot be read."),
                     failed.message()};
    }
    std::sort(folders.begin(), folders.end());
    Edition edition;
    for (const auto& path : folders) read_folder(path, edition);
    return edition;
}

std::string name_of(const Vendor& vendor) {
    return fs::path(vendor.folder).filename().string();
}

const Vendor* of_folder(const std::vector<Vendor>& vendors, const std::string& folder) {
    const auto found = std::find_if(vendors.begin(), vendors.end(),
                                    [&folder](const Vendor& vendor) { return vendor.folder == folder; });
    return found == vendors.end() ? nullptr : &*found;
}

bool by_folder(const Vendor& left, const Vendor& right) {
    return left.folder < right.folder;
}

// A manifest is the value of its text.
bool is_same(const Vendor& left, const Vendor& right) {
    return left.manifest_source == right.manifest_source && left.plugin_source == right.plugin_source &&
           left.simulate_source == right.simulate_source && left.guide == right.guide;
}

bool has_mistakes(const std::vector<Mistake>& mistakes, const std::string& folder) {
    return std::any_of(mistakes.begin(), mistakes.end(),
                       [&folder](const Mistake& mistake) { return mistake.file.starts_with(folder + "/"); });
}

// In a sentence for the user.
Error wrong_value(const char* what, const UserValue& value, std::string_view complaint) {
    const std::string example = value.example.empty() ? "" : cat(", such as \"", value.example, "\"");
    return Error{Fault::invalid, cat("The ", what, " \"", value.name, "\" ", complaint, ": ", value.means, example),
                 ""};
}

bool has_form(const std::string& value, const UserValue& wanted) {
    const auto is_plain = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; };
    const bool is_line = std::all_of(value.begin(), value.end(), is_plain) && is_valid_utf8(value);
    return is_line && value.size() <= limits::name_bytes && RE2::FullMatch(value, wanted.pattern);
}

}  // namespace

// Every edition that there was: they are few, for one is made only where a folder has changed.
struct Catalogue::Shelf {
    std::string folder;
    std::atomic<const Edition*> newest = nullptr;
    std::mutex reloading;
    std::vector<std::unique_ptr<const Edition>> editions;  // Guarded by reloading.

    void put(Edition edition) {
        editions.push_back(std::make_unique<const Edition>(std::move(edition)));
        newest = editions.back().get();
    }
};

Catalogue::Catalogue() : shelf_(std::make_unique<Shelf>()) {
    shelf_->put({});
}
Catalogue::Catalogue(std::unique_ptr<Shelf> shelf) : shelf_(std::move(shelf)) {}
Catalogue::~Catalogue() = default;
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;

Result<Catalogue> Catalogue::read(const std::string& folder) {
    PARLEY_TRY(Edition edition, read_edition(folder));
    auto shelf = std::make_unique<Shelf>();
    shelf->folder = folder;
    shelf->put(std::move(edition));
    return Catalogue(std::move(shelf));
}

Result<Reloaded> Catalogue::reload(const Trial& trial) {
    const std::lock_guard lock(shelf_->reloading);
    const Edition& old = edition();
    PARLEY_TRY(Edition found, read_edition(shelf_->folder));
    Reloaded changes;
    Edition next;
    for (auto& vendor : found.vendors) {
        const Vendor* before = of_folder(old.vendors, vendor.folder);
        if (before && is_same(*before, vendor)) {
            next.vendors.push_back(std::move(vendor));
            continue;
        }
        auto mistakes = trial(vendor);
        if (mistakes.empty()) {
            (before ? changes.changed : changes.added).push_back(name_of(vendor));
            next.vendors.push_back(std::move(vendor));
        } else {
            found.mistakes.insert(found.mistakes.end(), mistakes.begin(), mistakes.end());
        }
    }
    for (const auto& vendor : old.vendors) {
        if (of_folder(next.vendors, vendor.folder)) continue;
        const bool is_spoilt = has_mistakes(found.mistakes, name_of(vendor));
        if (is_spoilt) next.vendors.push_back(vendor);
        if (!is_spoilt) changes.gone.push_back(name_of(vendor));
    }
    std::sort(next.vendors.begin(), next.vendors.end(), by_folder);
    changes.mistakes = next.mistakes = std::move(found.mistakes);
    if (!changes.added.empty() || !changes.changed.empty() || !changes.gone.empty()) shelf_->put(std::move(next));
    return changes;
}

const Edition& Catalogue::edition() const {
    return *shelf_->newest.load();
}

const Vendor* Catalogue::find(const VendorId& id) const {
    const auto& all = vendors();
    const auto found =
        std::find_if(all.begin(), all.end(), [&id](const Vendor& vendor) { return vendor.manifest.id == id; });
    return found == all.end() ? nullptr : &*found;
}

Result<const Vendor*> Catalogue::get(const VendorId& id) const {
    if (const Vendor* vendor = find(id)) return vendor;
    std::vector<std::string> ids;
    for (const auto& vendor : vendors()) ids.push_back(vendor.manifest.id.text);
    const std::string asked = id.text.substr(0, 64);
    const std::string near = nearest(asked, ids);
    const std::string remedy = near.empty() ? "" : cat(" Did you mean \"", near, "\"?");
    return Error{Fault::not_found, cat("There is no vendor \"", asked, "\".", remedy), ""};
}

Result<std::string> server_url(const Manifest& manifest, const Json& parameters) {
    std::string url = manifest.server.url;
    for (const auto& parameter : manifest.server.parameters) {
        const std::string value = text_at(parameters, parameter.name);
        if (value.empty()) return wrong_value("parameter", parameter, "is missing");
        // Whatever a manifest's pattern allows: a value never ends the host or begins a query.
        const bool splits = value.find_first_of("/\\?#@%{}: \t\r\n") != std::string::npos;
        if (splits || !has_form(value, parameter)) {
            return wrong_value("parameter", parameter, "does not have the right form");
        }
        const std::string placeholder = cat("{", parameter.name, "}");
        for (auto at = url.find(placeholder); at != std::string::npos; at = url.find(placeholder, at + value.size())) {
            url.replace(at, placeholder.size(), value);
        }
    }
    return url;
}

Result<Done> check_settings(const Manifest& manifest, const Json& parameters, Missing missing) {
    std::vector<std::string> names;
    for (const auto& parameter : manifest.server.parameters) names.push_back(parameter.name);
    for (const auto& setting : manifest.settings) {
        names.push_back(setting.name);
        const Json& value = at_or_null(parameters, setting.name);
        if (value.is_null() || value == "") {
            if (setting.optional || missing == Missing::allowed) continue;
            return wrong_value("setting", setting, "is missing");
        }
        if (!value.is_string() || !has_form(value.get_ref<const std::string&>(), setting)) {
            return wrong_value("setting", setting, "does not have the right form");
        }
    }
    if (!parameters.is_object()) return Done{};
    for (const auto& [name, value] : parameters.items()) {
        if (std::find(names.begin(), names.end(), name) != names.end()) continue;
        const std::string asked = is_valid_utf8(name) ? name.substr(0, 64) : "?";
        return Error{Fault::invalid, did_you_mean(cat(manifest.name, " has no setting \"", asked, "\""), asked, names),
                     ""};
    }
    return Done{};
}

Json settings_of(const Manifest& manifest, const Json& parameters) {
    Json settings = Json::object();
    const auto take = [&](const UserValue& value) {
        const std::string given = text_at(parameters, value.name);
        if (!given.empty()) settings[value.name] = given;
    };
    for (const auto& parameter : manifest.server.parameters) take(parameter);
    for (const auto& setting : manifest.settings) take(setting);
    return settings;
}

}  // namespace parley::vendors
