#pragma once
// Every method of OrgStore as an entry of a table, for what must hold whatever is called.

#include "support.h"

namespace parley::store {

// What a row is made of: `mark` stands in it where it can be seen, `id` is its key.
struct Payload {
    std::string mark;
    std::string id = "c1";

    AuditEntry entry(const std::string& action) const { return {{mark}, action, mark, {{"mark", mark}}, noon}; }
    std::string hash(const std::string& of) const { return vault::sha256_hex(of + " " + mark + " " + id); }
};

enum class Audited { yes, no };

struct WritingCall {
    std::string name;
    Audited audited;
    std::function<Result<Done>(OrgStore&, const Payload&)> call;
};

struct ReadingCall {
    std::string name;
    std::function<Result<std::vector<std::string>>(OrgStore&, const Payload&)> marks;  // Of all rows that it shows.
};

template <typename T>
Result<Done> done(Result<T> result) {
    if (!result) return std::move(result).error();
    return Done{};
}

template <typename T>
Result<std::vector<std::string>> marks_in(Result<T> found, std::string (*mark)(const T&)) {
    if (!found) return std::move(found).error();
    return std::vector<std::string>{mark(found.value())};
}

template <typename T>
Result<std::vector<std::string>> marks_in(Result<std::vector<T>> found, std::string (*mark)(const T&)) {
    if (!found) return std::move(found).error();
    std::vector<std::string> marks;
    for (const auto& one : found.value()) marks.push_back(mark(one));
    return marks;
}

inline Connection connection_of(const Payload& payload) {
    auto connection = connection_of(payload.id);
    connection.name = payload.mark;
    return connection;
}
inline Credential credential_of(const Payload& payload, std::int64_t generation = 0) {
    return {Sealed{payload.mark}, payload.mark, noon + std::chrono::hours(1), generation};
}
inline Registration registration_of(const Payload& payload) {
    return {"https://auth.example.com/" + payload.id, "https://parley.example/oauth/callback", Sealed{payload.mark},
            payload.mark, std::nullopt};
}
inline Member member_of(const Payload& payload) {
    return {{payload.id}, payload.id + "@example.com", payload.mark, "analyst", "https://id.example.com", payload.id,
            noon};
}

inline const std::vector<WritingCall>& writing_calls() {
    using Org = OrgStore&;
    using With = const Payload&;
    static const std::vector<WritingCall> all{
        {"save_settings", Audited::yes,
         [](Org org, With with) {
             auto settings = organization_of(org.org());
             settings.name = with.mark;
             return org.save_settings(settings, with.entry("settings"));
         }},
        {"save_connection", Audited::yes,
         [](Org org, With with) {
             const auto credential = credential_of(with);
             return org.save_connection(connection_of(with), &credential, with.entry("connect"));
         }},
        {"update_connection", Audited::yes,
         [](Org org, With with) {
             const auto credential = credential_of(with);
             return org.update_connection(connection_of(with), &credential, with.entry("reconnect"));
         }},
        {"swap_credential", Audited::no,
         [](Org org, With with) -> Result<Done> {
             PARLEY_TRY(const auto read, org.credential({with.id}));
             return done(org.swap_credential({with.id}, read.generation, credential_of(with, read.generation + 1)));
         }},
        {"claim_refresh", Audited::no,
         [](Org org, With with) -> Result<Done> {
             PARLEY_TRY(const auto read, org.credential({with.id}));
             return done(org.claim_refresh({with.id}, read.generation, with.mark, noon, noon + std::chrono::hours(1)));
         }},
        {"release_refresh", Audited::no, [](Org org, With with) { return org.release_refresh({with.id}, with.mark); }},
        {"log_connection", Audited::no,
         [](Org org, With with) {
             const ConnectionLogLine line{noon, "refresh", "", with.mark};
             return org.log_connection({with.id}, {line, line});
         }},
        {"save_registration", Audited::no,
         [](Org org, With with) { return org.save_registration(registration_of(with)); }},
        {"forget_registration", Audited::no,
         [](Org org, With with) {
             const auto known = registration_of(with);
             return org.forget_registration(known.issuer, known.redirect_uri);
         }},
        {"set_state", Audited::no,
         [](Org org, With with) {
             return org.set_state({with.id}, ConnectionState::needs_reconnect, with.mark, noon);
         }},
        {"remove_connection", Audited::yes,
         [](Org org, With with) { return org.remove_connection({with.id}, with.entry("disconnect")); }},
        {"save_authorization", Audited::no,
         [](Org org, With with) {
             return org.save_authorization({with.hash("state"),
                                            {with.id},
                                            {with.mark},
                                            Sealed{with.mark},
                                            noon + std::chrono::minutes(10),
                                            with.mark});
         }},
        {"save_tools", Audited::yes,
         [](Org org, With with) {
             auto one = tool_of("a"), two = tool_of("b");
             one.description = two.description = with.mark;
             return org.save_tools({with.id}, {one, two}, with.entry("review"));
         }},
        {"save_shape", Audited::yes,
         [](Org org, With with) {
             const auto entry = with.entry("review");
             return org.save_shape({with.id}, {"a", {{"of", with.mark}}, with.mark, nullptr, noon}, &entry);
         }},
        {"reseal", Audited::no,
         [](Org org, With with) -> Result<Done> {
             PARLEY_TRY(const auto rows, org.rows_not_sealed_by("nobody's", 100));
             for (const auto& row : rows) {
                 PARLEY_TRY([[maybe_unused]] const bool written, org.reseal(row, Sealed{with.mark}, with.mark));
             }
             return Done{};
         }},
        {"audit", Audited::yes, [](Org org, With with) { return org.audit(with.entry("use")); }},
        {"save_member", Audited::yes,
         [](Org org, With with) { return org.save_member(member_of(with), with.entry("member")); }},
        {"remove_member", Audited::yes,
         [](Org org, With with) { return org.remove_member({with.id}, with.entry("member")); }},
        {"save_key", Audited::yes,
         [](Org org, With with) {
             const ApiKey key{{with.id}, org.org(), {with.id}, with.mark, noon, "viewer", std::nullopt};
             return org.save_key(key, with.hash("key"), with.entry("key"));
         }},
        {"remove_key", Audited::yes, [](Org org, With with) { return org.remove_key({with.id}, with.entry("key")); }},
        {"save_session", Audited::yes,
         [](Org org, With with) {
             return org.save_session(
                 {with.hash("session"), org.org(), {with.id}, with.mark, noon, noon + std::chrono::hours(1)},
                 with.entry("sign-in"));
         }},
        {"remove_session", Audited::yes,
         [](Org org, With with) { return org.remove_session(with.hash("session"), with.entry("sign-out")); }},
        {"save_answer", Audited::no,
         [](Org org, With with) {
             return org.save_answer({{with.id}, with.mark, with.mark, noon, {with.mark}});
         }},
        {"save_dashboard", Audited::no,
         [](Org org, With with) {
             return org.save_dashboard({{with.id}, with.mark, noon});
         }},
        {"remove_dashboard", Audited::no, [](Org org, With with) { return org.remove_dashboard({with.id}); }},
        {"save_pin", Audited::no,
         [](Org org, With with) {
             auto pin = pin_of(with.id, with.id);
             pin.title = with.mark;
             return org.save_pin(pin);
         }},
        {"remove_pin", Audited::no, [](Org org, With with) { return org.remove_pin({with.id}); }},
    };
    return all;
}

inline const std::vector<ReadingCall>& reading_calls() {
    using Org = OrgStore&;
    using With = const Payload&;
    static const auto mark_of_connection = [](const Connection& one) { return one.name; };
    static const auto mark_of_member = [](const Member& one) { return one.name; };
    static const auto mark_of_answer = [](const StoredAnswer& one) { return one.question; };
    static const auto mark_of_dashboard = [](const Dashboard& one) { return one.name; };
    static const auto mark_of_pin = [](const Pin& one) { return one.title; };
    static const std::vector<ReadingCall> all{
        {"settings",
         [](Org org, With) {
             return marks_in<Organization>(org.settings(), [](const auto& one) { return one.name; });
         }},
        {"connection",
         [](Org org, With with) { return marks_in<Connection>(org.connection({with.id}), mark_of_connection); }},
        {"connections", [](Org org, With) { return marks_in<Connection>(org.connections(), mark_of_connection); }},
        {"credential",
         [](Org org, With with) {
             return marks_in<Credential>(org.credential({with.id}), [](const auto& one) { return one.sealed.fernet; });
         }},
        {"connection_log",
         [](Org org, With with) {
             return marks_in<ConnectionLogLine>(org.connection_log({with.id}),
                                                [](const auto& one) { return one.outcome; });
         }},
        {"registration",
         [](Org org, With with) {
             const auto known = registration_of(with);
             return marks_in<Registration>(org.registration(known.issuer, known.redirect_uri),
                                           [](const auto& one) { return one.sealed.fernet; });
         }},
        {"tools",
         [](Org org, With with) {
             return marks_in<ToolPin>(org.tools({with.id}), [](const auto& one) { return one.description; });
         }},
        {"shapes",
         [](Org org, With with) {
             return marks_in<ShapePin>(org.shapes({with.id}), [](const auto& one) { return one.drift; });
         }},
        {"rows_not_sealed_by",
         [](Org org, With) {
             return marks_in<SealedRow>(org.rows_not_sealed_by("nobody's", 100),
                                        [](const auto& one) { return one.sealed.fernet; });
         }},
        {"rows_by_key",
         [](Org org, With) -> Result<std::vector<std::string>> {
             PARLEY_TRY(const auto counts, org.rows_by_key());
             std::vector<std::string> marks;
             for (const auto& [key, rows] : counts) marks.push_back(key);
             return marks;
         }},
        {"audit_rows",
         [](Org org, With) {
             return marks_in<AuditRow>(org.audit_rows(0, 100'000), [](const auto& one) { return one.entry.subject; });
         }},
        {"audit_head",  // Says no more than whether there is one.
         [](Org org, With with) -> Result<std::vector<std::string>> {
             PARLEY_TRY(const auto head, org.audit_head());
             return head.number == 0 ? std::vector<std::string>{} : std::vector<std::string>{with.mark};
         }},
        {"member", [](Org org, With with) { return marks_in<Member>(org.member({with.id}), mark_of_member); }},
        {"members", [](Org org, With) { return marks_in<Member>(org.members(), mark_of_member); }},
        {"keys", [](Org org, With) { return marks_in<ApiKey>(org.keys(), [](const auto& one) { return one.name; }); }},
        {"answer", [](Org org, With with) { return marks_in<StoredAnswer>(org.answer({with.id}), mark_of_answer); }},
        {"answers", [](Org org, With) { return marks_in<StoredAnswer>(org.answers(100), mark_of_answer); }},
        {"dashboard",
         [](Org org, With with) { return marks_in<Dashboard>(org.dashboard({with.id}), mark_of_dashboard); }},
        {"dashboards", [](Org org, With) { return marks_in<Dashboard>(org.dashboards(), mark_of_dashboard); }},
        {"pin", [](Org org, With with) { return marks_in<Pin>(org.pin({with.id}), mark_of_pin); }},
        {"pins", [](Org org, With with) { return marks_in<Pin>(org.pins({with.id}), mark_of_pin); }},
    };
    return all;
}

// One row of everything, all with the same mark; and an owner, so that others may go.
inline void fill(Store& store, const OrgId& id, const Payload& payload) {
    REQUIRE(store.create_organization(organization_of(id)));
    const auto org = store.for_org(id);
    const Member owner{{"owner"}, "owner@example.com", payload.mark, "owner", "", "", noon};
    REQUIRE(org->save_member(owner, payload.entry("member")));
    for (const char* name :
         {"save_settings", "save_connection", "log_connection", "save_registration", "save_authorization", "save_tools",
          "save_shape", "save_member", "save_key", "save_session", "save_answer", "save_dashboard", "save_pin"}) {
        CAPTURE(name);
        for (const auto& each : writing_calls()) {
            if (each.name == name) REQUIRE(each.call(*org, payload));
        }
    }
}

// All that can be seen of an organization, in one text: equal texts, equal rows.
inline std::string everything_of(OrgStore& org, const Payload& payload) {
    std::string all;
    for (const auto& each : reading_calls()) {
        const auto marks = each.marks(org, payload);
        all += each.name + ": " + (marks ? join(marks.value(), ", ") : marks.error().message) + "\n";
    }
    const auto connection = org.connection({payload.id});
    if (connection) all += std::string(name_of(connection.value().state)) + " " + connection.value().reason + "\n";
    const auto credential = org.credential({payload.id});
    if (credential) all += cat("generation ", credential.value().generation, "\n");
    return all;
}

}  // namespace parley::store
