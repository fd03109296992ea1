namespace Dashboard.Application.Common;

/// <summary>Names this run of the program, for clients and for the books.</summary>
public sealed class RunIdentity
{
    /// <summary>32 hexadecimal digits, new at every start. Sequences of different epochs cannot be compared.</summary>
    public string Epoch { get; } = Guid.CreateVersion7().ToString("N");
}
