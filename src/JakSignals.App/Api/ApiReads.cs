using System.Text.Json;
using System.Text.Json.Nodes;
using JakSignals.App.Pages;
using JakSignals.App.Reading;
using JakSignals.Reports;
using JakSignals.Signals;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.App.Api;

/// <summary>Every read of the API: its parameters, what it looks like and where its rows come from. The routes and the OpenAPI document are made from this list alone.</summary>
internal sealed class ApiReads(RegisterView register, ReviewLog log, RunStore runs)
{
    /// <summary>Where the API is.</summary>
    public const string Path = "/api/v1";

    private const string KeyOfDrug = "Drug key, exactly: a substance in upper case, or a drug group.";
    private const string KeyOfEvent = "Event key, exactly: a term in upper case, or an event class.";

    /// <summary>The reads.</summary>
    public IReadOnlyList<ApiRead> All =>
    [
        List("snapshots", "Published snapshots, the newest publication first.", ApiTag.None, [], [ApiTables.Snapshots.Fill([])], _ => [ApiPart.All(ApiTables.Snapshots.Fill(runs.Published()))]),
        Signals(), Pair(),
        List("cases", "The line listing of the latest week: a row a case and event class.", ApiTag.Week,
            [
                ApiParameter.Text("drug", "Part of the suspect drugs, in any capitals."), ApiParameter.Text("event", KeyOfEvent), ApiParameter.Text("case_id", "Case id, exactly."),
                ApiParameter.Flag("serious", "Serious cases only."), ApiParameter.Flag("fatal", "Fatal cases only."), ApiParameter.Flag("new", "New cases only."),
            ],
            [SnapshotTables.Cases(default, []).Schema], Cases) with { PatientData = "the line listing by the API" },
        List("incidence", "Rates of the latest week per 100 patient-years.", ApiTag.Week,
            [ApiParameter.Text("drug", KeyOfDrug), ApiParameter.Text("event", KeyOfEvent), ApiParameter.Text("kind", "trial, registry, claims or sales.")],
            [SnapshotTables.Incidence(default, []).Schema], request => [Matching(request, "incidence", ("drug", "drug_key"), ("event", "event_key"), ("kind", "kind"))]),
        List("decisions", "Decisions on pairs, on unmapped names and on sources, the first first: the whole chain.", ApiTag.Register,
            [ApiParameter.Text("drug", KeyOfDrug + " Of a name the substance, of a source its digest."), ApiParameter.Text("event", KeyOfEvent), ApiParameter.Word<DecisionKind>("kind", "On pairs (signal), on unmapped names (name) or on sources (source) only.")],
            [ApiTables.Decisions.Fill([])], request => [ApiPart.All(ApiTables.Decisions.Fill(Decisions(request.Query.Text("drug"), request.Query.Text("event"), request.Query.Text("kind"))))]),
        List("runs", "Runs, the one begun last first.", ApiTag.None, [], [ApiTables.Runs.Fill([])], _ => [ApiPart.All(ApiTables.Runs.Fill(runs.Latest(int.MaxValue)))]),
        List("data-quality", "Figures of the latest week about the quality of the data.", ApiTag.Week,
            [ApiParameter.Text("check", "Check, exactly, such as rows_read or unmapped_name."), ApiParameter.Text("source_file", "Name of a file, exactly.")],
            [SnapshotTables.DataQuality(default, []).Schema], request => [Matching(request, "data_quality", ("check", "check"), ("source_file", "source_file"))]),
    ];

