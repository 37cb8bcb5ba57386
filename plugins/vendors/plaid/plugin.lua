-- Plaid's analytics into rows. A funnel has no days in it, so that each day is asked for on its own; errors come as
-- series of days, in which a null is a day without data and makes no row.

local plugin = {}
local is_list = data.is_list

local FIRST_DAY = "2023-09-01"  -- Of Link analytics.
local TOTAL = "CountEntities"   -- The series that counts sessions, not errors of one type.

local METRICS = {
  "auth-request", "auth-unverified-request", "balance-request", "identity-request", "identity-match-request",
  "transactions", "transactions-add", "transactions-remove", "transactions-active", "transactions-refresh",
  "investments-h", "investments-t", "liabilities", "assets-add", "payment_initiation-initd", "enriched-transaction",
  "momo-frs-eval-request", "income-bank-request", "statements-single-doc", "idv-base", "cra-base-report-create",
  "momo-transfer-ach",
}

-- Names of Plaid's own that nobody outside knows.
local PRODUCT_NAMES = { ["momo-frs-eval-request"] = "signal-request" }

local function count(value, what)
  return assert(math.tointeger(tonumber(value)), what .. " is no whole number")
end

--- The team of the settings, else the first. The reply's outer form is not documented, so three are tried.
function plugin.account(reply, settings)
  local teams = is_list(reply) and reply or reply.teams or reply.data
  assert(is_list(teams) and teams[1], "the reply names no team")
  local wanted = settings and settings.team
  local ids, names = {}, {}
  for _, team in ipairs(teams) do
    local id = team.id or team.team_id
    assert(id ~= nil, "the team has no id")
    if not wanted or tostring(id) == wanted then
      ids[#ids + 1] = tostring(id)
      names[#names + 1] = string.gsub(data.text(team.name) or tostring(id), "[\r\n]", " ")
    end
  end
  if ids[1] then
    return { team_id = ids[1], teams = table.concat(ids, ","), names = table.concat(names, "\n") }
  end
  return nil, "This sign-in does not belong to the Plaid team that the connection names."
end

--- The team behind one in the account's order, where teams are told apart.
local function next_team(request, after)
  local is_next = false
  for _, column in ipairs(request.group_by or {}) do
    if column == "team" then
      for id in string.gmatch(request.account.teams or "", "[^,]+") do
        if is_next then return id end
        is_next = id == after
      end
    end
  end
  return nil
end

local function team_name(request, wanted)
  local names = string.gmatch((request.account.names or "") .. "\n", "([^\n]*)\n")
  for id in string.gmatch(request.account.teams or "", "[^,]+") do
    local name = names()
    if id == wanted then return data.text(name) or id end
  end
  return wanted
end

function plugin.prepare(request)
  if request.dataset == "teams" then return {} end
  local range, team = request.range or {}, request.account.team_id
  if request.dataset == "usage" then
    return { team_id = team, period_start = range.start, period_end = range.last, metric_types = METRICS }
  end
  local from = range.last and (range.start or FIRST_DAY) or range.start
  if from and from < FIRST_DAY then from = FIRST_DAY end
  return { team_id = team, from_date = from, to_date = request.dataset == "link_funnel" and from or range.last }
end

--- The funnel of the next day, then the next team.
function plugin.more(request, arguments, _)
  local last = request.range and request.range.last
  if request.dataset == "link_funnel" and last and arguments.from_date < last then
    local day = days.plus(arguments.from_date, 1)
    arguments.from_date, arguments.to_date = day, day
    return arguments
  end
  local team = next_team(request, arguments.team_id)
  if not team then return nil end
  local first = plugin.prepare(request)
  first.team_id = team
  return first
end

--- Calls add(name, day, value) for each value of { start, series = { { name, data } } }.
local function each_value(over_time, add)
  assert(type(over_time) == "table" and is_list(over_time.series), "the reply has no series")
  if #over_time.series == 0 then return end
  local first = days.number(over_time.start)
  for _, series in ipairs(over_time.series) do
    assert(type(series.data) == "table", "a series has no data")
    local last = 0
    for index in pairs(series.data) do last = math.max(last, index) end
    for index = 1, last do
      local value = series.data[index]
      if value ~= nil then add(series.name, days.text(first + index - 1), value) end
    end
  end
end

local shape = {}

--- The reply names its days only where its series begin.
function shape.link_funnel(rows, reply)
  local funnel, over_time = reply.funnel, reply.conversionOverTime or reply.errorsOverTime
  assert(type(funnel) == "table", "the reply has no funnel")
  assert(type(over_time) == "table", "the reply does not say which day it is about")
  local opens = count(funnel.countAtLinkOpen, "countAtLinkOpen")
  local handoffs = count(funnel.countAtHandoff, "countAtHandoff")
  local today, errors = days.text(days.number(over_time.start)), nil
  if reply.errorsOverTime then
    each_value(reply.errorsOverTime, function(name, day, value)
      if name == TOTAL and day == today then errors = count(value, "a number of errors") end
    end)
  end
  rows[1] = {
    day = today, errors = errors, opens = opens, handoffs = handoffs, abandoned = opens - handoffs,
    selections = count(funnel.countAtSelectInstitution, "countAtSelectInstitution"),
  }
end

function shape.link_errors(rows, reply)
  each_value(reply.errorsOverTime, function(name, day, value)
    if name == TOTAL then rows[#rows + 1] = { day = day, errors = count(value, "a number of errors") } end
  end)
end

function shape.link_error_types(rows, reply)
  each_value(reply.errorsOverTime, function(name, day, value)
    if name == TOTAL then return end
    rows[#rows + 1] = { day = day, error_type = name, errors = count(value, "a number of errors") }
  end)
end

--- Series of days as in the analytics, or one entry for each day and product: the form is not published.
function shape.usage(rows, reply)
  local function add(name, day, value)
    rows[#rows + 1] = { day = day, product = PRODUCT_NAMES[name] or name, uses = count(value, "a number of uses") }
  end
  if type(reply.series) == "table" then return each_value(reply, add) end
  local list = is_list(reply) and reply or reply.usages or reply.usage or reply.data
  assert(is_list(list), "the reply holds no usage in a known form")
  for _, entry in ipairs(list) do
    local name = assert(entry.metric_type or entry.metric or entry.name, "a use has no product")
    if is_list(entry.data) then
      each_value({ start = entry.start or reply.start, series = { { name = name, data = entry.data } } }, add)
    else
      add(name, days.text(days.number(entry.date or entry.day)), entry.count or entry.value)
    end
  end
end

local function team_rows(reply)
  local rows = {}
  for index, team in ipairs(data.rows(reply, "teams", "data")) do
    rows[index] = { id = tostring(assert(team.id or team.team_id, "the team has no id")), team = team.name }
  end
  return rows
end

function plugin.shape(request, reply, arguments)
  if request.dataset == "teams" then return team_rows(reply) end
  assert(type(reply) == "table", "the reply is no object")
  local rows = {}
  shape[request.dataset](rows, reply)
  for _, column in ipairs(request.group_by or {}) do
    if column == "team" then
      for _, row in ipairs(rows) do row.team = team_name(request, arguments.team_id) end
    end
  end
  return rows
end

return plugin
