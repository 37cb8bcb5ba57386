#include "api/audit_trail.h"
#include "app/commands/commands.h"
#include "app/terminal.h"
#include "base/text.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <system_error>
#include <unistd.h>

namespace parley::app {
namespace {

OrderedJson to_json(const OrgId& org, const api::AuditState& state) {
    return {{"organization", org.text},
            {"holds", state.broken.empty()},
            {"rows", state.rows},
            {"last_hash", state.last_hash},
            {"broken", state.broken}};
}

void print(const OrgId& org, const api::AuditState& state) {
    auto& out = state.broken.empty() ? std::cout : std::cerr;
    const std::string good = cat("the audit holds, ", counted(state.rows, "row", "rows"), ".");
    out << tame(org.text) << ": " << (state.broken.empty() ? good : state.broken) << '\n';
}

// A new file, its owner's alone. Never one that is there: it may be the last export.
Result<Done> make_file(const std::string& path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (file >= 0) {
        ::close(file);
        return Done{};
    }
    if (errno == EEXIST) return Error{Fault::invalid, cat("There is a file at ", path, " already."), ""};
    return Error{Fault::invalid, cat(path, " cannot be written."), std::system_category().message(errno)};
}

Result<api::AuditWish> wish_of(const AuditOptions& options) {
    api::AuditWish wish;
    PARLEY_TRY(wish.format, api::audit_format(options.format));
    if (!options.since.empty()) {
        PARLEY_TRY(wish.since, api::moment_from(options.since));
    }
    if (!options.until.empty()) {
        PARLEY_TRY(wish.until, api::moment_from(options.until));
    }
    return wish;
}

Result<std::int64_t> export_to(std::ostream& out, store::OrgStore& org, const api::AuditWish& wish,
                               const Clock& clock) {
    PARLEY_TRY(const auto made, api::AuditExport::begin(org, terminal_user, wish, clock.now()));
    PARLEY_TRY([[maybe_unused]] const Done written, made.write(org, out));
    return made.count();
}

}  // namespace

int audit_verify(const Common& common, const std::string& anchor, bool json) {
    const SystemClock clock;
    const auto house = House::build(common.config, clock, {common.mode});
    if (!house) return fail(house.error());
    auto& store = house.value()->store();
    const auto organizations = store.organizations();
    if (!organizations) return fail(organizations.error());
    OrderedJson report = OrderedJson::array();
    bool holds = true, has_anchor = anchor.empty();
    for (const auto& id : organizations.value()) {
        auto state = api::verify_audit(*store.for_org(id), anchor);
        if (!state) state = api::AuditState{0, "", state.error().message};
        const auto& found = state.value();
        holds = holds && found.broken.empty();
        has_anchor = has_anchor || found.has_anchor;
        report.push_back(to_json(id, found));
        if (!json) print(id, found);
    }
    if (organizations.value().empty() && !json) std::cout << "There is no organization here yet, so no audit.\n";
    if (!has_anchor && !json) std::cerr << "No row has the hash that was asked for: the audit was made anew.\n";
    holds = holds && has_anchor;
    if (json) std::cout << OrderedJson{{"holds", holds}, {"organizations", std::move(report)}}.dump(2) << '\n';
    return holds ? 0 : 1;
}

int audit_export(const Common& common, const AuditOptions& options) {
    const auto wish = wish_of(options);
    if (!wish) return wrong_use(wish.error().message);
    const SystemClock clock;
    const auto house = House::build(common.config, clock, {common.mode});
    if (!house) return fail(house.error());
    const auto org = house.value()->home();
    if (!org) return fail(org.error());
    const auto allowed = house.value()->may(*org.value(), policy::Act::export_audit, "audit export");
    if (!allowed) return fail(allowed.error());
    if (options.out.empty()) {
        const auto count = export_to(std::cout, *org.value(), wish.value(), clock);
        return count ? 0 : fail(count.error());
    }
    if (const auto made = make_file(options.out); !made) return fail(made.error());
    std::ofstream file(options.out, std::ios::binary);
    const auto count = export_to(file, *org.value(), wish.value(), clock);
    if (!count) {
        std::remove(options.out.c_str());  // Nobody must take a part for the whole.
        return fail(count.error());
    }
    std::cout << counted(count.value(), "row", "rows") << " in " << options.out << '\n';
    return 0;
}

}  // namespace parley::app
