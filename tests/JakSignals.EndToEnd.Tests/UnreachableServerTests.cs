using System.Net;
using System.Net.Sockets;
using JakSignals.App.Commands;
using JakSignals.Tests.Stores;

namespace JakSignals.EndToEnd.Tests;

/// <summary>A SQL Server that is down, silent, of another schema or read-only: the message says what and what to do, the exit code is 1, and nothing is half written.</summary>
public sealed class UnreachableServerTests
{
    [Fact]
    public async Task A_server_that_is_down_is_named_without_its_password()
    {
        using var place = new Place();
        var ran = (await RunAsync(place, $"sqlserver:Server=127.0.0.1,{FreePort()};User Id=run;Password=very secret;Database=jaksignals", "weekly", "--as-of", "2026-01-31")).Require(ExitCodes.Failed);

        Assert.Contains("cannot be reached", ran.Error, StringComparison.Ordinal);
        Assert.Contains("Check that the server runs", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("very secret", ran.Error + ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_after_the_time_of_the_settings()
    {
        using var place = new Place();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        File.WriteAllText(place.Settings, File.ReadAllText(place.Settings).Replace("\"ConnectTimeoutSeconds\": 15", "\"ConnectTimeoutSeconds\": 1", StringComparison.Ordinal));

        var ran = (await RunAsync(place, $"sqlserver:Server=127.0.0.1,{((IPEndPoint)silent.LocalEndpoint).Port};User Id=run;Password=x;Database=jaksignals;Encrypt=False", "status")).Require(ExitCodes.Failed);

        Assert.Contains("within 1 s (setting SqlServer:ConnectTimeoutSeconds)", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlserver:Server=x;Databas=y", "cannot be read")]
    [InlineData("sqlserver:Server=x;User Id=y", "names no database")]
    public async Task A_connection_string_that_cannot_work_is_refused_at_once(string store, string says)
    {
        using var place = new Place();
        Assert.Contains(says, (await RunAsync(place, store, "status")).Require(ExitCodes.Failed).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_was_not_migrated_says_what_to_run_and_stays_as_it_is()
    {
        using var place = new Place(new SqlServerStores());
        place.Execute("DELETE FROM jaksignals.schema_migration WHERE number > 2");

        var ran = (await place.RunAsync("weekly", "--as-of", "2026-01-31")).Require(ExitCodes.Failed);

        Assert.Contains("has schema version 2", ran.Error, StringComparison.Ordinal);
        Assert.Contains("jaksignals migrate --store \"sqlserver:", ran.Error, StringComparison.Ordinal);
        Assert.Equal(0, place.Number("SELECT COUNT(*) FROM jaksignals.run"));
    }

    /// <summary>Within a load: a text that the table cannot hold ends it, by table, row and column, and leaves nothing.</summary>
    [Fact]
    public async Task A_value_that_a_table_cannot_hold_is_named_by_table_row_and_column()
    {
        using var place = new Place(new SqlServerStores());
        var table = place.Write("long.csv", ["case_id,drug,event,country", "1,tofacitinib,Herpes zoster,US", $"2,{new string('x', 5000)},Herpes zoster,US"]);

        var ran = (await place.RunAsync("ingest", table)).Require(ExitCodes.Failed);

        Assert.Contains("drug_name, row 2 of this load, column name is 'xxxx", ran.Error, StringComparison.Ordinal);
        Assert.Contains("at most 4000 characters instead of 5000", ran.Error, StringComparison.Ordinal);
        Assert.Equal(0, place.Number("SELECT COUNT(*) FROM jaksignals.source_load") + place.Number("SELECT COUNT(*) FROM jaksignals.report"));
    }

    private static Task<Ran> RunAsync(Place place, string store, params string[] args) =>
        Place.RunBareAsync([.. args, "--store", store, "--data", place.Data, "--config", place.Settings]);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
