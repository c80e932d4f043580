using System.IO.Compression;
using JakSignals.Cases;
using JakSignals.Ingest;
using JakSignals.Ingest.Faers;

namespace JakSignals.Tests.Ingest;

/// <summary>Bytes of a small quarter's archive changed at random: each archive loads whole or is refused with a reason.</summary>
public sealed class ZipFuzzTests
{
    private const int Seed = 20261128;
    private const int Mutations = 300;

    private const string Name = "ASCII/REAC26Q1.txt";

    /// <summary>What that member is renamed to, cut or filled up to the same length.</summary>
    private static readonly string[] OtherNames =
    [
        "ASCII/DRUG26Q1.txt", "ascii/reac26q1.TXT", "ASCII\\REAC26Q1.txt", "../../REAC26Q1.txt", "ASCII/REAC26Q2.txt", "ASCII/notes_xyz.txt",
        "ASCII/\u001b[31mQ1.txt\n\n", "__MACOSX/._REAC.tx", "ASCII//REAC6Q1.txt", "ASCII/REAC26Q1.txt", "ASCII/folderxxxxx/", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    ];

    [Fact]
    public void Each_of_300_mutations_loads_whole_or_is_refused_with_a_reason()
    {
        var zip = MadeZip.Of(MadeZip.Quarter("ASCII/", ("Deleted/DELETE26Q1.txt", " \n10000001\n"), ("FAQ.txt", "questions\n")));
        var (random, loaded, refused) = (new Random(Seed), 0, 0);
        var whole = MadeZip.Quarter().Select(member => Hash(System.Text.Encoding.UTF8.GetBytes(member.Text))).ToHashSet(StringComparer.Ordinal);
        using var feed = FaersFeed.Only();
        for (var number = 0; number < Mutations; number++)
        {
            var (mutant, how) = Mutate(zip, number, random);
            File.WriteAllBytes(feed.Path("q.zip"), mutant);
            try
            {
                var found = feed.Find();
                Assert.All(found.Refused, file => Assert.True(file.Reason.Length > 10, file.ToString()));
                Assert.True(found.Quarters.Count + found.Refused.Count + found.DeletedCaseLists.Count > 0, "nothing was found and nothing said");
                loaded += found.Quarters.Count;
                foreach (var quarter in found.Quarters)
                {
                    Assert.All(quarter.Files, file => Assert.Contains(file.Sha256, whole));     // never a changed text
                    RequireWhole(quarter, feed.Path("q.zip"));
                }
                foreach (var list in found.DeletedCaseLists)
                    Assert.Equal(new LoadTally(1, 1, 0, 0), DeletedCaseList.Read(list, _ => { }).Tally);
                refused += found.Refused.Count > 0 ? 1 : 0;
            }
            catch (Exception fault)
            {
                Assert.Fail($"Seed {Seed}, mutation {number} ({how}): {fault}");
            }
        }
        Assert.True(loaded > 20 && refused > 100, $"{loaded} loaded, {refused} refused: the mutations say little");
    }

    private static (byte[] Zip, string How) Mutate(byte[] zip, int number, Random random)
    {
        switch (number % 5)
        {
            case 0:
                var flipped = zip.ToArray();
                var flips = random.Next(1, 9);
                for (var flip = 0; flip < flips; flip++)
                    flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                return (flipped, $"{flips} bits flipped");
            case 1:
                var kept = random.Next(zip.Length);
                return (zip[..kept], $"cut off after {kept} bytes");
            case 2:
                var other = OtherNames[random.Next(OtherNames.Length)].PadRight(Name.Length, '_')[..Name.Length];
                return (MadeZip.Renamed(zip, Name, other), $"renamed to {other}");
            case 3:
                var at = random.Next(zip.Length);
                byte[] between = [.. Enumerable.Range(0, random.Next(1, 50)).Select(_ => (byte)random.Next(256))];
                return ([.. zip[..at], .. between, .. zip[at..]], $"{between.Length} bytes put in at {at}");
            default:
                var tail = zip.ToArray();       // headers of the members: lengths, methods, flags, offsets
                var from = tail.AsSpan().IndexOf("PK\u0001\u0002"u8);
                tail[random.Next(from, tail.Length)] = (byte)random.Next(256);
                return (tail, "one byte of the central directory");
        }
    }

    /// <summary>Each record of each file has one fate, by a count of lines that knows nothing of the reader.</summary>
    private static void RequireWhole(FaersQuarterFiles quarter, string path)
    {
        using var load = new FaersQuarterLoad(quarter, new Vocabulary(), _ => { });
        _ = load.Drugs(default).Count() + load.Events(default).Count() + load.Indications(default).Count() + load.Therapies(default).Count() + load.Reports(default).Count();
        load.RequireUnchanged(default);
        foreach (var (file, tally) in load.Files.Zip(load.Tallies))
        {
            Assert.Equal(RecordsOf(path, file), tally.Read);
            Assert.Equal(tally.Read, tally.Loaded + tally.Superseded + tally.Quarantined);
        }
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    /// <summary>Lines with anything on them, without the header. The member is found by its length and its checksum in the archive's own list.</summary>
    private static long RecordsOf(string path, SourceFile file)
    {
        using var zip = ZipFile.OpenRead(path);
        foreach (var entry in zip.Entries.Where(entry => entry.Length == file.Bytes))
        {
            using var unpacked = new MemoryStream();
            using (var member = entry.Open())
                member.CopyTo(unpacked);
            if (Hash(unpacked.ToArray()) != file.Sha256)
                continue;
            unpacked.Position = 0;
            using var lines = new StreamReader(unpacked);
            return lines.ReadToEnd().Split('\n').Count(line => line.Trim().Length > 0) - 1;
        }
        throw new InvalidOperationException($"No member of the archive is {file.Name}.");
    }
}
