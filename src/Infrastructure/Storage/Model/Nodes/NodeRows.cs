namespace Dashboard.Infrastructure.Storage.Model.Nodes;

/// <summary>A run of the program, as the runs that share its store see it (docs/adr/0035).</summary>
internal sealed class NodeRow
{
    public const int MaxNameLength = 64;
    public const int MaxVersionLength = 64;

    /// <summary>The id of the run.</summary>
    public long Id { get; set; }

    public required string Name { get; set; }

    /// <summary>Of the program.</summary>
    public required string Version { get; set; }

    /// <summary>Whether other nodes may work beside it.</summary>
    public bool IsClustered { get; set; }

    public NodeState State { get; set; }

    /// <summary>The slot whose ids it makes.</summary>
    public int Slot { get; set; }

    /// <summary>Milliseconds since 1970, by the clock of the database.</summary>
    public long LeaseUntil { get; set; }

    /// <summary>The node that declared this one dead; null for a node that was not.</summary>
    public long? Settler { get; set; }

    /// <summary>Transactions that its commits added. Each commit adds its own number.</summary>
    public long Added { get; set; }

    /// <summary>Transactions that its commits completed.</summary>
    public long Completed { get; set; }

    /// <summary>Transactions that its commits let fail.</summary>
    public long Failed { get; set; }
}

internal enum NodeState : byte
{
    /// <summary>May commit.</summary>
    Live = 0,

    /// <summary>Was declared dead. Its slots belong to its settler, and its run is closed.</summary>
    Settled = 1,

    /// <summary>Stopped cleanly, and handed its slots over.</summary>
    Closed = 2,
}

/// <summary>A share of the ids. Exactly the unfinished rows of its slots are the work of a node.</summary>
internal sealed class SlotRow
{
    public int Slot { get; set; }

    /// <summary>The node that holds it; null while it is free.</summary>
    public long? Node { get; set; }

    public SlotState State { get; set; }

    /// <summary>Transactions of the slot that a node ended which did not hold it: their outcome was reported there.</summary>
    public long EndedElsewhere { get; set; }
}

internal enum SlotState : byte
{
    Clean = 0,

    /// <summary>Transactions of it may be unfinished.</summary>
    Dirty = 1,
}

/// <summary>A duty that one node at a time does for all.</summary>
internal sealed class RoleRow
{
    public const int MaxNameLength = 32;

    public required string Name { get; set; }

    public long Node { get; set; }

    /// <summary>Milliseconds since 1970, by the clock of the database.</summary>
    public long LeaseUntil { get; set; }
}
