#pragma once
// Parley's clients at authorization servers: one registration for each issuer and organization, used again by every
// connection. For this room only; safe from several threads.

#include "connect/connector.h"
#include "connect/records.h"

#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace parley::connect {

class Registrar {
public:
    explicit Registrar(const Connector::Wiring& wiring) : wiring_(wiring) {}

    // Each connect may register a client somewhere. Fault::over_limit beyond limits::connects_per_hour.
    Result<Done> count_connect(const OrgId& org);

    // What this organization has registered at the issuer, else a new registration, which is kept. dead_client: the id
    // of one that is not to be used again; it may be what went wrong.
    Result<oauth::Client> client(store::OrgStore& org, net::Http& http, const oauth::Endpoints& endpoints,
                                 const std::string& dead_client, Journal& journal);

private:
    struct Queue {
        std::mutex mutex;
        int callers = 0;
    };
    // One registration under way for each issuer: whoever comes second uses what the first one got.
    class Door {
    public:
        Door(Registrar& registrar, std::string key);
        ~Door();
        Door(const Door&) = delete;
        Door& operator=(const Door&) = delete;

    private:
        Registrar& registrar_;
        const std::string key_;
        Queue* queue_;
    };
    std::optional<oauth::Client> kept(store::OrgStore& org, const oauth::Endpoints& endpoints,
                                      const std::string& dead_client) const;

    const Connector::Wiring& wiring_;
    std::mutex mutex_;
    std::map<std::string, Queue> queues_;            // Guarded by mutex_; only of registrations under way.
    std::map<OrgId, std::deque<Instant>> connects_;  // Guarded by mutex_; of the last hour.
};

}  // namespace parley::connect
