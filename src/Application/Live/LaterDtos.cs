using System.Collections;
using Dashboard.Application.History;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Live;

/// <summary>Numbered states that become DTOs one by one, when they are read.</summary>
/// <remarks>
/// An answer waits for its client, so the garbage collector would keep and copy the DTOs of all answers under way. In this way each DTO is
/// garbage as soon as it is written.
/// </remarks>
internal sealed class LaterDtos(IReadOnlyList<(Transaction State, long Sequence)> states) : IReadOnlyList<TransactionDto>
{
    public int Count => states.Count;

    public TransactionDto this[int index] => states[index].State.ToDto(states[index].Sequence);

    public IEnumerator<TransactionDto> GetEnumerator() => states.Select(s => s.State.ToDto(s.Sequence)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
