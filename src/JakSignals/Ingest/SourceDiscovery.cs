using System.IO.Compression;
using System.Text.RegularExpressions;
using JakSignals.Ingest.Faers;
using JakSignals.Ingest.Tables;

namespace JakSignals.Ingest;

/// <summary>What was found under the paths a user gave.</summary>
/// <param name="Quarters">FAERS quarters, by period, then in the order of the paths given, then by where they lie.</param>
/// <param name="DeletedCaseLists">Lists of deleted cases, in the order of the paths given, then by name, then by where they lie; so are the tables.</param>
/// <param name="CaseTables">Tables of cases.</param>
/// <param name="ExposureTables">Exposure tables.</param>
/// <param name="Ignored">What is no source, by name.</param>
/// <param name="Refused">What is meant as a source and cannot be read: nothing of it is in the other lists, and the exit code is 3.</param>
/// <param name="Left">What of a drop folder is left for the next time, because it may still be growing, by name.</param>
public sealed record DiscoveredSources(
    IReadOnlyList<FaersQuarterFiles> Quarters,
    IReadOnlyList<SourceText> DeletedCaseLists,
    IReadOnlyList<SourceText> CaseTables,
    IReadOnlyList<SourceText> ExposureTables,
    IReadOnlyList<SetAside> Ignored,
    IReadOnlyList<SetAside> Refused,
    IReadOnlyList<SetAside> Left);

/// <summary>A file, or a quarter, that is not read.</summary>
public sealed record SetAside
{
    /// <summary>Names and reasons come from files and their makers, so that both are made fit to be shown.</summary>
    public SetAside(string name, string reason) => (Name, Reason) = (SourceEncoding.Visible(name), SourceEncoding.Visible(reason));

    /// <summary>Name of the file or quarter.</summary>
    public string Name { get; }

    /// <summary>Why, and for a refusal what to do.</summary>
    public string Reason { get; }

    /// <summary>The sentence an operator reads.</summary>
    public override string ToString() => $"{Name}: {Reason}";
}

