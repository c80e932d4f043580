using Spectre.Console;

namespace JakSignals.App;

/// <summary>Where commands write: colours and moving lines on a terminal, plain text of 140 columns into a file, a pipe or a caller's writer.</summary>
internal static class Output
{
    private const int PlainWidth = 140;
    private static readonly AsyncLocal<IAnsiConsole?> OfCommand = new();

    /// <summary>The console of the command that runs.</summary>
    public static IAnsiConsole Console => OfCommand.Value ?? throw new InvalidOperationException("No command runs; call Output.WriteTo first.");

    /// <summary>Writes one line as it is, however long: a wrapped line is no line to a program that reads it.</summary>
    public static void Line(string text) => Console.Profile.Out.Writer.WriteLine(text);

    /// <summary>Sends what the command of this call writes to a writer.</summary>
    public static void WriteTo(TextWriter output) =>
        OfCommand.Value = ReferenceEquals(output, System.Console.Out) && !System.Console.IsOutputRedirected ? AnsiConsole.Console : Plain(output);

    private static IAnsiConsole Plain(TextWriter output)
    {
        var plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output),
        });
        plain.Profile.Width = PlainWidth;
        return plain;
    }
}
