using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using JakSignals.Signals;

namespace JakSignals.Store;

/// <summary>A decision as the store has it: a link of the chain. None of it ever changes.</summary>
public sealed record Review
{
    /// <summary>Kind of a decision on a pair.</summary>
    public const string OfSignal = "signal";

    /// <summary>Kind of a decision on an unmapped name.</summary>
    public const string OfName = "name";

    /// <summary>Kind of a decision on a source: that it is withdrawn, or in again.</summary>
    public const string OfSource = "source";

    /// <summary>Its number: 1, 2, 3 … without a gap.</summary>
    public long ReviewId { get; init; }

    /// <summary>What it is about: <see cref="OfSignal"/>, <see cref="OfName"/> or <see cref="OfSource"/>.</summary>
    public string Kind { get; init; } = OfSignal;

    /// <summary>The run it was made on; empty for a source.</summary>
    public string RunId { get; init; } = "";

    /// <summary>SHA-256 of the manifest of the snapshot it was made on; empty for a source.</summary>
    public string ManifestSha256 { get; init; } = "";

    /// <summary>Drug of the pair as in the snapshot; of a name the substance it stands for; of a source the digest of its load.</summary>
    public string DrugKey { get; init; } = "";

    /// <summary>Event of the pair as in the snapshot; empty for a name and a source.</summary>
    public string EventKey { get; init; } = "";

    /// <summary>The unmapped name; of a source what it is called; null for a pair.</summary>
    public string? Name { get; init; }

    /// <summary>State of the pair after it, as a code of <see cref="ReviewStates"/>; of a name as a code of <see cref="NameStates"/>; of a source of <see cref="SourceStates"/>.</summary>
    public string StateCode { get; init; } = "";

    /// <summary>What the signature says, in words.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>Why.</summary>
    public string Rationale { get; init; } = "";

    /// <summary><c>low</c>, <c>medium</c>, <c>high</c> or null.</summary>
    public string? PriorityCode { get; init; }

    /// <summary>Day by which the next step is due, ISO; null for none.</summary>
    public string? DueOnIso { get; init; }

    /// <summary>Who is to take the next step; null for nobody.</summary>
    public string? Assignee { get; init; }

    /// <summary>Whether the event is listed in the label; null when that was not said.</summary>
    public bool? Labelled { get; init; }

    /// <summary>References, one a line; null for none.</summary>
    public string? Refs { get; init; }

    /// <summary>Cases of the pair in the snapshot.</summary>
    public long? CasesSeen { get; init; }

    /// <summary>Lower limit of its ROR there; null when it was not estimable.</summary>
    public double? RorLowerSeen { get; init; }

    /// <summary>Who decided.</summary>
    public string UserName { get; init; } = "";

    /// <summary>UTC time, ISO 8601.</summary>
    public string DecidedAt { get; init; } = "";

    /// <summary>Hash of the decision before it; 64 zeros for the first.</summary>
    public string PreviousHash { get; init; } = "";

    /// <summary>SHA-256 over all of the above.</summary>
    public string Hash { get; init; } = "";

    /// <summary>State of the pair after it.</summary>
    public ReviewState State => ReviewStates.Parse(StateCode) ?? throw new StoreException($"Decision {ReviewId} has the state '{StateCode}', which is none of the register; run: jaksignals audit verify");

    /// <summary>Priority; null for none.</summary>
    public ReviewPriority? Priority => Enum.TryParse<ReviewPriority>(PriorityCode, ignoreCase: true, out var priority) ? priority : null;

    /// <summary>Day by which the next step is due.</summary>
    public DateOnly? DueOn => DueOnIso is null ? null : DateOnly.ParseExact(DueOnIso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>SHA-256 over the fields, each with its length before it, so that text cannot move from one field into the next; a null is told from an empty text.</summary>
    internal string ComputeHash()
    {
        string?[] fields =
        [
            ReviewId.ToString(CultureInfo.InvariantCulture), Kind, RunId, ManifestSha256, DrugKey, EventKey, Name, StateCode, Meaning, Rationale, PriorityCode, DueOnIso, Assignee,
            Labelled is { } labelled ? labelled ? "1" : "0" : null, Refs, CasesSeen?.ToString(CultureInfo.InvariantCulture), RorLowerSeen?.ToString("R", CultureInfo.InvariantCulture),
            UserName, DecidedAt, PreviousHash,
        ];
        var text = string.Concat(fields.Select(field => field is null ? "-:" : string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(field)}:{field}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The decision without its place in the chain.</summary>
    internal Review Unlinked => this with { ReviewId = 0, PreviousHash = "", Hash = "" };

    /// <summary>What it is about, for a message.</summary>
    internal string Subject => Kind switch
    {
        OfSignal => $"{DrugKey} × {EventKey}",
        OfName => $"name {Name} as {DrugKey}",
        OfSource => $"source {Name}, {StateCode}",
        _ => $"of the unknown kind '{Kind}'",
    };

    /// <summary>The decision itself, if this program knows what it is about.</summary>
    /// <exception cref="StoreException">It is of another kind: a newer program made it, or somebody by hand.</exception>
    internal Review RequireKnownKind() => Kind is OfSignal or OfName or OfSource ? this
        : throw new StoreException($"Decision {ReviewId} is of the kind '{Kind}', expected {OfSignal}, {OfName} or {OfSource}. Use the newer program, or run: jaksignals audit verify");
}
