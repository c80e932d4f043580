using System.ComponentModel.DataAnnotations;

namespace JakSignals.Store;

/// <summary>How to work with SQL Server.</summary>
public sealed record SqlServerOptions
{
    /// <summary>Schema of all tables; a plain identifier.</summary>
    [Required(AllowEmptyStrings = false), RegularExpression("[A-Za-z_][A-Za-z0-9_]{0,63}", ErrorMessage = "expected a letter or underscore, then letters, digits and underscores, 64 at most.")]
    public string Schema { get; init; } = "jaksignals";

    /// <summary>Longest wait for the server to accept a connection, in seconds.</summary>
    [Range(1, 600)] public int ConnectTimeoutSeconds { get; init; } = 15;

    /// <summary>Longest wait for one statement, one bulk copy or another process's turn, in seconds.</summary>
    [Range(1, 86_400)] public int CommandTimeoutSeconds { get; init; } = 3_600;
}
