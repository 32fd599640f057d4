using Cuobian.Matters.Contracts;
using Microsoft.Extensions.Localization;

namespace Cuobian.Exchange.Open311;

/// <summary>Lists what can be reported as services, and the questions that each one asks.</summary>
internal sealed class FindServices(IMatters matters, IStringLocalizer<Text> words)
{
    public Sheet Run() => Sheet.List("services", "service", matters.Kinds.Select(kind => new Leaf[]
    {
        new("service_code", kind.Code),
        new("service_name", kind.Name),
        new("description", kind.Hotline is null ? kind.Name : words["open311_call_first", kind.Name, kind.Hotline].Value),
        new("metadata", true),
        new("type", kind.TriageFirst ? "batch" : "realtime"),
        new("keywords", string.Join(", ", kind.Keywords)),
        new("group", kind.Group),
    }));

    public Sheet Definition(string code)
    {
        var kind = Find(code) ?? throw new Open311Error(StatusCodes.Status404NotFound, words["open311_service_unknown", code]);
        var attributes = ServiceAttributes.Of(kind).Select((attribute, at) => (object)new Leaf[]
        {
            new("variable", true),
            new("code", attribute.Code),
            new("datatype", attribute.Datatype),
            new("required", attribute.Required),
            new("datatype_description", words[attribute.Words + "_hint"].Value),
            new("order", at + 1),
            new("description", words[attribute.Words].Value),
            new("values", new Many("value", [.. attribute.Choices.Select(choice => new Leaf[] { new("key", choice), new("name", words[attribute.WordsOf(choice)].Value) })])),
        });
        return new Sheet("service_definition", new Leaf[] { new("service_code", kind.Code), new("attributes", new Many("attribute", [.. attributes])) });
    }

    public MatterKind? Find(string? code) => matters.Kinds.FirstOrDefault(kind => kind.Code == code);
}
