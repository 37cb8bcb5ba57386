-- HubSpot's search results into rows. Every property comes as text, times also as milliseconds. One search gives at
-- most 10,000 records, so that a longer list is continued behind the last id.

local plugin = {}

local SEARCH_MAX = 10000

local DEAL = { "dealname", "createdate", "closedate", "dealstage", "pipeline", "hubspot_owner_id",
               "hubspot_team_id", "hs_analytics_source", "amount", "deal_currency_code", "hs_is_closed_won",
               "days_to_close" }

-- Which property of a record holds its company's id, and which property of a company counts such records, if one does.
local LINK = {
  deals = { id = "hs_primary_associated_company", count = "num_associated_deals" },
  contacts = { id = "associatedcompanyid", count = "num_associated_contacts" },
  tickets = { id = "hs_primary_company_id" },
}

local TICKET = { "createdate", "closed_date", "hs_pipeline", "hs_pipeline_stage", "hubspot_owner_id",
                 "hs_ticket_priority", "hs_ticket_category", "source_type" }

local CONTENT = { site_traffic = true, page_traffic = true }

local OBJECTS = {
  deals = { type = "deals", properties = DEAL, time = "createdate" },
  open_deals = { type = "deals", properties = DEAL, is_closed = "false" },
  closed_deals = { type = "deals", properties = DEAL, is_closed = "true", time = "closedate" },
  contacts = {
    type = "contacts", time = "createdate",
    properties = { "createdate", "email", "lifecyclestage", "hs_analytics_source", "country", "hubspot_owner_id",
                   "hs_analytics_first_touch_converting_campaign" },
  },
  companies = {
    type = "companies", time = "createdate",
    properties = { "createdate", "name", "domain", "industry", "country", "lifecyclestage", "hubspot_owner_id" },
  },
  tickets = { type = "tickets", properties = TICKET, time = "createdate" },
  open_tickets = { type = "tickets", properties = TICKET, time = "createdate", without = "closed_date" },
  closed_tickets = { type = "tickets", properties = TICKET, time = "closed_date", with = "closed_date" },
}

--- The property's text; nil for an empty one.
local function text(properties, name)
  local value = properties[name]
  if value == nil or value == "" then return nil end
  return tostring(value)
end

--- ISO 8601 as it is; milliseconds since 1970 as seconds.
local function time_of(properties, name)
  local value = text(properties, name)
  if value and string.find(value, "^%d+$") then return math.tointeger(tonumber(value)) // 1000 end
  return value
end

local function filter(name, operator, value)
  return { propertyName = name, operator = operator, value = value }
end

