using JakSignals.Normalise;

namespace JakSignals.Tests.Normalise;

/// <summary>Catalogue files with random faults: each is refused with its file and place, or read with every entry accounted for.</summary>
public sealed class CatalogueFuzzTests : IDisposable
{
    private const int Seed = 20261129;
    private const int Mutations = 300;

    private readonly string _folder = Directory.CreateTempSubdirectory("jaksignals-fuzz-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Mutated_catalogue_is_refused_with_its_place_or_read_whole()
    {
        var random = new Random(Seed);
        string[] files = [.. Directory.GetFiles(Bundled.Folder).Order(StringComparer.Ordinal)];
        foreach (var file in files)
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        var refused = 0;
        for (var round = 0; round < Mutations; round++)
        {
            var original = files[random.Next(files.Length)];
            var copy = Path.Combine(_folder, Path.GetFileName(original));
            File.WriteAllText(copy, Mutated(File.ReadAllText(original), random));
            refused += IsRefused(copy, $"seed {Seed}, round {round}, {Path.GetFileName(original)}") ? 1 : 0;
            File.Copy(original, copy, overwrite: true);
        }
        Assert.InRange(refused, Mutations / 10, Mutations - 1);     // both outcomes are tried
    }

    private bool IsRefused(string file, string round)
    {
        try
        {
            var catalogue = Catalogue.Load(_folder);
            Assert.True(Counted(file) == Read(catalogue, file), $"{round}: the file has {Counted(file)} entries, read were {Read(catalogue, file)}");
            return false;
        }
        catch (CatalogueException fault)
        {
            var place = fault.Message.Contains("line ", StringComparison.Ordinal) || fault.Message.Contains('[') || fault.Message.Contains(" is '", StringComparison.Ordinal);
            Assert.True(fault.Message.Contains(_folder, StringComparison.Ordinal) && place, $"{round}: {fault.Message}");
            return true;
        }
    }

    private static string Mutated(string text, Random random)
    {
        var at = random.Next(text.Length);
        var length = Math.Min(random.Next(1, 40), text.Length - at);
        var line = text.IndexOf('\n', at) is var end and >= 0 ? end + 1 : text.Length;
        return random.Next(6) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, text.Substring(at, length)),
            2 => text.Insert(at, "\",[]{}:\u0000\u200B'null*#\n"[random.Next(15)].ToString()),
            3 => text[..at] + (char)random.Next(32, 0x3000) + text[(at + 1)..],
            4 => text[..at],
            _ => text[..line] + text[Math.Min(line + length, text.Length)..],
        };
    }

    /// <summary>Entries of a file, counted without the reader under test: keys of a JSON list, or lines of a table that are no comment and no header.</summary>
    private static int Counted(string file)
    {
        if (!file.EndsWith(".json", StringComparison.Ordinal))
            return File.ReadAllLines(file).Count(line => line.Trim().Length > 0 && !line.TrimStart().StartsWith('#')) - 1;
        using var document = System.Text.Json.JsonDocument.Parse(File.ReadAllText(file));
        return document.RootElement.EnumerateObject().Where(member => member.Value.ValueKind == System.Text.Json.JsonValueKind.Array)
            .Sum(member => member.Value.GetArrayLength());
    }

    private static int Read(Catalogue catalogue, string file) => Path.GetFileName(file) switch
    {
        "drugs.json" => catalogue.Drugs.Substances.Count,
        "drug-groups.json" => catalogue.Drugs.Groups.Count,
        "event-classes.json" => catalogue.Events.Classes.Count,
        "indication-groups.json" => catalogue.Indications.Groups.Count,
        "published-rates.csv" => catalogue.PublishedRates.Rates.Count,
        "term-aliases.csv" => catalogue.Terms.AliasCount,
        "name-rules.json" => WordsOf(catalogue.Drugs.NameWords),
        _ => throw new ArgumentException($"{file} has no count here.", nameof(file)),
    };

    private static int WordsOf(NameWords words) =>
        new[] { words.Forms, words.TopicalForms, words.Units, words.Hydrates, words.Salts, words.Cations, words.WholeNames, words.Placeholders, words.PlaceboWords, words.Manufacturers }
            .Sum(list => list.Count);
}
