#pragma once
// Notices that a vendor's replies have another form before a number moves by it. For one step of a plan.

#include "base/clock.h"
#include "policy/shape.h"
#include "store/store.h"
#include "vendors/catalogue.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace parley::ask {

// Which fields of a reply end in a dataset's columns, as paths of a policy::Shape. Empty: nobody can tell, for Lua or
// the inference of a table may read anything.
struct Reads {
    std::set<std::string> paths;
    std::string rows;  // Where the rows are; empty: not known, or the reply itself.
};
Reads reads_of(const vendors::Vendor* vendor, const std::string& dataset);

// What is known of a tool's replies, and from how many records: a field that was in two of two may be optional all the
// same.
struct KnownForm {
    policy::Shape shape;
    std::int64_t records = 0;
};
Json to_json(const KnownForm& form);
KnownForm form_from(const Json& json);
KnownForm form_of(const Json& reply);

// One reply held against what is known.
struct Look {
    enum class Kind {
        fits,   // Nothing new
        grown,  // There is more, or less of what may be missing
        other,  // Another form, but what is read is as it was
        moves   // Another form, and numbers could move
    };
    Kind kind = Kind::fits;
    std::string what;  // "`amount_due` is gone"; empty unless other or moves.
    KnownForm merged;  // What is known with this reply; as before unless grown.
};
// Doubt: how a difference is taken that could be chance. Where another form was seen before it is none.
enum class Doubt { possible, over };
Look look_at(const KnownForm& known, const KnownForm& seen, const Reads& reads, Doubt doubt = Doubt::possible);

// The form of one tool's replies for one dataset, as the store keeps it. One thread at a time.
class ShapeWatch {
public:
    struct Subject {
        ConnectionId connection;
        std::string key;   // Of the ShapePin.
        std::string name;  // For people: "Stripe's stripe_api_read (charges)"
        Reads reads;
    };
    ShapeWatch(store::OrgStore& org, const Clock& clock, Subject subject)
        : org_(org), clock_(clock), subject_(std::move(subject)) {}

    // Fault::unavailable, and the review queue has it, where numbers could move.
    Result<Done> look(const Json& reply);

    // At the end of the step: keeps what the replies have taught. Nothing is written where they taught nothing.
    void keep();
    std::string note() const;  // For the answer; empty where all is as it was.

private:
    Result<Done> load();
    bool waits() const { return stored_ && !stored_->drift.empty(); }  // For a person.
    std::string sentence(const Look& look) const;
    Result<Done> keep_drift(const std::string& drift);

    store::OrgStore& org_;
    const Clock& clock_;
    const Subject subject_;
    bool is_loaded_ = false;
    int pages_ = 0;
    std::optional<store::ShapePin> stored_;
    std::optional<KnownForm> seen_;  // All pages of this step together.
    Look latest_;
};

}  // namespace parley::ask
