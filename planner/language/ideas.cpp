#include "planner/language/ideas.h"

#include <array>
#include <string_view>

namespace parley::planner {
namespace {

// One idea a line; a word stands in one line only. Words that mean many things ("new", "open", "use", "call") stand in
// none: they would bring everything near to everything.
constexpr std::string_view lines[] = {
    "signup registration register registered enrolment enrollment",
    "user account member",
    "person people human",
    "customer client buyer shopper purchaser patron",
    "company organisation organization firm",
    "revenue sales turnover income earnings proceeds",
    "spend spending expense expenditure outlay",
    "overdue late delayed belated",
    "complete finish done",
    "create raise",
    "publish live",
    "edit modify touch",
    "error exception",
    "fail failure unsuccessful failing",
    "crash fatal",
    "bug defect",
    "issue ticket",
    "task todo",
    "conversation chat dialogue",
    "email mail",
    "newsletter mailing campaign",
    "average mean",
    "median typical",
    "rate share percentage percent ratio proportion",
    "time duration days hours minutes",
    "visitor unique guest",
    "visit session",
    "view pageview",
    "author writer creator publisher",
    "developer engineer committer coder",
    "employee staff worker personnel",
    "agent rep teammate",
    "repo repository",
    "deploy deployment rollout",
    "file document doc",
    "folder directory",
    "picture image photo",
    "video clip movie",
    "article post",
    "product item sku",
    "order purchase",
    "cart basket",
    "payout settlement deposit",
    "tip gratuity",
    "churn lose cancel cancellation attrition",
    "deal opportunity",
    "lead prospect",
    "rating score",
    "theme topic",
    "feedback comment remark",
    "satisfaction happiness",
    "latency delay slowness",
    "team squad department",
    "sprint iteration cycle",
    "column lane",
    "status state",
    "priority urgency",
    "severity level",
    "country nation geography geo",
    "platform os",
    "channel source",
    "tag label",
    "unassigned unowned ownerless",
    "assignee owner responsible",
    "supplier vendor payee",
    "brand maker manufacturer",
    "shop branch outlet location",
    "plan tier",
    "storage disk capacity",
    "stock inventory",
    "website site",
    "record row entry",
    "database db",
    "table sheet",
    "like heart upvote",
    "unsubscribe optout",
    "bounce undelivered",
    "complaint abuse",
    "backlog queue",
    "pending waiting awaiting",
    "remain incomplete unfinished outstanding",
    "unpublished draft",
    "unresolved unsolved",
    "resolve solve close",
    "reply response",
    "fee commission",
    "usage utilisation utilization consumption",
    "vulnerability cve",
};

}  // namespace

Ideas::Ideas(Stemmer& stemmer) {
    int number = 0;
    for (const std::string_view line : lines) {
        ++number;
        for (const auto& word : words_of(line, stemmer)) ideas_.emplace(word.stem, number);
    }
}

}  // namespace parley::planner
