#include "app/commands/commands.h"
#include "app/terminal.h"
#include "vendors/describe.h"

#include <iostream>

namespace parley::app {

int vendors(const Common& common, const std::string& id, bool json) {
    const auto catalogue = parley::vendors::Catalogue::read(common.config.plugins);
    if (!catalogue) return fail(catalogue.error());
    for (const auto& mistake : catalogue.value().mistakes()) std::cerr << parley::vendors::to_text(mistake) << '\n';
    if (!id.empty()) {
        const auto vendor = catalogue.value().get({id});
        if (!vendor) return fail(vendor.error());
        if (json)
            std::cout << parley::vendors::describe(*vendor.value()).dump(2) << '\n';
        else
            std::cout << vendor.value()->guide;
        return 0;
    }
    OrderedJson cards = OrderedJson::array();
    std::vector<std::vector<std::string>> rows{{"id", "name", "category", "auth", "address", "confidence"}};
    for (const auto& vendor : catalogue.value().vendors()) {
        const auto& manifest = vendor.manifest;
        cards.push_back(parley::vendors::card(vendor));
        rows.push_back({manifest.id.text, manifest.name, manifest.category, manifest.auth.kind, manifest.server.url,
                        manifest.server.confidence});
    }
    if (json)
        std::cout << cards.dump(2) << '\n';
    else
        print_table(std::cout, rows, std::vector<bool>(rows[0].size(), false));
    return 0;
}

}  // namespace parley::app
