#pragma once
// The use cases of a question: ask, explain, pin, refresh. Safe from several threads.

#include "analysis/workbench.h"
#include "base/clock.h"
#include "base/limits.h"
#include "connect/sessions.h"
#include "planner/planner.h"
#include "store/store.h"
#include "vendors/catalogue.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace parley::ask {

struct Question {
    std::string text;
    AnswerId follow;       // Empty: a question of its own.
    bool explain = false;  // Plan only, with tools and arguments; nothing reaches a vendor.
};

// Slots of an answer's plan set by name and value, without a question.
struct Edit {
    AnswerId answer;  // It stays as it is.
    Json slots;       // What planner::edited takes: {"group_by": ["country"], "range": "last month"}
    bool explain = false;
};

// DESIGN 3.2, ready to send or store.
using Answer = OrderedJson;

// Called between the stages with "plan", "progress", "table", "chart", "text", and every second while vendors are
// waited for: for streaming. Always on the thread that asks. May be empty.
using OnPart = std::function<void(std::string_view part, const OrderedJson& value)>;

struct Suggestion {
    std::string question;
    VendorId vendor;
    std::string connection_name;  // "Stripe"
};

class IndexCache;
class Proposer;

class Asker {
public:
    struct Wiring {
        const vendors::Catalogue& catalogue;
        connect::Sessions& sessions;
        analysis::Workbench& workbench;
        const Clock& clock;
        int question_timeout_ms = limits::question_timeout_ms;
        const Proposer* proposer = nullptr;  // Outlives the asker. Null: the local planner alone.
        std::shared_ptr<const planner::WordVectors> word_vectors = nullptr;  // Null: tools are found by words alone.
    };
    explicit Asker(Wiring wiring);
    ~Asker();

    // Always an answer: what goes wrong is in its status and reason. A fault only for a question that is none (empty,
    // too long, not UTF-8), an answer to follow that is not there, or a store that fails.
    // Asking for stop ends it soon: then it has failed.
    Result<Answer> ask(store::OrgStore& org, const UserId& user, const Question& question, const OnPart& on_part = {},
                       std::stop_token stop = {});

    // A new answer to the same question, by the answer's plan with slots set anew; its notes say what was kept. Uses of
    // tools leave the same audit rows as a question's. A fault for an answer that is not there or has no plan, and for
    // a change that the catalogue or the rows do not allow: then nothing was asked and nothing is stored.
    Result<Answer> edit(store::OrgStore& org, const UserId& user, const Edit& change, const OnPart& on_part = {},
                        std::stop_token stop = {});

    // Questions to begin with, `most` at most, one connection after the other: examples of the manifests of connected
    // vendors, and of these only what plans now, and to its own vendor. Nothing reaches a vendor.
    Result<std::vector<Suggestion>> suggestions(store::OrgStore& org, std::size_t most);

    // Fault::invalid for an answer without a plan or a chart.
    Result<store::Pin> pin(store::OrgStore& org, const UserId& user, const AnswerId& answer,
                           const DashboardId& dashboard, const std::string& title);

    // Runs the pin's plan again, with its date phrase read as of today. A refresh that fails leaves the pin as it was.
    Result<store::Pin> refresh(store::OrgStore& org, const UserId& user, const PinId& pin);

private:
    Wiring wiring_;
    std::unique_ptr<IndexCache> indexes_;
};

}  // namespace parley::ask
