#include "base/text.h"
#include "store/sql_org.h"

namespace parley::store {
namespace {

constexpr std::string_view select_dashboard =
    "SELECT dashboard_id, name, created_at FROM dashboards WHERE "
    "organization_id = ?";
constexpr std::string_view select_pin =
    "SELECT pin_id, dashboard_id, title, plan, spec, answer, position, "
    "refreshed_at FROM pins"
    " WHERE organization_id = ?";

Dashboard read_dashboard(Row& row) {
    return {{row.text()}, row.text(), row.instant()};
}

Pin read_pin(Row& row) {
    return {{row.text()}, {row.text()}, row.text(), row.json(), row.json(), row.json(), row.small(), row.instant()};
}

Result<Dashboard> find_dashboard(Transaction& transaction, const OrgId& org, const DashboardId& id) {
    return expect(transaction.first(cat(select_dashboard, " AND dashboard_id = ?"), {org, id}, read_dashboard),
                  "dashboard");
}

}  // namespace

Result<Done> SqlOrg::save_dashboard(const Dashboard& dashboard) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY([[maybe_unused]] const int changed,
               writing.run("INSERT INTO dashboards (organization_id, dashboard_id, "
                           "name, created_at)"
                           " VALUES (?, ?, ?, ?) ON CONFLICT (organization_id, "
                           "dashboard_id) DO UPDATE SET"
                           " name = excluded.name, created_at = excluded.created_at",
                           {org_, dashboard.id, dashboard.name, dashboard.created_at}));
    return writing.commit();
}

Result<Dashboard> SqlOrg::dashboard(const DashboardId& id) {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return find_dashboard(reading, org_, id);
}

Result<std::vector<Dashboard>> SqlOrg::dashboards() {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return reading.all(cat(select_dashboard, " ORDER BY created_at, rowid"), {org_}, read_dashboard);
}

Result<Done> SqlOrg::remove_dashboard(const DashboardId& id) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY(const int changed, writing.run("DELETE FROM dashboards WHERE organization_id = ? AND "
                                              "dashboard_id = ?",
                                              {org_, id}));
    if (changed == 0) return no_such("dashboard");
    return writing.commit();
}

Result<Done> SqlOrg::save_pin(const Pin& pin) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY([[maybe_unused]] const Dashboard dashboard, find_dashboard(writing, org_, pin.dashboard));
    PARLEY_TRY([[maybe_unused]] const int changed,
               writing.run("INSERT INTO pins (organization_id, pin_id, dashboard_id, title, "
                           "plan, spec, answer,"
                           " position, refreshed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                           " ON CONFLICT (organization_id, pin_id) DO UPDATE SET dashboard_id = "
                           "excluded.dashboard_id,"
                           " title = excluded.title, plan = excluded.plan, spec = excluded.spec,"
                           " answer = excluded.answer, position = excluded.position,"
                           " refreshed_at = excluded.refreshed_at",
                           {org_, pin.id, pin.dashboard, pin.title, dump(pin.plan), dump(pin.spec), dump(pin.answer),
                            pin.position, pin.refreshed_at}));
    return writing.commit();
}

Result<Pin> SqlOrg::pin(const PinId& id) {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return expect(reading.first(cat(select_pin, " AND pin_id = ?"), {org_, id}, read_pin), "pin");
}

Result<std::vector<Pin>> SqlOrg::pins(const DashboardId& id) {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    PARLEY_TRY([[maybe_unused]] const Dashboard dashboard, find_dashboard(reading, org_, id));
    return reading.all(cat(select_pin, " AND dashboard_id = ? ORDER BY position, rowid"), {org_, id}, read_pin);
}

Result<Done> SqlOrg::remove_pin(const PinId& id) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY(const int changed, writing.run("DELETE FROM pins WHERE organization_id = ? AND pin_id = ?", {org_, id}));
    if (changed == 0) return no_such("pin");
    return writing.commit();
}

}  // namespace parley::store
