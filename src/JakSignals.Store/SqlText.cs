using System.Collections.Concurrent;

namespace JakSignals.Store;

/// <summary>SQL texts, one file a query or migration, embedded from the <c>sql</c> folder.</summary>
internal static class SqlText
{
    private static readonly ConcurrentDictionary<(string Engine, string Name), string> Texts = new();

    /// <summary>The query of a name: the engine's own, <c>sql/queries/ENGINE/NAME.sql</c>, or the one for all, <c>sql/queries/NAME.sql</c>.</summary>
    public static string Query(string engine, string name) =>
        Texts.GetOrAdd((engine, name), static key => Read($"sql/queries/{key.Engine}/{key.Name}.sql") ?? Read($"sql/queries/{key.Name}.sql")
            ?? throw new InvalidOperationException($"No query is called {key.Name}; the sql/queries folder of this build lacks it."));

    /// <summary>Migrations of an engine in order: number, file name, text.</summary>
    public static IEnumerable<(int Number, string Name, string Text)> Migrations(string engine)
    {
        var prefix = $"sql/{engine}/";
        return typeof(SqlText).Assembly.GetManifestResourceNames()
            .Select(name => name.Replace('\\', '/'))
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && char.IsAsciiDigit(name[prefix.Length]))
            .Order(StringComparer.Ordinal)
            .Select(name => (Number(name[prefix.Length..]), name[prefix.Length..], Read(name)!));
    }

    private static int Number(string file) => int.Parse(file.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture);

    private static string? Read(string resource)
    {
        using var stream = typeof(SqlText).Assembly.GetManifestResourceStream(resource)
            ?? typeof(SqlText).Assembly.GetManifestResourceStream(resource.Replace('/', Path.DirectorySeparatorChar));
        return stream is null ? null : new StreamReader(stream).ReadToEnd();
    }
}
