using System.IO.Compression;
using System.Text.RegularExpressions;
using JakSignals.Ingest.Faers;
using JakSignals.Ingest.Tables;

namespace JakSignals.Ingest;

/// <summary>What was found under the paths a user gave.</summary>
/// <param name="Quarters">FAERS quarters, by period, then by where they lie.</param>
/// <param name="DeletedCaseLists">Lists of deleted cases, by name.</param>
/// <param name="CaseTables">Tables of cases, by name.</param>
/// <param name="ExposureTables">Exposure tables, by name.</param>
/// <param name="Ignored">What is no source, by name.</param>
/// <param name="Refused">What is meant as a source and cannot be read: nothing of it is in the other lists, and the exit code is 3.</param>
public sealed record DiscoveredSources(
    IReadOnlyList<FaersQuarterFiles> Quarters,
    IReadOnlyList<SourceText> DeletedCaseLists,
    IReadOnlyList<SourceText> CaseTables,
    IReadOnlyList<SourceText> ExposureTables,
    IReadOnlyList<SetAside> Ignored,
    IReadOnlyList<SetAside> Refused);

/// <summary>A file, or a quarter, that is not read.</summary>
/// <param name="Name">Name of the file or quarter.</param>
/// <param name="Reason">Why, and for a refusal what to do.</param>
public sealed record SetAside(string Name, string Reason)
{
    /// <summary>The sentence an operator reads.</summary>
    public override string ToString() => $"{Name}: {Reason}";
}

/// <summary>Finds sources in folders, zip archives and files; they are told by their content.</summary>
/// <remarks>
/// A quarter is the FAERS tables with one yyQq in their names in one folder or one archive. Two tables of one kind there (DEMO18Q1.txt beside
/// DEMO18Q1_new.txt) refuse the quarter, since nothing tells which of them FDA means to count; FDA's own archives hold one.
/// Each text is read once for its SHA-256; archives are never unpacked to disk or as a whole.
/// </remarks>
public static partial class SourceDiscovery
{
    /// <summary>Looks through all paths; what cannot be read is listed, not thrown.</summary>
    /// <param name="paths">Folders (searched to their depths), zip archives and files.</param>
    public static DiscoveredSources Find(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var search = new Search();
        foreach (var path in paths)
            search.Add(path);
        return search.Finish();
    }

    /// <summary>The quarter in a file name: DEMO22Q4.txt, ADR20Q3DeletedCases.txt, 20Q4DeletedCases.txt.</summary>
    internal static string? PeriodOf(string fileName) =>
        Quarter().Match(fileName) is { Success: true } match ? $"20{match.Groups[1].ValueSpan}Q{match.Groups[2].ValueSpan}" : null;

