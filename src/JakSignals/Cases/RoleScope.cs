namespace JakSignals.Cases;

/// <summary>Which roles of a drug count.</summary>
public enum RoleScope
{
    /// <summary>Primary suspects only.</summary>
    Primary,
    /// <summary>Primary and secondary suspects: the default.</summary>
    Suspect,
    /// <summary>Every drug that was taken; not one that was named but not administered.</summary>
    Any,
}

/// <summary>What a scope includes.</summary>
public static class RoleScopes
{
    /// <summary>Whether a drug of this role counts.</summary>
    public static bool Includes(this RoleScope scope, DrugRole role) => scope switch
    {
        RoleScope.Primary => role == DrugRole.PrimarySuspect,
        RoleScope.Suspect => role is DrugRole.PrimarySuspect or DrugRole.SecondarySuspect,
        _ => role != DrugRole.NotAdministered,
    };

    /// <summary>The scope as snapshots write it: <c>primary</c>, <c>suspect</c>, <c>any</c>.</summary>
    public static string Code(this RoleScope scope) => scope switch
    {
        RoleScope.Primary => "primary",
        RoleScope.Suspect => "suspect",
        _ => "any",
    };
}
