-- Hugging Face: what is on the Hub and what trends there. Data only; read in an empty environment.
-- Only the tool that lists the Hub like a file system replies with plain numbers; the searches reply with formatted
-- text.

return {
    id = "hugging_face", name = "Hugging Face", category = "Developer Tools & Infrastructure", api = 1,
    names = { "HuggingFace", "HF Hub" },
    synonyms = { "Hugging Face Hub", "model hub" },
    docs = "https://huggingface.co/docs/hub/agents-mcp",

    server = { url = "https://huggingface.co/mcp", transport = "streamable-http", confidence = "documented" },
    auth = { kind = "none" },

    tools = {
        listing = {
            names = { "hf_fs" }, confidence = "seen", closed = true,
            description = "Lists or searches a part of the Hub; only lists of repositories and papers are let through.",
            arguments = {
                { path = "operations", required = true, at_most = 1 },
                { path = "operations[].cmd", required = true, one_of = { "ls", "search" } },
                { path = "operations[].args", required = true, at_most = 5 },
                { path = "operations[].args[]", required = true,
                  pattern = "^(hf://(models|datasets|spaces)(/[\\w.-]+)?|hf://papers/[a-z/]+|--[a-z]+|[a-z]+|\\d+)$" },
            },
        },
    },

    datasets = {
        trending_models = {
            name = "trending models", description = "One row for each of the 20 models that trend now.",
            tool = "listing", pushes_range = false,
            columns = {
                { name = "repository", kind = "text", role = "dimension" },
                { name = "author", kind = "text", role = "dimension" },
                { name = "task", kind = "text", role = "dimension" },
                { name = "library", kind = "text", role = "dimension" },
                { name = "access", kind = "text", role = "dimension",
                  description = "Gated where its terms must be accepted first, else open." },
                { name = "licence", kind = "text", role = "dimension" },
                { name = "downloads", kind = "count", role = "measure",
                  description = "Probably those of the last 30 days; unconfirmed." },
                { name = "likes", kind = "count", role = "measure" },
                { name = "score", kind = "number", role = "measure", description = "As the Hub ranks by it." },
                { name = "created_month", kind = "text", role = "dimension", description = "Such as 2026-10." },
            },
        },
        trending_datasets = {
            name = "trending datasets", description = "One row for each of the 20 datasets that trend now.",
            tool = "listing", pushes_range = false,
            columns = {
                { name = "repository", kind = "text", role = "dimension" },
                { name = "author", kind = "text", role = "dimension" },
                { name = "access", kind = "text", role = "dimension",
                  description = "Gated where its terms must be accepted first, else open." },
                { name = "licence", kind = "text", role = "dimension" },
                { name = "downloads", kind = "count", role = "measure",
                  description = "Probably those of the last 30 days; unconfirmed." },
                { name = "likes", kind = "count", role = "measure" },
                { name = "score", kind = "number", role = "measure", description = "As the Hub ranks by it." },
                { name = "created_month", kind = "text", role = "dimension", description = "Such as 2026-10." },
            },
        },
        spaces = {
            name = "trending Spaces", description = "One row for each of the 20 Spaces that trend now.",
            synonyms = { "demos", "Hugging Face apps", "Spaces" },
            tool = "listing", pushes_range = false,
            columns = {
                { name = "repository", kind = "text", role = "dimension" },
                { name = "author", kind = "text", role = "dimension" },
                { name = "likes", kind = "count", role = "measure" },
                { name = "score", kind = "number", role = "measure", description = "As the Hub ranks by it." },
                { name = "created_month", kind = "text", role = "dimension", description = "Such as 2026-10." },
            },
        },
        models = {
            name = "models by downloads",
            description = "One row for each of the 200 most downloaded models; of one author, where one is named.",
            synonyms = { "models", "language models", "AI models" },
            tool = "listing", pushes_range = false,
            paging = { rows_per_page = 200, pages_max = 1 },
            columns = {
                { name = "repository", kind = "text", role = "dimension" },
                { name = "author", kind = "text", role = "dimension" },
                { name = "task", kind = "text", role = "dimension" },
                { name = "access", kind = "text", role = "dimension" },
                { name = "downloads", kind = "count", role = "measure",
                  description = "Probably those of the last 30 days; unconfirmed." },
                { name = "updated", kind = "time", role = "time" },
            },
        },
        liked_models = {
            name = "models by likes",
            description = "One row for each of the 200 most liked models; of one author, where one is named.",
            tool = "listing", pushes_range = false,
            paging = { rows_per_page = 200, pages_max = 1 },
            columns = {
                { name = "repository", kind = "text", role = "dimension" },
                { name = "author", kind = "text", role = "dimension" },
                { name = "task", kind = "text", role = "dimension" },
                { name = "access", kind = "text", role = "dimension" },
                { name = "likes", kind = "count", role = "measure" },
                { name = "updated", kind = "time", role = "time" },
            },
        },
        author_models = {
            name = "models of an author", description = "One row for each model of the author who is named.",
            tool = "listing", pushes_range = false, paging = { rows_per_page = 200, pages_max = 1 },
            columns = {
                { name = "repository", kind = "text", role = "dimension" },
                { name = "author", kind = "text", role = "dimension" },
                { name = "task", kind = "text", role = "dimension" },
                { name = "access", kind = "text", role = "dimension" },
                { name = "updated", kind = "time", role = "time", description = "The last change." },
            },
        },
        hub_datasets = {
            name = "datasets by downloads",
            description = "One row for each of the 200 most downloaded datasets; of one author, where one is named.",
            synonyms = { "datasets on the Hub", "training data" },
            tool = "listing", pushes_range = false,
            paging = { rows_per_page = 200, pages_max = 1 },
            columns = {
                { name = "repository", kind = "text", role = "dimension" },
                { name = "author", kind = "text", role = "dimension" },
                { name = "access", kind = "text", role = "dimension" },
                { name = "downloads", kind = "count", role = "measure",
                  description = "Probably those of the last 30 days; unconfirmed." },
                { name = "updated", kind = "time", role = "time" },
            },
        },
        trending_papers = {
            name = "trending papers",
            description = "One row for each of the 30 papers that trend most now.",
            synonyms = { "papers", "research papers" },
            tool = "listing", pushes_range = false, paging = { rows_per_page = 30, pages_max = 1 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "paper", kind = "text", role = "dimension" },
                { name = "upvotes", kind = "count", role = "measure" },
                { name = "published", kind = "time", role = "time" },
            },
        },
        daily_papers = {
            name = "daily papers",
            description = "One row for each paper of the latest daily selection.",
            synonyms = { "papers of the day", "today's papers" },
            tool = "listing", pushes_range = false, paging = { rows_per_page = 60, pages_max = 1 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "paper", kind = "text", role = "dimension" },
                { name = "upvotes", kind = "count", role = "measure" },
                { name = "published", kind = "time", role = "time" },
            },
        },
    },

    metrics = {
        trending_models = {
            name = "trending models", synonyms = { "number of trending models", "models trending" },
            description = "The number of models in the list of those that trend, at most 20.",
            dataset = "trending_models", value = { count = true }, kind = "count",
        },
        model_downloads = {
            name = "model downloads", synonyms = { "downloads", "model pulls", "model popularity" },
            description = "Downloads of the 200 most downloaded models, probably of the last 30 days.",
            dataset = "models", value = { sum = "downloads" }, kind = "count", better = "up",
        },
        trending_model_downloads = {
            name = "downloads of trending models", synonyms = { "trending model downloads" },
            description = "Downloads of the trending models, probably of the last 30 days.",
            dataset = "trending_models", value = { sum = "downloads" }, kind = "count", better = "up",
        },
        dataset_downloads = {
            name = "dataset downloads", synonyms = { "downloads of datasets", "dataset pulls", "dataset popularity" },
            description = "Downloads of the 200 most downloaded datasets, probably of the last 30 days.",
            dataset = "hub_datasets", value = { sum = "downloads" }, kind = "count", better = "up",
        },
        author_models = {
            name = "models of an author",
            synonyms = { "models published", "repositories by author", "published models", "number of models" },
            description = "How many models the named author has on the Hub.",
            dataset = "author_models", value = { count = true }, kind = "count",
        },
        average_model_downloads = {
            name = "average model downloads", synonyms = { "mean downloads", "average downloads" },
            description = "The mean downloads of a trending model.",
            dataset = "trending_models", value = { mean = "downloads" }, kind = "number", sample_min = 5,
        },
        median_model_downloads = {
            name = "median model downloads", synonyms = { "median downloads", "typical model downloads" },
            description = "The middle number of downloads of the trending models.",
            dataset = "trending_models", value = { median = "downloads" }, kind = "number", sample_min = 5,
        },
        model_likes = {
            name = "model likes", synonyms = { "likes", "likes of models", "model hearts", "stars of models" },
            description = "Likes of the 200 most liked models.",
            dataset = "liked_models", value = { sum = "likes" }, kind = "count", better = "up",
        },
        trending_model_likes = {
            name = "likes of trending models", synonyms = { "trending model likes" },
            description = "Likes of the trending models.",
            dataset = "trending_models", value = { sum = "likes" }, kind = "count", better = "up",
        },
        average_model_likes = {
            name = "average likes of trending models", synonyms = { "average model likes", "mean model likes" },
            description = "The mean number of likes of a trending model.",
            dataset = "trending_models", value = { mean = "likes" }, kind = "number", sample_min = 5,
        },
        trending_score = {
            name = "trending score", synonyms = { "model trending score", "hotness", "hot models" },
            description = "The highest score by which the Hub ranks a trending model.",
            dataset = "trending_models", value = { max = "score" }, kind = "number", better = "up",
        },
        dataset_trending_score = {
            name = "dataset trending score", synonyms = { "trending score of datasets", "hot datasets" },
            description = "The highest score by which the Hub ranks a trending dataset.",
            dataset = "trending_datasets", value = { max = "score" }, kind = "number", better = "up",
        },
        space_trending_score = {
            name = "Space trending score", synonyms = { "trending score of Spaces", "hot Spaces" },
            description = "The highest score by which the Hub ranks a trending Space.",
            dataset = "spaces", value = { max = "score" }, kind = "number", better = "up",
        },
        trending_datasets = {
            name = "trending datasets", synonyms = { "number of trending datasets", "datasets trending" },
            description = "The number of datasets in the list of those that trend, at most 20.",
            dataset = "trending_datasets", value = { count = true }, kind = "count",
        },
        model_authors = {
            name = "authors of trending models", synonyms = { "model authors", "number of model authors" },
            description = "The number of different authors among the trending models.",
            dataset = "trending_models", value = { distinct = "author" }, kind = "count",
        },
        gated_models = {
            name = "gated models", synonyms = { "gated trending models", "models behind terms" },
            description = "Trending models whose terms must be accepted first.",
            dataset = "trending_models", value = { count = true, where = { { "access", "=", "gated" } } },
            kind = "count",
        },
        gated_share = {
            name = "share of gated models", synonyms = { "gated model share", "gated share" },
            description = "Gated trending models over all trending models that say whether they are.",
            dataset = "trending_models", value = { count = true, where = { { "access", "=", "gated" } } },
            per = { count = true, where = { { "access", "in", { "gated", "open" } } } },
            kind = "ratio", unit = "percent", sample_min = 10,
        },
        spaces = {
            name = "Spaces listed", synonyms = { "number of Spaces", "Spaces" },
            description = "The number of Spaces in the list of those that trend, at most 20.",
            dataset = "spaces", value = { count = true }, kind = "count",
        },
        space_likes = {
            name = "Space likes", synonyms = { "likes of Spaces", "likes of a Space" },
            description = "Likes of the trending Spaces.",
            dataset = "spaces", value = { sum = "likes" }, kind = "count", better = "up",
        },
        trending_papers = {
            name = "trending papers", synonyms = { "number of trending papers", "papers trending" },
            description = "The number of papers in the list of those that trend.",
            dataset = "trending_papers", value = { count = true }, kind = "count",
        },
        paper_upvotes = {
            name = "paper upvotes", synonyms = { "upvotes", "upvotes of trending papers", "paper votes" },
            description = "Upvotes of the trending papers.",
            dataset = "trending_papers", value = { sum = "upvotes" }, kind = "count", better = "up",
        },
        average_paper_upvotes = {
            name = "average paper upvotes", synonyms = { "mean paper upvotes" },
            description = "The mean upvotes of a trending paper.",
            dataset = "trending_papers", value = { mean = "upvotes" }, kind = "number", sample_min = 5,
        },
        daily_papers = {
            name = "daily papers", synonyms = { "number of daily papers", "papers of the day" },
            description = "The number of papers in the latest daily selection.",
            dataset = "daily_papers", value = { count = true }, kind = "count",
        },
        daily_paper_upvotes = {
            name = "daily paper upvotes", synonyms = { "upvotes of daily papers", "upvotes of the daily papers" },
            description = "Upvotes of the papers in the latest daily selection.",
            dataset = "daily_papers", value = { sum = "upvotes" }, kind = "count", better = "up",
        },
    },

    dimensions = {
        repository = {
            name = "repository", synonyms = { "repositories", "model", "models", "Space" }, open_values = true,
            columns = { trending_models = "repository", spaces = "repository", models = "repository",
                        liked_models = "repository", author_models = "repository", hub_datasets = "repository",
                        trending_datasets = "repository" },
        },
        author = {
            name = "author", synonyms = { "authors", "publisher", "owner", "Hugging Face organization" },
            open_values = true,
            columns = { trending_models = "author", spaces = "author", models = "author", liked_models = "author",
                        author_models = "author", hub_datasets = "author", trending_datasets = "author" },
        },
        licence = {
            name = "licence", synonyms = { "license", "licence tag", "model licence" }, open_values = true,
            columns = { trending_models = "licence", trending_datasets = "licence" },
            values = { "apache-2.0", "mit" },
        },
        created_month = {
            name = "created month", synonyms = { "creation month", "month of creation" }, open_values = true,
            columns = { trending_models = "created_month", trending_datasets = "created_month",
                        spaces = "created_month" },
        },
        task = {
            name = "task", synonyms = { "tasks", "model task", "pipeline task" }, open_values = true,
            columns = { trending_models = "task", models = "task", liked_models = "task", author_models = "task" },
            values = { { value = "text-generation", synonyms = { "text generation" } },
                       { value = "text-to-image", synonyms = { "text to image", "image generation" } },
                       { value = "automatic-speech-recognition", synonyms = { "speech recognition" } } },
        },
        library = {
            name = "library", synonyms = { "libraries", "framework", "model library" }, open_values = true,
            columns = { trending_models = "library" },
        },
        access = {
            name = "access", synonyms = { "licence gate" },
            columns = { trending_models = "access", models = "access", liked_models = "access",
                        author_models = "access", hub_datasets = "access", trending_datasets = "access" },
            values = { { value = "gated", synonyms = { "behind terms" } },
                       { value = "open", synonyms = { "ungated" } } },
        },
        paper = {
            name = "paper", synonyms = { "papers", "paper title" }, open_values = true,
            columns = { trending_papers = "paper", daily_papers = "paper" },
        },
    },

    ask = {
        "How many trending models are there on Hugging Face by task?",
        "Top 10 models on Hugging Face by model downloads",
        "Which authors have the most model likes on Hugging Face?",
        "What share of gated models does Hugging Face have by library?",
        "Median model downloads of text generation models on Hugging Face",
        "Top 5 Spaces on Hugging Face by Space likes",
        "Which trending papers on Hugging Face have the most paper upvotes?",
        "How many daily papers does Hugging Face list?",
        "Compare average model downloads of text-generation and text-to-image on Hugging Face",
        "Gated models by author",
        "Which trending models on Hugging Face have the highest trending score?",
        "Trending datasets on Hugging Face by licence",
        "Top 10 authors by dataset downloads on Hugging Face",
        "Trending models on Hugging Face by created month",
    },

    errors = {
        { pattern = "(?i)rate.?limit|too many requests", fault = "over_limit",
          message = "Hugging Face asks for a pause: too many requests in a short time. Ask again in a minute." },
        { pattern = "(?i)unknown tool|tool.{0,40}not found", fault = "not_found",
          message = "Hugging Face does not offer the listing that Parley reads with. See the connection's tools." },
    },

    pitfalls = {
        { symptom = "No dataset can be asked after it was connected",
          cause = "two sets of tools are about, and the older one has no hf_fs",
          fix = "see the tools page of the connection" },
        { symptom = "Never more than 20 trending or 200 other models",
          cause = "lists of what trends have 20 entries, and of all others the first 200 are read",
          fix = "name an author, whose models are then read" },
        { symptom = "A question about last month finds no time", cause = "the Hub tells only what holds now",
          fix = "ask without a time, and ask again later to compare" },
        { symptom = "Downloads differ from all that were ever made",
          cause = "the Hub probably counts the last 30 days", fix = "read them so; it is unconfirmed" },
        { symptom = "Private repositories are missing", cause = "Parley reads without signing in",
          fix = "nothing: only what is public is read" },
    },
}
