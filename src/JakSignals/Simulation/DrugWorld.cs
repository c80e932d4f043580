using System.Globalization;
using System.Text;

namespace JakSignals.Simulation;

/// <summary>The simulated drug market; the same for every seed.</summary>
internal sealed class DrugWorld
{
    private const int SubstanceCount = 4000;
    private const int SharesTotal = 100_000;       // shares are in 100,000 drugs
    private const int ShareScale = 1000;           // so that rare drugs keep a whole-number share
    private const int SurgeFactor = 18;            // how much more often the drug of the emerging effect is reported in the last days

    private static readonly string[] Salts =
    [
        "HYDROCHLORIDE", "SODIUM", "CITRATE", "PHOSPHATE", "MESYLATE", "MALEATE", "TARTRATE", "ACETATE", "SULFATE", "FUMARATE", "CALCIUM", "POTASSIUM", "HYDROBROMIDE", "SUCCINATE",
        "TOSYLATE", "BESYLATE",
    ];

    private static readonly string[] InventedKinds = ["tablet", "tablet", "tablet", "tablet", "capsule", "capsule", "pen", "infusion", "injection", "cream", "inhaler", "drops"];
    private static readonly string[] InventedStrengths = ["5 MG;10 MG", "20 MG;40 MG", "100 MG;200 MG", "2.5 MG;5 MG", "50 MG", "1 MG;2 MG", "250 MG;500 MG", "75 MG;150 MG"];

    private readonly Prng _random = new(0x4A414B, stream: 1);      // the market does not change with the seed of the reports
    private readonly NameMaker _names;
    private readonly Dictionary<string, int> _diseaseByKey = new(StringComparer.Ordinal);
    private readonly List<int> _diseaseWeights = [];

    private DrugWorld()
    {
        _names = new NameMaker(_random);
        ReadDiseases();
        var substances = new List<Substance>();
        foreach (var line in Lines(string.Join("\n", SubstanceData.JakInhibitors, SubstanceData.WellKnown, SubstanceData.InventedWithEffects)))
            substances.Add(Read(line.Split('|')));
        AddInvented(substances);
        for (var i = 0; i < substances.Count; i++)
            substances[i].Index = i;
        Substances = [.. substances];
        Suspects = new Sampler([.. substances.Select(s => s.SuspectShare)]);
        SuspectsInSurge = new Sampler([.. substances.Select(s => IsSurging(s) ? s.SuspectShare * SurgeFactor : s.SuspectShare)]);
        Concomitants = new Sampler([.. substances.Select(s => s.ConcomitantShare)]);
        FindCompanions();
    }

    /// <summary>The market; built once.</summary>
    public static DrugWorld Instance { get; } = new();

    public Disease[] Diseases { get; private set; } = [];
    public Substance[] Substances { get; }

    /// <summary>Draws the primary suspect of a report.</summary>
    public Sampler Suspects { get; }

    /// <summary>As <see cref="Suspects"/>, in the days of the emerging effect.</summary>
    public Sampler SuspectsInSurge { get; }

    /// <summary>Draws a drug taken for another reason.</summary>
    public Sampler Concomitants { get; }

    private static bool IsSurging(Substance substance) =>
        PlantedEffect.All.Any(effect => effect.RelativeRateBefore is not null && effect.Drug == substance.Name);

    private static string[] Lines(string text) =>
        text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private void ReadDiseases()
    {
        var diseases = new List<Disease>();
        foreach (var fields in Lines(SubstanceData.Diseases).Select(line => line.Split('|')))
        {
            _diseaseByKey.Add(fields[0], diseases.Count);
            _diseaseWeights.Add(Whole(fields[2]));
            diseases.Add(new([.. fields[1].Split(';').Select(Encoding.UTF8.GetBytes)], Whole(fields[3]), Whole(fields[4]), diseases.Count));
        }
        Diseases = [.. diseases];
    }

