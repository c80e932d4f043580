using JakSignals.Snapshots;

namespace JakSignals.Tests.Snapshots;

public sealed class WriteBesideTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jaksignals-beside-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "file.txt");

    [Fact]
    public void A_failed_attempt_leaves_the_file_as_it_was_and_nothing_beside_it()
    {
        File.WriteAllText(Path, "before");

        Assert.Throws<IOException>(() => WriteBeside.Replace(Path, beside =>
        {
            File.WriteAllText(beside, "half");
            throw new IOException("the disk went away");
        }));

        Assert.Equal("before", File.ReadAllText(Path));
        Assert.Equal(["file.txt"], Directory.GetFiles(_folder).Select(System.IO.Path.GetFileName));
    }

    [Fact]
    public void Two_attempts_at_once_do_not_write_into_each_other()
    {
        WriteBeside.Replace(Path, first =>
        {
            File.WriteAllText(first, "first");
            WriteBeside.Replace(Path, second => File.WriteAllText(second, "second"));
            Assert.Equal("first", File.ReadAllText(first));
        });

        Assert.Equal("first", File.ReadAllText(Path));
        Assert.Equal(["file.txt"], Directory.GetFiles(_folder).Select(System.IO.Path.GetFileName));
    }

    [Fact]
    public void What_is_set_aside_twice_under_one_name_is_kept_twice()
    {
        foreach (var text in new[] { "one", "two" })
        {
            File.WriteAllText(Path, text);
            var aside = SetAside.Move(_folder, Path);
            Assert.Equal(text, File.ReadAllText(aside!));
        }
        Assert.Null(SetAside.Move(_folder, Path));
        Assert.Equal(2, Directory.GetFiles(System.IO.Path.Combine(_folder, "set-aside")).Length);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
