#include "planner/tables/table_query.h"

#include "base/text.h"
#include "planner/tables/query_conditions.h"
#include "planner/tables/query_words.h"
#include "planner/tables/table_cues.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

const Meaning* meaning_at(const Words& words, std::size_t at, std::span<const Meaning> meanings) {
    const auto found = std::find_if(meanings.begin(), meanings.end(),
                                    [&](const Meaning& meaning) { return stands_at(words, at, meaning.phrase); });
    return found == meanings.end() ? nullptr : &*found;
}

struct Superlative {
    std::size_t first = 0;
    std::size_t end = 0;  // Behind what it is of.
    bool descending = true;
    std::string about;
    std::optional<std::size_t> column;
    bool rows = false;  // "the most players": groups are ranked by how many rows they have.
    int limit = 1;
};

class QueryReader {
public:
    QueryReader(std::string_view question, const PlainTable& table, const WordVectors& vectors)
        : text_(question), table_(table), vectors_(vectors) {
        std::replace(text_.begin(), text_.end(), '_', ' ');
        words_ = words_of(text_, stemmer_);
        used_.assign(words_.size(), false);
        for (const auto& word : words_of(table.name, stemmer_)) {
            for (const auto& piece : split(word.text, '_')) rows_.push_back(stemmer_.stem(piece));
        }
    }

    std::optional<TableQuery> read();

private:
    const TableColumn& column(std::size_t at) const { return table_.columns[at]; }
    const Mention* mention_at(std::size_t word) const;
    const Mention* mention_from(std::size_t word, std::size_t reach) const;
    bool names_rows(std::size_t word) const;
    bool is_named(std::size_t at, std::string_view stem) const;
    std::optional<std::size_t> column_about(std::string_view stems) const;
    std::optional<std::size_t> naming_column() const;
    std::optional<std::size_t> key_called(std::size_t word) const;
    std::size_t skip(std::size_t at, std::initializer_list<std::string_view> texts) const;
    void use(std::size_t first, std::size_t end) {
        std::fill(used_.begin() + static_cast<std::ptrdiff_t>(first),
                  used_.begin() + static_cast<std::ptrdiff_t>(std::min(end, used_.size())), true);
    }

    void settle_mentions();
    std::size_t literal(std::size_t column, const Mention& mention) const;
    bool says(const Stretch& where, std::initializer_list<std::string_view> texts) const;
    std::optional<QueryOrder> order_in(const Stretch& where, std::size_t verb) const;
    void read_order();
    const Extreme* extreme_at(std::size_t at) const;
    std::optional<Superlative> superlative_at(std::size_t at) const;
    bool find_measured(Superlative& found) const;
    void read_superlative();
    void read_groups();
    void count_different(const Mention& mention, std::size_t first);
    void count(std::size_t next);
    void read_counts();
    void read_aggregates();
    void read_rest();
    void add_full_name();
    void add(Selected selected);
    void group(std::size_t of);
    void settle_superlative();
    void settle_default();
    void settle_groups();

    std::string text_;
    const PlainTable& table_;
    const WordVectors& vectors_;
    Stemmer stemmer_;
    Words words_;
    std::vector<bool> used_;  // Words that have been understood.
    std::vector<Mention> mentions_;
    std::vector<std::string> rows_;  // Stems of what the rows are called.
    std::optional<Superlative> superlative_;
    bool distinct_ = false;
    TableQuery query_;
};

const Mention* QueryReader::mention_at(std::size_t word) const {
    const auto found = std::find_if(mentions_.begin(), mentions_.end(), [&](const Mention& mention) {
        return mention.first <= word && word < mention.end();
    });
    return found == mentions_.end() ? nullptr : &*found;
}

