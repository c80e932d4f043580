using System.Globalization;
using System.Runtime.InteropServices;
using Dapper;
using JakSignals.Cases;
using JakSignals.Ingest;
using Microsoft.Data.Sqlite;

namespace JakSignals.Store;

/// <summary>The current cases at an as-of date, and what became of every record.</summary>
/// <param name="Cases">The cases.</param>
/// <param name="Files">Fates of the records of each file, by name then hash.</param>
/// <param name="Simulated">Whether any report is simulated.</param>
/// <param name="Undated">Cases of several case tables without a received date: which one counts is then decided by the digest of the files.</param>
public sealed record CurrentCaseSet(CaseColumns Cases, IReadOnlyList<FileFates> Files, bool Simulated, long Undated);

/// <summary>Chooses the current report of every case by FDA's rule and reads the chosen ones as columns.</summary>
/// <remarks>
/// Latest receipt, then highest report number, then version; between loads that hold the same report, the later quarter, then the
/// higher digest. Nothing depends on the order of loading. Memory: about 60 bytes a case and 24 a drug row.
/// </remarks>
public sealed class CurrentCases
{
    private readonly SqliteConnection _connection;
    private readonly RunScope _scope;
    private readonly int _asOf;
    private readonly int _previousAsOf;
    private readonly Dictionary<long, LoadRow> _loads;
    private readonly Dictionary<(CaseSource Source, long CaseKey), Candidate> _best = [];
    private readonly HashSet<long> _deleted = [];

    private CurrentCases(SqliteConnection connection, RunScope scope)
    {
        (_connection, _scope) = (connection, scope);
        _asOf = PartialDate.FromDay(scope.AsOf).Number;
        _previousAsOf = scope.Previous is { } previous ? PartialDate.FromDay(previous.AsOf).Number : 0;
        _loads = connection.Query<LoadRow>("SELECT load_id AS LoadId, source AS Source, digest AS Digest, period AS Period, simulated AS Simulated FROM source_load")
            .Where(load => scope.Loads.Contains(load.LoadId))
            .OrderBy(load => load.Period ?? "", StringComparer.Ordinal).ThenBy(load => load.Digest, StringComparer.Ordinal)
            .Select((load, rank) => load with { Rank = rank })
            .ToDictionary(load => load.LoadId);
    }

    /// <summary>Reads the current cases.</summary>
    /// <param name="database">The store.</param>
    /// <param name="scope">As-of date, loads, previous run.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static CurrentCaseSet Read(Database database, RunScope scope, CancellationToken cancel)
    {
        using var connection = database.Open();
        using var snapshot = connection.BeginTransaction(deferred: true);   // every query below sees the same store
        return new CurrentCases(connection, scope).Read(cancel);
    }

    private CurrentCaseSet Read(CancellationToken cancel)
    {
        ReadDeletedCases();
        ChooseReports(cancel);
        var order = _best.Where(pair => !IsDeleted(pair.Key.Source, pair.Key.CaseKey))
            .OrderBy(pair => pair.Key.Source).ThenBy(pair => pair.Key.CaseKey).Select(pair => pair.Value).ToArray();
        var rowOfReport = new Dictionary<long, int>(order.Length);
        for (var row = 0; row < order.Length; row++)
            rowOfReport[order[row].ReportId] = row;
        var cases = ReadColumns(order, rowOfReport, cancel);
        return new CurrentCaseSet(cases, ReadFates(rowOfReport), _loads.Values.Any(l => l.Simulated), _best.Values.LongCount(c => c.AmbiguousTie));
    }

    private void ReadDeletedCases()
    {
        using var rows = new SqliteRows(_connection, "SELECT load_id, case_key FROM deleted_case");
        while (rows.Read())
            if (_loads.TryGetValue(rows.Int64(0), out var load) && IsKnownBy(load.Period, _scope.AsOf))
                _deleted.Add(rows.Int64(1));
    }

