-- What plugins of several vendors need, and what is easily got wrong. Each name of the table is a global of every
-- plugin.lua. Pure; the engine's own money and calendar (base/money, base/calendar) are what the tests hold it to.

local DAY = 86400

-- Decimal digits of the currencies that do not have two.
local DIGITS = {
  BIF = 0, CLP = 0, DJF = 0, GNF = 0, ISK = 0, JPY = 0, KMF = 0, KRW = 0, PYG = 0, RWF = 0, UGX = 0, VND = 0,
  VUV = 0, XAF = 0, XOF = 0, XPF = 0, BHD = 3, IQD = 3, JOD = 3, KWD = 3, LYD = 3, OMR = 3, TND = 3,
}

-- Marks of names that are nobody's business: the engine puts its own list (policy/private_names) between the braces.
local PRIVATE = {}

local money, days, data, postgres = {}, {}, {}, {}

--- How many decimal digits a currency has; two where it is unknown.
function money.digits(currency)
  return type(currency) == "string" and DIGITS[string.upper(currency)] or 2
end

-- Sign, whole minor units as text, and the digits behind them.
local function parts_of(amount, currency)
  local written = math.type(amount) == "float" and string.format("%.6f", amount) or tostring(amount)
  local sign, whole, decimals = string.match(written, "^(%-?)(%d+)%.?(%d*)$")
  assert(whole, "an amount is no decimal number")
  local digits = money.digits(currency)
  local units = math.tointeger(tonumber(whole .. string.sub(decimals .. "000", 1, digits)))
  return sign, assert(units, "an amount is too large"), string.sub(decimals, digits + 1)
end

--- Whole minor units of a decimal text or a number: ("12.50", "EUR") is 1250. More decimals than the currency has are
--- an error, unless they are zeros. Nothing of nothing.
function money.minor(amount, currency)
  if amount == nil then return nil end
  local sign, units, rest = parts_of(amount, currency)
  assert(not string.find(rest, "[^0]"), "an amount has more decimals than its currency")
  return sign == "-" and -units or units
end

--- The same for amounts that were computed: what is behind the last digit is rounded, half of one away from zero.
function money.rounded(amount, currency)
  if amount == nil then return nil end
  local sign, units, rest = parts_of(amount, currency)
  if string.find(rest, "^[5-9]") then units = units + 1 end
  return sign == "-" and -units or units
end

--- Days since 1970 of the day that a text begins with: "2026-09-01", "2026-09-01T10:00:00Z".
function days.number(text)
  local y, m, d = string.match(tostring(text), "^(%d%d%d%d)%-(%d%d)%-(%d%d)")
  assert(y, "no day: " .. tostring(text))
  local year, month, day = math.tointeger(tonumber(y)), math.tointeger(tonumber(m)), math.tointeger(tonumber(d))
  assert(month >= 1 and month <= 12 and day >= 1 and day <= 31, "no day: " .. tostring(text))
  local shifted = month <= 2 and year - 1 or year
  local of_year = (153 * (month + (month > 2 and -3 or 9)) + 2) // 5 + day - 1
  return shifted * 365 + shifted // 4 - shifted // 100 + shifted // 400 + of_year - 719468
end

