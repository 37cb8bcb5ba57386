-- A simulated Mixpanel: sessions and events on the story's ordering page. A query is answered for so many days until
-- yesterday, broken down as a tree whose leaves are maps from day to number, with the whole beside its parts.

local chance = story.chance

local PROJECT = 2195193
local DAYS_BACK = 760  -- More than two years of days.
local BAD_DAYS = 7

local line = story.timeline(now)
local first_day, last_day = line.today - DAYS_BACK, line.today - 1

-- Country, operating system, browser, and the share of the sessions; the last one takes what is left.
local PLACES = {
  { "DE", "Windows", "Chrome", 0.20 }, { "DE", "Mac OS X", "Safari", 0.09 }, { "DE", "iOS", "Mobile Safari", 0.08 },
  { "DE", "Android", "Chrome", 0.05 }, { "US", "Windows", "Chrome", 0.13 }, { "US", "Mac OS X", "Chrome", 0.11 },
  { "US", "iOS", "Mobile Safari", 0.08 }, { "FR", "Windows", "Firefox", 0.06 }, { "FR", "Android", "Chrome", 0.04 },
  { "NL", "Windows", "Microsoft Edge", 0.06 }, { "NL", "Linux", "Firefox", 0.02 }, { "undefined", "iOS", "Safari", 0 },
}

local SOURCES = { { "google", 0.34 }, { "newsletter", 0.16 }, { "linkedin", 0.07 }, { "partner", 0.04 },
                  { "undefined", 0 } }

-- How often a session holds the event.
local EVENTS = { { "Box Configured", 0.34 }, { "Order Placed", 0.06 }, { "Delivery Tracked", 0.11 },
                 { "Plan Paused", 0.004 }, { "Invoice Downloaded", 0.05 }, { "Colleague Invited", 0.012 } }

local function is_bad(day)
  return day >= line.bad_week and day < line.bad_week + BAD_DAYS
end

--- The total in parts by shares; the parts make the total.
local function split(random, total, shares, place)
  local parts, left, share_left = {}, total, 1
  for index, entry in ipairs(shares) do
    local part = index == #shares and left or chance.binomial(random, left, math.min(1, entry[place] / share_left))
    parts[index], left, share_left = part, left - part, share_left - entry[place]
  end
  return parts
end

--- People come more often every month, stay away at weekends, and look where their parcels are in the bad week.
local function make_days()
  local random, all = chance.make_random(seed, 145), {}
  for day = first_day, last_day do
    local level = 700 + 320 * (day - first_day) / DAYS_BACK
    if (day + 3) % 7 >= 5 then level = level * 0.35 end
    if is_bad(day) then level = level * 1.3 end
    local sessions = chance.poisson(random, level)
    local one = { sessions = sessions, users = chance.binomial(random, sessions, 0.8), events = { sessions } }
    one.places = split(random, sessions, PLACES, 4)
    one.sources = split(random, sessions, SOURCES, 2)
    for index, event in ipairs(EVENTS) do
      local likely = event[1] == "Delivery Tracked" and is_bad(day) and 0.42 or event[2]
      one.events[index + 1] = chance.binomial(random, sessions, likely)
    end
    all[day] = one
  end
  return all
end

local days = make_days()

local function event_names()
  local names = { { "$session_start" } }
  for index, event in ipairs(EVENTS) do names[index + 1] = { event[1] } end
  return names
end

-- What a property is: the list of a day's parts, the values of each part, and which of these it is.
local PROPERTIES = {
  mp_country_code = { "places", PLACES, 1 }, ["$os"] = { "places", PLACES, 2 }, ["$browser"] = { "places", PLACES, 3 },
  utm_source = { "sources", SOURCES, 1 }, ["$event_name"] = { "events", event_names(), 1 },
}

local function stamp(day)
  return story.iso_day(day) .. "T00:00:00+00:00"
end

--- The days of a query for the parts of `list` that `wanted` names.
local function numbers(first, list, wanted)
  local map = {}
  for day = first, last_day do
    local sum = 0
    for _, index in ipairs(wanted) do sum = sum + days[day][list][index] end
    map[stamp(day)] = sum
  end
  return map
end

--- The tree below some parts: at each depth the values of one property, and the whole beside them.
local function tree(first, properties, depth, wanted)
  local property = properties[depth]
  if not property then return numbers(first, properties[1][1], wanted) end
  local by_value, node = {}, { ["$overall"] = numbers(first, property[1], wanted) }
  for _, index in ipairs(wanted) do
    local value = property[2][index][property[3]]
    by_value[value] = by_value[value] or {}
    table.insert(by_value[value], index)
  end
  for value, inner in pairs(by_value) do node[value] = tree(first, properties, depth + 1, inner) end
  return node
end

local function plain(first, value_of)
  local map = {}
  for day = first, last_day do map[stamp(day)] = value_of(days[day]) end
  return map
end

local function sum_of_events(day)
  local sum = 0
  for _, count in ipairs(day.events) do sum = sum + count end
  return sum
end

