#include "analysis/workbench.h"

#include "analysis/run.h"

namespace parley::analysis {

struct Workbench::Database {
    std::unique_ptr<analysis::Database> duck;
};

Workbench::Workbench(std::unique_ptr<Database> database) : database_(std::move(database)) {}
Workbench::Workbench(Workbench&&) noexcept = default;
Workbench& Workbench::operator=(Workbench&&) noexcept = default;
Workbench::~Workbench() = default;

Result<Workbench> Workbench::open() {
    PARLEY_TRY(auto duck, analysis::Database::open());
    return Workbench(std::make_unique<Database>(Database{std::move(duck)}));
}

Result<Table> Workbench::run(const planner::Plan& plan, const std::vector<Input>& inputs, const Setting& setting) {
    return run_plan(*database_->duck, plan, inputs, setting);
}

}  // namespace parley::analysis
