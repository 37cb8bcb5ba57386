-- Intercom's pages into rows. Times are Unix seconds and durations seconds, as the engine counts them.

local plugin = {}
local child = data.child

-- Without a time to search for, a search still needs a condition: the states are asked for one after the other.
local STATE_AFTER = { open = "closed", closed = "snoozed" }

local LIST = { companies = "companies", articles = "articles" }

local CONTACTS = "object_type:contacts limit:150"

--- An id as a text; 0 and nothing mean that there is none.
local function id_of(value)
    if type(value) == "number" then value = string.format("%d", value) end
    if value == nil or value == "" or value == "0" then return nil end
    return value
end

local function tag_names(conversation)
    local names = {}
    for _, tag in ipairs(child(child(conversation, "tags"), "tags")) do
        if type(tag.name) == "string" then names[#names + 1] = tag.name end
    end
    return names
end

--- The address of who began it: the one thing by which another vendor knows the same person.
local function email_of(conversation)
    return data.text(child(child(conversation, "source"), "author").email)
end

local function domain_of(conversation)
    local domain = string.match(email_of(conversation) or "", "@([%w.-]+)$")
    return domain and string.lower(domain)
end

local function tags_of(conversation)
    local names = tag_names(conversation)
    return #names > 0 and table.concat(names, " + ") or nil
end

local shape = {}

function shape.conversations(rows, conversation)
    local statistics = child(conversation, "statistics")
    rows[#rows + 1] = {
        id = id_of(conversation.id), created = conversation.created_at, email = email_of(conversation),
        domain = domain_of(conversation), state = conversation.state, channel = child(conversation, "source").type,
        team = id_of(conversation.team_assignee_id), teammate = id_of(conversation.admin_assignee_id),
        priority = conversation.priority, tags = tags_of(conversation),
        reply_seconds = statistics.time_to_admin_reply,
        close_seconds = statistics.time_to_first_close or (statistics.first_close_at and conversation.created_at and
            statistics.first_close_at - conversation.created_at),
        rating = child(conversation, "conversation_rating").rating,
    }
end

function shape.open_conversations(rows, conversation)
    local teammate, waits, unassigned = id_of(conversation.admin_assignee_id), nil, nil
    -- An entry cut short has no statistics: of it neither is known.
    if type(conversation.statistics) == "table" then
        waits, unassigned = conversation.statistics.time_to_admin_reply == nil, teammate == nil
    end
    rows[#rows + 1] = {
        id = id_of(conversation.id), created = conversation.created_at, email = email_of(conversation),
        domain = domain_of(conversation), channel = child(conversation, "source").type,
        team = id_of(conversation.team_assignee_id), teammate = teammate, priority = conversation.priority,
        tags = tags_of(conversation), waits = waits, unassigned = unassigned,
    }
end

--- Who tells neither is left out: that it was never opened again is not known.
function shape.handling(rows, conversation)
    local statistics = child(conversation, "statistics")
    if statistics.count_reopens == nil and statistics.time_to_assignment == nil then return end
    rows[#rows + 1] = {
        id = id_of(conversation.id), created = conversation.created_at, channel = child(conversation, "source").type,
        team = id_of(conversation.team_assignee_id), teammate = id_of(conversation.admin_assignee_id),
        reopens = statistics.count_reopens, assign_seconds = statistics.time_to_assignment,
    }
end

function shape.tagged_conversations(rows, conversation)
    for _, name in ipairs(tag_names(conversation)) do
        rows[#rows + 1] = {
            id = id_of(conversation.id), created = conversation.created_at, email = email_of(conversation), tag = name,
            domain = domain_of(conversation), channel = child(conversation, "source").type, state = conversation.state,
            team = id_of(conversation.team_assignee_id), teammate = id_of(conversation.admin_assignee_id),
            priority = conversation.priority,
        }
    end
end

--- The id alone: names and addresses are left behind.
function shape.contacts(rows, contact)
    rows[#rows + 1] = { id = id_of(contact.id) }
end

function shape.companies(rows, company)
    local plan = company.plan
    if type(plan) == "table" then plan = plan.name end
    rows[#rows + 1] = {
        id = id_of(company.id), company = company.name, plan = plan ~= "" and plan or nil,
        created = company.created_at,
    }
end

function shape.articles(rows, article)
    rows[#rows + 1] = {
        id = id_of(article.id), article = article.title, state = article.state, created = article.created_at,
    }
end

function plugin.prepare(request)
    if request.dataset == "contacts" then return { query = CONTACTS } end
    local arguments = { per_page = request.rows_per_page }
    if LIST[request.dataset] then
        arguments.page = 1
        return arguments
    end
    local start = request.range and request.range.start_unix
    if start and request.dataset ~= "open_conversations" then
        arguments.created_at = string.format(">%d", start - 1)
    else
        arguments.state = "open"
    end
    return arguments
end

function plugin.shape(request, reply)
    local name = request.dataset == "contacts" and "results" or LIST[request.dataset] or "conversations"
    local list = type(reply) == "table" and reply[name]
    assert(type(list) == "table", "the reply has no list of " .. name)
    local rows, add = {}, shape[request.dataset]
    for _, object in ipairs(list) do
        assert(object.id ~= nil, "one of the " .. name .. " has no id")
        add(rows, object)
    end
    assert(request.dataset ~= "handling" or #rows > 0 or #list == 0, "no conversation tells how it was handled")
    return rows
end

--- The cursor stands among the pages, or in a note for people; a note that cannot be read is no end of the list.
local function contacts_after(reply)
    local cursor = data.text(child(child(reply, "pages"), "next").starting_after)
    local note = data.text(reply._note)
    if cursor or not note or not string.find(note, "starting_after", 1, true) then return cursor end
    return assert(string.match(note, "starting_after[:=]%s*[\"']?([%w+/=_-]+)"), "the note holds no cursor")
end

function plugin.more(request, arguments, reply)
    if request.dataset == "contacts" then
        local after = contacts_after(reply)
        return after and { query = CONTACTS .. " starting_after:" .. after } or nil
    end
    local pages = child(reply, "pages")
    if LIST[request.dataset] then
        local last = tonumber(pages.total_pages)
        if not last or arguments.page >= last then return nil end
        arguments.page = arguments.page + 1
        return arguments
    end
    local cursor = child(pages, "next").starting_after
    if type(cursor) == "string" and cursor ~= "" then
        arguments.starting_after = cursor
        return arguments
    end
    local state = request.dataset ~= "open_conversations" and STATE_AFTER[arguments.state]
    if not state then return nil end
    arguments.state = state
    arguments.starting_after = nil
    return arguments
end

return plugin
