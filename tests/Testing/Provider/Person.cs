namespace Dashboard.Testing.Provider;

/// <summary>A person whom the provider of the tests knows.</summary>
public sealed record Person(string Login, string Name, params string[] Groups)
{
    public static readonly Person Viewer = new("vera", "Vera Viewer", "payments-readers", "everybody");
    public static readonly Person Analyst = new("ana", "Ana Analyst-Featherstonehaugh", "payments-fraud", "everybody");
    public static readonly Person Operator = new("oscar", "Oscar Operator", "payments-operations");
    public static readonly Person Admin = new("ada", "Ada Admin", "it-admins");
    public static readonly Person Auditor = new("udo", "Udo Auditor", "it-audit");

    /// <summary>No group of this person grants a role.</summary>
    public static readonly Person Stranger = new("nia", "Nia Nobody", "everybody");

    public static readonly IReadOnlyList<Person> All = [Viewer, Analyst, Operator, Admin, Auditor, Stranger];
}