// The first column named at `word` or a few words behind it, with nothing between that says something else.
const Mention* QueryReader::mention_from(std::size_t word, std::size_t reach) const {
    for (std::size_t at = word; at < std::min(words_.size(), word + reach); ++at) {
        if (at > word && words_[at].breaks) return nullptr;
        if (const Mention* mention = mention_at(at)) return mention;
        const bool passes = is_one_of(words_, at,
                                      {"the", "of", "a", "an", "different", "distinct", "unique", "each", "all", "any",
                                       "its", "their", "expected", "listed", "number"});
        if (!passes) return nullptr;
    }
    return nullptr;
}

bool QueryReader::names_rows(std::size_t word) const {
    if (word >= words_.size()) return false;
    return std::find(rows_.begin(), rows_.end(), words_[word].stem) != rows_.end();
}

bool QueryReader::is_named(std::size_t at, std::string_view stem) const {
    Stemmer stemmer;
    std::string name = lower(column(at).name);
    std::replace(name.begin(), name.end(), '_', ' ');
    const Words parts = words_of(name, stemmer);
    return std::any_of(parts.begin(), parts.end(), [&](const Word& part) { return part.stem == stem; }) ||
           (stem.size() >= 4 && name.find(stem) != std::string::npos);
}

std::optional<std::size_t> QueryReader::column_about(std::string_view stems) const {
    for (const auto& stem : split(stems, ' ')) {
        for (std::size_t at = 0; at < table_.columns.size(); ++at) {
            if (!stem.empty() && is_named(at, stem)) return at;
        }
    }
    return std::nullopt;
}

// What a row is called: "name", "title", the column called like the table.
std::optional<std::size_t> QueryReader::naming_column() const {
    for (const auto& row : rows_) {
        for (std::size_t at = 0; at < table_.columns.size(); ++at) {
            const bool text = column(at).kind == Kind::text;
            if (text && is_named(at, row) && is_named(at, "name")) return at;
        }
    }
    for (const std::string_view called : {"name", "titl"}) {
        for (std::size_t at = 0; at < table_.columns.size(); ++at) {
            if (column(at).kind == Kind::text && is_named(at, called)) return at;
        }
    }
    for (const auto& row : rows_) {
        for (std::size_t at = 0; at < table_.columns.size(); ++at) {
            if (column(at).kind == Kind::text && is_named(at, row)) return at;
        }
    }
    return std::nullopt;
}

// "how many dogs were treated": of treatments, each of which has the number of a dog.
std::optional<std::size_t> QueryReader::key_called(std::size_t word) const {
    if (word >= words_.size() || is_stop_word(words_[word].text)) return std::nullopt;
    for (std::size_t at = 0; at < table_.columns.size(); ++at) {
        if (is_named(at, "id") && is_named(at, words_[word].stem)) return at;
    }
    return std::nullopt;
}

std::size_t QueryReader::skip(std::size_t at, std::initializer_list<std::string_view> texts) const {
    while (is_one_of(words_, at, texts)) ++at;
    return at;
}

void QueryReader::add(Selected selected) {
    if (std::find(query_.select.begin(), query_.select.end(), selected) == query_.select.end())
        query_.select.push_back(std::move(selected));
}

void QueryReader::group(std::size_t of) {
    const std::string& name = column(of).name;
    if (std::find(query_.group_by.begin(), query_.group_by.end(), name) == query_.group_by.end())
        query_.group_by.push_back(name);
    add({name, "", false});
}

// How many words of the mention are parts of the column's name, letter by letter; and as much less, how many of the
// question's other words are.
std::size_t QueryReader::literal(std::size_t at, const Mention& mention) const {
    std::size_t same = 0;
    for (std::size_t k = mention.first; k < mention.end(); ++k) {
        if (is_named(at, words_[k].stem)) same += 100;
    }
    if (same == 0) return 0;
    for (std::size_t k = 0; k < words_.size(); ++k) {
        const bool inside = k >= mention.first && k < mention.end();
        if (!inside && !is_stop_word(words_[k].text) && is_named(at, words_[k].stem)) same += 1;
    }
    return same;
}

