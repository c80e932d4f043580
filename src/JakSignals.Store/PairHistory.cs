namespace JakSignals.Store;

/// <summary>What one published run found of a pair in its main scope over all cases.</summary>
public sealed record PairInRun
{
    /// <summary>The run.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Its as-of date, ISO.</summary>
    public string AsOf { get; init; } = "";

    /// <summary>Cases of the pair.</summary>
    public long Cases { get; init; }

    /// <summary>Of these new in the run.</summary>
    public long NewCases { get; init; }

    /// <summary>ROR; null when not estimable.</summary>
    public double? Ror { get; init; }

    /// <summary>Its lower limit.</summary>
    public double? RorLower { get; init; }

    /// <summary>Its upper limit.</summary>
    public double? RorUpper { get; init; }

    /// <summary>Lower limit of the information component.</summary>
    public double? IcLower { get; init; }

    /// <summary>5 % quantile of the empirical Bayes posterior.</summary>
    public double? Eb05 { get; init; }

    /// <summary>Status against the run before it.</summary>
    public string Status { get; init; } = "";
}

/// <summary>A pair over the published runs.</summary>
public sealed class PairHistory(Database database)
{
    /// <summary>The newest runs that scored the pair, the newest first. Runs whose scores retention removed are not among them.</summary>
    public IReadOnlyList<PairInRun> Of(string drugKey, string eventKey, int most) => database.Do(session =>
        session.Stream<PairInRun>(session.Query("read_pair_history"), new { drugKey, eventKey }).Take(most).ToList());
}
