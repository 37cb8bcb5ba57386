#include "policy/schema.h"

#include "base/text.h"
#include "policy/schema_plain.h"

#include <cmath>

#define VALIJSON_USE_EXCEPTIONS 1
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/constraint_builder.hpp>
#include <valijson/constraints/concrete_constraints.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace parley::policy {
namespace {

// In subschemas looked at, and what they look through. A reply of ten thousand rows with twenty columns.
constexpr std::size_t cost_max = 400'000;
constexpr std::size_t detail_bytes_max = 500;

// The library offers no other way out of the middle of it. Never leaves this file.
struct Exhausted {};

bool is_whole(const valijson::adapters::Adapter& value) {
    if (value.isInteger()) return true;
    double real = 0;
    return value.isDouble() && value.getDouble(real) && std::nearbyint(real) == real;
}

bool is_of_type(const valijson::adapters::Adapter& value, const std::string& type) {
    if (type == "null") return value.isNull();
    if (type == "boolean") return value.isBool();
    if (type == "object") return value.isObject();
    if (type == "array") return value.isArray();
    if (type == "string") return value.isString();
    if (type == "integer") return is_whole(value);
    return value.isNumber();
}

// What stands first in each subschema: our own rules, and the end of our patience.
class Guard : public valijson::constraints::PolyConstraint {
public:
    Guard(const Rule& rule, std::size_t& spent) : rule_(&rule), spent_(&spent) {}

    bool validate(const valijson::adapters::Adapter& target, const std::vector<std::string>& context,
                  valijson::ValidationResults* results) const override {
        std::size_t size = 0;
        std::string text;
        if (target.isArray()) target.getArraySize(size);
        if (target.isObject()) target.getObjectSize(size);
        if (target.isString() && target.getString(text)) size = text.size() / 256;
        *spent_ += rule_->cost + size;
        if (*spent_ > cost_max) throw Exhausted{};
        if (holds(target, text)) return true;
        if (results) results->pushError(context, "is not of the type or the pattern that is asked for");
        return false;
    }

private:
    bool holds(const valijson::adapters::Adapter& target, const std::string& text) const {
        if (rule_->never) return false;
        const auto& types = rule_->types;
        const auto fits = [&](const std::string& type) { return is_of_type(target, type); };
        if (!types.empty() && std::none_of(types.begin(), types.end(), fits)) return false;
        return !rule_->pattern || !target.isString() || RE2::PartialMatch(text, *rule_->pattern);
    }

    valijson::constraints::Constraint* cloneInto(void* place) const override { return new (place) Guard(*this); }
    std::size_t sizeOf() const override { return sizeof(Guard); }

    const Rule* rule_;
    std::size_t* spent_;
};

class GuardBuilder : public valijson::ConstraintBuilder {
public:
    GuardBuilder(const std::vector<Rule>& rules, std::size_t& spent) : rules_(rules), spent_(spent) {}
    valijson::constraints::Constraint* make(const valijson::adapters::Adapter& number) const override {
        return new Guard(rules_.at(static_cast<std::size_t>(number.asInteger())), spent_);
    }

private:
    const std::vector<Rule>& rules_;
    std::size_t& spent_;
};

// "<root>", "[rows]", "[3]" -> "rows/3"
std::string place(const std::vector<std::string>& context) {
    std::vector<std::string> parts;
    for (const auto& part : context) {
        if (part.size() > 2 && part.front() == '[') parts.push_back(part.substr(1, part.size() - 2));
    }
    return parts.empty() ? "the whole" : join(parts, "/");
}

// The innermost of what was found comes first.
Error misfit(valijson::ValidationResults& results) {
    valijson::ValidationResults::Error first;
    std::string detail = "does not fit the schema";
    if (results.popError(first)) detail = cat(place(first.context), ": ", first.description);
    return Error{Fault::invalid, "The value does not have the promised form.", detail.substr(0, detail_bytes_max)};
}

Result<Done> check(const PlainSchema& plain, const Json& value) {
    std::size_t spent = 0;
    valijson::Schema schema;
    valijson::SchemaParser parser;
    parser.addConstraintBuilder(rule_keyword, new GuardBuilder(plain.rules, spent));  // Taken over by the parser.
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(plain.document), schema);
    const valijson::adapters::NlohmannJsonAdapter target(value);
    valijson::Validator validator;
    if (validator.validate(schema, target, nullptr)) return Done{};
    // Once more, for the place. The second look goes on after the first fault, and may tire of it.
    valijson::ValidationResults results;
    spent = 0;
    try {
        validator.validate(schema, target, &results);
    } catch (const Exhausted&) {
        return misfit(results);
    }
    return misfit(results);
}

}  // namespace

Result<Done> check_against(const Json& schema, const Json& value) {
    const auto plain = plain_schema(schema);
    if (!plain) return Done{};
    // The library throws at what it cannot read, and so do we from inside of it.
    try {
        return check(*plain, value);
    } catch (const Exhausted&) {
        return Done{};
    } catch (const std::exception&) {
        return Done{};
    }
}

bool is_larger_than(const Json& value, std::size_t most) {
    std::vector<const Json*> waiting{&value};
    for (std::size_t seen = 1; !waiting.empty();) {
        const Json& next = *waiting.back();
        waiting.pop_back();
        if (!next.is_structured()) continue;
        seen += next.size();
        if (seen > most) return true;
        for (const Json& one : next) waiting.push_back(&one);
    }
    return false;
}

}  // namespace parley::policy
