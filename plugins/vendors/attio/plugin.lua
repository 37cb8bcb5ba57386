-- Attio's records into rows. The form of the replies is not published and attributes differ by workspace, so that lists
-- and attributes are looked for under several names. A reply without a list is an error, not an empty table.

local plugin = {}
local is_list = data.is_list

local LONG_AGO, FAR_OFF = "2000-01-01T00:00:00Z", "2100-01-01T00:00:00Z"  -- Meetings need both ends of a window.

local LISTS = { "records", "entries", "tasks", "meetings", "lists", "members", "workspace_members", "teams", "notes",
                "recordings", "call_recordings", "data", "results", "items" }

local NAMES = {
  created = { "created_at" }, closed = { "close_date", "closed_at", "won_at" }, stage = { "stage", "status" },
  owner = { "owner", "deal_owner" }, company = { "associated_company", "company" },
  value = { "value", "deal_value", "amount" }, name = { "name", "title" }, category = { "categories", "industry" },
  country = { "primary_location", "country", "location" }, email = { "email_addresses", "email" },
  deadline = { "deadline_at", "deadline" },
  assignee = { "assignees", "assignee" }, starts_at = { "starts_at", "start", "start_time", "started_at" },
}

-- Where an attribute's value may hold the words for people, the best first.
local INNER = { "full_name", "name", "title", "value", "status", "option", "date", "datetime", "country_code",
                "email_address", "email", "referenced_actor_id", "target_record_id", "workspace_member_id", "id" }

local function entries(reply)
  if is_list(reply) then return reply end
  assert(type(reply) == "table", "the reply holds no list")
  for _, name in ipairs(LISTS) do
    if is_list(reply[name]) then return reply[name] end
  end
  error("the reply holds no list of rows under a known name")
end

--- An attribute of a record: among its values, or at the record itself.
local function attribute(record, column)
  for _, inner in ipairs({ "values", "entry_values", "attributes" }) do
    local values = record[inner]
    for _, name in ipairs(NAMES[column]) do
      if type(values) == "table" and values[name] ~= nil then return values[name] end
    end
  end
  for _, name in ipairs(NAMES[column]) do
    if record[name] ~= nil then return record[name] end
  end
  return nil
end

--- The words of a value, however deep: a list gives those of its first element.
local function words(value)
  if type(value) ~= "table" then return value ~= nil and value ~= "" and tostring(value) or nil end
  if value[1] ~= nil then return words(value[1]) end
  for _, name in ipairs(INNER) do
    if value[name] ~= nil then return words(value[name]) end
  end
  return nil
end

local function text(record, column)
  return words(attribute(record, column))
end