    private void ChooseReports(CancellationToken cancel)
    {
        using var rows = new SqliteRows(_connection, "SELECT report_id, load_id, source, case_key, report_number, version, received_on, first_received_on FROM report");
        for (long read = 0; rows.Read(); read++)
        {
            if ((read & 0xFFFF) == 0)
                cancel.ThrowIfCancellationRequested();
            if (!_loads.TryGetValue(rows.Int64(1), out var load) || rows.Int32(6) > _asOf)
                continue;
            var seen = new Candidate(rows.Int64(0), rows.Int32(6), rows.Int64(4), rows.Int32(5), load.Rank,
                FirstReceived: rows.Int32(7) != 0 ? rows.Int32(7) : rows.Int32(6), IsNew: !WasInPreviousRun(load.LoadId, rows.Int32(6)), AmbiguousTie: false);
            ref var best = ref CollectionsMarshal.GetValueRefOrAddDefault(_best, ((CaseSource)rows.Int32(2), rows.Int64(3)), out var exists);
            best = exists ? best.Merge(seen) : seen;
        }
    }

    private bool WasInPreviousRun(long loadId, int receivedOn) =>
        _scope.Previous is { } previous && previous.Loads.Contains(loadId) && receivedOn <= _previousAsOf;

    private bool IsDeleted(CaseSource source, long caseKey) => source == CaseSource.Faers && _deleted.Contains(caseKey);

