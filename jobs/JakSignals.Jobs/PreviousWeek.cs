using JakSignals.Signals;
using JakSignals.Snapshots;
using JakSignals.Store;

namespace JakSignals.Jobs;

/// <summary>What the run that a week is compared with found, from its published snapshot. What the store has of its scores is not used: nothing vouches for that.</summary>
/// <remarks>It costs hashing one manifest and one table, and reading nine columns of the table's main rows.</remarks>
internal static class PreviousWeek
{
    /// <summary>The scores of a published run.</summary>
    /// <param name="run">The run as the ledger has it.</param>
    /// <param name="dataFolder">The data folder.</param>
    /// <exception cref="InvalidDataException">Its snapshot is missing, or is not the one the ledger has.</exception>
    public static PreviousScores Read(RunRow run, string dataFolder)
    {
        var folder = SnapshotPublisher.FolderOf(dataFolder, run.AsOf, run.RunId);
        var path = Path.Combine(folder, SnapshotPublisher.ManifestName);
        if (PublishedFile.FaultOf(path, run.ManifestSha256 ?? "", "the ledger") is { } changed)
            throw NotProven(run, folder, changed);
        if (ManifestCopy.Read(path, out var unreadable) is not { } manifest)
            throw NotProven(run, folder, unreadable!);
        if (manifest.RunId != run.RunId)
            throw NotProven(run, folder, $"{path} is of run {manifest.RunId}.");
        var signals = Path.Combine(folder, SnapshotPublisher.SignalsName);
        using var stream = PublishedFile.Open(signals, manifest.Files.GetValueOrDefault(SnapshotPublisher.SignalsName, "nothing"), "the manifest", out var fault);
        return stream is null ? throw NotProven(run, folder, fault!) : PublishedSignals.ScoresOf(run.RunId, ParquetTableReader.Read(stream, PublishedSignals.Needed));
    }

    private static InvalidDataException NotProven(RunRow run, string folder, string fault) => new(
        $"The week is compared with run {run.RunId} as of {run.AsOf}, whose scores come from its published snapshot. {fault} "
        + $"Put {folder} back from a backup. If there is none, and nobody changed it, run first: jaksignals weekly --as-of {run.AsOf}");
}
