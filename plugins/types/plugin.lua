---@meta
-- luacheck: ignore
-- Made by `parley plugin types`; for editors alone: the engine does not read it.
-- Write ---@type parley.Plugin above `local plugin = {}`.

--- The period that is asked for; a side that is open is missing.
---@class parley.Range
---@field start? string The first day: "2026-09-01".
---@field end? string The first day that no longer counts.
---@field last? string The day before it.
---@field start_unix? integer The first day's beginning in seconds.
---@field end_unix? integer The beginning of the day that no longer counts.

--- What every function but account gets first.
---@class parley.Request
---@field dataset string The dataset's id.
---@field tool string The tool's name as the server publishes it.
---@field account table<string, string|boolean|integer> What account() gave.
---@field settings table<string, string> What the user typed when connecting.
---@field range parley.Range The period that is asked for.
---@field filters table<string, any[]> Columns and the values that are wanted.
---@field contains table<string, string[]> Columns and texts that must stand in them.
---@field group_by string[] The columns on demand that are wanted.
---@field bucket? string The steps of time that are asked for: "day", "week" ... "year".
---@field today? string The organization's day: "2026-11-21".
---@field rows_per_page? integer As the dataset's paging says.
---@field found table<string, string|boolean|integer> What the dataset's lookups gave so far.

--- The functions of plugin.lua; each may be missing. reply is the decoded reply, or its text where it is prose.
---@class parley.Plugin
---@field account? fun(reply: any, request: parley.Request): table The values that account.values names.
---@field lookup? fun(request: parley.Request, position: integer): table|nil, string? A lookup's arguments.
---@field found? fun(request: parley.Request, reply: any, position: integer): table|nil, string? Its values.
---@field prepare? fun(request: parley.Request): table|nil, string? The arguments, or nil and a sentence.
---@field shape? fun(request: parley.Request, reply: any, arguments: table): table[], string? Records by column.
---@field more? fun(request: parley.Request, arguments: table, reply: any): table|nil The next page's.

money = {}

--- How many decimal digits a currency has; two where it is unknown.
---@param currency any
---@return any
function money.digits(currency) end

--- Whole minor units of a decimal text or a number: ("12.50", "EUR") is 1250. More decimals than the currency has are
--- an error, unless they are zeros. Nothing of nothing.
---@param amount any
---@param currency any
---@return any
function money.minor(amount, currency) end

--- The same for amounts that were computed: what is behind the last digit is rounded, half of one away from zero.
---@param amount any
---@param currency any
---@return any
function money.rounded(amount, currency) end

days = {}

--- Days since 1970 of the day that a text begins with: "2026-09-01", "2026-09-01T10:00:00Z".
---@param text any
---@return any
function days.number(text) end

--- The day so many days after 1970 began: "2026-09-01".
---@param number any
---@return any
function days.text(number) end

--- The day so many days later, or earlier.
---@param text any
---@param count any
---@return any
function days.plus(text, count) end

--- The UTC time of Unix seconds: "2026-09-01T10:00:00Z".
---@param seconds any
---@return any
function days.iso(seconds) end

--- The UTC day of Unix seconds: "2026-09-01".
---@param seconds any
---@return any
function days.utc(seconds) end

--- Unix seconds of an ISO 8601 text, parts of a second left out; of a day, its beginning in UTC.
---@param text any
---@return any
function days.unix(text) end

data = {}

--- Whether a value is a list; an empty table is one.
---@param value any
---@return any
function data.is_list(value) end

--- A member that is a table; an empty one where there is none.
---@param object any
---@param name any
---@return any
function data.child(object, name) end

--- A text that says something; nothing of anything else.
---@param value any
---@return any
function data.text(value) end

--- A whole number, also where it came as a text; an error where it is none. Nothing of nothing.
---@param value any
---@return any
function data.whole(value) end

--- The rows of a reply: the list under the first of these names that has one, or the reply itself. Else an error.
---@param reply any
---@param ... any
---@return any
function data.rows(reply, ...) end

--- Whether a column's name says that it holds a password, a token, a card number or the like: never read those.
---@param name any
---@return any
function data.is_private(name) end

--- The entry at a position of a text with commas: ("a,b,c", 2) is "b". Nothing behind the last.
---@param text any
---@param position any
---@return any
function data.entry(text, position) end

postgres = {}

--- The statement that lists the columns of the public tables of a PostgreSQL database.
---@return any
function postgres.columns() end

--- The one table that the question names, as databases write it ("Order lines" is order_lines); or nil and a sentence.
---@param request any
---@return any
function postgres.table_named(request) end

--- Of the rows that `columns` gave: the table that the question names and those of its columns that are read, both ""
--- where it is not there; and a sentence about the columns that are not.
---@param request any
---@param rows any
---@return any
function postgres.found(request, rows) end

--- The statement for a page of the table that was found, from an offset on; or nil and a sentence where none was.
---@param request any
---@param offset any
---@return any
function postgres.page(request, offset) end

--- The statement for the page behind the one that gave these rows; nothing behind the last.
---@param request any
---@param statement any
---@param rows any
---@return any
function postgres.next_page(request, statement, rows) end

--- The records of a page: each row under its own names, and under "table" which table it is of.
---@param request any
---@param rows any
---@return any
function postgres.records(request, rows) end
