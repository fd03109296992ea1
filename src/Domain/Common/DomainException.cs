namespace Dashboard.Domain.Common;

/// <summary>A rule of the domain was broken by the caller: an illegal move, or a value outside its range.</summary>
public sealed class DomainException : Exception
{
    public DomainException(string message) : base(message) { }

    public DomainException(string message, Exception inner) : base(message, inner) { }

    public DomainException() { }
}
