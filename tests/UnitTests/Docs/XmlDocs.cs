using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Dashboard.UnitTests.Docs;

/// <summary>The documentation comments of an assembly, as Markdown.</summary>
/// <param name="nameOf">How a member that a comment refers to is written.</param>
internal sealed partial class XmlDocs(Assembly assembly, Func<string, string> nameOf)
{
    private readonly Dictionary<string, XElement> _members = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(m => m.Attribute("name")!.Value);

    /// <summary>The text of a tag on one line; empty when the member has no such tag.</summary>
    public string Of(MemberInfo member, string tag)
    {
        var id = member is Type type ? $"T:{type.FullName}" : $"P:{member.DeclaringType!.FullName}.{member.Name}";
        var element = _members.GetValueOrDefault(id)?.Element(tag);
        return element is null ? "" : Whitespace().Replace(string.Concat(element.Nodes().Select(Written)), " ").Trim();
    }

    private string Written(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"`{nameOf(see.Attribute("cref")!.Value)}`",
        XElement code => $"`{code.Value}`",
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
