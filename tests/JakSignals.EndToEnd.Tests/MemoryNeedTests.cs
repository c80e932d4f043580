using System.Diagnostics;
using JakSignals.App.Commands;
using JakSignals.Jobs;

namespace JakSignals.EndToEnd.Tests;

public sealed class MemoryNeedTests
{
    [Fact]
    public void A_week_that_cannot_fit_is_refused_before_it_begins_and_says_how_much_it_needs()
    {
        // 35 bytes a row and 500 MB: 100 million rows need 4.0 GB; the rows alone, at half, are 1.75 GB.
        var need = new MemoryNeed(12_000_000, 100_000_000);
        Assert.Equal(4_000_000_000, need.Bytes);
        need.RequireWithin(1_750_000_000);
        var fault = Assert.Throws<NotEnoughMemoryException>(() => need.RequireWithin(1_749_999_999));
        foreach (var said in new[] { "12,000,000 reports", "100,000,000 rows", "needs about 4.0 GB", "may use 1.7 GB" })
            Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_that_ran_out_on_any_thread_says_how_much_is_needed()
    {
        var need = new MemoryNeed(1_000, 10_000);
        var fault = Assert.Throws<NotEnoughMemoryException>(() => need.While(() => Enumerable.Range(0, 4).AsParallel().Select(Exhausted).Sum()));
        Assert.Contains("needs about 500 MB", fault.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => need.While<int>(() => throw new InvalidDataException("another fault is none of its")));
    }

    [Fact]
    public async Task The_rows_are_those_the_ledger_has()
    {
        using var place = new Place();
        var cases = place.Write("cases.csv", ["case_id,drug,event,received_on", "1,Xeljanz,Acne,2026-01-01", "1,Xeljanz,Nausea,2026-01-01", "2,Olumiant,Acne,2026-01-02"]);
        (await place.RunAsync("ingest", cases)).Require(ExitCodes.Done);
        // Three rows of a case table: three reports at the most, three drugs, three events.
        Assert.Equal(new MemoryNeed(3, 9), MemoryNeed.Of(place.Database));
    }

    [Fact]
    public async Task A_process_that_runs_out_of_memory_says_so_in_words_and_ends_with_1()
    {
        using var place = new Place();
        var start = new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "JakSignals.App.dll"), "demo", "--reports", "60000", "--out", place.Path("demo"), "--config", place.Settings])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x2800000";      // 40 MB
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await output;
        Assert.Equal(ExitCodes.Failed, process.ExitCode);
        Assert.Contains("Out of memory", error, StringComparison.Ordinal);
        Assert.Contains("needs about", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);      // no stack
    }

    private static int Exhausted(int one) => throw new InsufficientMemoryException($"part {one}");      // the kind of OutOfMemoryException that code may throw
}
