using JakSignals.Reports;
using JakSignals.Snapshots;

namespace JakSignals.App.Reading;

/// <summary>A published snapshot in memory, as pages and API read it. Nothing in it changes.</summary>
internal sealed class PublishedWeek
{
    private readonly Lazy<CaseList> _cases;
    private readonly Lazy<Dictionary<(string, string), Signal>> _shown;

    /// <param name="folder">Folder of the snapshot.</param>
    /// <param name="snapshot">Its tables, with the rows of <c>signals</c> that <see cref="WeeklyReport.SignalsShown"/> keeps.</param>
    /// <param name="signals">All its pairs.</param>
    public PublishedWeek(string folder, Snapshot snapshot, SignalIndex signals)
    {
        (Folder, Week, Signals) = (folder, new Week(snapshot), signals);
        _shown = new(() => Week.Signals.ToDictionary(signal => signal.Pair));
        _cases = new(() => new CaseList(snapshot.Table("cases")));
    }

    /// <summary>Where its files are.</summary>
    public string Folder { get; }

    /// <summary>The rows the weekly report shows, in its order.</summary>
    public Week Week { get; }

    /// <summary>All pairs of the main role scope over all cases.</summary>
    public SignalIndex Signals { get; }

    /// <summary>Its line listing, a row a case; made when it is first asked for.</summary>
    public CaseList Cases => _cases.Value;

    /// <summary>Its tables; of <c>signals</c> only the rows the report shows.</summary>
    public Snapshot Snapshot => Week.Snapshot;

    /// <summary>Its manifest.</summary>
    public SnapshotManifest Manifest => Week.Manifest;

    /// <summary>The one hash that names it.</summary>
    public string ManifestSha256 => Snapshot.ManifestSha256;

    /// <summary>A pair in the main scope over all cases, with every column where the report shows it; null when it was not scored.</summary>
    public Signal? Find(string drugKey, string eventKey) =>
        _shown.Value.TryGetValue((drugKey, eventKey), out var shown) ? shown : Signals.Find(drugKey, eventKey) is { } row ? new Signal(Signals.Table, row) : null;

    /// <summary>Cases of a pair of the matrix; of other pairs the line listing has none.</summary>
    public IReadOnlyList<CaseLine> CasesOf(Signal signal) => signal.IsDomain ? [.. Cases.Lines.Where(line => line.IsOf(signal.Pair.Drug, signal.Pair.Event))] : [];
}
