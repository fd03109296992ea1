using System.Text;

namespace Dashboard.IntegrationTests.Telemetry;

/// <summary>A message of Protocol Buffers, read by field numbers. Only fields with a length are kept: texts, bytes and messages.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<(int Field, ReadOnlyMemory<byte> Content)> _fields = [];

    public ProtobufMessage(ReadOnlyMemory<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            var tag = Number(bytes.Span, ref at);
            switch (tag & 7)
            {
                case 0:
                    Number(bytes.Span, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Number(bytes.Span, ref at);
                    _fields.Add(((int)(tag >> 3), bytes.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new FormatException($"Wire type {tag & 7} is unknown.");
            }
        }
    }

    public IEnumerable<ProtobufMessage> Children(int field) =>
        _fields.Where(f => f.Field == field).Select(f => new ProtobufMessage(f.Content));

    /// <summary>An empty message when there is none.</summary>
    public ProtobufMessage Child(int field) => Children(field).FirstOrDefault() ?? new ProtobufMessage(default);

    public string Text(int field) => Encoding.UTF8.GetString(Content(field).Span);

    public string Hex(int field) => Convert.ToHexStringLower(Content(field).Span);

    private ReadOnlyMemory<byte> Content(int field) => _fields.FirstOrDefault(f => f.Field == field).Content;

    private static ulong Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        var (number, shift) = (0UL, 0);
        byte part;
        do
        {
            part = bytes[at++];
            number |= (ulong)(part & 0x7F) << shift;
            shift += 7;
        }
        while ((part & 0x80) != 0);
        return number;
    }
}