/// <summary>Finds sources in folders, zip archives and files; they are told by their content.</summary>
/// <remarks>
/// Only regular files are read. No link within a folder to another folder is followed; a link to a file is. What cannot be read is refused by
/// itself, and an archive as a whole. What file managers leave (<c>__MACOSX</c>, <c>._*</c>) is passed over and listed.
/// <para>
/// A quarter is the FAERS tables with one yyQq in their names in one folder or one archive. Two tables of one kind there (DEMO18Q1.txt beside
/// DEMO18Q1_new.txt) refuse the quarter, since nothing tells which of them FDA means to count; FDA's own archives hold one.
/// Each text is read once for its SHA-256; archives are never unpacked to disk or as a whole.
/// </para>
/// </remarks>
public static partial class SourceDiscovery
{
    /// <summary>Looks through all paths; what cannot be read is listed, not thrown.</summary>
    /// <param name="paths">Folders (searched to their depths), zip archives and files.</param>
    /// <param name="options">How to look; null for the defaults.</param>
    /// <param name="cancel">Stops the search.</param>
    public static DiscoveredSources Find(IEnumerable<string> paths, SearchOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var search = new Search(options ?? new SearchOptions(), cancel);
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
    private sealed record Found(SourceLocation Location, Recognised What, SourceFile? File, bool IsNamed)
    {
        /// <summary>Which of the paths given it was found under: 1, 2, 3 …</summary>
        public int Given { get; init; }
    }

    private sealed class Search(SearchOptions options, CancellationToken cancel)
    {
        private const string NextTime = "left for the next time: ";
        private const string NothingOfIt = "nothing of the quarter was loaded: ";

        private readonly HashSet<SourceLocation> _seen = [];
        private readonly List<Found> _faersTables = [];
        private readonly List<Found> _texts = [];
        private readonly List<SourceLocation> _growing = [];
        private readonly List<SetAside> _ignored = [];
        private readonly List<SetAside> _refused = [];
        private readonly List<SetAside> _left = [];
        private bool _gaveSomething;
        private int _given;

        internal void Add(string path)
        {
            _given++;
            _gaveSomething = false;
            if (Directory.Exists(path))
                AddFolder(Path.GetFullPath(path));
            else if (IsThere(path))
                AddFile(Path.GetFullPath(path), isNamed: true);
            else
                Refuse(path, "there is no such file or folder.");
            if (!_gaveSomething && options.SettledBy is null)
                Refuse(path, "nothing in it is a source that can be read; what it holds is listed with the reasons.");
        }

        internal DiscoveredSources Finish()
        {
            var quarters = _faersTables.GroupBy(table => (Period: PeriodOf(table.Location.FileName), table.Location.Container))
                .OrderBy(group => group.Key.Period, StringComparer.Ordinal)
                .ThenBy(group => group.Min(table => table.Given)).ThenBy(group => group.Key.Container, StringComparer.Ordinal)
                .Select(group => MakeQuarter(group.Key.Period, group.Key.Container, [.. group.OrderBy(table => table.Location.FileName, StringComparer.Ordinal)]))
                .OfType<FaersQuarterFiles>().ToList();
            return new(quarters, Texts(SourceFileKind.FaersDeletedCases), Texts(SourceFileKind.CaseTable), Texts(SourceFileKind.ExposureTable),
                ByName(_ignored), ByName(_refused), ByName(_left));
        }

        /// <summary>What is given last is loaded last: it counts where two hold the same. A hash is no reason to prefer one.</summary>
        private List<SourceText> Texts(SourceFileKind kind) =>
        [
            .. _texts.Where(text => text.File!.Kind == kind)
                .OrderBy(text => text.Given).ThenBy(text => text.Location.Name, StringComparer.Ordinal).ThenBy(text => text.Location.Path, StringComparer.Ordinal)
                .ThenBy(text => text.Location.Member, StringComparer.Ordinal)
                .Select(text => new SourceText(text.Location, text.File!) { IsNamed = text.IsNamed }),
        ];

        private static List<SetAside> ByName(List<SetAside> files) =>
            [.. files.OrderBy(file => file.Name, StringComparer.Ordinal).ThenBy(file => file.Reason, StringComparer.Ordinal)];

        /// <summary>File.Exists says no of links that lead nowhere, and of pipes on some systems.</summary>
        private static bool IsThere(string path) => File.Exists(path) || new FileInfo(path).LinkTarget is not null;

        private void AddFolder(string root)
        {
            var folders = new Stack<string>([root]);
            while (folders.TryPop(out var folder))
                foreach (var entry in EntriesOf(folder))
                {
                    cancel.ThrowIfCancellationRequested();
                    if (entry is not DirectoryInfo)
                        AddFile(entry.FullName, isNamed: false);
                    else if (entry.LinkTarget is not null)
                        _ignored.Add(new(entry.Name, "a link to a folder, which is not followed. Name the folder itself to read it."));
                    else if (SourceArchive.IsLitterFolder(entry.Name))
                        _ignored.Add(new(entry.Name, Litter));
                    else
                        folders.Push(entry.FullName);
                }
        }

        private const string Litter = "what a file manager left, and no source.";

        private List<FileSystemInfo> EntriesOf(string folder)
        {
            try
            {
                return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal)];
            }
            catch (Exception fault) when (SourceLocation.IsOfSource(fault))   // one folder; the others are read
            {
                Refuse(Shown(folder), Unreadable(fault));
                return [];
            }
        }

        private void AddFile(string path, bool isNamed)
        {
            var location = new SourceLocation(path);
            if (!_seen.Add(location))
                _gaveSomething = true;
            else if (SourceArchive.IsLitter(location.FileName))
                PassOver(location, Litter, isNamed);
            else
                TryLookAt(location, isNamed);
        }

