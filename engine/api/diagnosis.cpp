#include "api/diagnosis.h"

#include <algorithm>

namespace parley::api {

std::string_view name_of(connect::Finding::Level level) {
    switch (level) {
    case connect::Finding::Level::good: return "good";
    case connect::Finding::Level::notice: return "notice";
    case connect::Finding::Level::bad: return "bad";
    }
    return "bad";
}

OrderedJson to_json(const connect::Finding& finding) {
    return {{"step", finding.step}, {"level", name_of(finding.level)}, {"outcome", finding.outcome}};
}

OrderedJson to_json(const store::ConnectionLogLine& line) {
    return {{"at", to_text(line.at)}, {"step", line.step}, {"subject", line.subject}, {"outcome", line.outcome}};
}

OrderedJson to_json(const connect::Diagnosis& diagnosis) {
    const auto& connection = diagnosis.connection;
    OrderedJson out;
    out["connection"] = connection.id.text;
    out["vendor"] = connection.vendor.text;
    out["name"] = connection.name;
    out["state"] = store::name_of(connection.state);
    out["reason"] = connection.reason.empty() ? OrderedJson(nullptr) : OrderedJson(connection.reason);
    out["healthy"] = std::none_of(diagnosis.findings.begin(), diagnosis.findings.end(),
                                  [](const auto& finding) { return finding.level == connect::Finding::Level::bad; });
    out["findings"] = list_of(diagnosis.findings);
    out["log"] = list_of(diagnosis.log);
    return out;
}

}  // namespace parley::api
