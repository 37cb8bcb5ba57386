#pragma once
// What is right and what is wrong with an installation and its connections, one line a finding. Looks, and changes
// nothing: no key, database or folder is made, no token is spent.

#include "app/house.h"

#include <ostream>
#include <vector>

namespace parley::app {

struct Checkup {
    std::vector<connect::Finding> installation;
    std::vector<connect::Diagnosis> connections;

    bool is_healthy() const;  // Nothing is bad.
};

// Folder, key file, database, plugins, the libraries: each alone, so that all that is wrong is told at once.
std::vector<connect::Finding> examine_installation(const Config& config);

// The audit trail, and each connection, or the one named: Fault::not_found where there is none.
Result<Done> examine_connections(House& house, store::OrgStore& org, const std::string& connection, Checkup& checkup);

void print_checkup(std::ostream& out, const Checkup& checkup);
OrderedJson to_json(const Checkup& checkup);

}  // namespace parley::app
