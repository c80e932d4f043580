using System.Reflection;
using System.Text.RegularExpressions;
using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

public class MethodsConventionTests
{
    private static readonly Type[] Scores = [typeof(double), typeof(double?), typeof(Estimate), typeof(Estimate?)];

    private static readonly string[] Sections =
        File.ReadAllText(Path.Combine(Shared.RepoRoot, "docs", "methods.md")).Split("\n## ", StringSplitOptions.TrimEntries)[1..];

    public static TheoryData<string> Statistics() => [.. typeof(Table2x2).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => Scores.Contains(method.ReturnType)))
        .Select(method => $"{method.DeclaringType!.Name}.{method.Name}")
        .Append($"{nameof(Table2x2)}.{nameof(Table2x2.Expected)}")];

    [Theory]
    [MemberData(nameof(Statistics))]
    public void Every_public_statistic_has_a_section_in_methods_that_names_its_golden_file(string statistic)
    {
        var section = Assert.Single(Sections, text => text.Contains($"| Function | `{statistic}`", StringComparison.Ordinal));
        foreach (var row in new[] { "Formula", "Source", "Unit", "Undefined when", "Golden numbers" })
            Assert.Contains($"\n| {row} | ", section, StringComparison.Ordinal);

        var golden = Regex.Matches(section, @"`tests/golden/(\w+\.csv)`").Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(golden);
        Assert.All(golden, file => Assert.True(File.Exists(Path.Combine(Golden.Folder, file)), $"{statistic}: {file} is not in tests/golden."));
    }
}
