-- A simulated Airtable: what the story's company keeps in tables. Its bases have grown with what happened to it: the
-- parcel claims came with the late parcels, the price sheet with the new prices.

local chance = story.chance

local BASES_PER_PAGE, RECORDS_PER_PAGE, RECORDS_PER_PAGE_MAX = 1000, 1000, 8000
local DAY, WEEKS = 86400, 77

-- How many records a table gains in a week, where it is not a handful; claims are told apart, day by day.
local WEEKLY = { Parcels = 9, Customers = 2, Orders = 3, Posts = 2.5, Candidates = 1.5, Shifts = 5, Tastings = 1 }
local CLAIMS_A_WEEK, CLAIMS_IN_BAD_WEEK = 4, { 6, 17, 21, 16, 12, 3, 4, 11, 7, 5, 4 }

-- Field types by a short word, for the lists below would else be mostly types.
local TYPES = {
    text = "singleLineText", long = "multilineText", rich = "richText", one = "singleSelect", many = "multipleSelects",
    number = "number", money = "currency", percent = "percent", date = "date", time = "dateTime", check = "checkbox",
    person = "singleCollaborator", link = "multipleRecordLinks", lookup = "multipleLookupValues", rollup = "rollup",
    formula = "formula", count = "count", file = "multipleAttachments", mail = "email", phone = "phoneNumber",
    url = "url", rating = "rating", id = "autoNumber", made = "createdTime", changed = "lastModifiedTime",
}

-- A table is its name and its fields as "Name:type"; the first one is the primary field.
local BASES = {
    {
        name = "Operations", permission = "create",
        tables = {
            { "Parcels", "Parcel number:text, Customer:link, Carrier:link, Status:one, Packed on:time, "
                .. "Handed over:time, Promised day:date, Delivered:time, Days late:formula, Weight in kg:number, "
                .. "Label version:one, Damaged:check, Photos:file, Claim:link, Note:long" },
            { "Carriers", "Name:text, Country:one, Contact:mail, Phone:phone, Price per parcel:money, On time:percent, "
                .. "Parcels:count" },
            { "Customers", "Office:text, Plan:one, Country:one, Contact:mail, Since:date, Boxes a month:number, "
                .. "Parcels:link, Late parcels:rollup" },
            { "Shifts", "Name:formula, Day:date, Person:person, From:time, Until:time, Station:one" },
            { "Incidents", "Title:text, Started:time, Ended:time, Severity:one, Owner:person, Parcels hit:number, "
                .. "What happened:rich, What was learned:rich" },
        },
    },
    {
        name = "Parcel claims", permission = "edit",
        tables = {
            { "Claims", "Claim:id, Office:text, E-mail:mail, Parcel number:text, Reason:one, Value:money, "
                .. "Photos:file, Received:made, Answered:time, Hours to answer:formula, Status:one, "
                .. "Amount:money, Handled by:person" },
            { "Answers", "Title:text, Text:rich, Used:count, Claims:link" },
            { "Weekly totals", "Week:date, Claims:rollup, Refunded:rollup, Share late:percent" },
        },
    },
    {
        name = "Supplier book", permission = "create",
        tables = {
            { "Suppliers", "Name:text, Category:many, Country:one, Contact:mail, Phone:phone, Website:url, "
                .. "Rating:rating, Contract:file, Products:link, Spend this year:rollup" },
            { "Products", "Name:text, Supplier:link, Type:one, Purchase price:money, Shop price:money, Margin:formula, "
                .. "Shelf life in days:number, Vegan:check, Contains nuts:check, In glass:check, Picture:file" },
            { "Orders", "Order:id, Supplier:link, Products:link, Ordered on:date, Due on:date, Arrived on:date, "
                .. "Total:money, Status:one, Country:lookup" },
            { "Price sheet", "Product:link, Valid from:date, Price in USD:money, Price in EUR:money, Changed:changed, "
                .. "Approved by:person" },
        },
    },
    {
        name = "Content plan", permission = "edit",
        tables = {
            { "Posts", "Title:text, Channel:one, Status:one, Author:person, Due:date, Published:time, Text:rich, "
                .. "Picture:file, Link:url, Campaign:link" },
            { "Campaigns", "Name:text, Goal:long, From:date, Until:date, Budget:money, Posts:count, Owner:person" },
            { "Ideas", "Idea:text, From whom:person, Votes:number, Added:made" },
        },
    },
    {
        name = "Box design", permission = "edit",
        tables = {
            { "Boxes", "Name:text, Season:one, Plan:many, Items:link, Item count:count, Cost:rollup, Price:money, "
                .. "Margin:formula, Tasted by:many, Score:rating, Released:date" },
            { "Items", "Name:text, Supplier:text, Grams:number, Cost:money, Allergens:many, Boxes:link" },
            { "Tastings", "Name:formula, Day:date, Item:link, Taster:person, Score:rating, Words:long" },
        },
    },
    {
        name = "Hiring", permission = "read",
        tables = {
            { "Candidates", "Name:text, E-mail:mail, Role:link, Stage:one, Applied:made, Source:one, CV:file, "
                .. "Score:rating, Interviewer:person, Notes:long" },
            { "Roles", "Title:text, Team:one, Open since:date, Filled on:date, Candidates:count" },
        },
    },
    {
        name = "Office events", permission = "comment",
        tables = {
            { "Events", "Name:text, Day:date, Place:text, Guests:number, Budget:money, Owner:person, "
                .. "Boxes needed:formula" },
            { "Guests", "Name:text, E-mail:mail, Event:link, Coming:check, Diet:many" },
        },
    },
    {
        name = "Scratch pad of Ines", permission = "create",
        tables = { { "Table 1", "Name:text, Notes:long, Assignee:person, Status:one, Attachments:file" } },
    },
    { name = "Payroll", permission = "none", tables = { { "Salaries", "Person:text, From:date, Amount:money" } } },
    { name = "Board reports", permission = "none", tables = { { "Reports", "Quarter:text, Paper:file" } } },
}

