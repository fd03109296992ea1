using Dashboard.Domain.Auth;

namespace Dashboard.Domain.Rules;

/// <summary>Who wrote or changed a rule.</summary>
/// <param name="Id">As in <see cref="Actor"/>.</param>
/// <param name="Name">As people know the author. Without a sign-in it is the name that the caller gave, and nobody vouches for it.</param>
public sealed record RuleAuthor(string Id, string Name)
{
    private static readonly string Anonymous = Actor.Anonymous(null).Id;

    /// <summary>The name was given by the caller and not by a sign-in.</summary>
    public bool IsAsserted => Id == Anonymous;

    public static RuleAuthor Of(Actor actor) => new(actor.Id, actor.Name);

    /// <summary>A person may change the name; a caller without a sign-in has nothing but a name.</summary>
    public bool IsSameAs(RuleAuthor other) => Id == other.Id && (!IsAsserted || Name == other.Name);
}
