-- A simulated Shopify storefront: the shop of the story's company as a shopper sees it today. Boxes of its own, and
-- what goes into them from other makers; no orders, for a storefront shows none.

local chance, calendar = story.chance, story.calendar

local CURRENCY = "USD"
local LIMIT_MAX = 250

-- A family shares its type and its variants: { title, price as a multiple of the first one's }. Prices are in cents.
local FAMILIES = {
    {
        type = "Snack boxes", brands = { "Larkfield" },
        variants = { { "For 10", 1 }, { "For 25", 2.3 }, { "For 50", 4.2 } },
        products = { { "Office Classic Box", 3500 }, { "Team Table Box", 8900 }, { "Salty Corner Box", 3900 },
            { "Sweet Corner Box", 3900 }, { "Vegan Break Box", 4300 }, { "No Nuts Box", 4100 },
            { "Breakfast Box", 4600 }, { "Late Shift Box", 4900 } },
    },
    {
        type = "Gift boxes", brands = { "Larkfield" }, variants = { { "Small", 1 }, { "Medium", 1.5 }, { "Large", 2 } },
        products = { { "Welcome Aboard", 2950 }, { "Thank You", 2950 }, { "Happy Birthday", 3100 },
            { "Farewell", 2950 }, { "Home Office Hug", 3400 }, { "Well Done Team", 3600 }, { "Tasting Set", 1990 },
            { "Winter Cheer", 3900, season = { 10, 11, 12, 1 } }, { "Summer Picnic", 3700, season = { 5, 6, 7, 8 } } },
    },
    {
        type = "Chocolate", brands = { "Cacao Union", "Brightwater" },
        variants = { { "Single bar", 1 }, { "Box of 6", 5.5 }, { "Box of 12", 10 } },
        products = { { "Sea Salt Dark", 490 }, { "Hazelnut Milk", 450 }, { "Orange Dark", 490 },
            { "Almond White", 470 }, { "Coffee Crunch", 520 }, { "Chili Dark", 520 }, { "Oat Milk Bar", 540 },
            { "Raspberry Dark", 530 }, { "Caramel Milk", 450 }, { "Pure 85", 560 } },
    },
    {
        type = "Nuts and seeds", brands = { "Hazel & Hull", "Larkfield" },
        variants = { { "150 g", 1 }, { "500 g", 2.9 }, { "1 kg", 5.2 } },
        products = { { "Roasted Almonds", 520 }, { "Honey Cashews", 640 }, { "Smoked Almonds", 560 },
            { "Pecan Halves", 720 }, { "Pistachios", 690 }, { "Walnut Mix", 580 }, { "Pumpkin Seeds", 390 },
            { "Office Trail Mix", 480 }, { "Wasabi Peas", 370 }, { "Macadamia", 890 } },
    },
    {
        type = "Crackers", brands = { "Mill Lane" }, variants = { { "One pack", 1 }, { "Tray of 8", 7 } },
        products = { { "Rosemary Crackers", 390 }, { "Seeded Thins", 420 }, { "Rye Crisps", 360 },
            { "Parmesan Bites", 480 }, { "Corn Puffs", 310 }, { "Lentil Chips", 340 }, { "Pretzel Knots", 330 } },
    },
    {
        type = "Dried fruit", brands = { "Orchard Row", "Sunvale" },
        variants = { { "120 g", 1 }, { "500 g", 3.6 }, { "1 kg", 6.4 } },
        products = { { "Apple Rings", 380 }, { "Mango Strips", 520 }, { "Apricots", 460 }, { "Banana Chips", 320 },
            { "Cranberries", 430 }, { "Fig Halves", 590 }, { "Pear Slices", 450 }, { "Date Bites", 410 } },
    },
    {
        type = "Tea", brands = { "Tidewater Tea" },
        variants = { { "20 bags", 1 }, { "50 bags", 2.2 }, { "100 bags", 4 } },
        products = { { "Breakfast Blend", 490 }, { "Earl Grey", 520 }, { "Green Sencha", 590 }, { "Peppermint", 450 },
            { "Ginger Lemon", 480 }, { "Rooibos", 490 }, { "Chamomile", 450 }, { "White Peony", 790 },
            { "Chai", 540 } },
    },
    {
        type = "Coffee", brands = { "North Roast", "Brightwater" },
        variants = { { "250 g / Beans", 1 }, { "250 g / Ground", 1 }, { "1 kg / Beans", 3.5 },
            { "1 kg / Ground", 3.5 } },
        products = { { "House Espresso", 990 }, { "Morning Filter", 890 }, { "Decaf", 1050 }, { "Single Farm", 1390 },
            { "Dark Harbor", 950 }, { "Light Meadow", 1150 } },
    },
    {
        type = "Spreads", brands = { "Hedgerow" }, variants = { { "220 g jar", 1 }, { "450 g jar", 1.8 } },
        in_glass = true,
        products = { { "Almond Butter", 790 }, { "Hazelnut Cream", 690 }, { "Forest Honey", 850 },
            { "Strawberry Jam", 520 }, { "Fig Jam", 560 }, { "Tahini", 640 } },
    },
    {
        type = "Drinks", brands = { "Springlet" },
        variants = { { "Can", 1 }, { "Case of 12", 11 }, { "Case of 24", 20 } },
        products = { { "Elderflower Fizz", 260 }, { "Ginger Beer", 280 }, { "Cold Brew", 340 }, { "Iced Mate", 290 },
            { "Rhubarb Soda", 270 }, { "Sparkling Water", 190 } },
    },
    {
        type = "Accessories", brands = { "Larkfield" }, variants = { { "Default Title", 1 } },
        products = { { "Snack Shelf", 14900 }, { "Scoop Jar", 2400 }, { "Tote Bag", 1500 }, { "Napkin Set", 900 },
            { "Gift Card", 5000 } },
    },
}

local POLICIES = {
    { words = "delivery shipping parcel late track", question = "How long does delivery take?",
      answer = "Parcels leave our warehouse the next working day. A parcel that is more than two days late is free." },
    { words = "return refund damaged broken money", question = "What if something arrives damaged?",
      answer = "Send us a picture within 14 days, and we replace the box or give the money back." },
    { words = "glass jar spread honey jam", question = "Why are jars not for sale?",
      answer = "Too many broke on the way. They return as soon as the new packaging is here." },
    { words = "subscription cancel pause plan", question = "Can I pause a subscription?",
      answer = "Yes, at any time before the next box is packed." },
}

local line = story.timeline(now)
local _, this_month = calendar.civil(line.today)

local function decimal(cents)
    return string.format("%d.%02d", cents // 100, cents % 100)
end

local function in_season(months)
    for _, month in ipairs(months) do
        if month == this_month then return true end
    end
    return false
end

--- Each variant runs out at its own pace and is bought again after some days, so that the shop changes day by day.
local function is_in_stock(random, family, product)
    local cycle = 28 + math.floor(60 * random())
    local gap, phase = math.floor(cycle * 0.34 * random() * random()), math.floor(cycle * random())
    if product.season and not in_season(product.season) then return false end
    -- Since the bad week, when parcels came damaged, nothing in glass is sold.
    if family.in_glass then return false end
    return (line.today + phase) % cycle >= gap
end

local function make_variants(random, family, product, number)
    local variants = {}
    for place, kind in ipairs(family.variants) do
        local cents = chance.rounded(product[2] * kind[2] / 10) * 10
        variants[place] = {
            variant_id = string.format("gid://shopify/ProductVariant/%d", 41000000 + number * 100 + place),
            title = kind[1], price = decimal(cents), currency = CURRENCY, cents = cents,
            available = is_in_stock(random, family, product),
        }
    end
    return variants
end

local function make_products()
    local random, products = chance.make_random(seed, 40), {}
    for _, family in ipairs(FAMILIES) do
        for place, product in ipairs(family.products) do
            local number = #products + 1
            products[number] = {
                id = string.format("gid://shopify/Product/%d", 7200000 + number * 13), title = product[1],
                type = family.type, vendor = family.brands[(place - 1) % #family.brands + 1],
                variants = make_variants(random, family, product, number),
            }
        end
    end
    return products
end

local products = make_products()

local function price_bounds(product)
    local low, high = product.variants[1].cents, product.variants[1].cents
    for _, variant in ipairs(product.variants) do
        low, high = math.min(low, variant.cents), math.max(high, variant.cents)
    end
    return low, high
end

local function can_be_bought(product)
    for _, variant in ipairs(product.variants) do
        if variant.available then return true end
    end
    return false
end

local function variant_object(variant)
    return {
        variant_id = variant.variant_id, title = variant.title, price = variant.price, currency = variant.currency,
        available = variant.available,
    }
end

local function product_object(product)
    local low, high = price_bounds(product)
    local variants = {}
    for place, variant in ipairs(product.variants) do variants[place] = variant_object(variant) end
    return {
        product_id = product.id, title = product.title, product_type = product.type, vendor = product.vendor,
        price_range = { min = decimal(low), max = decimal(high), currency = CURRENCY }, variants = variants,
    }
end

--- Every word must be in the title, the type or the brand; no words find everything.
local function has_words(product, query)
    local said = string.lower(product.title .. " " .. product.type .. " " .. product.vendor)
    for word in string.gmatch(string.lower(query), "%S+") do
        if not string.find(said, word, 1, true) then return false end
    end
    return true
end

-- A shopper's filters, by the key that a filter has. Prices are typed in dollars.
local FILTERS = {
    available = function(product, wanted) return can_be_bought(product) == wanted end,
    productType = function(product, wanted) return product.type == wanted end,
    productVendor = function(product, wanted) return product.vendor == wanted end,
    price = function(product, wanted)
        local low, high = price_bounds(product)
        return (not wanted.min or high >= wanted.min * 100) and (not wanted.max or low <= wanted.max * 100)
    end,
}

local function fits(product, filters)
    for _, filter in ipairs(filters) do
        for key, wanted in pairs(filter) do
            if not FILTERS[key](product, wanted) then return false end
        end
    end
    return true
end

--- The filters that could be set next: what was found has these types.
local function available_filters(found)
    local labels, inputs, seen = {}, {}, {}
    for _, product in ipairs(found) do
        if not seen[product.type] then
            seen[product.type] = true
            labels[#labels + 1], inputs[#inputs + 1] = product.type, { input = { productType = product.type } }
        end
    end
    return {
        { label = "Availability", values = { label = { "In stock", "Out of stock" },
            input_options = { { input = { available = true } }, { input = { available = false } } } } },
        { label = "Product type", values = { label = labels, input_options = inputs } },
    }
end

local function search(arguments)
    local limit, filters = math.tointeger(arguments.limit or 10), arguments.filters or {}
    if type(arguments.query) ~= "string" or type(arguments.context) ~= "string" then
        return nil, "query and context must be texts"
    end
    if not limit or limit < 1 or limit > LIMIT_MAX then return nil, "limit must be between 1 and " .. LIMIT_MAX end
    for _, filter in ipairs(filters) do
        for key, wanted in pairs(filter) do
            local is_range = type(wanted) == "table"
            if not FILTERS[key] or (key == "price") ~= is_range then
                return nil, "There is no such filter: " .. tostring(key)
            end
        end
    end
    local found, shown = {}, {}
    for _, product in ipairs(products) do
        if has_words(product, arguments.query) and fits(product, filters) then found[#found + 1] = product end
    end
    for place = 1, math.min(limit, #found) do shown[place] = product_object(found[place]) end
    return { products = shown, available_filters = available_filters(found) }
end

local function get_product_details(arguments)
    for _, product in ipairs(products) do
        if product.id == arguments.product_id then
            local object, chosen = product_object(product), product.variants[1]
            for place = #product.variants, 1, -1 do
                if product.variants[place].available then chosen = product.variants[place] end
            end
            object.selectedOrFirstAvailableVariant = variant_object(chosen)
            return { product = object }
        end
    end
    return nil, "Product not found: " .. tostring(arguments.product_id)
end

local function search_policies(arguments)
    local found = {}
    for word in string.gmatch(string.lower(arguments.query or ""), "%a%a%a+") do
        for place, policy in ipairs(POLICIES) do
            if string.find(policy.words, word, 1, true) then found[place] = true end
        end
    end
    local answers = {}
    for place, policy in ipairs(POLICIES) do
        if found[place] then answers[#answers + 1] = { question = policy.question, answer = policy.answer } end
    end
    return answers
end

local answers = {
    search_shop_catalog = search,
    get_product_details = get_product_details,
    search_shop_policies_and_faqs = search_policies,
    get_cart = function(arguments) return nil, "Cart not found: " .. tostring(arguments.cart_id) end,
}

local function call(tool, arguments)
    if not answers[tool] then return nil, "The simulated Shopify does not run " .. tostring(tool) end
    return answers[tool](arguments or {})
end

local text, whole, objects = { type = "string" }, { type = "integer" }, { type = "array", items = { type = "object" } }

local function tool(name, description, properties, required, reads)
    return {
        name = name, description = description,
        inputSchema = { type = "object", properties = properties, required = required },
        annotations = { readOnlyHint = reads, destructiveHint = not reads },
    }
end

-- The last three stand at a shop's newer address. Here they are listed too, so that the gate has something to refuse.
return {
    name = "shopify_storefront",
    tools = {
        tool("search_shop_catalog", "Search the shop's products.", {
            query = text, context = text, filters = objects, limit = whole }, { "query", "context" }, true),
        tool("get_product_details", "Get one product with a variant to buy.", { product_id = text }, { "product_id" },
            true),
        tool("search_shop_policies_and_faqs", "Answers about delivery, returns and the like.", {
            query = text, context = text }, { "query" }, true),
        tool("get_cart", "Get one cart.", { cart_id = text }, { "cart_id" }, true),
        tool("update_cart", "Add to a cart, change or remove its lines.", { cart_id = text, add_items = objects }, nil,
            false),
        tool("create_cart", "Make a cart.", nil, nil, false),
        tool("cancel_cart", "Drop a cart.", nil, nil, false),
        tool("complete_checkout", "Buy what is in a checkout.", nil, nil, false),
    },
    call = call,
}
