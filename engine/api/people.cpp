#include "api/people.h"

#include "api/admission.h"
#include "base/text.h"
#include "vault/crypto.h"

#include <algorithm>

namespace parley::api {
namespace {

using policy::Role;

Result<std::string> plain_name(const std::string& text) {
    const std::string name(trim(text));
    const bool controls = std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (controls || name.size() > limits::name_bytes || !is_valid_utf8(name)) {
        return Error{Fault::invalid, "The name must be at most 200 bytes of text.", ""};
    }
    return name;
}

Json role_json(Role role) {
    return std::string(policy::name_of(role));
}

}  // namespace

Result<std::string> normal_email(std::string_view text) {
    std::string email = lower(trim(text));
    const auto at = email.find('@');
    const bool plain = std::all_of(email.begin(), email.end(), [](unsigned char c) {
        return c > 0x20 && c < 0x7F &&
               std::string_view("\"(),:;<>[]\\").find(static_cast<char>(c)) == std::string::npos;
    });
    const bool parts = at != std::string::npos && at > 0 && at + 1 < email.size() && email.rfind('@') == at;
    if (!plain || !parts || email.size() > limits::email_bytes) {
        return Error{Fault::invalid, "The email must be an address like ann@example.com.", ""};
    }
    return email;
}

bool People::may_manage() const {
    const policy::Standing standing{caller_.role, "", 0};
    return static_cast<bool>(doorkeeper_.permits().check(standing, policy::Act::manage_members));
}

Result<bool> People::reaches(const UserId& user) {
    if (user == caller_.user) return true;
    if (user == terminal_user) return caller_.role == Role::owner;
    const auto member = org_.member(user);
    if (!member && member.error().fault != Fault::not_found) return member.error();
    if (!member) return true;
    return policy::role_from(member.value().role).value_or(Role::owner) <= caller_.role;
}

Result<Done> People::check_role(Role role) {
    if (role <= caller_.role) return Done{};
    return refuse(cat("Nobody gives a role above his own; yours is ", policy::name_of(caller_.role), "."));
}

store::AuditEntry People::entry(const std::string& action, const std::string& subject, Json details) const {
    if (caller_.how == Caller::How::key) details["by_key"] = caller_.id;
    return {caller_.user, action, subject, std::move(details), clock_.now()};
}

Result<People::NewKey> People::make_key(const KeyWish& wish) {
    PARLEY_TRY(const std::string name, plain_name(wish.name));
    if (name.empty()) return Error{Fault::invalid, "\"name\" is missing or empty.", ""};
    if (!wish.days && caller_.how != Caller::How::terminal) {
        return Error{Fault::invalid, "A key needs an end: expires_in_days.", ""};
    }
    if (wish.days && (*wish.days < 1 || *wish.days > limits::key_days_max)) {
        return Error{Fault::invalid, cat("A key lives from 1 to ", limits::key_days_max, " days."), ""};
    }
    PARLEY_TRY([[maybe_unused]] Done allowed, check_role(wish.role));
    PARLEY_TRY(const auto all, org_.keys());
    const auto own = std::count_if(all.begin(), all.end(), [&](const auto& key) { return key.user == caller_.user; });
    if (static_cast<std::size_t>(own) >= limits::keys_per_member) {
        return Error{Fault::over_limit, cat("You have ", own, " keys; revoke one first."), ""};
    }
    store::ApiKey key{{cat("k", vault::random_token(9))}, org_.org(), caller_.user, name, clock_.now()};
    key.role = policy::name_of(wish.role);
    if (wish.days) key.expires_at = clock_.now() + std::chrono::hours(24) * *wish.days;
    if (caller_.how == Caller::How::key && caller_.expires_at &&
        (!key.expires_at || *caller_.expires_at < *key.expires_at))
        key.expires_at = caller_.expires_at;
    const std::string text = new_key_text();
    Json details{{"did", "made"}, {"name", name}, {"role", key.role}};
    if (key.expires_at) details["expires_at"] = to_text(*key.expires_at);
    PARLEY_TRY([[maybe_unused]] Done saved,
               org_.save_key(key, vault::sha256_hex(text), entry("key", key.id.text, std::move(details))));
    return NewKey{std::move(key), text};
}

Result<std::vector<store::ApiKey>> People::keys() {
    PARLEY_TRY(auto all, org_.keys());
    if (may_manage()) return all;
    std::vector<store::ApiKey> own;
    std::copy_if(all.begin(), all.end(), std::back_inserter(own),
                 [&](const auto& key) { return key.user == caller_.user; });
    return own;
}

Result<Done> People::revoke_key(const KeyId& id) {
    PARLEY_TRY(const auto all, org_.keys());
    const auto key = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
    if (key == all.end()) return Error{Fault::not_found, "There is no such key.", id.text};
    if (key->user != caller_.user) {
        if (!may_manage()) return refuse("Revoking another's key takes the role admin.");
        PARLEY_TRY(const bool reached, reaches(key->user));
        if (!reached) return refuse("An owner's key is revoked by owners only.");
    }
    return org_.remove_key(id,
                           entry("key", id.text, {{"did", "revoked"}, {"name", key->name}, {"of", key->user.text}}));
}

Result<store::Member> People::add_member(const MemberWish& wish) {
    PARLEY_TRY(auto email, normal_email(wish.email.value_or("")));
    PARLEY_TRY(auto name, plain_name(wish.name.value_or("")));
    const Role role = wish.role.value_or(Role::viewer);
    PARLEY_TRY([[maybe_unused]] Done allowed, check_role(role));
    PARLEY_TRY(const auto all, org_.members());
    if (all.size() >= limits::members_per_organization) {
        return Error{Fault::over_limit, "This organization has as many members as it can have.", ""};
    }
    store::Member member;
    member.id = {cat("m", vault::random_token(9))};
    member.email = std::move(email);
    member.name = std::move(name);
    member.role = policy::name_of(role);
    member.created_at = clock_.now();
    // Which address it was stands in the member's row, which can be forgotten; the audit cannot.
    PARLEY_TRY(
        [[maybe_unused]] Done saved,
        org_.save_member(member, entry("member", member.id.text, {{"did", "added"}, {"role", role_json(role)}})));
    return member;
}

Result<store::Member> People::change_member(const UserId& id, const MemberWish& wish) {
    PARLEY_TRY(auto member, org_.member(id));
    const auto before = policy::role_from(member.role).value_or(Role::owner);
    // Who acts with a smaller role than is his does not even change himself.
    if (before > caller_.role) return refuse("A member above one's own role is changed by his like only.");
    const Role role = wish.role.value_or(before);
    PARLEY_TRY([[maybe_unused]] Done allowed, check_role(role));
    if (wish.name) {
        PARLEY_TRY(member.name, plain_name(*wish.name));
    }
    if (wish.email) {
        PARLEY_TRY(const auto email, normal_email(*wish.email));
        if (email != member.email && !member.subject.empty()) {
            return Error{Fault::invalid, "The email stays once somebody has signed in by it: add a new member.", ""};
        }
        member.email = email;
    }
    member.role = policy::name_of(role);
    const Json details{{"did", "changed"}, {"role", role_json(role)}, {"role_before", role_json(before)}};
    PARLEY_TRY([[maybe_unused]] Done saved, org_.save_member(member, entry("member", id.text, details)));
    return member;
}

Result<Done> People::remove_member(const UserId& id) {
    PARLEY_TRY(const auto member, org_.member(id));
    if (policy::role_from(member.role).value_or(Role::owner) > caller_.role) {
        return refuse("A member above one's own role is removed by his like only.");
    }
    return org_.remove_member(id, entry("member", id.text, {{"did", "removed"}, {"role", member.role}}));
}

Result<store::Member> People::find_member(const std::string& text) {
    PARLEY_TRY(const auto email, normal_email(text));
    PARLEY_TRY(const auto all, org_.members());
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& member) { return member.email == email; });
    if (found == all.end()) return Error{Fault::not_found, "There is no member with this email.", ""};
    return *found;
}

}  // namespace parley::api
