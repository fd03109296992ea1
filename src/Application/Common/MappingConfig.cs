using Mapster;

namespace Dashboard.Application.Common;

/// <summary>Mapster as the program uses it: a wire field without a source is an error at the first use, not an empty value.</summary>
internal static class MappingConfig
{
    /// <summary>The compiled configuration of one feature's mapping.</summary>
    public static TypeAdapterConfig Of<TMapping>()
        where TMapping : IRegister, new()
    {
        var config = new TypeAdapterConfig { RequireDestinationMemberSource = true };
        config.Apply(new TMapping());
        config.Compile();
        return config;
    }
}
