-- A simulated GitHub: one organization with the code of the story's company. Searches understand GitHub's qualifiers as
-- far as they fit pull requests, issues and repositories, give 1,000 rows at most, and refuse what GitHub refuses. The
-- real read-only address lists no tool that writes; some stand here so that there is something to refuse.

local chance = story.chance
local pick = chance.pick

local OWNER = "larkfield-boxes"
local HOUR, DAY, WEEKS = 3600, 86400, 71
local ROWS_MAX = 1000

-- pulls, issues: how many on a working day; hours: usual time to a merge; topics: what titles are about.
local REPOSITORIES = {
    { name = "shop-web", language = "TypeScript", stars = 23, forks = 4, pulls = 0.78, issues = 0.49, hours = 17,
      topics = { "basket", "checkout page", "snack search", "box preview", "sign-up form" } },
    { name = "shop-api", language = "Go", stars = 18, forks = 3, pulls = 0.60, issues = 0.32, hours = 22,
      topics = { "billing periods", "price lists", "webhook retries", "customer export", "delivery days" } },
    { name = "label-service", language = "Go", stars = 9, forks = 2, pulls = 0.34, issues = 0.20, hours = 21,
      topics = { "label layout", "address check", "print queue", "carrier rates", "tracking numbers" } },
    { name = "warehouse-app", language = "Kotlin", stars = 12, forks = 1, pulls = 0.31, issues = 0.25, hours = 28,
      topics = { "pick list", "stock counts", "barcode scanner", "shift view", "pallet labels" } },
    { name = "snack-picker", language = "Python", stars = 187, forks = 31, pulls = 0.20, issues = 0.29, hours = 40,
      topics = { "taste profiles", "allergen rules", "box mixing", "training data", "seasonal snacks" } },
    { name = "pantry-ui", language = "TypeScript", stars = 412, forks = 58, pulls = 0.28, issues = 0.43, hours = 46,
      topics = { "date picker", "colour tokens", "table component", "keyboard focus", "dark mode" } },
    { name = "handbook", stars = 0, forks = 0, pulls = 0.12, issues = 0.06, hours = 6,
      topics = { "on-call rules", "release checklist", "holiday calendar", "onboarding page" } },
}

local PEOPLE = {
    { login = "mira-holm", share = 0.21 }, { login = "tomas-reyes", share = 0.18 },
    { login = "ana-lindt", share = 0.16 }, { login = "jonah-wells", share = 0.13 },
    { login = "priya-nair", share = 0.12 }, { login = "kofi-mensah", share = 0.07 },
    { login = "dependabot[bot]", share = 0.13 },
}

local LABELS = {
    pulls = { { name = "enhancement", share = 0.42, title = "Improve %s" },
              { name = "bug", share = 0.30, title = "Fix %s" },
              { name = "documentation", share = 0.09, title = "Describe %s" }, { share = 0.19, title = "Tidy up %s" } },
    issues = { { name = "bug", share = 0.52, title = "Trouble with %s" },
               { name = "enhancement", share = 0.30, title = "Wish: better %s" },
               { name = "question", share = 0.10, title = "How does %s work?" },
               { share = 0.08, title = "About %s" } },
}

-- All begins on a Monday and is told from there on, so that a week's data do not change with each new day.
local line = story.timeline(now)
local first_day = story.calendar.monday_of(line.today) - 7 * WEEKS

local function iso(seconds)
    return story.calendar.iso_time(seconds, "Z")
end

--- How much is worked on a day: little at weekends and around the new year, less in summer.
local function bustle(day)
    if (day + 3) % 7 >= 5 then return 0.07 end
    local _, month, of_month = story.calendar.civil(day)
    if month == 12 and of_month > 22 or month == 1 and of_month < 3 then return 0.15 end
    return (month == 7 or month == 8) and 0.75 or 1
end

