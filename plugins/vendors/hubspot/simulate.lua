-- A simulated HubSpot: the contacts, companies and deals of the story's company. Who is a customer at Stripe was a
-- contact here before, and the larger plans were sold as deals; the others asked, and did not buy.

local chance, calendar = story.chance, story.calendar
local pick = chance.pick

local DAY_S = 86400
local MONTHS = 24
local SEARCH_MAX = 10000
local LEADS_FROM = 7600  -- Leads have numbers that no customer will ever have, for names come from numbers.

-- share: of the contacts; wins: how much likelier than usual such a contact buys.
local SOURCES = {
  { name = "ORGANIC_SEARCH", share = 0.27 }, { name = "PAID_SEARCH", share = 0.18 },
  { name = "DIRECT_TRAFFIC", share = 0.16 }, { name = "REFERRALS", share = 0.12 },
  { name = "EMAIL_MARKETING", share = 0.10 }, { name = "SOCIAL_MEDIA", share = 0.07 },
  { name = "PAID_SOCIAL", share = 0.06 }, { name = "OFFLINE", share = 0.04 },
}
-- The same for those who did not buy: paid clicks bring many of them, and referrals few.
local LEAD_SOURCES = {
  { name = "ORGANIC_SEARCH", share = 0.24 }, { name = "PAID_SEARCH", share = 0.24 },
  { name = "DIRECT_TRAFFIC", share = 0.12 }, { name = "REFERRALS", share = 0.05 },
  { name = "EMAIL_MARKETING", share = 0.07 }, { name = "SOCIAL_MEDIA", share = 0.11 },
  { name = "PAID_SOCIAL", share = 0.14 }, { name = "OFFLINE", share = 0.03 },
}

local OWNERS = {
  { id = "76110301", firstName = "Noor", lastName = "Haddad", share = 0.26 },
  { id = "76110302", firstName = "Emil", lastName = "Sandberg", share = 0.21 },
  { id = "76110303", firstName = "Lucia", lastName = "Ferrero", share = 0.19 },
  { id = "76110304", firstName = "Tom", lastName = "Whitaker", share = 0.18 },
  { id = "76110305", firstName = "Agnes", lastName = "Kowal", share = 0.16 },
}

-- The main team of each owner: new business, or existing customers.
local TEAM_OF = {
  ["76110301"] = "8100001", ["76110302"] = "8100001", ["76110303"] = "8100002", ["76110304"] = "8100002",
  ["76110305"] = "8100001",
}

local COUNTRIES = {
  { name = "United States", share = 0.50, currency = "USD" }, { name = "Canada", share = 0.06, currency = "USD" },
  { name = "Germany", share = 0.15, currency = "EUR" }, { name = "France", share = 0.09, currency = "EUR" },
  { name = "Netherlands", share = 0.08, currency = "EUR" }, { name = "Spain", share = 0.06, currency = "EUR" },
  { name = "Austria", share = 0.06, currency = "EUR" },
}
local COUNTRY_NAMES = { US = "United States", CA = "Canada", DE = "Germany", FR = "France", NL = "Netherlands",
  ES = "Spain", IE = "Ireland", AT = "Austria", FI = "Finland" }

local INDUSTRIES = {
  Studio = "DESIGN", Labs = "RESEARCH", Partners = "MANAGEMENT_CONSULTING", Works = "MACHINERY",
  Systems = "COMPUTER_SOFTWARE", Media = "MEDIA_PRODUCTION", Logistics = "LOGISTICS_AND_SUPPLY_CHAIN",
  Clinic = "HOSPITAL_HEALTH_CARE", Legal = "LEGAL_SERVICES", Design = "DESIGN", Energy = "RENEWABLES_ENVIRONMENT",
  Foods = "FOOD_PRODUCTION", Robotics = "INDUSTRIAL_AUTOMATION", Travel = "LEISURE_TRAVEL_TOURISM",
  Capital = "VENTURE_CAPITAL_PRIVATE_EQUITY", Print = "PRINTING", Academy = "EDUCATION_MANAGEMENT",
  Health = "HEALTH_WELLNESS_AND_FITNESS", Architects = "ARCHITECTURE_PLANNING",
}

