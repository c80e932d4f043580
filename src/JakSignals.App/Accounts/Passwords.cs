using System.Security.Cryptography;
using JakSignals.Store;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace JakSignals.App.Accounts;

/// <summary>Hashes of passwords, and what a password must be.</summary>
internal static class Passwords
{
    /// <summary>Fewest signs of a password.</summary>
    public const int Shortest = 12;

    /// <summary>Most signs of a password: a longer one only costs time.</summary>
    public const int Longest = 256;

    private const int OneTimeLength = 20;
    private const string OneTimeSigns = "abcdefghjkmnpqrstuvwxyz23456789";   // none that is taken for another

    // PBKDF2 with HMAC-SHA512; OWASP's password storage cheat sheet asks for 210,000 rounds.
    private static readonly PasswordHasher<Account> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    private static readonly Account Nobody = new();
    private static readonly Lazy<string> NobodysHash = new(() => Hash(NewOneTime()));

    public static string Hash(string password) => Hasher.HashPassword(Nobody, password);

    /// <summary>Whether the password is the account's. Takes as long when there is no account.</summary>
    public static PasswordVerificationResult Verify(Account? account, string password)
    {
        var result = Hasher.VerifyHashedPassword(Nobody, account?.PasswordHash ?? NobodysHash.Value, password);
        return account?.PasswordHash is null ? PasswordVerificationResult.Failed : result;
    }

    /// <summary>A random password for one use: 20 of 31 signs, 99 bits.</summary>
    public static string NewOneTime() => RandomNumberGenerator.GetString(OneTimeSigns, OneTimeLength);

    /// <summary>What is wrong with a new password; null when nothing is.</summary>
    public static string? Fault(string password, string userName) =>
        password.Length < Shortest ? $"The password has fewer than {Shortest} characters."
        : password.Length > Longest ? $"The password has more than {Longest} characters."
        : password.Contains(userName, StringComparison.OrdinalIgnoreCase) ? "The password contains the name of the account."
        : password.Distinct().Count() < 5 ? "The password has fewer than five different characters."
        : null;
}
