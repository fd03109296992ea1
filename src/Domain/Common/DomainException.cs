namespace Dashboard.Domain.Common;

/// <summary>The caller broke a rule of the domain: a transition that is not allowed, or a value outside its range.</summary>
public sealed class DomainException : Exception
{
    public DomainException(string message) : base(message) { }

    public DomainException(string message, Exception inner) : base(message, inner) { }

    public DomainException() { }
}
