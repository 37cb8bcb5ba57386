#include "planner/routing/kinds.h"

#include "base/text.h"
#include "planner/routing/draft.h"

#include <algorithm>
#include <array>
#include <span>

namespace parley::planner {
namespace {

struct WordsOfKind {
    std::span<const std::string_view> words;
    std::span<const char* const> called;
};

constexpr std::array<std::string_view, 20> department_words{
    "marketing", "engineering", "sales", "finance",   "hr",         "legal",  "product",
    "support",   "design",      "it",    "ops",       "operations", "people", "logistics",
    "research",  "admin",       "data",  "customers", "purchasing", "r&d"};
constexpr std::array<const char*, 2> department_names{"department", "team"};
constexpr std::array<std::string_view, 12> source_words{"google",  "facebook",   "bing",    "linkedin",
                                                        "twitter", "instagram",  "organic", "direct",
                                                        "tiktok",  "newsletter", "youtube", "reddit"};
constexpr std::array<const char*, 4> source_names{"source", "referrer", "channel", "medium"};
constexpr std::array<std::string_view, 6> device_words{"mobile", "desktop", "tablet", "phone", "phones", "tablets"};
constexpr std::array<const char*, 3> device_names{"device", "device type", "platform"};
constexpr std::array<std::string_view, 7> platform_words{"ios", "android", "web", "windows", "mac", "macos", "linux"};
constexpr std::array<const char*, 4> platform_names{"platform", "operating system", "OS", "device"};
constexpr std::array<std::string_view, 6> browser_words{"chrome", "safari", "firefox", "edge", "opera", "brave"};
constexpr std::array<const char*, 1> browser_names{"browser"};
constexpr std::array<std::string_view, 18> format_words{"png",  "jpg",  "jpeg", "gif", "webp", "svg",
                                                        "avif", "mp4",  "webm", "mov", "pdf",  "docx",
                                                        "doc",  "xlsx", "pptx", "csv", "zip",  "txt"};
constexpr std::array<const char*, 3> format_names{"format", "file type", "type"};
constexpr std::array<std::string_view, 13> plan_words{"free",    "pro",      "enterprise", "starter",  "basic",
                                                      "premium", "trial",    "team",       "business", "growth",
                                                      "plus",    "standard", "hobby"};
constexpr std::array<const char*, 3> plan_names{"plan", "tier", "subscription"};
constexpr std::array<std::string_view, 7> stage_words{"production",  "staging", "prod",   "dev",
                                                      "development", "preview", "testing"};
constexpr std::array<const char*, 3> stage_names{"environment", "target", "branch"};
constexpr std::array<std::string_view, 8> payment_words{"card",   "cash",  "wallet", "transfer",
                                                        "paypal", "check", "cards",  "sepa"};
constexpr std::array<const char*, 2> payment_names{"payment method", "method"};
constexpr std::array<std::string_view, 9> channel_words{"email", "mail",  "mails", "emails",  "sms",
                                                        "chat",  "phone", "push",  "whatsapp"};
constexpr std::array<const char*, 2> channel_names{"channel", "source"};

constexpr std::array<WordsOfKind, 10> kinds{{{department_words, department_names},
                                             {source_words, source_names},
                                             {device_words, device_names},
                                             {platform_words, platform_names},
                                             {browser_words, browser_names},
                                             {format_words, format_names},
                                             {plan_words, plan_names},
                                             {stage_words, stage_names},
                                             {payment_words, payment_names},
                                             {channel_words, channel_names}}};

}  // namespace

bool is_word_of_kind(std::string_view word) {
    return std::any_of(kinds.begin(), kinds.end(), [&](const WordsOfKind& kind) { return is_in(word, kind.words); });
}

const Dimension* dimension_of_kind(const Offer& offer, std::string_view word, std::string_view other,
                                   const std::function<bool(const Dimension&)>& may) {
    for (const WordsOfKind& kind : kinds) {
        if (!is_in(word, kind.words) || !is_in(other, kind.words)) continue;
        for (const char* name : kind.called) {
            for (const Dimension& of : offer.dimensions) {
                if (may(of) && is_called(of, {name})) return &of;
            }
        }
    }
    return nullptr;
}

}  // namespace parley::planner
