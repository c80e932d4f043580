namespace JakSignals.Signals;

/// <summary>Runs work on several threads.</summary>
internal static class Workers
{
    /// <summary>Runs a piece of work for each of 0 … count − 1, all at once where there are processors, and passes on the first fault as it is.</summary>
    public static void Run(int count, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = count }, work);
        }
        catch (AggregateException faults)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
        }
    }
}
