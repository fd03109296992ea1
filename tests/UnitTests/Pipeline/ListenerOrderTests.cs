using Dashboard.Application.Alerts;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Dashboard.Application.Monitors;
using Dashboard.Application.Pipeline;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.UnitTests.Pipeline;

public sealed class ListenerOrderTests
{
    private static readonly Type[] Listeners =
        [typeof(IncidentWatch), typeof(AlertBook), typeof(LiveFeed), typeof(MetricsAggregator), typeof(LaterStates)];

    [Fact]
    public void AddPipelineListeners_ClassesInAnyOrder_RegistersThemInTheOrderOfEachEvent()
    {
        foreach (var listeners in new[] { Listeners, [.. Listeners.Reverse()] })
        {
            OrderOf<TransactionAccepted>(listeners).ShouldBe([typeof(LiveFeed)]);
            OrderOf<TransactionStarted>(listeners).ShouldBe([typeof(LiveFeed), typeof(LaterStates)]);
            OrderOf<TransactionCompleted>(listeners).ShouldBe(
                [typeof(MetricsAggregator), typeof(LiveFeed), typeof(AlertBook), typeof(IncidentWatch)]);
        }
    }

    [Fact]
    public void AddPipelineListeners_ListenerMissing_NamesEventAndRole() =>
        Should.Throw<InvalidOperationException>(
            () => new ServiceCollection().AddPipelineListeners(Listeners.Except([typeof(MetricsAggregator)])))
            .Message.ShouldBe("TransactionCompleted needs a listener with the role Metrics.");

    [Fact]
    public void AddPipelineListeners_ListenerOfAnEventWithoutItsRole_NamesBoth() =>
        Should.Throw<InvalidOperationException>(
            () => new ServiceCollection().AddPipelineListeners([.. Listeners.Except([typeof(AlertBook)]), typeof(Eager)]))
            .Message.ShouldBe("Eager hears TransactionAccepted, for which ListenerOrder does not list Alerts.");

    [Fact]
    public void ByEvent_EveryPipelineEvent_HasAnOrder() =>
        typeof(TransactionCompleted).Assembly.GetTypes().Where(t => t.IsClass && typeof(INotification).IsAssignableFrom(t))
            .ShouldBe(ListenerOrder.ByEvent.Keys, ignoreOrder: true);

    // The registrations hold factories: a provider of stand-ins would say nothing, so each is asked for its type with a provider that
    // records it.
    private static List<Type> OrderOf<TEvent>(IEnumerable<Type> listeners)
        where TEvent : INotification
    {
        var services = new ServiceCollection().AddPipelineListeners(listeners);
        var asked = new RecordingProvider();
        foreach (var registration in services.Where(s => s.ServiceType == typeof(INotificationHandler<TEvent>)))
            Should.Throw<AskedException>(() => registration.ImplementationFactory!(asked));
        return asked.Types;
    }

    private sealed class RecordingProvider : IServiceProvider
    {
        public List<Type> Types { get; } = [];

        public object GetService(Type serviceType)
        {
            Types.Add(serviceType);
            throw new AskedException();
        }
    }

    private sealed class AskedException : Exception;

    [PipelineListener(ListenerRole.Alerts)]
    private sealed class Eager : INotificationHandler<TransactionAccepted>, INotificationHandler<TransactionCompleted>
    {
        public Task Handle(TransactionAccepted notification, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task Handle(TransactionCompleted notification, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
