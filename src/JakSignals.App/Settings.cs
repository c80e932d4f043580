using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using JakSignals.App.Scheduling;
using JakSignals.Ingest;
using JakSignals.Jobs;
using JakSignals.Signals;
using JakSignals.Store;
using Microsoft.Extensions.Configuration;

namespace JakSignals.App;

/// <summary>A setting the program cannot work with, named by its key.</summary>
public sealed class SettingsException : Exception
{
    /// <summary>Which key, what it is, what was expected.</summary>
    public SettingsException(string message) : base(message) { }

    /// <summary>Which key, what it is, what was expected, and the cause.</summary>
    public SettingsException(string message, Exception inner) : base(message, inner) { }

    /// <summary>An unspecified fault; give a message.</summary>
    public SettingsException() { }
}

/// <summary>All settings, documented key by key in <c>appsettings.json</c>.</summary>
public sealed record Settings
{
    /// <summary>Store, as <c>sqlite:PATH</c> or <c>sqlserver:CONNECTION STRING</c>.</summary>
    [Required(AllowEmptyStrings = false)] public string Store { get; init; } = "";

    /// <summary>How to work with SQL Server.</summary>
    [Required] public SqlServerOptions SqlServer { get; init; } = new();

    /// <summary>Folder for snapshots, reports, quarantine files and logs.</summary>
    [Required(AllowEmptyStrings = false)] public string Data { get; init; } = "";

    /// <summary>Catalogue.</summary>
    [Required] public CatalogueSettings Catalogue { get; init; } = new();

    /// <summary>Scoring.</summary>
    [Required] public SignalOptions Signals { get; init; } = new();

    /// <summary>Counting.</summary>
    [Required] public CountingSettings Counting { get; init; } = new();

    /// <summary>Report.</summary>
    [Required] public ReportSettings Report { get; init; } = new();

    /// <summary>What may be published.</summary>
    [Required] public QualityGateOptions QualityGate { get; init; } = new();

    /// <summary>What is loaded by itself.</summary>
    [Required] public IngestSettings Ingest { get; init; } = new();

    /// <summary>What is done when; null for <see cref="TimetableEntry.Defaults"/>.</summary>
    public TimetableEntry[]? Timetable { get; init; }

    /// <summary>How the server keeps the timetable.</summary>
    [Required] public ScheduleSettings Schedule { get; init; } = new();

    /// <summary>How long things are kept.</summary>
    [Required] public RetentionOptions Retention { get; init; } = new();

    /// <summary>How long work is held without a sign of life.</summary>
    [Required] public LeaseOptions Leases { get; init; } = new();

    /// <summary>Console.</summary>
    [Required] public ConsoleSettings Console { get; init; } = new();

    /// <summary>Health.</summary>
    [Required] public HealthSettings Health { get; init; } = new();

    /// <summary>Logging.</summary>
    [Required] public LoggingSettings Logging { get; init; } = new();

    /// <summary>The store these settings name.</summary>
    public Database Database => Database.Named(Store, SqlServer);

    /// <summary>The timetable in force.</summary>
    public IReadOnlyList<TimetableEntry> Entries => Timetable ?? TimetableEntry.Defaults;

    /// <summary>Folder of the catalogue in force.</summary>
    public string CatalogueFolder => Catalogue.Folder.Length > 0 ? Catalogue.Folder : Path.Combine(AppContext.BaseDirectory, "catalogue");

    /// <summary>Reads the settings: file, environment, command line.</summary>
    /// <param name="file">A settings file instead of the program's own; null for that.</param>
    /// <param name="store">The store named on the command line; null when it names none.</param>
    /// <param name="data">The data folder named on the command line; null when it names none.</param>
    /// <exception cref="SettingsException">A file that cannot be read, an unknown key or an impossible value.</exception>
    public static Settings Read(string? file, string? store, string? data)
    {
        var path = file ?? Path.Combine(AppContext.BaseDirectory, "appsettings.json");
        if (!File.Exists(path))
            throw new SettingsException($"Settings file {path} does not exist; give one with --config FILE.");
        var commandLine = new Dictionary<string, string?>();
        if (store is not null)
            commandLine["Store"] = store;
        if (data is not null)
            commandLine["Data"] = data;
        return Bind(path, commandLine).RequireValid();
    }

    /// <summary>These settings, with the database counting where the command line asks for it.</summary>
    internal Settings CountingInDatabase(bool asked) => asked ? this with { Counting = new CountingSettings { InDatabase = true } } : this;

