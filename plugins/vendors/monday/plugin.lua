-- monday.com's boards into rows. One fixed query reads a board with up to 500 items, and is asked again with the cursor
-- of a longer board, then for the next board. Columns differ by board: they are told apart by type and title.

local plugin = {}
local child = data.child

local ITEMS_QUERY =
    "query ($page: Int!, $cursor: String) { boards(limit: 1, page: $page, state: active) { id "
    .. "name type workspace { name } items_page(limit: 500, cursor: $cursor) { cursor items { id "
    .. "created_at updated_at group { title } column_values { type text column { title } } } } } }"

local BOARD_QUERY =
    "query ($ids: [ID!], $cursor: String) { boards(ids: $ids) { id "
    .. "name type workspace { name } items_page(limit: 500, cursor: $cursor) { cursor items { id "
    .. "created_at updated_at group { title } column_values { type text column { title } } } } } }"

local BOARDS_QUERY =
    "query ($page: Int!) { boards(limit: 100, page: $page, state: active) { id name type "
    .. "items_count updated_at workspace { name } } }"

local USERS_QUERY = "query ($page: Int!) { users(limit: 500, page: $page) { id name } }"

local OWN_QUERY =
    "query ($ids: [ID!], $cursor: String) { boards(ids: $ids) { id "
    .. "name type items_page(limit: 500, cursor: $cursor) { cursor items { id name "
    .. "created_at updated_at group { title } column_values { type text column { title } } } } } }"

local DONE = { done = true, completed = true, complete = true, closed = true }

local function boards_of(reply)
    assert(type(reply) == "table", "the reply holds no data")
    local data = type(reply.data) == "table" and reply.data or reply
    assert(type(data.boards) == "table", "the reply has no list of boards")
    return data.boards
end

--- The variables as the tool wants them: a text that holds JSON, with the page or the one board first.
local function variables(start, cursor)
    return "{" .. start .. (cursor and ',"cursor":"' .. cursor .. '"' or "") .. "}"
end

--- The one name that the question gives to a board.
local function board_named(request)
    local said = (request.contains or {}).board or (request.filters or {}).board
    return said and #said == 1 and said[1] or nil
end

--- The boards by name, as far as the first page of them goes, or the people where changes are told.
function plugin.lookup(request)
    if request.dataset == "activity" then return { query = USERS_QUERY, variables = variables('"page":1') } end
    if not board_named(request) then return nil, "Name one board as monday.com shows it." end
    return { query = BOARDS_QUERY, variables = variables('"page":1') }
end

--- Lines of "17 Name".
local function listing(list)
    local lines = {}
    for index, one in ipairs(list) do
        lines[index] = tostring(one.id) .. " " .. string.gsub(tostring(one.name), "%c", " ")
    end
    return table.concat(lines, "\n")
end

