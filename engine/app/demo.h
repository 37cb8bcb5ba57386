#pragma once
// The demo: simulated vendors, connected through the real OAuth path by a program that clicks for the user.

#include "app/house.h"

namespace parley::app {

// What a person with a browser would do: opens the authorization URL, reads where it sends the browser back to, and
// hands that to the connector. A connection that needs no consent comes back as it is.
Result<store::Connection> follow_authorization(House& house, connect::Started started);

// Connects every simulated vendor, or revives its connection, and names the story's days in the glossary.
Result<Done> furnish_demo(House& house, store::OrgStore& org);

}  // namespace parley::app
