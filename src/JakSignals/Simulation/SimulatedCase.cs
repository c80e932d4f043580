using JakSignals.Cases;

namespace JakSignals.Simulation;

/// <summary>One row of DRUG: a substance in a role, under one of its names.</summary>
internal readonly record struct DrugEntry(Substance Substance, DrugRole Role, ReportedName Name)
{
    public bool IsSuspect => Role is DrugRole.PrimarySuspect or DrugRole.SecondarySuspect;
}

/// <summary>What happened to one patient, as all versions of the report tell it; one object is filled again for each report.</summary>
internal sealed class SimulatedCase
{
    private const int MostDrugs = 64;
    private const int MostTerms = 64;

    private readonly DrugEntry[] _drugs = new DrugEntry[MostDrugs];
    private readonly int[] _terms = new int[MostTerms];
    private int _drugCount;
    private int _termCount;

    /// <summary>What the primary suspect was taken for.</summary>
    public Disease Disease { get; set; } = null!;

    /// <summary>Day number of the event.</summary>
    public int EventDay { get; set; }

    public bool IsFemale { get; set; }

    /// <summary>Whole years.</summary>
    public int Age { get; set; }

    public Outcomes Outcomes { get; set; }

    public ReadOnlySpan<DrugEntry> Drugs => _drugs.AsSpan(0, _drugCount);

    /// <summary>How many of the first drugs are suspects: FAERS lists these first.</summary>
    public int Suspects
    {
        get
        {
            var suspects = 0;
            while (suspects < _drugCount && _drugs[suspects].IsSuspect)
                suspects++;
            return suspects;
        }
    }

    /// <summary>Indices into <see cref="EventWorld.Terms"/>, distinct.</summary>
    public ReadOnlySpan<int> Terms => _terms.AsSpan(0, _termCount);

    public void Clear() => (_drugCount, _termCount, Outcomes) = (0, 0, Outcomes.None);

    public void Add(DrugEntry drug) => _drugs[_drugCount++] = drug;

    /// <summary>Adds a term unless the report has it already.</summary>
    public void AddTerm(int term)
    {
        if (!Terms.Contains(term))
            _terms[_termCount++] = term;
    }

    public bool HasAny(bool[] members)
    {
        foreach (var term in Terms)
            if (members[term])
                return true;
        return false;
    }

    public void RemoveAll(bool[] members)
    {
        var kept = 0;
        foreach (var term in Terms)
            if (!members[term])
                _terms[kept++] = term;
        _termCount = kept;
    }
}
