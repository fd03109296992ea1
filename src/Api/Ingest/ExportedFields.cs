using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dashboard.Application.Ingest;

namespace Dashboard.Api.Ingest;

/// <summary>Lets a line of an export be sent as a new transaction: the fields that only the program sets are read and ignored.</summary>
internal static class ExportedFields
{
    public static readonly string[] Names = ["sequence", "id", "flags", "processingMs"];

    public static void Ignore(JsonTypeInfo type)
    {
        if (type.Type != typeof(NewTransaction)) return;
        foreach (var name in Names)
        {
            var ignored = type.CreateJsonPropertyInfo(typeof(JsonElement), name);
            ignored.Set = (_, _) => { };
            type.Properties.Add(ignored);
        }
    }
}
