using Dashboard.Application.Pipeline;
using Dashboard.Domain.Books;

namespace Dashboard.Application.Books;

/// <summary>One run of the program and its flow. Stored every few seconds, and a last time when the program stops.</summary>
/// <param name="Epoch">The epoch that clients see.</param>
/// <param name="RecordedAt">When <paramref name="Flow"/> was read.</param>
/// <param name="IsClosed">The run stopped cleanly, and <paramref name="Flow"/> is final.</param>
public sealed record Run(RunId Id, string Epoch, DateTimeOffset StartedAt, DateTimeOffset RecordedAt, bool IsClosed, FlowDto Flow)
{
    public const int EpochLength = 32;

    /// <summary>The run did not stop cleanly. Another run closed it: <see cref="Flow"/> is final, counted from its commits.</summary>
    public bool IsSettled { get; init; }

    /// <summary>Whether <see cref="Flow"/> is final.</summary>
    public bool IsFinal => IsClosed || IsSettled;
}