--- The day so many days after 1970 began: "2026-09-01".
function days.text(number)
  local shifted = number + 719468
  local era = shifted // 146097
  local of_era = shifted - era * 146097
  local of_400 = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
  local of_year = of_era - (365 * of_400 + of_400 // 4 - of_400 // 100)
  local part = (5 * of_year + 2) // 153
  local month = part < 10 and part + 3 or part - 9
  local year = of_400 + era * 400 + (month <= 2 and 1 or 0)
  return string.format("%04d-%02d-%02d", year, month, of_year - (153 * part + 2) // 5 + 1)
end

--- The day so many days later, or earlier.
function days.plus(text, count)
  return days.text(days.number(text) + count)
end

--- The UTC time of Unix seconds: "2026-09-01T10:00:00Z".
function days.iso(seconds)
  local whole = math.floor(seconds)
  local rest = whole % DAY
  return string.format("%sT%02d:%02d:%02dZ", days.text(whole // DAY), rest // 3600, rest // 60 % 60, rest % 60)
end

--- The UTC day of Unix seconds: "2026-09-01".
function days.utc(seconds)
  return days.text(math.floor(seconds) // DAY)
end

-- Seconds by which a zone is ahead of UTC: "Z", "+02:00", "-0530"; one that is not named is UTC.
local function ahead(zone)
  if zone == "" or zone == "Z" or zone == "z" then return 0 end
  local sign, hours, minutes = string.match(zone, "^([+-])(%d%d):?(%d%d)$")
  assert(sign, "no time zone: " .. zone)
  local seconds = math.tointeger(tonumber(hours)) * 3600 + math.tointeger(tonumber(minutes)) * 60
  return sign == "-" and -seconds or seconds
end

--- Unix seconds of an ISO 8601 text, parts of a second left out; of a day, its beginning in UTC.
function days.unix(text)
  local start = days.number(text) * DAY
  local rest = string.sub(text, 11)
  if rest == "" then return start end
  local hours, minutes, seconds, zone = string.match(rest, "^[T ](%d%d):(%d%d):?(%d*)[.,]?%d*(.*)$")
  assert(hours, "no time: " .. text)
  local of_day = math.tointeger(tonumber(hours)) * 3600 + math.tointeger(tonumber(minutes)) * 60
  return start + of_day + (math.tointeger(tonumber(seconds)) or 0) - ahead(zone)
end

--- Whether a value is a list; an empty table is one.
function data.is_list(value)
  return type(value) == "table" and (value[1] ~= nil or next(value) == nil)
end

--- A member that is a table; an empty one where there is none.
function data.child(object, name)
  local value = type(object) == "table" and object[name] or nil
  return type(value) == "table" and value or {}
end

--- A text that says something; nothing of anything else.
function data.text(value)
  return type(value) == "string" and value ~= "" and value or nil
end

--- A whole number, also where it came as a text; an error where it is none. Nothing of nothing.
function data.whole(value)
  if value == nil then return nil end
  return assert(math.tointeger(tonumber(value)), "no whole number")
end

--- The rows of a reply: the list under the first of these names that has one, or the reply itself. Else an error.
function data.rows(reply, ...)
  assert(type(reply) == "table", "the reply holds no data")
  for _, name in ipairs({ ... }) do
    if data.is_list(reply[name]) then return reply[name] end
  end
  assert(data.is_list(reply), "the reply holds no list of rows under a known name")
  return reply
end

--- Whether a column's name says that it holds a password, a token, a card number or the like: never read those.
function data.is_private(name)
  local humped = string.gsub(tostring(name), "([%l%d])(%u)", "%1_%2")
  local words = string.gsub(humped, "[\1-\47\58-\64\91-\96\123-\127]+", "_")
  words = "_" .. string.lower(string.gsub(string.gsub(words, "^_", ""), "_$", "")) .. "_"
  for _, mark in ipairs(PRIVATE) do
    if string.find(words, mark, 1, true) then return true end
  end
  return false
end

--- The entry at a position of a text with commas: ("a,b,c", 2) is "b". Nothing behind the last.
function data.entry(text, position)
  local at = 0
  for entry in string.gmatch(text or "", "[^,]+") do
    at = at + 1
    if at == position then return entry end
  end
  return nil
end

local ROWS, COLUMNS_MAX, NAMED_MAX = 1000, 60, 5
local PLAIN_NAME = "^[a-z_][a-z0-9_]*$"

-- Types that hold no plain value: a column of one can be neither grouped nor ordered by.
local FOLDED = {
  ARRAY = true, json = true, jsonb = true, bytea = true, tsvector = true, xml = true, point = true, box = true,
  line = true, lseg = true, path = true, polygon = true, circle = true,
}

--- The statement that lists the columns of the public tables of a PostgreSQL database.
function postgres.columns()
  return "SELECT table_name, column_name, data_type FROM information_schema.columns \z
    WHERE table_schema = 'public' ORDER BY table_name, ordinal_position LIMIT 10000"
end

--- The one table that the question names, as databases write it ("Order lines" is order_lines); or nil and a sentence.
function postgres.table_named(request)
  local said = (request.contains or {}).table or (request.filters or {}).table
  local name = said and #said == 1 and string.gsub(string.lower(said[1]), "[%s-]+", "_")
  if not name then return nil, "Name one table of the database, like orders." end
  return (string.gsub(name, "^public%.", ""))
end

-- The table called so, or in the plural or singular of it.
local function spelling_in(tables, wanted)
  local many, one = string.gsub(wanted, "y$", "ies"), string.gsub(wanted, "s$", "")
  for _, name in ipairs({ wanted, wanted .. "s", one, many }) do
    if tables[name] then return name end
  end
  return nil
end

-- "a, b and 3 more, which look secret"; nothing of none. Only plain names are said.
local function said_of(names, why)
  if #names == 0 then return nil end
  local shown = {}
  for _, name in ipairs(names) do
    if #shown < NAMED_MAX and string.find(name, PLAIN_NAME) then shown[#shown + 1] = name end
  end
  local rest = #names - #shown
  local all = table.concat(shown, ", ")
  if rest > 0 then all = all .. (all == "" and "" or " and ") .. rest .. (all == "" and " columns" or " more") end
  return all .. why
end

local function add_column(found, row)
  local column = tostring(row.column_name)
  local to = found.read
  if data.is_private(column) then
    to = found.private
  elseif not string.find(column, PLAIN_NAME) or FOLDED[row.data_type] then
    to = found.folded
  elseif #found.read == COLUMNS_MAX then
    to = found.beyond
  end
  to[#to + 1] = column
end

--- Of the rows that `columns` gave: the table that the question names and those of its columns that are read, both ""
--- where it is not there; and a sentence about the columns that are not.
function postgres.found(request, rows)
  local tables = {}
  for _, row in ipairs(rows) do
    local name = tostring(row.table_name)
    tables[name] = tables[name] or { read = {}, private = {}, folded = {}, beyond = {} }
    add_column(tables[name], row)
  end
  local name = spelling_in(tables, postgres.table_named(request) or "")
  if not name or not string.find(name, PLAIN_NAME) then return { table = "", columns = "" } end
  local columns = tables[name]
  local left = {}
  left[#left + 1] = said_of(columns.private, ", by the name a secret")
  left[#left + 1] = said_of(columns.folded, ", no plain value or no plain name")
  left[#left + 1] = said_of(columns.beyond, ", behind the first " .. COLUMNS_MAX)
  local sentence = #left > 0 and "Columns of " .. name .. " that were not read: " .. table.concat(left, "; ") .. "."
  if #columns.read == 0 then return nil, sentence end
  return { table = name, columns = table.concat(columns.read, ",") }, sentence or nil
end

--- The statement for a page of the table that was found, from an offset on; or nil and a sentence where none was.
function postgres.page(request, offset)
  local found = request.found or {}
  if not data.text(found.table) then return nil, "No public table of the first three projects is called so." end
  local columns = string.gsub(string.gsub(found.columns, "[^,]+", '"%0"'), ",", ", ")
  -- By all of them: rows that are equal in the first would come in another order with each page.
  return "SELECT " .. columns .. ' FROM "public"."' .. found.table .. '" ORDER BY ' .. columns
    .. " LIMIT " .. ROWS .. " OFFSET " .. offset
end

--- The statement for the page behind the one that gave these rows; nothing behind the last.
function postgres.next_page(request, statement, rows)
  if #rows < ROWS then return nil end
  return postgres.page(request, tonumber(string.match(statement, "OFFSET (%d+)$")) + ROWS)
end

-- A time as Postgres writes it, in the form that every engine reads.
local function value_of(value)
  if type(value) ~= "string" then return value end
  local day, hour, zone = string.match(value, "^(%d%d%d%d%-%d%d%-%d%d)[ T](%d%d:%d%d:%d%d)[.%d]*(.*)$")
  if not day then return value end
  local sign, hours, minutes = string.match(zone, "^([+-])(%d%d):?(%d?%d?)$")
  if not sign then return day .. "T" .. hour .. "Z" end
  return day .. "T" .. hour .. sign .. hours .. ":" .. (minutes ~= "" and minutes or "00")
end

--- The records of a page: each row under its own names, and under "table" which table it is of.
function postgres.records(request, rows)
  local records = {}
  for index, row in ipairs(rows) do
    local record = {}
    for name, value in pairs(row) do record[name == "table" and "table field" or name] = value_of(value) end
    record.table, records[index] = postgres.table_named(request), record
  end
  return records
end

return { money = money, days = days, data = data, postgres = postgres }