    private static Settings Bind(string path, Dictionary<string, string?> commandLine)
    {
        try
        {
            var configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath(path))
                .AddEnvironmentVariables("JAKSIGNALS__")
                .AddInMemoryCollection(commandLine)
                .Build();
            RequireKnownKeys(configuration, typeof(Settings), "");
            return configuration.Get<Settings>() ?? throw new SettingsException($"Settings file {path} is empty.");
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException or FormatException)
        {
            throw new SettingsException($"Settings cannot be read from {path} and the environment: {error.Message} {error.InnerException?.Message}".TrimEnd(), error);
        }
    }

    /// <summary>A misspelt key would leave the default in force unnoticed.</summary>
    private static void RequireKnownKeys(IConfiguration section, Type type, string prefix)
    {
        foreach (var child in section.GetChildren())
        {
            var property = type.GetProperties().FirstOrDefault(p => p.CanWrite && p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new SettingsException($"Setting {prefix}{child.Key} is unknown, expected one of: {string.Join(", ", type.GetProperties().Where(p => p.CanWrite).Select(p => prefix + p.Name))}.");
            if (IsSection(property.PropertyType))
                RequireKnownKeys(child, property.PropertyType, prefix + property.Name + ":");
            else if (property.PropertyType.GetElementType() is { } element && IsSection(element))
                foreach (var item in child.GetChildren())
                {
                    RequireKnownKeys(item, element, $"{prefix}{property.Name}:{item.Key}:");
                    item.Get(element);      // as a part of the list it would be left out without a word when a value does not fit
                }
        }
    }

    private static bool IsSection(Type type) => type.IsClass && !type.IsArray && type.Namespace?.StartsWith("JakSignals", StringComparison.Ordinal) == true;

    private Settings RequireValid()
    {
        var faults = Faults(this, "").Concat(SameIds()).ToList();
        return faults.Count == 0 ? this : throw new SettingsException(string.Join(Environment.NewLine, faults));
    }

    /// <summary>The id is the key of an entry's jobs and of its entry in a scheduler.</summary>
    private IEnumerable<string> SameIds() => Entries.Index().GroupBy(entry => entry.Item.Id, StringComparer.Ordinal).Where(same => same.Count() > 1)
        .Select(same => $"Setting Timetable:{same.Last().Index}:Id is '{same.Key}', expected an id that no other entry has; entry {same.First().Index} has it.");

    private static IEnumerable<string> Faults(object section, string prefix)
    {
        if (section is IValidatableObject whole)
            foreach (var fault in whole.Validate(new ValidationContext(section)))
                yield return $"Setting {prefix}{fault.MemberNames.First()} {fault.ErrorMessage}";
        foreach (var property in section.GetType().GetProperties().Where(p => p.CanWrite))
        {
            var value = property.GetValue(section);
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>().Where(rule => !rule.IsValid(value)))
                yield return $"Setting {prefix}{property.Name} is '{Convert.ToString(value, CultureInfo.InvariantCulture)}': {rule.FormatErrorMessage(property.Name)}";
            if (value is not null && IsSection(property.PropertyType))
                foreach (var fault in Faults(value, prefix + property.Name + ":"))
                    yield return fault;
            if (value is Array items && IsSection(property.PropertyType.GetElementType()!))
                foreach (var fault in items.Cast<object>().Index().SelectMany(item => Faults(item.Item, $"{prefix}{property.Name}:{item.Index}:")))
                    yield return fault;
        }
    }
}

/// <summary>Where the catalogue is.</summary>
public sealed record CatalogueSettings
{
    /// <summary>Its folder; empty for the one that comes with the program.</summary>
    public string Folder { get; init; } = "";
}

/// <summary>Where pairs are counted; it changes no figure.</summary>
public sealed record CountingSettings
{
    /// <summary>In the database instead of in memory.</summary>
    public bool InDatabase { get; init; }
}

/// <summary>What is loaded by itself.</summary>
public sealed record IngestSettings
{
    /// <summary>Folder in which new sources are put.</summary>
    [Required(AllowEmptyStrings = false)] public string DropFolder { get; init; } = "drop";

    /// <summary>Most reports of a quarter without a drug, without a reaction, or not in DEMO, in per cent of its reports; one is always let pass.</summary>
    [Range(0.0, 100.0)] public double MaximumIncompletePercent { get; init; } = Ingest.Completeness.DefaultMaximumPercent;

    /// <summary>Most that one archive may unpack to, in gigabytes of 10^9 bytes.</summary>
    [Range(1, 100_000)] public int MaximumUnpackedGigabytes { get; init; } = 50;

    /// <summary>Most that one archive may unpack to, as a multiple of its own size.</summary>
    [Range(2, 2000)] public int MaximumUnpackedRatio { get; init; } = 200;

    /// <summary>How sources are looked for.</summary>
    internal SearchOptions Search => new() { MaximumUnpackedBytes = MaximumUnpackedGigabytes * 1_000_000_000L, MaximumUnpackedRatio = MaximumUnpackedRatio };
}

/// <summary>How the report presents itself.</summary>
public sealed record ReportSettings
{
    /// <summary>What it is about.</summary>
    [Required] public string Title { get; init; } = "JAK inhibitors";
}

/// <summary>What is logged and kept.</summary>
public sealed record LoggingSettings
{
    /// <summary>Least level written.</summary>
    public Serilog.Events.LogEventLevel Level { get; init; } = Serilog.Events.LogEventLevel.Information;

    /// <summary>Log files kept, one a day.</summary>
    [Range(1, 3650)] public int RetainedFiles { get; init; } = 90;
}