local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

--- Airtable's ids: three letters that say of what, and fourteen that say nothing.
local function make_id(random, kind)
    local letters = {}
    for place = 1, 14 do
        local at = 1 + math.floor(random() * #ALPHABET)
        letters[place] = string.sub(ALPHABET, at, at)
    end
    return kind .. table.concat(letters)
end

local function make_fields(random, words)
    local fields = {}
    for name, kind in string.gmatch(words, "%s*([^:,]+):(%l+)") do
        fields[#fields + 1] = {
            id = make_id(random, "fld"), name = name,
            type = assert(TYPES[kind], "the simulation has a field of an unknown type"),
        }
    end
    return fields
end

local function make_bases()
    local random, bases, by_id = chance.make_random(seed, 50), {}, {}
    for place, plan in ipairs(BASES) do
        local base = { id = make_id(random, "app"), name = plan.name, permission = plan.permission, tables = {} }
        for number, words in ipairs(plan.tables) do
            local fields = make_fields(random, words[2])
            base.tables[number] = {
                id = make_id(random, "tbl"), name = words[1], fields = fields, primaryFieldId = fields[1].id,
            }
        end
        bases[place], by_id[base.id] = base, base
    end
    return bases, by_id
end

local bases, base_by_id = make_bases()

-- Records. All begins on a Monday and is told from there on, so that a week's data do not change with each new day.

local line = story.timeline(now)
local first_day = story.calendar.monday_of(line.today) - 7 * WEEKS

local CHOICES = { "To do", "In progress", "Done" }
local PEOPLE = { "Paul Okello", "Julia Stein", "Ines Prado" }

--- What stands in a field's cell; nil in fields of kinds that nobody asks for here.
local function cell_for(random, field, age)
    local share = random()
    if field.type == "singleSelect" then
        local name = CHOICES[age > 20 and (share < 0.9 and 3 or 2) or 1 + math.floor(3 * share)]
        return { id = "sel" .. string.gsub(name, " ", ""), name = name, color = "blueLight2" }
    elseif field.type == "currency" or field.type == "number" then
        return share < 0.85 and math.floor(100 * (4 + 60 * random())) / 100 or nil
    elseif field.type == "singleCollaborator" then
        local name = chance.any(random, PEOPLE)
        return { id = "usr" .. string.gsub(name, " ", ""), email = "someone@example.com", name = name }
    elseif field.type == "singleLineText" then
        return string.format("%s %d", field.name, math.floor(9000 * share))
    end
    return nil
end

local function make_record(random, entry, day)
    local record = { id = make_id(random, "rec"), cells = {} }
    record.created = day * DAY + math.floor((7 + 11 * random()) * 3600)
    for _, field in ipairs(entry.fields) do record.cells[field.id] = cell_for(random, field, line.today - day) end
    return record
end

--- How many records a day brings: claims many in the bad week, other tables as ever.
local function records_on(random, entry, day)
    local weekly = WEEKLY[entry.name] or 0.3
    if entry.name == "Claims" then
        local extra = CLAIMS_IN_BAD_WEEK[day - line.bad_week + 1] or 0
        return extra + chance.poisson(random, CLAIMS_A_WEEK / 7)
    end
    return chance.poisson(random, weekly / 7)
end

local function records_of(entry, number)
    if entry.records then return entry.records end
    local random, records = chance.make_random(seed + number, 51), {}
    for day = first_day, line.today - 1 do
        for _ = 1, records_on(random, entry, day) do records[#records + 1] = make_record(random, entry, day) end
    end
    entry.records = records
    return records
end

local function base_object(base)
    return { id = base.id, name = base.name, permissionLevel = base.permission }
end

local function list_bases(arguments)
    local first = 1
    if arguments.offset ~= nil then first = math.tointeger(tonumber(arguments.offset)) end
    if not first or first < 1 or first > #bases then return nil, "INVALID_OFFSET_VALUE: The offset is not valid" end
    local found, last = {}, math.min(first + BASES_PER_PAGE - 1, #bases)
    for place = first, last do found[#found + 1] = base_object(bases[place]) end
    return { bases = found, offset = last < #bases and tostring(last + 1) or nil }
end

local function search_bases(arguments)
    local words, found = string.lower(tostring(arguments.searchQuery)), {}
    for _, base in ipairs(bases) do
        if string.find(string.lower(base.name), words, 1, true) then found[#found + 1] = base_object(base) end
    end
    return { bases = found, recommendedBaseId = #found == 1 and found[1].id or nil }
end

--- The base if its tables may be seen: who has it in an interface only is told that it is not there.
local function readable(id)
    local base = base_by_id[id]
    if not base or base.permission == "none" then
        return nil, "NOT_FOUND: Base " .. tostring(id) .. " was not found, or you have no permission to it"
    end
    return base
end

local function list_tables(arguments)
    local base, refusal = readable(arguments.baseId)
    if not base then return nil, refusal end
    return { tables = base.tables }
end

--- The chosen fields of the chosen tables; all of a table's fields where none are chosen.
local function get_table_schema(arguments)
    local base, refusal = readable(arguments.baseId)
    if not base then return nil, refusal end
    local found = {}
    for _, asked in ipairs(arguments.tables or {}) do
        local wanted = {}
        for _, id in ipairs(asked.fieldIds or {}) do wanted[id] = true end
        for _, entry in ipairs(base.tables) do
            if entry.id == asked.tableId then
                local fields = {}
                for _, field in ipairs(entry.fields) do
                    if next(wanted) == nil or wanted[field.id] then fields[#fields + 1] = field end
                end
                found[#found + 1] = { id = entry.id, name = entry.name, fields = fields }
            end
        end
    end
    if #found == 0 then return nil, "NOT_FOUND: No such table in base " .. base.id end
    return { tables = found }
end

--- The fields that were asked for by id or by name; nothing where one is not there.
local function fields_asked(entry, asked)
    local wanted = {}
    for _, name in ipairs(asked) do
        local id
        for _, field in ipairs(entry.fields) do
            if field.id == name or field.name == name then id = field.id end
        end
        if not id then return nil, "UNKNOWN_FIELD_NAME: Unknown field name: " .. name end
        wanted[id] = true
    end
    return wanted
end

--- A record with the wanted cells, or with all; empty ones are left out.
local function record_object(record, wanted)
    local cells = {}
    for id, cell in pairs(record.cells) do
        if not wanted or wanted[id] then cells[id] = cell end
    end
    return { id = record.id, createdTime = story.calendar.iso_time(record.created, ".000Z"),
             cellValuesByFieldId = cells }
end

local function list_records(arguments)
    local base, refusal = readable(arguments.baseId)
    if not base then return nil, refusal end
    local size = math.tointeger(arguments.pageSize or RECORDS_PER_PAGE)
    local first = math.tointeger(tonumber(arguments.cursor or "1"))
    if not size or size < 1 or size > RECORDS_PER_PAGE_MAX then return nil, "INVALID_REQUEST: pageSize" end
    for number, entry in ipairs(base.tables) do
        local name = string.lower(arguments.tableId)
        if entry.id == arguments.tableId or string.lower(entry.name) == name then
            local records, wanted, found = records_of(entry, number), nil, {}
            if arguments.fieldIds and #arguments.fieldIds > 0 then
                wanted, refusal = fields_asked(entry, arguments.fieldIds)
                if not wanted then return nil, refusal end
            end
            local last = first and math.min(first + size - 1, #records)
            if not first or first < 1 then return nil, "INVALID_CURSOR: The cursor is not valid" end
            for place = first, last do found[#found + 1] = record_object(records[place], wanted) end
            return { records = found, nextCursor = last < #records and tostring(last + 1) or nil,
                     metadata = { totalRecordCount = #records } }
        end
    end
    return nil, "NOT_FOUND: Table " .. arguments.tableId .. " was not found in base " .. base.id
end

local answers = {
    list_records_for_table = list_records,
    list_bases = list_bases,
    search_bases = search_bases,
    list_tables_for_base = list_tables,
    get_table_schema = get_table_schema,
    ping = function() return "pong" end,
}

local function call(tool, arguments)
    if not answers[tool] then return nil, "The simulated Airtable does not run " .. tostring(tool) end
    return answers[tool](arguments or {})
end

local text, objects = { type = "string" }, { type = "array", items = { type = "object" } }

local function tool(name, description, properties, required, reads)
    return {
        name = name, description = description,
        inputSchema = { type = "object", properties = properties, required = required },
        annotations = { readOnlyHint = reads, destructiveHint = not reads },
    }
end

return {
    name = "airtable",
    tools = {
        tool("list_bases", "List the bases that you can reach.", { offset = text }, nil, true),
        tool("search_bases", "Find a base by part of its name.", { searchQuery = text }, { "searchQuery" }, true),
        tool("list_tables_for_base", "List the tables of a base with their fields.", { baseId = text }, { "baseId" },
            true),
        tool("get_table_schema", "Get the chosen fields of tables.", { baseId = text, tables = objects },
            { "baseId", "tables" }, true),
        tool("list_records_for_table", "List the records of a table.", {
            baseId = text, tableId = text, fieldIds = { type = "array", items = text }, pageSize = { type = "number" },
            cursor = text }, { "baseId", "tableId" }, true),
        tool("ping", "Is the server up?", nil, nil, true),
        tool("create_records_for_table", "Make up to 50 records.", {
            baseId = text, tableId = text, records = objects }, { "baseId", "tableId" }, false),
        tool("update_records_for_table", "Change up to 50 records.", {
            baseId = text, tableId = text, records = objects }, { "baseId", "tableId" }, false),
        tool("delete_records_for_table", "Delete up to 50 records.", {
            baseId = text, tableId = text, recordIds = { type = "array", items = text } }, { "baseId", "tableId" },
            false),
        tool("create_table", "Make a table.", { baseId = text, name = text }, { "baseId" }, false),
        tool("update_field", "Change a field.", { baseId = text, tableId = text, fieldId = text }, { "baseId" }, false),
    },
    call = call,
}
