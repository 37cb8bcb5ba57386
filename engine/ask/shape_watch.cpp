#include "ask/shape_watch.h"

#include "base/text.h"
#include "policy/definition.h"

#include <algorithm>
#include <cmath>

namespace parley::ask {
namespace {

// Records after which more would teach nothing that the rule below asks for.
constexpr std::int64_t records_enough = 10;
constexpr std::int64_t records_looked_at = 50;
constexpr double chance_max = 0.1;
constexpr std::size_t shown_max = 5;
constexpr int list_depth_max = 3;
constexpr int pages_looked_at = 8;

// How likely it is at most, whatever its frequency, that a field which may be missing was in all of `known` records and
// is in none of `seen` others.
double chance_of(std::int64_t known, std::int64_t seen) {
    if (known <= 0 || seen <= 0) return 1;
    const auto n = static_cast<double>(known);
    const auto m = static_cast<double>(seen);
    return std::pow(n / (n + m), n) * std::pow(m / (n + m), m);
}

// Of the longest list of objects; a reply without one is a record itself.
std::int64_t longest_list(const Json& value, int depth) {
    std::int64_t longest = -1;
    if (value.is_array() && (value.empty() || value.front().is_object())) {
        longest = std::min(static_cast<std::int64_t>(value.size()), records_looked_at);
    }
    if (!value.is_object() || depth == list_depth_max) return longest;
    for (const auto& member : value) longest = std::max(longest, longest_list(member, depth + 1));
    return longest;
}

bool is_inside(const std::string& path, const std::string& outer) {
    if (outer.empty() || path == outer) return true;
    return path.starts_with(outer) && (path[outer.size()] == '.' || path[outer.size()] == '[');
}

bool is_read(const std::string& path, const Reads& reads) {
    return std::any_of(reads.paths.begin(), reads.paths.end(),
                       [&](const std::string& one) { return is_inside(one, path) || is_inside(path, one); });
}

std::string last_name(const std::string& path) {
    const auto dot = path.rfind('.');
    const std::string name = dot == std::string::npos ? path : path.substr(dot + 1);
    return name.empty() ? "the reply itself" : cat("`", policy::shown_name(name), "`");
}

std::string listed(const std::vector<std::string>& paths, const char* one, const char* many) {
    std::vector<std::string> names;
    for (const auto& path : paths) {
        if (names.size() < shown_max) names.push_back(last_name(path));
    }
    if (paths.size() > shown_max) names.push_back(cat(paths.size() - shown_max, " more"));
    return cat(join(names, ", "), paths.size() == 1 ? one : many);
}

std::string in_words(const std::vector<std::string>& vanished, const std::vector<std::string>& retyped) {
    std::vector<std::string> parts;
    if (!vanished.empty()) parts.push_back(listed(vanished, " is gone", " are gone"));
    if (!retyped.empty()) parts.push_back(listed(retyped, " is of another type", " are of another type"));
    return join(parts, "; ");
}

bool fits(const KnownForm& known, const KnownForm& seen) {
    const auto drift = policy::compare(known.shape, seen.shape, {});
    return drift.vanished.empty() && drift.retyped.empty();
}

}  // namespace

Reads reads_of(const vendors::Vendor* vendor, const std::string& dataset) {
    Reads reads;
    if (!vendor) return reads;
    const auto found = vendor->manifest.datasets.find(dataset);
    if (found == vendor->manifest.datasets.end()) return reads;
    const vendors::ManifestDataset& described = found->second;
    reads.rows = described.rows_at;
    if (!vendor->plugin_source.empty()) return reads;
    for (const auto& field : described.offer.fields) {
        const auto at = described.from.find(field.name);
        const std::string& place = at == described.from.end() ? field.name : at->second;
        reads.paths.insert(policy::path_of_column(described.rows_at, place));
    }
    return reads;
}

Json to_json(const KnownForm& form) {
    Json json = policy::to_json(form.shape);
    json["records"] = form.records;
    return json;
}

KnownForm form_from(const Json& json) {
    return {policy::shape_from(json), integer_at(json, "records", 0)};
}

KnownForm form_of(const Json& reply) {
    const std::int64_t records = longest_list(reply, 0);
    return {policy::shape_of(reply), records < 0 ? 1 : records};
}

Look look_at(const KnownForm& known, const KnownForm& seen, const Reads& reads, Doubt doubt) {
    const auto drift = policy::compare(known.shape, seen.shape, {});
    const bool is_solid = doubt == Doubt::over || chance_of(known.records, seen.records) <= chance_max;
    const auto moves = [&](const std::string& path) {
        if (!reads.paths.empty()) return is_read(path, reads);
        // Without its rows a reply says nothing, however few of them there were.
        return is_solid || (!reads.rows.empty() && is_inside(reads.rows, path));
    };
    const auto differs = [&](const std::string& path) { return moves(path) || is_solid; };

    std::vector<std::string> vanished, retyped;
    std::copy_if(drift.vanished.begin(), drift.vanished.end(), std::back_inserter(vanished), differs);
    std::copy_if(drift.retyped.begin(), drift.retyped.end(), std::back_inserter(retyped), differs);
    if (!vanished.empty() || !retyped.empty()) {
        const bool any_moves =
            std::any_of(vanished.begin(), vanished.end(), moves) || std::any_of(retyped.begin(), retyped.end(), moves);
        return {any_moves ? Look::Kind::moves : Look::Kind::other, in_words(vanished, retyped), known};
    }
    KnownForm merged{policy::merge(known.shape, seen.shape),
                     std::max(known.records, std::min(known.records + seen.records, records_enough))};
    const bool has_grown = !(merged.shape == known.shape) || merged.records != known.records;
    return {has_grown ? Look::Kind::grown : Look::Kind::fits, "", has_grown ? std::move(merged) : known};
}

Result<Done> ShapeWatch::load() {
    if (std::exchange(is_loaded_, true)) return Done{};
    PARLEY_TRY(std::vector<store::ShapePin> pins, org_.shapes(subject_.connection));
    for (auto& pin : pins) {
        if (pin.tool == subject_.key) stored_ = std::move(pin);
    }
    return Done{};
}

std::string ShapeWatch::sentence(const Look& look) const {
    return cat(subject_.name, " now answers in another form: ", look.what, ".");
}

// What a person may be looking at just now is left as it is, where these replies have that form too.
Result<Done> ShapeWatch::keep_drift(const std::string& drift) {
    if (waits() && fits(form_from(stored_->seen), *seen_)) return Done{};
    store::ShapePin pin{subject_.key, stored_->shape, drift, to_json(*seen_), clock_.now()};
    PARLEY_TRY([[maybe_unused]] const Done saved, org_.save_shape(subject_.connection, pin, nullptr));
    stored_ = std::move(pin);
    return Done{};
}

// Pages may be of different kinds: what one lacks another has, so all that were read are held against what is known.
Result<Done> ShapeWatch::look(const Json& reply) {
    if (pages_ == pages_looked_at) return Done{};
    ++pages_;
    PARLEY_TRY([[maybe_unused]] const Done loaded, load());
    KnownForm page = form_of(reply);
    if (seen_) {
        seen_->shape = policy::merge(seen_->shape, page.shape);
        seen_->records += page.records;
    } else {
        seen_ = std::move(page);
    }
    if (!stored_) return Done{};

    latest_ = look_at(form_from(stored_->shape), *seen_, subject_.reads, waits() ? Doubt::over : Doubt::possible);
    switch (latest_.kind) {
    case Look::Kind::fits:
    case Look::Kind::grown: return Done{};
    case Look::Kind::other: return keep_drift(sentence(latest_));
    case Look::Kind::moves: break;
    }
    const std::string drift = sentence(latest_);
    PARLEY_TRY([[maybe_unused]] const Done kept, keep_drift(drift));
    return Error{Fault::unavailable, cat(drift, " An administrator must review it."), subject_.key};
}

// What was only seen is no act: where it cannot be kept, the next question sees it again.
void ShapeWatch::keep() {
    if (!seen_) return;
    store::ShapePin pin{subject_.key, Json(), "", Json(), clock_.now()};
    if (!stored_) {
        seen_->records = std::min(seen_->records, records_enough);
        pin.shape = to_json(*seen_);
    } else if (waits()) {
        // The replies have the old form again: there is nothing to review any more.
        const bool is_back = latest_.what.empty() && seen_->records > 0;
        if (!is_back) return;
        pin.shape = stored_->shape;
    } else {
        if (latest_.kind != Look::Kind::grown) return;
        pin.shape = to_json(latest_.merged);
    }
    [[maybe_unused]] const auto saved = org_.save_shape(subject_.connection, pin, nullptr);
}

std::string ShapeWatch::note() const {
    if (latest_.kind != Look::Kind::other) return "";
    return cat(sentence(latest_), " No number here is read from that.");
}

}  // namespace parley::ask
