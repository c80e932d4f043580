namespace JakSignals.Jobs;

/// <summary>A step of the weekly run: it computes, and says what is to be committed together with its "finished" mark.</summary>
public interface IWeeklyStep
{
    /// <summary>Name in the ledger.</summary>
    string Name { get; }

    /// <summary>What it does, for a person.</summary>
    string Title { get; }

    /// <summary>Computes the step. It writes nothing to the store itself.</summary>
    /// <param name="week">What earlier steps made, and where this one leaves what later steps need.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancel">Stops it within seconds.</param>
    WorkResult Run(WeekInMemory week, IJobProgress progress, CancellationToken cancel);
}