    private ApiRead Signals() => Paged("signals", "Pairs of the latest week in its main role scope over all cases.", ApiTag.WeekAndRegister,
        [
            ApiParameter.Text("drug", "Part of the drug's name or key, in any capitals."), ApiParameter.Text("event", "Part of the event's name or key, in any capitals."),
            ApiParameter.Word<PairLevel>("level", "Drug groups by event classes of the report's matrix, every event class, single terms, or all.", PairLevel.All),
            ApiParameter.Word<PairStatus>("status", "Status against the previous run; signal: any but cleared and none; changed: new, strengthened, weakened or cleared.", PairStatus.Any),
            ApiParameter.Word<PairRule>("rule", "Rule that is met.", PairRule.Any), ApiParameter.Word<ReviewState>("state", "State in the register, now."),
            ApiParameter.Word<PairCases>("cases", "Cases the pair must have.", PairCases.Any), ApiParameter.Number("least", "Fewest cases.", 0, int.MaxValue, 0),
            ApiParameter.Flag("suppressed", "Whether pairs reviewed before, and not stronger since, are listed, too.", @default: true),
            ApiParameter.Word<SignalOrder>("order", "Order: the largest first, names from A on; what is not estimable comes last.", SignalOrder.LowerLimit),
        ],
        [ApiTables.Signals, ApiTables.Reviewed(null).Fill([])],
        (request, skip, take) =>
        {
            var reviewed = register.Of(request.Week!);
            var (total, rows) = SignalQuery.Parse(request.Query.Text).Filter.Find(reviewed, skip, take);
            return (total, [new ApiPart(request.Week!.Signals.Table, rows), ApiPart.All(ApiTables.Reviewed(reviewed).Fill(rows))]);
        });

    /// <summary>One pair with everything the snapshot has of it. Strata, trend and what follows are there for drug groups by event classes, and for what the report shows.</summary>
    private ApiRead Pair()
    {
        (string Name, Table Layout)[] tables =
        [
            ("strata", SnapshotTables.Signals(default, []).Schema), ("trend", SnapshotTables.Trend(default, "", []).Schema), ("robustness", SnapshotTables.Robustness(default, []).Schema),
            ("masking", SnapshotTables.Masking(default, []).Schema), ("incidence", SnapshotTables.Incidence(default, []).Schema), ("decisions", ApiTables.Decisions.Fill([])),
        ];
        var schema = ApiJson.Object("A pair of the latest week.",
            [("snapshot", ApiJson.SnapshotSchema()), ("signal", ApiJson.RowSchema(ApiTables.Signals, ApiTables.Reviewed(null).Fill([]))), .. tables.Select(table => (table.Name, ApiJson.RowsSchema(table.Layout)))]);
        return new ApiRead($"{Path}/signals/{{drug}}/{{event}}", "One pair of the latest week: its row, strata, trend, robustness, masking, incidence and decisions.", [],
            [ApiParameter.Text("drug", KeyOfDrug), ApiParameter.Text("event", KeyOfEvent)], ApiTag.WeekAndRegister, schema, Pair);
    }

    private Action<Utf8JsonWriter>? Pair(ApiRequest request)
    {
        var (week, drug, @event) = (request.Week!, Key(request, "drug"), Key(request, "event"));
        if (week.Signals.Find(drug, @event) is not { } row)
            return null;
        var reviewed = register.Of(week);
        bool IsPair(Table table, int at) => table.Text("drug_key", at) == drug && table.Text("event_key", at) == @event;
        ApiPart Of(string table) => ApiPart.Where(week.Snapshot.Table(table), at => IsPair(week.Snapshot.Table(table), at));
        var strata = week.Snapshot.Table("signals");
        var decisions = ApiTables.Decisions.Fill(Decisions(drug, @event));
        return json =>
        {
            json.WriteSnapshot(week);
            json.WriteRow("signal", (week.Signals.Table, row), (ApiTables.Reviewed(reviewed).Fill([row]), 0));
            json.WriteRows("strata", ApiPart.Where(strata, at => IsPair(strata, at) && !(strata.Text("role_scope", at) == week.Week.RoleScope && strata.Text("stratum", at) == Week.AllCases)));
            foreach (var table in new[] { "trend", "robustness", "masking", "incidence" })
                json.WriteRows(table, Of(table));
            json.WriteRows("decisions", ApiPart.All(decisions));
        };
    }