// Names in capitals are values and no columns that merely mean something like it; of several columns that a word is
// part of, the one is meant of which the question says most: "the rank of winners".
void QueryReader::settle_mentions() {
    std::erase_if(mentions_, [&](const Mention& mention) {
        const Word& word = words_[mention.first];
        return mention.count == 1 && mention.first > 0 && (word.capital || word.quoted) && mention.sure < 0.75F;
    });
    for (auto& mention : mentions_) {
        if (mention.sure >= 1) continue;
        std::size_t best = literal(mention.column, mention);
        for (std::size_t at = 0; at < table_.columns.size(); ++at) {
            const std::size_t here = literal(at, mention);
            if (here <= best) continue;
            best = here;
            mention.column = at;
        }
    }
}

bool QueryReader::says(const Stretch& where, std::initializer_list<std::string_view> texts) const {
    for (std::size_t at = where.first; at < where.end; ++at) {
        if (is_one_of(words_, at, texts)) return true;
    }
    return false;
}

// "ordered by age from the oldest to the youngest", "in descending order of rank", "sorted alphabetically".
std::optional<QueryOrder> QueryReader::order_in(const Stretch& where, std::size_t verb) const {
    QueryOrder order;
    order.descending = says(where, {"descending", "decreasing", "desc", "reverse"});
    for (std::size_t at = where.first; at + 2 < where.end; ++at) {
        if (!is_one_of(words_, at, {"from"})) continue;
        const std::size_t word = skip(at + 1, {"the"});
        const Extreme* extreme = extreme_at(word);
        order.descending = (extreme != nullptr && extreme->descending) || is_one_of(words_, word, {"high"});
    }
    for (std::size_t at = verb + 1; at < where.end; ++at) {
        if (const Mention* by = mention_at(at)) {
            order.by = {column(by->column).name, "", false};
            return order;
        }
    }
    const bool alphabet = says(where, {"alphabetical", "alphabetically", "alphabetic", "lexicographical"});
    if (says(where, {"count", "frequency", "number"}))
        order.by = {"*", "count", false};
    else if (alphabet && !mentions_.empty())
        order.by = {column(mentions_.front().column).name, "", false};
    else
        return std::nullopt;
    return order;
}

void QueryReader::read_order() {
    for (std::size_t at = 0; at < words_.size(); ++at) {
        if (!is_one_of(words_, at, {"ordered", "sorted", "order", "sort", "ranked", "arranged"})) continue;
        const bool noun = is_one_of(words_, at, {"order"}) && !is_one_of(words_, at + 1, {"by", "of"});
        const bool led = at > 0 && is_one_of(words_, at - 1,
                                             {"ascending", "descending", "alphabetical", "alphabetic", "increasing",
                                              "decreasing", "lexicographical", "reverse"});
        if (noun && !led) continue;  // "the order with the highest amount"
        Stretch where{at, at + 1};
        while (where.first > 0 && is_one_of(words_, where.first - 1,
                                            {"in", "the", "ascending", "descending", "alphabetical", "increasing",
                                             "decreasing", "alphabetic", "lexicographical", "reverse", "and", "are"}))
            --where.first;
        while (where.end < words_.size() && (!words_[where.end].breaks || is_one_of(words_, where.end, {"from"})))
            ++where.end;
        auto order = order_in(where, at);
        if (!order) continue;
        query_.order_by.push_back(std::move(*order));
        use(where.first, where.end);
        at = where.end;
    }
}

const Extreme* QueryReader::extreme_at(std::size_t at) const {
    if (at >= words_.size()) return nullptr;
    const auto known = std::find_if(extremes.begin(), extremes.end(),
                                    [&](const Extreme& extreme) { return extreme.word == words_[at].text; });
    return known == extremes.end() ? nullptr : &*known;
}

