using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CsvHelper;

namespace JakSignals.Normalise;

/// <summary>One file of a catalogue folder, and how its faults are told.</summary>
internal sealed class CatalogueFile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        Converters = { new WordConverter<EventCondition>(), new WordConverter<GroupKind>(), new WordConverter<GroupRoute>(), new WordConverter<Exclusion>() },
    };

    private static readonly CsvReaderOptions Csv = new()
    {
        Separator = ',',
        CommentPrefix = '#',
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
    };

    private const string Remedy = "Correct the file, or copy the original from the catalogue folder that came with JakSignals.";

    private const string VersionComment = "# version:";

    private readonly string _path;
    private readonly byte[] _bytes;

    private CatalogueFile(string path, byte[] bytes) => (_path, _bytes) = (path, bytes);

    public string Name => Path.GetFileName(_path);

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(_bytes));

    /// <summary>The version the file says it has; only of a file that was read, which requires it.</summary>
    public string Version => Name.EndsWith(".json", StringComparison.Ordinal)
        ? JsonNode.Parse(WithoutByteOrderMark)!["version"]!.GetValue<string>()
        : Text.ReplaceLineEndings("\n").Split('\n').First(line => line.StartsWith(VersionComment, StringComparison.Ordinal))[VersionComment.Length..].Trim();

    public static CatalogueFile Open(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? new CatalogueFile(path, File.ReadAllBytes(path))
            : throw new CatalogueException($"{path} does not exist. A catalogue folder needs every file: copy it from the catalogue folder that came with JakSignals.");
    }

    public CatalogueException Fault(string where, string found, string expected) =>
        new($"{_path}: {where} is '{found}', expected {expected}. {Remedy}");

    public T ReadJson<T>()
    {
        try
        {
            return JsonSerializer.Deserialize<T>(WithoutByteOrderMark, Json)
                ?? throw Fault("line 1", "null", "an object");
        }
        catch (JsonException fault)     // the library's way to say what is wrong; it lacks the file and what to do
        {
            throw Unreadable($"line {(fault.LineNumber ?? 0) + 1} ({fault.Path ?? "$"})", fault);
        }
    }

    /// <summary>Rows of a comma-separated file that starts with <c># version:</c> and <c># source:</c> lines and has exactly these columns.</summary>
    public IReadOnlyList<CatalogueRow> ReadCsv(params string[] columns)
    {
        RequireComment("version");
        RequireComment("source");
        try
        {
            return ReadRows(columns);
        }
        catch (CsvFormatException fault)    // as above
        {
            throw Unreadable($"line {fault.LineNumber}", fault);
        }
    }

    private List<CatalogueRow> ReadRows(string[] columns)
    {
        using var reader = CsvReader.Create(WithoutByteOrderMark.ToArray(), Csv);
        if (!reader.Headers.SequenceEqual(columns))
            throw Fault("the header", string.Join(',', reader.Headers), string.Join(',', columns));
        var rows = new List<CatalogueRow>();
        while (reader.Read())
            rows.Add(new CatalogueRow(this, reader.LineNumber, columns, [.. columns.Select((_, index) => reader.GetString(index))]));
        return rows;
    }

    private string Text => Encoding.UTF8.GetString(WithoutByteOrderMark);

    private ReadOnlySpan<byte> WithoutByteOrderMark =>
        _bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? _bytes.AsSpan(Encoding.UTF8.Preamble.Length) : _bytes;

    private void RequireComment(string word)
    {
        var start = $"# {word}:";
        foreach (var line in Text.AsSpan().EnumerateLines())
            if (!line.StartsWith('#'))
                break;
            else if (line.StartsWith(start, StringComparison.Ordinal) && !line[start.Length..].IsWhiteSpace())
                return;
        throw Fault("line 1", "a start without it", $"a line '{start} …' before the header");
    }

    // System.Text.Json ends its messages with the place, which is given already.
    private CatalogueException Unreadable(string where, Exception fault) =>
        new($"{_path}: {where} cannot be read: {fault.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0].TrimEnd('.')}. {Remedy}", fault);
}

/// <summary>One row of a comma-separated catalogue file.</summary>
internal sealed record CatalogueRow(CatalogueFile File, long Line, string[] Columns, string[] Fields)
{
    /// <summary>The text of a column, never blank.</summary>
    public string Required(string column) =>
        Optional(column) is { Length: > 0 } text ? text : throw Fault(column, "some text");

    public string Optional(string column) => Fields[Array.IndexOf(Columns, column)];

    /// <summary>A number of at least 0, or null when the field is empty.</summary>
    public double? Rate(string column)
    {
        if (Optional(column).Length == 0)
            return null;
        return double.TryParse(Optional(column), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && double.IsFinite(rate)
            ? rate : throw Fault(column, "a number of at least 0 such as 2.65");
    }

    public CatalogueException Fault(string column, string expected) => File.Fault($"line {Line}, column {column}", Optional(column), expected);
}

/// <summary>Reads an enumeration as a lower-case word; a wrong word is told with the words there are.</summary>
internal sealed class WordConverter<TWord> : JsonConverter<TWord> where TWord : struct, Enum
{
    private static readonly Dictionary<string, TWord> Words =
        Enum.GetValues<TWord>().ToDictionary(word => JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString()));

    public override TWord Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Words.TryGetValue(reader.GetString()!, out var word) ? word
            : throw new JsonException($"it must be one of {string.Join(", ", Words.Keys)}");

    public override void Write(Utf8JsonWriter writer, TWord value, JsonSerializerOptions options) =>
        writer.WriteStringValue(JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
}
