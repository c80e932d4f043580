using System.Text.RegularExpressions;
using JakSignals.App.Commands;
using JakSignals.Tests;

namespace JakSignals.EndToEnd.Tests;

public sealed partial class ReadmeTests
{
    [Fact]
    public void Every_command_of_the_readme_is_one_the_program_takes()
    {
        var readme = Path.Combine(Shared.RepoRoot, "README.md");
        Assert.SkipUnless(File.Exists(readme), "there is no README.md yet");
        var commands = Commands(File.ReadAllText(readme)).ToList();
        Assert.True(commands.Count >= 2, $"only {commands.Count} commands in console blocks");
        foreach (var command in commands)
            Assert.True(CommandLine.Faults([.. Arguments(command)]) is [], $"{command}: {string.Join("; ", CommandLine.Faults([.. Arguments(command)]))}");
    }

    [Fact]
    public void Commands_are_read_from_console_blocks_with_continued_lines_quotes_and_comments()
    {
        const string text = """
            ```console
            $ dotnet run --project src/JakSignals.App -- weekly "a b.zip" \
                --as-of 2026-11-16   # the Monday
            loaded 5
            $ dotnet run -c Release --project src/JakSignals.App -- status
            ```
            ```csharp
            dotnet run --project src/JakSignals.App -- nonsense
            ```
            """;
        Assert.Equal([["weekly", "a b.zip", "--as-of", "2026-11-16"], ["status"]], Commands(text).Select(Arguments));
    }

    private static IEnumerable<string> Commands(string markdown) => ConsoleBlock().Matches(markdown.ReplaceLineEndings("\n"))
        .SelectMany(block => Continued().Replace(block.Groups[1].Value, " ").Split('\n'))
        .Select(line => OurCommand().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);

    private static string[] Arguments(string command) =>
        [.. Word().Matches(command).Select(word => word.Value.Trim('"')).TakeWhile(word => !word.StartsWith('#') && word is not (">" or "|" or "&&"))];

    [GeneratedRegex(@"^\s*```console[^\n]*\n(.*?)^\s*```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex ConsoleBlock();

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continued();

    [GeneratedRegex(@"^\s*(?:\$\s+)?dotnet run\b.*?--project src/JakSignals\.App(?:\s[^-]\S*)*\s+--\s+(.*)$")]
    private static partial Regex OurCommand();

    [GeneratedRegex("""
        "[^"]*"|\S+
        """)]
    private static partial Regex Word();
}