    /// <summary>Routes leave an escaped slash as it is: it would end the part of the path.</summary>
    private static string Key(ApiRequest request, string name) => ((string)request.Context.GetRouteValue(name)!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<ApiPart> Cases(ApiRequest request)
    {
        var table = request.Week!.Snapshot.Table("cases");
        var (query, drug) = (request.Query, request.Query.Text("drug"));
        var (serious, fatal, isNew) = (query.Flag("serious"), query.Flag("fatal"), query.Flag("new"));
        var matching = Matching(request, "cases", ("event", "event_key"), ("case_id", "case_id"));
        return
        [
            matching with
            {
                Rows = [.. matching.Rows.Where(row => (drug is null || table.Text("suspect_drugs", row)!.Contains(drug, StringComparison.OrdinalIgnoreCase))
                    && (!serious || table.Flag("serious", row) == true) && (!fatal || table.Flag("fatal", row) == true) && (!isNew || table.Flag("is_new", row) == true))],
            },
        ];
    }

    /// <summary>Rows of a table of the week whose columns have what the parameters ask for.</summary>
    private static ApiPart Matching(ApiRequest request, string table, params (string Parameter, string Column)[] wanted)
    {
        var rows = request.Week!.Snapshot.Table(table);
        var asked = wanted.Where(one => request.Query.Text(one.Parameter) is not null).Select(one => (one.Column, Value: request.Query.Text(one.Parameter))).ToList();
        return ApiPart.Where(rows, row => asked.TrueForAll(one => rows.Text(one.Column, row) == one.Value));
    }

    private List<Review> Decisions(string? drug, string? @event, string? kind = null) =>
        [.. log.Read().Where(review => (drug is null || review.DrugKey == drug) && (@event is null || review.EventKey == @event) && (kind is null || review.Kind == kind))];

    private static ApiRead List(string name, string summary, ApiTag tag, IReadOnlyList<ApiParameter> parameters, IReadOnlyList<Table> layout, Func<ApiRequest, IReadOnlyList<ApiPart>> find) =>
        Paged(name, summary, tag, parameters, layout, (request, skip, take) =>
        {
            var parts = find(request);
            return (parts[0].Rows.Count, [.. parts.Select(part => part with { Rows = [.. part.Rows.Skip(skip).Take(take)] })]);
        });

    private static ApiRead Paged(string name, string summary, ApiTag tag, IReadOnlyList<ApiParameter> parameters, IReadOnlyList<Table> layout,
        Func<ApiRequest, int, int, (int Total, IReadOnlyList<ApiPart> Parts)> find)
    {
        var path = $"{Path}/{name}";
        (string, JsonObject)[] snapshot = tag is ApiTag.Week or ApiTag.WeekAndRegister ? [("snapshot", ApiJson.SnapshotSchema())] : [];
        var schema = ApiJson.Object($"A page. {summary}",
            [
                .. snapshot, ("page", ApiJson.Typed("integer", "Page, from 1.")), ("page_size", ApiJson.Typed("integer", "Rows of a page.")), ("total", ApiJson.Typed("integer", "Rows of all pages.")),
                ("next", ApiJson.Typed("string", "Address of the next page; null after the last.", "uri-reference", nullable: true)), ("rows", ApiJson.RowsSchema(layout)),
            ]);
        return new ApiRead(path, summary, [.. parameters, ApiParameter.Page, ApiParameter.PageSize], [], tag, schema, request =>
        {
            var (page, size) = (request.Query.Number(ApiParameter.Page), request.Query.Number(ApiParameter.PageSize));
            var (total, parts) = find(request, (page - 1) * size, size);
            return json =>
            {
                if (request.Week is not null)
                    json.WriteSnapshot(request.Week);
                json.WriteNumber("page", page);
                json.WriteNumber("page_size", size);
                json.WriteNumber("total", total);
                json.WriteString("next", (long)page * size < total ? NextOf(request.Context, page) : null);
                json.WriteRows("rows", parts);
            };
        });
    }

    private static string NextOf(HttpContext context, int page) => Address.Of(context.Request.Path,
        context.Request.Query.Where(field => field.Key != ApiParameter.Page.Name).Select(field => (field.Key, (string?)field.Value.ToString()))
            .Append((ApiParameter.Page.Name, (page + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))));
}

/// <summary>What a decision is on, by the words of <see cref="Review.Kind"/>.</summary>
internal enum DecisionKind
{
    /// <summary>A pair.</summary>
    Signal = 1,
    /// <summary>An unmapped name.</summary>
    Name = 2,
    /// <summary>A loaded source.</summary>
    Source = 3,
}
