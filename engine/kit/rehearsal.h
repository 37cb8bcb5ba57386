#pragma once
// A plugin with everything a live question would hand it, made of the folder alone. For this room only.

#include "kit/folder.h"
#include "vendors/plugin.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::kit {

// The author's own words where there are some: the sentence for users says too little here.
std::string reason_of(const Error& error);

// The plugin did not come to an end, or wanted more memory than there is.
bool is_spent(const Error& error);

// One thread at a time.
class Rehearsal {
public:
    // The account's values come from a recorded reply of its tool, else they are made to fit their patterns. vendor
    // outlives the rehearsal.
    static Result<Rehearsal> open(const vendors::Vendor& vendor, const std::vector<Example>& examples, Instant now);

    // As on the day that the example's table names as its own ("today"), else as today.
    Result<Table> shape(const Example& example);
    Result<Table> shape(const std::string& dataset, const Json& reply);
    Result<Json> prepare(const std::string& dataset, const std::optional<DayRange>& range);

    // The same reply again and again: more() must end, or give arguments that it has not given yet.
    void try_paging(const std::string& dataset, const Json& reply, Verdict& verdict);

    // What prepare() and more() send for several periods and filters must pass the allowlist's own rules.
    void try_arguments(const std::string& dataset, Verdict& verdict);

    // Empty where more() ends or fails on this reply; it may do both.
    std::string flaw_of_more(const std::string& dataset, const Json& reply);

private:
    Rehearsal(const vendors::Vendor& vendor, vendors::Plugin plugin, Day today)
        : vendor_(&vendor), plugin_(std::move(plugin)), today_(today) {}

    const vendors::ManifestDataset& about(const std::string& example) const;
    vendors::Fetch fetch_for(const std::string& example, const std::optional<DayRange>& range) const;
    void take_account(const std::vector<Example>& examples);
    Result<Done> admit(const std::string& dataset, const Json& arguments) const;

    const vendors::Vendor* vendor_;
    vendors::Plugin plugin_;
    Day today_;
    Json account_ = Json::object();
    Json settings_ = Json::object();
};

}  // namespace parley::kit
