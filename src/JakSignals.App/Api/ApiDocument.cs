using System.Globalization;
using System.Text.Json.Nodes;
using JakSignals.Jobs;

namespace JakSignals.App.Api;

/// <summary>The OpenAPI document: made from the same list as the routes, with the columns and sentences of the snapshot's data dictionary.</summary>
internal static class ApiDocument
{
    /// <summary>Where the document is.</summary>
    public const string Path = ApiReads.Path + "/openapi.json";

    private const string Problem = "application/problem+json";

    /// <summary>The document of these reads.</summary>
    public static JsonObject Of(IReadOnlyList<ApiRead> reads) => new()
    {
        ["openapi"] = "3.1.0",
        ["info"] = new JsonObject
        {
            ["title"] = "JakSignals", ["version"] = WeeklyOptions.CodeVersion,
            ["description"] = "Reads of the review console as JSON: what the latest published week says, and what was decided. Names and meanings are those of the snapshot's files; what is not estimable is null. A disproportionality score is a reason to look, never a measure of risk.",
        },
        ["paths"] = new JsonObject([.. reads.Select(read => KeyValuePair.Create<string, JsonNode?>(read.Path, new JsonObject { ["get"] = Operation(read) })),
            KeyValuePair.Create<string, JsonNode?>(Path, new JsonObject { ["get"] = DocumentOperation() })]),
        ["components"] = new JsonObject
        {
            ["schemas"] = new JsonObject { ["problem"] = ProblemSchema() },
            ["securitySchemes"] = new JsonObject { ["session"] = new JsonObject { ["type"] = "apiKey", ["in"] = "cookie", ["name"] = "jaksignals", ["description"] = "The session of the console; behind a trusted reverse proxy the proxy's own sign-in." } },
        },
        ["security"] = new JsonArray(new JsonObject { ["session"] = new JsonArray() }),
    };

    private static JsonObject Operation(ApiRead read)
    {
        var responses = new JsonObject
        {
            ["200"] = Response(read.Summary, "application/json", (JsonObject)read.Schema.DeepClone()),
            ["400"] = Refusal("A parameter is unknown or out of range; each is named with what was expected."),
            ["401"] = Refusal("Nobody is signed in."), ["403"] = Refusal("The account may not read."),
        };
        if (read.Tag != ApiTag.None)
            responses["304"] = new JsonObject { ["description"] = "Nothing changed since the answer with the ETag in If-None-Match." };
        if (read.IsOfWeek)
            responses["404"] = Refusal("There is no published week, or nothing of these keys in it.");
        return new JsonObject
        {
            ["operationId"] = read.Path[(ApiReads.Path.Length + 1)..].Replace("/{drug}/{event}", "_pair", StringComparison.Ordinal).Replace('-', '_'),
            ["summary"] = read.Summary, ["parameters"] = new JsonArray([.. read.Keys.Select(key => (JsonNode)Parameter(key, "path")), .. read.Parameters.Select(parameter => Parameter(parameter, "query"))]),
            ["responses"] = responses,
        };
    }

    private static JsonObject DocumentOperation() => new()
    {
        ["operationId"] = "openapi", ["summary"] = "This document.",
        ["responses"] = new JsonObject { ["200"] = Response("This document.", "application/json", new JsonObject { ["type"] = "object", ["description"] = "An OpenAPI 3.1 document." }), ["401"] = Refusal("Nobody is signed in.") },
    };

    private static JsonObject Parameter(ApiParameter parameter, string where) => new JsonObject
    {
        ["name"] = parameter.Name, ["in"] = where, ["description"] = parameter.Meaning, ["required"] = where == "path", ["schema"] = Schema(parameter),
    };

    private static JsonObject Schema(ApiParameter parameter)
    {
        var schema = new JsonObject { ["type"] = parameter.Range is not null ? "integer" : "string" };
        if (parameter.Words is not null)
            schema["enum"] = new JsonArray([.. parameter.Words.Select(word => (JsonNode)word)]);
        if (parameter.Range is var (least, most))
            (schema["minimum"], schema["maximum"]) = (least, most);
        if (parameter.Default is not null)
            schema["default"] = parameter.Range is not null ? int.Parse(parameter.Default, CultureInfo.InvariantCulture) : parameter.Default;
        return schema;
    }

    private static JsonObject Refusal(string meaning) => Response(meaning, Problem, new JsonObject { ["$ref"] = "#/components/schemas/problem" });

    private static JsonObject Response(string meaning, string type, JsonObject schema) =>
        new() { ["description"] = meaning, ["content"] = new JsonObject { [type] = new JsonObject { ["schema"] = schema } } };

    private static JsonObject ProblemSchema()
    {
        var schema = ApiJson.Object("Problem details (RFC 9457).", ("type", ApiJson.Typed("string", "about:blank.", "uri-reference")), ("title", ApiJson.Typed("string", "What went wrong.")),
            ("status", ApiJson.Typed("integer", "Status of the answer.")), ("detail", ApiJson.Typed("string", "What to do.")));
        schema["properties"]!["errors"] = new JsonObject
        {
            ["type"] = "array", ["description"] = "Parameters that are wrong.",
            ["items"] = ApiJson.Object("A wrong parameter.", ("parameter", ApiJson.Typed("string", "Its name.")), ("value", ApiJson.Typed("string", "What it is.")), ("expected", ApiJson.Typed("string", "What was expected."))),
        };
        return schema;
    }
}
