using System.Diagnostics;
using System.Globalization;

namespace Dashboard.Infrastructure.Storage.Nodes;

/// <summary>Which process of which machine a single program is, so that a second one does not take the place of one that runs by
/// mistake.</summary>
internal static class ProgramMark
{
    // Two processes read the time of the start of a third one differently by some milliseconds.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>Of this process: machine, process id, ticks of its start.</summary>
    public static string Own
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return string.Create(
                CultureInfo.InvariantCulture, $"{Environment.MachineName} {process.Id} {process.StartTime.ToUniversalTime().Ticks}");
        }
    }

    /// <summary>The id of the marked process when it runs on this machine beside this one; null when it is gone or cannot be
    /// seen.</summary>
    public static int? RunningProcess(string? mark)
    {
        if (mark?.Split(' ') is not [var machine, var number, var start] || machine != Environment.MachineName) return null;
        var id = int.Parse(number, CultureInfo.InvariantCulture);
        if (id == Environment.ProcessId) return null;
        try
        {
            using var process = Process.GetProcessById(id);
            var difference = process.StartTime.ToUniversalTime().Ticks - long.Parse(start, CultureInfo.InvariantCulture);
            return !process.HasExited && TimeSpan.FromTicks(Math.Abs(difference)) < Slack ? id : null;
        }
        catch (Exception exception)
            when (exception is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
