using JakSignals.App.Commands;
using JakSignals.Tests.Stores;

namespace JakSignals.EndToEnd.Tests;

/// <summary>Counting in the database changes no byte of what is published.</summary>
public sealed class CountInDatabaseTests(SimulatedFeed feed) : IClassFixture<SimulatedFeed>
{
    private const string Option = "--count-in-database";

    [Fact]
    public async Task The_database_counts_to_the_same_bytes_as_the_program()
    {
        using var one = new Place();
        using var other = new Place();
        foreach (var (place, options) in new[] { (one, (string[])[]), (other, [Option]) })
        {
            (await place.RunAsync(["weekly", .. SmallWeeks.Feeds, .. feed.Sources, "--as-of", feed.WeekBefore, .. options])).Require(ExitCodes.Done);
            (await place.RunAsync(["weekly", "--as-of", feed.Week, .. options])).Require(ExitCodes.Done);
        }
        SameBytesTests.RequireSame(SameBytesTests.Published(one), SameBytesTests.Published(other));
        Assert.Equal((0L, 2L), (Countings(one), Countings(other)));       // the option did what it says
    }

    [Fact]
    public async Task Verify_counts_in_the_database_where_it_is_asked_to()
    {
        using var place = new Place();
        await place.WeekAsync(feed.WeekBefore, feed.Sources);
        await place.WeekAsync(feed.Week, []);
        var verified = (await place.RunAsync("verify", place.SnapshotFolder(feed.Week), Option)).Require(ExitCodes.Done);
        Assert.Contains("bit for bit", verified.Output, StringComparison.Ordinal);
        Assert.Equal(1L, Countings(place));
    }

    [Fact]
    public async Task The_setting_does_what_the_option_does()
    {
        using var place = new Place();
        File.WriteAllText(place.Settings, File.ReadAllText(place.Settings).Replace("\"InDatabase\": false", "\"InDatabase\": true", StringComparison.Ordinal));
        await place.WeekAsync("2026-01-31", SmallWeeks.Feeds);
        Assert.Equal(1L, Countings(place));
    }

    [Fact]
    public async Task On_SQL_Server_the_database_counts_to_the_same_bytes_as_the_program()
    {
        using var stores = new SqlServerStores();
        using var one = new Place();
        using var other = new Place();
        foreach (var (place, options) in new[] { (one, (string[])[]), (other, [Option]) })
        {
            var database = stores.NewDatabase();
            File.WriteAllText(place.Settings, File.ReadAllText(place.Settings).Replace("\"Schema\": \"jaksignals\"", $"\"Schema\": \"{stores.SchemaOf(database)}\"", StringComparison.Ordinal));
            string[] where = ["--store", $"sqlserver:{stores.ConnectionString}", "--data", place.Data, "--config", place.Settings];
            (await Place.RunBareAsync(["migrate", .. where])).Require(ExitCodes.Done);
            (await Place.RunBareAsync(["weekly", .. SmallWeeks.Feeds, "--as-of", "2026-01-24", .. options, .. where])).Require(ExitCodes.Done);
            (await Place.RunBareAsync(["weekly", "--as-of", "2026-01-31", .. options, .. where])).Require(ExitCodes.Done);
            Assert.Equal(options.Length * 2, Convert.ToInt32(stores.Scalar(database, "SELECT COUNT(*) FROM jaksignals.counting"), System.Globalization.CultureInfo.InvariantCulture));
        }
        SameBytesTests.RequireSame(SameBytesTests.Published(one), SameBytesTests.Published(other));
    }

    private static long Countings(Place place)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={place.StoreFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM counting";
        return (long)command.ExecuteScalar()!;
    }
}
