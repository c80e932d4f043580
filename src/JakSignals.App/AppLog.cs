using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace JakSignals.App;

/// <summary>Serilog: plain lines on the console where it is no terminal, warnings always, everything in a daily file.</summary>
public static class AppLog
{
    private const string Line = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <summary>The loggers of this process; disposing writes out what is buffered.</summary>
    public static ILoggerFactory Create(Settings settings) => new SerilogLoggerFactory(Logger(settings, LogEventLevel.Warning), dispose: true);

    /// <summary>The log of the server: what it does goes to the console too, for the service manager's journal.</summary>
    internal static Serilog.Core.Logger CreateForServer(Settings settings) => Logger(settings, settings.Logging.Level);

    private static Serilog.Core.Logger Logger(Settings settings, LogEventLevel onConsole) => new LoggerConfiguration()
        .MinimumLevel.Is(settings.Logging.Level)
        .MinimumLevel.Override("JakSignals.App", Audited(settings.Logging.Level))
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("Hangfire", LogEventLevel.Warning)
        .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
        .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)   // warns at each new key that it lies in a protected folder only
        .MinimumLevel.Override("Microsoft.AspNetCore.Authentication.OpenIdConnect", LogEventLevel.Fatal)   // quotes lines of its own making from whoever asks; audit lines say what failed
        .WriteTo.Console(restrictedToMinimumLevel: onConsole, outputTemplate: Line,
            formatProvider: System.Globalization.CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose)
        .WriteTo.File(Path.Combine(settings.Data, "logs", "jaksignals-.log"), rollingInterval: RollingInterval.Day,
            retainedFileCountLimit: settings.Logging.RetainedFiles, formatProvider: System.Globalization.CultureInfo.InvariantCulture, shared: true)
        .CreateLogger();

    /// <summary>What the program itself logs are audit lines and a few lines on the server's start and stop: they are written at any level.</summary>
    private static LogEventLevel Audited(LogEventLevel level) => level < LogEventLevel.Information ? level : LogEventLevel.Information;
}
