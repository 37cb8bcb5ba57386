-- What plugins of several vendors need, and what is easily got wrong. Each name of the table is a global of every
-- plugin.lua. Pure; the engine's own money and calendar (base/money, base/calendar) are what the tests hold it to.

local DAY = 86400

-- Decimal digits of the currencies that do not have two.
local DIGITS = {
  BIF = 0, CLP = 0, DJF = 0, GNF = 0, ISK = 0, JPY = 0, KMF = 0, KRW = 0, PYG = 0, RWF = 0, UGX = 0, VND = 0,
  VUV = 0, XAF = 0, XOF = 0, XPF = 0, BHD = 3, IQD = 3, JOD = 3, KWD = 3, LYD = 3, OMR = 3, TND = 3,
}

local money, days, data = {}, {}, {}

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

return { money = money, days = days, data = data }