        private void TryLookAt(SourceLocation location, bool isNamed)
        {
            try
            {
                var stamp = options.StampOf(location.Path);
                if (IsYoung(stamp))
                    Leave(location, "it was written less than a minute ago and may still be growing.");
                else
                    LookAt(location, stamp, isNamed);
            }
            catch (Exception fault) when (SourceLocation.IsOfSource(fault))   // one file; the others are read
            {
                Refuse(location.Name, Unreadable(fault));
            }
        }

        /// <summary>A time far ahead says nothing of when a file was written: such a file would be left for ever.</summary>
        private bool IsYoung(FileStamp stamp) =>
            options.SettledBy is { } settled && stamp.WrittenAt > settled.UtcDateTime && stamp.WrittenAt < settled.UtcDateTime.AddDays(1);

        private void LookAt(SourceLocation location, FileStamp stamp, bool isNamed)
        {
            using var file = SourceLocation.OpenFile(location.Path);
            var head = Head(file);
            List<Found> found = SourceRecogniser.IsZip(head) ? LookIntoArchive(location, file, isNamed) : [Recognise(location, head, file, isNamed)];
            var after = options.StampOf(location.Path);
            if (after == stamp)
                found.ForEach(Keep);
            else if (options.SettledBy is null)
                Refuse(location.Name, FormattableString.Invariant($"it changed while it was read, from {stamp.Bytes} to {after.Bytes} bytes. Wait until it is complete, then load it again."));
            else
                Leave(location, "it changed while it was read.");
        }

