using System.Security.Cryptography;

namespace JakSignals.Snapshots;

/// <summary>A file of the data folder that is taken for what was published or written: a regular file, never a link.</summary>
public static class PublishedFile
{
    /// <summary>What keeps a file from being looked into, in a sentence; null when nothing does.</summary>
    /// <remarks>Pipes, sockets and devices have no length. No file of ours is empty, so they are told apart without opening them, which could wait for ever.</remarks>
    /// <param name="path">The file.</param>
    public static string? FaultOf(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
            return $"{path} is a link, expected a file.";
        if (!file.Exists)
            return Directory.Exists(path) ? $"{path} is a folder, expected a file." : $"{path} is missing.";
        return file.Length == 0 ? $"{path} is empty or no regular file." : null;
    }

    /// <summary>What of a file is not as it was when its hash was taken, in a sentence; null when all is. It reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sha256">SHA-256 it had, in lower-case hex.</param>
    /// <param name="source">Who has that hash, such as <c>the manifest</c>.</param>
    public static string? FaultOf(string path, string sha256, string source)
    {
        using var stream = Open(path, sha256, source, out var fault);
        return fault;
    }

    /// <summary>Opens a file that is as it was when its hash was taken: what is read from here on is what was hashed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sha256">SHA-256 it had, in lower-case hex.</param>
    /// <param name="source">Who has that hash, such as <c>the manifest</c>.</param>
    /// <param name="fault">What is not as it was, in a sentence; null when all is.</param>
    /// <returns>The file at its start; null when there is a fault.</returns>
    public static FileStream? Open(string path, string sha256, string source, out string? fault)
    {
        fault = FaultOf(path);
        if (fault is not null)
            return null;
        var stream = File.OpenRead(path);
        var found = Convert.ToHexStringLower(SHA256.HashData(stream));
        if (found == sha256)
        {
            stream.Position = 0;
            return stream;
        }
        stream.Dispose();
        fault = $"{path} has SHA-256 {found}, {source} says {sha256}: the file was changed after it was published.";
        return null;
    }

    /// <summary>SHA-256 of a file in lower-case hex.</summary>
    public static string Sha256Of(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
