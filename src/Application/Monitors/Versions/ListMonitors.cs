using MediatR;

namespace Dashboard.Application.Monitors.Versions;

public sealed record ListMonitors : IRequest<MonitorList>;

/// <summary>One monitor in its newest version; null when there is none of this name.</summary>
public sealed record GetMonitor(string Name) : IRequest<MonitorDto?>;

/// <summary>All versions of a monitor; null when there is none of this name.</summary>
public sealed record ListMonitorVersions(string Name) : IRequest<MonitorVersionList?>;

internal sealed class ListMonitorsHandler(IMonitorStore store)
    : IRequestHandler<ListMonitors, MonitorList>, IRequestHandler<GetMonitor, MonitorDto?>,
        IRequestHandler<ListMonitorVersions, MonitorVersionList?>
{
    public async Task<MonitorList> Handle(ListMonitors request, CancellationToken cancellationToken) =>
        new([.. (await store.AllAsync(cancellationToken)).Select(MonitorDto.From)]);

    public async Task<MonitorDto?> Handle(GetMonitor request, CancellationToken cancellationToken) =>
        await store.VersionsAsync(request.Name, cancellationToken) is [{ } newest, ..] ? MonitorDto.From(newest) : null;

    public async Task<MonitorVersionList?> Handle(ListMonitorVersions request, CancellationToken cancellationToken) =>
        await store.VersionsAsync(request.Name, cancellationToken) is { Count: > 0 } versions
            ? new MonitorVersionList([.. versions.Select(MonitorDto.From)])
            : null;
}
