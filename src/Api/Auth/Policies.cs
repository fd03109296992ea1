using Dashboard.Domain.Auth;
using Microsoft.AspNetCore.Authorization;

namespace Dashboard.Api.Auth;

/// <summary>The policies of endpoints and hub methods, and the roles that each of them asks for. Every endpoint names one.</summary>
internal static class Policies
{
    /// <summary>Answers everybody: health, and what a sign-in needs.</summary>
    public const string Public = "Public";

    /// <summary>Answers everybody who has signed in, whatever the role.</summary>
    public const string SignedIn = "SignedIn";

    /// <summary>Sees payments, figures and alerts.</summary>
    public const string See = "See";

    /// <summary>Reads one transaction: those who see all of them, and feeds for their own sources.</summary>
    public const string ReadOne = "ReadOne";

    /// <summary>Reads the figures for Prometheus.</summary>
    public const string Scrape = "Scrape";

    /// <summary>Brings transactions and outcomes in.</summary>
    public const string Feed = "Feed";

    /// <summary>Decides on alerts.</summary>
    public const string Decide = "Decide";

    /// <summary>Writes rules, and tries them over stored payments.</summary>
    public const string Rules = "Rules";

    /// <summary>Changes rules and their states.</summary>
    public const string EditRules = "EditRules";

    /// <summary>Runs the simulator and replays.</summary>
    public const string Operate = "Operate";

    /// <summary>Makes and revokes API keys.</summary>
    public const string ManageKeys = "ManageKeys";

    /// <summary>Reads the audit trail.</summary>
    public const string Audit = "Audit";

    /// <summary>The roles that see the payments of every source.</summary>
    internal static readonly Role[] Seeing = [Role.Viewer, Role.Analyst, Role.RuleEditor, Role.Operator, Role.Auditor, Role.Admin];

    /// <summary>Policy → the roles of which a caller needs one.</summary>
    public static readonly IReadOnlyDictionary<string, Role[]> RolesOf = new Dictionary<string, Role[]>
    {
        [See] = Seeing,
        [ReadOne] = [.. Seeing, Role.Feed],
        [Scrape] = [.. Seeing, Role.Metrics],
        [Feed] = [Role.Feed],
        [Decide] = [Role.Analyst],
        [Rules] = [Role.RuleEditor, Role.Analyst],
        [EditRules] = [Role.RuleEditor],
        [Operate] = [Role.Operator],
        [ManageKeys] = [Role.Admin],
        [Audit] = [Role.Auditor, Role.Admin],
    };

    /// <summary>Asks for a policy, also where a library opens its addresses to everybody.</summary>
    public static void ForCallers(this IEndpointConventionBuilder endpoints, string policy)
    {
        endpoints.RequireAuthorization(policy);
        endpoints.Finally(endpoint =>
        {
            foreach (var open in endpoint.Metadata.OfType<IAllowAnonymous>().Cast<object>().ToList()) endpoint.Metadata.Remove(open);
        });
    }

    public static void Configure(AuthorizationOptions options)
    {
        var signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        options.AddPolicy(Public, policy => policy.RequireAssertion(_ => true));
        options.AddPolicy(SignedIn, signedIn);
        foreach (var (name, roles) in RolesOf)
            options.AddPolicy(name, policy => policy.RequireAuthenticatedUser().RequireRole(roles.Select(r => r.ToString())));
        // An address without a policy of its own, such as one that does not exist.
        options.FallbackPolicy = signedIn;
        options.DefaultPolicy = signedIn;
    }
}