    private CaseColumns ReadColumns(Candidate[] order, Dictionary<long, int> rowOfReport, CancellationToken cancel)
    {
        var n = order.Length;
        var (caseKey, source, eventOn, age) = (new long[n], new CaseSource[n], new int[n], new double[n]);
        var (sex, country, reporter, outcomes) = (new Sex[n], new string?[n], new ReporterType[n], new Outcomes[n]);
        var countries = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var rows = new SqliteRows(_connection, "SELECT report_id, case_key, source, event_on, age_years, sex, country, reporter, outcomes FROM report"))
            while (rows.Read())
                if (rowOfReport.TryGetValue(rows.Int64(0), out var row))
                {
                    (caseKey[row], source[row], eventOn[row]) = (rows.Int64(1), (CaseSource)rows.Int32(2), rows.Int32(3));
                    age[row] = rows.IsNull(4) ? double.NaN : rows.Double(4);
                    country[row] = rows.IsNull(6) ? null : Shared(countries, rows.Text(6));
                    (sex[row], reporter[row], outcomes[row]) = ((Sex)rows.Int32(5), (ReporterType)rows.Int32(7), (Outcomes)rows.Int32(8));
                }
        var drugs = ReadChildren(rowOfReport, n, "SELECT report_id, drug_name_id, sequence, role, route, dechallenge, rechallenge FROM report_drug", 6, cancel);
        var events = ReadChildren(rowOfReport, n, "SELECT report_id, term_id FROM report_event", 1, cancel);
        return new CaseColumns
        {
            CaseKey = caseKey, Source = source, EventOn = eventOn, AgeYears = age, Sex = sex, Country = country, Reporter = reporter, Outcomes = outcomes,
            CaseNames = _connection.Query<(long Key, string Id)>("SELECT case_key, case_id FROM case_name").ToDictionary(c => c.Key, c => c.Id),
            ReportId = [.. order.Select(c => c.ReportId)], Version = [.. order.Select(c => c.Version)],
            ReceivedOn = [.. order.Select(c => c.ReceivedOn)], FirstReceivedOn = [.. order.Select(c => c.FirstReceived)], IsNew = [.. order.Select(c => c.IsNew)],
            DrugStart = drugs.Start, DrugNameId = drugs.Ids, DrugSequence = drugs.Sequences,
            Role = drugs.Codes<DrugRole>(0), Route = drugs.Codes<AdministrationRoute>(8), Dechallenge = drugs.Codes<Challenge>(16), Rechallenge = drugs.Codes<Challenge>(24),
            EventStart = events.Start, TermId = events.Ids,
        };
    }

    /// <summary>Rows of a child table, gathered by case: read once in storage order, then laid out by counting.</summary>
    private ChildRows ReadChildren(Dictionary<long, int> rowOfReport, int caseCount, string sql, int columns, CancellationToken cancel)
    {
        var (owners, ids, sequences, codes) = (new List<int>(), new List<int>(), new List<long>(), new List<int>());
        using var rows = new SqliteRows(_connection, sql);
        while (rows.Read())
        {
            if ((owners.Count & 0xFFFF) == 0)
                cancel.ThrowIfCancellationRequested();
            if (!rowOfReport.TryGetValue(rows.Int64(0), out var owner))
                continue;
            owners.Add(owner);
            ids.Add(rows.Int32(1));
            if (columns == 1)
                continue;
            sequences.Add(rows.Int64(2));
            codes.Add(rows.Int32(3) | rows.Int32(4) << 8 | rows.Int32(5) << 16 | rows.Int32(6) << 24);
        }
        return ChildRows.ByOwner(caseCount, owners, ids, sequences, codes);
    }

    private List<FileFates> ReadFates(Dictionary<long, int> rowOfReport)
    {
        var fates = new Dictionary<(long LoadId, Fate Fate), ReportRecordsSum>();
        using (var rows = new SqliteRows(_connection, "SELECT report_id, load_id, source, case_key, received_on, drug_rows, event_rows, outcome_rows, source_rows, therapy_rows, indication_rows FROM report"))
            while (rows.Read())
            {
                var fate = rowOfReport.ContainsKey(rows.Int64(0)) ? Fate.Current
                    : rows.Int32(4) > _asOf ? Fate.Later
                    : IsDeleted((CaseSource)rows.Int32(2), rows.Int64(3)) ? Fate.Deleted : Fate.Superseded;
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(fates, (rows.Int64(1), fate), out _);
                sum = sum.Plus(rows);
            }
        return [.. _connection.Query<FileRow>(SqlText.Query("read_source_files"))
            .Where(file => _loads.ContainsKey(file.LoadId))
            .Select(file => Fates(file, fates).RequireBalanced())
            .OrderBy(file => file.Period ?? "", StringComparer.Ordinal).ThenBy(file => file.Name, StringComparer.Ordinal).ThenBy(file => file.Sha256, StringComparer.Ordinal)];
    }

    private FileFates Fates(FileRow file, Dictionary<(long LoadId, Fate Fate), ReportRecordsSum> fates)
    {
        var kind = (SourceFileKind)file.Kind;
        long Of(Fate fate) => fates.GetValueOrDefault((file.LoadId, fate)).Of(kind);
        var stored = file.RowsRead - file.RowsQuarantined;
        var (later, deleted) = kind == SourceFileKind.FaersDeletedCases && !IsKnownBy(file.Period, _scope.AsOf)
            ? (file.RowsLoaded, 0L) : (Of(Fate.Later), Of(Fate.Deleted));
        var current = kind switch
        {
            SourceFileKind.ExposureTable => file.RowsLoaded,
            SourceFileKind.FaersDeletedCases => file.RowsLoaded - later,
            _ => Of(Fate.Current),
        };
        // Records repeated within a load never became reports; they are what is left.
        var repeated = stored - current - later - deleted - Of(Fate.Superseded);
        // Without the archive it came in: packing is no part of a load's identity, so it must not be of what is published.
        return new FileFates(file.SourceFileId, file.Name[(file.Name.LastIndexOf('/') + 1)..], kind.ToString(), file.Period, file.Sha256,
            file.RowsRead, current, Of(Fate.Superseded) + repeated, deleted, later, file.RowsQuarantined);
    }

    private static bool IsKnownBy(string? period, DateOnly asOf) => period is null || QuarterEnd(period) <= asOf;

    private static DateOnly QuarterEnd(string period)
    {
        var (year, quarter) = (int.Parse(period.AsSpan(0, 4), CultureInfo.InvariantCulture), period[5] - '0');
        return new DateOnly(year, quarter * 3, 1).AddMonths(1).AddDays(-1);
    }

    private static string Shared(Dictionary<string, string> texts, string text)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(texts, text, out _);
        return known ??= text;
    }

    private enum Fate { Current, Superseded, Deleted, Later }

    private readonly record struct Candidate(long ReportId, int ReceivedOn, long ReportNumber, int Version, int LoadRank, int FirstReceived, bool IsNew, bool AmbiguousTie)
    {
        /// <summary>The better of two reports of one case, with what both say of the case as a whole.</summary>
        public Candidate Merge(Candidate other)
        {
            var order = (ReceivedOn, ReportNumber, Version).CompareTo((other.ReceivedOn, other.ReportNumber, other.Version));
            var better = order > 0 || (order == 0 && LoadRank > other.LoadRank) ? this : other;
            return better with
            {
                FirstReceived = FirstReceived == 0 || other.FirstReceived == 0 ? Math.Max(FirstReceived, other.FirstReceived) : Math.Min(FirstReceived, other.FirstReceived),
                IsNew = IsNew && other.IsNew,
                AmbiguousTie = AmbiguousTie || other.AmbiguousTie || (order == 0 && ReceivedOn == 0),
            };
        }
    }

    private readonly record struct ReportRecordsSum(long Reports, long Drugs, long Events, long Outcomes, long Sources, long Therapies, long Indications)
    {
        public ReportRecordsSum Plus(SqliteRows row) => new(Reports + 1, Drugs + row.Int64(5), Events + row.Int64(6), Outcomes + row.Int64(7),
            Sources + row.Int64(8), Therapies + row.Int64(9), Indications + row.Int64(10));

        public long Of(SourceFileKind kind) => kind switch
        {
            SourceFileKind.FaersDemo => Reports,
            SourceFileKind.FaersDrug or SourceFileKind.CaseTable => Drugs,
            SourceFileKind.FaersReaction => Events,
            SourceFileKind.FaersOutcome => Outcomes,
            SourceFileKind.FaersReportSource => Sources,
            SourceFileKind.FaersTherapy => Therapies,
            SourceFileKind.FaersIndication => Indications,
            _ => 0,
        };
    }

    private sealed record LoadRow
    {
        public long LoadId { get; init; }
        public int Source { get; init; }
        public string Digest { get; init; } = "";
        public string? Period { get; init; }
        public bool Simulated { get; init; }
        public int Rank { get; init; }
    }

    private sealed record FileRow
    {
        public long SourceFileId { get; init; }
        public long LoadId { get; init; }
        public string Name { get; init; } = "";
        public int Kind { get; init; }
        public string? Period { get; init; }
        public string Sha256 { get; init; } = "";
        public long RowsRead { get; init; }
        public long RowsLoaded { get; init; }
        public long RowsQuarantined { get; init; }
    }
}

/// <summary>Child rows laid out by owner.</summary>
internal sealed record ChildRows(int[] Start, int[] Ids, long[] Sequences, int[] Packed)
{
    public static ChildRows ByOwner(int ownerCount, List<int> owners, List<int> ids, List<long> sequences, List<int> codes)
    {
        var start = new int[ownerCount + 1];
        foreach (var owner in owners)
            start[owner + 1]++;
        for (var i = 0; i < ownerCount; i++)
            start[i + 1] += start[i];
        var next = start.AsSpan(0, ownerCount).ToArray();
        var rows = new ChildRows(start, new int[owners.Count], new long[sequences.Count], new int[codes.Count]);
        for (var i = 0; i < owners.Count; i++)
        {
            var at = next[owners[i]]++;
            rows.Ids[at] = ids[i];
            if (sequences.Count == 0)
                continue;
            (rows.Sequences[at], rows.Packed[at]) = (sequences[i], codes[i]);
        }
        return rows;
    }

    public TCode[] Codes<TCode>(int shift) where TCode : struct, Enum =>
        Array.ConvertAll(Packed, packed => { var code = (byte)(packed >> shift & 0xFF); return System.Runtime.CompilerServices.Unsafe.As<byte, TCode>(ref code); });
}
