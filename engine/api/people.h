#pragma once
// Who may come in, and with which keys: the use cases, for the HTTP face and the command line alike. Whether the caller
// may do this at all has been asked before; here is what hangs on whom it is about. Nobody gives, takes or touches more
// than his own role: an owner's keys and rows are for owners.

#include "api/caller.h"
#include "api/doorkeeper.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::api {

// Lower case, without blanks around; ASCII. Fault::invalid for what is no address.
Result<std::string> normal_email(std::string_view text);

class People {
public:
    // All outlive it. what: for the audit.
    People(store::OrgStore& org, const Caller& caller, Doorkeeper& doorkeeper, const Clock& clock, std::string what)
        : org_(org), caller_(caller), doorkeeper_(doorkeeper), clock_(clock), what_(std::move(what)) {}

    struct KeyWish {
        std::string name;
        policy::Role role = policy::Role::viewer;
        std::optional<int> days = limits::key_days;  // Null: without end, which only the terminal may wish.
    };
    struct NewKey {
        store::ApiKey key;
        std::string text;  // Shown once; what is kept is its SHA-256.
    };
    // Acts as the caller. A key makes no key that outlives it.
    Result<NewKey> make_key(const KeyWish& wish);
    Result<std::vector<store::ApiKey>> keys();  // His own; everybody's for who may manage members.
    Result<Done> revoke_key(const KeyId& id);

    struct MemberWish {
        std::optional<std::string> email = {};
        std::optional<std::string> name = {};
        std::optional<policy::Role> role = {};
    };
    Result<store::Member> add_member(const MemberWish& wish);
    // What the wish leaves out stays. The email too once somebody has signed in by it: it is who he is.
    Result<store::Member> change_member(const UserId& id, const MemberWish& wish);
    Result<Done> remove_member(const UserId& id);
    Result<store::Member> find_member(const std::string& email);

private:
    Error refuse(const std::string& sentence) { return doorkeeper_.refuse(org_, caller_, what_, sentence); }
    bool may_manage() const;
    // Whether the caller stands at least as high as the member; who is no member any more stands lowest.
    Result<bool> reaches(const UserId& user);
    Result<Done> check_role(policy::Role role);
    store::AuditEntry entry(const std::string& action, const std::string& subject, Json details) const;

    store::OrgStore& org_;
    const Caller& caller_;
    Doorkeeper& doorkeeper_;
    const Clock& clock_;
    const std::string what_;
};

}  // namespace parley::api
