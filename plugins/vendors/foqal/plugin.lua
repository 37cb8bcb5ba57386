-- Foqal's replies into rows. The server's field names are not published: each column is looked for under the names that
-- help desks use. A reply without any list is an error, not an empty table; so is a score outside its known scale.

local plugin = {}
local is_list = data.is_list

local NAMES = {
    id = { "id", "ticket_id", "key", "number" },
    created_at = { "created_at", "createdAt", "created", "opened_at", "openedAt" },
    resolved_at = { "resolved_at", "resolvedAt", "closed_at", "closedAt", "resolved", "closed" },
    topic = { "topic", "request_topic", "requestTopic", "category" },
    channel = { "channel", "channel_name", "channelName" },
    assignee = { "assignee", "assigned_to", "assignedTo", "agent" },
    customer = { "customer", "account", "company", "customer_name", "customerName" },
    status = { "status", "state" },
    answered_at = { "answered_at", "answeredAt", "responded_at", "submitted_at", "submittedAt", "created_at",
                    "createdAt" },
    survey = { "survey", "survey_type", "surveyType", "type", "kind", "metric" },
    score = { "score", "rating", "value" },
}

local SURVEYS = { CSAT = "csat", NPS = "nps", CES = "ces" }
local ENDED = { resolved = true, closed = true, solved = true, done = true }
local ORDER = { "CSAT", "NPS", "CES" }
local LISTS = { "data", "tickets", "answers", "responses", "surveys", "feedback", "results", "items", "rows" }

local function rows_of(reply)
    assert(type(reply) == "table", "the reply is no data")
    if is_list(reply) then return reply end
    for _, name in ipairs(LISTS) do
        if is_list(reply[name]) then return reply[name] end
    end
    error("the reply holds no list of rows under a known name")
end

--- The first of the column's names that the row has; of a nested object, its name.
local function find(row, column)
    for _, name in ipairs(NAMES[column]) do
        local value = row[name]
        if type(value) == "table" then value = value.name or value.title end
        if type(value) == "string" and value ~= "" or type(value) == "number" then return value end
    end
    return nil
end

local function text(row, column)
    local value = find(row, column)
    return value ~= nil and tostring(value) or nil
end

--- Seconds since 1970 of Unix seconds or an ISO time; nil of a day alone, which says no hour.
local function seconds_of(value)
    if type(value) == "number" then return value end
    return string.find(tostring(value), "^%d%d%d%d%-%d%d%-%d%d[T ]") and days.unix(value) or nil
end

local shape = {}

function shape.tickets(rows, ticket)
    local created, resolved = find(ticket, "created_at"), find(ticket, "resolved_at")
    local from, to = seconds_of(created), seconds_of(resolved)
    local status = text(ticket, "status")
    status = status and string.lower(status)
    local ended = ENDED[status or ""] or ticket.resolved == true or ticket.closed == true
    assert(created, "a ticket has no beginning under a known name")
    assert(resolved or not ended, "a resolved ticket has no end under a known name, and would count as open")
    rows[#rows + 1] = {
        id = text(ticket, "id"), created_at = created, resolved_at = resolved, topic = text(ticket, "topic"),
        channel = text(ticket, "channel"), assignee = text(ticket, "assignee"), customer = text(ticket, "customer"),
        status = status,
        hours = from and to and math.floor((to - from) / 36 + 0.5) / 100 or nil,
    }
end

local function nps_point(score)
    return score >= 9 and 1 or score <= 6 and -1 or 0
end

local function add_answer(rows, entry, survey, score)
    score = tonumber(score)
    assert(score, "an answer has no score")
    if survey == "CSAT" then assert(score >= 1 and score <= 5, "a CSAT answer is not from 1 to 5") end
    if survey == "NPS" then assert(score >= 0 and score <= 10, "an NPS answer is not from 0 to 10") end
    rows[#rows + 1] = {
        answered_at = find(entry, "answered_at"), survey = survey, score = score,
        nps_point = survey == "NPS" and nps_point(score) or nil, topic = text(entry, "topic"),
        channel = text(entry, "channel"), assignee = text(entry, "assignee"), customer = text(entry, "customer"),
    }
end

--- An answer names its question and score, or is a row with up to three scores.
function shape.answers(rows, entry)
    local named = string.upper(text(entry, "survey") or "")
    if SURVEYS[named] then return add_answer(rows, entry, named, find(entry, "score")) end
    local before = #rows
    for _, survey in ipairs(ORDER) do
        local score = entry[SURVEYS[survey]]
        if score ~= nil then add_answer(rows, entry, survey, score) end
    end
    assert(#rows > before, "a row holds no CSAT, NPS or CES score under a known name")
end

function plugin.shape(request, reply)
    local rows, add = {}, shape[request.dataset]
    for _, entry in ipairs(rows_of(reply)) do add(rows, entry) end
    return rows
end

--- A further page is asked for only as the reply itself speaks of one.
function plugin.more(_, arguments, reply)
    local about = type(reply.meta) == "table" and reply.meta or reply
    local page, last = math.tointeger(tonumber(about.current_page)), math.tointeger(tonumber(about.last_page))
    if page and last and page < last then
        arguments.page = page + 1
        return arguments
    end
    if type(about.next_cursor) == "string" and about.next_cursor ~= "" then
        arguments.cursor = about.next_cursor
        return arguments
    end
    return nil
end

return plugin