--- The one group of filters that a dataset and its range ask for; nil where they ask for nothing.
local function groups(request, object, behind)
  local filters, range = {}, request.range or {}
  if object.is_closed then filters[#filters + 1] = filter("hs_is_closed", "EQ", object.is_closed) end
  if object.time and range.start_unix then
    filters[#filters + 1] = filter(object.time, "GTE", tostring(range.start_unix * 1000))
  end
  if object.time and range.end_unix then
    filters[#filters + 1] = filter(object.time, "LT", tostring(range.end_unix * 1000))
  end
  if object.without then filters[#filters + 1] = { propertyName = object.without, operator = "NOT_HAS_PROPERTY" } end
  if object.with then filters[#filters + 1] = { propertyName = object.with, operator = "HAS_PROPERTY" } end
  if behind then filters[#filters + 1] = filter("hs_object_id", "GT", behind) end
  return #filters > 0 and { { filters = filters } } or nil
end

--- Pages are told apart by the day's totals; all of them together have a summary by day. The last day counts.
local function content_call(request, offset)
  local range = request.range or {}
  if request.dataset == "site_traffic" then
    return { mode = "SUMMARY", period = "DAILY", start = range.start, ["end"] = range.last }
  end
  return {
    mode = "TOTALS", start = range.start, ["end"] = range.last, includeMetadata = true, sortMetric = "rawViews",
    sortDirection = "DESC", limit = request.rows_per_page or 100, offset = offset,
  }
end

--- What the companies are read for; nil where no column of theirs is wanted.
local function link_of(request)
  return #(request.group_by or {}) > 0 and LINK[OBJECTS[request.dataset].type] or nil
end

local COMPANY_PAGE, COMPANY_PAGES = 200, 25

function plugin.lookup(request, position)
  local link, offset = link_of(request), position > 1 and data.text(data.child(request, "found").next_page) or "0"
  if not link or position > 1 and not data.text(data.child(request, "found").next_page) then return nil end
  return {
    objectType = "companies", properties = { "name", "industry", "country" },
    filterGroups = link.count and { { filters = { filter(link.count, "GT", "0") } } } or nil,
    sorts = { { propertyName = "hs_object_id", direction = "ASCENDING" } }, limit = COMPANY_PAGE,
    offset = math.tointeger(tonumber(offset)),
  }
end

local function cell(properties, name)
  return (string.gsub(text(properties, name) or "", "%c", " "))
end

--- A line for each company. With too many of them nothing is answered: their records would seem to have no company.
function plugin.found(request, reply, position)
  assert(type(reply) == "table" and type(reply.results) == "table", "the reply has no list results")
  local lines, seen = { data.child(request, "found").companies }, (position - 1) * COMPANY_PAGE + #reply.results
  for _, record in ipairs(reply.results) do
    local about = assert(record.properties, "a company has no properties")
    lines[#lines + 1] = string.format("%s\t%s\t%s\t%s\n", tostring(record.id), cell(about, "name"),
                                      cell(about, "industry"), cell(about, "country"))
  end
  local has_more = #reply.results > 0 and seen < assert(tonumber(reply.total), "the reply does not count the companies")
  if has_more and position == COMPANY_PAGES then
    return nil, "HubSpot has more than 5,000 companies with such records, too many to be read beside them."
  end
  return { companies = table.concat(lines), next_page = has_more and tostring(seen) or "" }
end

--- Adds what is wanted of the record's company.
local function add_company(request, link, properties, row)
  local id, lines = text(properties, link.id), "\n" .. (data.child(request, "found").companies or "")
  local _, last = string.find(lines, "\n" .. (id or "") .. "\t", 1, true)
  if not id or not last then return end
  local about = {}
  about.company, about.industry, about.country = string.match(lines, "^([^\t\n]*)\t([^\t\n]*)\t([^\t\n]*)\n", last + 1)
  for _, column in ipairs(request.group_by) do row[column] = data.text(about[column]) end
end

--- The record's properties, with its company's id where that is wanted.
local function wanted_properties(request, object)
  local link = link_of(request)
  if not link then return object.properties end
  local properties = { link.id }
  return table.move(object.properties, 1, #object.properties, 2, properties)
end

function plugin.prepare(request)
  if CONTENT[request.dataset] then return content_call(request, 0) end
  local object = OBJECTS[request.dataset]
  return {
    objectType = object.type, properties = wanted_properties(request, object), filterGroups = groups(request, object),
    sorts = { { propertyName = "hs_object_id", direction = "ASCENDING" } }, limit = request.rows_per_page or 100,
    offset = 0,
  }
end

--- Nobody has published how the report holds its rows: the list is looked for under the names of HubSpot's reports.
local function content_rows(reply)
  return data.rows(reply, "results", "breakdowns", "rows", "data")
end

function plugin.more(request, arguments, reply)
  if request.dataset == "site_traffic" then return nil end
  if request.dataset == "page_traffic" then
    local read = #content_rows(reply)
    return read >= arguments.limit and content_call(request, arguments.offset + read) or nil
  end
  local count = #reply.results
  local total = assert(tonumber(reply.total), "the reply does not say how many records there are")
  local read = arguments.offset + count
  if count == 0 or read >= total then return nil end
  if read + arguments.limit <= SEARCH_MAX then
    arguments.offset = read
  else
    arguments.filterGroups = groups(request, OBJECTS[request.dataset], tostring(reply.results[count].id))
    arguments.offset = 0
  end
  return arguments
end

local shape = {}

local function deal(properties, row)
  local currency = text(properties, "deal_currency_code")
  row.created, row.deal = time_of(properties, "createdate"), text(properties, "dealname")
  row.stage, row.pipeline = text(properties, "dealstage"), text(properties, "pipeline")
  row.owner, row.source = text(properties, "hubspot_owner_id"), text(properties, "hs_analytics_source")
  row.team = text(properties, "hubspot_team_id")
  row.amount, row.currency = money.rounded(text(properties, "amount"), currency), currency
  return row
end

function shape.deals(properties)
  return deal(properties, {})
end

function shape.open_deals(properties)
  return deal(properties, { closes = time_of(properties, "closedate") })
end

function shape.closed_deals(properties)
  local won = text(properties, "hs_is_closed_won")
  assert(won == "true" or won == "false", "a closed deal does not say whether it was won")
  local days = text(properties, "days_to_close")
  return deal(properties, {
    closed = time_of(properties, "closedate"), won = won == "true", days_to_close = days and tonumber(days) or nil,
  })
end

function shape.contacts(properties)
  local campaign = text(properties, "hs_analytics_first_touch_converting_campaign")
  return {
    campaign = campaign, by_campaign = campaign ~= nil,
    created = time_of(properties, "createdate"), email = text(properties, "email"),
    lifecycle_stage = text(properties, "lifecyclestage"), source = text(properties, "hs_analytics_source"),
    country = text(properties, "country"), owner = text(properties, "hubspot_owner_id"),
  }
end

function shape.companies(properties)
  return {
    created = time_of(properties, "createdate"), company = text(properties, "name"),
    domain = text(properties, "domain"), industry = text(properties, "industry"),
    country = text(properties, "country"), lifecycle_stage = text(properties, "lifecyclestage"),
    owner = text(properties, "hubspot_owner_id"),
  }
end

local function ticket(properties, row)
  row.created = time_of(properties, "createdate")
  row.stage, row.pipeline = text(properties, "hs_pipeline_stage"), text(properties, "hs_pipeline")
  row.owner, row.priority = text(properties, "hubspot_owner_id"), text(properties, "hs_ticket_priority")
  row.category, row.channel = text(properties, "hs_ticket_category"), text(properties, "source_type")
  return row
end

function shape.tickets(properties)
  return ticket(properties, { state = text(properties, "closed_date") and "closed" or "open" })
end

function shape.open_tickets(properties)
  return ticket(properties, {})
end

local function seconds(time)
  return type(time) == "number" and time or time and days.unix(time) or nil
end

function shape.closed_tickets(properties)
  local closed = time_of(properties, "closed_date")
  local first, last = seconds(time_of(properties, "createdate")), seconds(closed)
  return ticket(properties, {
    closed = assert(closed, "a closed ticket has no close date"),
    hours_to_close = first and last >= first and (last - first) / 3600 or nil,
  })
end

local content = {}

function content.site_traffic(entry)
  local day = data.text(entry.date) or data.text(entry.day) or data.text(entry.breakdown) or data.text(entry.start)
  return { day = string.sub(assert(day, "a row of the summary has no day"), 1, 10) }
end

function content.page_traffic(entry, range)
  local about = data.child(entry, "metadata")
  local page = data.text(entry.title) or data.text(about.title) or data.text(entry.url) or data.text(about.url)
  return {
    day = range.start, page = page or data.text(entry.contentId) or data.text(entry.breakdown),
    kind = data.text(entry.type) or data.text(about.type),
  }
end

local function content_shape(request, reply)
  local to_row, rows = content[request.dataset], {}
  for index, entry in ipairs(content_rows(reply)) do
    local row, counts = to_row(entry, request.range or {}), type(entry.metrics) == "table" and entry.metrics or entry
    row.views = assert(data.whole(counts.rawViews), "a row of the report does not count views")
    row.submissions, row.contacts = data.whole(counts.submissions) or 0, data.whole(counts.contacts) or 0
    rows[index] = row
  end
  return rows
end

function plugin.shape(request, reply)
  if CONTENT[request.dataset] then return content_shape(request, reply) end
  assert(type(reply) == "table" and type(reply.results) == "table", "the reply has no list results")
  local to_row, link, rows = shape[request.dataset], link_of(request), {}
  for index, record in ipairs(reply.results) do
    assert(type(record.properties) == "table", "a record has no properties")
    rows[index] = to_row(record.properties)
    rows[index].id = tostring(record.id)
    if link then add_company(request, link, record.properties, rows[index]) end
  end
  return rows
end

return plugin
