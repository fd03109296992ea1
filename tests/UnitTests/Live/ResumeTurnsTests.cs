using Dashboard.Api.Live.Bounds;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.UnitTests.Live;

public sealed class ResumeTurnsTests : IDisposable
{
    private static readonly TimeSpan Making = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly ResumeTurns _turns;
    private bool _callsWait = true;

    public ResumeTurnsTests() => _turns = new ResumeTurns(() => _callsWait, _clock);

    public void Dispose() => _turns.Dispose();

    [Fact]
    public async Task TakeAsync_CallsWait_RestsInProportionToTheAnswer()
    {
        var turn = await TakeAllAsync();
        _clock.Advance(Making);
        turn.BeginSending();
        turn.End();

        var next = _turns.TakeAsync(CancellationToken.None);
        _clock.Advance((Making * ResumeTurns.RestFactor) - Moment);
        next.IsCompleted.ShouldBeFalse();
        _clock.Advance(Moment);
        await next;
    }

    [Fact]
    public async Task TakeAsync_NoCallWaits_DoesNotRest()
    {
        var turn = await TakeAllAsync();
        _clock.Advance(Making);
        _callsWait = false;
        turn.End();

        await _turns.TakeAsync(CancellationToken.None);
    }

    [Fact]
    public async Task TakeAsync_AnswerTookVeryLong_RestsNoLongerThanTheLimit()
    {
        var turn = await TakeAllAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        turn.End();
        _clock.Advance(ResumeTurns.MaxRest);

        await _turns.TakeAsync(CancellationToken.None);
    }

    [Fact]
    public async Task BeginSending_ClientDoesNotTakeTheAnswer_TurnEndsAndTheWaitIsNotPartOfTheRest()
    {
        var turn = await TakeAllAsync();
        _clock.Advance(Making);
        turn.BeginSending();
        _clock.Advance(ResumeTurns.MaxSending);
        _clock.Advance(Making * ResumeTurns.RestFactor);

        await _turns.TakeAsync(CancellationToken.None);
    }

    [Fact]
    public async Task End_CalledTwice_PassesOnOneTurn()
    {
        _callsWait = false;
        var turn = await TakeAllAsync();
        turn.End();
        turn.End();

        await _turns.TakeAsync(CancellationToken.None);
        _turns.TakeAsync(CancellationToken.None).IsCompleted.ShouldBeFalse();
    }

    // Gives one of the turns; the others stay taken.
    private async Task<ResumeTurns.Turn> TakeAllAsync()
    {
        for (var i = 1; i < ResumeTurns.AtOnce; i++) await _turns.TakeAsync(CancellationToken.None);
        return await _turns.TakeAsync(CancellationToken.None);
    }
}