    [GeneratedRegex(@"(?<!\d)(?:20)?(\d\d)Q([1-4])(?!\d)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Quarter();

    /// <summary>A text, what it was recognised as, and its identity when it is a source.</summary>
    private sealed record Found(SourceLocation Location, Recognised What, SourceFile? File);

    private sealed class Search
    {
        private readonly HashSet<SourceLocation> _seen = [];
        private readonly List<Found> _faersTables = [];
        private readonly List<SourceText> _texts = [];
        private readonly List<SetAside> _ignored = [];
        private readonly List<SetAside> _refused = [];

        internal void Add(string path)
        {
            if (Directory.Exists(path))
                foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
                    AddFile(Path.GetFullPath(file), isNamed: false);
            else if (File.Exists(path))
                AddFile(Path.GetFullPath(path), isNamed: true);
            else
                _refused.Add(new(path, "there is no such file or folder."));
        }

        internal DiscoveredSources Finish()
        {
            var quarters = _faersTables.GroupBy(table => (Period: PeriodOf(table.Location.FileName), table.Location.Container))
                .OrderBy(group => group.Key.Period, StringComparer.Ordinal).ThenBy(group => group.Key.Container, StringComparer.Ordinal)
                .Select(group => MakeQuarter(group.Key.Period, group.Key.Container, [.. group.OrderBy(table => table.Location.FileName, StringComparer.Ordinal)]))
                .OfType<FaersQuarterFiles>().ToList();
            return new(quarters, Texts(SourceFileKind.FaersDeletedCases), Texts(SourceFileKind.CaseTable), Texts(SourceFileKind.ExposureTable),
                ByName(_ignored), ByName(_refused));
        }

        private List<SourceText> Texts(SourceFileKind kind) =>
            [.. _texts.Where(text => text.File.Kind == kind).OrderBy(text => text.File.Name, StringComparer.Ordinal).ThenBy(text => text.File.Sha256, StringComparer.Ordinal)];

        private static List<SetAside> ByName(List<SetAside> files) =>
            [.. files.OrderBy(file => file.Name, StringComparer.Ordinal).ThenBy(file => file.Reason, StringComparer.Ordinal)];

        private void AddFile(string path, bool isNamed)
        {
            var location = new SourceLocation(path);
            if (!_seen.Add(location))
                return;
            if (location.Head(4).AsSpan().SequenceEqual("PK\u0003\u0004"u8))
                AddArchive(location, isNamed);
            else
                Keep(LookAt(location), isNamed);
        }

        private void AddArchive(SourceLocation archive, bool isNamed)
        {
            try
            {
                using var zip = new ZipArchive(SourceLocation.OpenFile(archive.Path), ZipArchiveMode.Read);
                if (zip.GetEntry("[Content_Types].xml") is not null)
                    Keep(LookAtOfficeDocument(archive, zip), isNamed);
                else
                    foreach (var member in zip.Entries.Where(entry => entry.Name.Length > 0).Select(entry => LookAt(new(archive.Path, entry.FullName))).ToList())
                        Keep(member, isNamed: false);
            }
            catch (InvalidDataException damage)   // how the library tells of a damaged archive; none of its members was kept yet
            {
                _refused.Add(new(archive.Name, $"the archive is damaged ({damage.Message.TrimEnd('.')}). Download it again."));
            }
        }

        private static Found LookAtOfficeDocument(SourceLocation location, ZipArchive zip)
        {
            var isWorkbook = zip.Entries.Any(part => part.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase));
            var what = isWorkbook ? SheetRecords.Recognise(location.Open()) : new(null, "an Office document.", false);
            return new(location, what, what.Kind is { } kind ? location.Identify(kind, null) : null);
        }

        private static Found LookAt(SourceLocation location)
        {
            var what = SourceRecogniser.Recognise(location.FileName, location.Head(1 << 16));
            return new(location, what, what.Kind is { } kind ? location.Identify(kind, PeriodOf(location.FileName)) : null);
        }

        private void Keep(Found found, bool isNamed)
        {
            if (found.What.IsFaersTable)
                _faersTables.Add(found);
            else if (found.File is not null)
                _texts.Add(new(found.Location, found.File));
            else
                (isNamed || found.What.IsMeant ? _refused : _ignored).Add(new(found.Location.Name, found.What.Reason!));
        }

        /// <summary>The end of a path: enough to tell quarters apart in a line.</summary>
        private static string Shown(string container) => string.Join('/', container.Split('/', '\\').TakeLast(2));

        private FaersQuarterFiles? MakeQuarter(string? period, string container, List<Found> tables)
        {
            var name = $"{period ?? "a quarter whose file names do not say which (yyQq)"} in {Shown(container)}";
            var reason = WhyNot(tables);
            if (reason is null)
                return new(name, period, [.. tables.OrderBy(table => table.File!.Kind).Select(table => new FaersTable(new(table.Location, table.File!), table.What.Header!))]);
            _refused.Add(new(name, $"nothing of the quarter was loaded: {reason}"));
            return null;
        }

        private static string? WhyNot(List<Found> tables)
        {
            if (tables.Find(table => table.File is null) is { } refused)
                return $"{refused.Location.Name}: {refused.What.Reason}";
            if (tables.GroupBy(table => table.File!.Kind).FirstOrDefault(same => same.Count() > 1) is { } twice)
                return $"{Names(twice)} are both {FaersHeader.TableName(twice.Key)} tables. Keep the one that FDA published last.";
            var missing = FaersQuarterFiles.NeededKinds.Where(kind => tables.All(table => table.File!.Kind != kind)).Select(FaersHeader.TableName).ToList();
            return missing.Count == 0 ? null
                : $"found {Names(tables)} but no {string.Join(" and no ", missing)}. Give the folder or archive that holds all files of the quarter.";
        }

        private static string Names(IEnumerable<Found> tables) => string.Join(" and ", tables.Select(table => table.Location.Name));
    }
}