    private Substance Read(string[] fields)
    {
        var name = fields[0];
        var ingredient = name.EndsWith(" TOPICAL", StringComparison.Ordinal) ? name[..^" TOPICAL".Length] : name;
        var brands = List(fields[2]);
        foreach (var used in brands.Append(ingredient))
            _names.Reserve(used);
        var uses = fields[9].Split(',').Select(use => use.Split(' ')).ToArray();
        var spelled = new Spelling(ingredient, fields[1], brands, List(fields[3]), fields[4], List(fields[5]));
        return Build(name, spelled, onlyBrands: ingredient != name, fields[6],
            [.. uses.Select(use => _diseaseByKey[use[0]])], [.. uses.Select(use => Whole(use[1]))],
            Whole(fields[7]) * ShareScale, Whole(fields[8]) * ShareScale);
    }

    private void AddInvented(List<Substance> substances)
    {
        var count = SubstanceCount - substances.Count;
        var suspects = HeavyTail(SharesTotal * ShareScale - substances.Sum(s => s.SuspectShare), count);
        var concomitants = HeavyTail(20_000 * ShareScale, count);
        var diseases = new Sampler([.. _diseaseWeights]);
        for (var i = 0; i < count; i++)
            substances.Add(Invent(suspects[i], concomitants[i], diseases));
    }

    /// <summary>Shares that fall as 1 / (rank + 25), adding up to nearly <paramref name="total"/>.</summary>
    private static int[] HeavyTail(int total, int count)
    {
        var sum = 0.0;
        for (var rank = 0; rank < count; rank++)
            sum += 1.0 / (rank + 25);
        return [.. Enumerable.Range(0, count).Select(rank => 1 + (int)(total / (sum * (rank + 25))))];
    }

    private Substance Invent(int suspectShare, int concomitantShare, Sampler diseases)
    {
        var name = _random.Below(100) < 3 ? Combination() : _names.Substance();
        var salt = name.Contains('\\', StringComparison.Ordinal) || _random.Below(10) < 4 ? "" : Salts[_random.Below(Salts.Length)];
        var brands = Enumerable.Range(0, 1 + _random.Below(3)).Select(_ => _names.Brand()).ToArray();
        var strengths = List(InventedStrengths[_random.Below(InventedStrengths.Length)]);
        var kind = InventedKinds[_random.Below(InventedKinds.Length)];
        int[] uses = _random.Below(3) == 0 ? [diseases.Draw(_random), diseases.Draw(_random)] : [diseases.Draw(_random)];
        string[] misspellings = [_names.Misspelled(name), _names.Misspelled(brands[0])];
        return Build(name, new(name, salt, brands, misspellings, kind, strengths), onlyBrands: false, application: "",
            uses, [.. uses.Select((_, i) => i == 0 ? 70 : 30)], suspectShare, concomitantShare);
    }

    /// <summary>Two substances in one product, in FDA's alphabetical order.</summary>
    private string Combination()
    {
        var (one, other) = (_names.Substance(), _names.Substance());
        return string.CompareOrdinal(one, other) < 0 ? $"{one}\\{other}" : $"{other}\\{one}";
    }

    private static Substance Build(string name, Spelling spelling, bool onlyBrands, string application, int[] uses, int[] useWeights, int suspectShare, int concomitantShare)
    {
        var names = spelling.Names(onlyBrands);
        return new()
        {
            Name = name.ToLowerInvariant(),
            Names = [.. names.Select(n => n.Name)],
            NameSampler = new Sampler([.. names.Select(n => n.Weight)]),
            Kind = ProductKind.Named(spelling.Kind),
            Strengths = [.. spelling.Strengths.Select(Strength.Parse)],
            Application = Encoding.UTF8.GetBytes(application),
            Diseases = uses,
            DiseaseSampler = new Sampler(useWeights),
            SuspectShare = suspectShare,
            ConcomitantShare = concomitantShare,
        };
    }

    private void FindCompanions()
    {
        for (var disease = 0; disease < Diseases.Length; disease++)
        {
            int[] companions = [.. Substances.Where(s => s.ConcomitantShare > 0 && s.Diseases.Contains(disease)).Select(s => s.Index)];
            Diseases[disease].CompanionSubstances = companions;
            Diseases[disease].Companions = new Sampler([.. companions.Select(s => Substances[s].ConcomitantShare)]);
        }
    }

    private static string[] List(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static int Whole(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