--- The series of a metric, or nil and why there is none.
local function series_of(event, math_word, properties, first)
  local unique = math_word == "unique"
  if not unique and math_word ~= "total" then return nil, "measurement.math: unknown value" end
  if unique and #properties > 0 then return nil, "The simulated Mixpanel breaks no people down" end
  if event == "$all_events" and not unique and #properties == 0 then return plain(first, sum_of_events) end
  if event == "$session_start" and #properties == 0 then
    return plain(first, function(day) return unique and day.users or day.sessions end)
  end
  local list = properties[1] and properties[1][1]
  if not list or (list == "events") ~= (event == "$all_events") then return nil, "No data for this event" end
  local wanted = {}
  for index, property in ipairs(properties) do
    if property[1] ~= list then return nil, "breakdown " .. index .. ": not known together with the first" end
  end
  for index = 1, #properties[1][2] do wanted[index] = index end
  return tree(first, properties, 1, wanted)
end

local function run_query(arguments)
  local report = arguments.report
  if type(report) ~= "table" or type(report.metrics) ~= "table" then return nil, "report.metrics: Field required" end
  if arguments.report_type ~= "insights" then return nil, "Only insights are simulated" end
  local metric = report.metrics[1] or {}
  local measurement = type(metric.measurement) == "table" and metric.measurement or {}
  local range = type(report.dateRange) == "table" and report.dateRange.range or {}
  if range.unit ~= "day" or not math.tointeger(range.value) then return nil, "report.dateRange: invalid" end
  local properties = {}
  for index, breakdown in ipairs(report.breakdowns or {}) do
    local name = type(breakdown.property) == "table" and breakdown.property.name
    properties[index] = PROPERTIES[name]
    if not properties[index] then return nil, "Unknown property " .. tostring(name) end
  end
  local first = math.max(first_day, line.today - range.value + 1)
  local series, refusal = series_of(metric.eventName, measurement.math, properties, first)
  if not series then return nil, refusal end
  local label = metric.eventName .. " - " .. (measurement.math == "unique" and "Unique" or "Total")
  return { query_id = "q" .. first, series = { [label] = series } }
end

local function listing(name, entries)
  return function() return { [name] = entries } end
end

local function named(names, key)
  local list = {}
  for index, name in ipairs(names) do list[index] = { id = 70 + index, [key or "name"] = name } end
  return list
end

local COHORTS = {
  { id = 71, name = "Orders every week", count = 412 }, { id = 72, name = "Trial offices", count = 1280 },
  { id = 73, name = "Paused", count = 203 }, { id = 74, name = "Waited for a parcel", count = 655 },
}
local EXPERIMENTS = {
  { id = "x1", name = "Short order form", status = "active" },
  { id = "x2", name = "Two prices", status = "concluded" },
  { id = "x3", name = "Tracking mail", status = "active" }, { id = "x4", name = "Gift wrap", status = "draft" },
}
local FLAGS = {
  { id = "f1", name = "new-checkout", status = "enabled" }, { id = "f2", name = "snack-ratings", status = "enabled" },
  { id = "f3", name = "label-service-v2", status = "disabled" },
  { id = "f4", name = "old-banner", status = "archived" },
}

local function all_events()
  local list = {}
  for index, name in ipairs(event_names()) do list[index] = { name = name[1] } end
  return list
end

local project_id = { type = "integer", description = "The project's number." }

local function tool(name, description, properties, required)
  return { name = name, description = description, annotations = { readOnlyHint = true },
           inputSchema = { type = "object", properties = properties, required = required } }
end

local function write_tool(name, description)
  return { name = name, description = description, annotations = { readOnlyHint = false },
           inputSchema = { type = "object", properties = { project_id = project_id } } }
end

local function list_tool(name, description)
  return tool(name, description, { project_id = project_id }, { "project_id" })
end

local tools = {
  tool("Get-Projects", "The projects of this user.", { query = { type = "string" } }),
  tool("Run-Query", "Runs a report and gives its numbers.", {
    project_id = project_id, report = { type = "object" }, skip_results = { type = "boolean" },
    report_type = { type = "string", enum = { "insights", "funnels", "flows", "retention" } },
  }, { "project_id", "report_type", "report" }),
  list_tool("Get-Events", "The events of a project."), list_tool("List-Cohorts", "The cohorts of a project."),
  list_tool("List-Dashboards", "The boards of a project."),
  list_tool("List-Metrics", "The saved metrics of a project."),
  list_tool("List-Experiments", "The experiments of a project."),
  list_tool("List-Feature-Flags", "The feature flags of a project."),
  write_tool("Create-Dashboard", "Makes a board."), write_tool("Edit-Event", "Changes an event."),
  write_tool("Update-Feature-Flag", "Turns a feature flag on or off."),
}

local ANSWERS = {
  ["Get-Projects"] = listing("projects", { { id = PROJECT, name = "Larkfield web" } }), ["Run-Query"] = run_query,
  ["Get-Events"] = listing("events", all_events()), ["List-Cohorts"] = listing("cohorts", COHORTS),
  ["List-Dashboards"] = listing("dashboards", named({ "Company", "Orders", "Deliveries", "Weekly review" }, "title")),
  ["List-Metrics"] = listing("metrics", named({ "Weekly buyers", "Boxes an office", "Order success" })),
  ["List-Experiments"] = listing("experiments", EXPERIMENTS), ["List-Feature-Flags"] = listing("feature_flags", FLAGS),
}

local function call(name, arguments)
  local answer = ANSWERS[name]
  if not answer then return nil, "This simulation changes nothing." end
  if name ~= "Get-Projects" and arguments.project_id ~= PROJECT then return nil, "There is no such project" end
  return answer(arguments)
end

return { name = "Mixpanel", tools = tools, call = call }
