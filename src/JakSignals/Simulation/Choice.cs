using System.Text;

namespace JakSignals.Simulation;

/// <summary>Draws one of several texts by weight.</summary>
internal sealed class Choice
{
    private readonly byte[][] _texts;
    private readonly Sampler _sampler;

    public Choice(params (string Text, int Weight)[] choices)
    {
        _texts = [.. choices.Select(c => Encoding.UTF8.GetBytes(c.Text))];
        _sampler = new Sampler([.. choices.Select(c => c.Weight)]);
    }

    public ReadOnlySpan<byte> Draw(Prng random) => _texts[_sampler.Draw(random)];
}
