using System.Security.Cryptography;
using System.Text;
using JakSignals.App.Commands;
using JakSignals.Tests;
using JakSignals.Tests.Stores;

namespace JakSignals.EndToEnd.Tests;

/// <summary>The same files on both engines: the same snapshots, byte for byte, but for the engine's name in the manifest.</summary>
public sealed class TwoEnginesTests(SimulatedFeed feed) : IClassFixture<SimulatedFeed>
{
    [Fact]
    public async Task The_same_files_give_the_same_snapshots_from_both_stores()
    {
        using var server = new Place(new SqlServerStores());
        using var file = new Place();
        foreach (var place in new[] { server, file })
        {
            await place.WeekAsync(feed.WeekBefore, [.. SmallWeeks.Feeds, .. feed.Sources]);
            await place.WeekAsync(feed.Week, []);
        }

        SameBytesTests.RequireSame(AsFromSqlite(SameBytesTests.Published(file)), AsFromSqlite(SameBytesTests.Published(server)));
    }

    [Fact]
    public async Task Real_quarters_give_the_same_snapshot_from_both_stores()
    {
        using var server = new Place(new SqlServerStores());
        using var file = new Place();
        foreach (var place in new[] { server, file })
            await place.WeekAsync("2026-09-30", [Shared.Path("feeds/faers")]);

        SameBytesTests.RequireSame(AsFromSqlite(SameBytesTests.Published(file)), AsFromSqlite(SameBytesTests.Published(server)));
    }

    [Fact]
    public async Task A_snapshot_of_the_server_is_verified_bit_for_bit()
    {
        using var place = new Place(new SqlServerStores());
        await place.WeekAsync("2026-01-31", SmallWeeks.Feeds);

        (await place.RunAsync("verify", place.SnapshotFolder("2026-01-31"))).Require(ExitCodes.Done);
    }

    /// <summary>The snapshots with the manifest's store and hash left out: the hash follows from the store.</summary>
    private static SortedDictionary<string, byte[]> AsFromSqlite(SortedDictionary<string, byte[]> published)
    {
        var hashes = published.Where(file => file.Key.EndsWith("manifest.json", StringComparison.Ordinal)).Select(file => Convert.ToHexStringLower(SHA256.HashData(file.Value))).ToList();
        string Text(byte[] bytes) => hashes.Aggregate(Encoding.UTF8.GetString(bytes).Replace("\"store\": \"sqlserver\"", "\"store\": \"sqlite\"", StringComparison.Ordinal),
            (text, hash) => text.Replace(hash, "hash", StringComparison.Ordinal));
        return new SortedDictionary<string, byte[]>(published.Where(file => file.Key.StartsWith("snapshots", StringComparison.Ordinal))
            .ToDictionary(file => file.Key, file => file.Key.EndsWith(".json", StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(Text(file.Value)) : file.Value), StringComparer.Ordinal);
    }
}
