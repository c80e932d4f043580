using Spectre.Console;

namespace JakSignals.App;

/// <summary>Where commands write: colours and moving lines on a terminal, plain text of 140 columns into a file or pipe.</summary>
internal static class Output
{
    private const int PlainWidth = 140;

    /// <summary>The console of this process.</summary>
    public static IAnsiConsole Console { get; } = Create();

    private static IAnsiConsole Create()
    {
        if (!System.Console.IsOutputRedirected)
            return AnsiConsole.Console;
        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        plain.Profile.Width = PlainWidth;
        return plain;
    }
}
