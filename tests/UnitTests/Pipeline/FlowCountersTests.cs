using CsCheck;
using Dashboard.Application.Pipeline;

namespace Dashboard.UnitTests.Pipeline;

public sealed class FlowCountersTests
{
    [Fact]
    public void Snapshot_AtAnyMomentOfAnyRun_BothEquationsHold() =>
        Gen.Int[0, 6].Array[0, 60].Sample(steps =>
        {
            var flow = new FlowCounters();
            foreach (var step in steps)
            {
                var before = flow.Snapshot();
                switch (step)
                {
                    case 0: flow.Received(accepted: 3, duplicates: 1, rejected: 2); break;
                    case 1: flow.Refused(4); break;
                    case 2: flow.Recovered(); break;
                    case 3 when before.Queued > 0: flow.Started(); break;
                    case 4 when before.InFlight > 0: flow.Ended(failed: false); break;
                    case 6: flow.Observed(completed: 2, failed: 1); break;
                    case 5 when before.InFlight > 0: flow.Ended(failed: true); break;
                }

                var now = flow.Snapshot();
                now.Received.ShouldBe(now.Accepted + now.Duplicates + now.Rejected + now.Refused);
                (now.Accepted + now.Recovered).ShouldBe(now.Queued + now.InFlight + now.Completed + now.Failed);
            }
        });

    [Fact]
    public async Task Snapshot_WhileManyThreadsCount_IsNeverTorn()
    {
        var flow = new FlowCounters();
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                flow.Received(1, 1, 0);
                flow.Started();
                flow.Ended(failed: i % 2 == 0);
            }
        })).ToArray();

        while (!writers.All(w => w.IsCompleted))
        {
            var now = flow.Snapshot();
            now.Accepted.ShouldBe(now.Queued + now.InFlight + now.Completed + now.Failed);
        }

        await Task.WhenAll(writers);
        flow.Snapshot().Completed.ShouldBe(40_000);
    }
}
