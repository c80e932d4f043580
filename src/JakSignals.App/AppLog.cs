using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Extensions.Logging;

namespace JakSignals.App;

/// <summary>Serilog: plain lines on the console where it is no terminal, warnings always, everything in a daily file.</summary>
public static class AppLog
{
    private const string Line = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <summary>The loggers of this process; disposing writes out what is buffered.</summary>
    public static ILoggerFactory Create(Settings settings)
    {
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(settings.Logging.Level)
            .WriteTo.Console(restrictedToMinimumLevel: Serilog.Events.LogEventLevel.Warning, outputTemplate: Line,
                formatProvider: System.Globalization.CultureInfo.InvariantCulture, standardErrorFromLevel: Serilog.Events.LogEventLevel.Verbose)
            .WriteTo.File(Path.Combine(settings.Data, "logs", "jaksignals-.log"), rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: settings.Logging.RetainedFiles, formatProvider: System.Globalization.CultureInfo.InvariantCulture, shared: true)
            .CreateLogger();
        return new SerilogLoggerFactory(logger, dispose: true);
    }
}
