#include "policy/words.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace parley::policy {
namespace {

using Words = std::string_view;

constexpr std::array read_verbs{
    Words("get"),     Words("list"),     Words("search"),    Words("find"),    Words("read"),     Words("fetch"),
    Words("show"),    Words("describe"), Words("view"),      Words("count"),   Words("lookup"),   Words("retrieve"),
    Words("check"),   Words("explore"),  Words("inspect"),   Words("browse"),  Words("stats"),    Words("whoami"),
    Words("compare"), Words("discover"), Words("summarize"), Words("analyze"), Words("calculate")};

constexpr std::array write_verbs{
    Words("create"),     Words("update"),      Words("delete"),   Words("remove"),    Words("send"),
    Words("refund"),     Words("add"),         Words("set"),      Words("put"),       Words("insert"),
    Words("upsert"),     Words("edit"),        Words("modify"),   Words("cancel"),    Words("archive"),
    Words("unarchive"),  Words("restore"),     Words("publish"),  Words("unpublish"), Words("deploy"),
    Words("merge"),      Words("close"),       Words("reopen"),   Words("resolve"),   Words("assign"),
    Words("unassign"),   Words("move"),        Words("rename"),   Words("copy"),      Words("duplicate"),
    Words("clone"),      Words("import"),      Words("upload"),   Words("write"),     Words("save"),
    Words("store"),      Words("apply"),       Words("approve"),  Words("reject"),    Words("accept"),
    Words("decline"),    Words("invite"),      Words("enable"),   Words("disable"),   Words("activate"),
    Words("deactivate"), Words("pause"),       Words("resume"),   Words("start"),     Words("stop"),
    Words("restart"),    Words("reset"),       Words("trigger"),  Words("schedule"),  Words("unschedule"),
    Words("subscribe"),  Words("unsubscribe"), Words("pay"),      Words("charge"),    Words("capture"),
    Words("void"),       Words("finalize"),    Words("install"),  Words("uninstall"), Words("register"),
    Words("unregister"), Words("revoke"),      Words("grant"),    Words("rotate"),    Words("generate"),
    Words("purge"),      Words("drop"),        Words("truncate"), Words("clear"),     Words("flush"),
    Words("lock"),       Words("unlock"),      Words("pin"),      Words("unpin"),     Words("mark"),
    Words("reply"),      Words("forward"),     Words("submit"),   Words("complete"),  Words("attach"),
    Words("detach"),     Words("link"),        Words("unlink"),   Words("connect"),   Words("disconnect"),
    Words("manage"),     Words("patch"),       Words("replace"),  Words("append"),    Words("push"),
    Words("rebase"),     Words("commit"),      Words("transfer"), Words("provision"), Words("destroy"),
    Words("terminate"),  Words("kill"),        Words("scale"),    Words("migrate"),   Words("rollback"),
    Words("revert"),     Words("undo"),        Words("sync"),     Words("import"),    Words("click"),
    Words("type"),       Words("press"),       Words("fill"),     Words("drag"),      Words("navigate"),
    Words("make"),       Words("build"),       Words("launch"),   Words("configure"), Words("transition"),
    Words("promote"),    Words("dismiss"),     Words("snooze"),   Words("mute"),      Words("unmute"),
    Words("follow"),     Words("unfollow"),    Words("vacuum"),   Words("verify"),    Words("test"),
    Words("bulk"),       Words("convert"),     Words("ban"),      Words("block"),     Words("unblock")};

constexpr std::array nouns_or_writes{
    Words("post"),   Words("comment"), Words("order"), Words("invoice"), Words("report"), Words("label"),
    Words("tag"),    Words("star"),    Words("watch"), Words("fork"),    Words("review"), Words("record"),
    Words("log"),    Words("track"),   Words("book"),  Words("buy"),     Words("draft"),  Words("message"),
    Words("notify"), Words("share"),   Words("react"), Words("vote"),    Words("export"), Words("download"),
    Words("open"),   Words("use"),     Words("run"),   Words("call"),    Words("change"), Words("switch")};

constexpr std::array open_ended{
    Words("sql"),      Words("query"), Words("graphql"), Words("request"), Words("execute"),  Words("exec"),
    Words("evaluate"), Words("eval"),  Words("run"),     Words("script"),  Words("command"),  Words("shell"),
    Words("invoke"),   Words("proxy"), Words("code"),    Words("api"),     Words("terminal"), Words("call")};

constexpr std::array things{Words("order"),   Words("invoice"), Words("report"), Words("record"),
                            Words("log"),     Words("label"),   Words("tag"),    Words("comment"),
                            Words("message"), Words("review"),  Words("draft"),  Words("post")};

constexpr std::array writes_or_nouns{
    Words("update"),    Words("commit"),   Words("merge"),      Words("link"),  Words("schedule"), Words("trigger"),
    Words("duplicate"), Words("build"),    Words("test"),       Words("type"),  Words("store"),    Words("charge"),
    Words("refund"),    Words("transfer"), Words("transition"), Words("patch"), Words("upload"),   Words("import")};

constexpr std::array open_topics{Words("code"), Words("api"), Words("call")};

bool is_upper(char c) {
    return std::isupper(static_cast<unsigned char>(c)) != 0;
}
bool is_lower(char c) {
    return std::islower(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

std::vector<std::string> words_of(std::string_view name) {
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&] {
        if (!word.empty()) words.push_back(std::move(word));
        word.clear();
    };
    for (std::size_t at = 0; at < name.size(); ++at) {
        const char c = name[at];
        if (std::isalpha(static_cast<unsigned char>(c)) == 0) {
            finish();
            continue;
        }
        const bool after_lower = at > 0 && is_lower(name[at - 1]);
        const bool last_of_acronym = at > 0 && is_upper(name[at - 1]) && at + 1 < name.size() && is_lower(name[at + 1]);
        if (is_upper(c) && (after_lower || last_of_acronym)) finish();
        word.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
    }
    finish();
    return words;
}

bool is_read_verb(Words word) {
    return is_in(word, read_verbs);
}
bool is_write_verb(Words word) {
    return is_in(word, write_verbs);
}
bool is_noun_or_write(Words word) {
    return is_in(word, nouns_or_writes);
}
bool is_thing(Words word) {
    return is_in(word, things);
}
bool is_write_or_noun(Words word) {
    return is_in(word, writes_or_nouns);
}
bool is_open_topic(Words word) {
    return is_in(word, open_topics);
}
bool is_open_ended(Words word) {
    return is_in(word, open_ended);
}

}  // namespace parley::policy
