using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Domain.Currencies;

namespace Dashboard.UnitTests.Contract;

/// <summary>Writes the records that go over the wire as TypeScript, each with all that it is made of.</summary>
internal sealed class TypeScriptContract
{
    private static readonly NullabilityInfoContext Nullability = new();

    private readonly SortedDictionary<string, string> _types = new(StringComparer.Ordinal);

    public static string Of(Type hubClient, Type hub, IEnumerable<Type> answers)
    {
        var contract = new TypeScriptContract();
        var calls = hubClient.GetMethods().OrderBy(m => m.Name, StringComparer.Ordinal).ToList();
        foreach (var type in calls.SelectMany(c => c.GetParameters()).Select(p => p.ParameterType).Concat(answers)) contract.Name(type);

        var text = new StringBuilder(
            "// Made from the C# records by ContractTests, which says how to write it anew. Not edited by hand.\n");
        foreach (var (_, declaration) in contract._types) text.Append('\n').Append(declaration);
        text.Append("\n/** What the server calls on a client of the hub. */\nexport interface HubCalls {\n");
        foreach (var call in calls)
        {
            var parameters = call.GetParameters().Where(p => p.ParameterType != typeof(CancellationToken));
            var arguments = string.Join(", ", parameters.Select(p => $"{p.Name}: {contract.Name(p.ParameterType)}"));
            text.Append(CultureInfo.InvariantCulture, $"  {call.Name}: [{arguments}];\n");
        }

        text.Append("}\n\n/** What a client may call on the hub. */\nexport type HubMethods = ").Append(Methods(hub)).Append(";\n");
        text.Append("\n/** ISO 4217: decimals of the minor unit, where they are not two. */\n");
        text.Append("export const currencyDecimals: Record<string, number> = {\n");
        foreach (var exponent in (int[])[0, 3, 4])
            text.Append("  ").AppendJoin(", ", Currency.CodesWithExponent(exponent).Select(code => $"{code}: {exponent}")).Append(",\n");
        return text.Append("};\n").ToString();
    }

    private static string Methods(Type hub)
    {
        var names = hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => m.GetBaseDefinition() == m).Select(m => $"'{m.Name}'").Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? "never" : string.Join(" | ", names);
    }

    private string Name(Type type)
    {
        if (type == typeof(string) || type == typeof(DateTimeOffset) || type == typeof(DateOnly)) return "string";
        if (type == typeof(JsonObject)) return "Record<string, unknown>";
        if (type == typeof(bool)) return "boolean";
        var names = type.IsEnum ? string.Join(" | ", Enum.GetNames(type).Select(n => $"'{n}'")) : "";
        if (type.IsEnum) return Declare(type, () => $"export type {type.Name} = {names};\n");
        if (type.IsPrimitive || type == typeof(decimal)) return "number";
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Name(underlying) + " | null";
        if (Item(type) is { } item)
            return Name(item) is var name && name.Contains('|', StringComparison.Ordinal) ? $"({name})[]" : name + "[]";
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return $"Record<string, {Name(type.GetGenericArguments()[1])}>";
        return Declare(type, () => Interface(type));
    }

    private static Type? Item(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0]
        : null;

    private string Declare(Type type, Func<string> declaration)
    {
        if (_types.TryAdd(type.Name, "")) _types[type.Name] = declaration();
        return type.Name;
    }

    private string Interface(Type type)
    {
        var text = new StringBuilder($"export interface {type.Name} {{\n");
        foreach (var property in type.GetProperties().Where(p => p.Name != "EqualityContract"))
            text.Append(CultureInfo.InvariantCulture, $"  {JsonNamingPolicy.CamelCase.ConvertName(property.Name)}: {Written(property)};\n");
        return text.Append("}\n").ToString();
    }

    private string Written(PropertyInfo property)
    {
        var nullability = Nullability.Create(property);
        var isList = Item(property.PropertyType) is not null && property.PropertyType != typeof(string);
        var name = isList && !property.PropertyType.IsArray && nullability.GenericTypeArguments[0].ReadState == NullabilityState.Nullable
            && !Item(property.PropertyType)!.IsValueType
            ? $"({Name(Item(property.PropertyType)!)} | null)[]"
            : Name(property.PropertyType);
        return !property.PropertyType.IsValueType && nullability.ReadState == NullabilityState.Nullable ? name + " | null" : name;
    }
}
