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

local PAGE = 50
local DEAL_PAGES = 30  -- As many pairs of lookups as the manifest has, behind the one of the members.
local PEOPLE = { owner = true, assignee = true }

local function wants(request, is_of_people)
  for _, column in ipairs(request.group_by or {}) do
    if (PEOPLE[column] or false) == is_of_people then return true end
  end
  return false
end

--- By position: the members; then a page of deals, and the companies of that page, in turn.
function plugin.lookup(request, position)
  local found = data.child(request, "found")
  if position == 1 then return wants(request, true) and { include_suspended = false } or nil end
  if not wants(request, false) then return nil end
  if position % 2 == 0 then
    local offset = position == 2 and "0" or data.text(found.next_page)
    return offset and {
      object = "deals", sorts = { { attribute = "created_at", direction = "asc" } }, limit = PAGE,
      offset = math.tointeger(tonumber(offset)),
    }
  end
  local ids = {}
  for id in string.gmatch(found.wanted or "", "[^,]+") do ids[#ids + 1] = id end
  return #ids > 0 and { object = "companies", record_ids = ids } or nil
end

--- The id that an attribute refers to.
local function reference(record, column, field)
  local value = attribute(record, column)
  if type(value) == "table" and value[1] ~= nil then value = value[1] end
  return type(value) == "table" and data.text(value[field]) or nil
end

local function line(...)
  local cells = { ... }
  for index = 1, select("#", ...) do cells[index] = string.gsub(cells[index] or "", "%c", " ") end
  return table.concat(cells, "\t") .. "\n"
end

--- The cells behind an id, of lines as lookups keep them.
local function cells_of(lines, id, pattern)
  lines = "\n" .. (lines or "")
  local _, last = string.find(lines, "\n" .. (id or "\n") .. "\t", 1, true)
  if last then return string.match(lines, pattern, last + 1) end
  return nil
end

local function person(request, record, column)
  local id = reference(record, column, "referenced_actor_id")
  return data.text(cells_of(data.child(request, "found").members, id, "^([^\t\n]*)\n")) or text(record, column)
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

--- Where more is asked for than one page of deals knows, nothing is answered: the others would seem to have no company.
local function found_deals(request, reply, position)
  local ids, known, rows = {}, data.child(request, "found").companies, entries(reply)
  for _, record in ipairs(rows) do
    local id = reference(record, "company", "target_record_id")
    if id and not ids[id] and not cells_of(known, id, "^[^\n]") then
      ids[id], ids[#ids + 1] = true, id
    end
  end
  local is_last = #rows == 0 or reply.has_more == false or #rows < PAGE and reply.has_more ~= true
  if not is_last and position == 2 * DEAL_PAGES then
    return nil, "Attio has too many deals for their companies to be read beside them."
  end
  local offset = (position // 2 - 1) * PAGE + #rows
  return { wanted = table.concat(ids, ",") .. (#ids > 0 and "," or ""), next_page = is_last and "" or tostring(offset) }
end

function plugin.found(request, reply, position)
  if position > 1 and position % 2 == 0 then return found_deals(request, reply, position) end
  local lines = {}
  if position == 1 then
    for _, member in ipairs(entries(reply)) do
      lines[#lines + 1] = line(id_of(member), shape.members(member).member)
    end
    return { members = table.concat(lines) }
  end
  for _, record in ipairs(entries(reply)) do
    local row = shape.companies(record)
    lines[#lines + 1] = line(id_of(record), row.company, row.category, row.country)
  end
  return { companies = (data.child(request, "found").companies or "") .. table.concat(lines) }
end

--- What is asked for of the deal's people and company.
local function add_wanted(record, request, row)
  local lines, id = data.child(request, "found").companies, reference(record, "company", "target_record_id")
  local known = {}
  known.company, known.category, known.country = cells_of(lines, id, "^([^\t\n]*)\t([^\t\n]*)\t([^\t\n]*)\n")
  for _, column in ipairs(request.group_by or {}) do
    row[column] = column == "owner" and person(request, record, "owner") or data.text(known[column])
    if column == "company" then row.company = row.company or text(record, "company") end
  end
end

function shape.deals(record, request)
  local stage, value, currency = text(record, "stage"), amount_of(record)
  local outcome = outcome_of(stage)
  local row = {
    created = text(record, "created"), deal = text(record, "name"), closed = closed_of(record, outcome),
    stage = stage, outcome = outcome, value = value, currency = currency,
  }
  add_wanted(record, request, row)
  return row
end

--- What an entry does not say itself, the record behind it may.
function shape.list_entries(entry, request, arguments)
  local record = type(entry.parent_record) == "table" and entry.parent_record or data.child(entry, "record")
  local value, currency = amount_of(entry)
  if value == nil then value, currency = amount_of(record) end
  return {
    created = assert(text(entry, "created"), "an entry does not say when it was added"),
    list = name_of_list(request, arguments.list),
    stage = text(entry, "stage") or text(record, "stage"),
    owner = wants(request, true) and (person(request, entry, "owner") or person(request, record, "owner")) or nil,
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

local function assignee(record, request)
  return wants(request, true) and person(request, record, "assignee") or nil
end

function shape.tasks(record, request)
  assert(type(record.is_completed) == "boolean", "a task does not say whether it is done")
  return {
    created = text(record, "created"), deadline = text(record, "deadline"), is_completed = record.is_completed,
    assignee = assignee(record, request),
  }
end

function shape.open_tasks(record, request)
  return {
    created = text(record, "created"), deadline = text(record, "deadline"), assignee = assignee(record, request),
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