--- The boards that hold items: documents and the hidden boards of subitems are none.
function plugin.account(reply)
    local boards = {}
    for _, board in ipairs(boards_of(reply)) do
        if board.type == nil or board.type == "board" then boards[#boards + 1] = board end
    end
    return { boards = listing(boards) }
end

local function named_in(text)
    local ids, names = {}, {}
    for id, name in string.gmatch(text or "", "(%d+) ([^\n]*)") do ids[#ids + 1], names[id] = id, name end
    return ids, names
end

--- The numbers of the boards that the question and the connection mean, and all names by number.
local function wanted_boards(request)
    local only, said, parts = child(request, "settings").board, child(request, "filters").board,
        child(request, "contains").board
    local ids, names = named_in(child(request, "account").boards)
    local wanted = {}
    for _, id in ipairs(ids) do
        local name, fits = string.lower(names[id]), said == nil
        for _, one in ipairs(said or {}) do fits = fits or string.lower(one) == name end
        for _, part in ipairs(parts or {}) do fits = fits and string.find(name, string.lower(part), 1, true) ~= nil end
        if fits and (not only or only == id) then wanted[#wanted + 1] = id end
    end
    return wanted, names
end

--- Whether the board is told apart: automations are counted as a whole otherwise.
local function by_board(request)
    for _, column in ipairs(request.group_by or {}) do
        if column == "board" then return true end
    end
    return request.dataset == "activity"
end

function plugin.found(request, reply)
    if request.dataset == "activity" then
        local users = child(reply, "data").users or reply.users
        assert(data.is_list(users), "the reply has no list of people")
        return { users = listing(users) }, #users >= 500 and "People behind the first 500 have numbers only." or nil
    end
    local wanted, near = string.lower(board_named(request)), {}
    for _, board in ipairs(boards_of(reply)) do
        local name = string.lower(tostring(board.name))
        local is_board = board.type == nil or board.type == "board"
        if is_board and (name == wanted or name == wanted .. " board") then return { board = tostring(board.id) } end
        if is_board and string.find(name, wanted, 1, true) then near[#near + 1] = board end
    end
    if #near == 1 then return { board = tostring(near[1].id) } end
    if #near == 0 then return nil, "monday.com shows no active board called so among its first hundred." end
    return nil, "More than one board in monday.com has this in its name: write its whole name."
end

local function moment(seconds)
    return string.sub(days.iso(seconds), 1, 19) .. "Z"
end

--- The log of a board from a moment on, to the period's end or the moment that is given.
local function activity_call(request, board, from, to)
    local range = request.range or {}
    local stop = range.end_unix or request.today and days.unix(days.plus(request.today, 2))
    local start = from or range.start_unix
    if not start or not stop then return nil, "Name a period: monday.com tells what changed in a time." end
    return { boardId = math.tointeger(tonumber(board)), fromDate = moment(start), toDate = moment(to or stop) }
end

--- The failed runs of the account, or of one board after the other where the question or the connection names some.
local function runs_call(request, board, offset)
    local range = request.range or {}
    local filters = { stateFilter = { "failure" } }
    if range.start_unix or range.end_unix then
        local stop = range.end_unix or request.today and days.unix(days.plus(request.today, 2))
        if not stop then return nil, "Name a period that ends." end
        filters.dateRange = { startDate = moment(range.start_unix or 0), endDate = moment(stop) }
    end
    return { mode = "history", boardId = board, accountWide = not board or nil,
        nextPageOffset = offset, filters = filters }
end

local function names_boards(request)
    return child(request, "settings").board or child(request, "filters").board or child(request, "contains").board
end

function plugin.prepare(request)
    if request.dataset == "failed_runs" then
        if not names_boards(request) then return runs_call(request, nil, 0) end
        local first = child(request, "settings").board or wanted_boards(request)[1]
        if not first then return nil, "monday.com shows no active board called so among its first hundred." end
        return runs_call(request, first, 0)
    end
    if request.dataset == "own_rows" then
        if not request.found.board then return nil, "Name one board as monday.com shows it." end
        return { query = OWN_QUERY, variables = variables('"ids":[' .. request.found.board .. "]") }
    end
    local board = request.settings and request.settings.board
    if by_board(request) and (request.dataset == "activity" or request.dataset == "automation_runs") then
        local first = wanted_boards(request)[1]
        if not first then return nil, "monday.com shows no active board called so among its first hundred." end
        if request.dataset == "automation_runs" then return { breakdown = "totals", boardId = first } end
        return activity_call(request, first)
    end
    if request.dataset == "automation_runs" then
        return { breakdown = "totals", boardId = board, accountWide = not board or nil }
    end
    if request.dataset == "boards" then return { query = BOARDS_QUERY, variables = variables('"page":1') } end
    if board then return { query = BOARD_QUERY, variables = variables('"ids":[' .. board .. "]") } end
    return { query = ITEMS_QUERY, variables = variables('"page":1') }
end

local LOG_MAX = 1000

--- The changes of a log; of a time without any the tool sends a sentence.
local function log_of(reply)
    if type(reply) == "string" or type(reply) == "table" and type(reply.content) == "string" then
        local said = type(reply) == "string" and reply or reply.content
        assert(string.find(said, "No activity found", 1, true), "the reply is no log, and does not say why")
        return {}
    end
    assert(type(reply) == "table" and data.is_list(reply.data), "the reply holds no log")
    return reply.data
end

--- The board behind this one.
local function next_board(request, board)
    local ids = wanted_boards(request)
    for index, id in ipairs(ids) do
        if id == tostring(board) then return ids[index + 1] end
    end
    return nil
end

--- A log holds 1,000 changes and has no second page: a time that comes back full is asked for again in halves.
local function more_activity(request, arguments, reply)
    local from, to = days.unix(arguments.fromDate), days.unix(arguments.toDate)
    if #log_of(reply) >= LOG_MAX then
        assert(to - from > 60, "there are more than 1,000 changes in a minute")
        return activity_call(request, arguments.boardId, from, from + (to - from) // 2)
    end
    local whole = activity_call(request, arguments.boardId)
    if whole and to < days.unix(whole.toDate) then return activity_call(request, arguments.boardId, to) end
    local following = next_board(request, arguments.boardId)
    return following and activity_call(request, following) or nil
end

local function runs_of(reply)
    assert(type(reply) == "table" and data.is_list(reply.runs), "the reply holds no runs")
    return reply.runs
end

--- The next page begins behind what came; an empty one is the end.
local function more_runs(request, arguments, reply)
    local count = #runs_of(reply)
    if count > 0 then return runs_call(request, arguments.boardId, (arguments.nextPageOffset or 0) + count) end
    local following = arguments.boardId and next_board(request, arguments.boardId) or nil
    return following and runs_call(request, following, 0) or nil
end

--- The rest of a long board, else the next page of boards; an empty page is the end.
function plugin.more(request, arguments, reply)
    if request.dataset == "activity" then return more_activity(request, arguments, reply) end
    if request.dataset == "failed_runs" then return more_runs(request, arguments, reply) end
    if request.dataset == "automation_runs" then
        local following = by_board(request) and next_board(request, arguments.boardId) or nil
        return following and { breakdown = "totals", boardId = following } or nil
    end
    local boards = boards_of(reply)
    if #boards == 0 then return nil end
    local page = math.tointeger(tonumber(string.match(arguments.variables, '"page":(%d+)')))
    local cursor = child(boards[1], "items_page").cursor
    if not cursor and not page then return nil end
    local one = string.match(arguments.variables, '"ids":%[%d+%]')
    local start = one or '"page":' .. (cursor and page or page + 1)
    arguments.variables = variables(start, cursor)
    return arguments
end

local function has_word(title, words)
    for _, word in ipairs(words) do
        if string.find(title, word, 1, true) then return true end
    end
    return false
end

--- The number of a text such as "1250", "1,250.50" or "$ 1250"; nothing where it could be read in two ways.
local function number_of(text)
    local digits = string.match(text or "", "^[^%d%-]*(%-?[%d.,]+)[^%d]*$")
    if not digits then return nil end
    if string.find(digits, "^%-?%d%d?%d?,%d%d%d") then digits = string.gsub(digits, ",(%d%d%d)", "%1") end
    return tonumber(digits)
end

local NUMBERS = { budget = { "budget" }, hours = { "hours" }, revenue = { "revenue", "deal value" } }

--- Of several number columns with the same word in their titles the first counts, even where it is empty.
local function add_number(found, title, text)
    for name, words in pairs(NUMBERS) do
        if has_word(title, words) and not found.seen[name] then
            found.seen[name], found[name] = true, number_of(text)
        end
    end
end

-- Kinds of columns in which a sprint is named.
local IN_WORDS = { text = true, status = true, dropdown = true, board_relation = true, mirror = true }

--- Status, priority, person, sprint, date and numbers of an item, from whatever columns its board has.
local function fields_of(item)
    local found, first_date = { seen = {} }, nil
    for _, value in ipairs(child(item, "column_values")) do
        local text = value.text ~= "" and value.text or nil
        local title = string.lower(tostring(child(value, "column").title or ""))
        if value.type == "status" and has_word(title, { "priority" }) then
            found.priority = found.priority or text
        elseif value.type == "status" and not found.has_status then
            found.has_status, found.status = true, text
        elseif text and IN_WORDS[value.type] and has_word(title, { "sprint", "iteration" }) then
            found.sprint = found.sprint or text
        elseif value.type == "people" then
            found.person = found.person or text
        elseif value.type == "numbers" then
            add_number(found, title, text)
        elseif value.type == "date" and text then
            local day = string.match(text, "^%d%d%d%d%-%d%d%-%d%d")
            if has_word(title, { "due", "deadline" }) then found.due = found.due or day end
            first_date = first_date or day
        end
    end
    found.due = found.due or first_date
    return found
end

local function item_row(board, item)
    local fields = fields_of(item)
    return {
        id = assert(item.id, "an item has no id"), created = assert(item.created_at, "an item has no created_at"),
        updated = item.updated_at, board = board.name, workspace = child(board, "workspace").name,
        group = child(item, "group").title, status = fields.status, priority = fields.priority,
        person = fields.person or "nobody", sprint = fields.sprint, due = fields.due,
        is_done = fields.status ~= nil and DONE[string.lower(fields.status)] == true,
        budget = fields.budget, hours = fields.hours, revenue = fields.revenue,
    }
end

local function due_row(row)
    if row.is_done or not row.due then return nil end
    return {
        id = row.id, due = row.due, late_from = days.plus(row.due, 1), board = row.board, workspace = row.workspace,
        group = row.group, status = row.status, priority = row.priority, person = row.person,
        sprint = row.sprint,
    }
end

local function board_row(board)
    return {
        id = assert(board.id, "a board has no id"), board = board.name, workspace = child(board, "workspace").name,
        updated = board.updated_at, items = board.items_count,
    }
end

--- An account that has run no automation has no statistics.
local function automation_rows(request, reply, arguments)
    assert(type(reply) == "table" and (reply.statistics or reply.breakdown == "totals"),
        "the reply holds no statistics")
    local counted = reply.statistics
    if not counted then return {} end
    assert(type(counted) == "table" and counted.total, "the statistics have no total")
    local _, names = wanted_boards(request)
    return { {
        board = by_board(request) and names[tostring((arguments or {}).boardId)] or nil,
        scope = data.text(reply.scope), runs = data.whole(counted.total), succeeded = data.whole(counted.success),
        failed = data.whole(counted.failure),
    } }
end

local function failed_rows(request, reply, arguments)
    local _, names = wanted_boards(request)
    local rows = {}
    for _, run in ipairs(runs_of(reply)) do
        local board = (arguments or {}).boardId or run.hostInstanceId and tostring(run.hostInstanceId)
        if run.eventState == nil or run.eventState == "failure" then
            rows[#rows + 1] = {
                time = assert(run.triggerStartedAt or run.createdAt, "a run has no time"),
                board = board and (names[board] or "board " .. board), reason = data.text(run.errorReason),
            }
        end
    end
    return rows
end

--- monday.com writes the time of a change in tenths of microseconds.
local function time_of(value)
    local ticks = math.tointeger(tonumber(value))
    return ticks and ticks // 10000000 or days.unix(assert(data.text(value), "a change has no time"))
end

local function activity_rows(request, reply, arguments)
    local log, rows = log_of(reply), {}
    if #log >= LOG_MAX then return rows end
    local _, boards = wanted_boards(request)
    local _, users = named_in(child(request, "found").users)
    local from, to = arguments.fromDate, arguments.toDate
    from, to = from and days.unix(from), to and days.unix(to)
    for _, change in ipairs(log) do
        local time, user = time_of(change.created_at), change.user_id and tostring(change.user_id)
        -- Neighbouring times share a moment, which counts for the later one.
        if not to or time >= from and time < to then
            rows[#rows + 1] = {
                time = time, board = boards[tostring(reply.board_id)] or data.text(reply.board_name),
                person = user and (users[user] or "user " .. user), event = change.event, entity = change.entity,
            }
        end
    end
    return rows
end

local FIXED = { id = true, item = true, created = true, updated = true, board = true, group = true }

local function own_row(item, board)
    local row = {}
    for _, value in ipairs(child(item, "column_values")) do
        local text = value.text ~= "" and value.text or nil
        local title = data.text(child(value, "column").title) or value.type
        if FIXED[title] then title = title .. " column" end
        if value.type == "numbers" then
            row[title] = number_of(text)
        elseif value.type == "checkbox" then
            row[title] = text ~= nil
        elseif value.type == "date" or value.type == "creation_log" then
            row[title] = text and string.match(text, "^%d%d%d%d%-%d%d%-%d%d")
        else
            row[title] = text
        end
    end
    row.id, row.item, row.board = assert(item.id, "an item has no id"), item.name, board
    row.created, row.updated, row.group = item.created_at, item.updated_at, child(item, "group").title
    return row
end

local function own_rows(request, reply)
    local rows = {}
    for _, board in ipairs(boards_of(reply)) do
        local items = child(board, "items_page").items
        assert(type(items) == "table", "a board has no list of items")
        for _, item in ipairs(items) do rows[#rows + 1] = own_row(item, board_named(request)) end
    end
    return rows
end

--- Documents and the hidden boards of subitems come among the boards and are left out.
function plugin.shape(request, reply, arguments)
    if request.dataset == "automation_runs" then return automation_rows(request, reply, arguments) end
    if request.dataset == "activity" then return activity_rows(request, reply, arguments or {}) end
    if request.dataset == "failed_runs" then return failed_rows(request, reply, arguments) end
    if request.dataset == "own_rows" then return own_rows(request, reply) end
    local rows = {}
    for _, board in ipairs(boards_of(reply)) do
        local is_board = board.type == nil or board.type == "board"
        if is_board and request.dataset == "boards" then
            rows[#rows + 1] = board_row(board)
        elseif is_board then
            local items = child(board, "items_page").items
            assert(type(items) == "table", "a board has no list of items")
            for _, item in ipairs(items) do
                local row = item_row(board, item)
                rows[#rows + 1] = request.dataset == "items" and row or due_row(row)
            end
        end
    end
    return rows
end

return plugin
