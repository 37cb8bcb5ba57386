-- Supabase's projects, notices and SQL rows into rows. Rows of SQL come inside a text that warns of their content,
-- between tags with a random part; between them is JSON and nothing else. The account holds the projects' ids.

local plugin = {}
local whole = data.whole

local SQL = {
    tables = "SELECT current_database() AS database, schemaname, relname, n_live_tup, n_dead_tup, \z
     pg_total_relation_size(relid) AS bytes FROM pg_stat_user_tables ORDER BY 2, 3",
    indexes = "SELECT current_database() AS database, schemaname, relname, indexrelname, idx_scan, \z
     pg_relation_size(indexrelid) AS bytes FROM pg_stat_user_indexes ORDER BY 2, 3, 4",
    databases = "SELECT datname, CASE WHEN has_database_privilege(datid, 'CONNECT') THEN \z
     pg_database_size(datid) END AS bytes, numbackends, xact_commit, xact_rollback, \z
     blks_hit, blks_read FROM pg_stat_database WHERE datname NOT LIKE 'template%'",
    sign_ups = "SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, count(*) AS users \z
     FROM auth.users GROUP BY 1 ORDER BY 1",
}

local LOGS = "SELECT toStartOfHour(timestamp) AS hour, source, upper(multiIf(severity_text != '', severity_text, \z
     log_attributes['parsed.error_severity'] != '', log_attributes['parsed.error_severity'], \z
     log_attributes['level'])) AS level, \z
     intDiv(toInt32OrZero(log_attributes['response.status_code']), 100) AS class, count() AS lines \z
     FROM logs GROUP BY hour, source, level, class ORDER BY hour LIMIT 1000"

local KEPT = "Supabase is asked for the logs of the last three days: how long it keeps them depends on the plan."
local LOG_ROWS_MAX, LOG_WINDOW, LOG_DAYS = 1000, 86400, 3

local LISTS = { edge_functions = true, migrations = true, extensions = true, buckets = true, branches = true }
local ADVISORS = { security_notices = "security", performance_notices = "performance", table_notices = "security" }

local ESCAPES = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }

