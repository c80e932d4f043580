using JakSignals.Store;
using Microsoft.AspNetCore.Authorization;

namespace JakSignals.App.Accounts;

/// <summary>What pages ask for: a role, or any that may do more. Everything else asks for a sign-in.</summary>
internal static class Policies
{
    public const string Reader = nameof(Role.Reader);
    public const string Reviewer = nameof(Role.Reviewer);
    public const string Operator = nameof(Role.Operator);
    public const string Administrator = nameof(Role.Administrator);

    public static void Add(AuthorizationOptions options)
    {
        foreach (var role in Enum.GetValues<Role>())
            options.AddPolicy(role.ToString(), policy => policy.RequireRole(AtLeast(role)));
        options.FallbackPolicy = options.DefaultPolicy = new AuthorizationPolicyBuilder().RequireRole(AtLeast(Role.Reader)).Build();
    }

    private static IEnumerable<string> AtLeast(Role role) => Enum.GetValues<Role>().Where(other => other >= role).Select(other => other.ToString());
}
