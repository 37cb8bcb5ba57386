#include "sim/recording.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace parley::sim {
namespace {

using Pointer = Json::json_pointer;

constexpr int months_back = 14;
constexpr int days_back = 426;
constexpr double days_per_month = 30.4375;  // Copies lie 30 or 31 days apart.
constexpr std::size_t rows_max = 3'000;
constexpr std::size_t pages_max = 400;
constexpr int forward_copies = 900;  // Where the numbers of copies towards now begin.

std::string key_text(const Column& column, std::size_t row) {
    if (column.kind == Kind::text) return column.text(row);
    return column.keeps_integers() ? cat(column.integer(row)) : "";
}

Instant instant_of(const Column& column, std::size_t row) {
    if (column.kind == Kind::day) {
        return Calendar().start_of(Day{static_cast<std::int32_t>(column.integer(row))});
    }
    return from_unix_seconds(column.integer(row));
}

bool is_time(const Column& column) {
    return column.kind == Kind::day || column.kind == Kind::time;
}

// An id that occurs again would be the same thing: "ch_1" becomes "ch_1x3", 901 becomes 9010003.
void mark_keys(Json& value, const std::set<std::string>& keys, int copy) {
    constexpr std::int64_t room = 10'000;
    constexpr std::int64_t largest = 1'000'000'000'000;
    if (value.is_string() && keys.count(value.get_ref<const std::string&>()) > 0) {
        const auto text = value.get<std::string>();
        const bool is_number = text.find_first_not_of("0123456789") == std::string::npos;
        value = is_number ? cat(text, 1'000 + copy) : cat(text, "x", copy);
    } else if (value.is_number_integer()) {
        const auto number = value.get<std::int64_t>();
        if (number < largest && keys.count(cat(number)) > 0) value = number * room + copy;
    } else if (value.is_structured()) {
        for (auto& part : value) mark_keys(part, keys, copy);
    }
}

bool is_within(const Pointer& path, const std::optional<RowsAt>& place) {
    return place && place->form == RowsAt::Form::list && path.to_string().starts_with(place->path.to_string() + "/");
}

bool says_more(const std::string& name) {
    const std::string word = lower(name);
    return word.find("more") != std::string::npos || word.find("next") != std::string::npos;
}

// How many there are in all, by the names that vendors give it.
bool is_total(const std::string& name) {
    static constexpr std::array<std::string_view, 5> names{"total", "total_count", "totalCount", "totalResults",
                                                           "total_results"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

void collect_texts(const Json& value, std::set<std::string>& texts) {
    if (value.is_string()) texts.insert(value.get<std::string>());
    if (!value.is_structured()) return;
    for (const Json& part : value) collect_texts(part, texts);
}

// A cursor that is used again would lead in a circle: each page has its own, and the last one none.
void set_cursors(Json& value, const std::set<std::string>& cursors, const std::string& suffix, bool is_last) {
    if (!value.is_structured() || cursors.empty()) return;
    std::vector<std::string> over;
    for (auto item = value.begin(); item != value.end(); ++item) {
        if (!item->is_string() || cursors.count(item->get_ref<const std::string&>()) == 0) {
            set_cursors(*item, cursors, suffix, is_last);
        } else if (!is_last) {
            *item = item->get<std::string>() + suffix;
        } else if (value.is_object()) {
            over.push_back(item.key());
        }
    }
    for (const auto& name : over) value.erase(name);
}

}  // namespace

Recording::Recording(const Stage& stage, vendors::Plugin plugin, const vendors::Breakdown& recorded, std::string tool,
                     Json reply)
    : stage_(stage),
      plugin_(std::move(plugin)),
      dataset_(recorded.dataset),
      group_by_(recorded.columns),
      tool_(std::move(tool)),
      reply_(std::move(reply)) {}

Result<std::unique_ptr<Recording>> Recording::make(const Stage& stage, const vendors::Breakdown& recorded,
                                                   const std::string& tool, Json reply) {
    PARLEY_TRY(vendors::Plugin plugin, vendors::Plugin::open(stage.vendor));
    std::unique_ptr<Recording> made(new Recording(stage, std::move(plugin), recorded, tool, std::move(reply)));
    const Day today = Calendar().day_of(stage.now);
    made->open(std::nullopt, std::nullopt);
    made->open(today.plus(-40), today.plus(-11));
    made->open(today.plus(-12), today.plus(-5));
    made->open(today.plus(-3), today.plus(-2));
    made->open(today.plus(-200), std::nullopt);
    if (made->openings_.empty()) {
        return Error{Fault::invalid, "The plugin prepares no call.",
                     cat(stage.vendor.manifest.id.text, "/", to_text(recorded))};
    }
    return made;
}

void Recording::open(std::optional<Day> start, std::optional<Day> end) {
    vendors::Fetch fetch;
    fetch.dataset = dataset_;
    fetch.tool = tool_;
    fetch.group_by = group_by_;
    fetch.account = stage_.account;
    fetch.settings = stage_.settings;
    fetch.start = start;
    fetch.end = end;
    fetch.today = Calendar().day_of(stage_.now);
    auto arguments = plugin_.prepare(fetch);
    if (arguments) openings_.push_back({std::move(fetch), std::move(arguments).value()});
}

std::vector<Json> Recording::openings() const {
    std::vector<Json> all;
    for (const auto& opening : openings_) all.push_back(opening.arguments);
    return all;
}

std::optional<Recording::Fit> Recording::fit(const Json& arguments) {
    if (!is_read_) read();
    const Leaves leaves = leaves_of(arguments);
    std::optional<Fit> best;
    for (std::size_t page = 0; page < pages_.size(); ++page) {
        const auto score = pages_[page].fit(leaves);
        if (score && (!best || *score > best->score)) best = Fit{*score, page};
    }
    return best;
}

Json Recording::answer(std::size_t page, const Json& arguments) const {
    return reply_of(page, rows_in_period(periods_.read(arguments)));
}

void Recording::read() {
    is_read_ = true;
    if (const auto whole = shaped(reply_); whole && whole->rows() > 0) {
        size_ = whole->rows();
        mover_ = Mover(*whole);
        for (const Column& column : whole->columns) {
            if (column.role != Role::key) continue;
            for (std::size_t row = 0; row < column.size(); ++row) {
                if (column.has(row)) keys_.insert(key_text(column, row));
            }
        }
        for (const RowsAt& place : places_of_rows(reply_)) {
            if (!holds_rows(place, whole->rows())) continue;
            place_ = place;
            break;
        }
        std::vector<Row> recorded;
        if (place_) {
            for (Json& row : rows_in(reply_, *place_)) recorded.push_back(timed(std::move(row)));
        }
        const int days = days_to_now(*whole);
        repeat(std::move(recorded), *whole, days);
        reply_ = mover_.moved(reply_, days);
        if (place_) {
            place_->before = mover_.moved_text(place_->before, days);
            place_->behind = mover_.moved_text(place_->behind, days);
        }
    }
    find_lead_ins();
    find_paging();
    learn_calls();
    learn_end();
}

std::optional<Table> Recording::shaped(const Json& reply) {
    vendors::Fetch fetch = openings_.front().fetch;
    fetch.start.reset();
    fetch.end.reset();
    Table table = plugin_.empty_table(dataset_, group_by_);
    vendors::Page page;
    page.arguments = openings_.front().arguments;
    if (!plugin_.shape(fetch, reply, table, page)) return std::nullopt;
    return table;
}

// The dataset's own time where it has one, or else every time there is.
std::vector<const Column*> Recording::time_columns(const Table& table) const {
    const auto& dataset = stage_.vendor.manifest.datasets.at(dataset_).offer;
    const Column* own = table.find(dataset.time_field);
    if (own) return {own};
    std::vector<const Column*> found;
    for (const Column& column : table.columns) {
        if (is_time(column)) found.push_back(&column);
    }
    return found;
}

Recording::Row Recording::timed(Json value) {
    Row row;
    const auto table = shaped(with_rows(reply_, *place_, {value}));
    row.value = std::move(value);
    if (!table) return row;
    for (const Column* column : time_columns(*table)) {
        for (std::size_t at = 0; at < column->size(); ++at) {
            if (!column->has(at)) continue;
            const Instant instant = instant_of(*column, at);
            row.first = std::min(row.first.value_or(instant), instant);
            row.last = std::max(row.last.value_or(instant), instant);
        }
    }
    return row;
}

// How far the newest row is from just before now; a whole day counts as over at its end.
int Recording::days_to_now(const Table& table) const {
    std::optional<Instant> newest;
    for (const Column* column : time_columns(table)) {
        for (std::size_t row = 0; row < column->size(); ++row) {
            if (!column->has(row)) continue;
            const Instant over = instant_of(*column, row) + std::chrono::days(column->kind == Kind::day ? 1 : 0);
            newest = std::max(newest.value_or(over), over);
        }
    }
    if (!newest) return 0;
    return static_cast<int>(std::chrono::floor<std::chrono::days>(stage_.now - *newest).count());
}

// Whether twice the rows there make twice the rows of the table.
bool Recording::holds_rows(const RowsAt& place, std::size_t table_rows) {
    auto rows = rows_in(reply_, place);
    const std::size_t count = rows.size();
    for (std::size_t at = 0; at < count; ++at) rows.push_back(copied(rows[at], -31, 1));
    const auto doubled = shaped(with_rows(reply_, place, rows));
    return doubled && doubled->rows() == 2 * table_rows;
}

Json Recording::copied(const Json& row, int days, int copy) const {
    Json moved = mover_.moved(row, days);
    if (copy > 0) mark_keys(moved, keys_, copy);
    return moved;
}

// What happened is repeated month by month. The totals of days have no key and no gaps: they follow each other.
void Recording::repeat(std::vector<Row> recorded, const Table& whole, int days) {
    recorded_rows_ = recorded.size();
    std::optional<Instant> oldest, newest;
    for (const Row& row : recorded) {
        if (!row.first) continue;
        oldest = std::min(oldest.value_or(*row.first), *row.first);
        newest = std::max(newest.value_or(*row.last), *row.last);
    }
    const auto times = time_columns(whole);
    const bool is_series = keys_.empty() && times.size() == 1;
    double period = days_per_month;
    if (is_series && oldest) {
        const auto span =
            std::chrono::floor<std::chrono::days>(*newest) - std::chrono::floor<std::chrono::days>(*oldest);
        period = std::min(days_per_month, static_cast<double>(span.count() + 1));
    }
    int copies = oldest ? static_cast<int>(std::max<double>(months_back, days_back / period)) : 0;
    copies = std::min(copies, static_cast<int>(rows_max / std::max<std::size_t>(recorded.size(), 1)));
    // A row older than a month is repeated towards now as well, or the last month would lack what it shows.
    const auto span_days = oldest ? std::chrono::duration<double, std::ratio<86'400>>(*newest - *oldest).count() : 0;
    int forward = static_cast<int>(span_days / period);
    if (tool_ == stage_.account_tool) copies = forward = 0;  // The account has not more places for being older.
    const bool newest_first = recorded.size() > 1 && recorded.front().first > recorded.back().first;
    for (int step = 0; step <= copies + forward; ++step) {
        const int copy = newest_first ? step - forward : copies - step;
        const auto away = static_cast<int>(std::lround(period * copy));
        for (const Row& row : recorded) {
            if (copy != 0 && (!row.last || *row.last - std::chrono::days(away) > *newest)) continue;
            add_copy(row, days - away, copy >= 0 ? copy : forward_copies - copy);
        }
    }
}

void Recording::add_copy(const Row& row, int days, int copy) {
    const auto moved = [days](std::optional<Instant> time) {
        return time ? std::optional<Instant>(*time + std::chrono::days(days)) : time;
    };
    rows_.push_back({copied(row.value, days, copy), moved(row.first), moved(row.last)});
}

std::optional<Json> Recording::next_of(const vendors::Fetch& fetch, const Json& arguments, const Json& reply) const {
    auto next = plugin_.more(fetch, arguments, reply);
    return next ? std::move(next).value() : std::nullopt;
}

void Recording::find_lead_ins() {
    first_arguments_ = openings_.front().arguments;
    while (lead_ins_.size() < stage_.side_calls.size()) {
        const auto side = std::find_if(stage_.side_calls.begin(), stage_.side_calls.end(), [&](const SideCall& call) {
            return call.tool == tool_ && call.arguments == first_arguments_;
        });
        if (side == stage_.side_calls.end()) return;
        auto next = next_of(openings_.front().fetch, first_arguments_, side->reply);
        if (!next) return;
        lead_ins_.push_back(side->reply);
        first_arguments_ = std::move(*next);
    }
}

void Recording::find_paging() {
    const auto& fetch = openings_.front().fetch;
    const auto all = rows_in_period({});
    const auto next = next_of(fetch, first_arguments_, page_of(0, all));
    if (!next) return;
    find_cursors(first_arguments_, *next);
    if (!place_) return;
    const auto wished =
        static_cast<std::size_t>(std::max(0, stage_.vendor.manifest.datasets.at(dataset_).paging.rows_per_page));
    // Where the recorded reply says that there is more, there shall be.
    per_page_ = wished > 0 && wished < all.size() ? wished : (all.size() + 1) / 2;
    if (!gives_all_rows(first_arguments_)) per_page_ = 0;
}

// The texts of the reply that come back in the arguments of the next page, and the flags that announce it.
void Recording::find_cursors(const Json& before, const Json& next) {
    constexpr std::size_t shortest = 3;
    std::set<std::string> had, asked, said;
    collect_texts(before, had);
    collect_texts(next, asked);
    collect_texts(reply_, said);
    for (const auto& text : asked) {
        if (had.count(text) > 0) continue;
        for (const auto& one : said) {
            const bool is_inside = one.size() >= shortest && text.find(one) != std::string::npos;
            const bool is_old = std::any_of(
                had.begin(), had.end(), [&one](const std::string& old) { return old.find(one) != std::string::npos; });
            if (is_inside && !is_old) cursors_.insert(one);
        }
    }
    if (!reply_.is_object()) return;
    const Json reply_leaves = reply_.flatten();
    for (const auto& [path, value] : reply_leaves.items()) {
        const Pointer at(path);
        if (is_within(at, place_)) continue;
        if (value.is_boolean() && value == true && says_more(at.back())) flags_.push_back(at);
    }
}

bool Recording::gives_all_rows(Json arguments) {
    const auto all = rows_in_period({});
    for (std::size_t page = 0; page < pages_max; ++page) {
        auto next = next_of(openings_.front().fetch, arguments, page_of(page, all));
        const bool is_last = (page + 1) * per_page_ >= all.size();
        if (!next) return is_last;
        if (*next == arguments) return false;
        arguments = std::move(*next);
    }
    return false;
}

void Recording::learn_calls() {
    const auto all = rows_in_period({});
    for (const Opening& opening : openings_) {
        Json arguments = opening.arguments;
        for (std::size_t page = 0; page < pages_max; ++page) {
            if (pages_.size() <= page) pages_.emplace_back();
            pages_[page].add(arguments);
            periods_.learn(opening.fetch, arguments);
            auto next = next_of(opening.fetch, arguments, reply_of(page, all));
            if (!next) break;
            arguments = std::move(*next);
        }
    }
}

// Who asks on behind what came, until nothing does, asks behind fewer rows too where a period holds fewer.
void Recording::learn_end() {
    if (!place_) return;
    const auto all = rows_in_period({});
    const std::size_t first_page = per_page_ > 0 ? per_page_ : all.size();
    pages_.emplace_back();
    for (const Opening& opening : openings_) {
        for (std::size_t count = 1; count <= std::min(first_page, pages_max); ++count) {
            const std::vector<const Row*> some(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
            const auto next = next_of(opening.fetch, opening.arguments, page_of(0, some));
            if (!next) break;
            pages_.back().add(*next);
        }
    }
}

Json Recording::reply_of(std::size_t page, const std::vector<const Row*>& rows) const {
    return page < lead_ins_.size() ? lead_ins_[page] : page_of(page - lead_ins_.size(), rows);
}

Json Recording::page_of(std::size_t page, const std::vector<const Row*>& rows) const {
    const std::size_t per_page = per_page_ > 0 ? per_page_ : std::max<std::size_t>(rows.size(), 1);
    const std::size_t start = std::min(rows.size(), page * per_page);
    const std::size_t end = std::min(rows.size(), start + per_page);
    const bool is_last = end == rows.size();
    Json reply = reply_;
    if (is_last) {
        for (const auto& flag : flags_) reply[flag] = false;
    }
    const std::string suffix = page > 0 ? cat("-", page) : "";
    set_cursors(reply, cursors_, suffix, is_last);
    if (!place_) return reply;
    std::vector<Json> here;
    for (std::size_t at = start; at < end; ++at) here.push_back(rows[at]->value);
    if (reply.is_object()) {
        for (auto& [name, value] : reply.get_ref<Json::object_t&>()) {
            if (!value.is_number_integer() || value != recorded_rows_) continue;
            if (is_total(name)) value = rows.size();
            if (name == "count") value = here.size();
        }
    }
    reply = with_rows(std::move(reply), *place_, here);
    if (place_->form == RowsAt::Form::list) set_cursors(reply.at(place_->path), cursors_, suffix, is_last);
    return reply;
}

std::vector<const Recording::Row*> Recording::rows_in_period(const Period& period) const {
    std::vector<const Row*> found;
    for (const Row& row : rows_) {
        const bool is_late = row.first && period.end && *row.first >= *period.end;
        const bool is_early = row.last && period.start && *row.last < *period.start;
        if (!is_late && !is_early) found.push_back(&row);
    }
    return found;
}

}  // namespace parley::sim
