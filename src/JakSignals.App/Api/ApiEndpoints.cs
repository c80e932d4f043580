using System.Text.Json;
using System.Text.Json.Nodes;
using JakSignals.App.Accounts;
using JakSignals.App.Hosting;
using JakSignals.App.Reading;
using JakSignals.Jobs;
using JakSignals.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace JakSignals.App.Api;

/// <summary>Answers the reads of the API, for whoever may read the console. It writes nothing.</summary>
internal static class ApiEndpoints
{
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var reads = app.ServiceProvider.GetRequiredService<ApiReads>().All;
        foreach (var read in reads)
        {
            Task Answer(HttpContext context, PublishedWeeks weeks, ReviewLog log) => AnswerAsync(context, read, weeks, log);
            var address = app.MapRead(read.Path, Answer).RequireAuthorization(Policies.Reader);
            if (read.PatientData is { } what)
                address.WithPatientData(what);
        }
        var document = ApiDocument.Of(reads).ToJsonString();
        app.MapRead(ApiDocument.Path, () => Results.Text(document, "application/json; charset=utf-8")).RequireAuthorization(Policies.Reader);
    }

    /// <summary>Whether a request is one of the API: it is answered in its way, refusals and faults included.</summary>
    public static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    /// <summary>Answers with problem details (RFC 9457).</summary>
    public static Task WriteProblemAsync(HttpContext context, int status, string title, string detail, IReadOnlyList<ApiFault>? faults = null)
    {
        var problem = new JsonObject { ["type"] = "about:blank", ["title"] = title, ["status"] = status, ["detail"] = detail };
        if (faults is not null)
            problem["errors"] = new JsonArray([.. faults.Select(fault => (JsonNode)new JsonObject { ["parameter"] = fault.Parameter, ["value"] = fault.Value, ["expected"] = fault.Expected })]);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync(problem.ToJsonString());
    }

    private static async Task AnswerAsync(HttpContext context, ApiRead read, PublishedWeeks weeks, ReviewLog log)
    {
        var query = ApiQuery.Read(context.Request.Query, read.Parameters, out var faults);
        string? why = null;
        var week = faults.Count == 0 && read.IsOfWeek ? weeks.Latest(out why) : null;
        if (faults.Count > 0)
            await WriteProblemAsync(context, StatusCodes.Status400BadRequest, "Wrong parameters", string.Join(" ", faults.Select(fault => $"{fault.Parameter} is '{fault.Value}', expected {fault.Expected}.")), faults).ConfigureAwait(false);
        else if (why is not null)
            await WriteProblemAsync(context, StatusCodes.Status404NotFound, "No week to read", why).ConfigureAwait(false);
        else if (!IsKnown(context, read.Tag, week, log))
            await WriteAsync(context, read.Answer(new ApiRequest(context, query, week))).ConfigureAwait(false);
    }

    private static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter>? answer)
    {
        if (answer is null)
            return WriteProblemAsync(context, StatusCodes.Status404NotFound, "Not scored", "The latest week has no such pair; /api/v1/signals lists those it has.");
        context.Response.ContentType = "application/json; charset=utf-8";
        using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        answer(json);
        json.WriteEndObject();
        return Task.CompletedTask;
    }

    /// <summary>Marks the answer, and ends the request where the client has it already.</summary>
    private static bool IsKnown(HttpContext context, ApiTag tag, PublishedWeek? week, ReviewLog log)
    {
        if (tag == ApiTag.None || PatientData.IsShown(context))      // what may not be kept cannot be known
            return false;
        var decisions = tag == ApiTag.Week ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $".{log.LastId()}");
        var mark = new EntityTagHeaderValue($"\"{week?.ManifestSha256}{decisions}.{WeeklyOptions.CodeVersion}\"");
        var headers = new ResponseHeaders(context.Response.Headers) { ETag = mark };
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        if (!new RequestHeaders(context.Request.Headers).IfNoneMatch.Any(known => known.Compare(mark, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any)))
            return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
