-- A simulated Mixpanel: sessions and events on the story's ordering page. A query is answered for so many days until
-- yesterday, broken down as a tree whose leaves are maps from day to number, with the whole beside its parts.

local chance = story.chance

local PROJECT = 2195193
local DAYS_BACK = 760  -- More than two years of days.
local BAD_DAYS = 7

local line = story.timeline(now)
local first_day, last_day = line.today - DAYS_BACK, line.today - 1

-- The values of each property and their shares of all that happens.
local SHARES = {
  mp_country_code = { { "DE", 0.42 }, { "US", 0.32 }, { "FR", 0.1 }, { "NL", 0.08 }, { "undefined", 0.08 } },
  ["$region"] = { { "Berlin", 0.24 }, { "California", 0.2 }, { "undefined", 0.56 } },
  ["$city"] = { { "Berlin", 0.24 }, { "San Francisco", 0.12 }, { "undefined", 0.64 } },
  ["$os"] = { { "Windows", 0.45 }, { "Mac OS X", 0.2 }, { "iOS", 0.24 }, { "Android", 0.09 }, { "Linux", 0.02 } },
  ["$browser"] = { { "Chrome", 0.53 }, { "Mobile Safari", 0.24 }, { "Safari", 0.11 }, { "Firefox", 0.06 },
                   { "Microsoft Edge", 0.06 } },
  ["$device"] = { { "iPhone", 0.2 }, { "Android", 0.09 }, { "undefined", 0.71 } },
  ["$app_version_string"] = { { "4.12.0", 0.61 }, { "4.11.3", 0.28 }, { "4.9.1", 0.11 } },
  ["$referring_domain"] = { { "www.google.com", 0.3 }, { "www.linkedin.com", 0.07 }, { "undefined", 0.63 } },
  utm_source = { { "google", 0.34 }, { "newsletter", 0.16 }, { "linkedin", 0.07 }, { "partner", 0.04 },
                 { "undefined", 0.39 } },
  utm_medium = { { "cpc", 0.22 }, { "email", 0.16 }, { "undefined", 0.62 } },
  utm_campaign = { { "autumn-boxes", 0.14 }, { "refer-a-team", 0.09 }, { "undefined", 0.77 } },
  plan = { { "trial", 0.22 }, { "team", 0.5 }, { "office", 0.28 } },
}

-- How often a session holds the event.
local EVENTS = { { "Box Configured", 0.34 }, { "Purchase", 0.06 }, { "Delivery Tracked", 0.11 },
                 { "Plan Paused", 0.004 }, { "Invoice Downloaded", 0.05 }, { "Colleague Invited", 0.012 },
                 { "Sign Up", 0.017 } }

local function is_bad(day)
  return day >= line.bad_week and day < line.bad_week + BAD_DAYS
end

--- Whole parts of a whole number that make it up again, by weights.
local function split(total, weights)
  local sum, parts, before, above = 0, {}, 0, 0
  for _, weight in ipairs(weights) do sum = sum + weight end
  for index, weight in ipairs(weights) do
    above = above + weight
    local upto = index == #weights and total or math.floor(total * above / math.max(sum, 0.000001) + 0.5)
    parts[index], before = upto - before, upto
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

local function stamp(day)
  return story.iso_day(day) .. "T00:00:00+00:00"
end

local function sum_of_events(day)
  local sum = 0
  for _, count in ipairs(days[day].events) do sum = sum + count end
  return sum
end

--- People of several days are fewer than those of its days together: most come again.
local function people_of(day, length, share)
  local sum = 0
  for back = 0, length - 1 do sum = sum + (days[day - back] and days[day - back].users or 0) end
  return math.floor(sum * share)
end

local function event_place(name)
  for index, entry in ipairs(EVENTS) do
    if entry[1] == name then return index + 1 end
  end
  return nil
end

--- What a day's number of an event is; nil where the event is not known.
local function counter_of(event, math_word)
  if event == "$session_start" then
    local of_people = { unique = function(day) return days[day].users end,
                        wau = function(day) return people_of(day, 7, 0.44) end,
                        mau = function(day) return people_of(day, 30, 0.23) end,
                        total = function(day) return days[day].sessions end }
    return of_people[math_word]
  end
  local place = event_place(event)
  if place and math_word == "unique" then
    return function(day) return math.min(days[day].users, math.floor(days[day].events[place] * 0.93)) end
  end
  if math_word ~= "total" then return nil end
  if event == "$all_events" then return sum_of_events end
  return place and function(day) return days[day].events[place] end
