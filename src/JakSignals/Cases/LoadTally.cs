namespace JakSignals.Cases;

/// <summary>What became of the records of one source file; every record has exactly one fate.</summary>
/// <param name="Read">Records found in the file, blank lines and the header not counted.</param>
/// <param name="Loaded">Records stored that belong to a current report.</param>
/// <param name="Superseded">Records of a report that a later version of its case replaces, or that repeat a record already held.</param>
/// <param name="Quarantined">Records that could not be read; each is a <see cref="Defect"/>.</param>
public readonly record struct LoadTally(long Read, long Loaded, long Superseded, long Quarantined)
{
    /// <summary>The tally itself.</summary>
    /// <exception cref="InvalidOperationException">The numbers do not add up: nothing of the load may be committed.</exception>
    public LoadTally RequireBalanced(string file) => Read == Loaded + Superseded + Quarantined ? this
        : throw new InvalidOperationException(
            $"{file}: the load does not balance, read {Read} but loaded {Loaded} + superseded {Superseded} + quarantined {Quarantined}. No row was committed; please report this as a bug.");

    /// <summary>Tallies of disjoint sets of records add up.</summary>
    public static LoadTally operator +(LoadTally left, LoadTally right) =>
        new(left.Read + right.Read, left.Loaded + right.Loaded, left.Superseded + right.Superseded, left.Quarantined + right.Quarantined);

    /// <summary>Tallies of disjoint sets of records add up.</summary>
    public static LoadTally Add(LoadTally left, LoadTally right) => left + right;
}
