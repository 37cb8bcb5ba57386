-- A simulated PostHog: what people do on the pages of the story's company. Visitors and the customers' colleagues are
-- followed one by one, so that daily, weekly and monthly users and the stages of their life agree with each other.

local chance, calendar = story.chance, story.calendar
local DAY_S = 86400
local PROJECT_URL = "https://us.posthog.com/project/41207"
local NULL, OTHER = "$$_posthog_breakdown_null_$$", "$$_posthog_breakdown_other_$$"

local line = story.timeline(now)
local first_day = line.today - 7 * story.weeks_remembered  -- the day on which PostHog was built in
local last_day = line.today - 1

local function pick(random, list)
  local left = random()
  for _, item in ipairs(list) do
    left = left - item[2]
    if left < 0 then return item[1] end
  end
  return nil
end

-- Who comes.

local COUNTRY_NAMES = { US = "United States", CA = "Canada", DE = "Germany", FR = "France", NL = "Netherlands",
  ES = "Spain", IE = "Ireland", AT = "Austria", FI = "Finland" }
local VISITORS_FROM = { { "United States", 0.43 }, { "Germany", 0.14 }, { "France", 0.08 }, { "Netherlands", 0.08 },
  { "United Kingdom", 0.07 }, { "Canada", 0.06 }, { "Spain", 0.05 }, { "Ireland", 0.03 }, { "Austria", 0.02 } }
local DEVICES = { { "Desktop", 0.71 }, { "Mobile", 0.25 }, { "Tablet", 0.04 } }
local BROWSERS = {
  Desktop = { { "Chrome", 0.58 }, { "Microsoft Edge", 0.17 }, { "Safari", 0.15 }, { "Firefox", 0.10 } },
  Mobile = { { "Mobile Safari", 0.48 }, { "Chrome", 0.44 }, { "Samsung Internet", 0.08 } },
  Tablet = { { "Mobile Safari", 0.7 }, { "Chrome", 0.3 } },
}

--- What is counted of some people: for each day the active ones, the stages of their life, and the page views by
--- country, browser and device.
local function new_track()
  return {
    daily = {}, weekly = {}, monthly = {}, apart = {},
    new = {}, returning = {}, resurrecting = {}, dormant = {}, views = {},
    kept = { Day = {}, Week = {} },
  }
end

local outside, staff = new_track(), new_track()

local function add(series, day, number)
  series[day] = (series[day] or 0) + number
end

--- A visit makes a person count for some days, until the next visit takes over. Kept as steps up and down.
local function cover(series, day, days, following)
  add(series, day, 1)
  add(series, math.min(day + days, following or day + days), -1)
end

local LENGTH = { Day = 1, Week = 7 }

--- The day, or the Monday before it.
local function begins(period, day)
  return period == "Week" and day - (day + 3) % 7 or day
end

