#include "app/commands/commands.h"
#include "app/demo.h"
#include "app/plugin_watch.h"
#include "app/terminal.h"
#include "base/text.h"

#include <csignal>
#include <iostream>

namespace parley::app {
namespace {

enum class Told { end, reload, nothing };

// What the process is told to do. The signals are blocked in every thread that starts later. SIGHUP is the operator's
// word to reload; a demo hangs on a terminal and ends with it.
class Signals {
public:
    explicit Signals(Mode mode) {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGINT);
        sigaddset(&signals_, SIGTERM);
        if (mode == Mode::production) sigaddset(&signals_, SIGHUP);
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    }
    Told wait() const {
        int signal = 0;
        sigwait(&signals_, &signal);
        return signal == SIGHUP ? Told::reload : Told::end;
    }
    Told wait_a_second() const {
        const timespec second{1, 0};
        return sigtimedwait(&signals_, nullptr, &second) < 0 ? Told::nothing : Told::end;
    }

private:
    sigset_t signals_{};
};

void say_reloaded(const Result<parley::vendors::Reloaded>& outcome) {
    if (!outcome) {
        fail(outcome.error());
        return;
    }
    const auto& changes = outcome.value();
    for (const auto& name : changes.added) std::cout << "new      " << tame(name) << '\n';
    for (const auto& name : changes.changed) std::cout << "changed  " << tame(name) << '\n';
    for (const auto& name : changes.gone) std::cout << "gone     " << tame(name) << '\n';
    for (const auto& mistake : changes.mistakes) {
        std::cout << "left     " << tame(parley::vendors::to_text(mistake)) << '\n';
    }
    std::cout << std::flush;
}

// Until the process is told to end. The demo's author of a folder sees at once what was saved; elsewhere folders change
// when the operator says so, and not while they are being copied.
void stay(House& house, const Common& common, const Signals& signals) {
    PluginWatch watch(common.config.plugins);
    while (true) {
        const bool is_demo = common.mode == Mode::demo;
        const Told told = is_demo ? signals.wait_a_second() : signals.wait();
        if (told == Told::end) return;
        if (told == Told::reload || watch.has_settled_anew()) say_reloaded(house.reload_plugins());
    }
}

std::string no_fault(const std::string& name) {
    std::vector<std::string> known;
    for (const auto one : parley::sim::trouble_names()) known.emplace_back(one);
    return cat("There is no fault \"", name, "\". There are: ", join(known, ", "), ".");
}

}  // namespace

int serve(const Common& common) {
    const Signals signals(common.mode);
    const SystemClock clock;
    auto built = House::build(common.config, clock, {common.mode});
    if (!built) return fail(built.error());
    House& house = *built.value();
    auto org = house.home();
    if (!org) return fail(org.error());
    if (common.mode == Mode::demo) {
        if (const auto ready = furnish_demo(house, *org.value()); !ready) return fail(ready.error());
        const auto key = make_api_key(house.store(), org.value()->org(), "demo", clock);
        if (!key) return fail(key.error());
        std::cout << "The demo's key, good for this database: " << key.value() << '\n';
    }
    const auto server = api::Server::start(house.deps(), {common.config.address, common.config.port});
    if (!server) return fail(server.error());
    std::cout << "Parley listens on http://" << common.config.address << ":" << server.value()->port() << std::endl;
    stay(house, common, signals);
    std::cout << "Stopping.\n";
    return 0;
}

int sim(const Common& common, const SimOptions& options) {
    const Signals signals(Mode::demo);
    const SystemClock clock;
    auto catalogue = parley::vendors::Catalogue::read(common.config.plugins);
    if (!catalogue) return fail(catalogue.error());
    std::vector<VendorId> wanted;
    for (const auto& id : options.vendors) {
        if (const auto known = catalogue.value().get({id}); !known) return fail(known.error());
        wanted.push_back({id});
    }
    parley::sim::Options sim_options;
    sim_options.port = options.port;
    auto simulation = parley::sim::Simulation::start(catalogue.value(), wanted, clock, sim_options);
    if (!simulation) return fail(simulation.error());
    for (const auto& vendor : catalogue.value().vendors()) {
        const auto& id = vendor.manifest.id;
        const std::string url = simulation.value()->url(id);
        if (url.empty()) continue;
        for (const auto& part : split(options.faults, ',')) {
            const auto colon = part.find(':');
            if (part.empty() || (colon != std::string::npos && part.substr(0, colon) != id.text)) continue;
            const auto trouble = parley::sim::trouble_named(colon == std::string::npos ? part : part.substr(colon + 1));
            if (!trouble) return wrong_use(no_fault(part));
            simulation.value()->set_trouble(id, *trouble);
        }
        std::cout << id.text << "  " << url << std::endl;
    }
    signals.wait();
    return 0;
}

}  // namespace parley::app
