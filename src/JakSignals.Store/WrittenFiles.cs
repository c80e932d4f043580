namespace JakSignals.Store;

/// <summary>A file of a weekly report as it was written.</summary>
public sealed record WrittenFile
{
    /// <summary>Its name: <c>report.html</c>, or that of a table such as <c>changes.csv</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Length in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>SHA-256 in lower-case hex.</summary>
    public string Sha256 { get; init; } = "";
}

/// <summary>Hashes of the files of the weekly reports, taken when they were written.</summary>
public sealed class WrittenFiles(Database database)
{
    private const string Select = "SELECT name AS Name, bytes AS Bytes, sha256 AS Sha256 FROM jaksignals.report_file WHERE run_id = @runId ORDER BY name";

    /// <summary>Files of a run's report by name; none when it was not written, or by a program that kept no hashes.</summary>
    public IReadOnlyList<WrittenFile> Of(string runId) => database.Do(session => session.List<WrittenFile>(Select, new { runId }));

    /// <summary>Enters the files of a run's report. What was entered once is never replaced.</summary>
    /// <exception cref="StoreException">A file was entered with another hash; nothing was entered.</exception>
    public static void Enter(StoreWrite write, string runId, IReadOnlyList<WrittenFile> files)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(files);
        write.Lock("reports");
        var before = write.List<WrittenFile>(Select, new { runId }).ToDictionary(file => file.Name, StringComparer.Ordinal);
        foreach (var file in files)
            if (!before.TryGetValue(file.Name, out var entered))
                write.Execute("INSERT INTO jaksignals.report_file (run_id, name, bytes, sha256) VALUES (@runId, @Name, @Bytes, @Sha256)", new { runId, file.Name, file.Bytes, file.Sha256 });
            else if (entered.Sha256 != file.Sha256)
                throw new StoreException($"{file.Name} of run {runId} was written with SHA-256 {entered.Sha256}; written again it has {file.Sha256}. The store or the snapshot was changed since. Run: jaksignals audit verify");
    }
}
