using System.Text.Encodings.Web;
using System.Text.Json;

namespace JakSignals.Snapshots;

/// <summary>What each column of a table means, as it travels in the file's metadata and in <c>data-dictionary.json</c>.</summary>
/// <param name="Table">Table name.</param>
/// <param name="Description">What a row is.</param>
/// <param name="Columns">The columns, in file order.</param>
public sealed record TableDescription(string Table, string Description, IReadOnlyList<ColumnDescription> Columns)
{
    /// <summary>Key of the JSON in a Parquet file's key-value metadata.</summary>
    public const string Key = "jaksignals.data_dictionary";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,   // ≥ and é stay readable; nothing here goes into HTML
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The data dictionary of a table.</summary>
    public static TableDescription Of(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new(table.Name, table.Description, [.. table.Columns.Select(c => new ColumnDescription(c.Name, SqlName(c.Type), c.Nullable, c.Description))]);
    }

    /// <summary>Type as DuckDB names it: <c>BIGINT</c>, <c>DOUBLE</c>, <c>BOOLEAN</c>, <c>DATE</c> or <c>VARCHAR</c>.</summary>
    public static string SqlName(ColumnType type) => type switch
    {
        ColumnType.Count => "BIGINT",
        ColumnType.Measure => "DOUBLE",
        ColumnType.Flag => "BOOLEAN",
        ColumnType.Date => "DATE",
        ColumnType.Text => "VARCHAR",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such column type."),
    };

    /// <summary><c>{"table", "description", "columns": [{"name", "type", "nullable", "description"}]}</c></summary>
    internal static string ToJson(Table table) => JsonSerializer.Serialize(Of(table), Options);

    /// <exception cref="InvalidDataException">The JSON is none, or lacks something.</exception>
    internal static TableDescription FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<TableDescription>(json, Options) ?? throw new InvalidDataException($"{Key} in the file's metadata is null.");
        }
        catch (JsonException e)   // the only way the library says so
        {
            throw new InvalidDataException($"{Key} in the file's metadata is not a data dictionary: {e.Message}", e);
        }
    }
}

/// <summary>A column in the data dictionary.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Type as DuckDB names it.</param>
/// <param name="Nullable">Whether nulls may occur.</param>
/// <param name="Description">What a value means, with unit and range.</param>
public sealed record ColumnDescription(string Name, string Type, bool Nullable, string Description);
