-- Ecomail's replies into rows. The server's field names are not published: each column is looked for under the names
-- that e-mail services use, and counts are taken, never rates. A reply without any list is an error, not an empty
-- table.

local plugin = {}
local is_list = data.is_list

local NAMES = {
  campaign = { "campaign", "campaign_name", "campaign_title", "title", "name", "subject" },
  segment = { "segment", "segment_name", "audience_segment" },
  list = { "list", "list_name", "audience" },
  channel = { "channel", "type", "kind" },
  sent_at = { "sent_at", "sent_on", "send_date", "sent_date", "scheduled_at", "date" },
  sent = { "sent", "recipients", "emails_sent", "inject", "send" },
  delivered = { "delivered", "deliveries", "delivery", "sent", "recipients" },
  opens = { "opened", "opens", "unique_opens", "open" },
  clicks = { "clicked", "clicks", "unique_clicks", "click" },
  unsubscribes = { "unsubscribed", "unsubscribes", "unsub", "opt_outs" },
  automation = { "automation", "automation_name", "pipeline", "pipeline_name", "flow", "title", "name" },
  day = { "day", "date", "month", "period", "period_start", "created_at" },
  entries = { "entries", "entered", "started", "triggered", "enrolled" },
  conversions = { "conversions", "converted", "conversion", "purchases", "orders" },
  subscribed = { "subscribed", "joined", "new_subscribers", "added", "new" },
  unsubscribed = { "unsubscribed", "left", "removed", "lost" },
  subscribers = { "subscribers", "total", "size", "active", "count" },
}

-- Where a reply may hold its rows, and a row its counts.
local LISTS = { "data", "campaigns", "automations", "pipelines", "statistics", "stats", "results", "items", "rows" }
local INNER = { "statistics", "stats", "counts", "metrics" }

local function rows_of(reply)
  if is_list(reply) then return reply end
  for _, name in ipairs(LISTS) do
    local value = reply[name]
    if is_list(value) then return value end
    if type(value) == "table" and is_list(value.data) then return value.data end
  end
  error("the reply holds no list of rows under a known name")
end

--- The first of the column's names that the row has, at the row itself or among its statistics.
local function find(row, column)
  for _, name in ipairs(NAMES[column]) do
    if row[name] ~= nil and type(row[name]) ~= "table" then return row[name] end
    for _, inner in ipairs(INNER) do
      local counts = row[inner]
      if type(counts) == "table" and counts[name] ~= nil and type(counts[name]) ~= "table" then return counts[name] end
    end
  end
  return nil
end

local function count(row, column)
  local value = tonumber(find(row, column))
  return value and math.tointeger(value) or nil
end

local function text(row, column)
  local value = find(row, column)
  if value ~= nil then return tostring(value) end
  local reference = row[NAMES[column][1]]
  if type(reference) ~= "table" then return nil end
  return reference.name or reference.title
end

--- "2026-09-15", "2026-09-15T08:00:00Z", "2026-09", "15.9.2026" or Unix seconds; also the first day after it.
local function day_and_next(value)
  local whole = math.tointeger(tonumber(value))
  if whole and whole > 100000 then
    local number = whole // 86400
    return days.text(number), days.text(number + 1)
  end
  local words = tostring(value)
  local year, month, day = string.match(words, "^(%d%d%d%d)-(%d%d?)-(%d%d?)")
  if not year then day, month, year = string.match(words, "^(%d%d?)%.%s*(%d%d?)%.%s*(%d%d%d%d)") end
  if year then
    local first = string.format("%04d-%02d-%02d", tonumber(year), tonumber(month), tonumber(day))
    return days.plus(first, 0), days.plus(first, 1)
  end
  year, month = string.match(words, "^(%d%d%d%d)-(%d%d?)$")
  if not year then return nil end
  local first = string.format("%04d-%02d-01", tonumber(year), tonumber(month))
  return first, string.sub(days.plus(first, 31), 1, 8) .. "01"
end

--- Ecomail sends mail first of all: what names no channel is taken for mail.
local function channel_of(row)
  local value = string.lower(text(row, "channel") or "email")
  return string.find(value, "sms", 1, true) and "SMS" or "email"
end

local shape = {}

local function campaign_row(campaign, part)
  return {
    campaign = text(campaign, "campaign"), list = text(part, "list") or text(campaign, "list"),
    segment = text(part, "segment") or (part ~= campaign and part.name or nil), channel = channel_of(campaign),
    sent_at = (day_and_next(find(campaign, "sent_at"))), sent = count(part, "sent"),
    delivered = count(part, "delivered"), opens = count(part, "opens"), clicks = count(part, "clicks"),
    unsubscribes = count(part, "unsubscribes"),
  }
end

--- One row for each segment of a campaign, where the reply tells them apart.
function shape.campaign_stats(rows, campaign)
  if is_list(campaign.segments) and #campaign.segments > 0 then
    for _, segment in ipairs(campaign.segments) do rows[#rows + 1] = campaign_row(campaign, segment) end
  else
    rows[#rows + 1] = campaign_row(campaign, campaign)
  end
end

function shape.automation_stats(rows, entry)
  rows[#rows + 1] = {
    automation = text(entry, "automation"), day = (day_and_next(find(entry, "day"))), entries = count(entry, "entries"),
    delivered = count(entry, "delivered"), opens = count(entry, "opens"), clicks = count(entry, "clicks"),
    unsubscribes = count(entry, "unsubscribes"), conversions = count(entry, "conversions"),
  }
end

function shape.list_growth(rows, entry)
  local day, day_after = day_and_next(find(entry, "day"))
  local joined, left = count(entry, "subscribed"), count(entry, "unsubscribed")
  rows[#rows + 1] = {
    list = text(entry, "list") or text(entry, "campaign"), day = day, day_after = day_after, subscribed = joined,
    unsubscribed = left, gained = joined and left and joined - left or nil, subscribers = count(entry, "subscribers"),
  }
end

function plugin.shape(request, reply)
  local rows, add = {}, shape[request.dataset]
  for _, entry in ipairs(rows_of(reply)) do
    assert(type(entry) == "table" and not data.is_list(entry), "an entry of the list is no record")
    add(rows, entry)
  end
  return rows
end

--- A page is asked for only as the reply itself speaks of pages: by number, or by a cursor.
function plugin.more(_, arguments, reply)
  local about = type(reply.meta) == "table" and reply.meta or reply
  local page, last = tonumber(about.current_page), tonumber(about.last_page)
  if page and last and page < last then
    arguments.page = math.tointeger(page + 1)
    return arguments
  end
  if type(about.next_cursor) == "string" and about.next_cursor ~= "" then
    arguments.cursor = about.next_cursor
    return arguments
  end
  return nil
end

return plugin
