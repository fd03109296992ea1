using Dashboard.Application.Monitors.Status;
using MediatR;

namespace Dashboard.Application.Monitors;

/// <summary>Whether anything is wrong at this moment.</summary>
public sealed record GetStatus : IRequest<StatusDto>;

internal sealed class GetStatusHandler(StatusBoard board) : IRequestHandler<GetStatus, StatusDto>
{
    public Task<StatusDto> Handle(GetStatus request, CancellationToken cancellationToken) => Task.FromResult(board.Look());
}