local function work_time(random, day)
    return day * DAY + chance.rounded((7.5 + 10 * random()) * HOUR)
end

--- A time around the usual one, with a long tail.
local function spread(random, hours, width)
    return chance.rounded(hours * math.exp(width * chance.normal(random)) * HOUR)
end

local function is_upset(day)
    return day >= line.bad_week and day < line.bad_week + 14
end

local function title_of(random, repository, label)
    return string.format(label.title, repository.topics[1 + math.floor(random() * #repository.topics)])
end

--- Ends a row at a time, or leaves it open where that time has not come.
local function close(row, time, merged)
    if time >= line.horizon then return end
    row.state, row.closed, row.merged = "closed", time, merged and time or nil
end

local function pull_request(repository, random, day)
    local author = pick(random, PEOPLE)
    local is_bot = author.login == "dependabot[bot]"
    local label = is_bot and { name = "dependencies", title = "Bump a library behind %s" } or pick(random, LABELS.pulls)
    local row = {
        kind = "pr", repository = repository, author = author.login, label = label.name, state = "open",
        created = work_time(random, day), title = title_of(random, repository, label), comments = 0,
    }
    local slow = is_upset(day) and repository.name ~= "label-service" and 2.1 or 1
    local hours = spread(random, repository.hours * slow * (label.name == "bug" and 0.6 or 1), 0.95)
    local fate = random()
    row.draft = fate > 0.94
    row.comments = is_bot and 0 or chance.poisson(random, 2.4)
    if fate < 0.84 then
        close(row, row.created + hours, true)
    else
        close(row, row.created + (fate < 0.90 and 3 * hours or (30 + chance.rounded(90 * random())) * DAY), false)
    end
    return row
end

local function issue(repository, random, day)
    local label = pick(random, LABELS.issues)
    local is_bug = label.name == "bug"
    local author = random() < 0.45 and string.format("visitor-%d", 100 + math.floor(400 * random())) or
        PEOPLE[1 + math.floor(6 * random())].login
    local row = {
        kind = "issue", repository = repository, author = author, label = label.name, state = "open",
        created = work_time(random, day), title = title_of(random, repository, label),
        comments = chance.poisson(random, 1.9),
    }
    local fate = random()
    if fate < (is_bug and 0.94 or 0.80) then
        row.reason = fate < 0.12 and "not_planned" or "completed"
        close(row, row.created + spread(random, is_bug and 52 or 260, 1.1), false)
    end
    return row
end

local function of_incident(repository, kind, author, created, hours, title, label)
    local row = {
        kind = kind, repository = repository, author = author, label = label, state = "open", created = created,
        title = title, comments = 6, reason = kind == "issue" and "completed" or nil,
    }
    close(row, created + chance.rounded(hours * HOUR), kind == "pr")
    return row
end

--- The week in which a new version of the label service went out on Monday and was taken back on Thursday.
local function add_incident(rows, repository, random)
    local monday = line.bad_week * DAY
    local function add(...) rows[#rows + 1] = of_incident(repository, ...) end
    add("pr", "tomas-reyes", monday - 4 * DAY + 10 * HOUR, 93, "Print through the new carrier gateway", "enhancement")
    add("pr", "tomas-reyes", monday + DAY + 13 * HOUR, 3.5, "Fix rejected postcodes of the new gateway", "bug")
    add("pr", "priya-nair", monday + 2 * DAY + 9 * HOUR, 2.2, "Fix labels printed twice", "bug")
    add("pr", "mira-holm", monday + 3 * DAY + 8 * HOUR, 0.7, "Revert to the old carrier gateway", "bug")
    add("pr", "mira-holm", monday + 9 * DAY + 11 * HOUR, 30, "Try a new gateway with one parcel in ten", "enhancement")
    for after, count in ipairs({ 4, 6, 5, 3, 2 }) do
        for _ = 1, count do
            local created = work_time(random, line.bad_week + after - 1)
            local topic = repository.topics[1 + math.floor(random() * #repository.topics)]
            add("issue", PEOPLE[1 + math.floor(6 * random())].login, created, 20 + 90 * random(),
                "Wrong or missing: " .. topic, "bug")
        end
    end
end

--- Pull requests and issues of a repository, numbered together as GitHub does.
local function make_rows(repository, random)
    local rows = {}
    if repository.name == "label-service" then add_incident(rows, repository, random) end
    for day = first_day, line.today - 1 do
        local busy = bustle(day)
        for _ = 1, chance.poisson(random, repository.pulls * busy) do
            rows[#rows + 1] = pull_request(repository, random, day)
        end
        for _ = 1, chance.poisson(random, repository.issues * (0.25 + 0.75 * busy)) do
            rows[#rows + 1] = issue(repository, random, day)
        end
    end
    table.sort(rows, function(one, other)
        return one.created < other.created or one.created == other.created and one.title < other.title
    end)
    for index, row in ipairs(rows) do
        row.number = index
        repository.pushed = math.max(repository.pushed or 0, row.merged or 0)
    end
    return rows
end

local function make_items()
    local all = {}
    for index, repository in ipairs(REPOSITORIES) do
        repository.full_name = OWNER .. "/" .. repository.name
        local rows = make_rows(repository, chance.make_random(seed, 129 + index))
        table.move(rows, 1, #rows, #all + 1, all)
    end
    return all
end

local items = make_items()

-- What is listed one repository at a time, made when it is first asked for. A merged pull request leaves commits on the
-- default branch, its checks and those of the merge; versions go out every other week, and the one that was taken back.

local ECOSYSTEMS = { Go = "go", Kotlin = "maven", Python = "pip", TypeScript = "npm" }
local PACKAGES = { "fast-parcel", "tiny-config", "money-forms", "lazy-router", "plain-images", "steady-queue" }
local SEVERITIES = { { name = "critical", share = 0.10 }, { name = "high", share = 0.28 },
                     { name = "medium", share = 0.40 }, { name = "low", share = 0.22 } }

local made

local function hash_of(random)
    return string.format("%08x%08x", math.floor(random() * 4294967296), math.floor(random() * 4294967296))
end

local function add_commits(rows, row, random)
    if not row.merged then return end
    for _ = 1, 1 + chance.poisson(random, 1.1) do
        local time = row.created + chance.rounded(random() * (row.merged - row.created))
        rows[#rows + 1] = { sha = hash_of(random), repository = row.repository, author = row.author, time = time }
    end
end

local function add_run(rows, random, name, branch, event, time, minutes, fails)
    local ends = time + chance.rounded(60 * minutes * math.exp(0.25 * chance.normal(random)))
    local fate = random()
    local conclusion = fate < fails and "failure" or fate > 0.97 and "cancelled" or "success"
    if time >= line.horizon then return end
    if ends >= line.horizon then conclusion = nil end
    rows[#rows + 1] = { name = name, branch = branch, event = event, time = time,
                        ends = math.min(ends, line.horizon), conclusion = conclusion }
end

--- The checks of a pull request, and what follows its merge.
local function add_runs(rows, row, random)
    if row.kind ~= "pr" or not row.repository.language then return end
    local upset = row.repository.name == "label-service" and is_upset(row.created // DAY)
    local minutes = 4 + row.repository.hours / 5
    local branch = "change-" .. row.number
    for _ = 0, chance.poisson(random, 0.8) do
        local time = row.created + chance.rounded(3 * HOUR * random())
        add_run(rows, random, "Tests", branch, "pull_request", time, minutes, upset and 0.45 or 0.17)
    end
    if not row.merged then return end
    add_run(rows, random, "Tests", "main", "push", row.merged + 5, minutes, upset and 0.30 or 0.05)
    add_run(rows, random, "Deploy", "main", "push", row.merged + 300 + 60 * minutes, 3.5, upset and 0.25 or 0.03)
end

local function releases_of(repository, random)
    local rows, count = {}, 0
    local function add(time, author)
        if time >= line.horizon then return end
        count = count + 1
        rows[#rows + 1] = { tag = string.format("v2.%d.0", count), time = time, author = author }
    end
    if not repository.language then return rows end
    local is_story = repository.name == "label-service"
    for day = first_day + (repository.name == "shop-web" and 1 or 8), line.today - 1, 14 do
        if not (is_story and day >= line.bad_week - 7 and is_upset(day + 7)) and bustle(day) > 0.5 then
            add(day * DAY + 10 * HOUR + chance.rounded(5 * HOUR * random()), PEOPLE[1 + math.floor(5 * random())].login)
        end
    end
    if is_story then
        add(line.bad_week * DAY + 8 * HOUR, "tomas-reyes")
        add((line.bad_week + 3) * DAY + 9 * HOUR, "mira-holm")
    end
    table.sort(rows, function(one, other) return one.time > other.time end)
    return rows
end

local function alerts_of(repository, random)
    local rows, ecosystem = {}, ECOSYSTEMS[repository.language]
    for number = 1, ecosystem and 3 + chance.poisson(random, 4) or 0 do
        local age = chance.rounded(math.exp(2 + 3.5 * random()) * DAY)
        rows[number] = { severity = pick(random, SEVERITIES).name, package = chance.any(random, PACKAGES),
                         ecosystem = ecosystem, time = line.horizon - age }
    end
    table.sort(rows, function(one, other) return one.time < other.time end)
    for number, row in ipairs(rows) do row.number = number end
    return rows
end

--- Of the whole company the commits; of each repository runs, releases and alerts.
local function works()
    if made then return made end
    made = { commits = {}, runs = {}, releases = {}, alerts = {} }
    local of_commits, of_runs = chance.make_random(seed, 141), chance.make_random(seed, 142)
    for _, row in ipairs(items) do
        local name = row.repository.full_name
        made.runs[name] = made.runs[name] or {}
        add_commits(made.commits, row, of_commits)
        add_runs(made.runs[name], row, of_runs)
    end
    for index, repository in ipairs(REPOSITORIES) do
        local name = repository.full_name
        made.releases[name] = releases_of(repository, chance.make_random(seed, 142 + 2 * index))
        made.alerts[name] = alerts_of(repository, chance.make_random(seed, 143 + 2 * index))
        table.sort(made.runs[name], function(one, other)
            return one.time > other.time or one.time == other.time and one.name < other.name
        end)
    end
    return made
end

local function person(login)
    return { login = login, type = string.find(login, "[bot]", 1, true) and "Bot" or "User",
             html_url = "https://github.com/" .. login }
end

local function item_object(row)
    local repository, is_pull = row.repository, row.kind == "pr"
    local page = string.format("https://github.com/%s/%s/%d", repository.full_name, is_pull and "pull" or "issues",
        row.number)
    local address = "https://api.github.com/repos/" .. repository.full_name
    return {
        number = row.number, title = row.title, state = row.state, locked = false, html_url = page,
        state_reason = row.closed and row.reason or nil, user = person(row.author), comments = row.comments,
        labels = row.label and { { name = row.label } } or {}, milestone = row.label and { title = "Autumn" } or nil,
        assignees = row.number % 4 > 0 and { person(row.author) } or {}, type = row.label and { name = "Bug" } or nil,
        created_at = iso(row.created),
        updated_at = iso(row.closed or row.created), closed_at = row.closed and iso(row.closed) or nil,
        repository_url = address, author_association = "MEMBER", draft = is_pull and row.draft == true or nil,
        pull_request = is_pull and {
            url = string.format("%s/pulls/%d", address, row.number), html_url = page,
            merged_at = row.merged and iso(row.merged) or nil,
        } or nil,
    }
end

local function repository_object(repository, minimal)
    local object = {
        full_name = repository.full_name, name = repository.name, language = repository.language,
        stargazers_count = repository.stars, forks_count = repository.forks, open_issues_count = 0, private = false,
        html_url = "https://github.com/" .. repository.full_name, default_branch = "main",
        pushed_at = repository.pushed > 0 and iso(repository.pushed) or nil,
    }
    for _, row in ipairs(items) do
        if row.repository == repository and row.state == "open" then
            object.open_issues_count = object.open_issues_count + 1
        end
    end
    if not minimal then object.owner = { login = OWNER, type = "Organization" } end
    return object
end

-- Searches. Of qualifiers that name places one must fit, of all others each.

local NOBODY = "The listed users and repositories cannot be searched: they do not exist, or may not be seen"

--- Whether a moment fits "2026-09-01..2026-09-30", ">=2026-09-01" and the like: compared as far as the words reach.
local function fits_range(words, time)
    if not time then return false end
    local moment = iso(time)
    local from, to = string.match(words, "^(.-)%.%.(.+)$")
    if not from then
        local sign, rest = string.match(words, "^([<>]=?)(.+)$")
        local bound = rest or words
        local part = string.sub(moment, 1, #bound)
        if not sign then return part == bound end
        return sign == ">=" and part >= bound or sign == "<=" and part <= bound or sign == ">" and part > bound or
            sign == "<" and part < bound
    end
    return (from == "*" or string.sub(moment, 1, #from) >= from) and (to == "*" or string.sub(moment, 1, #to) <= to)
end

local STATES = {
    pr = function(row) return row.kind == "pr" end,
    issue = function(row) return row.kind == "issue" end,
    open = function(row) return row.state == "open" end,
    closed = function(row) return row.state == "closed" end,
    merged = function(row) return row.merged ~= nil end,
    draft = function(row) return row.draft == true end,
}

local FILTERS = {
    is = function(value) return STATES[value] end,
    state = function(value) return STATES[value] end,
    label = function(value) return function(row) return row.label == string.lower(value) end end,
    author = function(value) return function(row) return row.author == value end end,
    language = function(value)
        return function(row) return string.lower(row.language or "") == string.lower(value) end
    end,
}

for _, field in ipairs({ "created", "merged", "closed" }) do
    FILTERS[field] = function(value) return function(row) return fits_range(value, row[field]) end end
end

--- The names of the repositories that "user:", "org:" and "repo:" reach, or nil for a place nobody knows.
local function place(key, value)
    if key ~= "repo" then return value == OWNER and "" or value == "@me" and "@me" or nil end
    for _, repository in ipairs(REPOSITORIES) do
        if value == repository.full_name then return repository.full_name end
    end
    return nil
end

local function words_of(query)
    local joined = string.gsub(query, '"([^"]*)"', function(quoted) return (string.gsub(quoted, "%s", "\1")) end)
    local words = {}
    for word in string.gmatch(joined, "%S+") do words[#words + 1] = (string.gsub(word, "\1", " ")) end
    return words
end

--- A search as a function of rows, or nil and why it is refused. Bare words are looked for in titles.
local function understand(query)
    local tests, places = {}, {}
    for _, word in ipairs(words_of(query)) do
        local key, value = string.match(word, "^([%a-]+):(.+)$")
        if key == "user" or key == "org" or key == "repo" then
            places[#places + 1] = place(key, value)
            if not places[#places] then return nil, NOBODY end
        elseif key then
            tests[#tests + 1] = FILTERS[key] and FILTERS[key](value)
            if not FILTERS[key] or not tests[#tests] then return nil, "Validation failed: " .. word end
        else
            tests[#tests + 1] = function(row)
                return string.find(string.lower(row.title or row.name), string.lower(word), 1, true) ~= nil
            end
        end
    end
    return function(row, full_name)
        local here = #places == 0
        for _, name in ipairs(places) do here = here or name == "" or name == full_name end
        for _, test in ipairs(tests) do here = here and test(row) end
        return here
    end
end

local function sorted(rows, value_of, order)
    table.sort(rows, function(one, other)
        local left, right = value_of(one), value_of(other)
        if left ~= right then return (left < right) == (order == "asc") end
        return (one.full_name or one.repository.full_name) < (other.full_name or other.repository.full_name)
    end)
    return rows
end

local function page_of(rows, arguments, make)
    local page, size = math.tointeger(arguments.page or 1), math.tointeger(arguments.perPage or 30)
    if not page or page < 1 or not size or size < 1 or size > 100 then
        return nil, "Validation failed: page or perPage"
    end
    if (page - 1) * size >= ROWS_MAX then return nil, "Only the first 1000 search results are available" end
    local found = {}
    for index = (page - 1) * size + 1, math.min(page * size, #rows, ROWS_MAX) do
        found[#found + 1] = make(rows[index])
    end
    return { total_count = #rows, incomplete_results = false, items = found }
end

local SORTS = {
    created = function(row) return row.created end,
    updated = function(row) return row.closed or row.created end,
    comments = function(row) return row.comments end,
}

--- Of each item only the fields that were asked for.
local function only(object, fields)
    if not fields then return object end
    local kept = {}
    for _, field in ipairs(fields) do kept[field] = object[field] end
    return kept
end

local function search_items(kind, arguments)
    local query = "is:" .. kind .. " " .. arguments.query
    if arguments.owner and arguments.repo then query = query .. " repo:" .. arguments.owner .. "/" .. arguments.repo end
    local fits, refusal = understand(query)
    if not fits then return nil, refusal end
    local value_of = SORTS[arguments.sort or "created"]
    if not value_of then return nil, "Validation failed: sort" end
    local found = {}
    for _, row in ipairs(items) do
        if fits(row, row.repository.full_name) then found[#found + 1] = row end
    end
    return page_of(sorted(found, value_of, arguments.order or "desc"), arguments,
        function(row) return only(item_object(row), arguments.fields) end)
end

FILTERS["author-date"] = function(value) return function(row) return fits_range(value, row.time) end end

local function commit_object(row)
    local by = { name = row.author, email = row.author .. "@users.example", date = iso(row.time) }
    return {
        sha = row.sha, html_url = "https://github.com/" .. row.repository.full_name .. "/commit/" .. row.sha,
        commit = { message = "A step", author = by, committer = by }, author = person(row.author),
        repository = { full_name = row.repository.full_name,
                       html_url = "https://github.com/" .. row.repository.full_name },
    }
end

local function search_commits(arguments)
    local fits, refusal = understand(arguments.query)
    if not fits then return nil, refusal end
    local found = {}
    for _, row in ipairs(works().commits) do
        if fits(row, row.repository.full_name) then found[#found + 1] = row end
    end
    local order = arguments.order or "desc"
    table.sort(found, function(one, other)
        if one.time ~= other.time then return (one.time < other.time) == (order == "asc") end
        return one.sha < other.sha
    end)
    return page_of(found, arguments, commit_object)
end

--- Some of a repository's rows; nil where nobody knows it.
local function slice(kind, arguments, size, make)
    local rows = works()[kind][tostring(arguments.owner) .. "/" .. tostring(arguments.repo)]
    if not rows then return nil, "404 Not Found" end
    local page, found = math.tointeger(arguments.page or 1), {}
    for index = (page - 1) * size + 1, math.min(page * size, #rows) do found[#found + 1] = make(rows[index]) end
    return found, #rows
end

local function list_releases(arguments)
    local found, refusal = slice("releases", arguments, arguments.perPage or 30, function(row)
        local page = string.format("https://github.com/%s/%s/releases/tag/%s", arguments.owner, arguments.repo, row.tag)
        return only({ tag_name = row.tag, name = row.tag, html_url = page, published_at = iso(row.time),
                      prerelease = false, draft = false, author = person(row.author) }, arguments.fields)
    end)
    if not found then return nil, refusal end
    return found
end

--- Beside the main one a branch for each of the latest runs' work that waits to be merged.
local function list_branches(arguments)
    local runs, refusal = slice("runs", { owner = arguments.owner, repo = arguments.repo, page = 1 }, 40,
        function(row) return row.branch end)
    if not runs then return nil, refusal end
    local found, seen = { { name = "main", protected = true } }, { main = true }
    for _, branch in ipairs(runs) do
        if not seen[branch] then found[#found + 1] = { name = branch, protected = false } end
        seen[branch] = true
    end
    return (arguments.page or 1) == 1 and found or {}
end

local function actions_list(arguments)
    if arguments.method ~= "list_workflow_runs" then return nil, "The simulated GitHub lists only workflow runs" end
    local found, count = slice("runs", arguments, arguments.per_page or 30, function(row)
        local id = 9000000000 + (row.time - first_day * DAY) * 2 + (row.name == "Deploy" and 1 or 0)
        return { id = chance.rounded(id), name = row.name, run_attempt = 1, event = row.event,
                 status = row.conclusion and "completed" or "in_progress", conclusion = row.conclusion,
                 head_branch = row.branch, created_at = iso(row.time), run_started_at = iso(row.time),
                 updated_at = iso(row.ends) }
    end)
    if not found then return nil, count end
    return { total_count = count, workflow_runs = found }
end

local function list_dependabot_alerts(arguments)
    if arguments.state and arguments.state ~= "open" then return nil, "The simulated GitHub knows only open alerts" end
    local size, from = arguments.perPage or 30, math.tointeger(tonumber(arguments.after or "1"))
    local found, count = slice("alerts", { owner = arguments.owner, repo = arguments.repo, page = from }, size,
        function(row)
            return {
                number = row.number, state = "open", created_at = iso(row.time), updated_at = iso(row.time),
                dependency = { package = { ecosystem = row.ecosystem, name = row.package } },
                security_advisory = { severity = row.severity }, security_vulnerability = { severity = row.severity },
            }
        end)
    if not found then return nil, count end
    local has_next = from * size < count
    return { alerts = found, pageInfo = { hasNextPage = has_next, hasPreviousPage = from > 1,
                                          nextCursor = has_next and tostring(from + 1) or nil } }
end

local REPOSITORY_SORTS = {
    stars = function(repository) return repository.stars end,
    forks = function(repository) return repository.forks end,
    updated = function(repository) return repository.pushed end,
}

local function search_repositories(arguments)
    local fits, refusal = understand(arguments.query)
    if not fits then return nil, refusal end
    local value_of, found = REPOSITORY_SORTS[arguments.sort or "stars"], {}
    if not value_of then return nil, "Validation failed: sort" end
    for _, repository in ipairs(REPOSITORIES) do
        if fits(repository, repository.full_name) then found[#found + 1] = repository end
    end
    return page_of(sorted(found, value_of, arguments.order or "desc"), arguments,
        function(repository) return repository_object(repository, arguments.minimal_output ~= false) end)
end

local answers = {
    get_me = function() return { login = "mira-holm", name = "Mira Holm" } end,
    get_teams = function()
        return { { org = OWNER, teams = {
            { name = "Shop", slug = "shop", description = "Web shop, billing and everything customers see" },
            { name = "Parcels", slug = "parcels", description = "Labels, carriers and the warehouse" },
        } } }
    end,
    search_pull_requests = function(arguments) return search_items("pr", arguments) end,
    search_issues = function(arguments) return search_items("issue", arguments) end,
    search_repositories = search_repositories,
    search_commits = search_commits,
    list_releases = list_releases,
    list_branches = list_branches,
    actions_list = actions_list,
    list_dependabot_alerts = list_dependabot_alerts,
}

local function call(tool, arguments)
    if not answers[tool] then return nil, "The simulated GitHub does not run " .. tostring(tool) end
    return answers[tool](arguments or {})
end

local text, number, flag = { type = "string" }, { type = "number" }, { type = "boolean" }

local function one_of(...)
    return { type = "string", enum = { ... } }
end

local function list_of(item)
    return { type = "array", items = item }
end

local function tool(name, description, properties, required, reads)
    return {
        name = name, description = description,
        inputSchema = { type = "object", properties = properties, required = required },
        annotations = { readOnlyHint = reads, destructiveHint = not reads },
    }
end

local function item_search(...)
    return {
        query = text, owner = text, repo = text, sort = one_of("comments", "created", "updated"),
        order = one_of("asc", "desc"), page = number, perPage = number, fields = list_of(one_of(...)),
    }
end

local repository_search = {
    query = text, minimal_output = flag, sort = one_of("stars", "forks", "updated"), order = one_of("asc", "desc"),
    page = number, perPage = number,
}
local commit_search = {
    query = text, sort = one_of("author-date", "committer-date"), order = one_of("asc", "desc"), page = number,
    perPage = number,
}
local release_list = { owner = text, repo = text, page = number, perPage = number, fields = list_of(text) }
local action_list = {
    method = one_of("list_workflows", "list_workflow_runs", "list_workflow_jobs", "list_workflow_run_artifacts"),
    owner = text, repo = text, page = number, per_page = number, resource_id = text,
}
local alert_list = {
    owner = text, repo = text, state = one_of("open", "fixed", "dismissed", "auto_dismissed"),
    severity = one_of("low", "medium", "high", "critical"), after = text, perPage = number,
}
local issue_fields = item_search("number", "title", "state", "state_reason", "draft", "locked", "html_url", "user",
    "author_association", "labels", "assignees", "milestone", "type", "comments", "created_at", "updated_at",
    "closed_at", "repository_url", "pull_request")

return {
    name = "github",
    tools = {
        tool("get_me", "The person who is signed in.", nil, nil, true),
        tool("get_teams", "The teams of a person, by organization.", { user = text }, nil, true),
        tool("search_pull_requests", "Search pull requests.", issue_fields, { "query" }, true),
        tool("search_issues", "Search issues.", issue_fields, { "query" }, true),
        tool("search_repositories", "Search repositories.", repository_search, { "query" }, true),
        tool("search_commits", "Search commits.", commit_search, { "query" }, true),
        tool("list_releases", "The releases of a repository.", release_list, { "owner", "repo" }, true),
        tool("list_branches", "The branches of a repository.",
            { owner = text, repo = text, page = number, perPage = number }, { "owner", "repo" }, true),
        tool("actions_list", "Workflows, runs, jobs and artifacts of a repository.", action_list,
            { "method", "owner", "repo" }, true),
        tool("list_dependabot_alerts", "The Dependabot alerts of a repository.", alert_list, { "owner", "repo" }, true),
        tool("issue_write", "Create or change an issue.",
            { method = text, owner = text, repo = text, title = text, body = text, assignees = list_of(text) },
            { "method", "owner", "repo" }, false),
        tool("add_issue_comment", "Comment on an issue.",
            { owner = text, repo = text, issue_number = number, body = text },
            { "owner", "repo", "issue_number", "body" }, false),
        tool("create_pull_request", "Open a pull request.",
            { owner = text, repo = text, title = text, head = text, base = text, draft = flag },
            { "owner", "repo", "title", "head", "base" }, false),
        tool("merge_pull_request", "Merge a pull request.",
            { owner = text, repo = text, pullNumber = number, merge_method = one_of("merge", "squash", "rebase") },
            { "owner", "repo", "pullNumber" }, false),
    },
    call = call,
}
