namespace Dashboard.IntegrationTests.Attacks.Callers;

/// <summary>Attacks run alone: they compare figures, which other tests beside them would change.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AttackCollection
{
    public const string Name = "Attacks";
}
