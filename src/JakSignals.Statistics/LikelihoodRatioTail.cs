namespace JakSignals.Statistics;

/// <summary>P(ln LR ≥ x) of one drug under independence, asked for falling x: the binomial tail grows by the counts that come to reach x.</summary>
internal sealed class LikelihoodRatioTail
{
    private readonly long _eventCases, _drug, _others;
    private long _fewest;               // the fewest cases that reach the ln LR asked for last
    private double _below, _tail;      // ln LR of one case fewer; P(cases ≥ fewest)

    public LikelihoodRatioTail(long eventCases, long drug, long others, double largest)
    {
        (_eventCases, _drug, _others) = (eventCases, drug, others);
        _fewest = FewestReaching(largest);
        _tail = _fewest > eventCases ? 0.0 : BinomialTail.AtLeast(_fewest, eventCases, drug, others);
        _below = Log(_fewest - 1);
    }

    /// <summary>The tail at an x above 0, no larger than the largest or any asked for before.</summary>
    public double Reaching(double log)
    {
        while (_below >= log)
        {
            _tail += BinomialTail.Probability(--_fewest, _eventCases, _below);
            _below = Log(_fewest - 1);
        }
        return _tail;
    }

    // ln LR rises with the cases from 0 at E to its largest at m; m + 1 when that falls short.
    private long FewestReaching(double log)
    {
        var (tooFew, reaching) = (0L, _eventCases + 1);
        while (reaching - tooFew > 1)
        {
            var middle = tooFew + (reaching - tooFew) / 2;
            (tooFew, reaching) = Log(middle) < log ? (middle, reaching) : (tooFew, middle);
        }
        return reaching;
    }

    private double Log(long both) => LikelihoodRatio.Log(both, _eventCases, _drug, _others);
}
