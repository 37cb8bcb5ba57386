#pragma once
// The use cases of a question: ask, explain, pin, refresh. Safe from several threads.

#include "analysis/workbench.h"
#include "base/clock.h"
#include "connect/sessions.h"
#include "planner/planner.h"
#include "store/store.h"
#include "vendors/catalogue.h"

#include <functional>
#include <string>

namespace parley::ask {

struct Question {
    std::string text;
    AnswerId follow;     // Empty: a question of its own.
    bool explain = false;  // Plan only, with tools and arguments; nothing reaches a vendor.
};

// DESIGN 3.2, ready to send or store.
using Answer = OrderedJson;

class Asker {
public:
    struct Wiring {
        const vendors::Catalogue& catalogue;
        connect::Sessions& sessions;
        analysis::Workbench& workbench;
        const Clock& clock;
    };
    explicit Asker(Wiring wiring) : wiring_(wiring) {}

    // Always an answer: what goes wrong is in its status and reason. Fault only for a question that is none (empty, too
    // long) or a store that fails.
    Result<Answer> ask(store::OrgStore& org, const UserId& user, const Question& question);

    // Called between the stages with "plan", "progress", "table", "chart", "text": for streaming. May be empty.
    using OnPart = std::function<void(std::string_view part, const OrderedJson& value)>;
    Result<Answer> ask(store::OrgStore& org, const UserId& user, const Question& question, const OnPart& on_part);

    Result<store::Pin> pin(store::OrgStore& org, const UserId& user, const AnswerId& answer, const DashboardId& dashboard,
                           std::string title);
    Result<store::Pin> refresh(store::OrgStore& org, const UserId& user, const PinId& pin);  // Runs its plan again.

private:
    Wiring wiring_;
};

}  // namespace parley::ask