local function utf8_of(code)
    if code < 0x80 then return string.char(code) end
    if code < 0x800 then return string.char(0xC0 + code // 64, 0x80 + code % 64) end
    if code >= 0xD800 and code < 0xE000 then return "?" end  -- Half of a pair, which alone is no character.
    return string.char(0xE0 + code // 4096, 0x80 + code // 64 % 64, 0x80 + code % 64)
end

--- The JSON text that begins at `at`, and where the next token begins: a flat list of flat records is all there is.
local function text_from(json, at)
    local parts = {}
    while true do
        local stop = assert(string.find(json, '["\\]', at), "a text in the rows has no end")
        parts[#parts + 1] = string.sub(json, at, stop - 1)
        if string.sub(json, stop, stop) == '"' then return table.concat(parts), stop + 1 end
        local sign = string.sub(json, stop + 1, stop + 1)
        if sign == "u" then
            local digits = assert(string.match(json, "^%x%x%x%x", stop + 2), "a text in the rows has a broken escape")
            parts[#parts + 1], at = utf8_of(tonumber(digits, 16)), stop + 6
        else
            parts[#parts + 1], at = ESCAPES[sign] or sign, stop + 2
        end
    end
end

local function value_from(json, at)
    if string.sub(json, at, at) == '"' then return text_from(json, at + 1) end
    local word, after = string.match(json, "^([%w.+-]+)()", at)
    assert(word, "the rows hold a value that is neither text nor number")
    if word == "null" then return nil, after end
    if word == "true" or word == "false" then return word == "true", after end
    return assert(tonumber(word), "the rows hold a broken number"), after
end

local function record_from(json, at)
    local record = {}
    while true do
        local start = string.match(json, '^[%s,]*"()', at)
        if not start then
            return record, assert(string.match(json, "^%s*}()", at), "a row has no end")
        end
        local name, after = text_from(json, start)
        at = assert(string.match(json, "^%s*:%s*()", after), "a row has a name without a value")
        record[name], at = value_from(json, at)
    end
end

local function records_in(json)
    local records, at = {}, assert(string.match(json, "^%s*%[()"), "the rows are no list")
    while true do
        local start = string.match(json, "^[%s,]*{()", at)
        if not start then
            assert(string.match(json, "^%s*%]%s*$", at), "the list of rows has no end")
            return records
        end
        records[#records + 1], at = record_from(json, start)
    end
end

--- What stands between the tags. The warning may name the tags too, so the first that opens a list counts; and none
--- behind it, for there the rows begin, which anybody may have written.
local function unwrapped(text)
    for tag, start in string.gmatch(text, "<(untrusted%-data[%w-]*)>()") do
        local stop = string.find(text, "</" .. tag .. ">", start, true)
        local between = stop and string.sub(text, start, stop - 1)
        if between then between = string.match(between, '^%s*{%s*"result"%s*:%s*(%[.*%])') or between end
        if between and string.match(between, "^%s*%[") then return between end
    end
    error("the reply has no rows between its tags")
end

--- The reply is the list itself, or holds it or a text around it under one of the names.
local function list(reply)
    if type(reply) == "string" then return records_in(unwrapped(reply)) end
    assert(type(reply) == "table", "the reply is no list and no object")
    for _, name in ipairs({ "projects", "lints", "notices", "rows", "functions", "migrations", "extensions", "buckets",
                              "branches", "result" }) do
        if reply[name] ~= nil then return list(reply[name]) end
    end
    assert(reply[1] ~= nil or next(reply) == nil, "the reply has no list of rows")
    return reply
end

--- The projects whose database answers; their names one a line, in the same order.
function plugin.account(reply)
    local ids, names = {}, {}
    for _, project in ipairs(list(reply)) do
        local status = string.upper(project.status or "")
        local is_asleep = string.find(status, "^INACTIVE") or string.find(status, "PAUS") or status == "REMOVED"
        if not is_asleep then
            ids[#ids + 1] = assert(project.id, "a project has no id")
            names[#ids] = string.gsub(data.text(project.name) or project.id, "%c", " ")
        end
    end
    assert(#ids > 0, "the organization has no active project")
    return { projects = table.concat(ids, ","), names = table.concat(names, "\n") }
end

--- The name of the project that a call was about; its id where no name is known.
local function project_of(request, arguments)
    local account, id = request.account or {}, (arguments or {}).project_id
    local next_name = string.gmatch(account.names or "", "[^\n]+")
    for known in string.gmatch(account.projects or "", "[^,]+") do
        local name = next_name()
        if known == id then return name or id end
    end
    return id
end

--- The window of the logs from a time on: a day, or less at the end.
local function log_window(arguments, from, stop)
    arguments.iso_timestamp_start = days.iso(from)
    arguments.iso_timestamp_end = days.iso(math.min(from + LOG_WINDOW, stop))
    return arguments
end

local function prepare_logs(request, project)
    local range = request.range or {}
    if not range.start_unix or not range.end_unix then return nil, KEPT end
    -- Days come one by one, so that the last one is the only one.
    if request.today and range.last < days.plus(request.today, -LOG_DAYS) then return nil, KEPT end
    return log_window({ project_id = project, sql = LOGS }, range.start_unix, range.end_unix)
end

local function project_at(request, position)
    return data.entry(request.account and request.account.projects, position)
end

--- The columns of the public tables, project by project until the table is found.
function plugin.lookup(request, position)
    local name, missing = postgres.table_named(request)
    if not name then return nil, missing end
    local project = project_at(request, position)
    if not project or data.text((request.found or {}).table) then return nil end
    return { project_id = project, query = postgres.columns() }
end

function plugin.found(request, reply, position)
    local found, sentence = postgres.found(request, list(reply))
    if not found then return nil, sentence end
    found.project = found.table ~= "" and project_at(request, position) or ""
    return found, sentence
end

local function prepare_own(request)
    local statement, missing = postgres.page(request, 0)
    if not statement then return nil, missing end
    return { project_id = request.found.project, query = statement }
end

local function more_own(request, arguments, reply)
    arguments.query = postgres.next_page(request, arguments.query, list(reply))
    return arguments.query and arguments
end

function plugin.prepare(request)
    if request.dataset == "own_rows" then return prepare_own(request) end
    if request.dataset == "projects" then return {} end
    local projects = request.account and request.account.projects or ""
    local first = string.match(projects, "^[^,]+")
    if request.dataset == "log_lines" then return prepare_logs(request, first) end
    if LISTS[request.dataset] then return { project_id = first } end
    if ADVISORS[request.dataset] then return { project_id = first, type = ADVISORS[request.dataset] } end
    return { project_id = first, query = SQL[request.dataset] }
end

--- The rest of a day that is longer than a window; else the same of the next project.
function plugin.more(request, arguments, reply)
    if request.dataset == "own_rows" then return more_own(request, arguments, reply) end
    if request.dataset == "projects" then return nil end
    if request.dataset == "log_lines" then
        local reached, stop = days.unix(arguments.iso_timestamp_end), request.range.end_unix
        if reached < stop then return log_window(arguments, reached, stop) end
        log_window(arguments, request.range.start_unix, stop)
    end
    local is_next = false
    for id in string.gmatch(request.account.projects, "[^,]+") do
        if is_next then
            arguments.project_id = id
            return arguments
        end
        is_next = id == arguments.project_id
    end
    return nil
end

local function total(first, second)
    return first and second and first + second or nil
end

local shape = {}

function shape.tables(row)
    local live, dead = whole(row.n_live_tup), whole(row.n_dead_tup)
    return {
        database = row.database, schema = row.schemaname, table = assert(row.relname, "a row names no table"),
        rows = live, dead_rows = dead, all_rows = total(live, dead), bytes = whole(row.bytes),
    }
end

function shape.indexes(row)
    return {
        database = row.database, schema = row.schemaname, table = row.relname,
        index = assert(row.indexrelname, "a row names no index"), scans = whole(row.idx_scan), bytes = whole(row.bytes),
    }
end

function shape.databases(row)
    local hits, rollbacks = whole(row.blks_hit), whole(row.xact_rollback)
    return {
        database = assert(row.datname, "a row names no database"), bytes = whole(row.bytes),
        connections = whole(row.numbackends), transactions = total(whole(row.xact_commit), rollbacks),
        rollbacks = rollbacks, block_reads = total(hits, whole(row.blks_read)), block_hits = hits,
    }
end

function shape.sign_ups(row)
    return { day = assert(row.day, "a row names no day"), users = whole(row.users) }
end

--- The hour is UTC, with a blank or a T, and without saying so.
function shape.log_lines(row)
    local day, hour = string.match(row.hour or "", "^(%d%d%d%d%-%d%d%-%d%d)[T ](%d%d:%d%d:%d%d)")
    local class = whole(row.class) or 0
    return {
        time = assert(day, "a row names no hour") .. "T" .. hour .. "Z", source = data.text(row.source),
        level = data.text(row.level), status_class = class > 0 and class .. "xx" or "none",
        lines = assert(whole(row.lines), "a row has no count"),
    }
end

function shape.projects(project)
    return {
        id = assert(project.id, "a project has no id"), project = project.name, region = project.region,
        status = project.status, created = project.created_at,
    }
end

function shape.security_notices(notice)
    return { level = notice.level, title = assert(notice.title or notice.name, "a notice has no title") }
end

shape.performance_notices = shape.security_notices  -- The same fields under the same names.

local function name_of(object)
    return assert(data.text(object.name) or data.text(object.slug) or data.text(object.id), "an entry has no name")
end

--- Unix milliseconds or a text.
local function time_of(value)
    return type(value) == "number" and value > 100000000000 and value // 1000 or value
end

function shape.edge_functions(edge)
    return { ["function"] = name_of(edge), status = data.text(edge.status), created = time_of(edge.created_at) }
end

--- The version is the time it was made, such as 20261104093000.
function shape.migrations(migration)
    local version = tostring(assert(migration.version, "a migration has no version"))
    local year, month, day, hour, minute, second = string.match(version, "^(20%d%d)(%d%d)(%d%d)(%d%d)(%d%d)(%d%d)$")
    local made = year and string.format("%s-%s-%sT%s:%s:%sZ", year, month, day, hour, minute, second) or nil
    return { version = version, migration = data.text(migration.name), made = made }
end

function shape.extensions(extension)
    return {
        extension = name_of(extension), schema = data.text(extension.schema),
        installed = extension.installed_version ~= nil,
    }
end

function shape.buckets(bucket)
    local access = bucket.public
    if access ~= nil then access = access and "public" or "private" end
    return { bucket = name_of(bucket), access = access, created = time_of(bucket.created_at) }
end

function shape.branches(branch)
    return { branch = name_of(branch), status = data.text(branch.status), created = time_of(branch.created_at) }
end

--- What a notice is about stands in its metadata: a table, a function, the project.
local function table_notices(notices, project)
    local rows, is_told = {}, #notices == 0
    for _, notice in ipairs(notices) do
        local about, row = data.child(notice, "metadata"), shape.security_notices(notice)
        is_told = is_told or next(about) ~= nil
        if about.type == "table" then
            row.project, row.schema, row.table = project, data.text(about.schema), data.text(about.name)
            rows[#rows + 1] = row
        end
    end
    -- Where no notice says what it is about, none about a table is not the same as no table.
    assert(is_told, "the notices do not tell what they are about")
    return rows
end

function plugin.shape(request, reply, arguments)
    if request.dataset == "own_rows" then return postgres.records(request, list(reply)) end
    local project = project_of(request, arguments)
    if request.dataset == "table_notices" then return table_notices(list(reply), project) end
    local to_row, rows = shape[request.dataset], {}
    for index, row in ipairs(list(reply)) do
        rows[index] = to_row(row)
        rows[index].project = rows[index].project or project
    end
    assert(request.dataset ~= "log_lines" or #rows < LOG_ROWS_MAX, "the reply is full and may not be all")
    return rows
end

return plugin
