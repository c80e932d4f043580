using JakSignals.Jobs;
using JakSignals.Normalise;
using JakSignals.Snapshots;
using JakSignals.Store;
using Microsoft.Extensions.Logging;

namespace JakSignals.App;

/// <summary>What the commands work with, put together from the settings once.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly ILoggerFactory _logs;

    public Workplace(Settings settings)
    {
        Settings = settings;
        Catalogue = Catalogue.Load(settings.CatalogueFolder);   // a broken catalogue stops the start, not the middle of a run
        Database = Database.Named(settings.Store);
        _logs = AppLog.Create(settings);
    }

    public Settings Settings { get; }

    public Catalogue Catalogue { get; }

    public Database Database { get; }

    public IngestJob Ingest => new(new CaseStore(Database, TimeProvider.System), new StoreStatus(Database), Settings.Data, _logs.CreateLogger<IngestJob>());

    public WeeklyRun Weekly(NameRules names) => new(Database,
        new WeeklyOptions(Catalogue, names, Settings.Signals, Settings.Report.Title),
        ParquetWriters.Default, TimeProvider.System, _logs.CreateLogger<WeeklyRun>());

    public void Dispose() => _logs.Dispose();
}
