using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using JakSignals.App.Reading;
using JakSignals.Snapshots;

namespace JakSignals.App.Api;

/// <summary>Rows of tables as JSON, and as JSON Schema: the same columns, types and sentences as in the snapshot's files.</summary>
internal static class ApiJson
{
    /// <summary>Writes rows; several parts stand side by side, row by row.</summary>
    public static void WriteRows(this Utf8JsonWriter json, string name, params IReadOnlyList<ApiPart> parts)
    {
        json.WriteStartArray(name);
        for (var row = 0; row < parts[0].Rows.Count; row++)
        {
            json.WriteStartObject();
            foreach (var part in parts)
                WriteFields(json, part.Table, part.Rows[row]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Writes one row.</summary>
    public static void WriteRow(this Utf8JsonWriter json, string name, params IReadOnlyList<(Table Table, int Row)> parts)
    {
        json.WriteStartObject(name);
        foreach (var (table, row) in parts)
            WriteFields(json, table, row);
        json.WriteEndObject();
    }

    /// <summary>Writes which snapshot an answer is of.</summary>
    public static void WriteSnapshot(this Utf8JsonWriter json, PublishedWeek week)
    {
        json.WriteStartObject("snapshot");
        json.WriteString("run_id", week.Manifest.RunId);
        json.WriteString("as_of", Iso(week.Manifest.AsOf));
        json.WriteString("manifest_sha256", week.ManifestSha256);
        json.WriteEndObject();
    }

    /// <summary>Schema of which snapshot an answer is of.</summary>
    public static JsonObject SnapshotSchema() => Object("The snapshot the answer is of.",
        ("run_id", Typed("string", "Run that published it.")), ("as_of", Typed("string", "Only what was received by this day counts.", "date")), ("manifest_sha256", Typed("string", "SHA-256 of its manifest.")));

    /// <summary>Schema of a list of rows.</summary>
    public static JsonObject RowsSchema(params IReadOnlyList<Table> parts) => new() { ["type"] = "array", ["items"] = RowSchema(parts) };

    /// <summary>Schema of a row.</summary>
    public static JsonObject RowSchema(params IReadOnlyList<Table> parts) => Object(parts[0].Description, [.. parts.SelectMany(part => part.Columns).Select(column => (column.Name, Of(column)))]);

    /// <summary>Schema of an object whose fields are all there.</summary>
    public static JsonObject Object(string meaning, params IReadOnlyList<(string Name, JsonObject Schema)> fields) => new()
    {
        ["type"] = "object", ["description"] = meaning, ["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name, field.Schema))),
        ["required"] = new JsonArray([.. fields.Select(field => (JsonNode)field.Name)]), ["additionalProperties"] = false,
    };

    /// <summary>Schema of a value.</summary>
    public static JsonObject Typed(string type, string meaning, string? format = null, bool nullable = false)
    {
        var schema = new JsonObject { ["type"] = nullable ? new JsonArray(type, "null") : type, ["description"] = meaning };
        if (format is not null)
            schema["format"] = format;
        return schema;
    }

    private static JsonObject Of(Column column) => column.Type switch
    {
        ColumnType.Count => Typed("integer", column.Description, "int64", column.Nullable),
        ColumnType.Measure => Typed("number", column.Description, "double", column.Nullable),
        ColumnType.Flag => Typed("boolean", column.Description, null, column.Nullable),
        ColumnType.Date => Typed("string", column.Description, "date", column.Nullable),
        _ => Typed("string", column.Description, null, column.Nullable),
    };

    private static void WriteFields(Utf8JsonWriter json, Table table, int row)
    {
        foreach (var column in table.Columns)
            Write(json, column, row);
    }

    private static void Write(Utf8JsonWriter json, Column column, int row)
    {
        if (column.IsNull(row))
            json.WriteNull(column.Name);
        else if (column is Column<long> counts)
            json.WriteNumber(column.Name, counts.Values[row]);
        else if (column is Column<double> measures)
            json.WriteNumber(column.Name, measures.Values[row]);
        else if (column is Column<bool> flags)
            json.WriteBoolean(column.Name, flags.Values[row]);
        else if (column is Column<DateOnly> days)
            json.WriteString(column.Name, Iso(days.Values[row]));
        else
            json.WriteString(column.Name, ((Column<string>)column).Values[row]);
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
