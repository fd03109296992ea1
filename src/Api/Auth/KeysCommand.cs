using System.Security.Cryptography;
using Dashboard.Application.Audit;
using Dashboard.Application.Auth;
using Dashboard.Application.Common;
using Dashboard.Application.Storage;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using Dashboard.Infrastructure.Storage.Upkeep;
using Dashboard.Infrastructure.Storage.Writing;
using FluentValidation;
using MediatR;

namespace Dashboard.Api.Auth;

/// <summary><c>keys add|list|revoke</c>: makes, lists and revokes API keys at the command line, such as the first one. Starts
/// nothing.</summary>
/// <remarks>
/// Exit code 0: done. 1: the command cannot be read, or there is no such key. 2: the store is missing or cannot be opened. The program may
/// run meanwhile; it takes a new key within seconds.
/// </remarks>
internal static class KeysCommand
{
    private const string Usage =
        """
        keys add --name NAME --role ROLE[,ROLE…] [--source SOURCE[,SOURCE…]] [--expires TIME]
        keys list
        keys revoke ID
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string[] AddOptions = ["name", "role", "source", "expires"];

    /// <summary>Gives the command a chain of its own in the audit trail, and ids of its own: the program may run meanwhile.</summary>
    public static void Register(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(AuditChainName.Command);
        builder.Services.AddSingleton(provider => new OrderedIds(provider.GetRequiredService<TimeProvider>(), OrderedIds.MaxNode));
    }

    public static async Task<int> RunAsync(IServiceProvider services, string[] words, TextWriter output)
    {
        if (words.Length == 0 || words.Contains("--help"))
        {
            await output.WriteLineAsync(Usage);
            return words.Length == 0 ? 1 : 0;
        }

        var mediator = services.GetRequiredService<IMediator>();
        var store = services.GetRequiredService<StoreAccess>();
        // A mistyped name of the store must not make one, unless it is to get its first key.
        if (words[0] == "add")
        {
            await store.PrepareAsync(CancellationToken.None);
        }
        else if (await store.WhyNotReadableAsync(CancellationToken.None) is { } reason)
        {
            await output.WriteLineAsync($"The store {store.Name} cannot be used: {reason}");
            return 2;
        }

        try
        {
            return words switch
            {
                ["add", .. var options] => await SealedAsync(services, output, () => AddAsync(mediator, Read(options), output)),
                ["list"] => await InTurnAsync(services, () => ListAsync(mediator, output)),
                ["revoke", var id] => await SealedAsync(services, output, () => RevokeAsync(mediator, id, store.Name, output)),
                _ => throw new FormatException("there is no such command"),
            };
        }
        catch (StoreNotOpenedException exception)
        {
            await output.WriteLineAsync($"The store {store.Name} cannot be used: {exception.Message}");
            return 2;
        }
        catch (FormatException exception)
        {
            await output.WriteLineAsync($"Nothing was changed in the store {store.Name}: {exception.Message}.");
            await output.WriteLineAsync(Usage);
            return 1;
        }
        catch (ValidationException exception)
        {
            await output.WriteLineAsync($"Nothing was changed in the store {store.Name}:");
            foreach (var error in exception.Errors) await output.WriteLineAsync($"--{error.PropertyName}: {error.ErrorMessage}");
            await output.WriteLineAsync(Usage);
            return 1;
        }
    }

    // A change with an entry in the audit trail: sealed, and with a signed head, because the program may not run.
    private static async Task<int> SealedAsync(IServiceProvider services, TextWriter output, Func<Task<int>> runAsync)
    {
        var heads = services.GetRequiredService<IAuditHeads>();
        try
        {
            await InTurnAsync(services, () => DoneAsync(heads.UseKeyAsync(CancellationToken.None)));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException
            or CryptographicException)
        {
            throw new StoreNotOpenedException(
                $"its audit trail cannot be sealed ({heads.KeyFile ?? "no key file"}): {exception.Message}", exception);
        }

        var code = await InTurnAsync(services, runAsync);
        try
        {
            await InTurnAsync(services, () => DoneAsync(heads.SignAsync(AuditChain.Command, CancellationToken.None)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or StoreNotOpenedException)
        {
            await output.WriteLineAsync(
                $"It is done, but its signed head could not be kept; the program signs the next one: {exception.Message}");
        }

        return code;
    }

    private static async Task<int> DoneAsync(Task work)
    {
        await work;
        return 0;
    }

    // SQLite keeps no queue: beside a program that writes all the time, one attempt may not get its turn.
    private static async Task<int> InTurnAsync(IServiceProvider services, Func<Task<int>> runAsync)
    {
        var (clock, errors) = (services.GetRequiredService<TimeProvider>(), services.GetRequiredService<IStoreErrors>());
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await runAsync();
            }
            catch (Exception exception) when (errors.OutageReasonOf(exception) is { } reason)
            {
                if (clock.GetElapsedTime(began) > Patience) throw new StoreNotOpenedException(reason, exception);
            }
        }
    }

    private static async Task<int> AddAsync(IMediator mediator, Dictionary<string, string> options, TextWriter output)
    {
        var roles = Several(options, "role").Select(r => char.IsLetter(r[0]) && Enum.TryParse<Role>(r, ignoreCase: true, out var role)
            ? role
            : throw new FormatException($"--role: {r} is not one of {string.Join(", ", Enum.GetNames<Role>())}")).ToList();
        DateTimeOffset? expires = options.GetValueOrDefault("expires") is not { } text ? null
            : TimeReader.TryRead(text, out var time, out var wrong) ? time
            : throw new FormatException("--expires: " + wrong);
        var created = await mediator.Send(
            new CreateKey(options.GetValueOrDefault("name"), roles, [.. Several(options, "source")], expires, Actor.Command));
        await output.WriteLineAsync($"Key {created.Key.Id}, {string.Join(", ", created.Key.Roles)}: {created.Key.Name}");
        await output.WriteLineAsync("Its secret, which is shown this once:");
        await output.WriteLineAsync(created.Secret);
        return 0;
    }

    private static async Task<int> ListAsync(IMediator mediator, TextWriter output)
    {
        foreach (var key in await mediator.Send(new ListKeys()))
        {
            var state = key.RevokedAt is { } revoked ? $"revoked {revoked:u}" : key.IsUsable ? Usable(key.ExpiresAt) : $"expired {key.ExpiresAt:u}";
            var sources = key.Sources.Count == 0 ? "" : $", sources {string.Join(", ", key.Sources)}";
            var roles = string.Join(',', key.Roles);
            await output.WriteLineAsync(
                $"{key.Id}  {key.Prefix}  {roles}  {state}, made {key.CreatedAt:u} by {key.CreatedBy}{sources}: {key.Name}");
        }

        return 0;
    }

    private static string Usable(DateTimeOffset? expires) => expires is { } at ? $"usable until {at:u}" : "usable, does not expire";

    private static async Task<int> RevokeAsync(IMediator mediator, string id, string store, TextWriter output)
    {
        var revoked = KeyId.TryParse(id, out var parsed) ? await mediator.Send(new RevokeKey(parsed, Actor.Command)) : null;
        await output.WriteLineAsync(
            revoked is null ? $"There is no key with this id in the store {store}; keys list shows them." : $"Key {revoked.Id} is revoked.");
        return revoked is null ? 1 : 0;
    }

    private static string[] Several(Dictionary<string, string> options, string name) =>
        options.GetValueOrDefault(name, "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // Settings of the program, such as --ConnectionStrings:Dashboard, stand beside them and are read by the program.
    private static Dictionary<string, string> Read(string[] options)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Length; i++)
        {
            if (!options[i].StartsWith("--", StringComparison.Ordinal)) throw new FormatException($"{options[i]} is not an option");
            var parts = options[i][2..].Split('=', 2);
            if (parts.Length == 1 && i + 1 == options.Length) throw new FormatException($"{options[i]} needs a value");
            // A misspelt --expires would make a key that does not expire.
            if (!AddOptions.Contains(parts[0])) throw new FormatException($"--{parts[0]} is not an option of keys add");
            if (!read.TryAdd(parts[0], parts.Length == 2 ? parts[1] : options[++i])) throw new FormatException($"--{parts[0]} is given twice");
        }

        return read;
    }
}
