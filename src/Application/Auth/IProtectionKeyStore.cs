namespace Dashboard.Application.Auth;

/// <summary>Keys that protect cookies, as XML. All nodes share them, so that a session may move from node to node.</summary>
public interface IProtectionKeyStore
{
    IReadOnlyList<string> All();

    /// <param name="name">At most 100 characters, ASCII.</param>
    void Add(string name, string xml);
}
