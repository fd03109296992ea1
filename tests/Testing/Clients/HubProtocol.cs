namespace Dashboard.Testing.Clients;

/// <summary>Messages of SignalR's JSON protocol, each with the character that ends it.</summary>
public static class HubProtocol
{
    public const string Handshake = "{\"protocol\":\"json\",\"version\":1}\u001e";

    public const string Ping = "{\"type\":6}\u001e";
}
