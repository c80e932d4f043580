using JakSignals.App.Accounts;
using JakSignals.App.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace JakSignals.App.Hosting;

/// <summary>Downloads of published files, and the report as it is.</summary>
internal static class SnapshotFiles
{
    /// <summary>The report carries its own style and nothing else: no script, no request, no form, no frame, and no origin of this server.</summary>
    public const string ReportPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

    public static void MapSnapshotFiles(this IEndpointRouteBuilder app)
    {
        app.MapRead("/snapshots/{run}/files/{name}", File).RequireAuthorization(Policies.Reader).WithPatientData("a file");
        app.MapRead("/snapshots/{run}/report", Report).RequireAuthorization(Policies.Reader).WithPatientData("the report");
        app.MapRead("/snapshots/{run}/report/tables/{name}", ReportTable).RequireAuthorization(Policies.Reader);
        app.MapRead("/snapshots/{run}/report/download", ReportFile).RequireAuthorization(Policies.Reader).WithPatientData("the report");
    }

    private static IResult File(string run, string name, SnapshotShelf shelf, HttpContext context, ILogger<SnapshotShelf> log) =>
        shelf.Find(run) is { } snapshot && SnapshotShelf.FileOf(snapshot, name) is { } path ? Download(path, $"{snapshot.Run.RunId}_{name}", snapshot, context, log) : Results.NotFound();

    private static IResult ReportFile(string run, SnapshotShelf shelf, HttpContext context, ILogger<SnapshotShelf> log) =>
        shelf.Find(run) is { } snapshot && shelf.ReportOf(snapshot) is { } path ? Download(path, Path.GetFileName(path), snapshot, context, log) : Results.NotFound();

    private static IResult ReportTable(string run, string name, SnapshotShelf shelf, HttpContext context, ILogger<SnapshotShelf> log) =>
        shelf.Find(run) is { } snapshot && shelf.ReportTablesOf(snapshot).TryGetValue(name, out var path) ? Download(path, $"{snapshot.Run.RunId}_{name}", snapshot, context, log) : Results.NotFound();

    private static IResult Report(string run, SnapshotShelf shelf, HttpContext context)
    {
        if (shelf.Find(run) is not { } snapshot || shelf.ReportOf(snapshot) is not { } path)
            return Results.NotFound();
        context.Response.Headers.ContentSecurityPolicy = ReportPolicy;
        return Results.File(path, "text/html; charset=utf-8");
    }

    private static IResult Download(string path, string name, ShelvedSnapshot snapshot, HttpContext context, ILogger<SnapshotShelf> log)
    {
        log.Downloaded(context.User.Identity?.Name ?? "", name, snapshot.Run.RunId);
        return Results.File(path, TypeOf(path), name, enableRangeProcessing: true);
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".json" => "application/json",
        ".csv" => "text/csv; charset=utf-8",
        ".html" => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    };
}
