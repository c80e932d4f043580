namespace JakSignals.Cases;

/// <summary>Which roles of a drug count.</summary>
public enum RoleScope
{
    /// <summary>Primary suspects only.</summary>
    Primary,
    /// <summary>Primary and secondary suspects and, unless the settings say otherwise, drugs suspected of interacting: the default.</summary>
    Suspect,
    /// <summary>Every drug that was taken; not one that was named but not administered.</summary>
    Any,
}

/// <summary>What a scope includes.</summary>
public static class RoleScopes
{
    /// <summary>Whether a drug of this role counts.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="role">The role.</param>
    /// <param name="interactingIsSuspect">Whether an interacting drug is a suspect one, as in EudraVigilance (EVDAS).</param>
    public static bool Includes(this RoleScope scope, DrugRole role, bool interactingIsSuspect = true) => scope >= Narrowest(role, interactingIsSuspect);

    /// <summary>The narrowest scope that counts a drug of this role; null for one that was not administered, which no scope counts.</summary>
    /// <param name="role">The role.</param>
    /// <param name="interactingIsSuspect">Whether an interacting drug is a suspect one.</param>
    public static RoleScope? Narrowest(DrugRole role, bool interactingIsSuspect) => role switch
    {
        DrugRole.PrimarySuspect => RoleScope.Primary,
        DrugRole.SecondarySuspect => RoleScope.Suspect,
        DrugRole.Interacting when interactingIsSuspect => RoleScope.Suspect,
        DrugRole.NotAdministered => null,
        _ => RoleScope.Any,
    };

    /// <summary>The scope as snapshots write it: <c>primary</c>, <c>suspect</c>, <c>any</c>.</summary>
    public static string Code(this RoleScope scope) => scope switch
    {
        RoleScope.Primary => "primary",
        RoleScope.Suspect => "suspect",
        _ => "any",
    };
}