// "the youngest", "the 3 largest", "top 5 highest", "most recent": the words, the direction and how many.
std::optional<Superlative> QueryReader::superlative_at(std::size_t at) const {
    const Extreme* known = extreme_at(at);
    if (known == nullptr || used_[at]) return std::nullopt;
    if (is_one_of(words_, at, {"least", "most"}) && at > 0 && is_one_of(words_, at - 1, {"at"})) return std::nullopt;
    const Mention* own = mention_at(at);  // A column may be called "highest".
    if (own != nullptr && own->sure >= 1 && own->count == 1 && mention_from(at + 1, 2) == nullptr) return std::nullopt;
    Superlative found{at, at + 1, known->descending, std::string(known->about), std::nullopt, false, 1};
    const bool top = is_one_of(words_, at, {"top"});
    const auto number = top ? number_of(words_, at + 1) : at > 0 ? number_of(words_, at - 1) : std::nullopt;
    if (top && !number) return std::nullopt;
    if (number) found.limit = static_cast<int>(*number);
    if (top) ++found.end;
    if (number && !top) --found.first;
    while (const Extreme* more = extreme_at(found.end)) {
        found.descending = found.descending && more->descending;
        ++found.end;
    }
    if (is_one_of(words_, found.end, {"recent", "recently"}))
        found.about = "date";
    else if (is_one_of(words_, found.end, {"expensive"}))
        found.about = "price cost amount";
    else
        return found;
    ++found.end;
    return found;
}

// What is the largest: the column named behind it, the rows themselves ("the most players"), or what the adjective
// speaks of ("oldest"). False where the table has nothing of the kind.
bool QueryReader::find_measured(Superlative& found) const {
    const Mention* first = mention_at(found.end);  // "the highest amount" of a column called so.
    const bool column_first = first != nullptr && first->sure >= 1;
    const std::size_t next =
        column_first ? found.end : skip(found.end, {"number", "numbers", "amount", "of", "the", "count", "different"});
    const bool of_number = next > found.end;
    const Mention* named = mention_from(next, 2);
    if (found.about == "date" && named != nullptr && !column(named->column).is_time()) named = nullptr;
    const bool number = named != nullptr && column(named->column).kind != Kind::text;
    if (!number && names_rows(next) && (found.about.empty() || of_number)) {
        found.rows = true;
        found.end = next + 1;
        return true;
    }
    if (number || (named != nullptr && found.about.empty() && !names_rows(next))) {
        found.column = named->column;
        found.end = named->end();
        return true;
    }
    found.column = column_about(found.about);
    if (!found.column && found.about == "age") {
        found.column = column_about("birth");
        found.descending = !found.descending;
    }
    if (found.column) return true;
    found.rows = of_number;
    if (of_number) found.end = next;
    return found.rows;
}

void QueryReader::read_superlative() {
    for (std::size_t at = 0; at < words_.size() && !superlative_; ++at) {
        auto found = superlative_at(at);
        if (!found || !find_measured(*found)) continue;
        use(found->first, found->end);
        superlative_ = std::move(found);
    }
}

// "for each country", "by type", "per year", "in each": a grouping and a column of the answer.
void QueryReader::read_groups() {
    for (std::size_t at = 0; at < words_.size(); ++at) {
        if (used_[at]) continue;
        const Mention* around = mention_at(at);
        if (around != nullptr && around->count > 1) continue;  // "miles per gallon"
        const bool each = is_one_of(words_, at, {"each", "every", "per"});
        std::size_t lead = at;
        while (lead > 0 && is_one_of(words_, lead - 1, {"the", "all", "of"})) --lead;
        const bool different = is_one_of(words_, at, {"different"}) && lead > 0 &&
                               is_one_of(words_, lead - 1, {"for", "across", "in", "among"});
        const bool by = different || (is_one_of(words_, at, {"by"}) && at > 0 &&
                                      !is_one_of(words_, at - 1, {"directed", "written", "followed"}));
        if (!each && !by) continue;
        const Mention* mention = mention_from(at + 1, 4);
        if (mention == nullptr || used_[mention->first]) continue;
        const bool key = is_named(mention->column, "id") && names_rows(mention->first);
        if (key || (names_rows(mention->first) && mention->count == 1)) continue;
        group(mention->column);
        use(different ? lead : at, mention->end());
    }
}

