namespace Dashboard.Domain.Auth;

/// <summary>What kind of actor did something.</summary>
public enum ActorKind
{
    /// <summary>The program itself.</summary>
    System,

    /// <summary>Anybody, while the program asks nobody to sign in, and callers that were refused.</summary>
    Anonymous,

    /// <summary>A person that an identity provider vouches for.</summary>
    Person,

    /// <summary>A program with an API key.</summary>
    Key,

    /// <summary>A program with a token of the identity provider.</summary>
    Program,

    /// <summary>An operator at the command line of the machine.</summary>
    Command,
}

/// <summary>Who did something.</summary>
/// <param name="Id">Names the actor for ever: the subject of the identity provider, or the prefix of a key.</param>
/// <param name="Name">As people know the actor.</param>
/// <param name="Address">The network address that the call came from; null when it came over no network.</param>
public sealed record Actor(ActorKind Kind, string Id, string Name, string? Address)
{
    public const int MaxIdLength = 200;
    public const int MaxNameLength = 200;
    public const int MaxAddressLength = 64;

    public static Actor System { get; } = new(ActorKind.System, "system", "the program", null);

    public static Actor Command { get; } = new(ActorKind.Command, "command", "the command line", null);

    public static Actor Anonymous(string? address) => new(ActorKind.Anonymous, "anonymous", "anybody", address);
}
