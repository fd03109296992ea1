namespace Dashboard.Bench.Load.Figures;

/// <summary>The cost of one slice of a measurement.</summary>
/// <param name="Count">Transactions, calls or messages of the slice.</param>
/// <param name="Cpu">CPU time of the side that is measured, without the load generator.</param>
internal readonly record struct Cost(double Count, TimeSpan Elapsed, TimeSpan Cpu)
{
    public double PerSecond => Count / Elapsed.TotalSeconds;

    public double CpuMicroseconds => Cpu.TotalMicroseconds / Count;
}