// "different series names and contents": each is counted by its own.
void QueryReader::count_different(const Mention& mention, std::size_t first) {
    add({column(mention.column).name, "count", true});
    use(first, mention.end());
    const std::size_t more = skip(mention.end(), {"and"});
    const Mention* other = more > mention.end() ? mention_from(more, 1) : nullptr;
    if (other == nullptr) return;
    add({column(other->column).name, "count", true});
    use(more, other->end());
}

// What stands behind "how many": rows, different values of a column, things that the rows point at, or a column that
// holds how many they are.
void QueryReader::count(std::size_t next) {
    const bool different = is_one_of(words_, next, {"different", "distinct", "unique", "type", "types", "kinds"});
    const std::size_t what = skip(next, {"different", "distinct", "unique", "kinds", "of", "type", "types"});
    const Mention* mention = mention_from(different ? next : what, 3);
    if (different && mention == nullptr) mention = mention_from(what, 3);
    const bool rows = names_rows(what) && !(mention != nullptr && mention->count > 1 && different);
    const bool of_rows = mention != nullptr && rows && mention->count == 1 && names_rows(mention->first);
    if (different && mention != nullptr && !(of_rows && !is_named(mention->column, "name"))) {
        count_different(*mention, next);
        return;
    }
    const bool amount = !rows && mention != nullptr && mention->sure >= 1 && column(mention->column).is_number();
    if (amount && !is_named(mention->column, "id")) {
        add({column(mention->column).name, superlative_ ? "" : "sum", false});
        use(mention->first, mention->end());
        return;
    }
    const auto counted = rows || mention != nullptr ? std::nullopt : key_called(what);
    if (counted)
        add({column(*counted).name, "count", true});
    else
        add({"*", "count", false});
    if (rows) use(what, what + 1);
}

void QueryReader::read_counts() {
    for (std::size_t at = 0; at < words_.size(); ++at) {
        const Meaning* said = used_[at] ? nullptr : meaning_at(words_, at, counting);
        if (said == nullptr) continue;
        const std::size_t next = at + length_of(said->phrase);
        use(at, next);
        if (at > 0 && meaning_at(words_, at - 1, aggregates) != nullptr) continue;  // "the average number of injuries"
        const std::size_t what = skip(next, {"the", "number", "of", "all"});
        use(next, what);
        count(what);
        at = what - 1;
    }
}

// "the average, minimum and maximum age", "the average GNP and total population".
void QueryReader::read_aggregates() {
    std::vector<std::string> waiting;
    for (std::size_t at = 0; at < words_.size(); ++at) {
        const Meaning* said = used_[at] ? nullptr : meaning_at(words_, at, aggregates);
        const Mention* own = mention_at(at);
        const bool name = own != nullptr && own->count > 1;
        if (said != nullptr && !name) {
            waiting.emplace_back(said->says);
            const std::size_t length = length_of(said->phrase);
            use(at, at + length);
            at += length - 1;
            continue;
        }
        if (waiting.empty() || own == nullptr || used_[at]) continue;
        if (waiting.back() != "max" && waiting.back() != "min" && column(own->column).kind == Kind::text &&
            own->sure < 1)
            continue;
        for (const auto& aggregate : waiting) add({column(own->column).name, aggregate, false});
        use(own->first, own->end());
        // "average ages of losers and winners": the next one of the same kind is averaged too.
        waiting.clear();
        at = own->end() - 1;
    }
}

