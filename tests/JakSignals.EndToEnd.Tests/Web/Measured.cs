using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace JakSignals.EndToEnd.Tests.Web;

/// <summary>Hears what the meter says of what was begun after it in the same test, servers and their threads included; tests that run at the same time are not heard.</summary>
internal sealed class Measured : IDisposable
{
    private static readonly AsyncLocal<Measured?> Here = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, KeyValuePair<string, object?>[] Tags)> _heard = [];
    private readonly MeterListener _listener = new();

    public Measured()
    {
        Here.Value = this;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "JakSignals")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.Start();
    }

    public double Sum(string instrument, params (string Name, string Value)[] tags) => Of(instrument, tags).Sum();

    public int Count(string instrument, params (string Name, string Value)[] tags) => Of(instrument, tags).Count();

    /// <summary>Asks the gauges.</summary>
    public Measured Look()
    {
        _listener.RecordObservableInstruments();
        return this;
    }

    public void Dispose() => _listener.Dispose();

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Here.Value == this)
            _heard.Enqueue((instrument.Name, value, tags.ToArray()));
    }

    private IEnumerable<double> Of(string instrument, (string Name, string Value)[] tags) => _heard
        .Where(one => one.Instrument == instrument && tags.All(tag => one.Tags.Any(has => has.Key == tag.Name && tag.Value.Equals(has.Value))))
        .Select(one => one.Value);
}
