using Dashboard.Application.Auth;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Access;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>Reads and writes on the thread of the caller: the framework asks for the keys rarely and cannot wait otherwise.</summary>
internal sealed class ProtectionKeyStore(IDbContextFactory<DashboardDbContext> contexts, StoreLocks locks) : IProtectionKeyStore
{
    public IReadOnlyList<string> All()
    {
        using var context = contexts.CreateDbContext();
        return [.. context.DataProtectionKeys.AsNoTracking().Select(k => k.Xml)];
    }

    public void Add(string name, string xml)
    {
        using var context = contexts.CreateDbContext();
        using var turn = locks.AcquireWriteAsync(context, CancellationToken.None).GetAwaiter().GetResult();
        context.Add(new DataProtectionKeyRow { Name = name, Xml = xml });
        context.SaveChanges();
    }
}