--- A visit in a later period than the one before: by the first one's period, how many came how many periods later.
local function keep(track, first, before, day)
  for period, length in pairs(LENGTH) do
    local from, at = begins(period, first), begins(period, day)
    if not before or at > begins(period, before) then
      local kept = track.kept[period]
      kept[from] = kept[from] or {}
      add(kept[from], (at - from) // length, 1)
    end
  end
end

--- The page views of those who come from a country with one browser and device, and the people among them.
local function views_of(track, random, from, device)
  local key = table.concat({ from or NULL, pick(random, BROWSERS[device]), device }, "\n")
  track.views[key] = track.views[key] or {}
  track.apart[key] = track.apart[key] or { daily = {}, weekly = {}, monthly = {} }
  return track.views[key], track.apart[key]
end

--- People look more often where their parcels are while these are late.
local function eagerness(day)
  return day >= line.bad_week and day < line.bad_week + 14 and 1.9 or 1
end

--- One person's visits: gaps of chance, weekends mostly put off to the week after, until the last day or the last
--- visit that this person was to make.
local function follow(track, random, person)
  local views, alike = views_of(track, random, person.country, pick(random, DEVICES))
  local day, before, left = person.from, nil, person.visits or math.maxinteger
  local first = day
  local last = math.min(person.to or last_day, last_day)
  while day <= last and left > 0 do
    local likely = math.min(0.9, person.likely * eagerness(day))
    local following = day + 1 + math.floor(math.log(1 - random()) / math.log(1 - likely))
    local weekday = (following + 3) % 7
    if weekday >= 5 and random() < 0.72 then following = following + 7 - weekday + math.floor(random() * 5) end
    left = left - 1
    add(track.daily, day, 1)
    keep(track, first, before, day)
    add(before == nil and track.new or before == day - 1 and track.returning or track.resurrecting, day, 1)
    local comes_again = left > 0 and following <= last
    if not comes_again or following > day + 1 then add(track.dormant, day + 1, 1) end
    add(alike.daily, day, 1)
    for _, people in ipairs({ track, alike }) do
      cover(people.weekly, day, 7, comes_again and following)
      cover(people.monthly, day, 30, comes_again and following)
    end
    add(views, day, 1 + math.floor(random() * person.pages))
    before, day = day, following
  end
end

local function follow_colleagues(random, customer, left_on)
  local from = math.max(first_day, customer.created // DAY_S)
  for number = 1, 1 + math.floor(random() * 3) do
    follow(outside, random, { from = from + (number > 1 and math.floor(random() * 60) or 0), to = left_on, pages = 8,
      likely = number == 1 and 0.22 or 0.07, country = COUNTRY_NAMES[customer.country] })
  end
end

local function follow_visitors(random, day)
  local _, month = calendar.civil(day)
  local along = (day - first_day) / (last_day - first_day)
  local weekday = (day + 3) % 7 < 5 and 1.15 or 0.55
  for _ = 1, chance.poisson(random, (13 + 15 * along) * weekday * story.season[month]) do
    follow(outside, random, { from = day, likely = 0.12, pages = 5, country = pick(random, VISITORS_FROM),
      visits = random() < 0.7 and 1 or 2 + math.floor(random() * 4) })
  end
end

--- Steps become the numbers of each day.
local function settle(steps)
  local sum = 0
  for day = first_day, last_day do
    sum = sum + (steps[day] or 0)
    steps[day] = sum
  end
end

--- When the last subscription of each customer ended, and how many were ended by the customer on each day.
local function departures(books)
  local left_on, alive, ended = {}, {}, {}
  for _, subscription in ipairs(books.subscriptions) do
    local id = subscription.customer.id
    if subscription.ended_at then
      left_on[id] = math.max(left_on[id] or 0, subscription.ended_at // DAY_S)
    else
      alive[id] = true
    end
    if subscription.canceled_at then add(ended, subscription.canceled_at // DAY_S, 1) end
  end
  for id in pairs(alive) do left_on[id] = nil end
  return left_on, ended
end

local books = story.build(seed, now)
local left_on, cancelled = departures(books)
local signed_up = {}

local function make_people()
  local random = chance.make_random(seed, 70)
  for _, customer in ipairs(books.customers) do
    add(signed_up, customer.created // DAY_S, 1)
    local last = left_on[customer.id]
    if not last or last > first_day then follow_colleagues(random, customer, last) end
  end
  for day = first_day, last_day do follow_visitors(random, day) end
  for _ = 1, 11 do
    follow(staff, random, { from = first_day, likely = 0.75, pages = 20, country = "Germany" })
  end
  for _, track in ipairs({ outside, staff }) do
    settle(track.weekly)
    settle(track.monthly)
    for _, alike in pairs(track.apart) do
      settle(alike.weekly)
      settle(alike.monthly)
    end
  end
end

make_people()

-- What they do: for each name the events of a day, drawn from the day's visits and page views.

local function sum_of(series_of, day)
  local sum = 0
  for _, series in pairs(series_of) do sum = sum + (series[day] or 0) end
  return sum
end

local function tracked(day)
  return 0.09 * eagerness(day) ^ 2.2
end

local function make_events(track, salt, signed, ended)
  local random, events = chance.make_random(seed, salt), {}
  local function note(day, name, count)
    events[name] = events[name] or {}
    events[name][day] = count
  end
  for day = first_day, last_day do
    local visits, views = track.daily[day] or 0, sum_of(track.views, day)
    note(day, "$pageview", views)
    note(day, "$autocapture", chance.rounded(views * (1.9 + 0.2 * random())))
    note(day, "$pageleave", chance.binomial(random, views, 0.83))
    note(day, "box changed", chance.binomial(random, visits, 0.11))
    note(day, "delivery tracked", chance.binomial(random, visits, tracked(day)))
    note(day, "checkout started", (signed[day] or 0) + chance.binomial(random, visits, 0.035))
    note(day, "extra box ordered", chance.binomial(random, visits, 0.05))
    note(day, "invoice downloaded", chance.binomial(random, visits, 0.03))
    note(day, "signed up", signed[day] or 0)
    note(day, "purchase", (signed[day] or 0) + chance.binomial(random, visits, 0.05))
    note(day, "subscription cancelled", ended[day] or 0)
  end
  return events
end

local outside_events = make_events(outside, 71, signed_up, cancelled)
local staff_events = make_events(staff, 72, {}, {})

-- What else can be told apart. A family: its properties, the values of each part, and the part's share, which is
-- the last. Whatever is counted falls into these parts; errors and flags have parts of their own. Without colleagues.

local PAGES = { { "$pathname" }, { { "/", 0.31 }, { "/boxes", 0.2 }, { "/pricing", 0.12 }, { "/checkout", 0.08 },
  { "/account", 0.17 }, { "/track", 0.12 } } }
local REFERRERS = { { "$referring_domain", "utm_source", "utm_medium", "utm_campaign" }, {
  { "$direct", NULL, NULL, NULL, 0.46 }, { "www.google.com", NULL, NULL, NULL, 0.24 },
  { "www.google.com", "google", "cpc", "autumn-boxes", 0.1 },
  { "mail.larkfield.example", "newsletter", "email", "refer-a-team", 0.12 },
  { "www.linkedin.com", "linkedin", "social", NULL, 0.08 } } }
local SYSTEMS = { { "$os" }, { { "Windows", 0.49 }, { "Mac OS X", 0.2 }, { "iOS", 0.17 }, { "Android", 0.14 } } }
local CITIES = { { "$geoip_city_name" }, { { "Berlin", 0.12 }, { "New York", 0.09 }, { "Paris", 0.05 },
  { NULL, 0.74 } } }
local PLANS = { { "plan" }, { { "office", 0.3 }, { "team", 0.44 }, { NULL, 0.26 } } }
local FAULTS = { { "$exception_types", "$pathname", "$browser", "$device_type" }, {
  { '["TypeError"]', "/checkout", "Safari", "Desktop", 0.3 },
  { '["NetworkError"]', "/checkout", "Mobile Safari", "Mobile", 0.25 },
  { '["TypeError"]', "/boxes", "Chrome", "Desktop", 0.25 },
  { '["RangeError"]', "/account", "Firefox", "Desktop", 0.2 } } }
local CALLED = { { "$feature_flag", "$feature_flag_response" }, {
  { "new-checkout", "true", 0.3 }, { "box-builder", "true", 0.3 }, { "price-page-b", "control", 0.2 },
  { "price-page-b", "test", 0.2 } } }
local COUNTRIES = { { "$geoip_country_name" }, { { "United States", 0.45 }, { "Germany", 0.3 }, { "France", 0.25 } } }
local WITH = { { "$browser" }, { { "Chrome", 0.6 }, { "Safari", 0.4 } } }
local ON = { { "$device_type" }, { { "Desktop", 0.72 }, { "Mobile", 0.28 } } }

local FAMILIES = {
  ["$pageview"] = { PAGES, REFERRERS, SYSTEMS, CITIES, PLANS }, ["$exception"] = { FAULTS, COUNTRIES, SYSTEMS, PLANS },
  ["$feature_flag_called"] = { CALLED, COUNTRIES, WITH, ON, PLANS },
  ["signed up"] = { PAGES, REFERRERS, SYSTEMS, CITIES, COUNTRIES, WITH, ON, PLANS },
  purchase = { PAGES, REFERRERS, SYSTEMS, CITIES, COUNTRIES, WITH, ON, PLANS },
}

local function is_late(day)
  return day >= line.bad_week and day < line.bad_week + 14
end

--- Whole parts of a day's number that make it up again.
local function split(total, entries, day)
  local weights, sum, parts, before, above = {}, 0, {}, 0, 0
  for index, entry in ipairs(entries) do
    weights[index] = entry[#entry] * (1 + ((day * (index + 3)) % 7 - 3) * 0.03)
    if entries == PAGES[2] and is_late(day) and entry[1] == "/track" then weights[index] = weights[index] * 2.5 end
    sum = sum + weights[index]
  end
  for index, weight in ipairs(weights) do
    above = above + weight
    local upto = index == #weights and total or math.floor(total * above / sum + 0.5)
    parts[index], before = upto - before, upto
  end
  return parts
end

--- The errors and the calls of flags of each day.
local function make_others()
  local random, faults, calls, none = chance.make_random(seed, 73), {}, {}, {}
  for day = first_day, last_day do
    faults[day] = chance.poisson(random, sum_of(outside.views, day) * (is_late(day) and 0.03 or 0.007))
    calls[day] = (outside.daily[day] or 0) * 2
    none[day] = 0
  end
  outside_events["$exception"], outside_events["$feature_flag_called"] = faults, calls
  staff_events["$exception"], staff_events["$feature_flag_called"] = none, none
end

make_others()

-- Flags and experiments. days: since PostHog was built in, or since one of the timeline's named days.

local FLAGS = {
  { "new-checkout", "The checkout on one page", 40, on = true }, { "box-builder", "Build your own box", 95, on = true },
  { "dark-mode", "Dark colours", 150 }, { "team-invites", "Invite colleagues", 170, on = true },
  { "old-dashboard", "The dashboard of last year", 12 }, { "referral-banner", "Tell another office", 250, on = true },
  { "bank-transfer", "Pay by bank transfer", 280, on = true }, { "spanish-pages", "Pages in Spanish", 300, on = true },
  { "price-page-b", "Price page, second form", -30, since = "price_change" },
  { "grandfathered-prices", "Old prices for a while", -2, since = "price_change", on = true },
  { "delivery-promise", "The promise on the home page", -6, since = "policy_change", on = true },
  { "parcel-map", "Parcels on a map", 15, since = "policy_change", on = true },
  { "late-box-notice", "A notice to those who wait", 1, since = "bad_week" },
  { "label-service-fallback", "Labels from the old service", 0, since = "bad_week", on = true },
  { "christmas-boxes", "Boxes for Christmas", 49, since = "bad_week", on = true },
}

-- The last number is how many days it ran; without it, it still runs.
local EXPERIMENTS = {
  { "Checkout on one page", "new-checkout", 45, 35 }, { "Shorter sign-up", "team-invites", 172, 28 },
  { "Banner for referrals", "referral-banner", 252, 42 }, { "Price page, second form", "price-page-b", 380, 21 },
  { "Promise above the fold", "delivery-promise", -4, 30, since = "policy_change" },
  { "Parcels on a map", "parcel-map", 20, since = "policy_change" },
  { "Fewer steps in the box builder", "box-builder", 60, 14, since = "policy_change" },
  { "Christmas boxes on the home page", "christmas-boxes", 50, since = "bad_week" },
  { "Free extra box for old customers", "grandfathered-prices", 38, since = "bad_week" },
}

local function day_of(entry)
  return (entry.since and line[entry.since] or first_day) + entry[3]
end

local function noon(day)
  return day and day <= last_day and story.iso_day(day) .. "T12:00:00Z" or nil
end

local function make_flags()
  local rows = {}
  for index, entry in ipairs(FLAGS) do
    local day = day_of(entry)
    if day <= last_day then
      table.insert(rows, 1, { id = 88210 + index, key = entry[1], name = entry[2], active = entry.on == true,
        created_at = noon(day), filters = { groups = { { rollout_percentage = entry.on and 100 or 0 } } }, tags = {} })
    end
  end
  return rows
end

local function make_experiments()
  local rows = {}
  for index, entry in ipairs(EXPERIMENTS) do
    local day = day_of(entry)
    local row = { id = 5310 + index, name = entry[1], feature_flag_key = entry[2], start_date = noon(day),
      end_date = entry[4] and noon(day + entry[4]), archived = false, type = "web" }
    table.insert(rows, 1, row)
  end
  table.insert(rows, 1, { id = 5330, name = "Idea: a box for the home office", archived = false, type = "web" })
  return rows
end

local flags, experiments = make_flags(), make_experiments()

-- The queries.

local MONTHS = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" }

local function day_in(text)
  local year, month, day = string.match(text, "^(%d%d%d%d)-(%d%d)-(%d%d)")
  if not year then return nil end
  local guess = (tonumber(year) - 1970) * 365  -- never later than the day that is meant
  for candidate = guess, guess + 500 do
    if story.iso_day(candidate) == string.format("%s-%s-%s", year, month, day) then return candidate end
  end
  return nil
end

local DAYS_IN = { d = 1, w = 7, m = 30, y = 365 }

--- The days of a query. The story knows nothing of today, so that the series end with yesterday.
local function days_of(range)
  local from, to = range.date_from or "-7d", last_day
  local number, unit = string.match(from, "^%-(%d+)([dwmy])$")
  local first = number and line.today - math.tointeger(tonumber(number)) * DAYS_IN[unit] or day_in(from)
  if from == "all" then first = first_day end
  if range.date_to then to = day_in(range.date_to) end
  if not first or not to then return nil, "dateRange: expected an ISO 8601 date" end
  first = math.max(first, line.first)  -- Before that there was no company.
  local days = { numbers = {}, days = {}, labels = {} }
  for day = first, math.min(to, last_day) do
    local year, month, of_month = calendar.civil(day)
    days.numbers[#days.numbers + 1] = day
    days.days[#days.days + 1] = story.iso_day(day)
    days.labels[#days.labels + 1] = string.format("%d-%s-%d", of_month, MONTHS[month], year)
  end
  return days
end

local function series_over(days, label, value_on)
  local data, count = {}, 0
  for index, day in ipairs(days.numbers) do
    data[index] = value_on(day)
    count = count + data[index]
  end
  return { label = label, data = data, count = count, days = days.days, labels = days.labels }
end

local PEOPLE = { dau = "daily", weekly_active = "weekly", monthly_active = "monthly", unique_session = "daily" }
local FIRST = "first_time_for_user"

--- How a series counts, as a function of the day.
local function counter_of(node, with_staff)
  local people, wanted = PEOPLE[node.math], node.event
  if people and wanted and wanted ~= "$pageview" then
    if people ~= "daily" then return nil, "The simulated PostHog knows people by event a day only" end
    return function(day)  -- Hardly anybody does it twice a day.
      local count = (outside_events[wanted] or {})[day] or 0
      return math.min(outside.daily[day] or 0, count - count // 12)
    end
  end
  if people then
    -- Whoever comes sees a page: the people behind all events are those behind the page views.
    return function(day) return (outside[people][day] or 0) + (with_staff and staff[people][day] or 0) end
  end
  if node.math == FIRST then
    return function(day) return (outside.new[day] or 0) + (with_staff and staff.new[day] or 0) end
  end
  if node.math == "sum" then
    if node.math_property ~= "amount" then return nil, "The simulated PostHog knows amounts only" end
    return function(day) return ((outside_events[wanted] or {})[day] or 0) * (84 + day % 7) end
  end
  if node.math and node.math ~= "total" then return nil, "The simulated PostHog does not count " .. node.math end
  if wanted and not outside_events[wanted] then return function() return 0 end end
  return function(day)
    local sum = 0
    for name, counts in pairs(outside_events) do
      if not wanted or name == wanted then
        sum = sum + (counts[day] or 0) + (with_staff and staff_events[name][day] or 0)
      end
    end
    return sum
  end
end

local PLACE_OF = { ["$geoip_country_name"] = 1, ["$browser"] = 2, ["$device_type"] = 3 }

--- A group of the same values, made where there is none.
local function group_of(groups, values, filter)
  local names = {}
  for index, breakdown in ipairs(filter.breakdowns) do names[index] = values[breakdown.property] end
  local name = table.concat(names, "::")
  groups[name] = groups[name] or { name = name, values = names, views = {} }
  return groups[name]
end

--- The groups that there are before families tell them apart: each with its values by property, and its numbers.
local function known_groups(node, filter, with_staff)
  local people, found = PEOPLE[node.math], {}
  local is_placed = false
  for _, breakdown in ipairs(filter.breakdowns) do is_placed = is_placed or PLACE_OF[breakdown.property] end
  if not is_placed or node.math == FIRST or (not people or node.event) and node.event ~= "$pageview" then
    local numbers, counter = {}, counter_of(node, with_staff)
    for day = first_day, last_day do numbers[day] = counter(day) end
    return { { values = {}, numbers = numbers } }
  end
  for _, track in ipairs({ outside, with_staff and staff or nil }) do
    for key, alike in pairs(track.apart) do
      local all, values = {}, {}
      for value in string.gmatch(key, "[^\n]+") do all[#all + 1] = value end
      for property, place in pairs(PLACE_OF) do values[property] = all[place] end
      found[#found + 1] = { values = values, numbers = people and alike[people] or track.views[key] }
    end
  end
  return found
end

--- A group in the parts of a family.
local function parted(group, family)
  local parts, found = {}, {}
  for day, number in pairs(group.numbers) do parts[day] = split(number, family[2], day) end
  for index, entry in ipairs(family[2]) do
    local values, numbers = {}, {}
    for property, value in pairs(group.values) do values[property] = value end
    for place, property in ipairs(family[1]) do values[property] = entry[place] end
    for day in pairs(group.numbers) do numbers[day] = parts[day][index] end
    found[index] = { values = values, numbers = numbers }
  end
  return found
end

--- What a series is broken down by, as groups with a table of days; nil and why where that is not known.
local function groups_of(node, filter, with_staff)
  local list, groups, asked = known_groups(node, filter, with_staff), {}, {}
  for _, breakdown in ipairs(filter.breakdowns) do asked[breakdown.property] = true end
  for _, family in ipairs(FAMILIES[node.math == FIRST and "signed up" or node.event or "$pageview"] or {}) do
    local is_asked = false
    for _, property in ipairs(family[1]) do
      is_asked = is_asked or asked[property] and not (list[1] and list[1].values[property])
    end
    local below = {}
    for _, group in ipairs(is_asked and list or {}) do
      for _, part in ipairs(parted(group, family)) do below[#below + 1] = part end
    end
    if is_asked then list = below end
  end
  for property in pairs(asked) do
    if list[1] and not list[1].values[property] then
      return nil, "The simulated PostHog has no property " .. property .. " of " .. tostring(node.event)
    end
  end
  for _, group in ipairs(list) do
    local into = group_of(groups, group.values, filter)
    for day, number in pairs(group.numbers) do add(into.views, day, number) end
  end
  return groups
end

--- The most frequent combinations of the days, and all others together.
local function broken_down(days, filter, groups)
  local places, found = filter.breakdowns, {}
  for _, group in pairs(groups) do
    local series = series_over(days, group.name, function(day) return group.views[day] or 0 end)
    series.breakdown_value = #places == 1 and group.values[1] or group.values
    if series.count > 0 then found[#found + 1] = series end
  end
  table.sort(found, function(one, other)
    if one.count ~= other.count then return one.count > other.count end
    return one.label < other.label
  end)
  local limit, kept = filter.breakdown_limit or 25, {}
  local rest = series_over(days, OTHER, function() return 0 end)
  for index, series in ipairs(found) do
    if index <= limit then kept[index] = series end
    for at = 1, index > limit and #series.data or 0 do rest.data[at] = rest.data[at] + series.data[at] end
    rest.count = rest.count + (index > limit and series.count or 0)
  end
  rest.breakdown_value = #places == 1 and OTHER or { OTHER, OTHER, #places == 3 and OTHER or nil }
  if rest.count > 0 then kept[#kept + 1] = rest end
  return kept
end

local function action_of(node, index)
  return { id = node.event, name = node.event or "All events", type = "events", order = index - 1, math = node.math }
end

--- Unless JSON is asked for, PostHog answers with a table for a language model.
local function reply_of(kind, arguments, results)
  if arguments.output_format == "json" then
    local query = { kind = kind }
    for name, value in pairs(arguments) do query[name] = name ~= "output_format" and value or nil end
    return { _posthogUrl = PROJECT_URL .. "/insights/new", query = query, results = results }
  end
  if #results == 0 then return "No data recorded for this time period." end
  local lines = { "Date" }
  for _, series in ipairs(results) do lines[1] = lines[1] .. "|" .. series.label end
  for at, day in ipairs(results[1].days) do
    local cells = { day }
    for _, series in ipairs(results) do cells[#cells + 1] = tostring(series.data[at]) end
    lines[#lines + 1] = table.concat(cells, "|")
  end
  return table.concat(lines, "\n")
end

local function days_asked(arguments)
  if #(arguments.properties or {}) > 0 then return nil, "The simulated PostHog does not filter by properties" end
  if (arguments.interval or "day") ~= "day" then return nil, "The simulated PostHog counts by day only" end
  return days_of(arguments.dateRange or {})
end

local function query_trends(arguments)
  local days, refusal = days_asked(arguments)
  if not days then return nil, refusal end
  local with_staff, breakdown = not arguments.filterTestAccounts, arguments.breakdownFilter
  local results = {}
  for index, node in ipairs(arguments.series) do
    local found
    if breakdown and #breakdown.breakdowns > 0 then
      local counter
      counter, refusal = counter_of(node, with_staff)
      if not counter then return nil, refusal end
      local groups
      groups, refusal = groups_of(node, breakdown, with_staff)
      found = groups and broken_down(days, breakdown, groups)
    else
      local counter
      counter, refusal = counter_of(node, with_staff)
      found = counter and { series_over(days, node.event or "All events", counter) }
    end
    if not found then return nil, refusal end
    for _, series in ipairs(found) do
      -- Sessions are made from the people of the day: every sixth comes twice.
      for at, count in ipairs(node.math == "unique_session" and series.data or {}) do
        series.data[at], series.count = count + count // 6, series.count + count // 6
      end
      series.action = action_of(node, index)
      results[#results + 1] = series
    end
  end
  return reply_of("TrendsQuery", arguments, results)
end

local function query_lifecycle(arguments)
  local days, refusal = days_asked(arguments)
  if not days then return nil, refusal end
  local node, results = arguments.series[1], {}
  if node.event and node.event ~= "$pageview" then return nil, "The simulated PostHog knows no people by event" end
  for index, stage in ipairs({ "new", "returning", "resurrecting", "dormant" }) do
    local sign = stage == "dormant" and -1 or 1
    local series = series_over(days, (node.event or "All events") .. " - " .. stage, function(day)
      local all = (outside[stage][day] or 0) + (arguments.filterTestAccounts and 0 or staff[stage][day] or 0)
      return sign * all
    end)
    series.status, series.action = stage, action_of(node, 1)
    results[index] = series
  end
  return reply_of("LifecycleQuery", arguments, results)
end

--- For each day or week of the range: how many began in it, and how many of them came so many periods later. What lies
--- behind the range's end is not looked at.
local function query_retention(arguments)
  local filter = arguments.retentionFilter
  local length, reach = LENGTH[filter.period or "Day"], filter.totalIntervals or 8
  if not length then return nil, "The simulated PostHog keeps people by day or week" end
  local days, refusal = days_asked({ dateRange = arguments.dateRange })
  if not days then return nil, refusal end
  local kept, results = outside.kept[filter.period or "Day"], {}
  local first, last = days.numbers[1], days.numbers[#days.numbers]
  for from = begins(filter.period, first or 0), last or -1, length do
    local row = { date = story.iso_day(from) .. "T00:00:00Z", label = filter.period .. " " .. #results, values = {} }
    for age = 0, reach - 1 do
      local seen = from + age * length <= last and (kept[from] or {})[age] or 0
      row.values[age + 1] = { count = seen, label = filter.period .. " " .. age }
    end
    results[#results + 1] = row
  end
  return reply_of("RetentionQuery", arguments, results)
end

local KNOWN_SELECT = "^SELECT toDate%(timestamp%) AS day, event, count%(%) AS events FROM events" ..
  " GROUP BY day, event LIMIT (%d+)$"

--- Of all SQL the count of events by day and name. PostHog answers with a table whose cells stand between strokes.
local function execute_sql(arguments)
  local limit = string.match(string.gsub(arguments.query, "%s+", " "), KNOWN_SELECT)
  if not limit then return nil, "Query validation failed: the simulated PostHog knows one SELECT only" end
  limit = math.min(50000, math.tointeger(tonumber(limit)))
  local names, lines = {}, { "day|event|events" }
  for name in pairs(outside_events) do names[#names + 1] = name end
  table.sort(names)
  for day = first_day, last_day do
    for _, name in ipairs(names) do
      local count = outside_events[name][day] + staff_events[name][day]
      if count > 0 and #lines <= limit then
        lines[#lines + 1] = string.format("%s|%s|%d", story.iso_day(day), name, count)
      end
    end
  end
  return table.concat(lines, "\n")
end

local function page_of(rows, arguments, path)
  local limit, offset, found = arguments.limit or 100, arguments.offset or 0, {}
  for index = offset + 1, math.min(offset + limit, #rows) do found[#found + 1] = rows[index] end
  return { count = #rows, results = found, _posthogUrl = PROJECT_URL .. "/" .. path }
end

local function feature_flags(arguments)
  local wanted, words = {}, arguments.search and string.lower(arguments.search)
  for _, flag in ipairs(flags) do
    local found = not words or string.find(string.lower(flag.key .. " " .. flag.name), words, 1, true)
    if found and (not arguments.active or arguments.active == tostring(flag.active)) then wanted[#wanted + 1] = flag end
  end
  return page_of(wanted, arguments, "feature_flags")
end

local function list_experiments(arguments)
  return page_of(experiments, arguments, "experiments")
end

local COHORTS = { { "Orders every week", 38 }, { "Trial offices", 21 }, { "Waited for a parcel", 64 }, { "Paused", 9 } }

local function list_cohorts(arguments)
  local rows = {}
  for index, entry in ipairs(COHORTS) do
    rows[index] = { id = 610 + index, name = entry[1], count = entry[2], is_static = false }
  end
  return page_of(rows, arguments, "cohorts")
end

-- The tools.

local text, flag, number, object = { type = "string" }, { type = "boolean" }, { type = "number" }, { type = "object" }
local texts = { type = "array", items = text }
local interval = { type = "string", enum = { "hour", "day", "week", "month" }, default = "day" }
local output_format = { type = "string", enum = { "optimized", "json" }, default = "optimized" }
local date_range = { type = "object", properties = { date_from = text, date_to = text } }
local node = { type = "object", properties = { kind = { type = "string", enum = { "EventsNode" } }, event = text,
  math = text, name = text, custom_name = text } }
local breakdown = { type = "object", required = { "property" }, properties = { property = text, type = text } }
local breakdown_filter = { type = "object", required = { "breakdowns" }, properties = {
  breakdown_limit = { type = "integer", default = 25 }, breakdowns = { type = "array", items = breakdown } } }

local entity = { type = "object", required = { "name" }, properties = { id = text, name = text, type = text } }
local retention_filter = { type = "object", required = { "targetEntity", "returningEntity" }, properties = {
  targetEntity = entity, returningEntity = entity, retentionType = text, totalIntervals = { type = "integer" },
  period = { type = "string", enum = { "Hour", "Day", "Week", "Month" } } } }

local function query(more)
  local properties = { kind = text, series = { type = "array", items = node }, dateRange = date_range,
    interval = interval, properties = { type = "array", items = object }, filterTestAccounts = flag,
    output_format = output_format }
  for name, schema in pairs(more) do properties[name] = schema end
  return properties
end

local function tool(name, description, properties, required, reads)
  return {
    name = name, description = description,
    inputSchema = { type = "object", properties = properties, required = required },
    annotations = { readOnlyHint = reads, destructiveHint = not reads },
  }
end

local paged = { limit = number, offset = number }

local tools = {
  tool("query-trends", "Count events or people over time.", query({ breakdownFilter = breakdown_filter }),
    { "series" }, true),
  tool("query-lifecycle", "New, returning, resurrecting and dormant people over time.", query({}), { "series" }, true),
  tool("query-retention", "How many people come back in later periods.", {
    retentionFilter = retention_filter, dateRange = date_range, filterTestAccounts = flag,
    output_format = output_format,
  }, { "retentionFilter" }, true),
  tool("cohorts-list", "List the cohorts.", paged, nil, true),
  tool("execute-sql", "Run one SELECT in HogQL.", { query = text, truncate = flag }, { "query" }, true),
  tool("feature-flag-get-all", "List the feature flags.",
    { active = text, search = text, limit = number, offset = number }, nil, true),
  tool("experiment-list", "List the experiments.", paged, nil, true),
  tool("experiment-get-all", "The former name of experiment-list.", paged, nil, true),
  tool("create-feature-flag", "Make a feature flag.", { key = text, name = text, active = flag, tags = texts }, nil,
    false),
  tool("update-feature-flag", "Change a feature flag.", { id = number, key = text, active = flag }, { "id" }, false),
  tool("delete-feature-flag", "Delete a feature flag.", { id = number }, { "id" }, false),
  tool("experiment-create", "Make an experiment.", { name = text, feature_flag_key = text },
    { "name", "feature_flag_key" }, false),
  tool("switch-project", "Make another project the active one.", { projectId = number }, { "projectId" }, false),
}

local function is_one_of(value, words)
  for _, word in ipairs(words) do
    if word == value then return true end
  end
  return false
end

local TYPES = { array = "table", object = "table", integer = "number" }
local wrong_value

local function wrong_fields(name, value, schema)
  for _, needed in ipairs(schema.required or {}) do
    if value[needed] == nil then return "Invalid input: " .. name .. needed .. " is required" end
  end
  for field, inner in pairs(schema.properties or {}) do
    local wrong = value[field] ~= nil and wrong_value(name .. field, value[field], inner)
    if wrong then return wrong end
  end
  return nil
end

--- As the real server does: what a schema knows must be of its form; what it does not know is passed over.
wrong_value = function(name, value, schema)
  if type(value) ~= (TYPES[schema.type] or schema.type) then
    return "Invalid input: " .. name .. ": expected " .. schema.type
  end
  if schema.enum and not is_one_of(value, schema.enum) then
    return "Invalid option: " .. name .. ": expected one of " .. table.concat(schema.enum, ", ")
  end
  for _, item in ipairs(schema.type == "array" and value or {}) do
    local wrong = wrong_value(name .. "[]", item, schema.items)
    if wrong then return wrong end
  end
  return schema.type == "object" and wrong_fields(name .. ".", value, schema) or nil
end

local ANSWERS = {
  ["query-trends"] = query_trends, ["query-retention"] = query_retention, ["cohorts-list"] = list_cohorts,
  ["query-lifecycle"] = query_lifecycle, ["execute-sql"] = execute_sql,
  ["feature-flag-get-all"] = feature_flags, ["experiment-list"] = list_experiments,
  ["experiment-get-all"] = list_experiments,
}

local function call(name, arguments)
  arguments = arguments or {}
  if not ANSWERS[name] then return nil, "The simulated PostHog does not run " .. tostring(name) end
  for _, each in ipairs(tools) do
    local wrong = each.name == name and wrong_fields("", arguments, each.inputSchema)
    if wrong then return nil, wrong end
  end
  return ANSWERS[name](arguments)
end

return { name = "posthog", tools = tools, call = call }
