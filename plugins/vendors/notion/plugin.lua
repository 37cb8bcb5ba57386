-- Notion's people and teamspaces into rows. Of a mail address only the domain is kept, in small letters.

local plugin = {}

local ROWS = 100

function plugin.prepare(request)
    if request.dataset == "members" then return { page_size = ROWS } end
    return {}
end

local shape = {}

--- The reply is the list itself or holds it.
function shape.members(reply)
    local list = reply.results or reply.users or reply
    assert(list[1] ~= nil or next(list) == nil, "the reply has no list of people")
    assert(not reply.has_more and not reply.hasMore and #list < ROWS, "there are more people than one reply holds")
    local rows = {}
    for index, user in ipairs(list) do
        local domain = type(user.email) == "string" and string.match(user.email, "@([^@%s]+)$") or nil
        rows[index] = { id = user.id, type = user.type, domain = domain and string.lower(domain) }
    end
    return rows
end

function shape.teamspaces(reply)
    assert(type(reply.joinedTeams) == "table" and type(reply.otherTeams) == "table",
        "the reply has no joinedTeams and otherTeams")
    assert(not reply.hasMore, "there are more teamspaces than one reply holds")
    local rows = {}
    local function add(teams, membership)
        for _, team in ipairs(teams) do
            assert(type(team) == "table", "a teamspace is no object")
            rows[#rows + 1] = { id = team.id, teamspace = team.name, membership = membership }
        end
    end
    add(reply.joinedTeams, "joined")
    add(reply.otherTeams, "other")
    return rows
end

function plugin.shape(request, reply)
    assert(type(reply) == "table", "the reply is no list and no object")
    return shape[request.dataset](reply)
end

return plugin