end

--- The values of a property, and the weight of each on a day.
local function values_of(property)
  if property == "$event_name" then
    return event_names(), function(day) return days[day].events end
  end
  local shares = SHARES[property]
  return shares, function(day)
    local weights = {}  -- A little different from day to day.
    for index, entry in ipairs(shares) do weights[index] = entry[2] * (1 + ((day * (index + 3)) % 7 - 3) * 0.03) end
    return weights
  end
end

local function map_of(numbers)
  local map = {}
  for day, number in pairs(numbers) do map[stamp(day)] = number end
  return map
end

--- The tree below some numbers by day: at each depth the values of one property, and the whole beside them.
local function tree(numbers, properties, depth)
  if not properties[depth] then return map_of(numbers) end
  local values, weights_on = values_of(properties[depth])
  local node, parts = { ["$overall"] = map_of(numbers) }, {}
  for day, number in pairs(numbers) do parts[day] = split(number, weights_on(day)) end
  for index, entry in ipairs(values) do
    local below = {}
    for day in pairs(numbers) do below[day] = parts[day][index] end
    node[entry[1]] = tree(below, properties, depth + 1)
  end
  return node
end

--- What was paid on a day, in whole euros: a box costs a little more every month.
local function paid_on(day)
  return math.floor(days[day].events[event_place("Purchase")] * (86 + 14 * (day - first_day) / DAYS_BACK))
end

--- The series of a metric, or nil and why there is none.
local function series_of(event, measurement, properties, first)
  local of = type(measurement.property) == "table" and measurement.property.name
  if of and (of ~= "amount" or event ~= "Purchase") then return nil, "Unknown property " .. tostring(of) end
  local counter = of and paid_on or counter_of(event, measurement.math)
  if not counter then return nil, "No data for this event, or measurement.math: unknown value" end
  local numbers = {}
  for day = first, last_day do numbers[day] = counter(day) end
  return tree(numbers, properties, 1)
end

--- Most people come back within the week, fewer each day after.
local function retention_of(numbers)
  local found = {}
  for day, first in pairs(numbers) do
    local counts = { first }
    for age = 1, math.min(30, last_day - day) do
      counts[age + 1] = math.floor(first * (0.34 / (1 + 0.12 * age) + ((day + age) % 7 == 0 and 0.03 or 0)))
    end
    found[stamp(day)] = { first = first, counts = counts }
  end
  return found
end

local function retention_series(properties, first)
  local numbers = {}
  for day = first, last_day do numbers[day] = days[day].users end
  if not properties[1] then return retention_of(numbers) end
  local values, weights_on = values_of(properties[1])
  local tree_of, parts = { ["$overall"] = retention_of(numbers) }, {}
  for day, number in pairs(numbers) do parts[day] = split(number, weights_on(day)) end
  for index, entry in ipairs(values) do
    local below = {}
    for day in pairs(numbers) do below[day] = parts[day][index] end
    tree_of[entry[1]] = retention_of(below)
  end
  return tree_of
end

local function run_query(arguments)
  local report = arguments.report
  if type(report) ~= "table" or type(report.metrics) ~= "table" then return nil, "report.metrics: Field required" end
  local is_retention = arguments.report_type == "retention"
  if arguments.report_type ~= "insights" and not is_retention then
    return nil, "Only insights and retention are simulated"
  end
  local metric = report.metrics[1] or {}
  local measurement = type(metric.measurement) == "table" and metric.measurement or {}
  local range = type(report.dateRange) == "table" and report.dateRange.range or {}
  if range.unit ~= "day" or not math.tointeger(range.value) then return nil, "report.dateRange: invalid" end
  local properties = {}
  for index, breakdown in ipairs(report.breakdowns or {}) do
    local name = type(breakdown.property) == "table" and breakdown.property.name
    if name ~= "$event_name" and not SHARES[name] then return nil, "Unknown property " .. tostring(name) end
    properties[index] = name
  end
  local first = math.max(first_day, line.today - range.value + 1)
  if is_retention then
    return { query_id = "r" .. first, series = { ["$session_start"] = retention_series(properties, first) } }
  end
  local series, refusal = series_of(metric.eventName, measurement, properties, first)
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
