using JakSignals.Snapshots;

namespace JakSignals.Tests.Snapshots;

public sealed class PublishedFileTests : IDisposable
{
    /// <summary>SHA-256 of the three bytes <c>abc</c>: FIPS 180-4, example 1 of the secure hash standard.</summary>
    private const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private readonly string _folder = Directory.CreateTempSubdirectory("jaksignals-published-").FullName;

    private string Path(string name) => System.IO.Path.Combine(_folder, name);

    [Fact]
    public void A_file_as_it_was_is_opened_at_its_start()
    {
        File.WriteAllText(Path("a"), "abc");
        using var stream = PublishedFile.Open(Path("a"), OfAbc, "the ledger", out var fault);
        Assert.Null(fault);
        Assert.Equal("abc", new StreamReader(stream!).ReadToEnd());
    }

    [Fact]
    public void Whatever_else_is_there_is_named_and_not_opened()
    {
        File.WriteAllText(Path("changed"), "abd");
        File.WriteAllText(Path("right"), "abc");
        File.CreateSymbolicLink(Path("link"), Path("right"));
        File.Create(Path("empty")).Dispose();
        Directory.CreateDirectory(Path("folder"));
        foreach (var (name, says) in new[]
        {
            ("changed", "the ledger says ba7816bf"), ("link", "is a link, expected a file"), ("empty", "is empty or no regular file"), ("folder", "is a folder, expected a file"), ("gone", "is missing"),
        })
        {
            Assert.Null(PublishedFile.Open(Path(name), OfAbc, "the ledger", out var fault));
            Assert.Contains(says, fault, StringComparison.Ordinal);
        }
    }

    /// <summary>A pipe that nobody writes to would be waited for for ever.</summary>
    [Fact]
    public void A_pipe_is_not_waited_for()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mkfifo"), "there is no mkfifo here.");
        using var made = System.Diagnostics.Process.Start("/usr/bin/mkfifo", [Path("pipe")]);
        made.WaitForExit();
        Assert.Null(PublishedFile.Open(Path("pipe"), OfAbc, "the ledger", out var fault));
        Assert.Contains("no regular file", fault, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
