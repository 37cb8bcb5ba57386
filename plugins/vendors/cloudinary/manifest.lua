-- Cloudinary: images, videos and files, and what the plan has been used for. Data only; read in an empty environment.
-- Of the five servers only that of asset management is connected: it alone has assets and usage.

local asset_columns = {
    { name = "metadata", kind = "text", role = "dimension",
      description = "What the metadata field of the settings holds." },
    { name = "id", kind = "text", role = "key" },
    { name = "uploaded", kind = "time", role = "time" },
    { name = "asset", kind = "text", role = "dimension", description = "The public id." },
    { name = "resource_type", kind = "text", role = "dimension" },
    { name = "format", kind = "text", role = "dimension" },
    { name = "folder", kind = "text", role = "dimension" },
    { name = "delivery_type", kind = "text", role = "dimension" },
    { name = "status", kind = "text", role = "dimension" },
    { name = "size", kind = "count", role = "measure", unit = "bytes" },
    { name = "width", kind = "count", role = "measure", unit = "pixels" },
    { name = "height", kind = "count", role = "measure", unit = "pixels" },
    { name = "tags", kind = "count", role = "measure", description = "How many tags it has; empty if not told." },
}

return {
    id = "cloudinary", name = "Cloudinary", category = "Content, Storage & Marketing", api = 1,
    synonyms = { "media library", "cloudinary.com", "digital asset management" },
    docs = "https://cloudinary.com/documentation/cloudinary_llm_mcp",

    server = {
        url = "https://asset-management.mcp.cloudinary.com/sse", transport = "sse", confidence = "documented",
    },
    auth = { kind = "oauth", scopes = {} },

    settings = {
        { name = "metadata_field", means = "the external id of one metadata field, to split assets by",
          pattern = "^[A-Za-z0-9_-]{1,64}$", optional = true, example = "season" },
    },

    tools = {
        metadata_fields = {
            names = { "list-metadata-fields" }, confidence = "seen",
            description = "The structured metadata fields.",
        },
        transformations = {
            names = { "list-transformations" }, confidence = "seen", closed = true,
            description = "The named transformations; the form of the reply is unconfirmed.",
            arguments = {
                { path = "named" }, { path = "max_results", min = 1, max = 500 }, { path = "next_cursor" },
            },
        },
        presets = {
            names = { "list-upload-presets" }, confidence = "seen", closed = true,
            because = "It only lists the presets; nothing is uploaded.",
            description = "The upload presets; the form of the reply is unconfirmed.",
            arguments = { { path = "max_results", min = 1, max = 500 }, { path = "next_cursor" } },
        },
        search = {
            names = { "search-assets" }, confidence = "seen", closed = true,
            description = "Assets that fit an expression, page by page.",
            arguments = {
                { path = "request.expression" }, { path = "request.max_results", min = 0, max = 500 },
                { path = "request.next_cursor" }, { path = "request.fields", open = true },
                { path = "request.with_field", open = true }, { path = "request.sort_by", open = true },
            },
        },
        usage = {
            names = { "get-usage-details" }, confidence = "seen", closed = true,
            description = "What the plan has been used for, of one day or today.",
            arguments = { { path = "date", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" } },
        },
        folders = {
            names = { "search-folders" }, confidence = "seen", closed = true,
            description = "The folders, page by page.",
            arguments = { { path = "max_results", min = 1, max = 500 }, { path = "next_cursor" } },
        },
    },

    datasets = {
        metadata_fields = {
            name = "metadata fields", description = "One row for each structured metadata field.",
            synonyms = { "custom fields" },
            tool = "metadata_fields", pushes_range = false, longest_range_days = 0,
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "label", kind = "text", role = "dimension" },
                { name = "type", kind = "text", role = "dimension" },
                { name = "mandatory", kind = "flag", role = "dimension" },
            },
        },
        transformations = {
            name = "named transformations", description = "One row for each named transformation; unconfirmed.",
            tool = "transformations", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 500, pages_max = 0 },
            columns = {
                { name = "name", kind = "text", role = "dimension" },
                { name = "used", kind = "flag", role = "dimension" },
            },
        },
        presets = {
            name = "upload presets", description = "One row for each upload preset; unconfirmed.",
            tool = "presets", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 500, pages_max = 0 },
            columns = {
                { name = "name", kind = "text", role = "dimension" },
                { name = "unsigned", kind = "flag", role = "dimension" },
            },
        },
        assets = {
            name = "assets", description = "One row for each image, video or raw file, by the time it was uploaded.",
            synonyms = { "media", "media assets", "library" },
            tool = "search", time = "uploaded", starts = "uploaded", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 500, pages_max = 0 }, columns = asset_columns,
        },
        uploads = {
            name = "uploads", description = "One row for each asset that was uploaded in the time asked for.",
            synonyms = { "uploaded assets", "new assets" },
            tool = "search", time = "uploaded", pushes_range = true, longest_range_days = 0,
            paging = { rows_per_page = 500, pages_max = 0 }, columns = asset_columns,
        },
        tags = {
            name = "tagged assets", description = "One row for each tag of each asset; an asset without tags has none.",
            synonyms = { "tags", "labels" },
            tool = "search", time = "uploaded", pushes_range = false, longest_range_days = 0,
            unique = { "id", "tag" }, paging = { rows_per_page = 500, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "tag", kind = "text", role = "dimension" },
                { name = "uploaded", kind = "time", role = "time" },
                { name = "resource_type", kind = "text", role = "dimension" },
                { name = "format", kind = "text", role = "dimension" },
                { name = "folder", kind = "text", role = "dimension" },
            },
        },
        usage = {
            name = "usage", synonyms = { "plan usage", "consumption" },
            description = "One row: what Cloudinary reports as used today; the window behind it is unconfirmed.",
            tool = "usage", pushes_range = false, longest_range_days = 0,
            columns = {
                { name = "plan", kind = "text", role = "dimension" },
                { name = "storage", kind = "count", role = "measure", unit = "bytes" },
                { name = "bandwidth", kind = "count", role = "measure", unit = "bytes" },
                { name = "requests", kind = "count", role = "measure" },
                { name = "resources", kind = "count", role = "measure" },
                { name = "derived", kind = "count", role = "measure", description = "Derived assets." },
                { name = "credits", kind = "number", role = "measure" },
                { name = "credit_limit", kind = "number", role = "measure" },
            },
        },
        folders = {
            name = "folders", description = "One row for each folder, by the time it was made.",
            synonyms = { "asset folders" },
            tool = "folders", time = "created", starts = "created", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 500, pages_max = 0 },
            columns = {
                { name = "path", kind = "text", role = "key" },
                { name = "folder", kind = "text", role = "dimension" },
                { name = "created", kind = "time", role = "time" },
            },
        },
    },

    metrics = {
        metadata_fields = {
            name = "metadata fields", synonyms = { "custom fields", "number of metadata fields" },
            description = "The number of structured metadata fields.",
            dataset = "metadata_fields", value = { count = true }, kind = "count",
        },
        transformations = {
            name = "named transformations", synonyms = { "number of transformations", "saved transformations" },
            description = "The number of named transformations.",
            dataset = "transformations", value = { count = true }, kind = "count",
        },
        presets = {
            name = "upload presets", synonyms = { "number of upload presets", "presets" },
            description = "The number of upload presets.",
            dataset = "presets", value = { count = true }, kind = "count",
        },
        assets = {
            name = "assets",
            synonyms = { "number of assets", "library size", "media files", "assets in the library", "asset count",
                         "number of files", "files", "media assets", "images and videos", "media library size" },
            description = "The number of assets there at the end of the period, of those that are there today.",
            dataset = "assets", value = { count = true, at = "end" }, kind = "count",
        },
        library_bytes = {
            name = "size of originals",
            synonyms = { "asset volume", "total asset size", "bytes of assets", "library bytes" },
            description = "The bytes of the assets there at the end of the period, without what was derived from them.",
            dataset = "assets", value = { sum = "size", at = "end" }, kind = "count", unit = "bytes",
        },
        untagged_assets = {
            name = "untagged assets", synonyms = { "assets without tags", "missing tags", "assets not tagged" },
            description = "The number of assets at the end of the period that have no tag today.",
            dataset = "assets", value = { count = true, at = "end", where = { { "tags", "=", 0 } } }, kind = "count",
            better = "down",
        },
        untagged_share = {
            name = "share of untagged assets",
            synonyms = { "untagged share", "percentage of untagged assets", "share of assets without tags" },
            description = "Assets without a tag over all whose tags are known, at the end of the period.",
            dataset = "assets", value = { count = true, at = "end", where = { { "tags", "=", 0 } } },
            per = { count = true, at = "end", where = { { "tags", ">=", 0 } } }, kind = "ratio", unit = "percent",
            better = "down", sample_min = 20,
        },
        tagged_assets = {
            name = "tagged assets",
            synonyms = { "assets with a tag", "assets by tag", "assets per tag", "assets by label", "tagged media" },
            description = "The number of different assets that have a tag today, by when they were uploaded.",
            dataset = "tags", value = { distinct = "id" }, kind = "count",
        },
        tags = {
            name = "tags in use", synonyms = { "number of tags", "different tags", "labels in use" },
            description = "The number of different tags that assets have today.",
            dataset = "tags", value = { distinct = "tag" }, kind = "count",
        },
        uploads = {
            name = "uploads",
            synonyms = { "assets uploaded", "new assets", "uploaded assets", "uploaded", "media uploaded",
                         "number of uploads", "uploads in a period", "files uploaded" },
            description = "The number of assets uploaded in the period that are still there.",
            dataset = "uploads", value = { count = true }, kind = "count",
        },
        images_uploaded = {
            name = "images uploaded", synonyms = { "uploaded images", "new images", "pictures uploaded" },
            description = "The number of images uploaded in the period that are still there.",
            dataset = "uploads", value = { count = true, where = { { "resource_type", "=", "image" } } },
            kind = "count",
        },
        videos_uploaded = {
            name = "videos uploaded", synonyms = { "uploaded videos", "new videos" },
            description = "The number of videos uploaded in the period that are still there.",
            dataset = "uploads", value = { count = true, where = { { "resource_type", "=", "video" } } },
            kind = "count",
        },
        uploaded_bytes = {
            name = "uploaded volume", synonyms = { "bytes uploaded", "volume of uploads", "upload volume" },
            description = "The bytes of the assets uploaded in the period.",
            dataset = "uploads", value = { sum = "size" }, kind = "count", unit = "bytes",
        },
        average_asset_size = {
            name = "average asset size",
            synonyms = { "mean asset size", "average size of assets", "average upload size", "mean file size",
                         "average file size", "file size" },
            description = "The mean bytes of the assets uploaded in the period.",
            dataset = "uploads", value = { mean = "size" }, kind = "number", unit = "bytes", sample_min = 10,
        },
        median_asset_size = {
            name = "median asset size", synonyms = { "typical asset size", "median upload size" },
            description = "The middle size of the assets uploaded in the period.",
            dataset = "uploads", value = { median = "size" }, kind = "number", unit = "bytes", sample_min = 10,
        },
        largest_asset = {
            name = "largest asset size",
            synonyms = { "biggest asset", "largest asset", "biggest assets", "largest assets" },
            description = "The bytes of the biggest asset uploaded in the period.",
            dataset = "uploads", value = { max = "size" }, kind = "count", unit = "bytes",
        },
        storage = {
            name = "media storage", synonyms = { "storage used", "storage", "disk space", "storage usage" },
            description = "The bytes of storage that Cloudinary reports today, with derived assets and backups.",
            dataset = "usage", value = { sum = "storage" }, kind = "count", unit = "bytes",
        },
        bandwidth = {
            name = "bandwidth",
            synonyms = { "delivery bandwidth", "traffic delivered", "bandwidth used", "bandwidth usage", "traffic",
                         "data delivered" },
            description = "The bytes delivered, as Cloudinary reports them today; the window is unconfirmed.",
            dataset = "usage", value = { sum = "bandwidth" }, kind = "count", unit = "bytes",
        },
        delivery_requests = {
            name = "delivery requests", synonyms = { "media requests", "requests served", "number of requests" },
            description = "The requests served, as Cloudinary reports them today; the window is unconfirmed.",
            dataset = "usage", value = { sum = "requests" }, kind = "count",
        },
        derived_assets = {
            name = "derived assets",
            synonyms = { "derived resources", "transformed assets", "transformations", "derivatives" },
            description = "The number of derived assets that Cloudinary reports today.",
            dataset = "usage", value = { sum = "derived" }, kind = "count",
        },
        derived_per_asset = {
            name = "derived assets per asset", synonyms = { "derivatives per asset", "derived per original" },
            description = "Derived assets over resources, as Cloudinary reports them today.",
            dataset = "usage", value = { sum = "derived" }, per = { sum = "resources" }, kind = "number",
        },
        credits_used = {
            name = "credits used", synonyms = { "credit usage", "media credits", "credits spent" },
            description = "The credits of the plan that are used, as reported today.",
            dataset = "usage", value = { sum = "credits" }, kind = "number", unit = "credits", better = "down",
        },
        credit_share = {
            name = "share of credits used",
            synonyms = { "plan usage", "credits used of the plan", "credit utilization", "percentage of credits used" },
            description = "Credits used over the credits of the plan.",
            dataset = "usage", value = { sum = "credits" }, per = { sum = "credit_limit" }, kind = "ratio",
            unit = "percent", better = "down",
        },
        folders = {
            name = "asset folders", synonyms = { "number of folders", "folders" },
            description = "The number of folders there at the end of the period, of those that are there today.",
            dataset = "folders", value = { count = true, at = "end" }, kind = "count",
        },
    },

    dimensions = {
        metadata = {
            name = "metadata field", synonyms = { "custom field", "metadata" }, open_values = true,
            columns = { assets = "metadata", uploads = "metadata" },
        },
        metadata_label = {
            name = "field label", columns = { metadata_fields = "label" }, open_values = true,
        },
        transformation = {
            name = "transformation", columns = { transformations = "name" }, open_values = true,
        },
        resource_type = {
            name = "resource type",
            synonyms = { "asset type", "media type", "kind of asset", "type of asset", "image or video",
                         "kind of file" },
            columns = { assets = "resource_type", uploads = "resource_type", tags = "resource_type" },
            values = { { value = "image", synonyms = { "images", "pictures" } },
                       { value = "video", synonyms = { "videos" } }, { value = "raw", synonyms = { "raw files" } } },
        },
        format = {
            name = "format",
            synonyms = { "formats", "file format", "image format", "file type", "extension" }, open_values = true,
            columns = { assets = "format", uploads = "format", tags = "format" },
            values = { { value = "jpg", synonyms = { "jpeg" } }, "png", "webp", "avif", "svg", "gif", "mp4" },
        },
        folder = {
            name = "folder", synonyms = { "asset folder", "media folder", "path", "directory" }, open_values = true,
            columns = { assets = "folder", uploads = "folder", tags = "folder" },
        },
        tag = {
            name = "tag", synonyms = { "tags", "label", "labels" }, open_values = true, columns = { tags = "tag" },
        },
        asset = {
            name = "asset", synonyms = { "public id", "asset name" }, open_values = true,
            columns = { assets = "asset", uploads = "asset" },
        },
        delivery_type = {
            name = "delivery type", columns = { assets = "delivery_type", uploads = "delivery_type" },
            values = { "upload", "private", "authenticated" },
        },
    },

    ask = {
        "Which metadata fields do we have in Cloudinary?",
        "How many upload presets are there in Cloudinary?",
        "How many assets were uploaded to Cloudinary each month this year?",
        "How many images were uploaded to Cloudinary last month?",
        "Assets in the Cloudinary library by format",
        "Top 10 assets in Cloudinary by largest asset size this year",
        "How much bandwidth did Cloudinary report?",
        "What share of credits is used in Cloudinary?",
        "How many untagged assets does Cloudinary hold by folder?",
        "Average asset size in Cloudinary by resource type in the last 90 days",
        "Compare the Cloudinary upload volume of this quarter with last quarter",
        "How many derived assets are there?",
        "Tagged assets in Cloudinary by tag",
        "Compare the uploads of videos in Cloudinary this month with last month",
    },

    errors = {
        { pattern = "(?i)parse error|syntax error", fault = "invalid",
          message = "Cloudinary could not read the search; ask without this filter." },
        { pattern = "(?i)invalid_grant|invalid.?token|unauthorized|unknown api.?key", fault = "reconnect",
          message = "Cloudinary has ended this connection. Connect Cloudinary again." },
        { pattern = "(?i)rate.?limit|too many requests", fault = "over_limit",
          message = "Cloudinary's hourly limit is reached. Ask again in an hour." },
        { pattern = "(?i)forbidden|not allowed|access denied", fault = "denied",
          message = "The person who connected Cloudinary may not read this there." },
    },

    pitfalls = {
        { symptom = "The number of assets in earlier months is too low",
          cause = "only assets that are still there are found; deleted ones leave no row",
          fix = "compare times near today" },
        { symptom = "Bandwidth does not fit the month",
          cause = "the report tells one moment, and the window behind it is unconfirmed",
          fix = "compare it with the usage page in Cloudinary's console" },
        { symptom = "Storage and the size of originals differ",
          cause = "storage counts derived assets and backups too", fix = "take storage for the plan" },
        { symptom = "The numbers by tag add up to more than the assets",
          cause = "an asset with three tags counts under each of them", fix = "read each tag by itself" },
        { symptom = "A question over the whole library is slow",
          cause = "500 assets come in one reply, and all are read", fix = "ask for the uploads of a time" },
        { symptom = "Metadata fields, presets and analyses cannot be asked",
          cause = "they are on other servers of Cloudinary", fix = "only asset management is connected" },
    },
}
