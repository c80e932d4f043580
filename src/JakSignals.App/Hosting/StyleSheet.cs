using System.Security.Cryptography;
using System.Text;
using JakSignals.Reports;
using Microsoft.AspNetCore.Http;

namespace JakSignals.App.Hosting;

/// <summary>The console's style sheet, the report's and what only the console has, and its icon: the same until the program changes.</summary>
internal static class StyleSheet
{
    private const string Icon = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0a5a9c"/><path d="M3 11h10M5 11V8m3 3V4m3 7V6" stroke="#fff" stroke-width="1.6" fill="none"/></svg>""";
    private const string AYear = "public, max-age=31536000, immutable";
    private static readonly byte[] Text = Read();

    /// <summary>Where the style sheet is; its digest makes a browser fetch a changed one.</summary>
    public static string Path { get; } = "/console.css?v=" + Convert.ToHexStringLower(SHA256.HashData(Text))[..12];

    /// <summary>Where the icon is.</summary>
    public const string IconPath = "/icon.svg";

    public static IResult Get(HttpContext context)
    {
        context.Response.Headers.CacheControl = AYear;
        return Results.Bytes(Text, "text/css; charset=utf-8");
    }

    public static IResult GetIcon(HttpContext context)
    {
        context.Response.Headers.CacheControl = AYear;
        return Results.Text(Icon, "image/svg+xml");
    }

    private static byte[] Read()
    {
        using var stream = typeof(StyleSheet).Assembly.GetManifestResourceStream("console.css") ?? throw new InvalidOperationException("console.css is not embedded in this build.");
        using var own = new StreamReader(stream);
        return Encoding.UTF8.GetBytes(ReportStyle.Shared + own.ReadToEnd());
    }
}