        /// <summary>The first bytes of a text: the header and some rows.</summary>
        private static byte[] Head(Stream text)
        {
            var head = new byte[1 << 16];
            return head[..text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }

        /// <summary>Tells what a text is and, when it is a source, reads on to its end for its length and SHA-256.</summary>
        private Found Recognise(SourceLocation location, byte[] head, Stream rest, bool isNamed)
        {
            cancel.ThrowIfCancellationRequested();
            var what = SourceRecogniser.Recognise(location.FileName, head);
            if (what.Kind is not { } kind)
                return new(location, what, null, isNamed);
            using var hash = new ReadingHash();
            hash.Append(head);
            hash.Read(rest, long.MaxValue, cancel);
            var whole = hash.Current(isWhole: true);
            return new(location, what, new(location.Name, kind, PeriodOf(location.FileName), whole.Bytes, whole.Sha256), isNamed);
        }

        /// <returns>Its members; none when it was refused or passed over.</returns>
        private List<Found> LookIntoArchive(SourceLocation archive, Stream file, bool isNamed)
        {
            try
            {
                using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
                if (SourceArchive.IsDocument(zip))
                    return [LookIntoDocument(archive, zip, file, isNamed)];
                if (SourceArchive.WhyNot(zip, file, options) is { } reason)
                    Refuse(archive.Name, reason);
                else
                    return MembersOf(archive, zip);
            }
            catch (Exception damage) when (IsDamage(damage))
            {
                Refuse(archive.Name, $"the archive is damaged ({damage.Message.TrimEnd('.')}). Download it again.");
            }
            return [];
        }

        private Found LookIntoDocument(SourceLocation document, ZipArchive zip, Stream file, bool isNamed)
        {
            if (!SheetRecords.IsWorkbook(zip))
                return new(document, new(null, "an Office document and no workbook (.xlsx). Save a table as .xlsx or CSV.", false), null, isNamed);
            file.Position = 0;
            var what = SheetRecords.Recognise(file);
            if (what.Kind is not { } kind)
                return new(document, what, null, isNamed);
            file.Position = 0;
            using var hash = new ReadingHash();
            hash.Read(file, long.MaxValue, cancel);
            var whole = hash.Current(isWhole: true);
            return new(document, what, new(document.Name, kind, null, whole.Bytes, whole.Sha256), isNamed);
        }

        /// <summary>How the library tells of a damaged archive.</summary>
        private static bool IsDamage(Exception fault) => SourceLocation.IsOfSource(fault) || fault is ArgumentException or OverflowException;

        private List<Found> MembersOf(SourceLocation archive, ZipArchive zip)
        {
            var found = new List<Found>();
            foreach (var member in SourceArchive.Members(zip))
            {
                var location = new SourceLocation(archive.Path, member.FullName);
                using var text = new MemberStream(member, location.Name);
                found.Add(Recognise(location, Head(text), text, isNamed: false));
            }
            if (found.Find(member => member.What.IsArchive) is { } nested)
            {
                Refuse(archive.Name, $"it holds {nested.Location.Name}: {nested.What.Reason} Nothing of the outer archive was loaded.");
                return [];
            }
            foreach (var litter in zip.Entries.Where(entry => SourceArchive.IsLitter(entry.FullName) && SourceLocation.MemberName(entry.FullName).Length > 0))
                _ignored.Add(new(new SourceLocation(archive.Path, litter.FullName).Name, Litter));
            if (found.Count == 0)
                _ignored.Add(new(archive.Name, "an archive that holds no file."));
            return found;
        }

        private void Keep(Found found)
        {
            if (found.What.IsFaersTable)
                _faersTables.Add(found with { Given = _given });
            else if (found.File is not null)
                _texts.Add(found with { Given = _given });
            else
            {
                PassOver(found.Location, found.What.Reason!, found.IsNamed || found.What.IsMeant);
                return;
            }
            _gaveSomething = true;
        }

        private void PassOver(SourceLocation location, string reason, bool isMeant)
        {
            if (isMeant)
                Refuse(location.Name, reason);
            else
                _ignored.Add(new(location.Name, reason));
        }

        private void Refuse(string name, string reason)
        {
            _refused.Add(new(name, reason));
            _gaveSomething = true;
        }

        private void Leave(SourceLocation location, string reason)
        {
            _left.Add(new(location.Name, NextTime + reason));
            _growing.Add(location);
            _gaveSomething = true;
        }

        private static string Unreadable(Exception fault) => $"it cannot be read ({fault.Message.TrimEnd('.')}). Check what it is and who may read it.";

        /// <summary>The end of a path: enough to tell quarters apart in a line.</summary>
        private static string Shown(string container) => SourceEncoding.Visible(string.Join('/', container.Split('/', '\\').TakeLast(2)));

        private FaersQuarterFiles? MakeQuarter(string? period, string container, List<Found> tables)
        {
            var name = $"{period ?? "a quarter whose file names do not say which (yyQq)"} in {Shown(container)}";
            if (_growing.Find(file => file.Container == container && PeriodOf(file.FileName) == period) is { } growing)
                _left.Add(new(name, $"{NextTime}{growing.Name} may still be growing."));
            else if (WhyNot(tables) is { } reason)
                Refuse(name, NothingOfIt + reason);
            else
                return new(name, period, [.. tables.OrderBy(table => table.File!.Kind).Select(TableOf)]);
            return null;
        }

        private static FaersTable TableOf(Found table) => new(new(table.Location, table.File!) { IsNamed = table.IsNamed }, table.What.Header!);

        private static string? WhyNot(List<Found> tables)
        {
            if (tables.Find(table => table.File is null) is { } refused)
                return $"{refused.Location.Name}: {refused.What.Reason}";
            if (tables.GroupBy(table => table.File!.Kind).FirstOrDefault(same => same.Count() > 1) is { } twice)
                return $"{Names(twice)} are both {FaersHeader.TableName(twice.Key)} tables. Keep the one that FDA published last.";
            if (tables.GroupBy(table => table.Location.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } oneName)
                return $"{Names(oneName)} are different tables of one name. Give the files as FDA publishes them.";
            var missing = FaersQuarterFiles.NeededKinds.Where(kind => tables.All(table => table.File!.Kind != kind)).Select(FaersHeader.TableName).ToList();
            return missing.Count == 0 ? null
                : $"found {Names(tables)} but no {string.Join(" and no ", missing)}. Give the folder or archive that holds all files of the quarter.";
        }

        private static string Names(IEnumerable<Found> tables) => string.Join(" and ", tables.Select(table => table.Location.Name));
    }
}
