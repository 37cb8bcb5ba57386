#pragma once
// A database whose n-th write fails, for n = 1, 2, 3 ... until none fails any more. Put over any driver:
//
//     auto plan = std::make_shared<FailurePlan>();
//     auto store = store_over(std::make_unique<FailingDatabase>(std::move(tables), plan));
//     for (int n = 1; plan->fail_at(n, [&] { act(*store); }); ++n) { ... what must hold after each ... }

#include "store/sql.h"

#include <atomic>

namespace parley::store {

// Which write fails. One does, and all after it work.
class FailurePlan {
public:
    enum class Moment {
        before,       // The write does not happen.
        after_commit  // Only commits count: it happens, and nobody learns of it, as when a server dies while answering.
    };
    explicit FailurePlan(Moment moment = Moment::before) : moment_(moment) {}

    // Runs `body` with the n-th write failing, and says whether there were that many.
    template <typename Body>
    bool fail_at(int number, Body body) {
        failed_ = false;
        left_ = number;
        body();
        left_ = 0;
        return failed_;
    }

    Moment moment() const { return moment_; }
    bool is_due() {
        if (left_ <= 0 || --left_ > 0) return false;
        failed_ = true;
        return true;
    }
    static Error error() { return {Fault::unavailable, "The database went away; try again.", "as planned"}; }

private:
    const Moment moment_;
    std::atomic<int> left_ = 0;
    std::atomic<bool> failed_ = false;
};

class FailingDatabase final : public Database {
public:
    FailingDatabase(std::unique_ptr<Database> inner, std::shared_ptr<FailurePlan> plan)
        : inner_(std::move(inner)), plan_(std::move(plan)) {}

    Result<Transaction> begin(Access access, const Scope& scope) override {
        PARLEY_TRY(Transaction transaction, inner_->begin(access, scope));
        if (access == Access::read) return transaction;
        return Transaction(std::make_unique<FailingWork>(std::move(transaction).take(), *plan_));
    }

private:
    class FailingWork final : public Work {
    public:
        FailingWork(std::unique_ptr<Work> inner, FailurePlan& plan) : inner_(std::move(inner)), plan_(plan) {}

        Result<int> run(std::string_view sql, Values values) override {
            if (plan_.moment() == FailurePlan::Moment::before && plan_.is_due()) return FailurePlan::error();
            return inner_->run(sql, values);
        }
        Result<std::unique_ptr<Cursor>> find(std::string_view sql, Values values) override {
            return inner_->find(sql, values);
        }
        Result<Done> run_script(const char* sql) override { return inner_->run_script(sql); }
        Result<Done> commit() override {
            const bool fails = plan_.is_due();
            if (fails && plan_.moment() == FailurePlan::Moment::before) return FailurePlan::error();
            auto committed = inner_->commit();
            if (fails) return FailurePlan::error();
            return committed;
        }

    private:
        std::unique_ptr<Work> inner_;
        FailurePlan& plan_;
    };

    std::unique_ptr<Database> inner_;
    std::shared_ptr<FailurePlan> plan_;
};

}  // namespace parley::store
