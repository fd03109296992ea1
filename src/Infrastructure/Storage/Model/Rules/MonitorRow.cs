namespace Dashboard.Infrastructure.Storage.Model.Rules;

/// <summary>A version of a monitor as stored. Rows are added and never changed.</summary>
internal sealed class MonitorRow
{
    public required string Name { get; set; }

    public int Number { get; set; }

    /// <summary>The lines of its text (docs/incidents.md).</summary>
    public required string Content { get; set; }

    public required string ById { get; set; }

    public required string ByName { get; set; }

    public required string Reason { get; set; }

    public DateTime CreatedAt { get; set; }
}
