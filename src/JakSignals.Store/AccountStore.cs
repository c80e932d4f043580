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

    /// <summary>The password for one use has signed in; it can only be changed now.</summary>
    public bool OneTimeUsed { get; init; }

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
    /// <param name="name">The account.</param>
    /// <param name="passwordHash">Hash of the new password.</param>
    /// <param name="stamp">Its security stamp when the old password was confirmed.</param>
    /// <returns>Whether it was changed; false when the account was changed meanwhile, so that of two changes at once the first counts.</returns>
    public bool ChangePassword(string name, string passwordHash, string stamp) =>
        TryChange(name, "password_hash = @passwordHash, must_change = 0, one_time_used = 0", new { passwordHash }, stamp);

    /// <summary>Uses a password for one use up. Of two sign-ins with it at once, one gets true.</summary>
    /// <returns>Whether this was the first use.</returns>
    public bool UseOneTimePassword(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return database.Do(session => session.Execute(
            """
            UPDATE jaksignals.account SET one_time_used = 1
            WHERE normalized_name = @key AND must_change = 1 AND one_time_used = 0 AND security_stamp = @stamp
            """, new { key = Key(account.UserName), stamp = account.SecurityStamp })) == 1;
    }

    /// <summary>Gives an account a password for one use, opens its locks, enables it, and puts out whoever is signed in with it.</summary>
    /// <exception cref="StoreException">There is no such account.</exception>
    public void Reset(string name, string passwordHash)
    {
        Change(name, "password_hash = @passwordHash, must_change = 1, one_time_used = 0, disabled = 0", new { passwordHash });
        database.Do(session => session.Execute("DELETE FROM jaksignals.sign_in_attempt WHERE normalized_name = @key", new { key = Key(name) }));
    }

    /// <summary>Disables an account, and puts out whoever is signed in with it.</summary>
    /// <exception cref="StoreException">There is no such account.</exception>
    public void Disable(string name) => Change(name, "disabled = 1", new { });

    /// <summary>Gives an account another role, and puts out whoever is signed in with it.</summary>
    /// <exception cref="StoreException">There is no such account.</exception>
    public void SetRole(string name, Role role) => Change(name, "role = @role", new { role = Text(role) });

    /// <summary>Enters the time of a sign-in.</summary>
    public void SignedIn(string name) => database.Do(session => session.Execute(
        "UPDATE jaksignals.account SET last_sign_in_at = @now WHERE normalized_name = @key", new { key = Key(name), now = Now() }));

    /// <summary>Replaces a hash by a stronger one of the same password; nobody is put out.</summary>
    public void Rehash(string name, string passwordHash) => database.Do(session => session.Execute(
        "UPDATE jaksignals.account SET password_hash = @passwordHash WHERE normalized_name = @key", new { key = Key(name), passwordHash }));

    private void Change(string name, string assignments, object values)
    {
        if (!TryChange(name, assignments, values, null))
            throw new StoreException($"There is no account {name} in {database.Location}; see: jaksignals account list");
    }

    /// <summary>The new stamp puts the sessions out; their rows serve nobody any more.</summary>
    private bool TryChange(string name, string assignments, object values, string? stamp)
    {
        var parameters = new DynamicParameters(values);
        parameters.Add("key", Key(name));
        parameters.Add("stamp", stamp, System.Data.DbType.String);
        parameters.Add("newStamp", NewStamp());
        var update = $"UPDATE jaksignals.account SET {assignments}, security_stamp = @newStamp "
            + "WHERE normalized_name = @key AND (@stamp IS NULL OR security_stamp = @stamp)";
        return database.Do(session =>
        {
            if (session.Execute(update, parameters) == 0)
                return false;
            session.Execute("DELETE FROM jaksignals.console_session WHERE normalized_name = @key", new { key = Key(name) });
            return true;
        });
    }

    /// <summary>The name in capitals, by which the tables know it.</summary>
    internal static string Key(string name) => name.ToUpperInvariant();

    private static string Text(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>A time as the tables have it: texts sort as the times do.</summary>
    internal static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static string NewStamp() => Guid.NewGuid().ToString("N");

    private string Now() => Text(clock.GetUtcNow());
}
