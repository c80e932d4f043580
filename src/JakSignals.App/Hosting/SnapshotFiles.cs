using JakSignals.App.Accounts;
using JakSignals.App.Reading;
using JakSignals.Jobs;
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
        shelf.Find(run) is { } snapshot && SnapshotShelf.Open(snapshot, name) is { } file ? Download(file, snapshot, context, log) : Results.NotFound();

    private static IResult ReportFile(string run, SnapshotShelf shelf, HttpContext context, ILogger<SnapshotShelf> log) =>
        shelf.Find(run) is { } snapshot && shelf.OpenReport(snapshot, WrittenReport.PageName) is { } file ? Download(file, snapshot, context, log) : Results.NotFound();

    private static IResult ReportTable(string run, string name, SnapshotShelf shelf, HttpContext context, ILogger<SnapshotShelf> log) =>
        shelf.Find(run) is { } snapshot && name != WrittenReport.PageName && shelf.OpenReport(snapshot, name) is { } file ? Download(file, snapshot, context, log) : Results.NotFound();

    private static IResult Report(string run, SnapshotShelf shelf, HttpContext context, ILogger<SnapshotShelf> log)
    {
        if (shelf.Find(run) is not { } snapshot || shelf.OpenReport(snapshot, WrittenReport.PageName) is not { } file)
            return Results.NotFound();
        if (file.Content is not { } content)
            return NotSent(file, snapshot, context, log);
        context.Response.Headers.ContentSecurityPolicy = ReportPolicy;
        return Results.Stream(content, "text/html; charset=utf-8");
    }

    private static IResult Download(FileToSend file, ShelvedSnapshot snapshot, HttpContext context, ILogger<SnapshotShelf> log)
    {
        if (file.Content is not { } content)
            return NotSent(file, snapshot, context, log);
        log.Downloaded(context.User.Identity?.Name ?? "", file.Name, snapshot.Run.RunId);
        return Results.Stream(content, TypeOf(file.Name), file.Name, enableRangeProcessing: true);
    }

    /// <summary>What was published is not there; what is there instead is not sent.</summary>
    private static IResult NotSent(FileToSend file, ShelvedSnapshot snapshot, HttpContext context, ILogger<SnapshotShelf> log)
    {
        log.FileNotSent(file.Name, snapshot.Run.RunId, file.Fault ?? "");
        PlainPage.Say(context, "Not as published",
            $"{file.Name} of run {snapshot.Run.RunId} is not there as it was published, and nothing else is sent in its place. The log of the server has the reason; an operator finds it by \"Check all files\" on the page of the snapshot.");
        return Results.NotFound();
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".json" => "application/json",
        ".csv" => "text/csv; charset=utf-8",
        ".html" => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    };
}
