-- Found products into rows. Prices of the older search are decimal texts in major units. A price in any other form is
-- an error: a whole number could be minor units. The fields' names are unconfirmed, so a few spellings are accepted.

local plugin = {}
local is_list, text = data.is_list, data.text

--- "12.50" of a two-digit currency is 1250.
local function minor_units(amount, currency)
    assert(currency, "a price has no currency")
    return money.minor(amount, currency)
end

local BANDS = { { 25, "under 25" }, { 50, "25 to 50" }, { 100, "50 to 100" }, { 250, "100 to 250" } }

--- The band of a price, in whole units of its currency.
local function band_of(minor, currency)
    if not minor then return nil end
    local whole = 10 ^ money.digits(currency)
    for _, band in ipairs(BANDS) do
        if minor < band[1] * whole then return band[2] end
    end
    return "250 and over"
end

--- A price as text, or as an amount with its currency.
local function price_of(value, currency)
    if value == nil then return nil, currency end
    if type(value) == "table" then
        currency = text(value.currency) or text(value.currencyCode) or currency
        value = value.amount
    end
    assert(type(value) == "string", "a price is no decimal text")
    return minor_units(value, currency), currency
end

local function availability_of(variant)
    local available = variant.available
    if available == nil then available = variant.availableForSale end
    if available == nil then return nil end
    assert(type(available) == "boolean", "a variant's availability is neither true nor false")
    return available and "in stock" or "sold out"
end

local function variant_row(product, variant)
    local range = type(product.price_range) == "table" and product.price_range or {}
    local price, currency = price_of(variant.price, text(variant.currency) or text(range.currency))
    return {
        id = text(variant.variant_id) or text(variant.id), variant = text(variant.title), product = text(product.title),
        product_type = text(product.product_type) or text(product.productType), vendor = text(product.vendor),
        price = price, currency = currency, price_band = band_of(price, currency),
        availability = availability_of(variant),
    }
end

local function product_row(product)
    local range = type(product.price_range) == "table" and product.price_range or {}
    local row = {
        id = text(product.product_id) or text(product.id), product = text(product.title),
        product_type = text(product.product_type) or text(product.productType), vendor = text(product.vendor),
    }
    row.price_from, row.currency = price_of(range.min, text(range.currency))
    row.price_to, row.currency = price_of(range.max, row.currency)
    row.price_band = band_of(row.price_from, row.currency)
    if not is_list(product.variants) then return row end
    local known, in_stock = 0, 0
    for _, variant in ipairs(product.variants) do
        local state = availability_of(variant)
        if state then known = known + 1 end
        if state == "in stock" then in_stock = in_stock + 1 end
    end
    row.variants = #product.variants
    if known == row.variants and known > 0 then
        row.variants_in_stock = in_stock
        row.availability = in_stock > 0 and "in stock" or "sold out"
    end
    return row
end

function plugin.shape(request, reply)
    assert(type(reply) == "table" and is_list(reply.products), "the reply holds no list of products")
    local rows = {}
    for _, product in ipairs(reply.products) do
        assert(text(product.title), "a product has no title")
        if request.dataset == "products" then
            rows[#rows + 1] = product_row(product)
        else
            assert(is_list(product.variants), "a product lists no variants")
            for _, variant in ipairs(product.variants) do rows[#rows + 1] = variant_row(product, variant) end
        end
    end
    return rows
end

--- No second page is known and none is asked for (pages_max is 1): a full one lets the engine say that more is there.
function plugin.more(_, arguments, reply)
    if #reply.products < arguments.limit then return nil end
    arguments.limit = arguments.limit + 1
    return arguments
end

return plugin
