-- monday.com's boards into rows. One fixed query reads a board with up to 500 items, and is asked again with the cursor
-- of a longer board, then for the next board. Columns differ by board: they are told apart by type and title.

local plugin = {}

local ITEMS_QUERY =
    "query ($page: Int!, $cursor: String) { boards(limit: 1, page: $page, state: active) { id "
    .. "name type workspace { name } items_page(limit: 500, cursor: $cursor) { cursor items { id "
    .. "created_at updated_at group { title } column_values { type text column { title } } } } } }"

local BOARDS_QUERY =
    "query ($page: Int!) { boards(limit: 100, page: $page, state: active) { id name type "
    .. "items_count updated_at workspace { name } } }"

local DONE = { done = true, completed = true, complete = true, closed = true }

local function child(object, name)
    local value = type(object) == "table" and object[name] or nil
    return type(value) == "table" and value or {}
end

local function boards_of(reply)
    assert(type(reply) == "table", "the reply holds no data")
    local data = type(reply.data) == "table" and reply.data or reply
    assert(type(data.boards) == "table", "the reply has no list of boards")
    return data.boards
end

--- The variables as the tool wants them: a text that holds JSON, with the page first.
local function variables(page, cursor)
    if cursor then return string.format('{"page":%d,"cursor":"%s"}', page, cursor) end
    return string.format('{"page":%d}', page)
end

function plugin.prepare(request)
    return { query = request.dataset == "boards" and BOARDS_QUERY or ITEMS_QUERY, variables = variables(1) }
end

--- The rest of a long board, else the next page of boards; an empty page is the end.
function plugin.more(_, arguments, reply)
    local boards = boards_of(reply)
    if #boards == 0 then return nil end
    local page = math.tointeger(tonumber(string.match(arguments.variables, '"page":(%d+)')))
    local cursor = child(boards[1], "items_page").cursor
    arguments.variables = cursor and variables(page, cursor) or variables(page + 1)
    return arguments
end

--- The day after a calendar day.
local function day_after(text)
    local year, month, day = string.match(text, "^(%d%d%d%d)-(%d%d)-(%d%d)")
    assert(year, "no day: " .. text)
    year, month, day = tonumber(year), tonumber(month), tonumber(day)
    local lengths = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }
    local is_leap = year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
    local length = month == 2 and is_leap and 29 or lengths[month]
    if day < length then return string.format("%04d-%02d-%02d", year, month, day + 1) end
    return string.format("%04d-%02d-01", year + month // 12, month % 12 + 1)
end

local function has_word(title, words)
    for _, word in ipairs(words) do
        if string.find(title, word, 1, true) then return true end
    end
    return false
end

--- Status, priority, person and date of an item, from whatever columns its board has.
local function fields_of(item)
    local found, first_date = {}, nil
    for _, value in ipairs(child(item, "column_values")) do
        local text = value.text ~= "" and value.text or nil
        local title = string.lower(tostring(child(value, "column").title or ""))
        if value.type == "status" and has_word(title, { "priority" }) then
            found.priority = found.priority or text
        elseif value.type == "status" and not found.has_status then
            found.has_status, found.status = true, text
        elseif value.type == "people" then
            found.person = found.person or text
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
        person = fields.person or "nobody", due = fields.due,
        is_done = fields.status ~= nil and DONE[string.lower(fields.status)] == true,
    }
end

local function due_row(row)
    if row.is_done or not row.due then return nil end
    return {
        id = row.id, due = row.due, late_from = day_after(row.due), board = row.board, workspace = row.workspace,
        group = row.group, status = row.status, priority = row.priority, person = row.person,
    }
end

local function board_row(board)
    return {
        id = assert(board.id, "a board has no id"), board = board.name, workspace = child(board, "workspace").name,
        updated = board.updated_at, items = board.items_count,
    }
end

--- Documents and the hidden boards of subitems come among the boards and are left out.
function plugin.shape(request, reply)
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
