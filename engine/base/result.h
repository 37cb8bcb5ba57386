#pragma once
// Result<T>: a value, or the reason there is none.
//
// Expected failures (vendor down, tool refused, bad input) travel as values. Exceptions mean a bug or a broken
// machine, and are caught at three doors only: the HTTP endpoint, the Lua call, the background job.

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace parley {

// What the caller can DO about it, not where it came from.
enum class Fault {
    invalid,      // the request is wrong: fix it
    denied,       // policy said no: do not retry
    not_found,    // nothing there for this organization
    reconnect,    // the vendor's grant is gone: authorize again
    unavailable,  // try later
    over_limit,   // plan or rate limit reached
    internal,     // our bug: look at the log
};

struct Error {
    Fault fault = Fault::internal;
    std::string message;  // Safe to show to the user: never holds a token, a URL with a query, or vendor text.
    std::string detail;   // For the log only.
};

inline Error invalid(std::string message) {
    return {Fault::invalid, std::move(message), ""};
}

template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return state_.index() == 0; }

    T& value() & { return *check(std::get_if<0>(&state_)); }
    const T& value() const& { return *check(std::get_if<0>(&state_)); }
    T value() && {
        return std::move(*check(std::get_if<0>(&state_)));
    }  // By value: safe in a range-for over a temporary.
    const Error& error() const& { return *check(std::get_if<1>(&state_)); }
    Error&& error() && { return std::move(*check(std::get_if<1>(&state_))); }

private:
    template <typename U>
    static U* check(U* p) {
        assert(p && "Result read without looking");
        return p;
    }

    std::variant<T, Error> state_;
};

struct Done {};  // Result<Done>: it worked, nothing to hand back.

}  // namespace parley

// PARLEY_TRY(auto table, fetch(call));  returns the error of fetch() from the enclosing function, or declares table.
#define PARLEY_TRY_JOIN2(a, b) a##b
#define PARLEY_TRY_JOIN(a, b) PARLEY_TRY_JOIN2(a, b)
#define PARLEY_TRY(declaration, ...) PARLEY_TRY_IMPL(PARLEY_TRY_JOIN(try_, __LINE__), declaration, __VA_ARGS__)
#define PARLEY_TRY_IMPL(name, declaration, ...) \
    auto name = (__VA_ARGS__);                  \
    if (!name) return std::move(name).error();  \
    declaration = std::move(name).value()