-- How far contacts come who do not buy.
local LEAD_STAGES = {
  { name = "subscriber", share = 0.24 }, { name = "lead", share = 0.42 },
  { name = "marketingqualifiedlead", share = 0.23 }, { name = "salesqualifiedlead", share = 0.11 },
}

local DEAL_STAGES = { "appointmentscheduled", "qualifiedtobuy", "presentationscheduled", "decisionmakerboughtin",
  "contractsent" }

local function iso(time)
  return calendar.iso_time(time, ".000Z")
end

local books = story.build(seed, now)
local line = books.timeline
local first_time = calendar.month_begin(line.today, MONTHS) * DAY_S
local records = { contacts = {}, companies = {}, deals = {}, tickets = {} }

local function add(kind, id, properties)
  if properties.createdate < first_time then return end
  properties.hs_object_id = tostring(id)
  table.insert(records[kind], properties)
end

--- Mails and what is paid for belong to campaigns, one for each source and quarter; by number, without a new die.
local function campaign_of(person)
  local names = { EMAIL_MARKETING = "newsletter", PAID_SEARCH = "search-ads", PAID_SOCIAL = "social-ads" }
  local name = names[person.source]
  if not name or person.number % 4 == 0 then return nil end
  local year, month = calendar.civil(person.time // DAY_S)
  return string.format("%s-%d-q%d", name, year, (month + 2) // 3)
end

--- A person and, where sales look after it, the office: what contact, company and deal have in common.
local function add_person(person)
  local who = story.identity({ number = person.number })
  add("contacts", 30000000 + person.number * 13, {
    createdate = person.time, firstname = who.first_name, lastname = who.last_name, email = who.email,
    lifecyclestage = person.stage, hs_analytics_source = person.source, country = person.country,
    hubspot_owner_id = person.owner, hs_analytics_first_touch_converting_campaign = campaign_of(person),
    associatedcompanyid = person.has_company and tostring(50000000 + person.number * 11) or nil,
  })
  if not person.has_company then return end
  add("companies", 50000000 + person.number * 11, {
    createdate = person.time + 40, name = who.company, domain = who.domain, industry = INDUSTRIES[who.industry],
    numberofemployees = tostring(who.employees), country = person.country, lifecyclestage = person.stage,
    hubspot_owner_id = person.owner, num_associated_contacts = "1",
    num_associated_deals = person.has_deal and "1" or "0",
  })
end

--- outcome: "closedwon", "closedlost" or the stage in which the deal is.
local function add_deal(person, deal)
  local won, lost = deal.outcome == "closedwon", deal.outcome == "closedlost"
  local closed = won or lost
  add("deals", 60000000 + person.number * 17, {
    hs_primary_associated_company = tostring(50000000 + person.number * 11),
    createdate = deal.created, closedate = deal.closes, dealstage = deal.outcome, pipeline = deal.pipeline,
    dealname = story.identity({ number = person.number }).company .. " - " .. deal.plan.name,
    hubspot_owner_id = person.owner, hubspot_team_id = TEAM_OF[person.owner], hs_analytics_source = person.source,
    amount = deal.amount, deal_currency_code = person.currency, hs_is_closed = tostring(closed),
    hs_is_closed_won = tostring(won),
    days_to_close = closed and tostring((deal.closes - deal.created) // DAY_S) or nil,
  })
end

--- What the plan brings in a year, as decimal text.
local function year_value(unit_amount, quantity, interval)
  local amount = unit_amount * quantity * (interval == "year" and 1 or 12)
  return string.format("%d.%02d", amount // 100, amount % 100)
end

--- Partners bring deals of their own, which take longer.
local function pipeline_of(random, source)
  local by_partner = (source == "REFERRALS" or source == "OFFLINE") and random() < 0.6
  return by_partner and "partners" or "default"
end

local function cycle_days(random, pipeline)
  return (pipeline == "partners" and 24 or 9) + math.floor(62 * random() * random())
end

local function add_customer(customer, subscription)
  local random = chance.make_random(seed, 3000000 + customer.number)
  local sold = random() < (subscription.plan.name == "Starter" and 0.12 or 0.85)
  local source = pick(random, SOURCES).name
  local owner = pick(random, OWNERS).id
  local pipeline = pipeline_of(random, source)
  local days = cycle_days(random, pipeline)
  local met = sold and days + math.floor(random() * 12) or math.floor(random() * 21)
  local person = {
    number = customer.number, time = customer.created - met * DAY_S - 1800, source = source, has_company = true,
    country = COUNTRY_NAMES[customer.country], currency = customer.currency, owner = sold and owner or nil,
    stage = random() < 0.03 and "evangelist" or "customer", has_deal = sold,
  }
  add_person(person)
  if not sold then return end
  add_deal(person, {
    created = customer.created - days * DAY_S, closes = customer.created, outcome = "closedwon", pipeline = pipeline,
    plan = subscription.plan,
    amount = year_value(subscription.unit_amount, subscription.quantity, subscription.interval),
  })
end

--- Many of the deals that were open when parcels came late, and some when prices rose, were lost in the next two weeks.
local function turned_away(random, created, closes)
  local luck, delay = random(), random() * 14 * DAY_S
  for _, blow in ipairs({ { line.bad_week, 0.8 }, { line.price_change, 0.35 } }) do
    local time = blow[1] * DAY_S
    if created < time and closes > time and luck < blow[2] then return math.floor(time + delay) end
  end
  return closes
end

--- A deal that is not won: lost by now, or still open.
local function add_lead_deal(random, person)
  local plan = story.plans[random() < 0.62 and 2 or 3]
  local pipeline = pipeline_of(random, person.source)
  local created = person.time + math.floor((1 + random() * 12) * DAY_S)
  local length = math.floor(cycle_days(random, pipeline) * 1.7) * DAY_S
  local ends = turned_away(random, created, created + length)
  local prices = created >= line.price_change * DAY_S and plan.after or plan.before
  local amount = year_value(prices[person.currency], 1 + math.floor(random() * plan.boxes), "month")
  local unpriced, undated = random() < 0.06, random() < 0.25
  if created >= line.horizon then return end
  local deal = { created = created, closes = ends, outcome = "closedlost", pipeline = pipeline, plan = plan }
  deal.amount = not unpriced and amount or nil
  if ends >= line.horizon then
    local along = (line.horizon - created) / length
    deal.outcome = DEAL_STAGES[1 + math.floor(math.min(0.99, along) * #DEAL_STAGES)]
    deal.closes = not undated and created + length or nil
  end
  local fell_back_to = random() < 0.5 and "marketingqualifiedlead" or "salesqualifiedlead"
  person.stage = deal.outcome == "closedlost" and fell_back_to or "opportunity"
  person.has_company, person.has_deal = true, true
  add_deal(person, deal)
end

local function add_lead(number, time)
  local random = chance.make_random(seed, 4000000 + number)
  local place, owner = pick(random, COUNTRIES), pick(random, OWNERS).id
  local person = {
    number = LEADS_FROM + number, time = time, source = pick(random, LEAD_SOURCES).name,
    country = random() < 0.93 and place.name or nil, currency = place.currency,
    owner = random() < 0.45 and owner or nil, stage = pick(random, LEAD_STAGES).name, has_company = random() < 0.3,
  }
  -- Of the young ones more have a deal: some of these will be customers, and are then counted there.
  local youth = math.max(0, 1 - (line.horizon - time) / (60 * DAY_S))
  if random() < 0.30 + 0.14 * youth then
    person.owner = owner
    add_lead_deal(random, person)
  end
  add_person(person)
end

local function make_leads()
  local random, number = chance.make_random(seed, 30), 0
  for day = first_time // DAY_S, line.today - 1 do
    local _, month = calendar.civil(day)
    local along = (day - first_time // DAY_S) / (MONTHS * 30.4)
    local weekday = (day + 3) % 7 < 5 and 1.25 or 0.38
    for _ = 1, chance.poisson(random, (1.9 + 1.0 * along) * story.season[month] * weekday) do
      number = number + 1
      add_lead(number, day * DAY_S + 7 * 3600 + math.floor(random() * 13 * 3600))
    end
  end
end

local function make_customers()
  local first_subscription = {}
  for _, subscription in ipairs(books.subscriptions) do first_subscription[subscription.customer] = subscription end
  for _, customer in ipairs(books.customers) do
    if customer.created >= first_time then add_customer(customer, first_subscription[customer]) end
  end
end

-- Tickets: more of them, and slower, while parcels come late.

local PRIORITIES = { { name = "LOW", share = 0.3 }, { name = "MEDIUM", share = 0.44 }, { name = "HIGH", share = 0.2 },
  { name = "URGENT", share = 0.06 } }
local CATEGORIES = { { name = "PRODUCT_ISSUE", share = 0.38 }, { name = "BILLING_ISSUE", share = 0.24 },
  { name = "GENERAL_INQUIRY", share = 0.27 }, { name = "FEATURE_REQUEST", share = 0.11 } }
local CHANNELS = { { name = "EMAIL", share = 0.46 }, { name = "FORM", share = 0.25 }, { name = "CHAT", share = 0.21 },
  { name = "PHONE", share = 0.08 } }
local HOURS = { LOW = 74, MEDIUM = 41, HIGH = 22, URGENT = 9 }

local function add_ticket(random, number, day, in_trouble)
  local priority, time = pick(random, PRIORITIES).name, day * DAY_S + 7 * 3600 + math.floor(random() * 11 * 3600)
  local hours = HOURS[priority] * (0.15 + 1.7 * random()) * (in_trouble and 1.8 or 1)
  local closed = time + math.floor(hours * 3600)
  local is_open = closed >= line.horizon or random() < 0.006
  local company = records.companies[1 + number * 31 % #records.companies]
  add("tickets", 70000000 + number * 7, {
    createdate = time, closed_date = not is_open and closed or nil, hs_pipeline = "0",
    hs_pipeline_stage = not is_open and "4" or random() < 0.5 and "2" or "1", hs_ticket_priority = priority,
    hs_ticket_category = in_trouble and random() < 0.6 and "PRODUCT_ISSUE" or pick(random, CATEGORIES).name,
    source_type = pick(random, CHANNELS).name, hubspot_owner_id = random() < 0.9 and pick(random, OWNERS).id or nil,
    subject = "A question about the box",
    hs_primary_company_id = company.createdate < time and company.hs_object_id or nil,
  })
end

local function make_tickets()
  local random, number = chance.make_random(seed, 33), 0
  for day = first_time // DAY_S, line.today - 1 do
    local in_trouble = day >= line.bad_week and day < line.bad_week + 14
    local weekday = (day + 3) % 7 < 5 and 1.2 or 0.4
    for _ = 1, chance.poisson(random, 2.1 * weekday * (in_trouble and 3.4 or 1)) do
      number = number + 1
      add_ticket(random, number, day, in_trouble)
    end
  end
end

make_customers()
make_leads()
make_tickets()

-- Search: filters, one rule of order, and pages by offset.

local WHEN, NUMBER, TEXT = "datetime", "number", "string"

local PROPERTIES = {
  contacts = {
    hs_object_id = NUMBER, createdate = WHEN, firstname = TEXT, lastname = TEXT, email = TEXT, lifecyclestage = TEXT,
    hs_analytics_source = TEXT, country = TEXT, hubspot_owner_id = TEXT,
    hs_analytics_first_touch_converting_campaign = TEXT, associatedcompanyid = NUMBER,
  },
  companies = {
    hs_object_id = NUMBER, createdate = WHEN, name = TEXT, domain = TEXT, industry = TEXT, numberofemployees = NUMBER,
    country = TEXT, lifecyclestage = TEXT, hubspot_owner_id = TEXT, num_associated_contacts = NUMBER,
    num_associated_deals = NUMBER,
  },
  deals = {
    hs_object_id = NUMBER, createdate = WHEN, closedate = WHEN, dealname = TEXT, dealstage = TEXT, pipeline = TEXT,
    hubspot_owner_id = TEXT, hubspot_team_id = TEXT, hs_analytics_source = TEXT, amount = NUMBER,
    deal_currency_code = TEXT, hs_primary_associated_company = NUMBER,
    hs_is_closed = TEXT, hs_is_closed_won = TEXT, days_to_close = NUMBER,
  },
  tickets = {
    hs_object_id = NUMBER, createdate = WHEN, closed_date = WHEN, subject = TEXT, hs_pipeline = TEXT,
    hs_pipeline_stage = TEXT, hs_ticket_priority = TEXT, hs_ticket_category = TEXT, source_type = TEXT,
    hubspot_owner_id = TEXT, hs_primary_company_id = NUMBER,
  },
}

--- What is compared: seconds, a number, or text without regard to case.
local function comparable(kind, value, is_stored)
  if value == nil then return nil end
  if kind == TEXT then return string.lower(tostring(value)) end
  local number = tonumber(value)
  return number and kind == WHEN and not is_stored and number / 1000 or number
end

local function one_of(values, kind, stored)
  for _, value in ipairs(values or {}) do
    if comparable(kind, value) == stored then return true end
  end
  return false
end

-- Each gets what is stored, the filter's value, the filter and the property's kind. What is empty fits no comparison.
local OPERATORS = {
  EQ = function(stored, value) return stored == value end,
  NEQ = function(stored, value) return stored ~= nil and stored ~= value end,
  LT = function(stored, value) return stored ~= nil and stored < value end,
  LTE = function(stored, value) return stored ~= nil and stored <= value end,
  GT = function(stored, value) return stored ~= nil and stored > value end,
  GTE = function(stored, value) return stored ~= nil and stored >= value end,
  BETWEEN = function(stored, value, filter, kind)
    local high = comparable(kind, filter.highValue)
    return stored ~= nil and high ~= nil and stored >= value and stored <= high
  end,
  IN = function(stored, _, filter, kind) return stored ~= nil and one_of(filter.values, kind, stored) end,
  NOT_IN = function(stored, _, filter, kind) return stored ~= nil and not one_of(filter.values, kind, stored) end,
  HAS_PROPERTY = function(stored) return stored ~= nil end,
  NOT_HAS_PROPERTY = function(stored) return stored == nil end,
}
local WITHOUT_VALUE = { IN = true, NOT_IN = true, HAS_PROPERTY = true, NOT_HAS_PROPERTY = true }

local function check_filter(kinds, filter)
  local name, operator = tostring(filter.propertyName), tostring(filter.operator)
  if not kinds[name] then return "There was a problem with the request: property " .. name .. " does not exist" end
  if not OPERATORS[operator] then return "There was a problem with the request: unknown operator " .. operator end
  if not WITHOUT_VALUE[operator] and comparable(kinds[name], filter.value) == nil then
    return "There was a problem with the request: " .. tostring(filter.value) .. " was not a valid value of " .. name
  end
  return nil
end

local function check_groups(kinds, groups)
  if #groups > 5 then return "There was a problem with the request: at most 5 filterGroups are allowed" end
  for _, group in ipairs(groups) do
    for _, filter in ipairs(group.filters or {}) do
      local refusal = check_filter(kinds, filter)
      if refusal then return refusal end
    end
  end
  return nil
end

local function fits(kinds, record, group)
  for _, filter in ipairs(group.filters or {}) do
    local kind = kinds[filter.propertyName]
    local stored = comparable(kind, record[filter.propertyName], true)
    if not OPERATORS[filter.operator](stored, comparable(kind, filter.value), filter, kind) then return false end
  end
  return true
end

--- Groups are joined by "or", the filters of one by "and".
local function fits_any(kinds, record, groups)
  for _, group in ipairs(groups) do
    if fits(kinds, record, group) then return true end
  end
  return #groups == 0
end

local function holds_words(record, words)
  for _, name in ipairs({ "firstname", "lastname", "email", "name", "domain", "dealname" }) do
    if record[name] and string.find(string.lower(record[name]), words, 1, true) then return true end
  end
  return false
end

--- What is empty comes last in either direction.
local function in_order(found, kinds, rule)
  local name, falls, keys, ids = rule.propertyName, rule.direction == "DESCENDING", {}, {}
  for _, record in ipairs(found) do
    keys[record], ids[record] = comparable(kinds[name], record[name], true), tonumber(record.hs_object_id)
  end
  local function comes_first(one, other)
    local left, right = keys[one], keys[other]
    if left == right then return ids[one] < ids[other] end
    if left == nil or right == nil then return right == nil end
    if falls then return left > right end
    return left < right
  end
  table.sort(found, comes_first)
end

local function record_object(kinds, record, wanted)
  local properties = {}
  for _, name in ipairs(wanted or { "createdate", "hs_object_id" }) do
    local value = record[name]
    if kinds[name] == WHEN and value then value = iso(value) end
    properties[name] = value
  end
  return { id = record.hs_object_id, properties = properties, createdAt = iso(record.createdate), archived = false }
end

local function bounds(arguments)
  local limit, offset = math.tointeger(arguments.limit or 10), math.tointeger(arguments.offset or 0)
  if not limit or limit < 1 or limit > 200 then return nil, "The limit must be between 1 and 200" end
  if not offset or offset < 0 then return nil, "The offset must be a whole number from 0" end
  if offset + limit > SEARCH_MAX then return nil, "A search gives at most 10000 records" end
  return limit, offset
end

local function search(arguments)
  local kind = arguments.objectType
  local kinds, groups = PROPERTIES[kind], arguments.filterGroups or {}
  if not kinds then return nil, "Unable to infer object type from: " .. tostring(kind) end
  local limit, offset = bounds(arguments)
  if not limit then return nil, offset end
  local rules = arguments.sorts or {}
  local rule = rules[1] or { propertyName = "createdate", direction = "DESCENDING" }
  if #rules > 1 or not kinds[rule.propertyName] then return nil, "Only one sort by a known property is allowed" end
  local refusal = check_groups(kinds, groups)
  if refusal then return nil, refusal end
  local found, words = {}, arguments.query and string.lower(arguments.query)
  for _, record in ipairs(records[kind]) do
    if fits_any(kinds, record, groups) and (not words or holds_words(record, words)) then found[#found + 1] = record end
  end
  in_order(found, kinds, rule)
  local results = {}
  for index = offset + 1, math.min(offset + limit, #found) do
    results[#results + 1] = record_object(kinds, found[index], arguments.properties)
  end
  return { total = #found, results = results }
end

local function get_objects(arguments)
  local kinds, ids = PROPERTIES[arguments.objectType], arguments.objectIds or {}
  if not kinds then return nil, "Unable to infer object type from: " .. tostring(arguments.objectType) end
  if #ids < 1 or #ids > 100 then return nil, "From 1 to 100 ids are allowed" end
  local wanted, results = {}, {}
  for _, id in ipairs(ids) do wanted[tostring(id)] = true end
  for _, record in ipairs(records[arguments.objectType]) do
    if wanted[record.hs_object_id] then
      results[#results + 1] = record_object(kinds, record, arguments.properties)
    end
  end
  return { results = results }
end

local function get_properties(arguments)
  local kinds, results = PROPERTIES[arguments.objectType], {}
  if not kinds then return nil, "Unable to infer object type from: " .. tostring(arguments.objectType) end
  for name, kind in pairs(kinds) do results[#results + 1] = { name = name, type = kind } end
  table.sort(results, function(one, other) return one.name < other.name end)
  return { results = results }
end

local function search_owners()
  local results = {}
  for index, owner in ipairs(OWNERS) do
    results[index] = { id = owner.id, firstName = owner.firstName, lastName = owner.lastName,
      email = string.lower(owner.firstName) .. "@larkfield-boxes.example" }
  end
  return { results = results }
end

-- Content analytics: what each page had on each day, from the seed alone; a summary is the sum over the pages.

local PAGES = {
  { id = "81001", title = "Home", path = "", type = "SITE_PAGE", views = 160, rate = 0.004 },
  { id = "81002", title = "Pricing", path = "pricing", type = "SITE_PAGE", views = 74, rate = 0.012 },
  { id = "81003", title = "Boxes for offices", path = "lp/offices", type = "LANDING_PAGE", views = 38, rate = 0.09 },
  { id = "81004", title = "Gift boxes", path = "lp/gifts", type = "LANDING_PAGE", views = 27, rate = 0.06 },
  { id = "81005", title = "How we choose a farm", path = "blog/farm", type = "BLOG_POST", views = 31, rate = 0.002 },
  { id = "81006", title = "What is in season", path = "blog/season", type = "BLOG_POST", views = 22, rate = 0.001 },
}

local function page_counts(number, day)
  local random, _, month = chance.make_random(seed, 5000000 + day * 10 + number), calendar.civil(day)
  local weekday = (day + 3) % 7 < 5 and 1.1 or 0.75
  local views = chance.poisson(random, PAGES[number].views * story.season[month] * weekday)
  local submissions = math.floor(views * PAGES[number].rate * (0.4 + 1.2 * random()) + random())
  return { rawViews = views, submissions = submissions, contacts = math.floor(submissions * 0.6 + random() * 0.5) }
end

local function add_counts(sum, counts)
  for name, count in pairs(counts) do sum[name] = (sum[name] or 0) + count end
end

local function summary(first, last)
  local results = {}
  for day = first, last do
    local sum = { date = story.iso_day(day) }
    for number = 1, #PAGES do add_counts(sum, page_counts(number, day)) end
    results[#results + 1] = sum
  end
  return { results = results }
end

local function comes_first(one, other)
  if one.rawViews == other.rawViews then return one.contentId < other.contentId end
  return one.rawViews > other.rawViews
end

local function totals(first, last, limit, offset)
  local found, results = {}, {}
  for number, page in ipairs(PAGES) do
    local row = { contentId = page.id, title = page.title, type = page.type,
      url = "https://www.larkfield-boxes.example/" .. page.path, rawViews = 0, submissions = 0, contacts = 0 }
    for day = first, last do add_counts(row, page_counts(number, day)) end
    found[number] = row
  end
  table.sort(found, comes_first)
  for index = offset + 1, math.min(offset + limit, #found) do results[#results + 1] = found[index] end
  return { total = #found, results = results }
end

local function day_of(text)
  local year, month, day = string.match(tostring(text), "^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
  return year and calendar.day_number(tonumber(year), tonumber(month), tonumber(day))
end

local function content_report(arguments)
  local first, last = day_of(arguments.start), day_of(arguments["end"])
  if not first or not last then return nil, "start and end must be days like 2026-11-01" end
  last = math.min(last, line.today - 1)
  if arguments.mode == "SUMMARY" and arguments.period == "DAILY" then return summary(first, last) end
  if arguments.mode == "TOTALS" then return totals(first, last, arguments.limit or 100, arguments.offset or 0) end
  return nil, "The mode must be TOTALS, or SUMMARY with the period DAILY"
end

local answers = {
  get_content_analytics_report = content_report,
  search_crm_objects = search,
  get_crm_objects = get_objects,
  get_properties = get_properties,
  search_owners = search_owners,
}

local function call(tool, arguments)
  if not answers[tool] then return nil, "The simulated HubSpot does not run " .. tostring(tool) end
  return answers[tool](arguments or {})
end

local text, whole, object = { type = "string" }, { type = "integer" }, { type = "object" }
local texts = { type = "array", items = text }

local function list_of(properties)
  return { type = "array", items = { type = "object", properties = properties } }
end

local function tool(name, description, properties, required, reads)
  return {
    name = name, description = description,
    inputSchema = { type = "object", properties = properties, required = required },
    annotations = { readOnlyHint = reads, destructiveHint = not reads },
  }
end

local filters = list_of({ propertyName = text, operator = text, value = text, highValue = text, values = texts })

return {
  name = "hubspot",
  tools = {
    tool("search_crm_objects", "Find CRM records by filters, order and text.", {
      objectType = text, chatInsights = object, query = text, properties = texts, limit = whole, offset = whole,
      filterGroups = list_of({ filters = filters }), sorts = list_of({ propertyName = text, direction = text }),
    }, { "objectType" }, true),
    tool("get_crm_objects", "Get up to 100 records by id.", {
      objectType = text, objectIds = texts, properties = texts }, { "objectType" }, true),
    tool("get_properties", "The properties that an object type has.", {
      objectType = text, propertyNames = texts }, { "objectType" }, true),
    tool("search_owners", "The users who own records.", {
      limit = whole, offset = whole, ownerIds = texts, searchQuery = text }, nil, true),
    tool("get_content_analytics_report", "Views, submissions and contacts of pages and posts.", {
      mode = text, period = text, start = text, ["end"] = text, includeMetadata = { type = "boolean" },
      limit = whole, offset = whole, sortMetric = text, sortDirection = text, contentIds = texts }, { "mode" }, true),
    tool("query_crm_data", "Run SQL over CRM objects.", { sql = text, chatInsights = object }, { "sql" }, true),
    tool("manage_crm_objects", "Make or change CRM records.", {
      confirmationStatus = text, createRequest = object, updateRequest = object }, nil, false),
    tool("manage_landing_page", "Make, edit or publish a landing page.", { action = text }, { "action" }, false),
    tool("submit_feedback", "Send feedback to HubSpot.", nil, nil, false),
  },
  call = call,
}
