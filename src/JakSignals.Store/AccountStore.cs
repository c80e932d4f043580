using System.Globalization;
using Dapper;

namespace JakSignals.Store;

/// <summary>What an account may do; each role may do what those before it may.</summary>
public enum Role
{
    /// <summary>Sees everything, changes nothing.</summary>
    Reader,

    /// <summary>Records decisions.</summary>
    Reviewer,

    /// <summary>Runs and retries jobs.</summary>
    Operator,

    /// <summary>Everything.</summary>
    Administrator,
}

/// <summary>An account as the store has it.</summary>
public sealed record Account
{
    /// <summary>Name as it was given.</summary>
    public string UserName { get; init; } = "";

    /// <summary>What it may do, in small letters.</summary>
    public string RoleName { get; init; } = "";

    /// <summary>Hash of its password; null when it signs in through the reverse proxy or at the provider only.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Changes with password, role and state.</summary>
    public string SecurityStamp { get; init; } = "";

    /// <summary>The password is for one use.</summary>
    public bool MustChange { get; init; }

    /// <summary>Wrong passwords since the last sign-in.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>UTC end of its lock, ISO.</summary>
    public string? LockedUntil { get; init; }

    /// <summary>UTC time it was made, ISO.</summary>
    public string CreatedAt { get; init; } = "";

    /// <summary>UTC time of the last sign-in, ISO.</summary>
    public string? LastSignInAt { get; init; }

    /// <summary>May not sign in.</summary>
    public bool Disabled { get; init; }

    /// <summary>What it may do.</summary>
    public Role Role => Enum.Parse<Role>(RoleName, ignoreCase: true);
}

/// <summary>The accounts of the console. Names differ by more than capitals; passwords are here as hashes only.</summary>
public sealed class AccountStore(Database database, TimeProvider clock)
{
    /// <summary>Wrong passwords in a row that lock an account.</summary>
    public const int AttemptsBeforeLock = 5;

    /// <summary>How long an account stays locked.</summary>
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    private const int LongestName = 64;

    /// <summary>Whether a text can be a name: 1 to 64 of the letters, digits and signs that directories and mail addresses use.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= LongestName && name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '_' or '-' or '@' or '+' or '\\');

    /// <summary>Every account, by name.</summary>
    public IReadOnlyList<Account> All() => database.Do(session => session.List<Account>(session.Query("read_accounts")));

    /// <summary>Whether an account that is not disabled exists.</summary>
    public bool Any() => database.Do(session => session.Scalar<long>("SELECT COUNT(*) FROM jaksignals.account WHERE disabled = 0")) > 0;

    /// <summary>An account by its name in any capitals; null when there is none.</summary>
    public Account? Find(string name) => IsName(name) ? database.Do(session => session.First<Account>(session.Query("read_account"), new { key = Key(name) })) : null;

    /// <summary>Adds an account.</summary>
    /// <exception cref="StoreException">The name is impossible or taken.</exception>
    public void Add(string name, Role role, string? passwordHash, bool mustChange)
    {
        if (!IsName(name))
            throw new StoreException($"Account name is '{name}', expected 1 to {LongestName} of a-z, A-Z, 0-9, dot, underscore, hyphen, plus, @ and backslash.");
        var row = new { key = Key(name), name, role = Text(role), passwordHash, stamp = NewStamp(), mustChange = mustChange ? 1 : 0, at = Now() };
        if (database.Do(session => session.Execute(session.Query("add_account"), row)) == 0)
            throw new StoreException($"Account {name} exists already in {database.Location}; to give it a new password: jaksignals account reset {name}");
    }

    /// <summary>Changes the password of an account, and puts out whoever is signed in with it.</summary>
    /// <exception cref="StoreException">There is no such account.</exception>
    public void SetPassword(string name, string passwordHash) => Change(name, "password_hash = @passwordHash, must_change = 0", new { passwordHash });

    /// <summary>Gives an account a password for one use, opens its lock, enables it, and puts out whoever is signed in with it.</summary>
    /// <exception cref="StoreException">There is no such account.</exception>
    public void Reset(string name, string passwordHash) =>
        Change(name, "password_hash = @passwordHash, must_change = 1, failed_attempts = 0, locked_until = NULL, disabled = 0", new { passwordHash });

    /// <summary>Disables an account, and puts out whoever is signed in with it.</summary>
    /// <exception cref="StoreException">There is no such account.</exception>
    public void Disable(string name) => Change(name, "disabled = 1", new { });

    /// <summary>Gives an account another role, and puts out whoever is signed in with it.</summary>
    /// <exception cref="StoreException">There is no such account.</exception>
    public void SetRole(string name, Role role) => Change(name, "role = @role", new { role = Text(role) });

    /// <summary>Counts an attempt before its password is looked at, so that attempts at the same time cannot share one count; the fifth locks.</summary>
    /// <returns>Whether the password may be looked at: the account is there, not disabled and not locked.</returns>
    public bool BeginAttempt(string name)
    {
        if (!IsName(name))
            return false;
        var now = clock.GetUtcNow();
        return database.Do(session => session.Execute(session.Query("begin_attempt"), new { key = Key(name), now = Text(now), until = Text(now + LockTime), most = AttemptsBeforeLock })) == 1;
    }

    /// <summary>Enters that the attempt had the right password.</summary>
    public void SignedIn(string name) => database.Do(session => session.Execute(
        "UPDATE jaksignals.account SET failed_attempts = 0, locked_until = NULL, last_sign_in_at = @now WHERE normalized_name = @key", new { key = Key(name), now = Now() }));

    /// <summary>Enters that who is signed in already confirmed it by the right password.</summary>
    public void Confirmed(string name) => database.Do(session => session.Execute(
        "UPDATE jaksignals.account SET failed_attempts = 0, locked_until = NULL WHERE normalized_name = @key", new { key = Key(name) }));

    /// <summary>Replaces a hash by a stronger one of the same password; nobody is put out.</summary>
    public void Rehash(string name, string passwordHash) => database.Do(session => session.Execute(
        "UPDATE jaksignals.account SET password_hash = @passwordHash WHERE normalized_name = @key", new { key = Key(name), passwordHash }));

    private void Change(string name, string assignments, object values)
    {
        var parameters = new DynamicParameters(values);
        parameters.Add("key", Key(name));
        parameters.Add("stamp", NewStamp());
        if (database.Do(session => session.Execute($"UPDATE jaksignals.account SET {assignments}, security_stamp = @stamp WHERE normalized_name = @key", parameters)) == 0)
            throw new StoreException($"There is no account {name} in {database.Location}; see: jaksignals account list");
    }

    private static string Key(string name) => name.ToUpperInvariant();

    private static string Text(Role role) => role.ToString().ToLowerInvariant();

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static string NewStamp() => Guid.NewGuid().ToString("N");

    private string Now() => Text(clock.GetUtcNow());
}