void QueryReader::read_rest() {
    for (std::size_t at = 0; at < words_.size(); ++at) {
        distinct_ = distinct_ || (!used_[at] && is_one_of(words_, at, {"distinct", "different", "unique", "possible"}));
    }
    for (const auto& mention : mentions_) {
        if (used_[mention.first]) continue;
        const bool of_rows = mention.count == 1 && names_rows(mention.first);
        const bool owner =
            mention.first > 0 && is_one_of(words_, mention.first - 1, {"of", "for", "from", "all", "every"});
        if (of_rows && (mention.sure < 1 || (owner && !query_.select.empty()))) continue;
        const std::string& name = column(mention.column).name;
        const bool made = std::any_of(query_.select.begin(), query_.select.end(), [&](const Selected& one) {
            return one.column == name && !one.aggregate.empty();
        });
        if (made) continue;
        if (mention.first > 0 && is_one_of(words_, mention.first - 1, {"full"})) add_full_name();
        add({name, "", false});
    }
}

// "full names": in two columns, where there are two.
void QueryReader::add_full_name() {
    for (const std::string_view part : {"first", "last"}) {
        for (std::size_t at = 0; at < table_.columns.size(); ++at) {
            if (is_named(at, part) && is_named(at, "name")) add({column(at).name, "", false});
        }
    }
}

// The one row of the largest value; or the largest value itself, where nothing else is asked for.
void QueryReader::settle_superlative() {
    if (!superlative_) return;
    const Superlative& found = *superlative_;
    auto& select = query_.select;
    if (found.rows) {
        for (const auto& one : select) {
            if (one.aggregate.empty() && query_.group_by.empty()) query_.group_by.push_back(one.column);
        }
        query_.order_by.push_back({{"*", "count", false}, found.descending});
        query_.limit = found.limit;
        return;
    }
    const std::string& name = column(*found.column).name;
    const bool alone =
        select.empty() || (select.size() == 1 && select.front().column == name && select.front().aggregate.empty());
    if (alone && found.limit == 1) {
        select = {{name, found.descending ? "max" : "min", false}};
        return;
    }
    query_.order_by.push_back({{name, "", false}, found.descending});
    query_.limit = found.limit;
}

// What stands beside a number made of many rows groups them; without such a number nothing is grouped.
void QueryReader::settle_groups() {
    auto& select = query_.select;
    const auto is_made = [](const Selected& one) { return !one.aggregate.empty(); };
    const bool made = std::any_of(select.begin(), select.end(), is_made) || !query_.having.empty() ||
                      std::any_of(query_.order_by.begin(), query_.order_by.end(),
                                  [](const QueryOrder& order) { return !order.by.aggregate.empty(); });
    if (!made) query_.group_by.clear();
    if (!made || !query_.group_by.empty()) return;
    for (const auto& one : select) {
        if (!is_made(one)) query_.group_by.push_back(one.column);
    }
}

void QueryReader::settle_default() {
    auto& select = query_.select;
    bool about_rows = !query_.where.empty() || !query_.order_by.empty();
    for (std::size_t at = 0; at < words_.size(); ++at) about_rows = about_rows || names_rows(at);
    if (select.empty() && about_rows) {
        if (const auto name = naming_column()) add({column(*name).name, "", false});
    }
    settle_groups();
    if (!distinct_ || !query_.group_by.empty()) return;
    for (auto& one : select) one.distinct = one.distinct || one.aggregate.empty();
}

std::optional<TableQuery> QueryReader::read() {
    mentions_ = find_mentions(words_, table_, vectors_, stemmer_, {}, used_);
    settle_mentions();
    read_order();
    read_superlative();
    QueryConditions conditions{text_, words_, table_, vectors_, mentions_, rows_, used_, naming_column()};
    conditions.read(query_);
    read_groups();
    read_counts();
    read_aggregates();
    read_rest();
    settle_superlative();
    settle_default();
    if (query_.select.empty()) return std::nullopt;
    return std::move(query_);
}

}  // namespace

std::optional<TableQuery> query_table(std::string_view question, const PlainTable& table, const WordVectors& vectors) {
    return QueryReader(question, table, vectors).read();
}

}  // namespace parley::planner
