using JakSignals.Store;

namespace JakSignals.App.Reading;

/// <summary>The register, read again when a decision came.</summary>
internal sealed class RegisterView(ReviewLog log, Settings settings)
{
    private volatile Tuple<long, Register>? _read;
    private volatile ReviewedWeek? _reviewed;

    /// <summary>The register now.</summary>
    public Register Current
    {
        get
        {
            var last = log.LastId();
            if (_read is not { } read || read.Item1 != last)
                _read = read = Tuple.Create(last, Register.Of(log.Read(last)));
            return read.Item2;
        }
    }

    /// <summary>A week with the register now.</summary>
    public ReviewedWeek Of(PublishedWeek week)
    {
        var register = Current;
        return _reviewed is { } known && known.Week == week && known.Register == register ? known : _reviewed = new ReviewedWeek(week, register, settings.Signals);
    }
}
