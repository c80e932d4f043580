using JakSignals.Statistics;

namespace JakSignals.Tests.Statistics;

/// <summary>A drug × event table by its pairs with cases and its margins.</summary>
internal sealed record PairTable(List<(int Cases, int Drug, int Event)> Pairs, int[] DrugMargins, int[] EventMargins, long Total)
{
    public GammaPoissonData Data(int binsPerDoubling = GammaPoissonData.DefaultBinsPerDoubling) =>
        GammaPoissonData.Of([.. Pairs.Select(pair => pair.Cases)], [.. Pairs.Select(pair => pair.Drug)], [.. Pairs.Select(pair => pair.Event)], DrugMargins, EventMargins, Total, binsPerDoubling);
}