--- All words of a list, joined.
local function joined(record, column)
  local value, parts = attribute(record, column), {}
  if type(value) ~= "table" or value[1] == nil then return words(value) end
  for _, one in ipairs(value) do parts[#parts + 1] = words(one) end
  return #parts > 0 and table.concat(parts, ", ") or nil
end

local function id_of(record)
  local id = record.entry_id or record.record_id or record.id or record.task_id or record.meeting_id
             or record.list_id or record.note_id or record.call_recording_id
  if type(id) == "table" then
    id = id.entry_id or id.record_id or id.task_id or id.meeting_id or id.list_id or id.note_id
      or id.call_recording_id or id.workspace_member_id or id.team_id
  end
  return id ~= nil and tostring(id) or nil
end

--- The value of a deal in minor units, and its currency where it is said.
local function amount_of(record)
  local value = attribute(record, "value")
  if type(value) == "table" and value[1] ~= nil then value = value[1] end
  if type(value) ~= "table" then return value ~= nil and money.rounded(value) or nil, nil end
  local currency, amount = value.currency_code or value.currency, value.currency_value or value.amount or value.value
  return amount ~= nil and money.rounded(amount, currency) or nil, currency
end

--- "won" or "lost" as a word of the stage; any other stage is open.
local function outcome_of(stage)
  local padded = " " .. string.lower(stage or "") .. " "
  if string.find(padded, "[^%a]won[^%a]") then return "won" end
  if string.find(padded, "[^%a]lost[^%a]") then return "lost" end
  return "open"
end

--- The close date, else the moment since which the stage has been what it is.
local function closed_of(record, outcome)
  if outcome == "open" then return nil end
  local closed, stage = text(record, "closed"), attribute(record, "stage")
  if closed then return closed end
  if type(stage) == "table" and stage[1] ~= nil then stage = stage[1] end
  return type(stage) == "table" and stage.active_from or nil
end

--- "slug=Name; slug=Name". A form that is not known gives no lists, for all else can be asked without them.
function plugin.account(reply)
  local found = {}
  for _, name in ipairs({ "lists", "data", "results", "items" }) do
    local rows = type(reply) == "table" and (is_list(reply) and reply or reply[name])
    for _, list in ipairs(#found == 0 and is_list(rows) and rows or {}) do
      local slug = type(list) == "table" and words(list.api_slug or list.slug or list.list_id or list.id)
      local title = slug and words(list.name or list.title) or slug
      if slug and string.find(slug, "^[%w_-]+$") then
        found[#found + 1] = slug .. "=" .. string.gsub(title, "[%c;=]", " ")
      end
    end
  end
  return { lists = string.sub(table.concat(found, ";"), 1, 4000) }
end

--- The list behind the one with this slug, else the first: its slug and its name.
local function list_after(request, slug)
  local is_next = slug == nil
  for one, name in string.gmatch(request.account.lists or "", "([^;=]+)=([^;]*)") do
    if is_next then return one, name end
    is_next = one == slug
  end
  return nil
end

local function name_of_list(request, slug)
  for one, name in string.gmatch(request.account.lists or "", "([^;=]+)=([^;]*)") do
    if one == slug then return name end
  end
  return slug
end

function plugin.prepare(request)
  local range, limit = request.range or {}, request.rows_per_page or 50
  local from, to = range.start_unix and days.iso(range.start_unix), range.end_unix and days.iso(range.end_unix)
  if request.dataset == "open_tasks" then return { is_completed = false, limit = limit, offset = 0 } end
  if request.dataset == "tasks" then
    return { created_at_gte = from, created_at_lte = to, limit = limit, offset = 0 }
  end
  if request.dataset == "meetings" then
    return { starts_after = from or LONG_AGO, starts_before = to or FAR_OFF, timezone = "UTC", limit = limit,
             offset = 0 }
  end
  if request.dataset == "lists" then return { limit = limit, offset = 0 } end
  if request.dataset == "members" then return { include_suspended = false } end
  if request.dataset == "teams" then return { include_archived = false } end
  if request.dataset == "notes" then return { created_at_gt = from, created_at_lt = to, limit = limit, offset = 0 } end
  if request.dataset == "recordings" then
    return { starts_after = from, starts_before = to, limit = limit, offset = 0 }
  end
  if request.dataset == "list_entries" then
    local list = list_after(request)
    if not list then return nil, "Attio names no list of this workspace." end
    return { list = list, sorts = { { attribute = "created_at", direction = "asc" } }, limit = limit, offset = 0 }
  end
  -- Without a sort the order is another one on each page.
  return { object = request.dataset, sorts = { { attribute = "created_at", direction = "asc" } }, limit = limit,
           offset = 0 }
end

--- Another page follows a full one, unless the reply says otherwise.
function plugin.more(request, arguments, reply)
  if not arguments.limit then return nil end
  local count = #entries(reply)
  local is_last = count == 0 or reply.has_more == false or count < arguments.limit and reply.has_more ~= true
  if not is_last then
    arguments.offset = arguments.offset + count
    return arguments
  end
  if not arguments.list then return nil end
  arguments.list, arguments.offset = list_after(request, arguments.list), 0
  return arguments.list and arguments or nil
end

local shape = {}

function shape.deals(record)
  local stage, value, currency = text(record, "stage"), amount_of(record)
  local outcome = outcome_of(stage)
  return {
    created = text(record, "created"), closed = closed_of(record, outcome), stage = stage, outcome = outcome,
    owner = text(record, "owner"), company = text(record, "company"), value = value, currency = currency,
  }
end

--- What an entry does not say itself, the record behind it may.
function shape.list_entries(entry, request, arguments)
  local record = type(entry.parent_record) == "table" and entry.parent_record or data.child(entry, "record")
  local value, currency = amount_of(entry)
  if value == nil then value, currency = amount_of(record) end
  return {
    created = assert(text(entry, "created"), "an entry does not say when it was added"),
    list = name_of_list(request, arguments.list),
    stage = text(entry, "stage") or text(record, "stage"), owner = text(entry, "owner") or text(record, "owner"),
    value = value, currency = currency,
  }
end

function shape.companies(record)
  return {
    created = text(record, "created"), company = text(record, "name"), category = joined(record, "category"),
    country = text(record, "country"),
  }
end

function shape.people(record)
  return { created = text(record, "created"), email = text(record, "email"), country = text(record, "country") }
end

function shape.tasks(record)
  assert(type(record.is_completed) == "boolean", "a task does not say whether it is done")
  return {
    created = text(record, "created"), deadline = text(record, "deadline"), is_completed = record.is_completed,
    assignee = text(record, "assignee"),
  }
end

function shape.open_tasks(record)
  return {
    created = text(record, "created"), deadline = text(record, "deadline"), assignee = text(record, "assignee"),
  }
end

function shape.meetings(record)
  return {
    starts_at = assert(text(record, "starts_at"), "a meeting has no start"),
    participants = type(record.participants) == "table" and #record.participants or nil,
  }
end

function shape.lists(list)
  return { list = assert(words(list.name or list.title), "a list has no name") }
end

function shape.members(member)
  local first, last = words(member.first_name), words(member.last_name)
  return {
    member = words(member.name) or first and (first .. " " .. (last or "")), role = words(member.access_level),
  }
end

function shape.teams(team)
  return { team = assert(words(team.name or team.title), "a team has no name") }
end

function shape.notes(note)
  return { created = assert(text(note, "created"), "a note does not say when it was made") }
end

function shape.recordings(recording)
  return { starts_at = text(recording, "starts_at") or assert(text(recording, "created"), "a recording has no time") }
end

function plugin.shape(request, reply, arguments)
  local to_row, rows = shape[request.dataset], {}
  for index, record in ipairs(entries(reply)) do
    rows[index] = to_row(record, request, arguments)
    rows[index].id = assert(id_of(record), "a record has no id")
  end
  return rows
end

return plugin
